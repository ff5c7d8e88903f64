"""The tables of what is sent and what arrives: despatch advice, receipt advice."""

from app.domain.documents import DespatchAdvice, ReceiptAdvice
from app.domain.documents.base import Item
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.documents.receipt_advice import ReceiptLine
from app.formats.ubl.aggregates import (
    DELIVERY,
    DOCUMENT_REFERENCE,
    ITEM,
    LINE_REFERENCE,
    ORDER_LINE_REFERENCE,
    ORDER_REFERENCE,
    PARTY,
    PERIOD,
)
from app.formats.ubl.ordering import HEADER
from app.formats.ubl.special import trader
from app.formats.xml.codecs import DATE, IDENTIFIER, MEASURE, NOTE, QUANTITY
from app.formats.xml.rules import demanded, many, one, table

_TRADERS = (
    trader("buyer", "cac:BuyerCustomerParty/cac:Party", "delivery_party", "cac:DeliveryCustomerParty/cac:Party"),
    trader("seller", "cac:SellerSupplierParty/cac:Party", "despatch_party", "cac:DespatchSupplierParty/cac:Party"),
)

SHIPMENT = table(
    Shipment,
    one("id", "cbc:ID"),
    one("gross_weight", "cbc:GrossWeightMeasure", MEASURE),
    one("gross_volume", "cbc:GrossVolumeMeasure", MEASURE),
    one("packages", "cbc:TotalTransportHandlingUnitQuantity"),
    one("consignment", "cac:Consignment/cbc:ID"),
    one("carrier", "cac:Consignment/cac:CarrierParty", PARTY),
    one("delivery", "cac:Delivery", DELIVERY),
    one("estimated_delivery", "cac:Delivery/cac:EstimatedDeliveryPeriod", PERIOD),
    many("transport_units", "cac:TransportHandlingUnit/cbc:ID", IDENTIFIER),
    demanded("cbc:ID"),
    demanded("cac:Consignment/cbc:ID"),
)

DESPATCH_LINE = table(
    DespatchLine,
    one("number", "cbc:ID"),
    many("notes", "cbc:Note", NOTE),
    one("quantity", "cbc:DeliveredQuantity", QUANTITY),
    one("outstanding", "cbc:OutstandingQuantity", QUANTITY),
    one("outstanding_reason", "cbc:OutstandingReason"),
    one("order", "cac:OrderLineReference", ORDER_LINE_REFERENCE),
    one("item", "cac:Item", ITEM, blank=Item()),
    one("lot", "cac:Item/cac:ItemInstance/cac:LotIdentification/cbc:LotNumberID"),
    demanded("cbc:ID"),
    demanded("cac:OrderLineReference"),
    demanded("cac:OrderLineReference/cbc:LineID"),
    demanded("cac:Item"),
)

DESPATCH_ADVICE = table(
    DespatchAdvice,
    *HEADER,
    *_TRADERS,
    one("advice_type", "cbc:DespatchAdviceTypeCode"),
    many("orders", "cac:OrderReference", ORDER_REFERENCE),
    many("additional_references", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    one("shipment", "cac:Shipment", SHIPMENT),
    one("despatched", "cac:Shipment/cac:Delivery/cac:Despatch/cbc:ActualDespatchDate", DATE),
    demanded("cac:Shipment/cbc:ID"),
    many("lines", "cac:DespatchLine", DESPATCH_LINE),
    unmapped=("currency",),
)

RECEIPT_LINE = table(
    ReceiptLine,
    one("number", "cbc:ID"),
    many("notes", "cbc:Note", NOTE),
    one("received", "cbc:ReceivedQuantity", QUANTITY),
    one("short", "cbc:ShortQuantity", QUANTITY),
    one("rejected", "cbc:RejectedQuantity", QUANTITY),
    one("reject_reason_code", "cbc:RejectReasonCode"),
    one("reject_reason", "cbc:RejectReason"),
    one("received_on", "cbc:ReceivedDate", DATE),
    one("order", "cac:OrderLineReference", ORDER_LINE_REFERENCE),
    one("despatch", "cac:DespatchLineReference", LINE_REFERENCE),
    one("item", "cac:Item", ITEM),
    demanded("cbc:ID"),
)

RECEIPT_ADVICE = table(
    ReceiptAdvice,
    *HEADER,
    *_TRADERS,
    one("advice_type", "cbc:ReceiptAdviceTypeCode"),
    many("orders", "cac:OrderReference", ORDER_REFERENCE),
    many("despatches", "cac:DespatchDocumentReference", DOCUMENT_REFERENCE),
    many("lines", "cac:ReceiptLine", RECEIPT_LINE),
    unmapped=("currency",),
)
