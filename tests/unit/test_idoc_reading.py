"""What is read from IDocs as SAP systems send them, and what is said of those that are wrong."""

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import DocumentType
from app.domain.documents.base import Note, Period, Price
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.idoc import Idoc, documents_in
from app.safe import XmlBody
from app.safe.xml import parse_xml
from tests.idoc_documents import SAP, IdocText, sap_invoice, sap_order, segment

IDOC = Idoc()


def body_of(text: str | IdocText) -> XmlBody:
    return parse_xml((text if isinstance(text, str) else text.text()).encode())


def read(text: str | IdocText) -> Any:
    parsed = IDOC.read(body_of(text))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def canonical(raw: str | bytes) -> str:
    root = parse_xml(raw if isinstance(raw, bytes) else raw.encode()).root
    result: str = etree.canonicalize(etree.tostring(root, encoding="unicode"), strip_text=True)
    return result


def faults(text: str | IdocText) -> list[tuple[str, str]]:
    parsed = IDOC.read(body_of(text))
    assert parsed.document is None
    return [(each.code, each.path) for each in parsed.findings]


@pytest.mark.parametrize("name", SAP)
def test_every_message_is_read_as_the_document_that_it_is(name: str) -> None:
    assert IDOC.document_type(body_of(SAP[name])) is DocumentType(name)
    assert read(SAP[name]).type is DocumentType(name)


def test_an_order_is_read_with_its_numbers_as_they_are_written() -> None:
    order = read(sap_order())
    assert (order.number, order.issued, order.currency) == ("4500017041", date(2026, 3, 2), "EUR")
    assert order.buyer.ids == (Identifier("0000104711"),)
    assert order.seller.ids == (Identifier("0000300815"), Identifier("4012345000009", "0088"))
    assert order.customer_reference == "EK-2026-17"
    assert [line.number for line in order.lines] == ["00010", "00020"]
    assert order.deliveries[0].location == Identifier("4098765000010", "0088")
    assert order.notes == (Note("Anlieferung nur vormittags.", "de"),)


def test_an_items_price_unit_schedule_and_identifiers_are_read() -> None:
    line = read(sap_order()).lines[0]
    assert line.quantity == Quantity(Decimal("1000.000"), "C62")
    assert (line.price.amount.value, line.price.base_quantity) == (Decimal("12.25"), Quantity(Decimal(100), "C62"))
    assert [each.requested for each in line.deliveries] == [
        Period(start=date(2026, 3, 16)),
        Period(start=date(2026, 3, 30)),
    ]
    item = line.item
    assert (item.buyers_id, item.sellers_id, item.standard_id) == (
        "000000000000100001",
        "NH-1-M",
        Identifier("04012345123456", "0160"),
    )


def test_conditions_that_made_the_net_price_are_no_further_allowances() -> None:
    assert read(sap_order()).lines[0].allowances_charges == ()


def test_an_allowance_whose_amount_has_a_minus_too_is_one() -> None:
    text = re.sub("<E1EDP05[^-]*?PB00.*?</E1EDP05>", "", sap_order().text(), flags=re.DOTALL)
    (discount,) = read(text).lines[0].allowances_charges
    assert (discount.is_charge, discount.amount.value, discount.factor) == (False, Decimal("2.50"), Decimal("2.000"))
    assert (discount.reason_code, discount.reason) == ("RA01", "Rabatt")


CONDITION = "<E1EDP05><ALCKZ>{0}</ALCKZ><KSCHL>{1}</KSCHL><BETRG>{2}</BETRG>{3}</E1EDP05>"
PER_PIECE = "<KRATE>12.50</KRATE><UPRBS>1</UPRBS><MEAUN>PCE</MEAUN>"


def priced(gross: str, *conditions: str, net: str, own: str = "<VPREI>12.50</VPREI>") -> str:
    """An order's first item of 10 pieces, whose price is of the condition `gross`."""
    text = re.sub("<E1EDP05.*</E1EDP05>", "", sap_order().text().partition("<POSEX>00020")[0], flags=re.DOTALL)
    item = f"<E1EDP01><POSEX>1</POSEX><MENGE>10</MENGE><MENEE>PCE</MENEE>{own}<NETWR>{net}</NETWR>"
    start = text[: text.index("<E1EDP01")]
    return f"{start}{item}{gross}{''.join(conditions)}</E1EDP01></IDOC></ORDERS05>"


