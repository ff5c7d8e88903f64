"""The tables of what an invoice contains: parties, references, taxes, allowances, items (EN 16931-3-3's binding)."""

from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    ItemProperty,
    MonetaryTotal,
    Period,
    TaxCategory,
    TaxSubtotal,
)
from app.domain.identifiers import DocumentReference
from app.domain.parties import Address, Contact, Party
from app.formats.cii.codecs import AMOUNT, DATE, TAX_REGISTRATION
from app.formats.cii.identity import identifier, identifiers, in_turn, unless_blank
from app.formats.xml.codecs import CODE, DECIMAL, FLAG, IDENTIFIER
from app.formats.xml.rules import inside, many, one, spread, table

ADDRESS = table(
    Address,
    one("postal_code", "ram:PostcodeCode"),
    one("post_box", "ram:PostOfficeBox"),
    one("street", "ram:LineOne"),
    one("additional_street", "ram:LineTwo"),
    in_turn("lines", "ram:LineThree", "ram:LineFour", "ram:LineFive"),
    one("city", "ram:CityName"),
    one("country", "ram:CountryID"),
    one("region", "ram:CountrySubDivisionName"),
    one("building_number", "ram:BuildingNumber"),
)

CONTACT = table(
    Contact,
    one("id", "ram:ID"),
    one("name", "ram:PersonName", also="ram:DepartmentName"),
    one("telephone", "ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
    one("email", "ram:EmailURIUniversalCommunication/ram:URIID"),
)

_ABOUT = (
    one("endpoint", "ram:URIUniversalCommunication/ram:URIID", IDENTIFIER),
    many("tax_registrations", "ram:SpecifiedTaxRegistration", TAX_REGISTRATION),
    one("legal_id", "ram:SpecifiedLegalOrganization/ram:ID", IDENTIFIER),
    one("contact", "ram:DefinedTradeContact", CONTACT),
)
_WHERE = (identifiers("ids"), one("address", "ram:PostalTradeAddress", ADDRESS))
_KNOWN_AS = (
    one("name", "ram:Name"),
    one("legal_name", "ram:SpecifiedLegalOrganization/ram:Name"),
)

TRADER = table(
    Party,
    *_ABOUT,
    *_WHERE,
    one("legal_name", "ram:Name"),
    one("name", "ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
)
"""Seller and buyer: the name is the legal one (BT-27, BT-44), the trading name stands apart (BT-28, BT-45)."""

PARTY = table(Party, *_ABOUT, *_WHERE, *_KNOWN_AS)
"""Payee and tax representative: the name is what they are known by (BT-59, BT-62)."""

PERIOD = table(
    Period,
    one("start", "ram:StartDateTime/udt:DateTimeString", DATE),
    one("end", "ram:EndDateTime/udt:DateTimeString", DATE),
    one("description", "ram:Description"),
    unmapped=("start_time", "end_time"),
)

DELIVERY = table(
    Delivery,
    identifier("location", "ram:ShipToTradeParty"),
    one("address", "ram:ShipToTradeParty/ram:PostalTradeAddress", ADDRESS),
    one("party", "ram:ShipToTradeParty", table(Party, *_ABOUT, *_KNOWN_AS, unmapped=("ids", "address"))),
    one("actual", "ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", DATE),
    unmapped=("requested", "promised"),
)
"""BG-13. The party's identifier and address are the place's."""

DELIVERY_TERMS = table(
    DeliveryTerms,
    one("id", "ram:DeliveryTypeCode"),
    one("terms", "ram:Description"),
    one("location", "ram:RelevantTradeLocation/ram:ID"),
)

_ISSUED = one("issued", "ram:FormattedIssueDateTime/qdt:DateTimeString", DATE)

REFERENCE = unless_blank(
    table(
        DocumentReference,
        one("number", "ram:IssuerAssignedID"),
        _ISSUED,
        one("type_code", "ram:TypeCode"),
        one("revision", "ram:RevisionID"),
        one("description", "ram:Name"),
        one("uri", "ram:URIID"),
        unmapped=("line", "type_name"),
    )
)

LINE_REFERENCE = table(
    DocumentReference,
    one("number", "ram:IssuerAssignedID"),
    one("line", "ram:LineID"),
    _ISSUED,
    one("type_code", "ram:TypeCode"),
    absent={"number": ""},
    unmapped=("type_name", "description", "revision", "uri"),
)

TAX_CATEGORY = table(
    TaxCategory,
    one("scheme", "ram:TypeCode"),
    one("exemption_reason", "ram:ExemptionReason"),
    one("id", "ram:CategoryCode"),
    one("exemption_reason_code", "ram:ExemptionReasonCode"),
    one("percent", "ram:RateApplicablePercent", DECIMAL),
)

TAX_SUBTOTAL = table(
    TaxSubtotal,
    one("tax", "ram:CalculatedAmount", AMOUNT),
    one("taxable", "ram:BasisAmount", AMOUNT),
    spread("category", TAX_CATEGORY, blank=TaxCategory()),
    unmapped=("percent",),
)
"""BG-23."""

ALLOWANCE_CHARGE = table(
    AllowanceCharge,
    one("is_charge", "ram:ChargeIndicator/udt:Indicator", FLAG),
    one("factor", "ram:CalculationPercent", DECIMAL),
    one("base", "ram:BasisAmount", AMOUNT),
    one("amount", "ram:ActualAmount", AMOUNT),
    one("reason_code", "ram:ReasonCode"),
    one("reason", "ram:Reason"),
    one("tax", "ram:CategoryTradeTax", TAX_CATEGORY),
)

PRICE_ALLOWANCE = table(
    AllowanceCharge,
    one("is_charge", "ram:ChargeIndicator/udt:Indicator", FLAG),
    one("factor", "ram:CalculationPercent", DECIMAL),
    one("amount", "ram:ActualAmount", AMOUNT),
    one("reason_code", "ram:ReasonCode"),
    one("reason", "ram:Reason"),
    one("tax", "ram:CategoryTradeTax", TAX_CATEGORY),
    absent={"is_charge": False},
    unmapped=("base",),
)
"""What is taken off the gross price (BT-147), which is its base."""

MONETARY_TOTAL = table(
    MonetaryTotal,
    one("lines", "ram:LineTotalAmount", AMOUNT),
    one("charges", "ram:ChargeTotalAmount", AMOUNT),
    one("allowances", "ram:AllowanceTotalAmount", AMOUNT),
    one("tax_exclusive", "ram:TaxBasisTotalAmount", AMOUNT),
    one("rounding", "ram:RoundingAmount", AMOUNT),
    one("tax_inclusive", "ram:GrandTotalAmount", AMOUNT),
    one("prepaid", "ram:TotalPrepaidAmount", AMOUNT),
    one("payable", "ram:DuePayableAmount", AMOUNT),
)
"""BG-22."""

ITEM = table(
    Item,
    inside(
        "ram:SpecifiedTradeProduct",
        one("standard_id", "ram:GlobalID", IDENTIFIER),
        one("sellers_id", "ram:SellerAssignedID"),
        one("buyers_id", "ram:BuyerAssignedID"),
        one("manufacturers_id", "ram:ManufacturerAssignedID"),
        one("name", "ram:Name"),
        many("descriptions", "ram:Description"),
        many(
            "properties",
            "ram:ApplicableProductCharacteristic",
            table(ItemProperty, one("name", "ram:Description"), one("value", "ram:Value")),
        ),
        many("classifications", "ram:DesignatedProductClassification/ram:ClassCode", CODE),
        one("origin_country", "ram:OriginTradeCountry/ram:ID"),
    ),
    inside("ram:SpecifiedLineTradeSettlement", many("taxes", "ram:ApplicableTradeTax", TAX_CATEGORY)),
)
"""An item, as its invoice line has it: CII keeps the category of its VAT (BG-30) apart from the product."""
