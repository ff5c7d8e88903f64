"""Installed rules, too, look at a document of a known form only where its texts are others, and find the same."""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from app.domain.clock import utc_now
from app.safe.cut import Cut
from app.safe.xml import parse_xml
from app.validation.known_forms import FORMS, Forms
from app.validation.learned_form import Asking
from app.validation.rulesets import judge
from app.validation.schematron import CompiledRules, compile_schema
from app.validation.schematron.model import Assert, Key, Let, Rule, Schema
from app.validation.schematron.store import NewSet, RulesStore
from app.validation.subject import Subject
from tests.oracles.known_forms import compare, official
from tests.unit.schematrons import MAIN, a_schematron, a_source
from tests.unit.xpaths import a_rule, a_schema

BILL = (
    '<o><sum>6</sum><cur>EUR</cur><line n="1"><id>A</id><kind>x</kind><amount>2</amount></line>'
    '<line n="2"><id>B</id><kind>y</kind><amount>4</amount></line></o>'
)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    FORMS.clear()
    yield
    FORMS.clear()


def cut(text: str) -> Cut:
    made = parse_xml(text.encode()).cut
    assert made is not None
    return made


def asking(schema: Schema) -> tuple[Asking]:
    return (CompiledRules.load(compile_schema(schema), "a-set").asked,)


def known_to(sets: tuple[Asking]) -> Forms:
    forms, body = Forms(), parse_xml(BILL.encode())
    assert body.cut is not None
    for _ in range(2):
        forms.remember(body.root, body.cut, sets)
    return forms


def is_good(schema: Schema, *changes: tuple[str, str]) -> bool:
    """Whether what is known of the bill's form tells that the changed bill is a good one."""
    sets, text = asking(schema), BILL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return known_to(sets).is_good(cut(text), sets)


SUM = a_schema(a_rule("/o", "sum = sum(line/amount)", "every $each in line satisfies $each/id != ''"))


def test_a_good_document_with_other_texts_is_known_as_good() -> None:
    assert is_good(SUM)
    assert is_good(SUM, (">6<", ">9<"), (">4<", ">7<"), (">A<", ">C<"))


@pytest.mark.parametrize("change", [(">6<", ">7<"), (">4<", ">5<"), (">4<", ">four<"), (">A<", "><")])
def test_a_wrong_one_is_not(change: tuple[str, str]) -> None:
    assert not is_good(SUM, change)


@pytest.mark.parametrize(
    "rule",
    [
        Rule("line[kind = 'z']", (Assert("R", "amount = 1"),)),
        Rule("line[kind = $z]", (Assert("R", "amount = 1"),)),
        Rule("/o", (Assert("R", "not(key('kinds', 'z'))"),)),
        Rule("/o", (Assert("R", "$kinds != 'z'"),)),
        Rule("kind", (Assert("R", "text() != 'z'"),)),
        Rule("*", (Assert("R", "not(self::kind) or . != 'z'"),)),
        Rule("/o", (Assert("R", "$first != 'z'"),), (Let("first", "line[1]/kind"),)),
        Rule("@n[../kind = 'z']", (Assert("R", "false()"),)),
    ],
    ids=lambda rule: rule.context + " " + rule.asserts[0].test,
)
def test_texts_count_that_decide_which_rules_apply_or_what_is_kept_for_all_of_them(rule: Rule) -> None:
    lets = (Let("z", "concat(/o/other, 'z')"), Let("kinds", "string-join(distinct-values(//kind), '')"))
    others = [Rule(f"line[kind = '{each}']", (Assert(each, "true()"),)) for each in "abc"]
    schema = a_schema(*others, rule, lets=lets, keys=(Key("kinds", "line", "kind"),))
    assert is_good(schema, (">x<", ">a<"))
    if "$kinds" in rule.asserts[0].test:
        assert not is_good(schema, (">x<", ">z<"), (">y<", ">z<"))
    else:
        assert not is_good(schema, (">x<", ">z<"))