PRICES = {
    "a company's own name": CONDITION.format("+", "ZPB0", "125.00", PER_PIECE),
    "SAP's name": CONDITION.format("+", "PR00", "125.00", PER_PIECE),
    "no unit, but the amount of the quantity": CONDITION.format("+", "ZPR0", "125.00", "<KRATE>12.50</KRATE>"),
}
DISCOUNT = CONDITION.format("-", "RA00", "15.00-", "<KPERC>12.000-</KPERC>")


@pytest.mark.parametrize("case", PRICES)
def test_a_condition_that_is_the_price_is_no_charge(case: str) -> None:
    (line,) = read(priced(PRICES[case], DISCOUNT, net="110.00")).lines
    (discount,) = line.allowances_charges
    assert (line.price.amount.value, discount.is_charge, discount.amount.value) == (
        Decimal("12.50"),
        False,
        Decimal("15.00"),
    )


@pytest.mark.parametrize("case", PRICES)
def test_conditions_that_the_amount_does_not_come_from_are_not_read(case: str) -> None:
    text = priced(PRICES[case], DISCOUNT, net="125.00")
    assert read(text).lines[0].allowances_charges == ()
    assert canonical(IDOC.render(read(text))) == canonical(text)


def test_an_item_without_a_price_of_its_own_has_that_of_its_condition() -> None:
    text = priced(PRICES["SAP's name"], DISCOUNT, net="110.00", own="")
    (line,) = read(text).lines
    assert line.price == Price(amount=Amount(Decimal("12.50"), "EUR"), base_quantity=Quantity(Decimal(1), "C62"))
    assert [each.amount.value for each in line.allowances_charges] == [Decimal("15.00")]
    assert canonical(IDOC.render(read(text))) == canonical(text)


def test_a_surcharge_for_each_piece_beside_the_price_stays_a_charge() -> None:
    freight = CONDITION.format("+", "ZFR0", "5.00", "<KRATE>0.50</KRATE><UPRBS>1</UPRBS><MEAUN>PCE</MEAUN>")
    (line,) = read(priced(PRICES["a company's own name"], freight, net="130.00")).lines
    assert [(each.is_charge, each.reason_code) for each in line.allowances_charges] == [(True, "ZFR0")]


def test_a_price_among_the_conditions_of_the_whole_order_is_no_charge() -> None:
    header = PRICES["a company's own name"].replace("E1EDP05", "E1EDK05")
    text = sap_order().text().replace("<E1EDKA1 ", f"{header}<E1EDKA1 ", 1)
    assert read(text).allowances_charges == ()


def test_lines_of_a_text_are_joined_as_their_marks_say() -> None:
    (note,) = read(sap_order()).lines[0].notes
    assert note == Note("Bitte nur ganze Kartons liefern, auch wenn dadurch etwas mehr kommt.", "de")


def test_a_change_has_the_idocs_number_as_its_sequence_where_sap_gives_it_none() -> None:
    change = read(SAP["order_change"])
    assert (change.number, change.sequence) == ("4500017041", "0000000000712345")
    assert change.order == DocumentReference(number="4500017041", issued=date(2026, 3, 2))
    assert [line.status for line in change.lines] == ["3", "2"]


def test_a_response_says_of_each_line_what_becomes_of_it() -> None:
    response = read(SAP["order_response"])
    assert response.orders == (DocumentReference(number="4500017041", issued=date(2026, 3, 2)),)
    assert [(line.order_line, line.status) for line in response.lines] == [("00010", "3"), ("00020", "7")]
    assert response.lines[0].deliveries[0].promised == Period(start=date(2026, 3, 17))


def answered(status: str, *promised: tuple[str, str]) -> str:
    """The answer's first item with other schedule lines, each a quantity and a day."""
    lines = "".join(f"<E1EDP20><WMENG>{much}</WMENG><EDATU>{day}</EDATU></E1EDP20>" for much, day in promised)
    text = re.sub("<E1EDP20.*</E1EDP20>", lines, SAP["order_response"].text(), flags=re.DOTALL)
    return text.replace("<ACTION>002</ACTION>", f"<ACTION>{status}</ACTION>")


