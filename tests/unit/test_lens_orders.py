"""The two order messages that are delivered: what is read, what is said of faults, what is kept, what is lost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.documents import Complement, Document, Leftover, Order, OrderCancellation
from app.domain.documents.base import Note
from app.domain.identifiers import Identifier
from app.formats.edi.delimiters import EDIFACT, X12, Delimiters
from app.formats.edi.interchange import MessageRead
from app.formats.edi.reader import Options
from app.formats.edi.reader import read as interchange
from app.formats.lens import Lens, Reading, UnknownMapping, lens, read, write
from app.formats.lens.difference import body_of
from tests.builders import an_order
from tests.edi_trees import tree_of

START = ["ST*850*1", "BEG*00*SA*PO1**20260302"]
E850 = lens("x12", "004010", "850")
ORDERS = lens("edifact", "D96A", "ORDERS")


def an_850(*segments: str) -> Reading:
    """A reading of a purchase order with these segments after BEG."""
    return read(tree_of(E850.message, [*START, *segments, "SE*1*1"], "*"), X12, E850)


def orders(*segments: str) -> Reading:
    """A reading of an ORDERS with these segments after BGM and its date."""
    start = ["UNH+1+ORDERS:D:96A:UN", "BGM+220+PO1+9", "DTM+137:20260302:102"]
    return read(tree_of(ORDERS.message, [*start, *segments, "UNT+1+1"], "+"), EDIFACT, ORDERS)


def order_of(reading: Reading) -> Order:
    assert isinstance(reading.document, Order)
    return reading.document


def kept(reading: Reading) -> list[tuple[str, str, str]]:
    document = order_of(reading)
    return [(each.kind, each.path, each.content) for each in document.complement.items] if document.complement else []


def lines_of(document: Document, found: Lens, marks: Delimiters) -> list[str]:
    return list(write(document, found, marks).loop.flat())


COPIES = [
    *(("850", f"BEG*{code}*SA*PO1**20260302", "850/BEG[1]/BEG-01") for code in ("05", "06", "07", "22")),
    ("855", "BAK*01*AD*PO1*20260302", "855/BAK[1]/BAK-01"),
    ("865", "BCA*07*AD*PO1***20260302", "865/BCA[1]/BCA-01"),
    ("860", "BCH*07*SA*PO1***20260302", "860/BCH[1]/BCH-01"),
    ("856", "BSN*01*SH1*20260302*1200*0004", "856/BSN[1]/BSN-01"),
    ("810", "BIG*20260302*I1**PO1***DI*01", "810/BIG[1]/BIG-08"),
    ("810", "BIG*20260302*I1**PO1***CR*07", "810/BIG[1]/BIG-08"),
    ("861", "BRA*R1*20260302*01*1", "861/BRA[1]/BRA-03"),
    ("832", "BCT*PC*C1********01", "832/BCT[1]/BCT-10"),
    ("840", "BQT*07*Q1*20260302", "840/BQT[1]/BQT-01"),
    ("843", "BQR*01*Q1*20260302", "843/BQR[1]/BQR-01"),
    *(("ORDERS", f"BGM+220+PO1+{code}", "ORDERS/BGM[1]/BGM-03") for code in ("5", "7", "31")),
    *(("INVOIC", f"BGM+{kind}+I1+1", "INVOIC/BGM[1]/BGM-03") for kind in ("380", "381")),
    ("ORDRSP", "BGM+231+R1+7", "ORDRSP/BGM[1]/BGM-03"),
    ("ORDCHG", "BGM+230+R1+31", "ORDCHG/BGM[1]/BGM-03"),
    ("DESADV", "BGM+351+D1+1", "DESADV/BGM[1]/BGM-03"),
    ("RECADV", "BGM+632+D1+1", "RECADV/BGM[1]/BGM-03"),
    ("REMADV", "BGM+481+D1+1", "REMADV/BGM[1]/BGM-03"),
    ("REQOTE", "BGM+311+D1+1", "REQOTE/BGM[1]/BGM-03"),
    ("QUOTES", "BGM+310+D1+7", "QUOTES/BGM[1]/BGM-03"),
    ("PRICAT", "BGM+9+D1+31", "PRICAT/BGM[1]/BGM-03"),
]


@pytest.mark.parametrize(("name", "heading", "where"), COPIES)
def test_what_is_no_original_is_not_read_as_one(name: str, heading: str, where: str) -> None:
    is_x12 = name.isdigit()
    found = lens("x12", "004010", name) if is_x12 else lens("edifact", "D96A", name)
    segments = [f"ST*{name}*1", heading, "SE*3*1"] if is_x12 else [f"UNH+1+{name}:D:96A:UN", heading, "UNT+3+1"]
    reading = read(tree_of(found.message, segments, "*" if is_x12 else "+"), X12 if is_x12 else EDIFACT, found)
    assert reading.document is None
    assert [(each.code, each.path, each.line) for each in reading.findings] == [("lens.function", where, 2)]


def test_an_order_that_is_taken_back_is_its_cancellation() -> None:
    x12 = ["BEG*01*SA*PO1**20260302", "N9*L1**REASON", "MSG*no budget", "N1*BY*Buyer", "PO1*1*10*EA*5", "CTT*1"]
    edifact = ["BGM+220+PO1+1", "DTM+137:20260302:102", "FTX+CHG+++no budget", "NAD+BY+++Buyer", "LIN+1", "UNS+S"]
    tree, other = (
        tree_of(E850.message, ["ST*850*1", *x12, "SE*8*1"], "*"),
        ["UNH+1+ORDERS:D:96A:UN", *edifact, "UNT+8+1"],
    )
    for document, found, marks, said in (
        (read(tree, X12, E850).document, E850, X12, x12),
        (read(tree_of(ORDERS.message, other, "+"), EDIFACT, ORDERS).document, ORDERS, EDIFACT, edifact),
    ):
        assert isinstance(document, OrderCancellation)
        assert (document.number, document.buyer.name, document.issued) == ("PO1", "Buyer", date(2026, 3, 2))
        assert [each.number for each in document.orders] == ["PO1"]
        assert [each.text for each in document.reasons] == ["no budget"]
        assert lines_of(document, found, marks) == said


def test_a_bad_value_is_said_with_its_place_and_stops_nothing_else() -> None:
    reading = an_850("PO1*1*10*EA*5", "PO1*2*many*EA*6", "DTM*002*20269999", "PO1*3*11*EA*7", "CTT*3")
    assert [(each.code, each.path, each.line) for each in reading.findings] == [
        ("lens.bad_value", "850/PO1[2]/PO1-02", 4),
        ("lens.bad_value", "850/PO1[2]/DTM[1]/DTM-02", 5),
    ]
    assert [each.price.amount.value for each in order_of(reading).lines if each.price] == [5, 6, 7]


def test_what_a_document_cannot_be_without_is_asked_for() -> None:
    reading = read(tree_of(E850.message, ["ST*850*1", "BEG*00*SA***20260302", "SE*1*1"], "*"), X12, E850)
    assert reading.document is None
    assert [(each.code, each.params["member"], each.params["where"]) for each in reading.findings] == [
        ("lens.missing", "number", "BEG-03")
    ]


def test_a_count_that_is_wrong_is_a_warning() -> None:
    found = an_850("PO1*1*10*EA*5", "CTT*2").findings
    assert [(each.code, str(each.severity), each.path) for each in found] == [
        ("lens.calc", "warning", "850/CTT[1]/CTT-01")
    ]


def test_a_code_that_no_table_has_is_kept() -> None:
    reading = an_850("PO1*1*10*QQ*5", "CTT*1")
    assert [each.code for each in reading.findings] == ["lens.unknown_code"]
    assert ("lexical", "850/PO1[1]/PO1-03", '["ZZ", "QQ"]') in kept(reading)


def test_what_no_rule_takes_is_kept_by_its_place() -> None:
    reading = an_850("REF*IA*1", "REF*DP*2", "REF*IA*3", "TD5*A*92*P3")
    assert kept(reading) == [
        ("segment", "850/REF[1]", "REF*IA*1"),
        ("segment", "850/REF[3]", "REF*IA*3"),
        ("segment", "850/TD5[1]", "TD5*A*92*P3"),
        ("absent", "850/CTT[1]", "CTT*0"),
    ]


@pytest.mark.parametrize("spelling", ["1.50", "010", ".5", "7.", "-0", "00.10"])
def test_numbers_keep_their_spelling(spelling: str) -> None:
    reading = an_850(f"PO1*1*{spelling}*EA*{spelling}", "CTT*1")
    assert not kept(reading)
    assert f"PO1*1*{spelling}*EA*{spelling}" in lines_of(order_of(reading), E850, X12)


def test_implied_decimals_are_meant() -> None:
    (charge,) = order_of(an_850("CUR*BY*EUR", "SAC*C*D240***1050**********Freight")).allowances_charges
    assert (charge.amount.value, charge.amount.currency, charge.reason) == (Decimal("10.50"), "EUR", "Freight")
    written = replace(an_order().build(), allowances_charges=(charge,))
    assert "SAC*C*D240***1050**********Freight" in lines_of(written, E850, X12)


def test_a_partners_item_number_is_read_by_its_qualifier_wherever_it_stands() -> None:
    (line,) = order_of(an_850("PO1*1*2*EA*3**ZZ*x*UP*012345678905*VN*V1*BP*B1", "CTT*1")).lines
    assert (line.item.sellers_id, line.item.buyers_id) == ("V1", "B1")
    assert str(line.item.standard_id) == "0160:012345678905"


def test_a_line_without_a_number_gets_its_position_and_stays_without_one() -> None:
    reading = an_850("PO1**2*EA*3", "PO1**4*EA*5", "CTT*2")
    assert [each.number for each in order_of(reading).lines] == ["1", "2"]
    assert "PO1**4*EA*5" in lines_of(order_of(reading), E850, X12)


def test_amounts_have_the_messages_currency_though_it_comes_later() -> None:
    reading = orders(
        "NAD+BY+1::9", "TAX+7+VAT", "MOA+176:5", "CUX+2:SEK:9", "LIN+1", "MOA+203:10", "UNS+S", "MOA+86:12"
    )
    document = order_of(reading)
    assert document.totals is not None
    assert (document.totals.payable.currency, document.lines[0].amount) == ("SEK", document.lines[0].amount)
    assert document.lines[0].amount is not None
    assert document.lines[0].amount.currency == "SEK"


def test_an_amount_may_have_a_currency_of_its_own() -> None:
    document = order_of(orders("CUX+2:SEK:9", "LIN+1", "MOA+203:10:EUR", "UNS+S"))
    assert document.lines[0].amount is not None
    assert document.lines[0].amount.currency == "EUR"
    assert "MOA+203:10:EUR" in lines_of(document, ORDERS, EDIFACT)


@pytest.mark.parametrize(
    ("segments", "start", "end"),
    [
        (["DTM+2:20260401:102"], date(2026, 4, 1), date(2026, 4, 1)),
        (["DTM+2:2026040120260405:718"], date(2026, 4, 1), date(2026, 4, 5)),
        (["DTM+64:20260401:102", "DTM+63:20260405:102"], date(2026, 4, 1), date(2026, 4, 5)),
        (["DTM+63:20260405:102"], None, date(2026, 4, 5)),
    ],
)
def test_days_of_delivery_are_a_period(segments: list[str], start: date | None, end: date) -> None:
    document = order_of(orders(*segments, "UNS+S"))
    period = document.deliveries[0].requested
    assert period is not None
    assert (period.start, period.end) == (start, end)
    assert [each for each in lines_of(document, ORDERS, EDIFACT) if each.startswith("DTM")][1:] == segments


def test_a_date_is_read_by_its_length_where_its_format_says_otherwise() -> None:
    reading = orders("DTM+7:202604011230:102", "UNS+S")
    assert [each.code for each in reading.findings] == ["lens.other_format"]
    assert "DTM+7:202604011230:102" in lines_of(order_of(reading), ORDERS, EDIFACT)


def test_released_characters_are_read_and_written() -> None:
    document = order_of(orders("FTX+AAI+++What?'s 5?+5??:next", "UNS+S"))
    assert document.notes == (Note("What's 5+5?\nnext"),)
    fresh = replace(document, complement=None)
    assert "FTX+AAI+++What?'s 5?+5??:next" in lines_of(fresh, ORDERS, EDIFACT)


def test_a_long_text_is_spread_over_its_five_components_and_comes_back() -> None:
    text = "x" * 70 + "\n" + "y" * 150
    order = an_order().with_(notes=(Note(text),)).build()
    writing = write(order, ORDERS, EDIFACT)
    assert not [each for each in writing.losses if each.path.startswith("/notes")]


def test_what_is_too_long_is_a_loss_with_the_whole_value() -> None:
    order = an_order().with_(notes=(Note("z" * 400),), customer_reference="R" * 40).build()
    found = {each.path: (each.kind, each.value) for each in write(order, ORDERS, EDIFACT).losses}
    assert found["/notes/0/text"] == ("cut", "z" * 400)
    assert found["/customer_reference"] == ("too_long", "R" * 40)


def test_characters_that_would_cut_a_segment_are_a_loss_in_x12() -> None:
    order = an_order().with_(customer_reference="a*b~c").noting("Ring*twice").build()
    writing = write(order, E850, X12)
    segments = list(writing.loop.flat())
    assert "MSG*Ring twice" in segments  # words are understood all the same
    assert not any(each.startswith("REF*CR") for each in segments)  # with blanks it would be another reference
    losses = {each.value: (each.path, each.kind) for each in writing.losses}
    assert losses["a*b~c"] == ("/customer_reference", "characters")
    assert losses["Ring*twice"][1] == "changed"


def test_losses_are_exactly_what_the_message_does_not_hold() -> None:
    order = an_order().build()
    paths = {each.path for each in write(order, ORDERS, EDIFACT).losses}
    assert "/lines/0/item/properties/0/name" in paths
    assert not {each for each in paths if each.startswith(("/number", "/lines/0/quantity", "/seller/address"))}


def test_what_another_syntax_said_beyond_the_model_is_lost_and_said() -> None:
    beyond = Complement("ubl", (Leftover("element", "/Order/cbc:Note[2]", "<cbc:Note/>"),))
    writing = write(an_order().with_(complement=beyond).build(), E850, X12)
    assert [(each.path, each.value) for each in writing.losses if each.kind == "complement"] == [
        ("/Order/cbc:Note[2]", "<cbc:Note/>")
    ]


def test_a_message_may_be_written_with_other_delimiters() -> None:
    document = order_of(orders("ALI+DE+1", "FTX+ZZZ+++a?:b", "NAD+BY", "LOC+7+1:2:3", "UNS+S"))
    marks = Delimiters("|", ">", "~", "", "\\")
    assert [each for each in lines_of(document, ORDERS, marks) if each[:3] == "FTX"] == ["FTX|ZZZ|||a:b"]


@pytest.mark.parametrize(
    "path",
    [
        "850/PO1[9999999]/REF[1]",
        "850/XXX[1]",
        "850",
        "",
        "850/PO1[0]",
        "ORDERS/RFF[1]",
        "850/REF[1]/REF-99.9",
        "850/N1",
    ],
)
@pytest.mark.parametrize(
    "kind", ["segment", "loop", "absent", "element", "lexical", "order", "length", "delimiters", "tree"]
)
def test_forged_leftovers_harm_nothing(kind: str, path: str) -> None:
    content = {"order": "3 1", "length": "7"}.get(kind, "REF*ZZ*1")
    order = an_order().with_(complement=Complement("x12", (Leftover(kind, path, content),))).build()
    writing = write(order, E850, X12)
    assert list(writing.loop.flat())
    assert writing.losses


@pytest.mark.corpus
def test_every_order_of_the_corpus_comes_back_segment_by_segment(corpus: Path) -> None:
    tried = 0
    for path in sorted((corpus / "edi").glob("*/*")):
        with path.open("rb") as stream:
            for event in interchange(stream, Options(keep=True)):
                if isinstance(event, MessageRead) and event.loop is not None:
                    tried += came_back(event)
    assert tried >= 15


def came_back(message: MessageRead) -> bool:
    """Whether it was tried; fails where it came back otherwise."""
    outer = message.group.interchange
    try:
        found = lens(outer.standard, message.version, message.name)
    except UnknownMapping:
        return False
    assert message.loop is not None
    reading = read(message.loop, outer.marks, found)
    if reading.document is None:
        assert reading.findings
        return False
    written = list(write(reading.document, found, outer.marks).loop.flat())
    assert written == list(body_of(message.loop, len(found.message.places) - 1).flat())
    return True


@pytest.mark.parametrize(
    ("code", "scheme", "agency"),
    [
        ("1", "0060", "16"),
        ("UL", "0088", "9"),
        ("2", "182", "182"),
        ("4", "3", "3"),
        ("92", "92", "92"),
        *((code, f"X12:{code}", "") for code in ("9", "10", "16", "24")),
    ],
)
def test_a_scheme_of_x12_is_no_other_of_edifact(code: str, scheme: str, agency: str) -> None:
    party = f"N1*BY*Buyer*{code}*1234567890001"
    document = order_of(an_850(party, "PO1*1*10*EA*5"))
    assert document.buyer.ids == (Identifier("1234567890001", scheme),)
    assert party in lines_of(document, E850, X12)
    segments = lines_of(document, ORDERS, EDIFACT)
    assert (f"NAD+BY+1234567890001::{agency}++Buyer" if agency else "NAD+BY+++Buyer") in segments
    assert agency or any(each.value == "1234567890001" for each in write(document, ORDERS, EDIFACT).losses)


@pytest.mark.parametrize("agency", ["10", "5", "91", "9", "182"])
def test_a_scheme_of_edifact_is_no_other_of_x12(agency: str) -> None:
    written = lines_of(order_of(orders(f"NAD+BY+4711::{agency}++Buyer", "LIN+1")), E850, X12)
    meant = {"91": "*91*4711", "9": "*UL*4711", "182": "*2*4711"}
    assert f"N1*BY*Buyer{meant.get(agency, '')}" in written


@pytest.mark.parametrize(
    ("code", "kind"),
    [("SA", "220"), ("KN", "105"), ("RT", "232"), ("LS", "223"), ("RE", ""), ("LB", ""), ("BL", "")],
)
def test_what_kind_of_order_an_850_is(code: str, kind: str) -> None:
    segments = ["ST*850*1", f"BEG*00*{code}*PO1**20260302", "PO1*1*10*EA*5", "CTT*1", "SE*5*1"]
    document = read(tree_of(E850.message, segments, "*"), X12, E850).document
    assert isinstance(document, Order)
    assert document.order_type == kind
    assert lines_of(document, E850, X12) == segments[1:-1]
