"""The tables of what comes before an order: catalogue, request for quotation, quotation."""

from app.domain.documents import Catalogue, Quotation, RequestForQuotation
from app.domain.documents.base import Item
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.documents.order import OrderLine
from app.domain.documents.quotation import QuotedLine
from app.domain.identifiers import DocumentReference
from app.formats.ubl.aggregates import (
    ALLOWANCE_CHARGE,
    CONTRACT_REFERENCE,
    DELIVERY,
    DELIVERY_TERMS,
    DOCUMENT_REFERENCE,
    ITEM,
    MONETARY_TOTAL,
    PARTY,
    PAYMENT_MEANS,
    PERIOD,
    PRICE,
    TAX_TOTAL,
)
from app.formats.ubl.ordering import HEADER, LINE_ITEM, NOTES, TIMELESS_HEADER
from app.formats.ubl.special import (
    currency,
    currency_of_prices,
    demanded_issue_time,
    number_beside_line_item,
    only_with,
    trader,
)
from app.formats.xml.codecs import DATE, DECIMAL, MEASURE, NOTE, QUANTITY, coded
from app.formats.xml.rules import demanded, inside, many, one, sole, table

PURPOSE = coded({"2": "Add", "3": "Delete", "4": "Update", "5": "Replace"})
ACTION = coded({"1": "Add", "2": "Delete", "3": "Update"})
"""UNCL 1225 and 1229 as the words that catalogues in UBL have for them (Peppol BIS Catalogue 3)."""

CATALOGUE_REFERENCE = table(
    DocumentReference,
    one("number", "cbc:ID"),
    one("issued", "cbc:IssueDate", DATE),
    one("description", "cbc:Description"),
    one("revision", "cbc:VersionID"),
    demanded("cbc:ID"),
    unmapped=("type_code", "type_name", "line", "uri"),
)

CATALOGUE_PRICE = only_with(
    "cac:Price",
    table(
        CataloguePrice,
        one("minimum", "cbc:MinimumQuantity", QUANTITY),
        one("maximum", "cbc:MaximumQuantity", QUANTITY),
        one("price", "cac:Price", PRICE),
        one("validity", "cac:Price/cac:ValidityPeriod", PERIOD),
    ),
)

CATALOGUE_LINE = table(
    CatalogueLine,
    one("number", "cbc:ID"),
    one("action", "cbc:ActionCode", ACTION),
    many("notes", "cbc:Note", NOTE),
    one("unit", "cbc:OrderableUnit"),
    one("increment", "cbc:OrderQuantityIncrementNumeric", DECIMAL),
    one("minimum", "cbc:MinimumOrderQuantity", QUANTITY),
    one("maximum", "cbc:MaximumOrderQuantity", QUANTITY),
    one("validity", "cac:LineValidityPeriod", PERIOD),
    many("prices", "cac:RequiredItemLocationQuantity", CATALOGUE_PRICE),
    # UBL has a lead time for each price; here it is the item's
    one("lead_time", "cac:RequiredItemLocationQuantity/cbc:LeadTimeMeasure", MEASURE),
    one("item", "cac:Item", ITEM, blank=Item()),
    demanded("cbc:ID"),
    demanded("cac:Item"),
)

CATALOGUE = table(
    Catalogue,
    *HEADER,
    currency_of_prices(),
    trader("seller", "cac:SellerSupplierParty/cac:Party", "provider", "cac:ProviderParty"),
    trader("buyer", "cac:ContractorCustomerParty/cac:Party", "receiver", "cac:ReceiverParty"),
    one("purpose", "cbc:ActionCode", PURPOSE),
    one("title", "cbc:Name"),
    one("version", "cbc:VersionID"),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("contracts", "cac:ReferencedContract", CONTRACT_REFERENCE),
    one("source", "cac:SourceCatalogueReference", CATALOGUE_REFERENCE),
    many("lines", "cac:CatalogueLine", CATALOGUE_LINE),
)

_TRADERS = (
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY, also="cac:OriginatorCustomerParty/cac:Party"),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
)

REQUESTED_LINE = table(OrderLine, number_beside_line_item(), inside("cac:LineItem", *LINE_ITEM), NOTES)

REQUEST_FOR_QUOTATION = table(
    RequestForQuotation,
    *TIMELESS_HEADER,
    demanded_issue_time(),
    one("currency", "cbc:PricingCurrencyCode"),
    *_TRADERS,
    one("response_due", "cbc:SubmissionDueDate", DATE),
    one("validity", "cac:RequestedValidityPeriod", PERIOD),
    one("catalogue", "cac:CatalogueDocumentReference", DOCUMENT_REFERENCE),
    many("additional_references", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:Contract", CONTRACT_REFERENCE),
    many("deliveries", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("lines", "cac:RequestForQuotationLine", REQUESTED_LINE),
)

QUOTED_LINE = table(
    QuotedLine,
    number_beside_line_item(),
    inside("cac:LineItem", *LINE_ITEM, one("minimum", "cbc:MinimumQuantity", QUANTITY)),
    one("request_line", "cbc:RequestForQuotationLineID"),
    NOTES,
)

QUOTATION = table(
    Quotation,
    *HEADER,
    currency("cbc:PricingCurrencyCode", "cac:QuotedMonetaryTotal/cbc:PayableAmount", "cac:QuotationLine"),
    *_TRADERS,
    one("request", "cac:RequestForQuotationDocumentReference", DOCUMENT_REFERENCE),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("additional_references", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:Contract", CONTRACT_REFERENCE),
    many("deliveries", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    sole("payment_means", "cac:PaymentMeans", PAYMENT_MEANS),
    many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    many("taxes", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:QuotedMonetaryTotal", MONETARY_TOTAL),
    many("lines", "cac:QuotationLine", QUOTED_LINE),
    unmapped=("payment_terms",),
)
