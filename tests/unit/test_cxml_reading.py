"""cXML as partners send it: what is understood of each message, and that it comes out again as it went in."""

from dataclasses import replace
from datetime import date, time, timedelta, timezone
from decimal import Decimal

import pytest

from app.domain.documents import DocumentType
from app.domain.documents.base import Note, PaymentTerms, Period
from app.domain.identifiers import Code, DocumentReference, Identifier
from app.domain.quantities import Quantity
from app.formats.cxml import Cxml
from app.formats.cxml.secrets import handed_on, without_secrets
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from tests import cxml_messages as sent
from tests.cxml_reading import CXML, canonical, codes, read, rendered

CET = timezone(timedelta(hours=1))


def test_the_parties_of_an_order_are_known_by_their_credentials() -> None:
    order = read(sent.order())
    assert order.type is DocumentType.ORDER
    assert order.buyer.endpoint == Identifier("123456789", "0060")
    assert order.buyer.ids == (Identifier("AN01000000001", "NetworkID"),)
    assert order.seller.endpoint == Identifier("987654321", "0060")
    assert order.uuid == sent.PAYLOAD


def test_the_header_of_an_order_is_understood() -> None:
    order = read(sent.order())
    assert (order.number, order.issued, order.issued_at) == ("PO-7", date(2026, 3, 2), time(9, 30, tzinfo=CET))
    assert (order.customer_reference, order.order_type, order.currency) == ("R-1", "220", "EUR")
    assert order.validity == Period(end=date(2026, 4, 1))
    assert order.totals.payable.text == "64.80"
    assert order.taxes[0].amount.text == "10.80"
    assert [(each.is_charge, each.amount.text, each.reason) for each in order.allowances_charges] == [
        (True, "4.00", "Express")
    ]
    assert order.notes == (Note("Bitte klingeln", "de"),)
    assert order.payment_terms == (
        PaymentTerms(due=date(2026, 4, 1)),
        PaymentTerms(discount_percent=Decimal(2), period=Period(end=date(2026, 3, 12))),
    )


def test_who_is_billed_is_the_buyer_and_goods_go_where_the_order_says() -> None:
    order = read(sent.order())
    assert order.buyer.name == "Birch Hospital"
    assert order.buyer.contact.telephone == "+45 33 123456"
    assert order.invoicee is None
    (delivery,) = order.deliveries
    assert delivery.location == Identifier("5790000435951", "0088")
    assert (delivery.address.street, delivery.address.additional_street) == ("Main Street 1", "Gate 4")
    assert delivery.party.contact.name == "Anna Lund"


def test_a_buyer_who_is_not_billed_has_a_contact_of_his_own() -> None:
    own = '<Contact role="buyerCorporate"><Name xml:lang="en">Birch Trust</Name></Contact>'
    order = read(sent.order(header=own))
    assert order.buyer.name == "Birch Trust"
    assert order.invoicee.name == "Birch Hospital"


def test_a_line_is_understood() -> None:
    line = read(sent.order()).lines[1]
    assert (line.number, line.quantity.value, line.quantity.unit) == ("2", 10, "BX")
    assert (line.item.name, line.item.descriptions) == ("Glove 2", ("Sterile, powder free",))
    assert (line.item.sellers_id, line.item.buyers_id, line.item.manufacturers_id) == ("SG-2", "B-2", "M-2")
    assert line.item.classifications == (Code("42132203", "TST"), Code("gloves", "custom"))
    assert line.price.amount.text == "2.50"
    assert line.deliveries[0].requested == Period(start=date(2026, 3, 20), end=date(2026, 3, 20))
    assert line.notes == (Note("Keep", "en"),)


BLANKET = f"""<ItemOut quantity="1" lineNumber="1"><ItemID><SupplierPartID>N/A</SupplierPartID></ItemID>
    <BlanketItemDetail><Description xml:lang="en">Cleaning</Description>{sent.money("MaxAmount", "9000.00")}
    {sent.money("UnitPrice", "50.00")}<UnitOfMeasure>HUR</UnitOfMeasure>
    <Classification domain="UNSPSC">76111500</Classification></BlanketItemDetail></ItemOut>"""


