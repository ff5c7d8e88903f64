"""Numbers with the decimal mark that a partner wants."""

from dataclasses import replace

import pytest

from app.formats.edi.decimals import with_decimal_mark
from app.formats.edi.delimiters import EDIFACT
from app.formats.edi.grammar import grammar

_COMMA = replace(EDIFACT, decimal=",")


@pytest.mark.parametrize("version", ["D96A", "D01B"])
@pytest.mark.parametrize(
    ("point", "comma"),
    [
        ("QTY+21:2.5:KGM", "QTY+21:2,5:KGM"),
        ("PRI+AAA:12.505::::C62", "PRI+AAA:12,505::::C62"),
        ("MOA+203:-1.25", "MOA+203:-1,25"),
        ("TAX+7+VAT+++:::7.5+S", "TAX+7+VAT+++:::7,5+S"),
    ],
)
def test_a_number_has_the_mark_that_is_wanted(version: str, point: str, comma: str) -> None:
    known = grammar("edifact", version).segments
    assert with_decimal_mark([point], known, _COMMA) == [comma]
    assert with_decimal_mark([comma], known, EDIFACT) == [point]


@pytest.mark.parametrize(
    "segment", ["LIN+1.1++4711.5:SRS", "FTX+AAI+++1.25 each", "RFF+ON:1.5", "QTY+21:about 2.5", "ZZZ+1.5", "UNS+S"]
)
def test_whatever_else_has_a_point_stays_as_it_is(segment: str) -> None:
    assert with_decimal_mark([segment], grammar("edifact", "D96A").segments, _COMMA) == [segment]


def test_a_mark_that_was_released_as_a_delimiter_is_none_any_more() -> None:
    marks = replace(_COMMA, element=".")
    known = grammar("edifact", "D96A").segments
    assert with_decimal_mark(["MOA.203:12?.50", "FTX.AAI...12?.50"], known, marks) == [
        "MOA.203:12,50",
        "FTX.AAI...12?.50",
    ]
