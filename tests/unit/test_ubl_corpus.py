"""Real documents go in as UBL and come out as UBL, by themselves and by way of Countersign JSON: nothing is lost."""

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from app.domain.documents import Document
from app.formats.json import CountersignJson
from app.formats.ubl import Ubl
from app.safe import XmlBody
from app.safe.json import parse_json
from app.safe.xml import parse_xml

pytestmark = pytest.mark.corpus

UBL, JSON = Ubl(), CountersignJson()
FOLDERS = ("ubl/2.1/xml", "peppol/examples", "en16931/examples")
OASIS_EXAMPLES = 24
EXAMPLES = 88
MUTATIONS = 1000


def examples(corpus: Path) -> Iterator[tuple[str, XmlBody]]:
    """Every example of a document type that UBL's tables read."""
    for folder in FOLDERS:
        for path in sorted((corpus / folder).rglob("*")):
            if path.suffix.lower() == ".xml":
                body = parse_xml(path.read_bytes())
                if UBL.document_type(body):
                    yield str(path.relative_to(corpus)), body


def canonical(root: etree._Element) -> str:
    """Canonical XML 2.0, indifferent to prefixes and to white space at the ends of texts."""
    text = etree.tostring(root, encoding="unicode")
    result: str = etree.canonicalize(text, strip_text=True, rewrite_prefixes=True, with_comments=False)
    return result


def read(body: XmlBody, name: str) -> Document:
    parsed = UBL.read(body)
    assert parsed.document is not None, (name, parsed.findings)
    return parsed.document


def test_every_real_document_comes_out_as_it_went_in(corpus: Path) -> None:
    seen = []
    for name, body in examples(corpus):
        rendered = parse_xml(UBL.render(read(body, name)))
        assert canonical(rendered.root) == canonical(body.root), name
        seen.append(name)
    assert len(seen) == EXAMPLES
    assert len([name for name in seen if name.startswith("ubl/")]) == OASIS_EXAMPLES


def test_every_real_document_survives_the_way_through_countersign_json(corpus: Path) -> None:
    for name, body in examples(corpus):
        document = read(body, name)
        through = JSON.read(parse_json(JSON.render(document))).document
        assert through == document, name
        assert canonical(parse_xml(UBL.render(through)).root) == canonical(body.root), name


def test_the_prefixes_of_the_root_are_kept(corpus: Path) -> None:
    for name, body in examples(corpus):
        rendered = parse_xml(UBL.render(read(body, name)))
        assert {**rendered.root.nsmap, **body.root.nsmap} == rendered.root.nsmap, name


def test_reading_leaves_the_message_as_it_is(corpus: Path) -> None:
    for name, body in examples(corpus):
        before = etree.tostring(body.root)
        UBL.render(read(body, name))
        assert etree.tostring(body.root) == before, name


def test_a_damaged_document_is_explained_or_comes_out_as_it_went_in(corpus: Path) -> None:
    random = Random(20260302)
    bodies = [body for _, body in examples(corpus) if len(body.raw) < 15_000]
    explained = 0
    for count in range(MUTATIONS):
        root = _damaged(random.choice(bodies).root, random)
        parsed = UBL.read(XmlBody(b"", root))
        if parsed.document is None:
            assert parsed.findings, f"mutation {count}: neither a document nor why not"
            explained += 1
        else:
            assert canonical(parse_xml(UBL.render(parsed.document)).root) == canonical(root), f"mutation {count}"
    assert 0 < explained < MUTATIONS / 2


def _damaged(root: etree._Element, random: Random) -> etree._Element:
    """A copy with one to three elements removed, doubled, moved, renamed, respelt or given an attribute."""
    root = copy.deepcopy(root)
    for _ in range(random.randint(1, 3)):
        elements = [each for each in root.iter() if each is not root]
        random.choice(DAMAGES)(random.choice(elements), random)
    return root


def _remove(element: etree._Element, _random: Random) -> None:
    _parent(element).remove(element)


def _double(element: etree._Element, _random: Random) -> None:
    element.addnext(copy.deepcopy(element))


def _move(element: etree._Element, random: Random) -> None:
    parent = _parent(element)
    parent.remove(element)
    parent.insert(random.randint(0, len(parent)), element)


def _rename(element: etree._Element, random: Random) -> None:
    space = element.tag.rpartition("}")[0]
    element.tag = f"{space}}}{random.choice(('ID', 'Party', 'Note', 'Unheard'))}" if space else "Unheard"


def _strange(element: etree._Element, _random: Random) -> None:
    element.tag = "{urn:strange:space/with/slashes}Thing"


def _respell(element: etree._Element, random: Random) -> None:
    if not len(element):
        element.text = random.choice(("", "1", " 1.0 ", "+01.50", "0", "2026-03-02Z", "24:00:00", "手套", "NaN", "<&>"))


def _attribute(element: etree._Element, random: Random) -> None:
    name = random.choice(("schemeID", "languageID", "unitCode", "currencyID", "{urn:strange}a", "odd"))
    element.set(name, random.choice(("x", " y ", "")))


DAMAGES = (_remove, _double, _move, _rename, _strange, _respell, _attribute)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent
