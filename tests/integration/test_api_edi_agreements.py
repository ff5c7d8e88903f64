"""Agreements on X12 and EDIFACT over HTTP: by their owner only, and every fault of one at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.access.clients import Scope
from app.storage.models import AuditEntry
from tests.edi_world import ADDRESSES
from tests.integration.server import InProcess, Running, key_for, offline

X12 = ADDRESSES["x12"]


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with offline(database_url, tmp_path) as running:
        yield running


def base(caller: Any) -> str:
    return f"/partners/{caller.get('/partners').json[0]['id']}/edi-agreements"


def audited(server: Running) -> list[str]:
    with server.ports.database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "edi_agreement.set"))
        return [f"{each.subject}: {each.detail['changed']}" for each in entries]


def test_an_agreement_is_put_seen_and_listed_by_its_owner(server: Running) -> None:
    path = base(server.buyer)
    assert server.buyer.get(path).json == []
    made = server.buyer.call("PUT", f"{path}/x12/outbound", {**X12, "segment_terminator": "0x0A", "version": "00501"})
    assert made.status == 200, made.body
    assert (made.json["segment_terminator"], made.json["acknowledgement"], made.json["active"]) == ("\n", "997", True)
    assert made.json["partner"]["name"] == server.trade.seller.party.name
    assert server.buyer.get(f"{path}/x12/outbound").json == made.json
    given = {name: value for name, value in made.json.items() if name not in ("id", "standard", "direction", "partner")}
    again = server.buyer.call("PUT", f"{path}/x12/outbound", {**given, "updated_at": None} | {"test": True})
    assert again.status == 422  # what is only shown is not taken
    again = server.buyer.call("PUT", f"{path}/x12/outbound", {**X12, "test": True})
    assert (again.json["id"], again.json["test"], again.json["version"]) == (made.json["id"], True, "00401")
    assert [each["direction"] for each in server.buyer.get(path).json] == ["outbound"]
    assert audited(server)[-1].endswith("x12 outbound: version, segment_terminator, test")


def test_nobody_else_sees_or_changes_it(server: Running) -> None:
    path = f"{base(server.buyer)}/x12/outbound"
    server.buyer.call("PUT", path, X12)
    for stranger in (server.seller, server.outsider):
        assert stranger.get(path).status == 404
        assert stranger.call("PUT", path, X12).status == 404
        assert stranger.get(path.removesuffix("/x12/outbound")).status == 404
    app = server.buyer.app  # type: ignore[attr-defined]
    for scope, status in ((Scope.PARTNERS, 200), (Scope.CHANNELS, 403)):
        caller = InProcess(app, key_for(server.ports, server.trade.buyer.id, (scope,)))
        assert (caller.get(path).status, caller.call("PUT", path, X12).status) == (status, status)
    assert InProcess(app, "").get(path).status == 401


def test_everything_that_is_wrong_with_one_is_a_finding(server: Running) -> None:
    path = f"{base(server.buyer)}/edifact/inbound"
    body = {**ADDRESSES["edifact"], "version": "4", "batch_documents": 0, "own_id": " x"}
    answer = server.buyer.call("PUT", path, body, Accept_Language="zh")
    assert (answer.status, answer.code) == (422, "edi_agreement.malformed")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [each["params"]["name"] for each in answer.json["findings"]] == ["version", "batch_documents", "own_id"]
    assert "UNOC:3" in answer.json["findings"][0]["hint"]
    assert server.buyer.get(path).status == 404
    assert audited(server) == []


@pytest.mark.parametrize(
    "body", [{}, [], None, {"own_id": "A"}, {**X12, "colour": "red"}, {**X12, "batch_minutes": "1"}]
)
def test_a_body_that_is_no_agreement_is_refused(server: Running, body: Any) -> None:
    answer = server.buyer.call("PUT", f"{base(server.buyer)}/x12/outbound", body)
    assert answer.status in (400, 422)
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("place", ["x13/outbound", "x12/sideways", "X12/outbound"])
def test_a_standard_or_direction_that_does_not_exist_is_not_found(server: Running, place: str) -> None:
    path = f"{base(server.buyer)}/{place}"
    assert (server.buyer.get(path).status, server.buyer.call("PUT", path, X12).status) == (404, 404)
