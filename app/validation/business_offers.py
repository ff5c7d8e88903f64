"""Rules for what comes before an order: the catalogue, the request for quotation, the quotation."""

from collections.abc import Iterator

from app.domain.documents import Catalogue, Quotation, RequestForQuotation
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.findings import Finding, finding, warning
from app.validation.business_goods import units
from app.validation.business_ordering import positive

ACTIONS = ("1", "2", "3")


def actions_known(catalogue: Catalogue) -> Iterator[Finding]:
    """A line is added, deleted or changed (UNCL 1229), or stands as it is."""
    for index, line in enumerate(catalogue.lines):
        if line.action and line.action not in ACTIONS:
            listed = ", ".join(ACTIONS)
            yield warning("business.unknown_code", f"/lines/{index}/action", found=line.action, expected=listed)


def orderable(catalogue: Catalogue) -> Iterator[Finding]:
    """What is on offer can be ordered: in a unit that is known, and some quantity of it."""
    for index, line in enumerate(catalogue.lines):
        if line.unit and line.unit not in units():
            yield warning("business.unknown_unit", f"/lines/{index}/unit", found=line.unit)
        yield from _range(line, f"/lines/{index}")


def catalogue_prices(catalogue: Catalogue) -> Iterator[Finding]:
    """A price is not below zero, is for more than nothing, and holds for some quantity."""
    for index, line in enumerate(catalogue.lines):
        for place, each in enumerate(line.prices):
            path = f"/lines/{index}/prices/{place}"
            yield from _range(each, path)
            yield from positive(each.price.base_quantity, f"{path}/price/base_quantity/value")
            if each.price.amount.value < 0:
                found = each.price.amount.text
                yield finding("business.price_negative", f"{path}/price/amount/value", found=found)


def answered_after_issue(request: RequestForQuotation) -> Iterator[Finding]:
    """Nobody can answer before he is asked."""
    due = request.response_due
    if due and due < request.issued:
        yield warning("business.answer_due_before_issue", "/response_due", found=due, expected=request.issued)


def lines_priced(quotation: Quotation) -> Iterator[Finding]:
    """A quotation says what something costs."""
    for index, line in enumerate(quotation.lines):
        if line.price is None:
            yield warning("business.price_missing", f"/lines/{index}/price", number=line.number)


def _range(each: CatalogueLine | CataloguePrice, path: str) -> Iterator[Finding]:
    least, most = each.minimum, each.maximum
    if least and most and least.unit == most.unit and most.value < least.value:
        yield finding("business.range_backwards", path, minimum=least.text, maximum=most.text)
