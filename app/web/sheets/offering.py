"""The sheets of what comes before an order: what is on offer, what is asked for, what was quoted."""

from flask_babel import gettext as _

from app.domain.documents import Catalogue, Quotation, RequestForQuotation
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.parties import Party
from app.web.formatting import period, quantity
from app.web.labels import label
from app.web.sheets.base import Cell, Field, Sheet, Table, TableBuilder, item_cell, note_texts
from app.web.sheets.common import (
    allowance_table,
    delivery_fields,
    header,
    payment_fields,
    price,
    reference,
    references,
    tax_table,
    totals,
)
from app.web.sheets.ordering import line_table


def catalogue_sheet(catalogue: Catalogue) -> Sheet:
    """What a seller offers, item by item."""
    return Sheet(
        fields=header(
            catalogue,
            Field(_("Title"), catalogue.title),
            Field(_("Kind"), label("catalogue_purpose", catalogue.purpose)),
            Field(_("Valid"), catalogue.validity),
            Field(_("Made from"), reference(catalogue.source)),
            Field(_("Contract"), references(catalogue.contracts)),
        ),
        parties=(
            (_("Seller"), catalogue.seller),
            (_("Buyer"), catalogue.buyer),
            (_("Sent by"), catalogue.provider or Party()),
            (_("Recipient"), catalogue.receiver or Party()),
        ),
        tables=(_offers(catalogue.lines),),
        notes=catalogue.notes,
    )


def request_for_quotation_sheet(request: RequestForQuotation) -> Sheet:
    """What a buyer would like to know the price of."""
    return Sheet(
        fields=header(
            request,
            Field(_("Answer by"), request.response_due),
            Field(_("Quotation valid"), request.validity),
            Field(_("Catalogue"), reference(request.catalogue)),
            Field(_("Contract"), references(request.contracts)),
            Field(_("Further references"), references(request.additional_references)),
        ),
        parties=((_("Buyer"), request.buyer), (_("Seller"), request.seller)),
        sections=((_("Delivery"), delivery_fields(request.deliveries, request.delivery_terms)),),
        tables=(line_table(request.lines),),
        notes=request.notes,
    )


def quotation_sheet(quotation: Quotation) -> Sheet:
    """What it would cost, and on what terms."""
    return Sheet(
        fields=header(
            quotation,
            Field(_("Answers the request"), reference(quotation.request)),
            Field(_("Valid"), quotation.validity),
            Field(_("Contract"), references(quotation.contracts)),
            Field(_("Further references"), references(quotation.additional_references)),
        ),
        parties=((_("Seller"), quotation.seller), (_("Buyer"), quotation.buyer)),
        sections=(
            (_("Delivery"), delivery_fields(quotation.deliveries, quotation.delivery_terms)),
            (_("Payment"), payment_fields(quotation.payment_terms, quotation.payment_means)),
        ),
        tables=(
            line_table(quotation.lines),
            allowance_table(quotation.allowances_charges),
            tax_table(quotation.taxes),
        ),
        totals=totals(quotation.totals, quotation.taxes, _("Total")),
        notes=quotation.notes,
    )


def _offers(lines: tuple[CatalogueLine, ...]) -> Table:
    builder = TableBuilder(_("On offer"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Status"), lambda line: label("line_status", line.action) if line.action else "")
    builder.column(_("Price"), _prices, numeric=True)
    builder.column(_("Ordered in"), lambda line: label("unit", line.unit) if line.unit else "")
    builder.column(_("At least"), lambda line: line.minimum, numeric=True)
    builder.column(_("At most"), lambda line: line.maximum, numeric=True)
    builder.column(_("In steps of"), lambda line: line.increment, numeric=True)
    builder.column(_("Lead time"), lambda line: line.lead_time, numeric=True)
    builder.column(_("Valid"), lambda line: line.validity)
    return builder.build(lines)


def _prices(line: CatalogueLine) -> Cell:
    first, *others = [*map(_price, line.prices)] or [""]
    return Cell(first, tuple(others))


def _price(each: CataloguePrice) -> str:
    least = _("from %(quantity)s", quantity=quantity(each.minimum)) if each.minimum else ""
    most = _("up to %(quantity)s", quantity=quantity(each.maximum)) if each.maximum else ""
    return " · ".join(filter(None, (price(each.price), least, most, period(each.validity))))
