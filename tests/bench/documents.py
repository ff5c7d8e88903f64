"""Invoices of any length that break no rule, for measuring: the good document of the rules' tests with more lines."""

from copy import deepcopy
from decimal import Decimal

from lxml import etree

from tests.rule_examples import NAMESPACES, base_document

_RATE = Decimal("0.25")
_ALLOWANCE, _CHARGE, _PREPAID, _ROUNDING = Decimal(50), Decimal(30), Decimal(100), Decimal("0.50")


def an_invoice_of(lines: int) -> bytes:
    """A Peppol invoice of that many lines (two at least), with right totals, indented as people's software does."""
    root = etree.fromstring(base_document("peppol"), etree.XMLParser(remove_blank_text=True))
    _, plain = root.findall("cac:InvoiceLine", NAMESPACES)
    for number in range(3, lines + 1):
        root.append(_copied(plain, number))
    _reckon(root)
    etree.indent(root, "    ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def an_invoice_of_bytes(size: int) -> bytes:
    """The invoice whose length is nearest to `size` bytes."""
    return min((an_invoice_of(lines) for lines in range(2, 60)), key=lambda raw: abs(len(raw) - size))


def _copied(line: etree._Element, number: int) -> etree._Element:
    copied = deepcopy(line)
    _set(copied, "cbc:ID", str(number))
    return copied


def _reckon(root: etree._Element) -> None:
    net = sum(Decimal(each.text) for each in root.findall("cac:InvoiceLine/cbc:LineExtensionAmount", NAMESPACES))
    taxable = net - _ALLOWANCE + _CHARGE
    vat = taxable * _RATE
    _set(root, "cac:TaxTotal/cbc:TaxAmount", f"{vat:.2f}")
    _set(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount", f"{taxable:.2f}")
    _set(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount", f"{vat:.2f}")
    _set(root, "cac:LegalMonetaryTotal/cbc:LineExtensionAmount", f"{net:.2f}")
    _set(root, "cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount", f"{taxable:.2f}")
    _set(root, "cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount", f"{taxable + vat:.2f}")
    _set(root, "cac:LegalMonetaryTotal/cbc:PayableAmount", f"{taxable + vat - _PREPAID + _ROUNDING:.2f}")


def _set(root: etree._Element, path: str, text: str) -> None:
    element = root.find(path, NAMESPACES)
    assert element is not None
    element.text = text
