"""OASIS's examples go in as XML, come out as Countersign JSON, and as UBL again: canonically identical."""

import re
from pathlib import Path

import pytest
from lxml import etree

from app.domain.documents import Document
from app.formats.canonical import canonical_sha256
from app.formats.contract import ContractXml
from app.formats.json import CountersignJson
from app.formats.ubl import Ubl
from app.safe.json import parse_json
from app.safe.xml import canonical as canonical_xml
from app.safe.xml import parse_xml
from app.validation.business import check
from app.validation.contract import validate_contract
from app.validation.jsonschema import validate_json
from tests.conftest import ROOT, corpus_folder

EXAMPLES = sorted((corpus_folder() / "ubl/2.1/xml").glob("*.xml"))


def canonical(raw: bytes) -> str:
    """Canonical XML 2.0 without the white space that only lays out."""
    text: str = etree.canonicalize(raw.decode(), strip_text=True, with_comments=False)
    return text


def through_json(document: Document) -> Document:
    body = parse_json(CountersignJson().render(document))
    assert validate_json(body, document.type) == []
    parsed = CountersignJson().read(body)
    assert parsed.findings == ()
    assert parsed.document is not None
    return parsed.document


@pytest.mark.corpus
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_official_example_is_canonically_identical_after_the_way_through_json(file: Path) -> None:
    body = parse_xml(file.read_bytes())
    if Ubl().document_type(body) is None:
        return
    document = Ubl().read(body).document
    assert document is not None
    again = through_json(document)
    assert again == document
    assert canonical_sha256(again) == canonical_sha256(document)
    assert canonical(Ubl().render(again)) == canonical(canonical_xml(body.root))


@pytest.mark.corpus
@pytest.mark.usefixtures("corpus")
def test_at_least_twenty_official_examples_are_of_a_type_that_the_model_has() -> None:
    types = [Ubl().document_type(parse_xml(file.read_bytes())) for file in EXAMPLES]
    assert sum(each is not None for each in types) >= 20


def _example(page: str, language: str) -> bytes:
    found = re.search(
        rf"```{language}\n(.*?)```", (ROOT / "docs/formats" / page).read_text(encoding="utf-8"), re.DOTALL
    )
    assert found
    return found[1].encode()


def test_the_examples_in_the_documentation_are_good_documents() -> None:
    order = CountersignJson().read(parse_json(_example("json.md", "json")))
    body = parse_xml(_example("contract-xml.md", "xml"))
    contract = ContractXml().read(body)
    assert order.findings == contract.findings == ()
    assert order.document is not None
    assert contract.document is not None
    assert check(order.document) == check(contract.document) == validate_contract(body) == []