@pytest.mark.parametrize("kind", ["blanket", "regular"])
def test_what_a_blanket_order_is_for_is_understood(kind: str) -> None:
    order = read(sent.order(lines=BLANKET).replace(b'"regular"', f'"{kind}"'.encode()))
    (line,) = order.lines
    assert (line.item.name, line.item.classifications) == ("Cleaning", (Code("76111500", "TST"),))
    assert (line.quantity.text, line.quantity.unit, line.price.amount.text) == ("1", "HUR", "50.00")
    left = [each for each in order.complement.items if "BlanketItemDetail" in each.path]
    assert [each.path.rpartition("/")[2] for each in left] == ["MaxAmount"]


def test_a_blanket_order_has_details_of_its_own() -> None:
    order = read(sent.order(lines=BLANKET).replace(b'"regular"', b'"blanket"'))
    again = CXML.render(replace(order, complement=None))
    root = parsed(again, DEFAULT_LIMITS).root  # type: ignore[union-attr]
    assert root.findtext(".//ItemOut/BlanketItemDetail/Description") == "Cleaning"
    assert root.find(".//ItemOut/ItemDetail") is None
    assert replace(read(again), complement=None) == replace(order, complement=None)


def test_items_of_a_blanket_order_with_the_details_of_goods_are_understood() -> None:
    order = read(sent.order().replace(b'"regular"', b'"blanket"'))
    assert [(line.item.name, line.item.manufacturers_id) for line in order.lines] == [
        ("Glove 1", "M-1"),
        ("Glove 2", "M-2"),
    ]


def test_a_line_without_a_number_has_that_of_its_position() -> None:
    raw = sent.order(lines=sent.item_out("1") + sent.item_out("7") + sent.item_out("3"))
    raw = raw.replace(b' lineNumber="1"', b"").replace(b' lineNumber="7"', b"")
    assert [line.number for line in read(raw).lines] == ["1", "2", "3"]
    taken = sent.order(lines=sent.item_out("2") + sent.item_out("9")).replace(b' lineNumber="9"', b"")
    assert [line.number for line in read(taken).lines] == ["2", "3"]


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ('value="Other">FCA', "FCA"),
        ('value="other">Our own', "Our own"),
        ('value="Other">', "Other"),
        ('value="Free-Carrier">by us', "Free-Carrier"),
        ('value="FCA">', "FCA"),
    ],
)
def test_the_terms_of_transport_are_told_in_words_where_the_value_says_other(terms: str, code: str) -> None:
    told = f"<TermsOfDelivery><TransportTerms {terms}</TransportTerms></TermsOfDelivery>"
    order = read(sent.order(header=told))
    assert order.delivery_terms.id == code
    assert read(CXML.render(replace(order, complement=None))).delivery_terms.id == code
    (found,) = rendered(order).iterfind(".//TransportTerms")
    assert (found.get("value"), found.text) == (("Other", code) if code == "FCA" else (code, None))


def test_an_update_is_a_change_of_the_order() -> None:
    lines = sent.item_out("1", attributes=' operation="delete"') + sent.item_out("2", attributes=' isItemChanged="yes"')
    change = read(sent.order("update", ' orderVersion="3"', lines))
    assert change.type is DocumentType.ORDER_CHANGE
    assert (change.number, change.order.number, change.sequence) == ("PO-7", "PO-7", "3")
    assert [line.status for line in change.lines] == ["2", "3"]


def test_changes_without_a_version_are_told_apart_by_their_messages() -> None:
    assert read(sent.order("update")).revision == sent.PAYLOAD


def test_a_deleted_order_is_cancelled() -> None:
    cancellation = read(sent.order("delete"))
    assert cancellation.type is DocumentType.ORDER_CANCELLATION
    assert cancellation.orders == (DocumentReference(number="PO-7"),)
    assert cancellation.reasons == (Note("Bitte klingeln", "de"),)


@pytest.mark.parametrize(
    ("kind", "items", "code"),
    [
        ("accept", "", "AP"),
        ("reject", "", "RE"),
        ("except", "", "CA"),
        ("allDetail", "", "AP"),
        ("detail", "", "AB"),
        ("requestToPay", "", "AB"),
        ("allDetail", sent.confirmed("1", "10", sent.status("accept", "10")), "CA"),
        ("detail", sent.confirmed("1", "10", sent.status("accept", "10")), "CA"),
        ("backordered", sent.confirmed("1", "10", sent.status("backordered", "10")), "CA"),
    ],
)
def test_the_type_of_a_confirmation_says_how_the_order_is_answered(kind: str, items: str, code: str) -> None:
    response = read(sent.confirmation(kind, items))
    assert response.code == code
    assert (response.number, response.orders[0].number) == ("OR-9", "PO-7")
    assert response.seller.endpoint == Identifier("987654321", "0060")
    assert response.buyer.endpoint == Identifier("123456789", "0060")


