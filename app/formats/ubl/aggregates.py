"""The tables of what many documents contain: parties, items, prices, taxes, deliveries, references."""

from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    ItemProperty,
    MonetaryTotal,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
    TaxCategory,
    TaxSubtotal,
    TaxTotal,
)
from app.domain.identifiers import DocumentReference
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.formats.xml.codecs import AMOUNT, CODE, DATE, DECIMAL, FLAG, IDENTIFIER, QUANTITY, TIME
from app.formats.xml.rules import demanded, many, one, table

ADDRESS = table(
    Address,
    one("post_box", "cbc:Postbox"),
    one("street", "cbc:StreetName"),
    one("additional_street", "cbc:AdditionalStreetName"),
    one("building_number", "cbc:BuildingNumber"),
    one("city", "cbc:CityName"),
    one("postal_code", "cbc:PostalZone"),
    one("region", "cbc:CountrySubentity"),
    many("lines", "cac:AddressLine/cbc:Line"),
    one("country", "cac:Country/cbc:IdentificationCode"),
)

CONTACT = table(
    Contact,
    one("id", "cbc:ID"),
    one("name", "cbc:Name"),
    one("telephone", "cbc:Telephone"),
    one("email", "cbc:ElectronicMail"),
)

TAX_REGISTRATION = table(
    TaxRegistration,
    one("number", "cbc:CompanyID"),
    one("scheme", "cac:TaxScheme/cbc:ID"),
    demanded("cac:TaxScheme"),
)

PARTY = table(
    Party,
    one("endpoint", "cbc:EndpointID", IDENTIFIER),
    many("ids", "cac:PartyIdentification/cbc:ID", IDENTIFIER),
    one("name", "cac:PartyName/cbc:Name"),
    one("address", "cac:PostalAddress", ADDRESS),
    many("tax_registrations", "cac:PartyTaxScheme", TAX_REGISTRATION),
    one("legal_name", "cac:PartyLegalEntity/cbc:RegistrationName"),
    one("legal_id", "cac:PartyLegalEntity/cbc:CompanyID", IDENTIFIER),
    one("contact", "cac:Contact", CONTACT),
)

PERIOD = table(
    Period,
    one("start", "cbc:StartDate", DATE),
    one("start_time", "cbc:StartTime", TIME),
    one("end", "cbc:EndDate", DATE),
    one("end_time", "cbc:EndTime", TIME),
    one("description", "cbc:Description"),
)

TAX_CATEGORY = table(
    TaxCategory,
    one("id", "cbc:ID"),
    one("percent", "cbc:Percent", DECIMAL),
    one("exemption_reason_code", "cbc:TaxExemptionReasonCode"),
    one("exemption_reason", "cbc:TaxExemptionReason"),
    one("scheme", "cac:TaxScheme/cbc:ID"),
    demanded("cac:TaxScheme"),
)

TAX_SUBTOTAL = table(
    TaxSubtotal,
    one("taxable", "cbc:TaxableAmount", AMOUNT),
    one("tax", "cbc:TaxAmount", AMOUNT),
    one("percent", "cbc:Percent", DECIMAL),
    one("category", "cac:TaxCategory", TAX_CATEGORY, blank=TaxCategory()),
    demanded("cac:TaxCategory"),
)

TAX_TOTAL = table(
    TaxTotal,
    one("amount", "cbc:TaxAmount", AMOUNT),
    many("subtotals", "cac:TaxSubtotal", TAX_SUBTOTAL),
)

ALLOWANCE_CHARGE = table(
    AllowanceCharge,
    one("is_charge", "cbc:ChargeIndicator", FLAG),
    one("reason_code", "cbc:AllowanceChargeReasonCode"),
    one("reason", "cbc:AllowanceChargeReason"),
    one("factor", "cbc:MultiplierFactorNumeric", DECIMAL),
    one("amount", "cbc:Amount", AMOUNT),
    one("base", "cbc:BaseAmount", AMOUNT),
    one("tax", "cac:TaxCategory", TAX_CATEGORY),
)

MONETARY_TOTAL = table(
    MonetaryTotal,
    one("lines", "cbc:LineExtensionAmount", AMOUNT),
    one("tax_exclusive", "cbc:TaxExclusiveAmount", AMOUNT),
    one("tax_inclusive", "cbc:TaxInclusiveAmount", AMOUNT),
    one("allowances", "cbc:AllowanceTotalAmount", AMOUNT),
    one("charges", "cbc:ChargeTotalAmount", AMOUNT),
    one("prepaid", "cbc:PrepaidAmount", AMOUNT),
    one("rounding", "cbc:PayableRoundingAmount", AMOUNT),
    one("payable", "cbc:PayableAmount", AMOUNT),
)

ITEM = table(
    Item,
    many("descriptions", "cbc:Description"),
    one("name", "cbc:Name"),
    one("buyers_id", "cac:BuyersItemIdentification/cbc:ID"),
    one("sellers_id", "cac:SellersItemIdentification/cbc:ID"),
    one("manufacturers_id", "cac:ManufacturersItemIdentification/cbc:ID"),
    one("standard_id", "cac:StandardItemIdentification/cbc:ID", IDENTIFIER),
    one("origin_country", "cac:OriginCountry/cbc:IdentificationCode"),
    many("classifications", "cac:CommodityClassification/cbc:ItemClassificationCode", CODE),
    many("taxes", "cac:ClassifiedTaxCategory", TAX_CATEGORY),
    many(
        "properties",
        "cac:AdditionalItemProperty",
        table(ItemProperty, one("name", "cbc:Name"), one("value", "cbc:Value")),
    ),
)

