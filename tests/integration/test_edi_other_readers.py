"""What we write parses in readers that others wrote: pyx12 for X12, pydifact for EDIFACT. They are for tests only."""

import io
import warnings
from datetime import UTC, datetime

import pytest
from pydifact.segmentcollection import Interchange as PydifactInterchange
from pyx12.x12file import X12Reader

from app.formats import FORMATS
from app.formats.edi.acknowledge import Acknowledger, Policy
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import read
from tests.builders import a_document
from tests.edi_documents import Paper, good_papers

X12_TYPES = sorted(FORMATS.get("x12").types)
EDIFACT_TYPES = sorted(FORMATS.get("edifact").types)


def segments_by_pyx12(raw: bytes) -> list[str]:
    """Every segment's tag; pyx12 counts, compares control numbers, and keeps what it finds wrong."""
    reader = X12Reader(io.StringIO(raw.decode()))
    tags = []
    for segment in reader:
        tags.append(segment.get_seg_id())
        assert reader.pop_errors() == []
    reader.cleanup()
    assert reader.pop_errors() == []
    return tags


def segments_by_pydifact(raw: bytes) -> list[str]:
    """Every segment's tag within messages."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it has no directory of the service segments, and says so
        interchange = PydifactInterchange.from_str(raw.decode())
        return [segment.tag for message in interchange.get_messages() for segment in message.segments]


@pytest.mark.parametrize("type_", X12_TYPES)
def test_pyx12_reads_the_x12_that_we_write(type_: str) -> None:
    raw = FORMATS.get("x12").render(next(a_document(each) for each in X12_TYPES if each == type_))
    tags = segments_by_pyx12(raw)
    assert tags[0] == "ISA"
    assert tags[-1] == "IEA"
    assert len(tags) == raw.count(b"~")


@pytest.mark.parametrize("type_", EDIFACT_TYPES)
def test_pydifact_reads_the_edifact_that_we_write(type_: str) -> None:
    raw = FORMATS.get("edifact").render(next(a_document(each) for each in EDIFACT_TYPES if each == type_))
    lines = [
        each.decode() for each in raw.split(b"'\n") if each[:3] not in (b"UNA", b"UNB", b"UNZ", b"UNH", b"UNT", b"")
    ]
    assert segments_by_pydifact(raw) == [each[:3] for each in lines]


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
def test_they_read_our_acknowledgements(paper: Paper) -> None:
    acknowledger = Acknowledger(Policy())
    answers = [answer for event in read(io.BytesIO(paper.raw())) for answer in acknowledger.take(event)]
    assert answers
    for number, answer in enumerate(answers, 1):
        raw = answer.content(Numbers(number), datetime(2026, 1, 5, 9, 30, tzinfo=UTC))
        assert (segments_by_pyx12 if paper.standard == "x12" else segments_by_pydifact)(raw)
