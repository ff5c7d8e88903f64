"""What the parser makes of expressions, and how it says that it can't."""

from decimal import Decimal

import pytest

from app.errors import Refused
from app.validation.schematron import xpath_ast as ast
from app.validation.schematron.model import Place
from app.validation.schematron.xpath_parser import parse, parse_type

PLACE = Place("rules.sch", 7)


def parsed(expression: str) -> ast.Expr:
    return parse(expression, {"a": "urn:a"}, PLACE)


def child(name: str, *predicates: ast.Expr) -> ast.Step:
    return ast.Step("child", ast.NameTest("", name), predicates)


def number(value: int) -> ast.Literal:
    return ast.Literal(value, "integer")


def test_multiplication_binds_tighter_than_addition_and_both_go_left_to_right():
    assert parsed("1 - 2 - 3 * 4") == ast.Arithmetic(
        "-", ast.Arithmetic("-", number(1), number(2)), ast.Arithmetic("*", number(3), number(4))
    )


def test_words_of_the_language_may_be_names_of_elements():
    assert parsed("div div div") == ast.Arithmetic("div", child("div"), child("div"))
    assert parsed("and and or") == ast.And((child("and"), child("or")))
    assert parsed("if/for/some") == ast.Path((child("if"), child("for"), child("some")))


def test_a_star_is_an_operator_or_any_name():
    anything = ast.Step("child", ast.NameTest(None, None))
    assert parsed("* * *") == ast.Arithmetic("*", anything, anything)


def test_a_hyphen_belongs_to_a_name_unless_space_is_before_it():
    assert parsed("a-b") == child("a-b")
    assert parsed("a -b") == ast.Arithmetic("-", child("a"), child("b"))


def test_comments_nest_and_count_as_space():
    assert parsed("a (: one (: two :) :) + b") == parsed("a+b")


def test_quotes_are_doubled_inside_of_quotes():
    assert parsed("'it''s'") == ast.Literal("it's", "string")
    assert parsed('"say ""so"""') == ast.Literal('say "so"', "string")


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("12", 12, "integer"),
        ("1.50", Decimal("1.50"), "decimal"),
        (".5", Decimal("0.5"), "decimal"),
        ("1e2", 100.0, "double"),
    ],
)
def test_numbers_are_of_three_kinds(text, value, kind):
    assert parsed(text) == ast.Literal(value, kind)


def test_several_variables_are_loops_inside_each_other():
    assert parsed("for $x in a, $y in b return $x") == parsed("for $x in a return for $y in b return $x")
    assert parsed("some $x in a, $y in b satisfies $x") == parsed("some $x in a satisfies some $y in b satisfies $x")


def test_names_are_resolved():
    assert parsed("a:b/@c") == ast.Path(
        (ast.Step("child", ast.NameTest("urn:a", "b")), ast.Step("attribute", ast.NameTest("", "c")))
    )
    assert parsed("*:b | a:*") == ast.Combination(
        "union", ast.Step("child", ast.NameTest(None, "b")), ast.Step("child", ast.NameTest("urn:a", None))
    )


def test_a_constructor_is_a_cast():
    assert parsed("xs:date(a)") == parsed("a cast as xs:date?")


def test_steps_may_be_any_expression():
    path = parsed("a/(b | c)/string(.)")
    assert isinstance(path, ast.Path)
    assert [type(step) for step in path.steps] == [ast.Step, ast.Combination, ast.Call]


def test_a_type_has_a_kind_and_an_occurrence():
    assert parse_type("xs:decimal?", {}) == ast.SequenceType("xs:decimal", "?")
    assert parse_type("element(a)*", {}) == ast.SequenceType("element", "*", ast.NameTest("", "a"))
    assert parse_type("empty-sequence()", {}) == ast.SequenceType("empty")


@pytest.mark.parametrize(
    ("expression", "column"),
    [
        ("a +", 4),
        ("a b", 3),
        ("(a", 3),
        ("a[1", 4),
        ("some $x in a", 13),
        ("a/nowhere::b", 3),
        ("'open", 1),
        ("a ~ b", 3),
        ("", 1),
        ("(: open", 1),
        ("a castable as", 14),
        ("if (a) then b", 14),
    ],
)
def test_what_is_no_expression_is_refused_with_its_column(expression, column):
    with pytest.raises(Refused) as refusal:
        parsed(expression)
    assert (refusal.value.code, refusal.value.params["column"]) == ("schematron.syntax", str(column))
    assert refusal.value.params["place"] == "rules.sch:7"
    assert refusal.value.line == 7


def test_a_prefix_without_a_namespace_is_refused():
    with pytest.raises(Refused, match="prefix nope"):
        parsed("nope:a")


def test_an_unknown_type_is_refused():
    with pytest.raises(Refused, match="the type a:b"):
        parsed("x cast as a:b")


def test_nesting_without_end_is_refused():
    with pytest.raises(Refused, match="nested so deeply"):
        parsed("(" * 5000 + "1" + ")" * 5000)