LATER = ' deliveryDate="2026-04-01T00:00:00+02:00"'


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((sent.status("accept", "10"),), ("5", "10", None)),
        ((sent.status("allDetail", "10", more=sent.ITEM_IN),), ("5", "10", None)),
        ((sent.status("detail", "10", LATER),), ("3", "10", None)),
        ((sent.status("reject", "10"),), ("7", "10", None)),
        ((sent.status("backordered", "10", LATER),), ("3", "0", "10")),
        ((sent.status("accept", "6"), sent.status("backordered", "4")), ("3", "6", "4")),
        ((sent.status("reject", "4"), sent.status("detail", "6")), ("3", "6", None)),
        ((sent.status("unknown", "10"),), ("", "10", None)),
        ((sent.status("reject", "3"), sent.status("backordered", "7")), ("3", "0", "7")),
        ((sent.status("backordered", "3"), sent.status("backordered", "4", LATER)), ("3", "0", "7")),
        ((sent.status("reject", "2"), sent.status("unknown", "8")), ("", "8", None)),
        ((sent.status("unknown", "4"), sent.status("backordered", "6")), ("3", "0", "6")),
        ((sent.status("reject", "4"), sent.status("accept", "6")), ("3", "6", None)),
        ((sent.status("accept", "4", LATER), sent.status("accept", "6")), ("5", "10", None)),
        ((sent.status("reject", "4"), sent.status("reject", "6")), ("7", "10", None)),
    ],
)
def test_a_line_is_answered_by_its_parts(parts: tuple[str, ...], expected: tuple[str, str, str | None]) -> None:
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "10", *parts))).lines
    back = line.back_ordered and line.back_ordered.text
    assert (line.status, line.quantity.text, back) == expected
    assert (line.number, line.order_line) == ("2", "2")


def test_what_is_accepted_for_several_days_is_one_quantity_with_a_delivery_a_day() -> None:
    parts = (sent.status("accept", "2", ' deliveryDate="2026-03-12T00:00:00Z"'), sent.status("accept", "3", LATER))
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "5", *parts))).lines
    days = [date(2026, 3, 12), date(2026, 4, 1)]
    assert (line.quantity.value, line.quantity.unit, line.status) == (5, "BX", "5")
    assert [each.promised for each in line.deliveries] == [Period(start=day, end=day) for day in days]


def test_why_a_whole_line_comes_later_is_said_once() -> None:
    part = sent.status("backordered", "5", more="<Comments>Sold out</Comments><Comments>Sorry</Comments>")
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "5", part))).lines
    assert (line.back_order_reason, line.notes) == ("Sold out", (Note("Sorry"),))


def test_a_price_beside_a_refusal_and_a_back_order_is_that_of_what_comes() -> None:
    price = sent.money("UnitPrice", "9.99")
    parts = (sent.status("reject", "3"), sent.status("backordered", "4", more=price))
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "7", *parts))).lines
    assert line.price.amount.text == "9.99"


def test_a_promised_day_price_item_and_reason_are_understood() -> None:
    parts = (
        sent.status("detail", "5", LATER, sent.ITEM_IN),
        sent.status("backordered", "5", more="<Comments>Sold out</Comments>"),
    )
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "10", *parts))).lines
    assert line.deliveries[0].promised == Period(start=date(2026, 4, 1), end=date(2026, 4, 1))
    assert (line.item.sellers_id, line.item.name, line.price.amount.text) == ("SG-2b", "Glove, thicker", "2.40")
    assert line.back_order_reason == "Sold out"


def test_a_substitute_is_not_the_item_that_was_ordered() -> None:
    told = f'{sent.ITEM_IN}<Extrinsic name="substitution">yes</Extrinsic>'
    (line,) = read(sent.confirmation(items=sent.confirmed("2", "5", sent.status("detail", "5", "", told)))).lines
    assert (line.substitute.sellers_id, line.item.sellers_id) == ("SG-2b", "")


