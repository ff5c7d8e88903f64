"""OASIS's own documents as XML and as JSON, in both dialects: each is made of the other, and nothing is lost.

What is not compared, and why:

- the heads of four examples: the same invoice four times, with prefixes and default namespaces of all kinds. Their
  JSON has in `_D`, `_A` and `_B` what those prefixes happened to stand for, or nothing.
- white space between elements, comments and prefixes of the XML: JSON has none.
- 35 times of day, in 17 documents, to which the conversion added a Z: who reads the JSON can't know that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from app.domain.findings import rejects
from app.formats.canonical import canonical_sha256
from app.formats.ubl import Ubl
from app.formats.ubl_json import Dialect, UblJson, convert, from_xml
from app.safe import JsonBody, XmlBody
from app.safe.json import parse_json
from app.safe.xml import parse_xml

pytestmark = pytest.mark.corpus

FOLDER = "ubl/json-goldens-raw"
GOLDENS = 71
WRONG_HEADS = {f"UBL-Invoice-2.0-Example-NS{number}" for number in (1, 2, 3, 4)}
MARKED_TIMES, DOCUMENTS_WITH_MARKED_TIMES = 35, 17
MODELLED = 23
UBL = Ubl()
_TIME = re.compile(r">([0-9:]{8}(?:\.[0-9]+)?)(Z?)<")


@dataclass(frozen=True)
class Golden:
    """One document three times, twice as JSON."""

    name: str
    dialect: Dialect
    value: Any
    root: etree._Element

    @property
    def content(self) -> dict[str, Any]:
        """The JSON, without its head where that is wrong."""
        return without_head(self.value) if self.name in WRONG_HEADS else self.value


def without_head(value: dict[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in value.items() if not name.startswith("_")}


@pytest.fixture(scope="module", params=list(Dialect))
def goldens(corpus: Path, request: pytest.FixtureRequest) -> list[Golden]:
    return list(_goldens(corpus / FOLDER, request.param))


def _goldens(folder: Path, dialect: Dialect) -> Iterator[Golden]:
    for path in sorted((folder / f"json-{dialect}").glob("*.json")):
        xml = parse_xml((folder / "xml" / f"{path.stem}.xml").read_bytes())
        yield Golden(path.stem, dialect, parse_json(path.read_bytes()).value, xml.root)


def spelt(value: Any) -> Any:
    """A JSON value with its numbers as texts, so that 292.20 and 292.2 are two."""
    if isinstance(value, dict):
        return {name: spelt(each) for name, each in value.items()}
    if isinstance(value, list):
        return [spelt(each) for each in value]
    return ("number", str(value)) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


def canonical(root: etree._Element) -> str:
    """Canonical XML 2.0, indifferent to prefixes and to white space between elements; texts are exact."""
    copied = parse_xml(etree.tostring(root)).root
    for each in copied.iter():
        each.tail = None
        each.text = None if len(each) else each.text
    text = etree.tostring(copied, encoding="unicode")
    result: str = etree.canonicalize(text, rewrite_prefixes=True, with_comments=False)
    return result


def has_times_without_zone(root: etree._Element) -> bool:
    return any(not zone for _, zone in _TIME.findall(etree.tostring(root, encoding="unicode")))


def test_the_xml_becomes_the_json_that_oasis_made_of_it(goldens: list[Golden]) -> None:
    for golden in goldens:
        made = from_xml(golden.root, golden.dialect)
        expected = spelt(golden.content)
        assert spelt(without_head(made) if golden.name in WRONG_HEADS else made) == expected, golden.name
    assert len(goldens) == GOLDENS


def test_the_json_becomes_the_xml_that_it_was_made_of(goldens: list[Golden]) -> None:
    marked = []
    for golden in goldens:
        converted = convert(golden.value)
        assert converted.body is not None
        assert not rejects(converted.findings), (golden.name, converted.findings)
        made, original = canonical(converted.body.root), canonical(golden.root)
        assert _TIME.sub(r">\1<", made) == _TIME.sub(r">\1<", original), golden.name
        marked.append(len(_TIME.findall(made)) and made.count("Z<") - original.count("Z<"))
    assert sum(marked) == MARKED_TIMES
    assert sum(map(bool, marked)) == DOCUMENTS_WITH_MARKED_TIMES


def test_only_the_wrong_heads_are_remarked_on(goldens: list[Golden]) -> None:
    remarked = {golden.name for golden in goldens if convert(golden.value).findings}
    assert remarked == WRONG_HEADS


def test_the_json_becomes_the_same_json_again(goldens: list[Golden]) -> None:
    for golden in goldens:
        converted = convert(golden.value)
        assert converted.body is not None
        again = spelt(from_xml(converted.body.root, golden.dialect))
        assert without_head(again) == without_head(spelt(golden.value)), golden.name


def test_a_document_of_the_model_comes_out_as_the_json_that_it_came_in_as(goldens: list[Golden]) -> None:
    seen = []
    for golden in goldens:
        syntax = UblJson("tried", golden.dialect)
        body = JsonBody(b"", golden.value)
        if syntax.document_type(body) is None:
            continue
        document = syntax.read(body).document
        assert document is not None, golden.name
        rendered = spelt(parse_json(syntax.render(document)).value)
        assert without_head(rendered) == without_head(spelt(golden.value)), golden.name
        seen.append(golden.name)
    assert len(seen) == MODELLED


def test_a_document_is_the_same_one_whether_it_came_as_xml_or_as_json(goldens: list[Golden]) -> None:
    for golden in goldens:
        as_xml, as_json = XmlBody(b"", golden.root), JsonBody(b"", golden.value)
        if UBL.document_type(as_xml) is None or has_times_without_zone(golden.root):
            continue
        one, other = UBL.read(as_xml).document, UblJson("tried", golden.dialect).read(as_json).document
        assert one is not None
        assert other is not None
        assert canonical_sha256(one) == canonical_sha256(other), golden.name
