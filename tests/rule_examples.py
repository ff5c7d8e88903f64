"""Good documents, and the edits that make one break a rule.

A rule's example is a few edits, one a line, of a document that breaks nothing; a path is an XPath from the root without
blanks in it (`.` is the root itself):

    base creditnote             which document; `invoice` where nothing is said, or `peppol`
    set PATH VALUE              write a text
    remove PATH                 take an element away
    add PATH <cbc:X>…</cbc:X>   put elements behind an element's last child
    before PATH <cbc:X>…</cbc:X> put elements before an element
    attribute PATH NAME VALUE   write an attribute
    drop-attribute PATH NAME    take an attribute away
"""

from collections.abc import Callable
from functools import cache

from lxml import etree

FAMILY = "urn:oasis:names:specification:ubl:schema:xsd:"
CAC = f"{FAMILY}CommonAggregateComponents-2"
CBC = f"{FAMILY}CommonBasicComponents-2"
NAMESPACES = {"cac": CAC, "cbc": CBC}
EN16931 = "urn:cen.eu:en16931:2017"
BILLING = f"{EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"


def apply(example: str) -> bytes:
    """The document that an example's edits make; raises ValueError for an edit that changes nothing."""
    edits = [line.strip() for line in example.strip().splitlines() if line.strip()]
    base = "invoice"
    if edits and edits[0].startswith("base "):
        base = edits.pop(0).split()[1]
    root = etree.fromstring(base_document(base))
    for edit in edits:
        verb, path, *rest = (*edit.split(" ", 2), "")[:3]
        places = root.xpath(path, namespaces=NAMESPACES)
        if not places:
            raise ValueError(f"nothing to edit: {edit}")
        for place in places:
            _EDITS[verb](place, rest[0])
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _set(place: etree._Element, text: str) -> None:
    place.text = text


def _remove(place: etree._Element, _rest: str) -> None:
    place.getparent().remove(place)


def _add(place: etree._Element, xml: str) -> None:
    place.extend(_fragment(xml))


def _before(place: etree._Element, xml: str) -> None:
    for each in _fragment(xml):
        place.addprevious(each)


def _attribute(place: etree._Element, rest: str) -> None:
    name, _, value = rest.partition(" ")
    place.set(name, value)


def _drop_attribute(place: etree._Element, name: str) -> None:
    del place.attrib[name]


_EDITS: dict[str, Callable[[etree._Element, str], None]] = {
    "set": _set,
    "remove": _remove,
    "add": _add,
    "before": _before,
    "attribute": _attribute,
    "drop-attribute": _drop_attribute,
}


def _fragment(xml: str) -> list[etree._Element]:
    return list(etree.fromstring(f'<x xmlns:cac="{CAC}" xmlns:cbc="{CBC}">{xml}</x>'))


@cache
def base_document(base: str) -> bytes:
    """A document with something of everything that breaks no rule: "invoice", "creditnote" or "peppol"."""
    credit = base == "creditnote"
    root = "CreditNote" if credit else "Invoice"
    profile = f"<cbc:ProfileID>{PROFILE}</cbc:ProfileID>" if base == "peppol" else ""
    specification = BILLING if base == "peppol" else EN16931
    return (
        f'<{root} xmlns="{FAMILY}{root}-2" xmlns:cac="{CAC}" xmlns:cbc="{CBC}">'
        f"<cbc:CustomizationID>{specification}</cbc:CustomizationID>{profile}"
        f"{_header(credit)}{_parties()}{_payment(credit)}{_totals()}{_lines(credit)}</{root}>"
    ).encode()


def _header(credit: bool) -> str:
    due = "" if credit else "<cbc:DueDate>2026-03-31</cbc:DueDate>"
    kind = "CreditNoteTypeCode>381</cbc:CreditNoteTypeCode" if credit else "InvoiceTypeCode>380</cbc:InvoiceTypeCode"
    return f"""
        <cbc:ID>2026-0117</cbc:ID>
        <cbc:IssueDate>2026-03-02</cbc:IssueDate>
        {due}
        <cbc:{kind}>
        <cbc:Note>As agreed by telephone.</cbc:Note>
        <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
        <cbc:AccountingCost>4711</cbc:AccountingCost>
        <cbc:BuyerReference>Purchasing, 3rd floor</cbc:BuyerReference>
        <cac:InvoicePeriod>
            <cbc:StartDate>2026-02-01</cbc:StartDate>
            <cbc:EndDate>2026-02-28</cbc:EndDate>
        </cac:InvoicePeriod>
        <cac:OrderReference><cbc:ID>PO-88</cbc:ID></cac:OrderReference>
        <cac:BillingReference>
            <cac:InvoiceDocumentReference>
                <cbc:ID>2026-0099</cbc:ID>
                <cbc:IssueDate>2026-02-02</cbc:IssueDate>
            </cac:InvoiceDocumentReference>
        </cac:BillingReference>
        <cac:ContractDocumentReference><cbc:ID>C-2025-3</cbc:ID></cac:ContractDocumentReference>
        <cac:AdditionalDocumentReference>
            <cbc:ID>timesheet</cbc:ID>
            <cbc:DocumentDescription>Hours worked</cbc:DocumentDescription>
            <cac:Attachment>
                <cac:ExternalReference><cbc:URI>https://example.com/timesheet</cbc:URI></cac:ExternalReference>
            </cac:Attachment>
        </cac:AdditionalDocumentReference>"""