def test_a_ship_notice_is_a_despatch_advice() -> None:
    advice = read(sent.ship_notice())
    assert (advice.number, advice.despatched) == ("SN-3", date(2026, 3, 16))
    assert [each.number for each in advice.orders] == ["PO-7", "PO-8"]
    assert advice.shipment.carrier.name == "Swift Carriers"
    assert advice.shipment.carrier.ids == (Identifier("FDE", "SCAC"),)
    assert (advice.shipment.consignment, advice.shipment.gross_weight.text) == ("8202 8261", "12.5")
    assert advice.shipment.estimated_delivery.end == date(2026, 3, 18)
    assert advice.despatch_party.name == "Depot"
    assert [(line.number, line.order.number, line.order.line) for line in advice.lines] == [
        ("11", "PO-7", "1"),
        ("14", "PO-8", "4"),
    ]
    assert (advice.lines[0].lot, advice.lines[0].quantity.text) == ("LOT-1", "8")


@pytest.mark.parametrize(
    ("outcome", "code"),
    [("processing", "IP"), ("reconciled", "AP"), ("rejected", "RE"), ("paying", "AP"), ("paid", "PD")],
)
def test_the_status_of_an_invoice_is_the_buyers_answer(outcome: str, code: str) -> None:
    info = '<InvoiceIDInfo invoiceID="INV-5" invoiceDate="2026-03-31T00:00:00+00:00"/><Comments>Soon</Comments>'
    response = read(sent.status_update(f'<InvoiceStatus type="{outcome}">{info}</InvoiceStatus>'))
    (answer,) = response.answers
    assert (answer.code, answer.description, answer.statuses[0].text) == (code, "Forwarded", "Soon")
    assert answer.document == DocumentReference(number="INV-5", issued=date(2026, 3, 31))
    assert response.sender_is_buyer
    assert response.buyer.endpoint == Identifier("123456789", "0060")


def test_a_status_of_a_message_says_which_of_our_documents_it_is_about() -> None:
    response = read(sent.status_update(payload="order.PO-7@countersign"))
    assert response.answers[0].document == DocumentReference(number="PO-7")
    assert response.answers[0].code == "AB"
    assert not response.sender_is_buyer
    assert read(sent.status_update(code="406")).answers[0].code == "RE"


def test_that_a_message_is_a_test_is_said() -> None:
    raw = sent.order().replace(b"<Request>", b'<Request deploymentMode="test">')
    assert read(raw).number == "PO-7"
    assert codes(raw) == [("cxml.test", "/cXML/Request/@deploymentMode")]


def test_an_original_is_handed_on_without_its_secret() -> None:
    raw = sent.order().replace(b"</cXML>", b"<!-- end --></cXML>")
    shown = handed_on(raw)
    assert sent.SECRET.encode() not in shown
    assert b"<!-- end -->" in shown
    assert canonical(parsed(shown, DEFAULT_LIMITS).root) == canonical(  # type: ignore[union-attr]
        without_secrets(parsed(raw, DEFAULT_LIMITS).root)  # type: ignore[union-attr]
    )
    assert handed_on(shown) == shown


@pytest.mark.parametrize(
    ("number", "kept"), [("4111111111111111", "************1111"), ("1234", "****"), ("", ""), ("12345", "*2345")]
)
def test_the_number_of_a_card_is_in_the_original_only(number: str, kept: str) -> None:
    raw = sent.order().replace(b'PCard number="1234567890123456"', f'PCard number="{number}"'.encode())
    order = read(raw)
    (payment,) = (each.content for each in order.complement.items if each.path.endswith("/Payment"))
    assert f'number="{kept}"' in payment
    assert f'PCard number="{kept}"'.encode() in CXML.render(order)
    assert f'PCard number="{number}"'.encode() in handed_on(raw)


HEADER = "/cXML/Request/OrderRequest/OrderRequestHeader"
ITEM = "/cXML/Request/OrderRequest/ItemOut[2]"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'orderID="PO-7"', b"", ("cxml.missing", f"{HEADER}/@orderID")),
        (b'orderDate="2026-03-02T09:30:00+01:00"', b'orderDate="2/3/26"', ("cxml.date", f"{HEADER}/@orderDate")),
        (b'orderDate="2026-03-02T09:30:00+01:00"', b"", ("cxml.missing", f"{HEADER}/@orderDate")),
        (b'currency="EUR">50.00', b">50.00", ("cxml.currency", f"{HEADER}/Total/Money")),
        (b">50.00<", b">1,050.00<", ("cxml.decimal", f"{HEADER}/Total/Money")),
        (b'quantity="10" lineNumber="2"', b'quantity="ten" lineNumber="2"', ("cxml.decimal", f"{ITEM}/@quantity")),
        (b"<OrderRequestHeader", b"stray<OrderRequestHeader", ("cxml.stray_text", "/cXML/Request/OrderRequest")),
        (b"<Identity>987654321<", b"<Identity><", ("cxml.missing", "/cXML/Header/To/Credential/Identity")),
    ],
)
def test_each_fault_is_said_once_and_where_it_is(old: bytes, new: bytes, expected: tuple[str, str]) -> None:
    raw = sent.order()
    assert old in raw
    assert codes(raw.replace(old, new)) == [expected]


