"""Schematrons as published, and the model that they become."""

from pathlib import Path

import pytest

from app.validation.schematron.loading import load_schema
from app.validation.schematron.model import (
    Choose,
    ForEach,
    Key,
    NameOf,
    Parameter,
    Sequence,
    Text,
    ValueOf,
    Variable,
)
from app.validation.schematron.sources import from_file
from tests.unit.schematrons import PATTERN, RULE, a_part, a_schematron, asserts_of, loaded, refusals, rules_of


def test_a_rule_is_loaded_with_all_that_it_says() -> None:
    schema = loaded(
        a_schematron(
            "<title>Rules for  tests</title>",
            '<ns prefix="x" uri="urn:x"/><let name="all" value="//x:b"/>',
            '<pattern id="P"><let name="one" value="1"/><rule id="r" context="x:a | x:c" flag="fatal">',
            '<let name="two" value="2"/>',
            '<assert id="R1" flag="warning" role="info" test="x:b">no <emph>b</emph> in\n   <name/>',
            ' of <value-of select="@id"/> but <name path="x:b"/> </assert>',
            '<report id="R2" test="x:d">there is d</report></rule></pattern>',
        )
    )
    assert (schema.title, schema.query_binding, dict(schema.namespaces)) == ("Rules for tests", "xslt2", {"x": "urn:x"})
    assert [(let.name, let.value) for let in schema.lets] == [("all", "//x:b")]
    pattern = schema.patterns[0]
    assert (pattern.id, [let.name for let in pattern.lets]) == ("P", ["one"])
    rule = pattern.rules[0]
    assert (rule.id, rule.context, rule.flag, rule.lets[0].value) == ("r", "x:a | x:c", "fatal", "2")
    first, second = rule.asserts
    assert (first.id, first.test, first.flag, first.role, first.is_report) == ("R1", "x:b", "warning", "info", False)
    words = [
        (each.select if isinstance(each, ValueOf) else each.path if isinstance(each, NameOf) else each)
        for each in first.message
    ]
    assert words == ["no b in ", ".", " of ", "@id", " but ", "x:b"]
    assert (second.is_report, second.message) == (True, ("there is d",))


def test_places_name_the_file_and_the_line() -> None:
    schema = loaded(
        a_schematron("\n", '<include href="parts/p.sch"/>'), parts__p=a_part(f'<pattern id="p">\n\n{RULE}</pattern>')
    )
    assert str(asserts_of(schema)[0].place) == "parts/p.sch:3"


def _instance(of: str, name: str, **parameters: str) -> str:
    values = "".join(f'<param name="{each}" value="{value}"/>' for each, value in parameters.items())
    return f'<pattern is-a="{of}" id="{name}">{values}</pattern>'


def test_an_abstract_pattern_is_instantiated_with_its_parameters() -> None:
    schema = loaded(
        a_schematron(
            '<pattern abstract="true" id="table"><rule context="$row "><let name="cells" value="count($row/$cell)"/>',
            '<assert id="T1" test="$cell and $cells &gt; $row-1">$row is words <value-of select="$cell"/></assert>',
            "</rule></pattern>",
            _instance("table", "html", row="tr", cell="td|th"),
            _instance("table", "cals", row="row", cell="entry"),
        )
    )
    assert [(pattern.id, pattern.rules[0].context.strip()) for pattern in schema.patterns] == [
        ("html", "tr"),
        ("cals", "row"),
    ]
    check = asserts_of(schema)[0]
    # names are taken whole: $cells is a variable of its own, and so is $row-1
    assert check.test == "td|th and $cells > $row-1"
    assert check.message[0] == "$row is words "
    assert schema.patterns[0].rules[0].lets[0].value == "count(tr/td|th)"


def test_an_abstract_pattern_can_be_an_instance_itself_and_parameters_have_defaults() -> None:
    schema = loaded(
        a_schematron(
            '<pattern abstract="true" id="one"><param name="a" value="default"/>',
            '<rule context="$a"><assert id="R" test="$b"/></rule></pattern>',
            _instance("one", 'two" abstract="true', b="x[$c]"),
            _instance("two", "three", c="1"),
        )
    )
    assert [(rule.context, rule.asserts[0].test) for rule in rules_of(schema)] == [("default", "x[1]")]


def test_an_abstract_rule_stands_where_it_is_extended() -> None:
    schema = loaded(
        a_schematron(
            '<pattern><rule abstract="true" id="common"><let name="x" value="1"/><assert id="R2" test="c"/></rule>',
            '<rule context="a"><assert id="R1" test="b"/><extends rule="common"/><assert id="R3" test="d"/>',
            "</rule></pattern>",
        )
    )
    assert [each.id for each in asserts_of(schema)] == ["R1", "R2", "R3"]
    assert [let.name for let in rules_of(schema)[0].lets] == ["x"]
    assert len(rules_of(schema)) == 1


def test_a_rule_can_extend_what_another_file_has() -> None:
    schema = loaded(
        a_schematron('<pattern><rule context="a"><extends href="r.sch#common"/></rule></pattern>'),
        r=a_part('<rules-of-ours x="1"><rule id="common"><assert id="R9" test="z"/></rule></rules-of-ours>'),
    )
    assert [each.id for each in asserts_of(schema)] == ["R9"]


def test_a_phase_chooses_patterns_and_brings_its_lets() -> None:
    text = a_schematron(
        '<phase id="quick"><let name="p" value="1"/><active pattern="A"/></phase>',
        f'<pattern id="A">{RULE}</pattern><pattern id="B">{RULE}</pattern>',
        attributes='queryBinding="xslt2" defaultPhase="quick"',
    )
    assert [each.id for each in loaded(text).patterns] == ["A", "B"]
    assert loaded(text).lets == ()
    for phase in ("quick", "#DEFAULT"):
        assert [each.id for each in loaded(text, phase).patterns] == ["A"]
        assert [each.name for each in loaded(text, phase).lets] == ["p"]
    assert refusals(text, "slow") == [("rulesets.no_such_part", 1)]


def test_functions_and_keys_are_read_with_the_namespaces_that_they_use() -> None:
    schema = loaded(
        a_schematron(
            '<xsl:key name="k" match="a" use="@id"/>',
            '<xsl:function name="u:f" as="xs:boolean"><xsl:param name="v" as="xs:string?"/>',
            '<xsl:variable name="t">abc</xsl:variable>',
            '<xsl:variable name="n" as="xs:integer"><xsl:sequence select="1"/></xsl:variable>',
            '<xsl:choose><xsl:when test="$n = 1"><xsl:sequence select="true()"/></xsl:when>',
            '<xsl:otherwise><xsl:for-each select="1 to 2"><xsl:value-of select="." separator=","/></xsl:for-each>',
            "</xsl:otherwise></xsl:choose>",
            '<xsl:if test="false()"><xsl:text> x </xsl:text></xsl:if></xsl:function>',
            PATTERN,
        )
    )
    assert [(each.name, each.match, each.use) for each in schema.keys] == [("k", "a", "@id")]
    assert isinstance(schema.keys[0], Key)
    assert dict(schema.namespaces) == {"u": "utils"}
    function = schema.functions[0]
    assert (function.name, function.result_type, function.parameters) == (
        "u:f",
        "xs:boolean",
        (Parameter("v", "xs:string?"),),
    )
    text, number, choose, condition = function.body
    assert isinstance(text, Variable)
    assert (text.select, text.body) == (None, (Text("abc"),))
    assert isinstance(number, Variable)
    assert (number.type_, [type(each) for each in number.body]) == ("xs:integer", [Sequence])
    assert isinstance(choose, Choose)
    assert [each.test for each in choose.branches] == ["$n = 1"]
    assert isinstance(choose.otherwise[0], ForEach)
    assert isinstance(choose.otherwise[0].body[0], ValueOf)
    assert choose.otherwise[0].body[0].separator == ","
    assert isinstance(condition, Choose)
    assert condition.branches[0].body == (Text(" x "),)


def test_diagnostics_are_found_by_their_ids() -> None:
    schema = loaded(
        a_schematron(
            '<pattern><rule context="a"><assert id="R" test="b" diagnostics="d2 d1">no</assert></rule></pattern>',
            '<diagnostics><diagnostic id="d1">first</diagnostic>',
            '<diagnostic id="d2">is <value-of select="."/></diagnostic></diagnostics>',
        )
    )
    two, one = asserts_of(schema)[0].diagnostics
    assert (one, two[0]) == (("first",), "is ")
    assert isinstance(two[1], ValueOf)


def test_remarks_of_other_namespaces_and_descriptions_are_left_alone() -> None:
    text = a_schematron(
        '<p>words</p><fix xmlns="urn:other"><deep/></fix><properties><property id="x">y</property></properties>',
        '<pattern xmlns:o="urn:other" o:x="1"><title>t</title><rule context="a"><p>words</p>'
        '<assert id="R1" test="b" see="urn:x" properties="x">a <b xmlns="urn:html">bold</b> word</assert>',
        "</rule></pattern>",
    )
    assert asserts_of(loaded(text))[0].message == ("a bold word",)


@pytest.mark.corpus
def test_both_forms_of_en_16931_have_the_same_rules(corpus: Path) -> None:
    folder = corpus / "en16931/rules/schematron"
    parts = load_schema(from_file(folder / "EN16931-UBL-validation.sch"))
    whole = load_schema(from_file(folder / "preprocessed/EN16931-UBL-validation-preprocessed.sch"))

    def told(schema):
        return [
            (pattern.id, rule.context.strip(), check.id, check.test.strip(), check.flag, check.message)
            for pattern in schema.patterns
            for rule in pattern.rules
            for check in rule.asserts
        ]

    assert told(parts) == told(whole)
    assert len(told(parts)) == 979


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("file", "asserts", "functions", "keys"),
    [
        ("PEPPOL-EN16931-UBL.sch", 165, 13, 0),
        ("PEPPOLBIS-T01.sch", 330, 12, 1),
        ("PEPPOLBIS-T76.sch", 124, 11, 1),
        ("PEPPOLBIS-T111.sch", 82, 11, 0),
    ],
)
def test_the_official_peppol_rules_load(corpus: Path, file: str, asserts: int, functions: int, keys: int) -> None:
    schema = load_schema(from_file(corpus / "peppol/rules" / file))
    assert (len(asserts_of(schema)), len(schema.functions), len(schema.keys)) == (asserts, functions, keys)
