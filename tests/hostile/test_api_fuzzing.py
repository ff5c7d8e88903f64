"""The whole API by its own description: what fits it, and much that doesn't, never ends in a fault of the server."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

from app.wiring import app_of
from tests.integration.server import Running, offline

EXAMPLES = 12
LONGEST_S = 40.0
REFUSED = "application/problem+json"
CXML = "text/xml; charset=UTF-8"
"""What a sender who declares cXML is refused in."""


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[Running]:
    with offline(database_url, tmp_path) as running:
        yield running


def known_keys(world: Running) -> dict[str, str]:
    """Something that exists for each parameter of a path."""
    answer = world.accepted()
    partnership = world.buyer.get("/partners").json[0]["id"]
    body = {"name": "ERP", "kind": "directory", "settings": {"path": "erp"}}
    channel = world.buyer.post("/channels", body).json["id"]
    body = {"name": "hourly", "channel_id": channel, "cron": "0 * * * *"}
    schedule = world.buyer.post("/schedules", body).json["id"]
    world.seller.submit(world.xml(world.order()))
    return {
        "document_id": answer["id"],
        "negotiation_id": answer["negotiation"]["id"],
        "partnership_id": partnership,
        "channel_id": channel,
        "schedule_id": schedule,
        "key_id": world.buyer.get("/keys").json[0]["id"],
        "delivery_id": "018f0000-0000-7000-8000-000000000000",
        "standard": "x12",
        "direction": "inbound",
    }


def tried(operation: Any, keys: dict[str, str], headers: dict[str, str], until: float) -> int:
    """How many requests one operation was tried with."""
    count = 0
    everything = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )

    @seed(20260712)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=everything, real=st.booleans())
    def run(case: Any, real: bool) -> None:
        nonlocal count
        if time.monotonic() > until:
            return
        count += 1
        if real:
            case.path_parameters = {name: keys[name] for name in case.path_parameters or {}}
        if isinstance(case.query, dict):
            case.query.pop("wait", None)
        answer = case.call(headers=headers)
        shown = (case.method, case.path, answer.status_code, answer.content[:300])
        assert answer.status_code < 500, (*shown, case.body, case.query, case.path_parameters)
        if answer.status_code >= 400 and answer.content:
            asked_for_cxml = case.media_type == "application/cxml+xml" and case.method == "POST"
            assert answer.headers["content-type"][0] in ((REFUSED, CXML) if asked_for_cxml else (REFUSED,)), shown
            assert b"Traceback" not in answer.content
            assert b"sqlalchemy" not in answer.content.lower()

    run()
    return count


@pytest.mark.slow
def test_nothing_that_is_sent_to_any_operation_ends_in_a_fault(world: Running) -> None:
    app: Flask = app_of(world.ports)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    headers = {"Authorization": f"Bearer {world.buyer.key}"}
    keys = known_keys(world)
    until = time.monotonic() + LONGEST_S
    counts = {each.ok().label: tried(each.ok(), keys, headers, until) for each in schema.get_all_operations()}
    assert len(counts) >= 30
    assert sum(counts.values()) > 100
