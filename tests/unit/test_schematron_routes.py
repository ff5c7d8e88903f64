"""Rules find the same whether elements are dispatched by their routes or, where there are too many, by their names."""

import pytest
from lxml import etree

from app.safe.tree import Tree
from app.validation.schematron import CompiledRules, compile_schema, routes
from app.validation.schematron.model import Assert, Let, Pattern, Rule, Schema
from tests.unit.xpaths import NAMESPACES, a_rule, a_schema, fired

NESTED = '<o><a><b k="1"><a><b/></a></b></a><c><b k="2"/><b/></c><d xmlns="urn:a"><b/></d><e><a><b/></a></e></o>'
CONTEXTS = (
    "/o", "/o/a", "a/b", "o//b", "a//b", "o//a//b", "o/c/b", "//b", "b", "*", "a:*", "*:b", "a:*/*", "*/*/b", "/*/*/*",
    "b[@k]", "a/b[@k = '1']", "c[b]/b", "a[b/@k]//b", "b[1]", "c/b[2]", "*[local-name() = 'b']", "*[@k]", "node()", "x",
)  # fmt: skip
FORBIDDEN = ("not(a/b)", "not(a/x)", "not(c/b/@k)", "not(e/a/b)", "not(c/b/@x)", "not(d)", "not(a/b/a/b | x)")


@pytest.fixture(params=(routes.MOST_OF_ONE_DOCUMENT, 1), ids=("by routes", "by names"))
def dispatched(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_OF_ONE_DOCUMENT", request.param)


EXPECTED = {
    "/o": 1, "/o/a": 1, "a/b": 3, "o//b": 5, "a//b": 3, "o//a//b": 3, "o/c/b": 2, "//b": 5, "b": 5, "*": 13, "a:*": 2,
    "*:b": 6, "a:*/*": 1, "*/*/b": 5, "/*/*/*": 5, "b[@k]": 2, "a/b[@k = '1']": 1, "c[b]/b": 2, "a[b/@k]//b": 2,
    "b[1]": 4, "c/b[2]": 1, "*[local-name() = 'b']": 6, "*[@k]": 2, "node()": 13, "x": 0,
}  # fmt: skip


@pytest.mark.usefixtures("dispatched")
@pytest.mark.parametrize("context", CONTEXTS)
def test_a_context_matches_what_its_names_and_conditions_say(context: str) -> None:
    found = fired(a_schema(a_rule(context, "false()")), NESTED)
    assert len(found) == EXPECTED[context]


@pytest.mark.usefixtures("dispatched")
@pytest.mark.parametrize("context", ["/o", "o", "*"])
def test_what_must_not_be_there_is_found_where_it_is(context: str) -> None:
    assert [id_ for id_, path in fired(a_schema(a_rule(context, *FORBIDDEN)), NESTED) if path == "/o"] == [
        "R1",
        "R3",
        "R4",
        "R7",
    ]


@pytest.mark.usefixtures("dispatched")
def test_the_first_rule_of_each_pattern_that_matches_takes_a_node() -> None:
    rules = (a_rule("c/b[2]", "false()"), Rule("c/b", ()), Rule("b", (Assert("B", "false()"),)))
    other = Rule("*[not(*)]", (Assert("EMPTY", "false()"),), (Let("name", "name()"),))
    schema = Schema("a schema", NAMESPACES, (Pattern("p", rules), Pattern("q", (other,))), (), (), ())
    assert [(id_, path) for id_, path in fired(schema, NESTED) if id_ != "EMPTY"] == [
        ("B", "/o/a/b"),
        ("B", "/o/a/b/a/b"),
        ("R1", "/o/c/b[2]"),
        ("B", "/o/e/a/b"),
    ]
    assert len([id_ for id_, _ in fired(schema, NESTED) if id_ == "EMPTY"]) == 5


@pytest.mark.usefixtures("dispatched")
def test_rules_told_apart_by_an_attribute_take_the_nodes_that_have_its_value() -> None:
    values = ("1", "2", "3", "")
    rules = (*(Rule(f"b[@k = '{each}']", (Assert(f"K{each}", "false()"),)) for each in values), a_rule("b", "false()"))
    assert fired(a_schema(*rules), '<o><b k="2"/><b/><b k="9"/><b k=""/><b k="1"/></o>') == [
        ("K2", "/o/b[1]"),
        ("R1", "/o/b[2]"),
        ("R1", "/o/b[3]"),
        ("K", "/o/b[4]"),
        ("K1", "/o/b[5]"),
    ]


def test_routes_are_kept_for_the_next_document_but_not_without_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "MOST_KEPT", 20)
    rules = CompiledRules.load(compile_schema(a_schema(a_rule("o/*[. = 'x']", "false()"))), "a-set")
    for number in range(40):
        document = f"<o><n{number}>x</n{number}><m>y</m></o>"
        assert [each.path for each in rules.judge(Tree(etree.fromstring(document)))] == [f"/o/n{number}"]