def test_each_assert_of_a_long_rule_is_asked_for_itself() -> None:
    tests = [f"not(line/id = 'X{number}') and $id != 'X{number}'" for number in range(12)]
    schema = a_schema(a_rule("/o", *tests, lets=(Let("id", "line[2]/id"),)))
    assert is_good(schema, (">A<", ">X12<"), (">B<", ">X13<"))
    assert not is_good(schema, (">A<", ">X11<"))
    assert not is_good(schema, (">B<", ">X0<"))


def test_a_document_with_a_finding_or_with_an_error_teaches_nothing() -> None:
    assert not is_good(a_schema(a_rule("/o", "sum = 7")))
    assert not is_good(a_schema(a_rule("line", "xs:integer(id) > 0")))


def test_rules_that_look_at_what_stands_between_elements_are_always_asked() -> None:
    assert not is_good(a_schema(a_rule("kind/text()", "true()")))
    assert not is_good(a_schema(a_rule("/o", "normalize-space(line[1]) = 'A x 2' or true()", "contains(., 'EUR')")))


def test_rules_that_ask_for_the_time_are_always_asked(tmp_path: Path) -> None:
    store = RulesStore(tmp_path)
    for name, test in (("timely", "current-date() > xs:date('2020-01-01')"), ("timeless", "true()")):
        pattern = f'<pattern><rule context="/*"><assert id="R" test="{escape(test)}"/></rule></pattern>'
        source = a_source(a_schematron(pattern))
        store.install(NewSet(name, source, MAIN, sha256=""), utc_now())
    assert store.asking("timely") is None
    assert store.asking("timeless") is not None


@pytest.fixture
def installed(tmp_path: Path) -> RulesStore:
    store = RulesStore(tmp_path)
    rule = '<rule context="line"><assert id="R1" test="amount &gt; 0"/><assert id="R2" test="id != kind"/></rule>'
    store.install(NewSet("small", a_source(a_schematron(f"<pattern>{rule}</pattern>")), MAIN, sha256=""), utc_now())
    return store


def found(text: str, installed: RulesStore) -> list[tuple[str, str]]:
    body = parse_xml(text.encode())
    return [(each.code, each.path) for each in judge(Subject(body.root, cut=body.cut), ["small"], installed).findings]


def test_an_installed_set_learns_forms_of_any_documents_and_finds_in_them_what_it_always_does(
    installed: RulesStore,
) -> None:
    asks = installed.asking("small")
    assert asks is not None
    assert not FORMS.is_good(cut(BILL), (asks,))
    assert (found(BILL, installed), found(BILL, installed)) == ([], [])
    assert FORMS.is_good(cut(BILL.replace(">2<", ">3<")), (asks,))
    assert found(BILL.replace(">2<", ">-2<"), installed) == [("R1", "/o/line[1]")]
    assert found(BILL.replace(">B<", ">y<"), installed) == [("R2", "/o/line[2]")]
    assert found(BILL.replace(">2<", ">5<"), installed) == []


def test_a_set_that_is_installed_anew_is_asked_anew(installed: RulesStore) -> None:
    assert (found(BILL, installed), found(BILL, installed)) == ([], [])
    rule = '<rule context="line"><assert id="R3" test="amount &gt; 2"/></rule>'
    source = a_source(a_schematron(f"<pattern>{rule}</pattern>"))
    installed.install(NewSet("small", source, MAIN, sha256=""), utc_now())
    assert found(BILL, installed) == [("R3", "/o/line[1]")]


@pytest.mark.corpus
def test_official_rules_find_the_same_in_mutants_whether_their_form_is_known_or_not(
    corpus: Path, tmp_path: Path
) -> None:
    assert corpus.exists()
    result = compare(120, 21, official(tmp_path))
    assert result.different == []
    assert 10 < result.known < result.good < 110
