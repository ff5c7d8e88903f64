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
from tests.edi_interchanges import GOOD_850, GOOD_ORDERS, answers, edifact, faults_of, x12

_SAMPLES = (
    x12(GOOD_850, ("BEG*00*QQ*4711**20201101", "PO1*1*5*EA"), asks=True),
    x12(GOOD_850, gs="GS*PO*APPA*APPB*20201122*0304*17*X*005010X123", version="00501"),
    edifact(GOOD_ORDERS, GOOD_ORDERS[:3]),
    edifact(GOOD_ORDERS, unb="UNB+UNOC:4+SENDER:14+RECEIVER:14+20201122:0304+42"),
)
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
