"""Does the document make sense? A first set of rules over the domain's documents, whatever syntax they came in.

An error is what nobody could act on, or what would cost somebody money if it were acted on: faults in an invoice's
sums are errors, in all of them where its sender says that it follows EN 16931 or Peppol. In an order or an answer a sum
is there to be read by people; a fault in it is a warning.
National and Peppol rule sets are other validators' matter.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.domain.documents import Document, DocumentType
from app.domain.findings import Finding, finding, warning
from app.validation import business_billing as billing
from app.validation import business_contract as contract
from app.validation import business_dates as dates
from app.validation import business_goods as goods
from app.validation import business_header as header
from app.validation import business_offers as offers
from app.validation import business_ordering as ordering
from app.validation.business_sums import sums

Rule = Callable[[Any], Iterator[Finding]]

TOO_LONG = "business.number_too_long"


def _ordering_sums(document: Any) -> Iterator[Finding]:
    return sums(document, warning, warning)


def _billing_sums(document: Any) -> Iterator[Finding]:
    return sums(document, finding, finding if ordering.follows_european_norm(document) else warning)


ALWAYS: tuple[Rule, ...] = (header.number_given, header.line_numbers, header.values)

ORDERED: tuple[Rule, ...] = (
    ordering.ordered_quantities,
    ordering.base_quantities,
    goods.known_units,
    goods.price_in_unit_of_line,
    goods.prices_not_negative,
    dates.valid_when_issued,
    dates.wanted_after_issue,
)
"""What holds for the lines of an order, of a change of one, and of what an order may come from."""

RULES: dict[DocumentType, tuple[Rule, ...]] = {
    DocumentType.ORDER: (ordering.order_has_lines, *ORDERED),
    DocumentType.ORDER_CHANGE: (ordering.change_names_order, ordering.change_is_known, *ORDERED),
    DocumentType.ORDER_RESPONSE: (
        ordering.response_names_order,
        ordering.answer_fits_lines,
        ordering.answered_lines,
        ordering.base_quantities,
        goods.known_units,
        goods.prices_not_negative,
        dates.valid_when_issued,
        dates.promised_after_issue,
    ),
    DocumentType.ORDER_CANCELLATION: (ordering.cancellation_names_order,),
    DocumentType.DESPATCH_ADVICE: (
        ordering.despatched_quantities,
        goods.goods_named,
        goods.despatch_names_order,
        goods.known_units,
        dates.arrives_after_despatch,
    ),
    DocumentType.RECEIPT_ADVICE: (
        ordering.received_quantities,
        goods.goods_named,
        goods.receipt_names_despatch,
        goods.known_units,
        goods.rejections_reasoned,
        goods.rejected_of_received,
        dates.received_by_issue,
    ),
    DocumentType.INVOICE: (billing.billing_has_lines, billing.due_after_issue, ordering.base_quantities),
    DocumentType.CREDIT_NOTE: (billing.billing_has_lines, billing.credit_names_invoice, ordering.base_quantities),
    DocumentType.APPLICATION_RESPONSE: (billing.answers_name_documents, billing.answers_are_known),
    DocumentType.REMITTANCE_ADVICE: (billing.payment_adds_up,),
    DocumentType.CATALOGUE: (
        ordering.order_has_lines,
        offers.actions_known,
        offers.orderable,
        offers.catalogue_prices,
        goods.known_units,
        dates.valid_when_issued,
    ),
    DocumentType.REQUEST_FOR_QUOTATION: (ordering.order_has_lines, offers.answered_after_issue, *ORDERED),
    DocumentType.QUOTATION: (ordering.order_has_lines, offers.lines_priced, dates.promised_after_issue, *ORDERED),
    DocumentType.CONTRACT: (
        contract.version_chain,
        contract.currency_known,
        contract.clause_tree,
        contract.term,
        contract.price_lines,
    ),
}

SUMS: dict[DocumentType, Rule] = {
    DocumentType.ORDER: _ordering_sums,
    DocumentType.ORDER_CHANGE: _ordering_sums,
    DocumentType.QUOTATION: _ordering_sums,
    DocumentType.INVOICE: _billing_sums,
    DocumentType.CREDIT_NOTE: _billing_sums,
}


def check(document: Document) -> list[Finding]:
    """Everything that the rules have against `document`; paths are JSON Pointers into its Countersign JSON."""
    found = _all((*ALWAYS, *RULES[document.type]), document)
    if document.type not in SUMS or any(each.code == TOO_LONG for each in found):
        return found  # sums of numbers that can't be reckoned with would only add false findings
    return found + list(SUMS[document.type](document))


def _all(rules: Sequence[Rule], document: Document) -> list[Finding]:
    return [each for rule in rules for each in rule(document)]
