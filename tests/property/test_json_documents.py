"""Any document at all survives Countersign JSON, meets its schema, and keeps its digest."""

import json

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.documents import DocumentType
from app.formats.base import Parsed
from app.formats.canonical import canonical_json, canonical_sha256
from app.formats.json import CountersignJson
from app.safe.json import parse_json
from app.validation.jsonschema import validate_json
from tests.strategies import documents

FEW = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize("type_", DocumentType)
@FEW
@given(data=st.data())
def test_any_document_comes_back_as_it_was(type_: DocumentType, data: st.DataObject) -> None:
    document = data.draw(documents(type_))
    rendered = CountersignJson().render(document)
    body = parse_json(rendered)
    parsed = CountersignJson().read(body)
    assert parsed == Parsed(document, ())
    assert parsed.document is not None
    assert CountersignJson().render(parsed.document) == rendered
    assert canonical_sha256(parsed.document) == canonical_sha256(document)
    assert canonical_json(document) == rfc8785.dumps(json.loads(canonical_json(document)))
    assert validate_json(body, type_) == []
