"""Invoices of any length that break no rule, for measuring: the good document of the rules' tests with more lines."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal

from lxml import etree

from tests.rule_examples import NAMESPACES, base_document

_RATE = Decimal("0.25")
_WARES = ("Crate of screws", "Box of nails", "Hinge & pin", "Câble 3 m", "Lock")
_OWN = {
    "cbc:ID": "2026-{:06}",
    "cbc:Note": "As agreed on the telephone, call {}.",
    "cbc:BuyerReference": "Purchasing, desk {}",
    "cac:OrderReference/cbc:ID": "PO-{}",
    "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID": "2025-{:06}",
    "cac:ContractDocumentReference/cbc:ID": "C-{}",
    "cac:AccountingSupplierParty//cac:PartyIdentification/cbc:ID": "S-{}",
    "cac:AccountingSupplierParty//cac:PartyName/cbc:Name": "Nails & Co, branch {}",
    "cac:AccountingSupplierParty//cbc:RegistrationName": "Nails and Screws {} GmbH",
    "cac:AccountingSupplierParty//cac:Contact/cbc:Telephone": "+43 1 {:06}",
    "cac:AccountingCustomerParty//cac:PartyIdentification/cbc:ID": "B-{}",
    "cac:AccountingCustomerParty//cbc:RegistrationName": "Ateliers Réunis {} SA",
    ".//cbc:StreetName": "High Street {}",
    ".//cbc:CityName": "Newtown {}",
    ".//cbc:PostalZone": "{:04}",
    "cac:PaymentMeans/cbc:PaymentID": "2026-{:06}",
    "cac:InvoiceLine/cbc:AccountingCost": "{:04}",
}
_OPTIONAL = (
    "cbc:Note",
    "cbc:AccountingCost",
    "cac:BillingReference",
    "cac:ContractDocumentReference",
    "cac:AdditionalDocumentReference",
    "cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification",
    "cac:PaymentTerms",
    "cac:InvoiceLine/cac:Item/cac:OriginCountry",
    "cac:InvoiceLine/cac:Item/cac:AdditionalItemProperty",
)
_FIRST = date(2026, 1, 5)
_ALLOWANCE, _CHARGE, _PREPAID, _ROUNDING = Decimal(50), Decimal(30), Decimal(100), Decimal("0.50")


def an_invoice_of(lines: int, *, alike: bool = True) -> bytes:
    """A Peppol invoice of that many lines (two at least), with right totals, indented as people's software does.

    Its lines have several structures, as those of one sender do, and texts and numbers of their own. Where they are not
    `alike`, each is about an object of its own as well, and no two of them can be judged together.
    """
    root = etree.fromstring(base_document("peppol"), etree.XMLParser(remove_blank_text=True))
    rich, plain = root.findall("cac:InvoiceLine", NAMESPACES)
    for number in range(3, lines + 1):
        root.append(_rich(rich, number) if number % 20 == 0 else _plain(plain, number))
    if not alike:
        for number, line in enumerate(root.findall("cac:InvoiceLine", NAMESPACES)):
            _refer_to(line, f"meter {number}")
    _reckon(root)
    etree.indent(root, "    ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def other_invoices_of(lines: int, count: int) -> Iterator[bytes]:
    """Invoices like `an_invoice_of`, of one form: each has names, numbers, dates, quantities and amounts of its own."""
    for number in range(1, count + 1):
        root = etree.fromstring(an_invoice_of(lines))
        for path, text in _OWN.items():
            for element in root.findall(path, NAMESPACES):
                element.text = text.format(number)
        for line, element in enumerate(root.findall("cac:InvoiceLine", NAMESPACES)):
            _change(element, number + 1, line * 31)
        _date(root, number)
        _reckon(root)
        yield etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def invoices_of_other_forms(lines: int, count: int) -> Iterator[bytes]:
    """Invoices like `an_invoice_of`, each without another choice of what an invoice needn't have."""
    for number in range(1, count + 1):
        root = etree.fromstring(an_invoice_of(lines))
        for bit, path in enumerate(_OPTIONAL):
            for element in root.findall(path, NAMESPACES) if number >> bit & 1 else ():
                parent = element.getparent()
                assert parent is not None
                parent.remove(element)
        yield etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _change(line: etree._Element, number: int, place: int) -> None:
    quantity, price = number + place + 2, Decimal(number * 37 + place) / 100
    is_plain = line.find("cac:AllowanceCharge", NAMESPACES) is None
    _set(line, "cbc:InvoicedQuantity", str(quantity))
    _set(line, "cbc:LineExtensionAmount", f"{quantity * price if is_plain else quantity * 50 - 10:.2f}")
    if is_plain:
        _set(line, "cac:Price/cbc:PriceAmount", f"{price:.2f}")
    _set(line, "cac:Item/cbc:Name", f"{_WARES[number % len(_WARES)]} No. {number}")
    _set(line, "cac:Item/cac:SellersItemIdentification/cbc:ID", f"N-{number * 7919 + place}")


def _date(root: etree._Element, number: int) -> None:
    issued = _FIRST + timedelta(days=number % 300)
    _set(root, "cbc:IssueDate", issued.isoformat())
    _set(root, "cbc:DueDate", (issued + timedelta(days=30)).isoformat())
    _set(root, "cac:Delivery/cbc:ActualDeliveryDate", (issued - timedelta(days=3)).isoformat())


def an_invoice_of_bytes(size: int) -> bytes:
    """The invoice whose length is nearest to `size` bytes."""
    return min((an_invoice_of(lines) for lines in range(2, 60)), key=lambda raw: abs(len(raw) - size))


def _copied(line: etree._Element, number: int, quantity: int, amount: Decimal) -> etree._Element:
    copied = deepcopy(line)
    _set(copied, "cbc:ID", str(number))
    _set(copied, "cbc:InvoicedQuantity", str(quantity))
    _set(copied, "cbc:LineExtensionAmount", f"{amount:.2f}")
    _set(copied, "cac:Item/cbc:Name", f"{_WARES[number % len(_WARES)]}, size {number}")
    _set(copied, "cac:Item/cac:SellersItemIdentification/cbc:ID", f"N-{number * 7919 % 100_000}")
    return copied


def _plain(line: etree._Element, number: int) -> etree._Element:
    """Its amount is quantity times price."""
    quantity, price = number * 13 % 90 + 1, Decimal(number * 7919 % 20_000 + 1) / 100
    copied = _copied(line, number, quantity, quantity * price)
    _set(copied, "cac:Price/cbc:PriceAmount", f"{price:.2f}")
    if number % 5 == 0:
        item = copied.find("cac:Item", NAMESPACES)
        assert item is not None
        description = etree.Element(f"{{{NAMESPACES['cbc']}}}Description")
        description.text = f"Made to measure, drawing {number}"
        item.insert(0, description)
    return copied


def _rich(line: etree._Element, number: int) -> etree._Element:
    """It has allowances, charges and a discount, by which its amount is 10 less than quantity times price."""
    quantity = number * 11 % 70 + 1
    return _copied(line, number, quantity, Decimal(quantity * 50 - 10))


def _refer_to(line: etree._Element, object_: str) -> None:
    cac, cbc = NAMESPACES["cac"], NAMESPACES["cbc"]
    reference = etree.Element(f"{{{cac}}}DocumentReference")
    etree.SubElement(reference, f"{{{cbc}}}ID").text = object_
    etree.SubElement(reference, f"{{{cbc}}}DocumentTypeCode").text = "130"
    item = line.find("cac:Item", NAMESPACES)
    assert item is not None
    item.addprevious(reference)


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
