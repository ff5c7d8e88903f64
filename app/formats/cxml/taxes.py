"""Taxes: an amount and its shares; cXML knows a share's category by a tax, a percentage and an exemption."""

from collections.abc import Mapping
from typing import Any

from app.domain.documents.base import TaxCategory, TaxSubtotal, TaxTotal
from app.formats.cxml.codecs import MONEY_IN
from app.formats.cxml.items import percentage
from app.formats.cxml.rules import described, said
from app.formats.xml.codecs import Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

CATEGORY = "category"
"""The Extrinsic in which a category's code (UNTDID 5305) stands that cXML has no word for."""

_STANDARD = "S"
_EXEMPT: Mapping[str, str] = {"zeroRated": "Z", "exempt": "E"}
_WORDS = {code: word for word, code in _EXEMPT.items()}
_SCHEMES: Mapping[str, str] = {"vat": "VAT", "gst": "GST"}
_NAMES = {scheme: name for name, scheme in _SCHEMES.items()}


def _category(node: Node, reading: Reading) -> TaxCategory:
    name = attribute(node, "category")
    scheme = _SCHEMES.get(name.lower(), name)
    percent = percentage(node, "percentageRate", reading)
    return TaxCategory(
        id=_code(node, scheme, bool(percent)),
        percent=percent,
        scheme=scheme,
        exemption_reason=_reason(node),
        exemption_reason_code=_reason_code(node),
    )


def _code(node: Node, scheme: str, is_due: bool) -> str:
    told = said(node, "Extrinsic", "name", (CATEGORY,))
    if told is not None:
        return trimmed(told)
    exempt = _EXEMPT.get(attribute(node, "exemptDetail"))
    if exempt:
        return exempt
    return _STANDARD if is_due and scheme in _NAMES else ""


def _reason(node: Node) -> str:
    found = node.first(steps("TaxExemption/ExemptReason"))
    return "" if found is None else trimmed(found)


def _reason_code(node: Node) -> str:
    found = node.first(("TaxExemption",))
    return "" if found is None else attribute(found, "exemptCode")


def _write_category(node: Node, value: TaxCategory) -> None:
    node.put("category", _NAMES.get(value.scheme, value.scheme))
    if value.percent is not None:
        node.put("percentageRate", format(value.percent, "f"))
    if value.id in _WORDS:
        node.put("exemptDetail", _WORDS[value.id])
    is_told = value.id == (_STANDARD if value.percent and value.scheme in _NAMES else "")
    if value.id not in _WORDS and not is_told:
        told = node.add("Extrinsic")
        told.put("name", CATEGORY)
        told.text = value.id
    if value.exemption_reason or value.exemption_reason_code:
        exemption = node.ensure(("TaxExemption",))
        exemption.put("exemptCode", value.exemption_reason_code)
        described(exemption, "ExemptReason", value.exemption_reason)


CATEGORY_OF_SHARE = Codec(_category, _write_category)


def _share(node: Node, reading: Reading) -> TaxSubtotal | None:
    place = node.first(("TaxAmount",))
    tax = None if place is None else MONEY_IN.read(place, reading)
    if tax is None:
        return None
    basis = node.first(("TaxableAmount",))
    taxable = None if basis is None else MONEY_IN.read(basis, reading)
    return TaxSubtotal(taxable=taxable, tax=tax, category=_category(node, reading))


def _write_share(node: Node, value: TaxSubtotal) -> None:
    if value.taxable is not None:
        MONEY_IN.write(node.ensure(("TaxableAmount",)), value.taxable)
    MONEY_IN.write(node.ensure(("TaxAmount",)), value.tax)
    _write_category(node, value.category)


SHARE = Codec(_share, _write_share)


def _total(node: Node, reading: Reading) -> TaxTotal | None:
    amount = MONEY_IN.read(node, reading)
    if amount is None:
        return None
    shares = (SHARE.read(each, reading) for each in node.groups.get("TaxDetail", ()))
    return TaxTotal(amount=amount, subtotals=tuple(each for each in shares if each is not None))


def _write_total(node: Node, value: TaxTotal) -> None:
    MONEY_IN.write(node, value.amount)
    described(node, "Description", "")
    for each in value.subtotals:
        SHARE.write(node.add("TaxDetail"), each)


TAX = Codec(_total, _write_total)
"""An element Tax."""


def tax(field: str, path: str) -> Rule:
    """`field` is a tuple of totals; cXML has place for one."""
    here = steps(path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        total = None if found is None else TAX.read(found, reading)
        if total is not None:
            values[field] = (total,)

    def write(document: Any, node: Node) -> None:
        for total in getattr(document, field)[:1]:
            TAX.write(node.ensure(here), total)

    return Rule({field: here}, read, write)


def categories(field: str, path: str) -> Rule:
    """The categories of the tax on a line, which are also its item's; written with the line's tax, not here."""
    here = steps(path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        details = [] if found is None else found.groups.get("TaxDetail", [])
        if details:
            values[field] = tuple(_category(each, reading) for each in details)

    def write(_document: Any, _node: Node) -> None:
        return

    return Rule({field: here}, read, write)