def test_a_response_promises_what_its_schedule_lines_confirm_and_no_more() -> None:
    text = answered("002", ("0.000", "20260310"), ("300.000", "20260410"))
    (line, _) = read(text).lines
    assert line.quantity == Quantity(Decimal("300.000"), "C62")
    assert [each.promised for each in line.deliveries] == [Period(start=date(2026, 4, 10))]
    assert canonical(IDOC.render(read(text))) == canonical(text)


def test_several_confirmed_schedule_lines_are_several_deliveries_of_their_sum() -> None:
    (line, _) = read(answered("004", ("600.000", "20260310"), ("400.000", "20260410"))).lines
    assert (line.quantity.value, line.status) == (Decimal("1000.000"), "5")
    assert [each.promised.start for each in line.deliveries] == [date(2026, 3, 10), date(2026, 4, 10)]


def test_an_item_of_which_nothing_or_less_is_confirmed_is_not_accepted_as_ordered() -> None:
    for promised in ("0.000", "999.000"):
        text = answered("004", (promised, "20260310"))
        (line, _) = read(text).lines
        assert (line.quantity.value, line.status) == (Decimal(promised), "3")
        assert len(line.deliveries) == (promised != "0.000")
        assert canonical(IDOC.render(read(text))) == canonical(text)


def test_a_schedule_line_for_nothing_is_no_wish_of_an_order() -> None:
    line = read(sap_order().text().replace("<WMENG>600.000<", "<WMENG>0.000<", 1)).lines[0]
    assert [each.requested.start for each in line.deliveries] == [date(2026, 3, 30)]
    assert line.quantity.value == Decimal("1000.000")


def test_the_end_of_a_day_is_the_beginning_of_the_next_one() -> None:
    text = sap_order().text().replace("<EZEIT>000000<", "<EZEIT>240000<", 1)
    order = read(text)
    assert order.lines[0].deliveries[0].requested == Period(start=date(2026, 3, 17))
    assert canonical(IDOC.render(order)) == canonical(text)


@pytest.mark.parametrize(
    ("begin", "expected"),
    [
        ("080000", Period(start=date(2026, 3, 17), start_time=time(8), end=date(2026, 3, 17))),
        ("240000", Period(start=date(2026, 3, 18), end=date(2026, 3, 18))),
    ],
)
def test_what_lasts_until_the_end_of_a_day_ends_on_it(begin: str, expected: Period) -> None:
    text = SAP["despatch_advice"].text().replace("<NTENZ>120000<", "<NTENZ>240000<")
    text = text.replace("<NTANZ>080000<", f"<NTANZ>{begin}<")
    advice = read(text)
    assert advice.shipment.estimated_delivery == expected
    assert canonical(IDOC.render(advice)) == canonical(text)


def test_a_quantity_of_a_schedule_line_that_is_no_number_is_told_once() -> None:
    text = SAP["order_response"].text().replace("<WMENG>1000.000<", "<WMENG>1.000,00<")
    assert faults(text) == [("idoc.decimal", "/ORDERS05/IDOC/E1EDP01[1]/E1EDP20[1]/WMENG")]


def test_a_delivery_names_the_buyers_order_and_its_pallets() -> None:
    advice = read(SAP["despatch_advice"])
    assert advice.orders == (DocumentReference(number="4500017041", issued=date(2026, 3, 2)),)
    assert (advice.lines[0].order.line, advice.lines[0].lot) == ("00010", "L2026-07")
    assert advice.despatched == date(2026, 3, 16)
    assert advice.shipment.transport_units == (Identifier("00340123450000000018"),)
    assert advice.shipment.estimated_delivery == Period(
        start=date(2026, 3, 17), start_time=time(8), end=date(2026, 3, 17), end_time=time(12)
    )
    assert advice.issued_at is None


def test_a_delivery_that_names_no_order_of_the_buyer_names_what_it_was_made_from() -> None:
    text = SAP["despatch_advice"].text().replace("<BSTNR>4500017041</BSTNR>", "").replace("<POSEX>00010</POSEX>", "")
    assert read(text).lines[0].order == DocumentReference(number="0000012345", line="000010", issued=date(2026, 3, 2))


