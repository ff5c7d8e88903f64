"""The sheets of what was sent and what arrived."""

from flask_babel import gettext as _

from app.domain.documents import DespatchAdvice, ReceiptAdvice
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.parties import Party
from app.web.sheets.base import Cell, Field, Sheet, TableBuilder, item_cell, note_texts
from app.web.sheets.common import delivery_fields, header, reference, references


def despatch_advice_sheet(advice: DespatchAdvice) -> Sheet:
    """What was sent."""
    builder = TableBuilder(_("Sent"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Order line"), lambda line: reference(line.order))
    builder.column(_("Lot"), lambda line: line.lot)
    builder.column(_("Quantity"), lambda line: line.quantity, numeric=True)
    builder.column(_("Still to come"), _outstanding, numeric=True)
    shipment = advice.shipment
    return Sheet(
        fields=header(
            advice,
            Field(_("Sent on"), advice.despatched),
            Field(_("For the order"), references(advice.orders)),
            Field(_("Further references"), references(advice.additional_references)),
        ),
        parties=_parties(advice),
        sections=((_("Shipment"), _shipment(shipment) if shipment else ()),),
        tables=(builder.build(advice.lines),),
        notes=advice.notes,
    )


def receipt_advice_sheet(advice: ReceiptAdvice) -> Sheet:
    """What arrived."""
    builder = TableBuilder(_("Received goods"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Order line"), lambda line: reference(line.order))
    builder.column(_("Received on"), lambda line: line.received_on)
    builder.column(_("Received"), lambda line: line.received, numeric=True)
    builder.column(_("Missing"), lambda line: line.short, numeric=True)
    builder.column(_("Refused"), _refused, numeric=True)
    return Sheet(
        fields=header(
            advice,
            Field(_("For the order"), references(advice.orders)),
            Field(_("For the shipment"), references(advice.despatches)),
        ),
        parties=(
            (_("Buyer"), advice.buyer),
            (_("Seller"), advice.seller),
            (_("Deliver to"), advice.delivery_party or Party()),
        ),
        tables=(builder.build(advice.lines),),
        notes=advice.notes,
    )


def _outstanding(line: DespatchLine) -> Cell:
    return Cell(line.outstanding, _words(line.outstanding_reason))


def _refused(line: ReceiptLine) -> Cell:
    return Cell(line.rejected, _words(line.reject_reason or line.reject_reason_code))


def _words(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _parties(advice: DespatchAdvice) -> tuple[tuple[str, Party], ...]:
    return (
        (_("Seller"), advice.seller),
        (_("Buyer"), advice.buyer),
        (_("Sent by"), advice.despatch_party or Party()),
        (_("Deliver to"), advice.delivery_party or Party()),
    )


def _shipment(shipment: Shipment) -> tuple[Field, ...]:
    return (
        Field(_("Shipment number"), shipment.id),
        Field(_("Carrier"), shipment.carrier.name if shipment.carrier else ""),
        Field(_("Consignment"), shipment.consignment),
        Field(_("Packages"), shipment.packages),
        Field(_("Gross weight"), shipment.gross_weight),
        Field(_("Gross volume"), shipment.gross_volume),
        Field(_("Expected"), shipment.estimated_delivery),
        Field(_("Transport units"), ", ".join(map(str, shipment.transport_units))),
        *delivery_fields((shipment.delivery,) if shipment.delivery else ()),
    )
