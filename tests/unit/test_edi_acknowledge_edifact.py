"""CONTRL for good and bad interchanges, segment by segment."""

import pytest

from app.formats.edi.acknowledge import On, Policy
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.mirror import sound
from tests.edi_interchanges import GOOD_ORDERS, answers, edifact, faults_of, inner, said, verdicts_of

_BGM, _DTM, _NAD, _LIN, _UNS = GOOD_ORDERS
_UCI = "UCI+42+SENDER:14+RECEIVER:14+7"
_UNG = "UNG+ORDERS+A+B+201122:0304+5+UN+D:96A"
_MESSAGE = "'".join(["UNH+1+ORDERS:D:96A:UN", *GOOD_ORDERS, "UNT+7+1"])
_UNB_4 = "UNB+UNOC:4+SENDER:14+RECEIVER:14+20201122:0304+42"


def _of_sender(sender: str, control: str = "42") -> bytes:
    unb = f"UNB+UNOC:3+{sender}+RECEIVER:14+201122:0304+{control}"
    return edifact(GOOD_ORDERS, unb=unb, unz=f"UNZ+1+{control}")


def _of_message(*segments: str) -> list[str]:
    found = said(edifact(segments))
    assert found[0] == _UCI
    return found[1:]


def test_a_good_interchange_is_acknowledged() -> None:
    [(name, content)] = answers(edifact(GOOD_ORDERS))
    assert name == "001-42-contrl.edi"
    assert content.decode().split("'")[:-1] == [
        "UNB+UNOC:3+RECEIVER:14+SENDER:14+261122:1405+7",
        "UNH+1+CONTRL:D:3:UN",
        _UCI,
        "UCM+1+ORDERS:D:96A:UN+7",
        "UNT+4+1",
        "UNZ+1+7",
    ]


def test_version_4_has_its_own_contrl() -> None:
    [(_, content)] = answers(edifact(GOOD_ORDERS, unb=_UNB_4))
    assert b"UNB+UNOC:4+RECEIVER:14+SENDER:14+20261122:1405+7'UNH+1+CONTRL:4:1:UN'" in content
    assert faults_of(content) == []


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        ((_BGM, "DTM+137:20201101:999", _NAD, _LIN, _UNS), ["UCS+3", "UCD+12+2:3"]),
        ((_BGM, "DTM", _NAD, _LIN, _UNS), ["UCS+3", "UCD+13+2"]),
        (("BGM+220+" + "1" * 36, _DTM, _NAD, _LIN, _UNS), ["UCS+2", "UCD+39+3"]),
        ((_BGM, _DTM, _NAD, "XYZ+1", _LIN, _UNS), ["UCS+5+15"]),
        ((_BGM, _BGM, _DTM, _NAD, _LIN, _UNS), ["UCS+3+35"]),
        ((_DTM, _NAD, _LIN, _UNS), ["UCS+1+13"]),
        ((_BGM, _DTM, _NAD, _LIN), ["UCS+5+13"]),
    ],
)
def test_a_fault_is_told_with_its_place(segments: tuple[str, ...], expected: list[str]) -> None:
    assert _of_message(*segments) == ["UCM+1+ORDERS:D:96A:UN+4", *expected]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("UNT+9+1", "UCM+1+ORDERS:D:96A:UN+4+29+UNT+2"),
        ("UNT+7+2", "UCM+1+ORDERS:D:96A:UN+4+28+UNT+3"),
        ("", "UCM+1+ORDERS:D:96A:UN+4+13+UNT"),
    ],
)
def test_a_messages_own_fault_is_told_with_it(written: str, expected: str) -> None:
    message = "'".join(["UNH+1+ORDERS:D:96A:UN", *GOOD_ORDERS, *([written] if written else [])])
    assert said(edifact(message)) == [_UCI, expected]


def test_an_unknown_message_is_rejected() -> None:
    assert said(edifact("UNH+1+NOSUCH:D:96A:UN'UNT+2+1")) == [_UCI, "UCM+1+NOSUCH:D:96A:UN+4+12+UNH+3:1"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (edifact(GOOD_ORDERS, unz="UNZ+2+42"), "UCI+42+SENDER:14+RECEIVER:14+4+29+UNZ+2"),
        (edifact(GOOD_ORDERS, unz="UNZ+1+43"), "UCI+42+SENDER:14+RECEIVER:14+4+28+UNZ+3"),
        (edifact(GOOD_ORDERS).replace(b"UNZ+1+42'", b""), "UCI+42+SENDER:14+RECEIVER:14+4+13+UNZ"),
        (edifact(GOOD_ORDERS).replace(b"UNOC:3", b"UNOC:9"), "UCI+42+SENDER:14+RECEIVER:14+4+2+UNB+2:2"),
        (edifact(GOOD_ORDERS).replace(b"UNOC:3", b"UNOZ:3"), "UCI+42+SENDER:14+RECEIVER:14+4+2+UNB+2:1"),
        (edifact(GOOD_ORDERS).replace(b"201122:", b"20112:"), "UCI+42+SENDER:14+RECEIVER:14+4+40+UNB+5:1"),
    ],
)
def test_a_rejected_interchange_gets_a_uci_alone(data: bytes, expected: str) -> None:
    assert said(data) == [expected]
    [(_, content)] = answers(data)
    assert faults_of(content) == []