def test_an_invoice_is_read_with_its_sums_parties_and_references() -> None:
    invoice = read(sap_invoice())
    assert (invoice.type_code, invoice.due) == ("380", date(2026, 4, 16))
    assert (invoice.totals.tax_exclusive.value, invoice.totals.payable.value) == (Decimal("73.50"), Decimal("87.47"))
    assert invoice.totals.tax_inclusive == invoice.totals.payable
    assert invoice.taxes[0].amount.value == Decimal("13.97")
    assert [each.number for each in invoice.seller.tax_registrations] == ["DE822222222"]
    assert invoice.seller.name == "Silber Medizintechnik AG"
    assert [each.number for each in invoice.despatches] == ["0080001234"]
    assert (invoice.lines[0].amount.value, invoice.lines[0].item.origin_country) == (Decimal("73.50"), "MY")
    assert (invoice.lines[0].order_line.line, invoice.lines[0].despatch_line.number) == ("00010", "0080001234")


def test_saps_own_tax_keys_are_no_categories_of_vat() -> None:
    (category,) = read(sap_invoice()).lines[0].item.taxes
    assert (category.id, category.percent) == ("", Decimal("19.000"))


def test_a_credit_memo_is_told_by_its_type_or_its_billing_type() -> None:
    without = sap_invoice("CRME").text().replace("      <BSART>CRME</BSART>\n", "")
    assert IDOC.document_type(body_of(without)) is DocumentType.CREDIT_NOTE
    assert read(sap_invoice("CRME")).type_code == "381"


def with_minus(text: str) -> str:
    """All amounts and quantities of an item and of the document with a minus behind them."""
    return re.sub(r"<(MENGE|BETRG|MWSBT|SUMME)>([0-9.]+)</", r"<\1>\2-</", text)


@pytest.mark.parametrize("quantity", ["600.000-", "600.000"])
def test_a_credit_memo_whose_amounts_have_a_minus_gives_back_as_much_as_one_without(quantity: str) -> None:
    text = with_minus(sap_invoice("CRME").text()).replace("<MENGE>600.000-<", f"<MENGE>{quantity}<")
    note, plain = read(text), read(sap_invoice("CRME"))
    assert replace(note, complement=None) == replace(plain, complement=None)
    assert (note.totals.payable.value, note.lines[0].quantity.value) == (Decimal("87.47"), Decimal("600.000"))
    assert canonical(IDOC.render(note)) == canonical(text)


@pytest.mark.parametrize(("sign", "amount"), [("-", "5.00"), ("-", "5.00-"), ("+", "5.00")])
def test_a_discount_taken_back_is_an_allowance_of_the_credit(sign: str, amount: str) -> None:
    condition = CONDITION.format(sign, "K007", amount, "")
    text = with_minus(sap_invoice("CRME").text()).replace("<E1EDP04 ", f"{condition}<E1EDP04 ", 1)
    (discount,) = read(text).lines[0].allowances_charges
    assert (discount.is_charge, discount.amount.value) == (False, Decimal("5.00"))
    assert canonical(IDOC.render(read(text))) == canonical(text)


def test_a_minus_behind_a_number_is_read() -> None:
    text = sap_invoice().text().replace("<SUMME>73.50</SUMME>", "<SUMME>73.50-</SUMME>")
    assert read(text).totals.tax_exclusive.value == Decimal("-73.50")


@pytest.mark.parametrize(
    ("sap", "unit"), [("PCE", "C62"), ("ST", "C62"), ("KGM", "KGM"), ("KG", "KGM"), ("ZZ9", "ZZ9")]
)
def test_units_are_those_of_recommendation_20_where_the_table_knows_them(sap: str, unit: str) -> None:
    text = sap_order().text().replace("<MENEE>PCE</MENEE>", f"<MENEE>{sap}</MENEE>")
    assert read(text).lines[0].quantity.unit == unit


def test_partners_are_known_by_the_control_record_where_no_segment_names_them() -> None:
    segments = tuple(each for each in sap_order().segments if each.name != "E1EDKA1")
    order = read(IdocText("ORDERS05", segments))
    assert order.buyer.ids == (Identifier("SAPERPCLNT"),)
    assert order.seller.ids == (Identifier("0000300815"),)


