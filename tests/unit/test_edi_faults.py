"""Each fault is told with the standard's own code, at its place; a good interchange is told to be good."""

import io
from collections import Counter

import pytest

from app.formats.edi.reader import read
from app.formats.edi.report import Report
from tests.edi_documents import Paper, good_papers
from tests.oracles.edi_faults import Case, cases, found

CASES = list(cases())


def test_there_are_enough_kinds_of_fault() -> None:
    assert len({each.kind for each in CASES}) >= 45
    assert len(CASES) >= 600


@pytest.mark.parametrize("kind", sorted({each.kind for each in CASES}))
def test_every_fault_of_a_kind_is_found(kind: str) -> None:
    missed = [each for each in CASES if each.kind == kind and not found(each)]
    assert missed == []


def test_one_fault_is_told_once() -> None:
    """As far as one fault is one: most cases get one finding, and none more than a handful."""
    told = Counter(len(_report(each.raw).findings) for each in CASES)
    assert max(told) <= 12
    assert told[1] > 0.8 * len(CASES)


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
def test_a_good_interchange_has_no_findings(paper: Paper) -> None:
    report = _report(paper.raw())
    assert report.findings == []
    assert report.verdict == "accepted"


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_line_breaks_behind_segments_change_nothing(paper: Paper, ending: str) -> None:
    changed = paper.copy()
    changed.ending = ending
    assert _report(changed.raw()).findings == []


def test_a_finding_has_words_in_both_languages() -> None:
    case: Case = next(each for each in CASES if each.kind == "unknown code")
    english, chinese = (Report(language).take(read(io.BytesIO(case.raw))).findings[0] for language in ("en", "zh"))
    assert "isn't in its list" in english["message"]
    assert "代码" in chinese["message"]


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
@pytest.mark.parametrize("tag", ["UNB", "UNH", "UNT", "UNZ", "GS", "ST", "SE", "GE", "IEA"])
@pytest.mark.parametrize("value", ["", "A", "x" * 40])
def test_what_is_wrong_with_an_envelope_is_told_in_full(paper: Paper, tag: str, value: str) -> None:
    """No message has a gap where it should say what was expected."""
    tags = [each[0] for each in paper.segments]
    if tag not in tags:
        return
    for element in range(1, len(paper.segments[tags.index(tag)])):
        changed = paper.copy()
        changed.segments[tags.index(tag)][element] = value
        for language in ("en", "zh"):
            told = Report(language).take(read(io.BytesIO(changed.raw()))).findings
            assert not [each for each in told if "{" in f"{each['message']}{each['hint']}"]


def _report(raw: bytes) -> Report:
    return Report().take(read(io.BytesIO(raw)))
