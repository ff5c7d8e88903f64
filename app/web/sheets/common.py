"""Parts that many documents' sheets share: references, delivery, payment, sums, taxes."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _

from app.domain.documents import Document
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    MonetaryTotal,
    PaymentMeans,
    PaymentTerms,
    Price,
    TaxTotal,
)
from app.domain.identifiers import DocumentReference
from app.domain.parties import Address
from app.web.formatting import amount, country, day, percent, period, quantity
from app.web.labels import label
from app.web.sheets.base import Field, Table, TableBuilder


def header(document: Document, *more: Field) -> tuple[Field, ...]:
    """What every document says at its top."""
    return (
        Field(_("Date of issue"), document.issued),
        *more,
        Field(_("Follows"), document.profile_id or document.customization_id),
    )


def references(given: Iterable[DocumentReference | None]) -> str:
    """Numbers of other documents, each once."""
    return ", ".join(dict.fromkeys(reference(each) for each in given if each and (each.number or each.line)))


def reference(given: DocumentReference | None) -> str:
    """Another document's number, with line and day where they are known."""
    if given is None:
        return ""
    line = _("line %(number)s", number=given.line) if given.line else ""
    return " ".join(filter(None, (given.number, line, f"({day(given.issued)})" if given.issued else "")))


def address(given: Address | None) -> str:
    """An address on one line."""
    if given is None:
        return ""
    street = " ".join(filter(None, (given.street, given.building_number)))
    city = " ".join(filter(None, (given.postal_code, given.city)))
    parts = (street, given.additional_street, given.post_box, city, given.region, *given.lines, country(given.country))
    return ", ".join(filter(None, parts))


def delivery_fields(deliveries: Sequence[Delivery], terms: Any = None) -> tuple[Field, ...]:
    """Where and when goods go."""
    fields: list[Field] = []
    for each in deliveries:
        fields += [
            Field(_("Wanted"), each.requested),
            Field(_("Promised"), each.promised),
            Field(_("Delivered on"), each.actual),
            Field(_("Deliver to"), address(each.address)),
            Field(_("Place"), each.location),
            Field(_("Recipient"), each.party.name if each.party else ""),
        ]
    if terms is not None:
        fields.append(Field(_("Delivery terms"), " ".join(filter(None, (terms.id, terms.location, terms.terms)))))
    return tuple(fields)


def delivery_days(deliveries: Iterable[Delivery]) -> str:
    """The days that a line names: promised where the seller said so, else wanted."""
    return "; ".join(filter(None, (period(each.promised or each.requested) or day(each.actual) for each in deliveries)))


def payment_fields(terms: Iterable[PaymentTerms], means: Iterable[PaymentMeans] = ()) -> tuple[Field, ...]:
    """When and how to pay."""
    fields: list[Field] = []
    for term in terms:
        fields += [
            Field(_("Terms"), term.note),
            Field(_("Due"), term.due),
            Field(_("Discount"), percent(term.discount_percent)),
        ]
    for mean in means:
        fields += [
            Field(_("Pay by"), label("payment_means", mean.code)),
            Field(_("Account"), " ".join(filter(None, (mean.account, mean.institution)))),
            Field(_("Account holder"), mean.account_name),
            Field(_("Payment reference"), mean.payment_id),
            Field(_("Due"), mean.due),
        ]
    return tuple(fields)


def price(given: Price | None) -> str:
    """A unit price, and for how many units where that isn't one."""
    if given is None:
        return ""
    base = given.base_quantity
    return amount(given.amount) + (f" / {quantity(base)}" if base and base.value != 1 else "")


def totals(given: MonetaryTotal | None, taxes: Iterable[TaxTotal], payable: str) -> tuple[Field, ...]:
    """A document's sums, in the order in which they are reckoned; `payable` is what the last one is called."""
    if given is None:
        return ()
    tax_fields = [Field(_("Tax"), each.amount) for each in taxes]
    return (
        Field(_("Lines"), given.lines),
        Field(_("Allowances"), given.allowances),
        Field(_("Charges"), given.charges),
        Field(_("Without tax"), given.tax_exclusive),
        *tax_fields,
        Field(_("With tax"), given.tax_inclusive),
        Field(_("Prepaid"), given.prepaid),
        Field(_("Rounding"), given.rounding),
        Field(payable, given.payable),
    )


def tax_table(taxes: Iterable[TaxTotal]) -> Table:
    """The break-down of taxes by category."""
    builder = TableBuilder(_("Taxes"))
    builder.column(
        _("Category"), lambda each: f"{each.category.scheme} {label('tax_category', each.category.id)}".strip()
    )
    builder.column(_("Rate"), lambda each: percent(each.category.percent or each.percent), numeric=True)
    builder.column(_("Taxable"), lambda each: each.taxable, numeric=True)
    builder.column(_("Tax"), lambda each: each.tax, numeric=True)
    builder.column(_("Reason"), lambda each: each.category.exemption_reason or each.category.exemption_reason_code)
    return builder.build(subtotal for total in taxes for subtotal in total.subtotals)


def allowance_table(given: Iterable[AllowanceCharge]) -> Table:
    """Deductions and surcharges."""
    builder = TableBuilder(_("Allowances and charges"))
    builder.column(_("Kind"), lambda each: _("Charge") if each.is_charge else _("Allowance"))
    builder.column(_("Reason"), lambda each: each.reason or each.reason_code)
    builder.column(_("On"), lambda each: each.base, numeric=True)
    builder.column(_("Amount"), lambda each: each.amount, numeric=True)
    return builder.build(given)