def test_groups_are_told_before_their_messages() -> None:
    message = f"{_UNG}'{_MESSAGE}'UNE+1+5"
    assert said(edifact(message)) == [_UCI, "UCF+5+A+B+7", "UCM+1+ORDERS:D:96A:UN+7"]
    assert said(edifact(message.replace("UNE+1", "UNE+3"))) == [_UCI, "UCF+5+A+B+4+29+UNE+2"]


@pytest.mark.parametrize(
    ("une", "expected"),
    [
        ("UNE+1+5+X", "4+16+UNE+4"),
        ("FTX+AAI+++X'UNE+1+5", "4+33"),
        ("UNT+7+1'UNE+1+5", "4+33+UNT"),
    ],
)
def test_any_error_of_a_group_rejects_it_with_its_messages(une: str, expected: str) -> None:
    data = edifact("'".join([_UNG, _MESSAGE, une]))
    assert said(data, Policy(on=On.ERRORS)) == said(data) == [_UCI, f"UCF+5+A+B+{expected}"]
    assert verdicts_of(data) == ("rejected", ["rejected"])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (edifact(GOOD_ORDERS, unz="UNZ+1+42+X"), "4+16+UNZ+4"),
        (edifact(GOOD_ORDERS, unz="FTX+AAI+++X'UNZ+1+42"), "4+33"),
        (edifact(GOOD_ORDERS, unz="UNE+1+5'UNZ+1+42"), "4+33+UNE"),
        (edifact("'".join([_UNG, _MESSAGE, "UNE+1+5"]), unz="UNT+7+1'UNZ+1+42"), "4+33+UNT"),
    ],
)
def test_any_error_of_the_interchange_rejects_it(data: bytes, expected: str) -> None:
    assert said(data, Policy(on=On.ERRORS)) == said(data) == [_UCI.removesuffix("7") + expected]
    assert verdicts_of(data) == ("rejected", ["rejected"])


def test_routing_addresses_are_turned_round() -> None:
    data = edifact(GOOD_ORDERS, unb="UNB+UNOC:3+SENDER:14:BACK+RECEIVER:14:ROUTE+201122:0304+42++++++1")
    [(_, content)] = answers(data)
    assert content.startswith(b"UNB+UNOC:3+RECEIVER:14:ROUTE+SENDER:14:BACK+261122:1405+7++++++1'")
    assert inner(content)[0] == "UCI+42+SENDER:14:BACK+RECEIVER:14:ROUTE+7"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (_of_sender("SENDER:14", "1" * 15), ["UCI+0+SENDER:14+RECEIVER:14+4+39+UNB+6"]),
        (_of_sender("S" * 36 + ":14"), ["UCI+42+0:14+RECEIVER:14+4+39+UNB+3:1"]),
        (edifact("UNH+1+ORDERSX:D:96A:UN'UNT+2+1"), [_UCI, "UCM+1+0:D:96A:UN+4+39+UNH+3:1"]),
    ],
)
def test_what_can_not_be_copied_never_becomes_another_value(data: bytes, expected: list[str]) -> None:
    """Zeros stand where something has to; nobody else is made the answer's receiver."""
    [(_, content)] = answers(data)
    assert inner(content) == expected
    assert faults_of(content) == []
    assert (b"+UNKNOWN:14+" in content) == (b"+SENDER" not in data)


def test_odd_delimiters_are_mirrored_with_una() -> None:
    data = b"UNA;|.! ~" + edifact(GOOD_ORDERS).translate(bytes.maketrans(b":+'", b";|~"))
    data = data.replace(b"SENDER", b"SEN!;DER")
    [(_, content)] = answers(data)
    assert content.startswith(b"UNA;|.! ~UNB|UNOC;3|RECEIVER;14|SEN!;DER;14|")
    assert b"~UCI|42|SEN!;DER;14|RECEIVER;14|7~" in content
    assert faults_of(content) == []


def test_a_contrl_is_not_acknowledged() -> None:
    [(_, content)] = answers(edifact(GOOD_ORDERS))
    assert answers(content) == []


@pytest.mark.parametrize(("on", "good", "bad"), [(On.ALWAYS, 1, 1), (On.ERRORS, 0, 1), (On.NEVER, 0, 0)])
def test_the_policy_says_when(on: On, good: int, bad: int) -> None:
    assert len(answers(edifact(GOOD_ORDERS), Policy(on=on))) == good
    assert len(answers(edifact(GOOD_ORDERS[:2]), Policy(on=on))) == bad


def test_lenient_partners_are_told_of_no_rejection() -> None:
    bad = (_BGM, "DTM+137:20201101:999", _NAD, _LIN, _UNS)
    assert said(edifact(bad), Policy(lenient=True)) == [_UCI, "UCM+1+ORDERS:D:96A:UN+7"]


def test_no_more_segments_are_told_of_than_the_message_has_room_for() -> None:
    [(_, content)] = answers(edifact((_BGM, _DTM, _NAD, *["XYZ+1"] * 1_500, _LIN, _UNS)))
    assert sum(each.startswith("UCS") for each in inner(content)) == 999
    assert faults_of(content) == []


@pytest.mark.parametrize("una", ["UNA:+., .", "UNA:.., '"])
def test_an_answer_has_delimiters_of_its_own_where_no_decimal_mark_would_be_left(una: str) -> None:
    """Found by the fuzz: with both marks taken, the answer's own UNA would be faulty."""
    component, element, decimal, release, _, terminator = una[3:]
    marks = sound(Delimiters(element, component, terminator, "", release, decimal), "edifact")
    named = [marks.component, marks.element, marks.decimal, marks.release, marks.terminator]
    assert len(set(named)) == len(named)
    assert marks.decimal in ".,"
