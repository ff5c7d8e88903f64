"""Regular expressions of XPath: the flavour, and that no text makes them slow."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.validation.schematron.automaton import Automaton
from app.validation.schematron.regex import BadPattern, check, matches_regex, replace_regex, tokenize_regex
from app.validation.schematron.regex_syntax import NESTED, open_repeats, parse_regex, python_pattern
from app.validation.schematron.runtime_values import DynamicError

BACKTRACKING = [
    r"^(a+)+$",
    r"^(a|aa)+$",
    r"^(a|a?)+$",
    r"(.*)*b",
    r".*([0-9].*){3,}.*",
    r"^([a-z0-9]+)*@([a-z0-9]+\.)+[a-z]+$",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"a*a*a*a*a*b",
]


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"\d", "٣", True),  # any decimal digit of Unicode, as XML Schema has it
        (r"\w", "_", False),  # punctuation, other than in Python
        (r"\w", "é", True),
        (r"\s", "\u00a0", False),  # XML's four white spaces only
        (r"^\p{Lu}\p{Ll}+$", "Éa", True),
        (r"\P{L}", "a", False),
        (r"[\p{L}-[aeiou]]", "e", False),
        (r"[\p{L}-[aeiou]]", "f", True),
        (r"^[^a-c]$", "d", True),
        (r"^\i\c*$", "a-1", True),
        (r"a.b", "a\nb", False),
        (r"\p{IsGreek}", "α", True),
        (r"[\^\-\]]", "]", True),
        (r"^a$", "a\n", False),
        (r"x{2,3}", "xx", True),
    ],
)
def test_the_flavour_is_that_of_xml_schema(pattern, text, matches):
    assert matches_regex(pattern, "")(text) is matches


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "matches"),
    [
        ("A", "i", "a", True),
        ("a.b", "s", "a\nb", True),
        ("^b$", "m", "a\nb", True),
        ("a b", "x", "ab", True),
        ("a.b", "q", "axb", False),
    ],
)
def test_flags_change_what_matches(pattern, flags, text, matches):
    assert matches_regex(pattern, flags)(text) is matches


@pytest.mark.parametrize(
    "pattern",
    ["(", "a)", "[", "[]", "a{2", "*a", "a**", r"\y", r"\p{Nope}", "[z-a]", r"(a)\2", "a{5,2}", "^*", r"\p{IsNowhere}"],
)
def test_what_is_no_pattern_is_refused(pattern):
    with pytest.raises(BadPattern):
        check("matches", pattern, "")


@pytest.mark.parametrize("pattern", BACKTRACKING)
def test_a_pattern_that_could_backtrack_for_ever_takes_no_time(pattern):
    matches = matches_regex(pattern, "")
    started = time.thread_time()
    for text in ("a" * 5000 + "!", "1 " * 2500, "a" * 40 + "!", "!" * 5000):
        matches(text)
    assert time.thread_time() - started < 1


@pytest.mark.parametrize("pattern", [r"(a+)+", r"(a|aa)+b", "a*", "a?"])
@pytest.mark.parametrize("use", ["replace", "tokenize"])
def test_replace_and_tokenize_refuse_what_they_cant_bound(use, pattern):
    with pytest.raises(BadPattern):
        check(use, pattern, "")


def test_a_text_that_is_too_long_is_an_error():
    with pytest.raises(DynamicError, match="too long"):
        matches_regex("a", "")("b" * 200_000)
    with pytest.raises(DynamicError, match="too long"):
        tokenize_regex(r"\s+,\s+", "")(" " * 50_000)


def test_references_in_a_replacement_are_written_as_xpath_has_them():
    assert replace_regex("(a)(b)", "")("xaby", "$2$1") == "xbay"
    assert replace_regex("a", "")("a", r"\$\\1") == r"$\1"
    assert replace_regex("(a)", "")("a", "$12") == "a2"
    with pytest.raises(DynamicError):
        replace_regex("a", "")("a", "$")


PATTERNS = st.recursive(
    st.sampled_from(["a", "b", "c", "[ab]", "[^a]", "."]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{1,2}", "{2}", "{1,}"])).map(
            lambda pair: f"({pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    pattern=PATTERNS, start=st.sampled_from(["", "^"]), end=st.sampled_from(["", "$"]), text=st.text("abc", max_size=7)
)
def test_the_automaton_and_pythons_engine_agree(pattern, start, end, text):
    tree = parse_regex(start + pattern + end, "")
    expected = re.search(python_pattern(tree), text) is not None
    assert Automaton(tree, re.RegexFlag(0)).matches(text) is expected


def test_only_patterns_that_are_sure_to_be_quick_are_left_to_pythons_engine():
    assert open_repeats(parse_regex(r"^[0-9]{7,8}$", "")) == 1
    assert all(open_repeats(parse_regex(pattern, "")) > 2 for pattern in BACKTRACKING)
    assert open_repeats(parse_regex(r"(a*)*", "")) >= NESTED