def test_all_faults_are_said_at_once() -> None:
    raw = sent.order().replace(b"2.50", b"much").replace(b'orderID="PO-7"', b"")
    found = CXML.read(parsed(raw, DEFAULT_LIMITS)).findings
    assert sorted(each.code for each in found) == ["cxml.decimal", "cxml.decimal", "cxml.missing"]
    (missing,) = (each for each in found if each.code == "cxml.missing")
    assert missing.params == {"name": "@orderID"}
    line = raw[: raw.index(b"<OrderRequestHeader")].count(b"\n") + 1
    assert line <= (missing.line or 0) <= line + 1


@pytest.mark.parametrize(
    "raw",
    [
        sent.message("<ProfileRequest/>"),
        sent.message(""),
        sent.invoice().replace(b'operation="new"', b'operation="delete"'),
        sent.ship_notice(' operation="delete"'),
        sent.order("replace"),
    ],
)
def test_a_message_without_a_document_is_recognised_and_not_read(raw: bytes) -> None:
    body = parsed(raw, DEFAULT_LIMITS)
    assert CXML.recognises(body)
    assert CXML.document_type(body) is None
    assert [each.code for each in CXML.read(body).findings] == ["cxml.unsupported"]


@pytest.mark.parametrize("half", ["From", "To"])
@pytest.mark.parametrize("raw", [sent.order(), sent.invoice(), sent.ship_notice(), sent.confirmation()])
def test_a_message_of_nobody_or_to_nobody_is_told_so_whatever_else_it_says_of_him(raw: bytes, half: str) -> None:
    start, end = (raw.index(each.encode()) for each in (f"<{half}>", f"</{half}>"))
    nameless = raw[:start] + f"<{half}>".encode() + raw[end:]
    assert codes(nameless) == [("cxml.missing", f"/cXML/Header/{half}/Credential/Identity")]


def test_what_the_rules_cannot_write_again_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def written(_self: Cxml, _document: object) -> None:
        raise ValueError("no place for it")

    monkeypatch.setattr(Cxml, "written", written)
    assert codes(sent.order()) == [("xml.unwritable", "/cXML")]


def test_a_party_without_a_name_is_called_by_its_legal_name() -> None:
    order = read(sent.order())
    buyer, seller = (replace(each, name="", legal_name=f"{each.name} Ltd") for each in (order.buyer, order.seller))
    root = rendered(replace(order, buyer=buyer, seller=seller))
    assert root.findtext(".//BillTo/Address/Name") == buyer.legal_name
    assert root.findtext(".//OrderRequestHeader/Contact/Name") == seller.legal_name


def test_an_address_of_whom_only_a_person_is_known_has_all_that_the_dtd_demands() -> None:
    order = read(sent.order())
    root = rendered(replace(order, buyer=replace(order.buyer, address=None)))
    (place,) = root.iterfind(".//BillTo/Address/PostalAddress")
    assert [each.tag for each in place] == ["DeliverTo", "Street", "City", "Country"]
    assert place[-1].get("isoCountryCode") == ""


def test_an_amount_that_is_demanded_and_not_told_is_in_the_currency_of_the_document() -> None:
    order = read(sent.order())
    root = rendered(replace(order, lines=(replace(order.lines[0], price=None),)))
    (money,) = root.iterfind(".//ItemOut/ItemDetail/UnitPrice/Money")
    assert (money.get("currency"), money.text) == ("EUR", None)


def test_a_price_for_so_many_stands_in_the_details_of_a_confirmed_item() -> None:
    price = f"{sent.money('UnitPrice', '9.99')}"
    response = read(sent.confirmation(items=sent.confirmed("2", "5", sent.status("detail", "5", "", price))))
    (line,) = response.lines
    many = replace(line, price=replace(line.price, base_quantity=Quantity(Decimal(10), "BX")))
    root = rendered(replace(response, lines=(many,)))
    assert root.find(".//ConfirmationStatus/PriceBasisQuantity") is None
    assert root.find(".//ConfirmationStatus/ItemIn/ItemDetail/PriceBasisQuantity") is not None
