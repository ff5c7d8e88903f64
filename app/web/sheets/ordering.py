"""The sheets of orders, and of what changes, answers or takes them back."""

from flask_babel import gettext as _

from app.domain.documents import Order, OrderCancellation, OrderChange, OrderResponse
from app.domain.documents.order import OrderLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.parties import Party
from app.web.labels import label
from app.web.sheets.base import Cell, Field, Sheet, Table, TableBuilder, item_cell, note_texts
from app.web.sheets.common import (
    allowance_table,
    delivery_days,
    delivery_fields,
    header,
    payment_fields,
    price,
    reference,
    references,
    tax_table,
    totals,
)


def order_sheet(order: Order) -> Sheet:
    """An order."""
    return Sheet(
        fields=header(
            order,
            Field(_("Kind"), label("type_code", order.order_type)),
            Field(_("Your reference"), order.customer_reference),
            Field(_("Valid"), order.validity),
            Field(_("Contract"), references(order.contracts)),
            Field(_("Quotation"), reference(order.quotation)),
            Field(_("Accounting cost"), order.accounting_cost),
        ),
        parties=_parties(order),
        sections=_sections(order),
        tables=(line_table(order.lines), allowance_table(order.allowances_charges), tax_table(order.taxes)),
        totals=totals(order.totals, order.taxes, _("Total")),
        notes=order.notes,
    )


def order_change_sheet(change: OrderChange) -> Sheet:
    """A change of an order, line by line with what happens to each."""
    return Sheet(
        fields=header(
            change,
            Field(_("Changes the order"), reference(change.order)),
            Field(_("Sequence"), change.sequence),
            Field(_("Your reference"), change.customer_reference),
            Field(_("Valid"), change.validity),
            Field(_("Contract"), references(change.contracts)),
        ),
        parties=_parties(change),
        sections=_sections(change),
        tables=(line_table(change.lines), allowance_table(change.allowances_charges), tax_table(change.taxes)),
        totals=totals(change.totals, change.taxes, _("Total")),
        notes=change.notes,
    )


def order_response_sheet(response: OrderResponse) -> Sheet:
    """A seller's answer."""
    return Sheet(
        fields=header(
            response,
            Field(_("Answer"), label("response", response.code)),
            Field(_("Answers the order"), references(response.orders)),
            Field(_("Answers the change"), references(response.order_changes)),
            Field(_("Seller's order number"), response.sales_order),
            Field(_("Your reference"), response.customer_reference),
            Field(_("Valid"), response.validity),
        ),
        parties=((_("Buyer"), response.buyer), (_("Seller"), response.seller)),
        sections=((_("Delivery"), delivery_fields(response.deliveries)),),
        tables=(_answers(response.lines), tax_table(response.taxes)),
        totals=totals(response.totals, response.taxes, _("Total")),
        notes=response.notes,
    )


def order_cancellation_sheet(cancellation: OrderCancellation) -> Sheet:
    """An order taken back."""
    return Sheet(
        fields=header(
            cancellation,
            Field(_("Takes back the order"), references(cancellation.orders)),
            Field(_("Reason"), "; ".join(note_texts(cancellation.reasons))),
        ),
        parties=((_("Buyer"), cancellation.buyer), (_("Seller"), cancellation.seller)),
        notes=cancellation.notes,
    )


def _parties(order: Order | OrderChange) -> tuple[tuple[str, Party], ...]:
    parties = [(_("Buyer"), order.buyer), (_("Seller"), order.seller)]
    parties += [(_("Originator"), order.originator)] if order.originator else []
    parties += [(_("Invoice to"), order.invoicee)] if order.invoicee else []
    return tuple(parties)


def _sections(order: Order | OrderChange) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    return (
        (_("Delivery"), delivery_fields(order.deliveries, order.delivery_terms)),
        (_("Payment"), payment_fields(order.payment_terms, order.payment_means)),
    )


def line_table(lines: tuple[OrderLine, ...]) -> Table:
    """The lines of an order, or of what one may be made of."""
    builder = TableBuilder(_("Lines"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Status"), lambda line: label("line_status", line.status) if getattr(line, "status", "") else "")
    builder.column(_("Quantity"), lambda line: line.quantity, numeric=True)
    builder.column(_("Price"), lambda line: price(line.price), numeric=True)
    builder.column(_("Wanted"), lambda line: delivery_days(line.deliveries))
    builder.column(_("Amount"), lambda line: line.amount, numeric=True)
    return builder.build(lines)


def _answers(lines: tuple[AnsweredLine, ...]) -> Table:
    builder = TableBuilder(_("Answer by line"))
    builder.column(_("Order line"), lambda line: line.order_line)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Status"), lambda line: label("line_status", line.status))
    builder.column(_("Quantity"), lambda line: line.quantity, numeric=True)
    builder.column(_("Follows later"), lambda line: _later(line), numeric=True)
    builder.column(_("Substitute"), lambda line: item_cell(line.substitute))
    builder.column(_("Price"), lambda line: price(line.price), numeric=True)
    builder.column(_("Promised"), lambda line: delivery_days(line.deliveries))
    builder.column(_("Amount"), lambda line: line.amount, numeric=True)
    return builder.build(lines)


def _later(line: AnsweredLine) -> Cell:
    return Cell(line.back_ordered, (line.back_order_reason,) if line.back_order_reason else ())
