"""Interchanges of X12 and EDIFACT made to cost much, or to trip the answer: shown and answered all the same."""

from collections.abc import Callable
from time import thread_time

import pytest

from app.formats.edi.anatomy import anatomy
from tests.edi_interchanges import GOOD_ORDERS, answers, edifact, faults_of, inner, x12


def _released_terminators(count: int) -> bytes:
    return edifact((*GOOD_ORDERS, "FTX+AAI+++" + "?'" * count))


def _released_separators(count: int) -> bytes:
    return edifact((*GOOD_ORDERS, "FTX+AAI+++" + "?+?:a" * count))


def _release_characters(count: int) -> bytes:
    return edifact((*GOOD_ORDERS, "FTX+AAI+++" + "?" * 2 * count))


def _messages_of_no_grammar(count: int) -> bytes:
    return x12(*[f"ST*999X*{number:04}~SE*2*{number:04}" for number in range(count)])


def _interchanges(count: int) -> bytes:
    return edifact("UNH+1+ORDERS:D:96A:UN'UNT+2+1") * count


_MADE: dict[str, tuple[Callable[[int], bytes], int]] = {
    "released terminators": (_released_terminators, 30_000),
    "released separators": (_released_separators, 20_000),
    "release characters": (_release_characters, 100_000),
    "messages of no grammar": (_messages_of_no_grammar, 2_000),
    "interchanges": (_interchanges, 300),
}


def _cost(data: bytes) -> float:
    started = thread_time()
    anatomy(data)
    return thread_time() - started


@pytest.mark.parametrize("kind", _MADE)
def test_eight_times_as_much_costs_no_more_than_it_has_to(kind: str) -> None:
    made, count = _MADE[kind]
    anatomy(made(10))  # grammars and names are loaded
    ratios = []
    for _ in range(3):
        ratios.append(_cost(made(8 * count)) / max(_cost(made(count)), 0.002))
        if ratios[-1] < 20:
            return
    pytest.fail(f"eight times as much cost {ratios} times as much")


@pytest.mark.parametrize("count", [62, 63, 64, 65, 66, 127, 128, 129])
def test_a_terminator_is_released_by_an_odd_number_of_release_characters(count: int) -> None:
    data = edifact((*GOOD_ORDERS, "FTX+AAI+++" + "?" * count + "'+", "FTX+AAI"))
    [text, _] = [each.raw for each in anatomy(data).segments if each.tag == "FTX"]
    assert text.endswith("'+") == bool(count % 2)


def test_a_file_that_ends_in_a_release_character_gets_nothing_that_it_has_not() -> None:
    raw = edifact(GOOD_ORDERS).removesuffix(b"UNZ+1+42'") + b"FTX+AAI+++a?'b'FTX+x?"
    assert anatomy(raw).segments[-1].raw == "FTX+x?"


def test_delimiters_that_are_no_ascii_are_not_answered_with() -> None:
    """In UNOA they couldn't be written, in UTF-8 they would be two bytes."""
    raw = edifact(GOOD_ORDERS).replace(b"UNOC", b"UNOA")
    odd = b"UNA:+.? \xa7" + raw.replace(b"'", b"\xa7")
    ((_, content),) = answers(odd)
    assert inner(content)[0].startswith("UCI+42+")
    assert faults_of(content) == []


def test_both_decimal_marks_may_separate_something_else() -> None:
    odd = b"UNA.,.? '" + edifact(GOOD_ORDERS).translate(bytes.maketrans(b":+.", b".,:"))
    ((_, content),) = answers(odd)
    # an answer can't be written so: its own UNA would be faulty
    assert any(each.startswith("UCI+42+") for each in inner(content))
    assert faults_of(content) == []


@pytest.mark.parametrize(("released", "interchanges"), [("?", 1), ("??", 2), ("a", 2)])
def test_an_interchange_begins_behind_a_terminator_that_is_not_released(released: str, interchanges: int) -> None:
    raw = edifact(GOOD_ORDERS).removesuffix(b"'") + b"+" + released.encode() + b"'" + edifact(GOOD_ORDERS)
    assert len([each for each in anatomy(raw).segments if each.tag == "UNB"]) == interchanges
