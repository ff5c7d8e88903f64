"""What changed between two releases, as a person would say it."""

from pathlib import Path

import pytest

from app.validation.schematron.difference import differences
from app.validation.schematron.loading import load_schema
from app.validation.schematron.sources import from_file
from tests.unit.schematrons import a_schematron, loaded

OLD = a_schematron(
    '<ns prefix="x" uri="urn:x"/><let name="one" value="1"/>',
    '<xsl:function name="u:f"><xsl:sequence select="1"/></xsl:function>',
    '<pattern><rule context="a"><let name="two" value="2"/><assert id="R1" test="b" flag="fatal">needs b</assert>',
    '<assert id="R2" test="c">needs <value-of select="c"/></assert></rule>',
    '<rule context="d"><assert id="R2" test="e">needs e</assert></rule></pattern>',
)


def told(new: str) -> list[str]:
    return [str(each) for each in differences(loaded(OLD), loaded(new))]


def test_nothing_changed_in_a_file_that_was_only_laid_out_anew() -> None:
    assert told(OLD.replace('test="b"', 'test=" b "').replace("<pattern>", "\n\n<pattern>\n")) == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('test="b"', 'test="b or c"', "changed rule R1 test: b -> b or c"),
        ('flag="fatal"', 'flag="warning"', "changed rule R1 severity: fatal -> warning"),
        (">needs b<", ">shall have b<", "changed rule R1 message: needs b -> shall have b"),
        ('context="d"', 'context="d | f"', "changed rule R2 context: d -> d | f"),
        ('value="2"', 'value="3"', "changed rule R1 $two: 2 -> 3"),
        ('value="1"', 'value="0"', "changed let one value: 1 -> 0"),
        ('uri="urn:x"', 'uri="urn:y"', "changed namespace x uri: urn:x -> urn:y"),
        (' id="R1" test="b" flag="fatal"', ' id="R9" test="b"', "removed rule R1: needs b"),
        (' id="R1" test="b" flag="fatal"', ' id="R9" test="b"', "added rule R9: needs b"),
    ],
)
def test_each_change_is_one_line(old: str, new: str, line: str) -> None:
    assert line in told(OLD.replace(old, new))


def test_a_changed_function_is_named() -> None:
    line = "changed function u:f definition: function(u:f, sequence(1)) -> function(u:f, sequence(2))"
    assert told(OLD.replace('select="1"', 'select="2"')) == [line]


@pytest.mark.corpus
def test_the_two_forms_of_en_16931_do_not_differ(corpus: Path) -> None:
    folder = corpus / "en16931/rules/schematron"
    files = ("EN16931-UBL-validation.sch", "preprocessed/EN16931-UBL-validation-preprocessed.sch")
    assert differences(*(load_schema(from_file(folder / file)) for file in files)) == []
