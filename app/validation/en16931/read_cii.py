"""Reads a Cross Industry Invoice (D16B to D22B, with the profiles of Factur-X) into the semantic invoice.

The binding is that of CEN/TS 16931-3-3. Nothing is judged and nothing is refused: what isn't there leaves an empty
list, and what is there twice is in its list twice. What CII has beyond EN 16931 is not read.
"""

from app.domain.codelists import code_list
from app.safe.tree import Element, Tree
from app.validation.en16931.cii_names import (
    AGREEMENT,
    ALLOWANCE_CHARGE,
    CONTEXT,
    DATE_TIME,
    DELIVERY,
    DESCRIPTION,
    DOCUMENT,
    ID,
    ISSUER_ASSIGNED_ID,
    LINE,
    PERIOD,
    SETTLEMENT,
    TAX,
    TRANSACTION,
    TYPE_CODE,
    qdt,
    ram,
    udt,
)
from app.validation.en16931.gathered import gather
from app.validation.en16931.groups import Reference
from app.validation.en16931.model import Invoice
from app.validation.en16931.read_cii_lines import line_at
from app.validation.en16931.read_cii_money import charge_at, payments_in, period_at, tax_totals_in, totals_in
from app.validation.en16931.read_cii_parties import deliveries_in, other_party_at, trader_at
from app.validation.en16931.read_cii_values import day, days, event, is_of_type, note, references
from app.validation.values import normalized

_AGREED = (TRANSACTION, AGREEMENT)
_SETTLED = (TRANSACTION, SETTLEMENT)
_TERMS = ram("SpecifiedTradePaymentTerms")
_HEADER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("specifications", (CONTEXT, ram("GuidelineSpecifiedDocumentContextParameter"), ID)),
    ("profiles", (CONTEXT, ram("BusinessProcessSpecifiedDocumentContextParameter"), ID)),
    ("numbers", (DOCUMENT, ID)),
    ("type_codes", (DOCUMENT, TYPE_CODE)),
    ("buyer_references", (*_AGREED, ram("BuyerReference"))),
    ("contracts", (*_AGREED, ram("ContractReferencedDocument"), ISSUER_ASSIGNED_ID)),
    ("orders", (*_AGREED, ram("BuyerOrderReferencedDocument"), ISSUER_ASSIGNED_ID)),
    ("sales_orders", (*_AGREED, ram("SellerOrderReferencedDocument"), ISSUER_ASSIGNED_ID)),
    ("projects", (*_AGREED, ram("SpecifiedProcuringProject"), ID)),
    ("receipts", (TRANSACTION, DELIVERY, ram("ReceivingAdviceReferencedDocument"), ISSUER_ASSIGNED_ID)),
    ("despatches", (TRANSACTION, DELIVERY, ram("DespatchAdviceReferencedDocument"), ISSUER_ASSIGNED_ID)),
    ("currencies", (*_SETTLED, ram("InvoiceCurrencyCode"))),
    ("tax_currencies", (*_SETTLED, ram("TaxCurrencyCode"))),
    ("accounting", (*_SETTLED, ram("ReceivableSpecifiedTradeAccountingAccount"), ID)),
    ("payment_terms", (*_SETTLED, _TERMS, DESCRIPTION)),
)
_DATES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("issued", (DOCUMENT, ram("IssueDateTime"), DATE_TIME)),
    ("tax_points", (*_SETTLED, TAX, ram("TaxPointDate"), udt("DateString"))),
    ("due_dates", (*_SETTLED, _TERMS, ram("DueDateDateTime"), DATE_TIME)),
)
_TENDER = "50"
"""UNTDID 1001: a reference to a call for tenders or a lot (BT-17)."""


def read_cii(tree: Tree) -> Invoice:
    """The semantic invoice of a CrossIndustryInvoice; a value's place is its element, or has it as `source`."""
    root = tree.root
    invoice = Invoice(root, _is_credit_note(root))
    invoice.source = tree
    for name, path in _HEADER:
        setattr(invoice, name, root.all(*path))
    for name, path in _DATES:
        setattr(invoice, name, days(root.all(*path)))
    invoice.tax_point_codes = [event(each) for each in root.all(*_SETTLED, TAX, ram("DueDateTypeCode"))]
    invoice.notes = [note(each) for each in root.all(DOCUMENT, ram("IncludedNote"))]
    for transaction in root.all(TRANSACTION):
        _read_agreements(invoice, transaction)
        invoice.deliveries += deliveries_in(transaction)
        invoice.lines += [line_at(each) for each in transaction.all(LINE)]
        for settlement in transaction.all(SETTLEMENT):
            _read_settlement(invoice, settlement)
    gather(invoice)
    return invoice


def _is_credit_note(root: Element) -> bool:
    codes = code_list("untdid1001/en16931-credit-note").codes
    return any(normalized(each.text) in codes for each in root.all(DOCUMENT, TYPE_CODE))


def _read_agreements(invoice: Invoice, transaction: Element) -> None:
    for agreement in transaction.all(AGREEMENT):
        invoice.sellers += [trader_at(each) for each in agreement.all(ram("SellerTradeParty"))]
        invoice.buyers += [trader_at(each) for each in agreement.all(ram("BuyerTradeParty"))]
        representatives = agreement.all(ram("SellerTaxRepresentativeTradeParty"))
        invoice.representatives += [other_party_at(each) for each in representatives]
        for each in references(agreement):
            if is_of_type(each, _TENDER):
                invoice.tenders = [*invoice.tenders, *each.ids]
            else:
                invoice.documents.append(each)


def _read_settlement(invoice: Invoice, settlement: Element) -> None:
    invoice.payees += [other_party_at(each) for each in settlement.all(ram("PayeeTradeParty"))]
    invoice.periods += [period_at(each) for each in settlement.all(PERIOD)]
    invoice.payments += payments_in(settlement)
    invoice.preceding += [_preceding_at(each) for each in settlement.all(ram("InvoiceReferencedDocument"))]
    charges = [charge_at(each, "document") for each in settlement.all(ALLOWANCE_CHARGE)]
    invoice.allowances += charges
    invoice.totals += totals_in(settlement, charges)
    invoice.tax_totals += tax_totals_in(settlement)


def _preceding_at(place: Element) -> Reference:
    reference = Reference(place, place.all(ISSUER_ASSIGNED_ID))
    dates = place.all(ram("FormattedIssueDateTime"), qdt("DateTimeString"))
    reference.dates = [day(each) for each in dates]
    return reference
