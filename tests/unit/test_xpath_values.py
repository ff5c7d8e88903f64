"""What expressions give: a table whose values SaxonC has confirmed, and what the table can't show."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from app.safe.tree import Tree
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.schematron.model import Assert, Rule, Schema, ValueOf
from tests.oracles import saxon
from tests.unit.xpaths import DOCUMENT, FAILED, a_schema, shown, truth

TABLE = Path(__file__).with_name("xpath_expectations.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
ITEM = 'if ($z instance of node()) then concat(name($z), "{", string($z), "}") else string($z)'
Results = dict[str, tuple[str, str]]


def the_table() -> Schema:
    """All expressions of the table as one rule: what each shows, whether it can be evaluated, and its truth."""
    asserts = []
    for number, (expression, *_) in enumerate(ROWS):
        words = (ValueOf(f'string-join(for $z in ({expression}) return {ITEM}, "|")'),)
        asserts.append(Assert(f"shown {number}", "false()", message=words))
        asserts.append(Assert(f"evaluated {number}", f"count(({expression})) < 0"))
        asserts.append(Assert(f"truth {number}", expression))
    return a_schema(Rule("/r", tuple(asserts)))


@pytest.fixture(scope="module")
def ours() -> Results:
    """What we make of the table."""
    rules = CompiledRules.load(compile_schema(the_table()), "table")
    findings = {each.code: each for each in rules.judge(Tree(etree.fromstring(DOCUMENT.encode())), limit=10_000)}
    results = {}
    for number, (expression, *_) in enumerate(ROWS):
        failed = "reason" in findings[f"evaluated {number}"].params
        false = findings.get(f"truth {number}")
        truth = "true" if false is None else FAILED if "reason" in false.params else "false"
        results[expression] = (FAILED if failed else findings[f"shown {number}"].params["text"], truth)
    return results


@pytest.mark.parametrize(("expression", "value", "truth"), ROWS, ids=[row[0] for row in ROWS])
def test_an_expression_has_its_value(ours, expression, value, truth):
    assert ours[expression] == (value, truth)


def test_saxon_confirms_the_table():
    """Only where SaxonC is installed; expressions that it refuses when compiling are left to the table."""
    if not saxon.AVAILABLE:
        pytest.skip(saxon.LEFT_OUT)
    rows = [row for row in ROWS if FAILED not in row]
    asserts = tuple(
        Assert(f"{n}", "false()", message=(ValueOf(f'string-join(for $z in ({row[0]}) return {ITEM}, "|")'),))
        for n, row in enumerate(rows)
    )
    fired = saxon.SaxonRules(a_schema(Rule("/r", asserts)), with_texts=True).judge(DOCUMENT.encode())
    texts = {int(each.id): each.text for each in fired}
    assert {row[0]: texts[n] for n, row in enumerate(rows)} == {row[0]: row[1] for row in rows}


def test_the_empty_sequence_is_not_zero():
    assert shown("nothing + 1") == ""
    assert truth("xs:decimal(nothing) = 0") == "false"
    assert shown("sum(nothing)") == "0"


def test_a_number_with_too_many_digits_is_an_error_and_takes_no_time():
    schema = a_schema(Rule("/r", (Assert("R1", "xs:decimal(.) = xs:decimal(.) and xs:integer(.) > 0"),)))
    rules = CompiledRules.load(compile_schema(schema), "a-set")
    [finding] = rules.judge(Tree(etree.fromstring(f"<r>{'9' * 1_000_000}</r>".encode())))
    assert "digits" in finding.message()


def test_the_present_is_what_the_caller_says():
    schema = a_schema(
        Rule("/r", (Assert("R1", "false()", message=(ValueOf("current-dateTime()"), " ", ValueOf("current-date()"))),))
    )
    rules = CompiledRules.load(compile_schema(schema), "a-set")
    now = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    [finding] = rules.judge(Tree(etree.fromstring("<r/>")), now=now)
    assert finding.params["text"] == "2026-02-03T04:05:06Z 2026-02-03Z"


@pytest.mark.parametrize("expression", ["1 to 100000000", "for $x in 1 to 10000000 return $x"])
def test_a_range_without_end_is_an_error(expression):
    assert truth(f"count({expression}) > 0") == FAILED
