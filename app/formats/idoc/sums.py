"""The sums at the end of a document: its totals and its taxes, which IDocs tell apart by a qualifier."""

from collections.abc import Sequence
from typing import Any

from app.domain.documents.base import MonetaryTotal, TaxCategory, TaxSubtotal, TaxTotal
from app.domain.money import Amount
from app.formats.idoc.aggregates import TAX_CATEGORY, only_if_said
from app.formats.idoc.codecs import AMOUNT
from app.formats.idoc.rules import first_of, total_of
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, spread, table

_SUM, _UNIT = steps("SUMME"), steps("SUNIT")
_TAX, _TAX_AMOUNT = steps("E1EDK04")[0], steps("MWSBT")
_BASE = steps("E1EDS01.015")[0]
_TAX_TOTAL = steps("E1EDS01.005/SUMME")


def at(*qualifiers: str) -> tuple[str, ...]:
    """Where sums stand."""
    return tuple(f"E1EDS01.{each}/SUMME" for each in qualifiers)


_PREPAID, _ROUNDING = at("Z03", "Z04")


def gross(*qualifiers: str) -> Rule:
    """The total with taxes; where it isn't said, what is to be paid, unless that was rounded or partly paid before."""
    said, others = first_of("tax_inclusive", *at(*qualifiers[:1]), codec=AMOUNT), map(steps, (_PREPAID, _ROUNDING))
    paid, exceptions = first_of("tax_inclusive", *at(*qualifiers), codec=AMOUNT), tuple(others)

    def read(node: Node, values: Values, reading: Reading) -> None:
        is_all = all(node.first(each) is None for each in exceptions)
        (paid if is_all else said).read(node, values, reading)

    return Rule(said.places, read, said.write)


def totals(lines: str, net: str, gross_rule: Rule, payable: tuple[str, ...]) -> Rule:
    """A document's totals, by the qualifiers under which its type has them; of several the first is written."""
    codec = table(
        MonetaryTotal,
        first_of("payable", *at(*payable), codec=AMOUNT),
        first_of("lines", *at(lines), codec=AMOUNT),
        first_of("tax_exclusive", *at(net), codec=AMOUNT),
        gross_rule,
        first_of("allowances", *at("Z01"), codec=AMOUNT),
        first_of("charges", *at("Z02"), codec=AMOUNT),
        first_of("prepaid", _PREPAID, codec=AMOUNT),
        first_of("rounding", _ROUNDING, codec=AMOUNT),
        absent={"payable": None},
    )
    said = only_if_said(Codec(lambda node, reading: _payable(codec.read(node, reading)), codec.write), *at(*payable))
    rule = spread("totals", said)
    return Rule({"totals": steps(at(*payable)[0])}, rule.read, rule.write)


def _payable(found: MonetaryTotal | None) -> MonetaryTotal | None:
    # what is said of it and can't be read has been reported
    return found if found is not None and found.payable is not None else None


ORDER_TOTALS = totals("017", "002", gross("003"), ("006", "003", "002"))
INVOICE_TOTALS = totals("017", "010", gross("003", "011"), ("011", "008", "003", "010"))


def taxes() -> Rule:
    """The tax in the document's currency, and its shares (E1EDK04).

    What a share is reckoned from stands among the sums, with the share's number beside it, or in the shares' order.
    Where no total is given it is the sum of the shares. Taxes in other currencies have no place.
    """

    def read(node: Node, values: Values, reading: Reading) -> None:
        group = node.groups.get(_TAX, [])
        bases = _bases(node.groups.get(_BASE, []), len(group), reading)
        found = (_share(each, bases.get(index), reading) for index, each in enumerate(group, 1))
        shares = tuple(each for each in found if each is not None)
        said = node.first(_TAX_TOTAL)
        amount = None if said is None else AMOUNT.read(said, reading)
        if amount is None and shares:
            amount = total_of([each.tax for each in shares])
        if amount is not None:
            values["taxes"] = (TaxTotal(amount=amount, subtotals=shares),)

    def write(document: Any, node: Node) -> None:
        for total in _in_currency(document):
            AMOUNT.write(node.ensure(_TAX_TOTAL), total.amount)
            for number, share in enumerate(total.subtotals, 1):
                _write_share(node, number, share)

    return Rule({"taxes": (_TAX,)}, read, write)


def _in_currency(document: Any) -> Sequence[TaxTotal]:
    return [each for each in document.taxes if each.amount.currency == document.currency][:1]


def _bases(group: Sequence[Node], shares: int, reading: Reading) -> dict[int, Amount]:
    found: dict[int, Amount] = {}
    for place, each in enumerate(group, 1):
        unit, amount = each.first(_UNIT), each.first(_SUM)
        number = trimmed(unit) if unit is not None else ""
        if amount is None or not (number or len(group) == shares):
            continue
        value = AMOUNT.read(amount, reading)
        if value is not None:
            found[int(number) if number.isascii() and number.isdecimal() else place] = value
    return found


def _share(node: Node, base: Amount | None, reading: Reading) -> TaxSubtotal | None:
    found = node.first(_TAX_AMOUNT)
    tax = None if found is None else AMOUNT.read(found, reading)
    if tax is None:
        return None
    return TaxSubtotal(taxable=base, tax=tax, category=TAX_CATEGORY.read(node, reading) or TaxCategory())


def _write_share(node: Node, number: int, share: TaxSubtotal) -> None:
    segment = node.add(_TAX)
    TAX_CATEGORY.write(segment, share.category)
    AMOUNT.write(segment.ensure(_TAX_AMOUNT), share.tax)
    if share.taxable is not None:
        base = node.add(_BASE)
        AMOUNT.write(base.ensure(_SUM), share.taxable)
        base.ensure(_UNIT).text = str(number)


def _line_tax(node: Node, reading: Reading) -> TaxTotal | None:
    amount = AMOUNT.read(node, reading)
    return None if amount is None else TaxTotal(amount=amount)


def _write_line_tax(node: Node, value: TaxTotal) -> None:
    AMOUNT.write(node, value.amount)


LINE_TAX = Codec(_line_tax, _write_line_tax)
"""The tax on one line; its break-down has no place."""