def _parties() -> str:
    return f"""
        <cac:AccountingSupplierParty>
            <cac:Party>
                <cbc:EndpointID schemeID="0088">1234567890128</cbc:EndpointID>
                <cac:PartyIdentification><cbc:ID>S-1</cbc:ID></cac:PartyIdentification>
                <cac:PartyName><cbc:Name>Nails &amp; Co</cbc:Name></cac:PartyName>
                {_address("PostalAddress", "AT")}
                {_vat("ATU12345675")}
                <cac:PartyLegalEntity>
                    <cbc:RegistrationName>Nails and Screws GmbH</cbc:RegistrationName>
                    <cbc:CompanyID>FN 123456a</cbc:CompanyID>
                </cac:PartyLegalEntity>
                <cac:Contact><cbc:Name>Ada</cbc:Name><cbc:Telephone>+43 1 234567</cbc:Telephone>
                    <cbc:ElectronicMail>ada@example.com</cbc:ElectronicMail></cac:Contact>
            </cac:Party>
        </cac:AccountingSupplierParty>
        <cac:AccountingCustomerParty>
            <cac:Party>
                <cbc:EndpointID schemeID="0088">2000000000008</cbc:EndpointID>
                <cac:PartyIdentification><cbc:ID>B-1</cbc:ID></cac:PartyIdentification>
                {_address("PostalAddress", "FR")}
                {_vat("FR23334175221")}
                <cac:PartyLegalEntity>
                    <cbc:RegistrationName>Ateliers Réunis SA</cbc:RegistrationName>
                </cac:PartyLegalEntity>
            </cac:Party>
        </cac:AccountingCustomerParty>
        <cac:PayeeParty>
            <cac:PartyIdentification><cbc:ID>F-1</cbc:ID></cac:PartyIdentification>
            <cac:PartyName><cbc:Name>Factor House</cbc:Name></cac:PartyName>
            <cac:PartyLegalEntity><cbc:CompanyID>77</cbc:CompanyID></cac:PartyLegalEntity>
        </cac:PayeeParty>
        <cac:TaxRepresentativeParty>
            <cac:PartyName><cbc:Name>Fiscal Matters SARL</cbc:Name></cac:PartyName>
            {_address("PostalAddress", "FR")}
            {_vat("FR40303265045")}
        </cac:TaxRepresentativeParty>
        <cac:Delivery>
            <cbc:ActualDeliveryDate>2026-02-20</cbc:ActualDeliveryDate>
            <cac:DeliveryLocation>{_address("Address", "FR")}</cac:DeliveryLocation>
        </cac:Delivery>"""


def _address(name: str, country: str) -> str:
    return f"""<cac:{name}>
            <cbc:StreetName>High Street 1</cbc:StreetName>
            <cbc:CityName>Newtown</cbc:CityName>
            <cbc:PostalZone>1010</cbc:PostalZone>
            <cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country>
        </cac:{name}>"""


def _vat(number: str) -> str:
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    return f"<cac:PartyTaxScheme><cbc:CompanyID>{number}</cbc:CompanyID>{scheme}</cac:PartyTaxScheme>"


def _payment(credit: bool) -> str:
    due = "<cbc:PaymentDueDate>2026-03-31</cbc:PaymentDueDate>" if credit else ""
    return f"""
        <cac:PaymentMeans>
            <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
            {due}
            <cbc:PaymentID>2026-0117</cbc:PaymentID>
            <cac:PayeeFinancialAccount><cbc:ID>AT611904300234573201</cbc:ID></cac:PayeeFinancialAccount>
        </cac:PaymentMeans>
        <cac:PaymentMeans>
            <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
            <cbc:PaymentID>2026-0117</cbc:PaymentID>
            <cac:CardAccount>
                <cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID>
                <cbc:NetworkID>VISA</cbc:NetworkID>
            </cac:CardAccount>
            <cac:PayeeFinancialAccount><cbc:ID>AT026000000001349870</cbc:ID></cac:PayeeFinancialAccount>
        </cac:PaymentMeans>
        <cac:PaymentTerms><cbc:Note>Within 30 days</cbc:Note></cac:PaymentTerms>
        {_charge("false", "95", "Discount", "50.00", "500.00", _category("TaxCategory"))}
        {_charge("true", "FC", "Freight", "30.00", "300.00", _category("TaxCategory"))}"""


