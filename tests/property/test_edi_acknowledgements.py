"""Whatever comes in: its acknowledgements can be written, and are without fault by our own grammars."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formats.edi.acknowledge import Policy
from app.formats.edi.delimiters import EDIFACT, EDIFACT_4, X12, split_released, unreleased
from app.formats.edi.reader import Ended, read
from app.formats.edi.writing import Writer
from tests.edi_interchanges import GOOD_850, GOOD_ORDERS, answers, edifact, faults_of, inner, verdicts_of, x12

_UNG = "UNG+ORDERS+A+B+201122:0304+5+UN+D:96A"
_MESSAGE = ("UNH+1+ORDERS:D:96A:UN", *GOOD_ORDERS, "UNT+7+1")
_SAMPLES = (
    x12(GOOD_850, ("BEG*00*QQ*4711**20201101", "PO1*1*5*EA"), asks=True),
    x12(GOOD_850, gs="GS*PO*APPA*APPB*20201122*0304*17*X*005010X123", version="00501"),
    edifact(GOOD_ORDERS, GOOD_ORDERS[:3]),
    edifact(GOOD_ORDERS, unb="UNB+UNOC:4+SENDER:14+RECEIVER:14+20201122:0304+42"),
)
_GROUPED = (
    x12(GOOD_850, GOOD_850, ge="GE*2*17~GS*PO*APPA*APPB*20201122*0304*18*X*004010~GE*0*18", iea="IEA*2*000000042"),
    x12(GOOD_850, ge="GE*1*17~GS*PO*APPA*APPB*20201122*0304*18*X*004010", iea="GE*0*18~IEA*2*000000042"),
    edifact(GOOD_ORDERS, GOOD_ORDERS),
    edifact("'".join([_UNG, *_MESSAGE, "UNE+1+5", _UNG.replace("+5+", "+6+"), *_MESSAGE, "UNE+1+6"]), unz="UNZ+2+42"),
)
_SEGMENTS = ("", "GE*1*17", "SE*4*0001", "GS*ZZ*A", "PO1*1*5*EA*9.5", "UNE+1+5", "UNE+1+5+X", "UNT+7+1", "LIN+1", _UNG)
_PIECES = (*"*+:~'?^>\n\r|é\x00X9 ", "", "ISA", "UNB", "999999999999", "GE*1*1~", "UNZ+1+1'")


def _all_sound(data: bytes, policy: Policy) -> None:
    for name, content in answers(data, policy):
        # names are repeated as they came
        told = [each for each in faults_of(content) if not each.startswith("outside_character_set")]
        assert told == [], (name, content, data)


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(_SAMPLES),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 4), st.sampled_from(_PIECES)), max_size=6),
    st.sampled_from(["", "997", "999"]),
    st.booleans(),
)
def test_answers_to_damaged_interchanges_are_sound(
    sample: bytes, edits: list[tuple[int, int, str]], kind: str, lenient: bool
) -> None:
    for place, width, piece in edits:
        sample = sample[:place] + piece.encode() + sample[place + width :]
    _all_sound(sample, Policy(kind=kind, lenient=lenient))


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(_GROUPED),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 1), st.sampled_from(_SEGMENTS)), max_size=3),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2), st.sampled_from(_PIECES)), max_size=2),
)
def test_what_is_taken_is_what_is_answered_to_be_accepted(
    sample: bytes, moves: list[tuple[int, int, str]], edits: list[tuple[int, int, str]]
) -> None:
    mark = b"~" if sample.startswith(b"ISA") else b"'"
    segments = sample.split(mark)
    for place, width, segment in moves:
        segments[place : place + width] = [segment.encode()] * bool(segment)
    sample = mark.join(segments)
    for place, width, piece in edits:
        sample = sample[:place] + piece.encode() + sample[place + width :]
    verdict, messages = verdicts_of(sample)
    taken = sum(each != "rejected" for each in messages)
    assert sum(_accepted_in(content) for _, content in answers(sample)) == taken
    if verdict == "accepted":
        assert taken == len(messages)


def _accepted_in(answer: bytes) -> int:
    """Messages that an answer accepts; what says that they all are rejected mentions none."""
    segments = inner(answer.decode("latin-1").encode())  # a name may be in any character set
    counted = sum(int(each.split("*")[4]) for each in segments if each.startswith("AK9"))
    return counted + sum(each.startswith("UCM") and each.endswith("+7") for each in segments)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12), min_size=1, max_size=6))
def test_released_values_are_read_as_they_were_written(values: list[str]) -> None:
    for marks in (EDIFACT, EDIFACT_4):
        raw = Writer(marks, "utf-8").segment("FTX", *values, (*values, "end"))
        *simple, composite = split_released(raw, marks.element, marks.release)[1:]
        assert [unreleased(each, marks.release) for each in simple] == values
        parts = split_released(composite, marks.component, marks.release)
        assert [unreleased(each, marks.release) for each in parts] == [*values, "end"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=1, max_size=6))
def test_no_value_in_x12_looks_like_a_delimiter(values: list[str]) -> None:
    raw = Writer(X12).segment("MSG", *values, "end")
    assert raw.count("*") == len(values) + 1
    assert not set(raw) & set("~>^\r\n")


@pytest.mark.corpus
def test_every_real_file_can_be_acknowledged(corpus: Path) -> None:
    answered = 0
    edits = random.Random(4)
    for path in sorted((corpus / "edi").rglob("*")):
        data = path.read_bytes() if path.is_file() and path.stat().st_size < 60_000 else b""
        place = edits.randrange(len(data) or 1)
        for variant in (data, data[:place] + b"X" + data[place + 2 :]):
            _all_sound(variant, Policy())
            answered += any(isinstance(each, Ended) for each in read(BytesIO(variant)))
    assert answered > 180
