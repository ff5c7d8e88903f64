"""cXML at the door: samples of others, the official DTD where there is one, and orders that go on in other syntaxes."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from app.domain.documents import Order
from app.errors import Refused
from app.formats import FORMATS
from app.formats.canonical import canonical_sha256
from app.formats.cxml import Cxml
from app.formats.cxml.secrets import readable
from app.formats.cxml.tables import TABLES
from app.pipeline.body import parsed
from app.pipeline.inspect import Checks, inspect
from app.safe import DEFAULT_LIMITS
from app.validation.cxml import validate_cxml
from tests import cxml_messages as sent
from tests.builders import a_document, an_order

CXML = Cxml()
SAMPLES = {
    "OrderRequest.xml": "order",
    "ShipNoticeRequest.xml": "despatch_advice",
    "StatusUpdateRequest.xml": "application_response",
}
NO_DOCUMENT = 7
"""Punch-out, catalogues, quotes, profiles: messages that bring no document of the model."""


def canonical(root: etree._Element) -> str:
    text: str = etree.canonicalize(etree.tostring(root, encoding="unicode"), strip_text=True)
    return text


@pytest.mark.corpus
def test_every_sample_is_read_and_written_again_or_said_to_bring_no_document(corpus: Path) -> None:
    without, refused = 0, []
    for path in sorted((corpus / "cxml" / "samples").glob("*.xml")):
        try:
            body = parsed(path.read_bytes(), DEFAULT_LIMITS)
        except Refused as refusal:
            refused.append((path.name, refusal.code))
            continue
        found = CXML.read(body)
        if path.name not in SAMPLES:
            without += 1
            assert [each.code for each in found.findings] == ["cxml.unsupported"]
            continue
        assert found.document is not None, found.findings
        assert found.document.type == SAMPLES[path.name]
        again = parsed(CXML.render(found.document), DEFAULT_LIMITS)
        assert canonical(again.root) == canonical(readable(body.root))  # type: ignore[union-attr]
    assert (without, refused) == (NO_DOCUMENT, [("Index.xml", "xml.doctype")])


@pytest.mark.corpus
@pytest.mark.parametrize("type_", [each for each in TABLES if each not in ("invoice", "credit_note")])
def test_what_is_written_is_valid_by_the_official_dtd(corpus: Path, type_: str) -> None:
    dtds = corpus / "cxml" / "dtd" / "1.2.063"
    raw = CXML.render(next(a_document(each) for each in TABLES if each == type_))
    body = parsed(raw, DEFAULT_LIMITS)
    assert validate_cxml(body, dtds) == []  # type: ignore[arg-type]
    broken = parsed(raw.replace(b"</Request>", b"<Nothing/></Request>"), DEFAULT_LIMITS)
    faults = validate_cxml(broken, dtds)  # type: ignore[arg-type]
    assert {each.code for each in faults} == {"cxml.dtd"}
    assert all(each.line for each in faults)


def test_without_a_dtd_nothing_is_said_of_it(tmp_path: Path) -> None:
    body = parsed(sent.message("<OrderRequest/>"), DEFAULT_LIMITS)
    assert validate_cxml(body, tmp_path) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ['<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.mod"> %x;', "<!ELEMENT cXML (", "hello"])
def test_a_dtd_that_needs_other_files_or_is_none_is_not_used(tmp_path: Path, text: str) -> None:
    (tmp_path / "cXML.dtd").write_text(text)
    body = parsed(sent.order(), DEFAULT_LIMITS)
    assert [each.code for each in validate_cxml(body, tmp_path)] == ["cxml.dtd_unusable"]  # type: ignore[arg-type]


@pytest.mark.parametrize("way", [("ubl", "cxml", "json"), ("cxml", "ubl", "cxml"), ("json", "cxml", "ubl")])
def test_an_order_is_the_same_in_every_syntax(way: tuple[str, ...]) -> None:
    order = an_order().with_lines(3).build()
    for name in way:
        found = FORMATS.get(name).read(parsed(FORMATS.get(name).render(order), DEFAULT_LIMITS))
        assert found.document == order, name
        assert isinstance(found.document, Order)
        order = found.document


def test_a_partners_order_keeps_its_core_in_ubl_and_json() -> None:
    order = CXML.read(parsed(sent.order(), DEFAULT_LIMITS)).document
    assert isinstance(order, Order)
    plain = replace(order, complement=None)
    for name in ("json", "ubl"):
        found = FORMATS.get(name).read(parsed(FORMATS.get(name).render(plain), DEFAULT_LIMITS)).document
        assert found == plain, name


def test_a_message_sent_again_is_the_same_document() -> None:
    again = sent.order().replace(b'timestamp="2026-03-02T09:30:10', b'timestamp="2026-03-02T09:45:00')
    first, second = (CXML.read(parsed(raw, DEFAULT_LIMITS)).document for raw in (sent.order(), again))
    assert first is not None
    assert second is not None
    assert canonical_sha256(first) == canonical_sha256(second)
    assert CXML.render(first) != CXML.render(second)


def test_a_file_is_inspected_as_what_it_is() -> None:
    seen = inspect(sent.order(), FORMATS, Checks())
    assert (seen.readable, seen.syntax, seen.type) == (True, "cxml", "order")
    assert [each.code for each in seen.findings if each.severity == "error"] == []
    assert sent.SECRET not in repr(seen.findings)
