"""What isn't compiled is named; what is compiled reaches nothing but the document, and comes to an end."""

import threading
import time

import pytest
from lxml import etree

from app.errors import Refused, message
from app.safe.tree import Tree
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.schematron.function_table import FORBIDDEN
from app.validation.schematron.model import Assert, Key, Let, Place, Rule
from tests.unit.xpaths import a_rule, a_schema, fired, found

PLACE = Place("rules.sch", 12)


def refusal(test: str, context: str = "/o", **others) -> Refused:
    rule = Rule(context, (Assert("A", test, place=PLACE),), place=PLACE)
    with pytest.raises(Refused) as caught:
        compile_schema(a_schema(rule, **others))
    return caught.value


@pytest.mark.parametrize("name", sorted(FORBIDDEN))
def test_functions_that_look_beyond_the_document_are_refused(name):
    error = refusal(f"{name}('http://example.org/')")
    assert (error.code, error.params["name"], error.params["place"]) == ("schematron.forbidden", name, "rules.sch:12")


@pytest.mark.parametrize(
    ("test", "code"),
    [
        ("no-such-function(1)", "schematron.function"),
        ("contains('a')", "schematron.function"),
        ("u:not-defined()", "schematron.function"),
        ("$nowhere", "schematron.variable"),
        ("key('none', 1)", "schematron.key"),
        ("key(c, 1)", "schematron.key"),
        ("'a' castable as xs:nothing", "schematron.type"),
        ("matches(., '(')", "schematron.regex"),
        ("replace(., '(a+)+', '')", "schematron.regex"),
        ("replace(., 'a*', '')", "schematron.regex"),
        ("a and", "schematron.syntax"),
        ("nope:a", "schematron.prefix"),
    ],
)
def test_what_cant_be_compiled_is_refused_with_its_place(test, code):
    error = refusal(test)
    assert (error.code, error.line, error.params["place"]) == (code, 12, "rules.sch:12")
    assert message(code, "zh", error.params) != message(code, "en", error.params)


@pytest.mark.parametrize("context", ["..", "1 + 1", "a/following::b", "'a'", "key('k', 1)", "a[1] | 2", "ancestor::a"])
def test_what_is_no_pattern_is_refused_as_a_context(context):
    assert refusal("true()", context).code == "schematron.context"


def test_a_key_that_is_no_pattern_is_refused():
    assert refusal("true()", keys=(Key("k", "a/..", "b", PLACE),)).code == "schematron.context"


@pytest.mark.parametrize(
    "source", ["import os", "open('/etc/passwd')", "__import__('os')", "eval('1')", "().__class__.__base__.x"]
)
def test_a_compiled_module_has_neither_imports_nor_files(source):
    with pytest.raises((ImportError, NameError, AttributeError)):
        CompiledRules.load(source, "evil")


def test_the_same_schema_is_always_compiled_to_the_same():
    schema = a_schema(a_rule("line", "matches(id, '^[0-9]+$') and id = ('1', '2')"), lets=(Let("x", "//a"),))
    assert compile_schema(schema) == compile_schema(schema)


def test_findings_end_at_the_limit_and_say_so():
    rules = CompiledRules.load(compile_schema(a_schema(a_rule("a", "false()"))), "a-set")
    findings = rules.judge(Tree(etree.fromstring(f"<o>{'<a/>' * 50}</o>")), limit=10)
    assert [each.code for each in findings] == ["R1"] * 10 + ["rules.more"]


@pytest.mark.parametrize(
    "test",
    [
        "not(. = preceding::a)",
        "not(preceding-sibling::a = .)",
        "count(//a[. = 'x']) = 0",
        "not(//a = //b)",
        "every $n in //b satisfies count(//a[. = $n]) = 0",
        "count(distinct-values(//a)) = 10000",
        "sum(//a/string-length(.)) > 0",
    ],
)
def test_rules_take_time_in_proportion_to_the_document(test):
    document = f"<o>{''.join(f'<a>{n}</a>' for n in range(10_000))}{''.join(f'<b>-{n}</b>' for n in range(500))}</o>"
    context = "a" if "preceding" in test else "/o"
    started = time.thread_time()
    assert fired(a_schema(a_rule(context, test)), document) == []
    assert time.thread_time() - started < 1.5


def test_a_document_that_keeps_rules_busy_for_too_long_is_refused():
    document = f"<o>{'<a>x</a>' * 20_000}</o>"
    with pytest.raises(Refused) as caught:
        found(a_schema(a_rule("a", "count(../a[. = current()][. != ../@n]) = 0", "true()")), document)
    assert caught.value.code == "schematron.too_slow"


def test_judgements_in_several_threads_dont_see_each_other():
    rules = CompiledRules.load(
        compile_schema(a_schema(a_rule("/o", "$n = @n", "sum(//a) = @n"), lets=(Let("n", "count(//a)"),))), "a-set"
    )
    results: list[list[str]] = []

    def judge(count: int) -> None:
        tree = Tree(etree.fromstring(f"<o n='{count}'>{'<a>1</a>' * count}</o>"))
        results.extend([each.code for each in rules.judge(tree)] for _ in range(20))

    threads = [threading.Thread(target=judge, args=(count,)) for count in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [[]] * 160
