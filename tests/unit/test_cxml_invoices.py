"""Invoices and credit memos as partners send them: what is understood, and that they come out as they went in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.domain.documents import DocumentType
from app.domain.documents.base import Period
from app.domain.identifiers import DocumentReference
from tests import cxml_messages as sent
from tests.cxml_reading import codes, read, rendered


def test_an_invoice_is_understood() -> None:
    invoice = read(sent.invoice())
    assert invoice.type is DocumentType.INVOICE
    assert (invoice.number, invoice.type_code, invoice.due) == ("INV-5", "380", date(2026, 4, 30))
    assert (invoice.order.number, invoice.contracts[0].number) == ("PO-7", "C-77")
    assert (invoice.buyer.name, invoice.seller.name, invoice.payee.name) == (
        "Birch Hospital",
        "Silver Supplies",
        "Factor Bank",
    )
    assert invoice.seller.tax_registrations[0].number == "SE556000475001"
    assert invoice.period == Period(start=date(2026, 3, 1), end=date(2026, 3, 31))


IN_CONTACT = b'<IdReference domain="vatID" identifier="SE556000475001"/></Contact>'


@pytest.mark.parametrize(
    ("partners", "header", "expected"),
    [
        ('<IdReference identifier="SE1" domain="vatID"/>', "", [("SE1", "VAT")]),
        ('<IdReference identifier="17" domain="supplierTaxID"/>', "", [("17", "TAX")]),
        (
            '<IdReference identifier="17" domain="supplierTaxID"/><IdReference identifier="SE1" domain="vatID"/>',
            '<Extrinsic name="supplierVatID">SE2</Extrinsic>',
            [("SE1", "VAT"), ("17", "TAX")],
        ),
        ("", '<Extrinsic name="supplierVatID">SE2</Extrinsic>', [("SE2", "VAT")]),
    ],
)
def test_the_tax_numbers_of_an_invoices_partners_are_understood(
    partners: str, header: str, expected: list[tuple[str, str]]
) -> None:
    raw = sent.invoice()
    assert IN_CONTACT in raw
    raw = raw.replace(IN_CONTACT, b"</Contact>" + partners.encode())
    raw = raw.replace(b"</InvoiceDetailRequestHeader>", header.encode() + b"</InvoiceDetailRequestHeader>")
    invoice = read(raw)
    assert [(each.number, each.scheme) for each in invoice.seller.tax_registrations] == expected
    root = rendered(invoice)
    told = root.iterfind(".//InvoicePartner[Contact]/IdReference")
    assert [each.get("identifier") for each in told] == [number for number, _ in expected]
    extrinsics = [each.text for each in root.iterfind('.//Extrinsic[@name="supplierVatID"]')]
    assert extrinsics == [number for number, scheme in expected if scheme == "VAT"]


def test_the_sums_of_an_invoice_are_understood() -> None:
    invoice = read(sent.invoice())
    totals = invoice.totals
    told = (totals.payable, totals.prepaid, totals.tax_inclusive, totals.tax_exclusive, totals.lines)
    assert [each.text for each in told] == ["50.00", "14.80", "64.80", "54.00", "50.00"]
    assert [(each.reason, each.is_charge, each.amount.text) for each in invoice.allowances_charges] == [
        ("Shipping", True, "5.00"),
        ("Discount", False, "1.00"),
    ]
    (share,) = invoice.taxes[0].subtotals
    assert (share.category.id, share.category.scheme, share.category.percent) == ("S", "VAT", 20)


def test_the_lines_of_an_invoice_are_understood() -> None:
    more = (
        '<InvoiceDetailLineSpecialHandling><Description xml:lang="en">Cool</Description>'
        '<Money currency="EUR">3.00</Money></InvoiceDetailLineSpecialHandling>'
    )
    parts = f"<InvoiceDetailOrder>{sent.order_info()}{sent.invoice_item('1', more)}</InvoiceDetailOrder>"
    other = f"<InvoiceDetailOrder>{sent.order_info('PO-9')}{sent.invoice_item('2')}</InvoiceDetailOrder>"
    first, second = read(sent.invoice(parts=parts + other)).lines
    assert (first.number, first.quantity.text, first.price.amount.text) == ("1", "10", "2.50")
    assert first.amount.value == Decimal("28.00")
    assert first.allowances_charges[0].reason == "Special handling"
    assert first.order_line == DocumentReference(number="PO-7", line="1")
    assert second.order_line == DocumentReference(number="PO-9", line="2")
    assert (first.item.origin_country, first.item.taxes[0].percent) == ("MY", 20)
    assert first.taxes[0].amount.text == "5.00"


OFF, ON = (
    '<AdditionalDeduction><DeductionPercent percent="10"/></AdditionalDeduction>',
    "<AdditionalCost>{}</AdditionalCost>",
)


def deducted(original: str, left: str) -> str:
    price = sent.money("DeductedPrice", left)
    return f"{sent.money('OriginalPrice', original)}<AdditionalDeduction>{price}</AdditionalDeduction>"


@pytest.mark.parametrize(
    ("said", "charge", "amount"),
    [
        (OFF, ("2.50", False, Decimal(10), "25.00"), "22.50"),
        (ON.format('<Percentage percent="3"/>'), ("0.75", True, Decimal(3), "25.00"), "25.75"),
        (sent.money("OriginalPrice", "20.00") + OFF, ("2.00", False, Decimal(10), "20.00"), "23.00"),
        (sent.money("OriginalPrice", "2.50") + OFF, ("2.50", False, Decimal(10), "25.00"), "22.50"),
        (deducted("25.00", "24.00"), ("1.00", False, None, None), "24.00"),
        (deducted("30.00", "25.00"), None, "25.00"),
        (ON.format('<Percentage percent="few"/>'), None, None),
    ],
)
def test_what_a_line_costs_more_or_less_in_percent_is_an_amount(
    said: str, charge: tuple[Any, ...] | None, amount: str | None
) -> None:
    more = f"<InvoiceItemModifications><Modification>{said}</Modification></InvoiceItemModifications>"
    raw = sent.invoice(
        parts=f"<InvoiceDetailOrder>{sent.order_info()}{sent.invoice_item('1', more)}</InvoiceDetailOrder>"
    )
    if amount is None:
        assert [code for code, _ in codes(raw)] == ["cxml.decimal"]
        return
    (line,) = read(raw).lines
    found = [
        (each.amount.text, each.is_charge, each.factor, each.base and each.base.text)
        for each in line.allowances_charges
    ]
    assert found == ([charge] if charge else [])
    assert line.amount.text == amount


def test_the_sum_of_the_lines_is_worked_out_where_nobody_told_it() -> None:
    invoice = read(sent.invoice())
    untold = replace(invoice, complement=None, totals=replace(invoice.totals, lines=None))
    root = rendered(untold)
    assert root.findtext(".//InvoiceDetailSummary/SubtotalAmount/Money") == "50.00"
    silent = sent.invoice().replace(b">50.00</Money></SubtotalAmount>", b"></Money></SubtotalAmount>", 1)
    assert silent != sent.invoice()
    assert read(silent).totals.lines.text == "50.00"


def test_a_header_invoice_has_a_line_an_order() -> None:
    summary = f'<InvoiceDetailOrderSummary invoiceLineNumber="1">{sent.money("SubtotalAmount", "50.00")}'
    part = (
        f"<InvoiceDetailHeaderOrder>{sent.order_info()}{summary}</InvoiceDetailOrderSummary></InvoiceDetailHeaderOrder>"
    )
    (line,) = read(sent.invoice(parts=part)).lines
    assert (line.number, line.amount.text, line.quantity) == ("1", "50.00", None)


def test_a_service_is_a_line() -> None:
    part = sent.invoice_item("1").replace("InvoiceDetailItem", "InvoiceDetailServiceItem")
    (line,) = read(sent.invoice(parts=f"<InvoiceDetailOrder>{sent.order_info()}{part}</InvoiceDetailOrder>")).lines
    assert (line.number, line.amount.text, line.item.name) == ("1", "25.00", "Glove 1")


def test_of_services_between_goods_only_what_the_model_does_not_hold_is_left() -> None:
    goods, more = sent.invoice_item("1"), sent.invoice_item("3")
    services = [sent.invoice_item(each).replace("InvoiceDetailItem", "InvoiceDetailServiceItem") for each in ("2", "4")]
    parts = f"<InvoiceDetailOrder>{sent.order_info()}{goods}{services[0]}{more}{services[1]}</InvoiceDetailOrder>"
    invoice = read(sent.invoice(parts=parts))
    assert [line.number for line in invoice.lines] == ["1", "3", "2", "4"]
    items = [each for each in invoice.complement.items if each.kind == "element"]
    assert not [each for each in items if each.path.rpartition("/")[2].startswith("InvoiceDetailServiceItem")]


def test_shipping_that_is_charged_line_by_line_is_not_charged_again() -> None:
    raw = sent.invoice().replace(b'isTaxInLine="yes"', b'isTaxInLine="yes" isShippingInLine="yes"')
    assert [each.reason for each in read(raw).allowances_charges] == ["Discount"]


CREDIT = f"""<InvoiceDetailSummary>{sent.money("SubtotalAmount", "-25.00")}
    <Tax><Money currency="EUR">-5.00</Money><Description xml:lang="en"/></Tax>{sent.money("NetAmount", "-30.00")}
    </InvoiceDetailSummary>"""


@pytest.mark.parametrize("purpose", ["creditMemo", "lineLevelCreditMemo"])
def test_a_credit_memo_is_a_credit_note_with_positive_amounts(purpose: str) -> None:
    lines = f"<InvoiceDetailOrder>{sent.order_info()}{sent.invoice_item('1', sign='-')}</InvoiceDetailOrder>"
    about = '<InvoiceIDInfo invoiceID="INV-4" invoiceDate="2026-02-28T00:00:00+00:00"/>'
    note = read(sent.invoice(purpose, lines, CREDIT, about))
    assert note.type is DocumentType.CREDIT_NOTE
    assert (note.totals.payable.text, note.taxes[0].amount.text) == ("30.00", "5.00")
    (line,) = note.lines
    assert (line.quantity.text, line.amount.text, line.price.amount.text) == ("10", "25.00", "2.50")
    assert note.billing_references == (DocumentReference(number="INV-4", issued=date(2026, 2, 28)),)


def test_a_credit_memo_with_positive_amounts_is_read_as_it_is() -> None:
    assert read(sent.invoice("creditMemo")).totals.payable.text == "50.00"
