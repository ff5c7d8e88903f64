"""The sheets of invoices, credit notes, answers to them and payments."""

from flask_babel import gettext as _

from app.domain.documents import ApplicationResponse, CreditNote, Invoice, RemittanceAdvice
from app.domain.documents.application_response import DocumentAnswer
from app.domain.documents.invoice import InvoiceLine
from app.domain.parties import Party
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


def billing_sheet(bill: Invoice | CreditNote) -> Sheet:
    """An invoice or a credit note."""
    return Sheet(
        fields=header(
            bill,
            Field(_("Kind"), label("type_code", bill.type_code)),
            Field(_("Due"), getattr(bill, "due", None)),
            Field(_("Tax point"), bill.tax_point),
            Field(_("Period"), bill.period),
            Field(_("Order"), reference(bill.order)),
            Field(_("Contract"), references(bill.contracts)),
            Field(_("Invoice"), references(bill.billing_references)),
            Field(_("Shipment"), references(bill.despatches)),
            Field(_("Receipt of goods"), references(bill.receipts)),
            Field(_("Buyer's reference"), bill.buyer_reference),
            Field(_("Accounting cost"), bill.accounting_cost),
        ),
        parties=(
            (_("Seller"), bill.seller),
            (_("Buyer"), bill.buyer),
            (_("Payee"), bill.payee or Party()),
            (_("Tax representative"), bill.tax_representative or Party()),
        ),
        sections=(
            (_("Payment"), payment_fields(bill.payment_terms, bill.payment_means)),
            (_("Delivery"), delivery_fields(bill.deliveries, bill.delivery_terms)),
        ),
        tables=(_lines(bill.lines), allowance_table(bill.allowances_charges), tax_table(bill.taxes)),
        totals=totals(bill.totals, bill.taxes, _("To pay")),
        notes=bill.notes,
    )


def _lines(lines: tuple[InvoiceLine, ...]) -> Table:
    builder = TableBuilder(_("Lines"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Item"), lambda line: item_cell(line.item, *note_texts(line.notes)))
    builder.column(_("Order line"), lambda line: reference(line.order_line))
    builder.column(_("Quantity"), lambda line: line.quantity, numeric=True)
    builder.column(_("Price"), lambda line: price(line.price), numeric=True)
    builder.column(_("Amount"), lambda line: line.amount, numeric=True)
    return builder.build(lines)


def application_response_sheet(response: ApplicationResponse) -> Sheet:
    """An answer about documents."""
    builder = TableBuilder(_("Answers"))
    builder.column(_("Document"), lambda each: reference(each.document))
    builder.column(_("Answer"), lambda each: Cell(label("response", each.code), _description(each), strong=True))
    builder.column(_("Effective"), lambda each: each.effective)
    builder.column(_("Why"), _reasons)
    sides = ((_("Buyer"), response.buyer), (_("Seller"), response.seller))
    return Sheet(
        fields=header(response),
        parties=sides if response.sender_is_buyer else sides[::-1],
        tables=(builder.build(response.answers),),
        notes=response.notes,
    )


def _description(answer: DocumentAnswer) -> tuple[str, ...]:
    return (answer.description,) if answer.description else ()


def _reasons(answer: DocumentAnswer) -> str:
    said = (" ".join(filter(None, (each.reason.value if each.reason else "", each.text))) for each in answer.statuses)
    return "; ".join(filter(None, said))


def remittance_advice_sheet(advice: RemittanceAdvice) -> Sheet:
    """What is paid."""
    builder = TableBuilder(_("Paid invoices"))
    builder.column(_("No."), lambda line: line.number)
    builder.column(_("Invoice"), lambda line: Cell(references(line.billing_references), line.notes))
    builder.column(_("Debit"), lambda line: line.debit, numeric=True)
    builder.column(_("Credit"), lambda line: line.credit, numeric=True)
    builder.column(_("Balance"), lambda line: line.balance, numeric=True)
    means = (advice.payment_means,) if advice.payment_means else ()
    return Sheet(
        fields=header(
            advice,
            Field(_("Paid on"), advice.payment_date),
            Field(_("Payment order"), advice.payment_order),
            Field(_("Period"), advice.invoicing_period),
            Field(_("Invoice"), reference(advice.billing_reference)),
        ),
        parties=((_("Buyer"), advice.buyer), (_("Seller"), advice.seller), (_("Payee"), advice.payee or Party())),
        sections=((_("Payment"), payment_fields((), means)),),
        tables=(builder.build(advice.lines),),
        totals=(
            Field(_("Debit"), advice.total_debit),
            Field(_("Credit"), advice.total_credit),
            Field(_("Paid"), advice.total_payment),
        ),
        notes=advice.notes,
    )
