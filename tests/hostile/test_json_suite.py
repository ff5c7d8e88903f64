"""Every case of JSONTestSuite: `y_` is read, `n_` refused, `i_` either; nothing crashes, nothing is slow."""

import json
import random
import time
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused
from app.safe.json import parse_json
from tests.conftest import corpus_folder

SUITE = corpus_folder() / "security/jsontestsuite"
STRICTER_THAN_THE_GRAMMAR = {
    # RFC 8259 section 4 only says that names SHOULD be unique; two readers of a signed document must not differ
    "y_object_duplicated_key.json": "json.duplicate_key",
    "y_object_duplicated_key_and_value.json": "json.duplicate_key",
}
READ_BY_CHOICE = {
    # what the suite leaves open and we read: an int has any length up to 100 digits here; every other `i_` is refused
    "i_number_too_big_neg_int.json",
    "i_number_too_big_pos_int.json",
    "i_number_very_big_negative_int.json",
}


PIECES = [
    b"",
    b'"',
    b"\\",
    b"\\u",
    b"\\ud83d",
    b"\\ude00",
    b"[",
    b"]",
    b"{",
    b"}",
    b":",
    b",",
    b"0",
    b"-",
    b"e9",
    b"\xf0",
    b"\x00",
]


def outcome(path: Path) -> str:
    """Either "read" or the code of the refusal; a float in the value is a defect."""
    started = time.process_time()
    try:
        assert_no_float(parse_json(path.read_bytes()).value)
    except Refused as refused:
        return refused.code
    finally:
        assert time.process_time() - started < 1
    return "read"


def assert_no_float(value: Any) -> None:
    assert not isinstance(value, float)
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        assert_no_float(each)


def cases(folder: str, pattern: str) -> list[Path]:
    return sorted((SUITE / folder).glob(pattern))


@pytest.mark.corpus
def test_the_suite_is_complete(corpus: Path) -> None:
    assert [len(cases("test_parsing", f"{kind}_*.json")) for kind in "yni"] == [95, 188, 35]


@pytest.mark.corpus
@pytest.mark.parametrize("path", cases("test_parsing", "y_*.json"), ids=lambda path: path.stem)
def test_what_the_grammar_allows_is_read(path: Path) -> None:
    assert outcome(path) == STRICTER_THAN_THE_GRAMMAR.get(path.name, "read")


@pytest.mark.corpus
@pytest.mark.parametrize("path", cases("test_parsing", "n_*.json"), ids=lambda path: path.stem)
def test_what_the_grammar_forbids_is_refused(path: Path) -> None:
    assert outcome(path).startswith("json.")


@pytest.mark.corpus
@pytest.mark.parametrize("path", cases("test_parsing", "i_*.json"), ids=lambda path: path.stem)
def test_what_the_grammar_leaves_open_is_decided_by_us(path: Path) -> None:
    assert (outcome(path) == "read") == (path.name in READ_BY_CHOICE)


@pytest.mark.corpus
@pytest.mark.parametrize("path", cases("test_transform", "number_*.json"), ids=lambda path: path.stem)
def test_numbers_that_readers_round_are_kept_to_the_last_digit(path: Path) -> None:
    if path.name == "number_1e-999.json":
        assert outcome(path) == "json.number"
    else:
        assert parse_json(path.read_bytes()).value == [Decimal(path.stem.removeprefix("number_"))]


@pytest.mark.corpus
@pytest.mark.parametrize(("pattern", "code"), [("object_same*", "json.duplicate_key"), ("string_*codepoint*", "json.")])
def test_what_readers_understand_differently_is_refused(pattern: str, code: str, corpus: Path) -> None:
    found = cases("test_transform", pattern)
    assert found
    assert all(outcome(path).startswith(code) for path in found)


@pytest.mark.corpus
def test_names_are_compared_by_code_points_and_never_normalised(corpus: Path) -> None:
    assert len(parse_json((SUITE / "test_transform/object_key_nfc_nfd.json").read_bytes()).value) == 2


@pytest.mark.corpus
def test_three_thousand_mutants_of_the_suite_never_crash(corpus: Path) -> None:
    chance = random.Random(8259)
    originals = [path.read_bytes() for path in cases("test_parsing", "*.json") if path.stat().st_size < 1000]
    for _ in range(3000):
        raw = bytearray(chance.choice(originals) + chance.choice(originals))
        for _ in range(chance.randint(1, 4)):
            position = chance.randrange(len(raw) + 1)
            raw[position : position + chance.randint(0, 2)] = chance.choice(PIECES)
        with suppress(Refused):
            value = parse_json(bytes(raw)).value
            # whatever we take, the interpreter's own reader takes too, and understands alike
            assert json.loads(raw, parse_float=Decimal) == value
