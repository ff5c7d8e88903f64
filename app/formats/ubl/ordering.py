"""The tables of the documents that make an order: order, response, change, cancellation."""

from app.domain.documents import Order, OrderCancellation, OrderChange, OrderResponse
from app.domain.documents.base import Item
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.formats.ubl.aggregates import (
    ALLOWANCE_CHARGE,
    CONTRACT_REFERENCE,
    DELIVERY,
    DELIVERY_TERMS,
    DOCUMENT_REFERENCE,
    ITEM,
    MONETARY_TOTAL,
    ORDER_REFERENCE,
    PARTY,
    PAYMENT_MEANS,
    PAYMENT_TERMS,
    PERIOD,
    PRICE,
    TAX_TOTAL,
)
from app.formats.ubl.special import answered_line_numbers, answered_order_changes, currency, notes_and_back_order_reason
from app.formats.xml.codecs import AMOUNT, DATE, FLAG, NOTE, QUANTITY, TIME
from app.formats.xml.rules import demanded, inside, many, one, table

TIMELESS_HEADER = (
    one("customization_id", "cbc:CustomizationID"),
    one("profile_id", "cbc:ProfileID"),
    one("number", "cbc:ID"),
    one("uuid", "cbc:UUID"),
    one("issued", "cbc:IssueDate", DATE),
    many("notes", "cbc:Note", NOTE),
)
HEADER = (*TIMELESS_HEADER, one("issued_at", "cbc:IssueTime", TIME))
"""What every document begins with."""

_CODE = "cbc:DocumentCurrencyCode"
CURRENCY = one("currency", _CODE)
"""What a bill names, as it must."""
_ORDERED_CURRENCY = currency(_CODE, "cac:AnticipatedMonetaryTotal/cbc:PayableAmount", "cac:OrderLine")

TRADERS = (
    one("buyer", "cac:BuyerCustomerParty/cac:Party", PARTY),
    one("seller", "cac:SellerSupplierParty/cac:Party", PARTY),
)
"""The parties as the documents of ordering name them."""

_TERMS = (
    one("customer_reference", "cbc:CustomerReference"),
    one("accounting_cost", "cbc:AccountingCost"),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("contracts", "cac:Contract", CONTRACT_REFERENCE),
    one("originator", "cac:OriginatorCustomerParty/cac:Party", PARTY),
    one("invoicee", "cac:AccountingCustomerParty/cac:Party", PARTY),
    many("deliveries", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("payment_means", "cac:PaymentMeans", PAYMENT_MEANS),
    many("payment_terms", "cac:PaymentTerms", PAYMENT_TERMS),
    many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    many("taxes", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:AnticipatedMonetaryTotal", MONETARY_TOTAL),
)
"""What an order and a change of it share."""

LINE_ITEM = (
    one("quantity", "cbc:Quantity", QUANTITY),
    one("amount", "cbc:LineExtensionAmount", AMOUNT),
    one("total_tax", "cbc:TotalTaxAmount", AMOUNT),
    one("partial_delivery", "cbc:PartialDeliveryIndicator", FLAG),
    one("accounting_cost", "cbc:AccountingCost"),
    many("deliveries", "cac:Delivery", DELIVERY),
    many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    one("price", "cac:Price", PRICE),
    one("item", "cac:Item", ITEM, blank=Item()),
    demanded("cac:Item"),
)
"""What is said of a line, but for its number."""

_NUMBER = (one("number", "cbc:ID"), demanded("cbc:ID"))

NOTES = many("notes", "cbc:Note", NOTE)

ORDER_LINE = table(OrderLine, inside("cac:LineItem", *_NUMBER, *LINE_ITEM), NOTES)

CHANGED_LINE = table(
    ChangedLine, inside("cac:LineItem", *_NUMBER, *LINE_ITEM, one("status", "cbc:LineStatusCode")), NOTES
)

ANSWERED_LINE = table(
    AnsweredLine,
    answered_line_numbers(),
    inside(
        "cac:LineItem",
        one("status", "cbc:LineStatusCode"),
        one("quantity", "cbc:Quantity", QUANTITY),
        one("back_ordered", "cbc:MaximumBackorderQuantity", QUANTITY),
        one("amount", "cbc:LineExtensionAmount", AMOUNT),
        many("deliveries", "cac:Delivery", DELIVERY),
        one("price", "cac:Price", PRICE),
        one("item", "cac:Item", ITEM, blank=Item()),
        demanded("cac:Item"),
        notes_and_back_order_reason(),
    ),
    one("substitute", "cac:SellerSubstitutedLineItem/cac:Item", ITEM),
    demanded("cac:SellerSubstitutedLineItem/cbc:ID"),
)

ORDER = table(
    Order,
    *HEADER,
    _ORDERED_CURRENCY,
    *TRADERS,
    *_TERMS,
    one("order_type", "cbc:OrderTypeCode"),
    one("quotation", "cac:QuotationDocumentReference", DOCUMENT_REFERENCE),
    many("additional_references", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    many("lines", "cac:OrderLine", ORDER_LINE),
)

ORDER_CHANGE = table(
    OrderChange,
    *HEADER,
    _ORDERED_CURRENCY,
    *TRADERS,
    *_TERMS,
    one("sequence", "cbc:SequenceNumberID"),
    demanded("cbc:SequenceNumberID"),
    one("order", "cac:OrderReference", ORDER_REFERENCE),
    many("lines", "cac:OrderLine", CHANGED_LINE),
)

ORDER_RESPONSE = table(
    OrderResponse,
    *HEADER,
    currency(_CODE, "cac:LegalMonetaryTotal/cbc:PayableAmount", "cac:OrderLine"),
    *TRADERS,
    one("code", "cbc:OrderResponseCode"),
    one("sales_order", "cbc:SalesOrderID"),
    one("customer_reference", "cbc:CustomerReference"),
    one("validity", "cac:ValidityPeriod", PERIOD),
    many("orders", "cac:OrderReference", ORDER_REFERENCE),
    answered_order_changes(),
    many("deliveries", "cac:Delivery", DELIVERY),
    many("taxes", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:LegalMonetaryTotal", MONETARY_TOTAL),
    many("lines", "cac:OrderLine", ANSWERED_LINE),
)

ORDER_CANCELLATION = table(
    OrderCancellation,
    *HEADER,
    *TRADERS,
    many("reasons", "cbc:CancellationNote", NOTE),
    many("orders", "cac:OrderReference", ORDER_REFERENCE),
    unmapped=("currency",),
)
