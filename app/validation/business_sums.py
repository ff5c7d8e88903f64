"""Arithmetic: what a line comes to, and what the totals are made of. Only what a document states is checked.

Two kinds of faults are told apart. Sums that any reading of a document must give are reported by `report`. What depends
on the rules that its sender follows is reported by `lenient`: UBL 2.0 has the tax in the "tax exclusive" amount, and
lines may come to something else by agreed rounding, discounts and taxes by the piece.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from app.domain.documents.base import MonetaryTotal, TaxSubtotal, TaxTotal
from app.domain.findings import Finding
from app.domain.money import Amount
from app.validation.business_values import Report, allowed, charged, near, net_of, shown


def sums(document: Any, report: Report, lenient: Report) -> Iterator[Finding]:
    """All of the arithmetic of a document with lines, totals and taxes."""
    yield from _line_amounts(document, lenient)
    yield from _totals(document, report, lenient)
    for index, total in enumerate(document.taxes):
        yield from _categories(total, f"/taxes/{index}", report)
        for place, subtotal in enumerate(total.subtotals):
            yield from _share(subtotal, f"/taxes/{index}/subtotals/{place}/tax/value", lenient)


def _line_amounts(document: Any, report: Report) -> Iterator[Finding]:
    """Line amount = quantity × price ÷ base quantity − allowances + charges."""
    for index, line in enumerate(document.lines):
        expected = _worth(line)
        if line.amount is not None and expected is not None and not near(line.amount, expected):
            path = f"/lines/{index}/amount/value"
            yield report(
                "business.line_amount", path, number=line.number, found=line.amount.text, expected=shown(expected)
            )


def _worth(line: Any) -> Decimal | None:
    if line.quantity is None or line.price is None:
        return None
    base = line.price.base_quantity
    if base is not None and (base.value <= 0 or base.unit not in {"", line.quantity.unit}):
        return None
    gross: Decimal = line.quantity.value * line.price.amount.value / (base.value if base else 1)
    return gross + net_of(getattr(line, "allowances_charges", ()))


def _totals(document: Any, report: Report, lenient: Report) -> Iterator[Finding]:
    """The document's sums follow from its lines, allowances, charges and taxes (EN 16931, BR-CO-10 to BR-CO-16)."""
    if document.totals is None:
        return
    extras = getattr(document, "allowances_charges", ())
    stated: MonetaryTotal = document.totals
    amounts = [line.amount for line in document.lines if line.amount is not None]
    if amounts and len(amounts) == len(document.lines):
        yield from _compare("lines", stated.lines, _sum(amounts), "business.lines_total", report)
    yield from _compare("allowances", stated.allowances, allowed(extras), "business.allowances_total", report)
    yield from _compare("charges", stated.charges, charged(extras), "business.charges_total", report)
    yield from _made_of(stated, _tax_of(document), lenient)
    if stated.tax_inclusive is not None:
        owed = stated.tax_inclusive.value - _value(stated.prepaid) + _value(stated.rounding)
        yield from _compare("payable", stated.payable, owed, "business.payable_total", report)


def _made_of(stated: MonetaryTotal, tax: Decimal | None, report: Report) -> Iterator[Finding]:
    if stated.lines is not None:
        without = stated.lines.value - _value(stated.allowances) + _value(stated.charges)
        yield from _compare("tax_exclusive", stated.tax_exclusive, without, "business.tax_exclusive_total", report)
    if stated.tax_exclusive is not None and tax is not None:
        with_tax = stated.tax_exclusive.value + tax
        yield from _compare("tax_inclusive", stated.tax_inclusive, with_tax, "business.tax_inclusive_total", report)


def _compare(member: str, found: Amount | None, expected: Decimal, code: str, report: Report) -> Iterator[Finding]:
    if found is not None and not near(found, expected):
        yield report(code, f"/totals/{member}/value", found=found.text, expected=shown(expected))


def _categories(total: TaxTotal, path: str, report: Report) -> Iterator[Finding]:
    expected = _sum(each.tax for each in total.subtotals)
    if total.subtotals and not near(total.amount, expected):
        yield report("business.tax_total", f"{path}/amount/value", found=total.amount.text, expected=shown(expected))


def _share(subtotal: TaxSubtotal, path: str, report: Report) -> Iterator[Finding]:
    percent = subtotal.category.percent if subtotal.percent is None else subtotal.percent
    if percent is None or subtotal.taxable is None:
        return
    expected = subtotal.taxable.value * percent / 100
    if not near(subtotal.tax, expected):
        found = subtotal.tax.text
        yield report("business.tax_share", path, found=found, percent=percent, expected=shown(expected))


def _tax_of(document: Any) -> Decimal | None:
    own = [each.amount for each in document.taxes if each.amount.currency == document.totals.payable.currency]
    return _sum(own) if own else None


def _sum(amounts: Iterable[Amount]) -> Decimal:
    return sum((each.value for each in amounts), Decimal())


def _value(amount: Amount | None) -> Decimal:
    return amount.value if amount else Decimal()
