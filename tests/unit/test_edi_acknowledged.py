"""Acknowledgements that come in, as plain values."""

from io import BytesIO

from app.formats.edi.acknowledged import Acknowledged, Answer, acknowledged, notices
from app.formats.edi.interchange import Interchange
from app.formats.edi.reader import Ended, Options, read
from tests.edi_interchanges import GOOD_850, GOOD_ORDERS, answers, edifact, messages_of, x12

_BAD_850 = ("BEG*00*QQ*4711**20201101", "XYZ*1", "PO1*1*5*EA")


def _told(data: bytes) -> list[Acknowledged]:
    """What our own answer to `data` tells."""
    [(_, answer)] = answers(data)
    return [each for message in messages_of(answer) for each in acknowledged(message)]


def test_a_997_tells_of_its_group_and_each_set() -> None:
    [told] = _told(x12(GOOD_850, _BAD_850))
    assert (told.standard, told.kind, told.number) == ("x12", "997", "000000007")
    assert (told.sender, told.sender_qualifier, told.receiver) == ("RECEIVER", "ZZ", "SENDER")
    assert told.interchange is None
    assert told.counts == (2, 2, 1)
    assert told.group is not None
    assert (told.group.number, told.group.name, told.group.answer) == ("17", "PO", Answer.PARTIALLY)
    first, second = told.messages
    assert (first.number, first.name, first.answer, first.faults) == ("0001", "850", Answer.ACCEPTED, ())
    assert second.answer is Answer.REJECTED
    assert second.faults == ("AK304:8", "AK403:7", "AK304:1", "AK502:5")
    assert (second.noted[1].tag, second.noted[1].position, second.noted[1].element) == ("BEG", 2, 2)
    assert second.noted[1].value == "QQ"


def test_a_999_names_its_own_elements() -> None:
    gs = "GS*PO*APPA*APPB*20201122*0304*17*X*005010X123"
    [told] = _told(x12(_BAD_850, gs=gs, version="00501"))
    assert told.messages[0].faults == ("IK304:8", "IK403:7", "IK304:1", "IK502:5")


def test_a_groups_codes_are_told() -> None:
    [told] = _told(x12(GOOD_850, ge="GE*9*17"))
    assert told.group is not None
    assert (told.group.answer, told.group.faults) == (Answer.REJECTED, ("AK905:5",))


def test_counts_that_are_none_are_told_apart_from_0() -> None:
    [(_, answer)] = answers(x12(GOOD_850))
    [message] = messages_of(answer.replace(b"AK9*A*1*1*1", b"AK9*A*0**X"))
    [told] = acknowledged(message)
    assert told.counts == (0, -1, -1)


def test_a_ta1_tells_of_the_interchange() -> None:
    [(_, answer)] = answers(x12(GOOD_850, iea="IEA*1*000000043"))
    [ended] = [each for each in read(BytesIO(answer)) if isinstance(each, Ended)]
    assert isinstance(ended.what, Interchange)
    [told] = notices(ended.what)
    assert told.kind == "TA1"
    assert told.interchange is not None
    assert (told.interchange.number, told.interchange.answer) == ("000000042", Answer.REJECTED)
    assert told.interchange.faults == ("TA105:001",)


def test_a_contrl_tells_of_the_interchange_and_each_message() -> None:
    bad = (GOOD_ORDERS[0], "DTM+137:20201101:999", *GOOD_ORDERS[2:])
    [told] = _told(edifact(GOOD_ORDERS, bad))
    assert told.interchange is not None
    assert (told.interchange.number, told.interchange.answer) == ("42", Answer.ACCEPTED)
    assert set(told.parties) == {told.sender, told.receiver}
    first, second = told.messages
    assert (first.number, first.name, first.answer) == ("1", "ORDERS", Answer.ACCEPTED)
    assert (second.answer, second.faults) == (Answer.REJECTED, ("12",))
    assert (second.noted[0].position, second.noted[0].element, second.noted[0].component) == (3, 1, 3)


def test_a_contrl_has_a_value_for_each_group() -> None:
    message = "'".join(["UNH+1+ORDERS:D:96A:UN", *GOOD_ORDERS, "UNT+7+1"])
    group = "UNG+ORDERS+A+B+201122:0304+{0}+UN+D:96A'" + message + "'UNE+1+{0}"
    first, second = _told(edifact(group.format(5) + "'" + group.format(6), unz="UNZ+2+42"))
    assert first.group is not None
    assert second.group is not None
    assert [first.group.number, second.group.number] == ["5", "6"]
    assert [len(first.messages), len(second.messages)] == [1, 1]
    assert first.interchange is second.interchange


def test_other_messages_acknowledge_nothing() -> None:
    assert [acknowledged(each) for each in messages_of(x12(GOOD_850))] == [[]]
    [message] = [each for each in read(BytesIO(answers(x12(GOOD_850))[0][1]), Options()) if hasattr(each, "loop")]
    assert acknowledged(message) == []  # type: ignore[arg-type]  # it has a loop


def test_damaged_acknowledgements_tell_what_can_be_read() -> None:
    [(_, answer)] = answers(x12(GOOD_850))
    for wrong in (b"AK1", b"AK2", b"AK5*A", b"AK9*A*1*1*1", b"PO*17"):
        damaged = answer.replace(wrong, wrong[:3], 1)
        assert all(isinstance(each, Acknowledged) for message in messages_of(damaged) for each in acknowledged(message))
