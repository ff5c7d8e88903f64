"""Answers, changes and despatch advices of EDIFACT in full: what is read of them, and that they come back."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.documents import DespatchAdvice, Document, OrderCancellation, OrderChange, OrderResponse
from app.domain.quantities import Quantity
from tests.edifact_messages import comes_back, faultless, reading_of, segments, valid_messages, written

HEAD = ["DTM+137:202603021230:203"]
PARTIES = ["NAD+BY+4012345000009::9++Buyer+Street 1:Yard+Town+NW+12345+DE", "NAD+SU+4098765000004::9++Seller"]
ANSWER = [
    *("BGM+231+R1+30+CA", *HEAD, "DTM+69:20260311:102", "FTX+AAI+++see lines:next+EN"),
    *("RFF+ON:PO1", "DTM+171:20260301:102", "RFF+PP:C1::3", "RFF+VN:S77", *PARTIES, "CUX+2:EUR:9"),
    *("LIN+1+5", "PIA+1+S1:SA", "IMD+F++:::Gloves", "QTY+21:10:PCE", "MOA+203:25", "PRI+AAA:2.5:::1:PCE"),
    *("LIN+2+3", "PIA+3+S9:SA", "PIA+1+S2:SA", "QTY+21:8:PCE", "QTY+83:2:PCE", "QVR++BP+:::sold out", "RFF+LI:20"),
    *("UNS+S", "MOA+86:25", "CNT+2:2"),
]
CHANGE = [
    *("BGM+230+C1+4", *HEAD, "DTM+2:20260310:102", "FTX+AAI+++less, please", "RFF+ON:PO1", "DTM+171:20260301:102"),
    *("RFF+PP:2", *PARTIES, "CUX+2:EUR:9", "LIN+1+3", "PIA+1+S1:SA", "QTY+21:6:PCE", "LIN+2+2", "LIN+3+4"),
    *("UNS+S", "CNT+2:3"),
]
CANCELLATION = ["BGM+230+X1+1", *HEAD, "FTX+CHG+++no budget", "RFF+ON:PO1", *PARTIES, "UNS+S"]
DESPATCH = [
    *("BGM+351+D1+9", *HEAD, "DTM+11:20260309:102", "DTM+17:20260310:102", "MEA+PD+AAD+KGM:120"),
    *("RFF+ON:PO1", "RFF+SRN:SH1", "RFF+UCN:CO1", *PARTIES, "NAD+DP+++Gate 3", "NAD+CA+++Carrier"),
    *("CPS+1", "PAC+1", "PCI+30", "GIN+BJ+340123450000000018", "PAC+1", "PCI+30", "GIN+BJ+340123450000000025"),
    *("LIN+1", "PIA+1+S1:SA+L77:NB", "QTY+12:8:PCE", "QTY+83:2:PCE", "RFF+ON:PO1:10", "QVR++BP+:::later"),
    *("CNT+2:1", "CNT+11:2"),
]


def read_in_full(name: str, body: list[str], version: str) -> Document:
    """The document; nothing is found fault with or left over, and the message comes back, also without a complement."""
    message = faultless(name, version, body)
    assert reading_of(message).findings == ()
    document = comes_back(message)
    assert document.complement is None
    assert segments(written(replace(document, complement=None), name, version)) == body
    assert (document.buyer.name, document.seller.name) == ("Buyer", "Seller")
    return document


@pytest.mark.parametrize("version", ["D96A", "D01B"])
def test_an_answer_is_read_in_full(version: str) -> None:
    document = read_in_full("ORDRSP", ANSWER, version)
    assert isinstance(document, OrderResponse)
    assert (document.code, document.sales_order, document.orders[0].number) == ("CA", "S77", "PO1")
    assert (document.order_changes[0].number, document.order_changes[0].revision) == ("C1", "3")
    first, second = document.lines
    assert (first.status, first.order_line, first.item.sellers_id) == ("5", "1", "S1")
    assert (second.status, second.order_line, second.back_order_reason) == ("3", "20", "sold out")
    assert second.substitute is not None
    assert (second.item.sellers_id, second.substitute.sellers_id) == ("S2", "S9")


@pytest.mark.parametrize(
    ("function", "kind", "code"), [("29", "", "AP"), ("27", "", "RE"), ("9", "AC", "CA"), ("12", "", "AB")]
)
def test_either_of_two_codes_says_what_the_answer_is(function: str, kind: str, code: str) -> None:
    document = comes_back(faultless("ORDRSP", "D96A", [f"BGM+231+R1+{function}+{kind}".rstrip("+"), *ANSWER[1:]]))
    assert isinstance(document, OrderResponse)
    assert document.code == code


def test_what_shall_be_delivered_counts_for_more_than_what_was_ordered() -> None:
    body = [*ANSWER[: ANSWER.index("QTY+21:10:PCE") + 1], "QTY+113:7:PCE", *ANSWER[ANSWER.index("MOA+203:25") :]]
    document = comes_back(faultless("ORDRSP", "D96A", body))
    assert isinstance(document, OrderResponse)
    assert document.lines[0].quantity is not None
    assert document.lines[0].quantity.value == 7


@pytest.mark.parametrize("version", ["D96A", "D01B"])
def test_a_change_is_read_in_full(version: str) -> None:
    document = read_in_full("ORDCHG", CHANGE, version)
    assert isinstance(document, OrderChange)
    assert (document.order.number, document.sequence) == ("PO1", "2")
    assert [each.status for each in document.lines] == ["3", "2", ""]


@pytest.mark.parametrize("version", ["D96A", "D01B"])
def test_a_cancellation_is_read_in_full(version: str) -> None:
    document = read_in_full("ORDCHG", CANCELLATION, version)
    assert isinstance(document, OrderCancellation)
    assert ([each.text for each in document.reasons], document.orders[0].number) == (["no budget"], "PO1")


@pytest.mark.parametrize("version", ["D96A", "D01B"])
def test_a_despatch_advice_is_read_in_full(version: str) -> None:
    document = read_in_full("DESADV", DESPATCH, version)
    assert isinstance(document, DespatchAdvice)
    assert document.shipment is not None
    assert [each.value for each in document.shipment.transport_units] == ["340123450000000018", "340123450000000025"]
    assert (document.shipment.id, document.shipment.consignment, document.shipment.packages) == ("SH1", "CO1", "2")
    (line,) = document.lines
    assert line.order is not None
    assert (line.order.number, line.order.line, line.lot, line.outstanding_reason) == ("PO1", "10", "L77", "later")


def test_lines_and_transport_units_are_read_at_every_level_of_a_packing() -> None:
    packed = [
        *DESPATCH[: DESPATCH.index("CPS+1") + 1],
        "PAC+2++CT",
        "CPS+2+1",
        "PAC+1++CT",
        "PCI+30",
        "GIN+BJ+1",
        "GIN+BJ+2",
    ]
    packed += [
        "LIN+1",
        "QTY+12:8",
        "PCI+17",
        "GIN+BX+L1",
        "CPS+3+1",
        "PAC+1",
        "PCI+30",
        "GIN+BJ+3",
        "LIN+2",
        "RFF+BT:L2",
    ]
    document = comes_back(faultless("DESADV", "D96A", packed))
    assert isinstance(document, DespatchAdvice)
    assert document.shipment is not None
    assert [each.value for each in document.shipment.transport_units] == ["1", "2", "3"]
    assert [(each.number, each.lot) for each in document.lines] == [("1", "L1"), ("2", "L2")]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["ORDRSP", "ORDCHG", "DESADV"])
def test_every_valid_message_of_the_corpus_comes_back(corpus: Path, name: str) -> None:
    for _, message in valid_messages(corpus, name):
        if message.version in ("D96A", "D01B"):
            comes_back(message)


def test_what_lacks_a_part_that_it_cannot_do_without_is_a_loss() -> None:
    document = read_in_full("DESADV", DESPATCH, "D96A")
    assert isinstance(document, DespatchAdvice)
    assert document.shipment is not None
    bare = replace(document, shipment=replace(document.shipment, gross_weight=Quantity(Decimal(120))))
    writing = written(bare, "DESADV", "D96A")
    assert [each.path for each in writing.losses] == ["/shipment/gross_weight/value"]
    faultless("DESADV", "D96A", segments(writing))
