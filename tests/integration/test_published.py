"""The schemas that the server publishes."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app.domain.documents import DocumentType
from app.storage.database import Database
from app.wiring import app_of
from tests.exchange_world import ports_for


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return app_of(ports_for(Database(f"sqlite:///{tmp_path / 'empty.db'}"), tmp_path)).test_client()


def test_every_document_type_has_its_json_schema(client: FlaskClient) -> None:
    for each in DocumentType:
        answer = client.get(f"/api/v1/schemas/{each}.schema.json")
        assert answer.status_code == 200
        assert json.loads(answer.data)["$schema"].startswith("https://json-schema.org/")


def test_contract_xml_has_its_schema(client: FlaskClient) -> None:
    assert b"urn:countersign:contract:1" in client.get("/api/v1/schemas/contract-1.xsd").data


def test_nothing_else_is_given_away(client: FlaskClient) -> None:
    for name in ("../catalog.json", "..%2f..%2fREADME.md", "nothing"):
        assert client.get(f"/api/v1/schemas/{name}").status_code == 404