def _charge(is_charge: str, code: str, reason: str, amount: str, base: str, category: str = "") -> str:
    return f"""<cac:AllowanceCharge>
            <cbc:ChargeIndicator>{is_charge}</cbc:ChargeIndicator>
            <cbc:AllowanceChargeReasonCode>{code}</cbc:AllowanceChargeReasonCode>
            <cbc:AllowanceChargeReason>{reason}</cbc:AllowanceChargeReason>
            <cbc:MultiplierFactorNumeric>10</cbc:MultiplierFactorNumeric>
            <cbc:Amount currencyID="EUR">{amount}</cbc:Amount>
            <cbc:BaseAmount currencyID="EUR">{base}</cbc:BaseAmount>
            {category}
        </cac:AllowanceCharge>"""


def _category(name: str) -> str:
    scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
    return f"<cac:{name}><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>{scheme}</cac:{name}>"


def _totals() -> str:
    amounts = (
        ("LineExtensionAmount", "700.00"),
        ("TaxExclusiveAmount", "680.00"),
        ("TaxInclusiveAmount", "850.00"),
        ("AllowanceTotalAmount", "50.00"),
        ("ChargeTotalAmount", "30.00"),
        ("PrepaidAmount", "100.00"),
        ("PayableRoundingAmount", "0.50"),
        ("PayableAmount", "750.50"),
    )
    listed = "".join(f'<cbc:{name} currencyID="EUR">{amount}</cbc:{name}>' for name, amount in amounts)
    return f"""
        <cac:TaxTotal>
            <cbc:TaxAmount currencyID="EUR">170.00</cbc:TaxAmount>
            <cac:TaxSubtotal>
                <cbc:TaxableAmount currencyID="EUR">680.00</cbc:TaxableAmount>
                <cbc:TaxAmount currencyID="EUR">170.00</cbc:TaxAmount>
                {_category("TaxCategory")}
            </cac:TaxSubtotal>
        </cac:TaxTotal>
        <cac:LegalMonetaryTotal>{listed}</cac:LegalMonetaryTotal>"""


def _lines(credit: bool) -> str:
    name = "CreditNoteLine" if credit else "InvoiceLine"
    quantity = "CreditedQuantity" if credit else "InvoicedQuantity"
    details = f"""
        <cbc:AccountingCost>4712</cbc:AccountingCost>
        <cac:InvoicePeriod>
            <cbc:StartDate>2026-02-01</cbc:StartDate>
            <cbc:EndDate>2026-02-14</cbc:EndDate>
        </cac:InvoicePeriod>
        <cac:OrderLineReference><cbc:LineID>3</cbc:LineID></cac:OrderLineReference>
        {_charge("false", "95", "Discount", "20.00", "200.00")}
        {_charge("true", "FC", "Freight", "10.00", "100.00")}"""
    discount = """<cac:AllowanceCharge>
            <cbc:ChargeIndicator>false</cbc:ChargeIndicator>
            <cbc:Amount currencyID="EUR">10.00</cbc:Amount>
            <cbc:BaseAmount currencyID="EUR">60.00</cbc:BaseAmount>
        </cac:AllowanceCharge>"""
    return f"""
        <cac:{name}>
            <cbc:ID>1</cbc:ID>
            <cbc:{quantity} unitCode="C62">10</cbc:{quantity}>
            <cbc:LineExtensionAmount currencyID="EUR">490.00</cbc:LineExtensionAmount>
            {details}
            {_item("Box of nails")}
            <cac:Price>
                <cbc:PriceAmount currencyID="EUR">50.00</cbc:PriceAmount>
                <cbc:BaseQuantity unitCode="C62">1</cbc:BaseQuantity>
                {discount}
            </cac:Price>
        </cac:{name}>
        <cac:{name}>
            <cbc:ID>2</cbc:ID>
            <cbc:{quantity} unitCode="C62">2</cbc:{quantity}>
            <cbc:LineExtensionAmount currencyID="EUR">210.00</cbc:LineExtensionAmount>
            {_item("Crate of screws")}
            <cac:Price><cbc:PriceAmount currencyID="EUR">105.00</cbc:PriceAmount></cac:Price>
        </cac:{name}>"""


def _item(name: str) -> str:
    return f"""<cac:Item>
            <cbc:Name>{name}</cbc:Name>
            <cac:SellersItemIdentification><cbc:ID>N-1</cbc:ID></cac:SellersItemIdentification>
            <cac:StandardItemIdentification>
                <cbc:ID schemeID="0160">1234567890128</cbc:ID>
            </cac:StandardItemIdentification>
            <cac:OriginCountry><cbc:IdentificationCode>AT</cbc:IdentificationCode></cac:OriginCountry>
            <cac:CommodityClassification>
                <cbc:ItemClassificationCode listID="HS">731700</cbc:ItemClassificationCode>
            </cac:CommodityClassification>
            {_category("ClassifiedTaxCategory")}
            <cac:AdditionalItemProperty>
                <cbc:Name>Colour</cbc:Name>
                <cbc:Value>grey</cbc:Value>
            </cac:AdditionalItemProperty>
        </cac:Item>"""
