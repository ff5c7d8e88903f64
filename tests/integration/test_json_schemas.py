"""The published JSON Schemas: they are what the code means, and they judge as the reader does."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.domain.documents import DocumentType
from app.formats.json import CountersignJson
from app.formats.json.schemas import file_of, schema_text
from app.safe.json import parse_json
from app.validation.jsonschema import validate_json
from tests.builders import a_document


@pytest.mark.parametrize("type_", DocumentType)
def test_the_committed_schema_is_what_the_code_makes(type_: DocumentType) -> None:
    committed = file_of(type_).read_text(encoding="utf-8")
    assert committed == schema_text(type_), "run: python -m app.formats.json.schemas"
    Draft202012Validator.check_schema(json.loads(committed))


@pytest.mark.parametrize("type_", DocumentType)
def test_a_rendered_document_meets_its_schema(type_: DocumentType) -> None:
    assert validate_json(parse_json(CountersignJson().render(a_document(type_))), type_) == []


def _broken(tree: dict[str, Any]) -> dict[str, Any]:
    tree["issued"] = "yesterday"
    tree["totals"]["payable"]["value"] = 12.5
    tree["lines"][0]["item"] = []
    del tree["seller"]
    return tree


def test_schema_and_reader_find_the_same_faults_in_the_same_places() -> None:
    tree = _broken(json.loads(CountersignJson().render(a_document(DocumentType.INVOICE))))
    body = parse_json(json.dumps(tree).encode())
    read = {each.path.removesuffix("/seller") for each in CountersignJson().read(body).findings}
    judged = {each.path for each in validate_json(body, DocumentType.INVOICE)}
    assert read == judged == {"", "/issued", "/totals/payable/value", "/lines/0/item"}


def test_unknown_members_meet_the_schema_since_the_reader_keeps_them() -> None:
    tree = {**json.loads(CountersignJson().render(a_document(DocumentType.ORDER))), "x_erp": 1}
    assert validate_json(parse_json(json.dumps(tree).encode()), DocumentType.ORDER) == []