def test_an_extensions_root_is_known_by_its_basic_type() -> None:
    text = SAP["despatch_advice"].text().replace("<DELVRY07>", "<ZDELVRY7>").replace("</DELVRY07>", "</ZDELVRY7>")
    assert IDOC.recognises(body_of(text))
    assert read(text).number == "0080001234"


def test_a_test_is_read_and_said_to_be_one() -> None:
    text = sap_order().text().replace("<OUTMOD>2</OUTMOD>", "<OUTMOD>2</OUTMOD><TEST>X</TEST>")
    parsed = IDOC.read(body_of(text))
    assert parsed.document is not None
    assert [(each.code, each.severity) for each in parsed.findings] == [("idoc.test", "warning")]


def test_everything_that_is_wrong_is_said_at_once_and_where() -> None:
    text = (
        sap_order()
        .text()
        .replace("<POSEX>00020</POSEX>", "<POSEX/>")
        .replace("<EDATU>20260316</EDATU>", "<EDATU>16.03.2026</EDATU>", 1)
        .replace("<MENGE>1000.000</MENGE>", "<MENGE>1.000,00</MENGE>", 1)
        .replace("<SUMME>245</SUMME>", "<SUMME>-</SUMME>")
    )
    assert set(faults(text)) == {
        ("idoc.decimal", "/ORDERS05/IDOC/E1EDS01/SUMME"),
        ("idoc.decimal", "/ORDERS05/IDOC/E1EDP01[1]/MENGE"),
        ("idoc.date", "/ORDERS05/IDOC/E1EDP01[1]/E1EDP20[1]/EDATU"),
        ("idoc.missing", "/ORDERS05/IDOC/E1EDP01[2]/POSEX"),
    }


def test_what_is_missing_is_named_as_sap_names_it() -> None:
    segments = tuple(each for each in sap_order().segments if each.name not in ("E1EDKA1", "EDI_DC40"))
    parsed = IDOC.read(body_of(IdocText("ORDERS05", segments)))
    assert {each.params["name"] for each in parsed.findings} == {
        "IDOC/E1EDKA1[PARVW='AG']",
        "IDOC/E1EDKA1[PARVW='LF']",
    }


def test_amounts_without_a_currency_are_said_once() -> None:
    assert faults(sap_order().text().replace("<CURCY>EUR</CURCY>", "")) == [
        ("idoc.no_currency", "/ORDERS05/IDOC/E1EDS01/SUMME")
    ]


def test_an_item_in_another_currency_is_refused() -> None:
    text = sap_order().text().replace("<MATKL>HYG01</MATKL>", "<CURCY>USD</CURCY><MATKL>HYG01</MATKL>", 1)
    assert faults(text) == [("idoc.line_currency", "/ORDERS05/IDOC/E1EDP01[1]/CURCY")]


@pytest.mark.parametrize(
    ("basic_type", "message"), [("MATMAS05", "MATMAS"), ("ORDERS05", "REQOTE"), ("DELVRY03", "WHSCON")]
)
def test_other_messages_are_said_to_be_unsupported(basic_type: str, message: str) -> None:
    control = segment("EDI_DC40", IDOCTYP=basic_type, MESTYP=message)
    text = IdocText(basic_type, (control,))
    assert IDOC.document_type(body_of(text)) is None
    assert faults(text) == [("idoc.unsupported", f"/{basic_type}")]


def two_in_one() -> str:
    second = sap_order().inner().replace("4500017041", "4500017042")
    return f"<ORDERS05>\n{sap_order().inner()}{second}</ORDERS05>"


def test_several_idocs_in_one_file_are_not_read_as_one() -> None:
    assert faults(two_in_one()) == [("idoc.several", "/ORDERS05")]


def test_several_idocs_are_parted_and_faults_keep_their_lines() -> None:
    text = two_in_one()
    bodies = documents_in(body_of(text))
    assert [read(each.raw.decode()).number for each in bodies] == ["4500017041", "4500017042"]
    broken = text[::-1].replace("<MENGE>1000.000</MENGE>"[::-1], "<MENGE>many</MENGE>"[::-1], 1)[::-1]
    _, second = documents_in(body_of(broken))
    (fault,) = IDOC.read(second).findings
    assert (fault.code, fault.line) == ("idoc.decimal", broken[: broken.index("many")].count("\n") + 1)
    assert documents_in(body_of(sap_order()))[0].raw == sap_order().text().encode()