PRICE = table(
    Price,
    one("amount", "cbc:PriceAmount", AMOUNT),
    one("base_quantity", "cbc:BaseQuantity", QUANTITY),
    one("allowance", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
)

DELIVERY = table(
    Delivery,
    one("actual", "cbc:ActualDeliveryDate", DATE),
    one("location", "cac:DeliveryLocation/cbc:ID", IDENTIFIER),
    one("address", "cac:DeliveryLocation/cac:Address", ADDRESS, also="cac:DeliveryAddress"),
    one("requested", "cac:RequestedDeliveryPeriod", PERIOD),
    one("promised", "cac:PromisedDeliveryPeriod", PERIOD),
    one("party", "cac:DeliveryParty", PARTY),
)

DELIVERY_TERMS = table(
    DeliveryTerms,
    one("id", "cbc:ID"),
    one("terms", "cbc:SpecialTerms"),
    one("location", "cac:DeliveryLocation/cbc:ID"),
)

PAYMENT_TERMS = table(
    PaymentTerms,
    one("note", "cbc:Note"),
    one("discount_percent", "cbc:SettlementDiscountPercent", DECIMAL),
    one("due", "cbc:PaymentDueDate", DATE),
    one("period", "cac:SettlementPeriod", PERIOD),
)

_ACCOUNT = "cac:PayeeFinancialAccount"
_BRANCH = f"{_ACCOUNT}/cac:FinancialInstitutionBranch"

HOW_TO_PAY = (
    one("code", "cbc:PaymentMeansCode"),
    one("payment_id", "cbc:PaymentID"),
    one("account", f"{_ACCOUNT}/cbc:ID"),
    one("account_name", f"{_ACCOUNT}/cbc:Name"),
    one("institution", f"{_BRANCH}/cbc:ID", also=f"{_BRANCH}/cac:FinancialInstitution/cbc:ID"),
    demanded("cbc:PaymentMeansCode"),
)

PAYMENT_MEANS = table(PaymentMeans, *HOW_TO_PAY, one("due", "cbc:PaymentDueDate", DATE))

_REFERENCE = (
    one("number", "cbc:ID"),
    one("issued", "cbc:IssueDate", DATE),
    one("type_code", "cbc:DocumentTypeCode"),
    one("type_name", "cbc:DocumentType"),
    one("revision", "cbc:VersionID"),
    one("description", "cbc:DocumentDescription"),
    one("uri", "cac:Attachment/cac:ExternalReference/cbc:URI"),
    demanded("cbc:ID"),
)

DOCUMENT_REFERENCE = table(DocumentReference, *_REFERENCE, unmapped=("line",))

# UBL demands the element, so that one which says nothing is no reference
BLANK_OR_REFERENCE = table(DocumentReference, *_REFERENCE, absent={"number": ""}, unmapped=("line",))

ORDER_REFERENCE = table(
    DocumentReference,
    one("number", "cbc:ID"),
    one("issued", "cbc:IssueDate", DATE),
    one("type_code", "cbc:OrderTypeCode"),
    demanded("cbc:ID"),
    unmapped=("type_name", "description", "line", "revision", "uri"),
)

CONTRACT_REFERENCE = table(
    DocumentReference,
    one("number", "cbc:ID"),
    one("issued", "cbc:IssueDate", DATE),
    one("type_code", "cbc:ContractTypeCode"),
    one("type_name", "cbc:ContractType"),
    one("revision", "cbc:VersionID"),
    one("description", "cbc:Description"),
    one("uri", "cac:ContractDocumentReference/cac:Attachment/cac:ExternalReference/cbc:URI"),
    demanded("cac:ContractDocumentReference/cbc:ID"),
    absent={"number": ""},
    unmapped=("line",),
)

ORDER_LINE_REFERENCE = table(
    DocumentReference,
    one("line", "cbc:LineID"),
    one("number", "cac:OrderReference/cbc:ID"),
    one("issued", "cac:OrderReference/cbc:IssueDate", DATE),
    one("type_code", "cac:OrderReference/cbc:OrderTypeCode"),
    demanded("cbc:LineID"),
    demanded("cac:OrderReference/cbc:ID"),
    absent={"number": ""},
    unmapped=("type_name", "description", "revision", "uri"),
)

LINE_REFERENCE = table(
    DocumentReference,
    one("line", "cbc:LineID"),
    one("number", "cac:DocumentReference/cbc:ID"),
    one("issued", "cac:DocumentReference/cbc:IssueDate", DATE),
    one("type_code", "cac:DocumentReference/cbc:DocumentTypeCode"),
    demanded("cbc:LineID"),
    demanded("cac:DocumentReference/cbc:ID"),
    absent={"number": ""},
    unmapped=("type_name", "description", "revision", "uri"),
)
