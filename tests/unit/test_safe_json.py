"""What the JSON reader takes, what it refuses, and with which code."""

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import Refused, entries
from app.safe import DEFAULT_LIMITS, Limits
from app.safe.json import parse_json


def code_of(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(Refused) as refused:
        parse_json(raw, limits)
    return refused.value.code


def test_amounts_keep_every_digit_and_never_become_floats() -> None:
    value = parse_json(b'{"price": 12.50, "tiny": 1e-7, "count": 3}').value
    assert value == {"price": Decimal("12.50"), "tiny": Decimal("1E-7"), "count": 3}
    assert str(value["price"]) == "12.50"
    assert {type(each) for each in value.values()} == {Decimal, int}


def test_the_bytes_that_were_read_are_kept_with_the_value() -> None:
    raw = ' {"städte": ["\\ud83d\\ude00", "重庆"]}\n'.encode()
    body = parse_json(raw)
    assert body.raw == raw
    assert body.value == {"städte": ["😀", "重庆"]}


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "json.malformed"),
        (b'{"a": 1,}', "json.malformed"),
        (b"[1] []", "json.malformed"),
        (b"[01]", "json.malformed"),
        (b"['a']", "json.malformed"),
        (b'["a\tb"]', "json.malformed"),
        (b"/* no */ 1", "json.malformed"),
        (b"\x0c1", "json.malformed"),
        ("[１]".encode(), "json.malformed"),
        (b'"\\x41"', "json.malformed"),
        (b'"unfinished', "json.malformed"),
        (b'"\\', "json.malformed"),
        (b"[NaN]", "json.number"),
        (b"[Infinity]", "json.number"),
        (b"[-Infinity]", "json.number"),
        (b"1e101", "json.number"),
        (b"-1E-999999999999999999", "json.number"),
        (b"1e" + b"9" * 100_000, "json.number"),
        (b"9" * 1_000_000, "json.number"),
        (b"0." + b"1" * 1_000_000, "json.number"),
        (b"\xef\xbb\xbf{}", "json.encoding"),
        (b'["\xff"]', "json.encoding"),
        (b'["\xed\xa0\x80"]', "json.encoding"),
        (b'["\xc0\xaf"]', "json.encoding"),
        ('{"a": 1}'.encode("utf-16"), "json.encoding"),
        (b'{"a": 1, "b": 2, "a": 1}', "json.duplicate_key"),
        (b'{"a": 1, "\\u0061": 1}', "json.duplicate_key"),
        (b'[{"deep": [{"x": {}, "x": {}}]}]', "json.duplicate_key"),
        (b'"\\ud800"', "json.lone_surrogate"),
        (b'"\\udc00\\ud800"', "json.lone_surrogate"),
        (b'"\\ud83d\\\\\\ude00"', "json.lone_surrogate"),
        (b'{"\\uDFAA": 0}', "json.lone_surrogate"),
    ],
)
def test_each_fault_has_its_own_code(raw: bytes, code: str) -> None:
    assert code_of(raw) == code


def test_an_escaped_backslash_before_a_u_is_not_a_surrogate() -> None:
    assert parse_json(b'"\\\\ud800"').value == "\\ud800"
    assert parse_json(b'"\\"\\\\\\"[[["').value == '"\\"[[['


def test_a_syntax_error_says_where_and_what() -> None:
    with pytest.raises(Refused) as refused:
        parse_json(b'{"a": 1,\n "b" 2}')
    assert refused.value.line == 2
    assert refused.value.message() == "This is not JSON: line 2, column 6: Expecting ':' delimiter."
    assert "第 2 行第 6 列" in refused.value.message("zh")


def test_a_lone_surrogate_says_where() -> None:
    with pytest.raises(Refused) as refused:
        parse_json(b'{"a":\n "x\\ud800"}')
    assert (refused.value.line, refused.value.params["column"]) == (2, "4")


def test_a_repeated_member_is_named() -> None:
    with pytest.raises(Refused) as refused:
        parse_json(b'{"total": 1, "b": 2, "total": 3}')
    assert "total" in refused.value.message()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b'["123456789"]', "json.too_large"),
        (b"[[[[1]]]]", "json.too_deep"),
        (b'[{"a":[[]]}]', "json.too_deep"),
        (b"[1,2,3,4,5]", "json.too_many_values"),
        (b'["123456"]', "json.string_too_long"),
    ],
)
def test_each_limit_is_kept(raw: bytes, code: str) -> None:
    assert code_of(raw, Limits(size=12, depth=3, elements=4, text=5)) == code


def test_what_is_exactly_at_a_limit_passes() -> None:
    limits = Limits(size=14, depth=3, elements=6, text=5)
    assert parse_json(b'[[["12345"]]]', limits).value == [[["12345"]]]
    assert parse_json(b"[1,2,3,4,5,6]", limits).value == [1, 2, 3, 4, 5, 6]


def test_brackets_and_commas_inside_strings_are_not_counted() -> None:
    text = '[[[{{{,,,,\\"]]' * 50
    assert parse_json(json.dumps([text]).encode(), Limits(depth=1, elements=2)).value == [text]


def test_a_nesting_limit_beyond_the_interpreter_is_still_refused() -> None:
    assert code_of(b"[" * 90_000 + b"]" * 90_000, Limits(depth=100_000)) == "json.too_deep"


HEAVY = {
    "a hundred thousand open arrays": b"[" * 100_000,
    "open objects": b'{"":' * 100_000,
    "twenty million closing brackets": b"]" * 20_000_000,
    "twenty million opening brackets": b"[" * 20_000_000,
    "twenty million quotes": b'"' * 20_000_000,
    "empty strings": b"[" + b'"",' * 6_000_000 + b"1]",
    "twenty million commas": b"," * 20_000_000,
    "backslashes": b'["' + b"\\" * 20_000_000 + b'"]',
    "surrogate halves": b'["' + b"\\ud800" * 3_000_000 + b'"]',
    "surrogate pairs": b'["' + b"\\ud83d\\ude00" * 800_000 + b'"]',
    "members with one name": b"{" + b'"a":1,' * 900_000 + b'"a":1}',
    "a million small numbers": b"[" + b"1," * 999_000 + b"1]",
    "pairs of brackets nested to the limit": (b"[" * 99 + b"]" * 99 + b",") * 10_000,
    "deep and wide": b"[" + b",".join([b"[" * 98 + b"]" * 98] * 9_000) + b"]",
}


@pytest.mark.timeout(60)  # `make bench` says how long it takes; here it must only not go on for ever
@pytest.mark.parametrize("name", HEAVY)
def test_heavy_input_is_decided(name: str) -> None:
    with suppress(Refused):
        assert parse_json(HEAVY[name]).raw


def test_every_code_speaks_both_languages() -> None:
    for entry in entries():
        if entry.code.startswith("json."):
            assert entry.en
            assert entry.zh
            assert entry.hint_en
            assert entry.hint_zh


@pytest.mark.corpus
def test_naughty_strings_survive_the_round_trip(corpus: Path) -> None:
    strings = json.loads((corpus / "security/naughty-strings/blns.json").read_bytes())
    for ascii_only in (True, False):
        document = {text: [text, {"in": text}] for text in strings}
        assert parse_json(json.dumps(document, ensure_ascii=ascii_only).encode()).value == document
