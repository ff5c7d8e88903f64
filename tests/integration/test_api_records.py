"""Partners, keys, channels, schedules, deliveries, health and the description over HTTP, on a real server."""

import http.client
import json
import re
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator

from app.access.clients import Scope
from app.errors import entries
from app.storage.database import Database
from app.wiring import app_of
from tests.exchange_world import SECRET
from tests.integration.server import Caller, InProcess, Running, offline
from tests.keys import ec_identity

UNKNOWN = "018f0000-0000-7000-8000-000000000000"
SCOPES = {
    "/partners": Scope.PARTNERS,
    "/keys": Scope.KEYS,
    "/channels": Scope.CHANNELS,
    "/schedules": Scope.CHANNELS,
    "/deliveries": Scope.DELIVERIES,
}


def wait_until(look: Any, holds: Any) -> Any:
    until = time.monotonic() + 20
    while not holds(found := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return found


@pytest.mark.parametrize("path", SCOPES)
def test_each_kind_of_record_has_its_scope(server: Running, path: str) -> None:
    others = [each for each in Scope if each not in (SCOPES[path], Scope.ADMIN)]
    assert server.caller(server.trade.buyer, SCOPES[path]).get(path).status == 200
    refused = server.caller(server.trade.buyer, *others).get(path)
    assert (refused.status, refused.code) == (403, "api.scope_missing")
    assert server.nobody().get(path).status == 401


# --- partners


def test_partners_are_taken_by_an_identifier_and_changed(server: Running) -> None:
    listed = server.buyer.get("/partners").json
    assert [each["partner"]["name"] for each in listed] == [server.trade.seller.party.name]
    identifier = {"scheme": "0088", "value": "4012345000009"}
    made = server.buyer.post("/partners", {"identifier": identifier, "policy": {"signed": ["order"]}})
    assert (made.status, made.json["partner"]["name"], made.json["active"]) == (201, "Outsider", True)
    path = f"/partners/{made.json['id']}"
    assert server.buyer.call("PATCH", path, {"active": False}).json["active"] is False
    assert server.outsider.call("PATCH", path, {"active": True}).status == 404
    assert server.seller.call("PATCH", path, {"active": True}).status == 404
    assert server.outsider.get("/partners").json == []


def test_a_partner_that_is_not_here_is_404(server: Running) -> None:
    for value in ("nobody", "x" * 5000, server.trade.buyer.party.endpoint.value):  # type: ignore[union-attr]
        body = {"identifier": {"scheme": "0088", "value": value}}
        assert server.buyer.post("/partners", body).status == 404
    assert server.buyer.call("PATCH", f"/partners/{UNKNOWN}", {}).status == 404


@pytest.mark.parametrize(
    "policy",
    [
        {"signed": ["nonsense"]},
        {"signed": "order"},
        {"signed": 5},
        {"types": None},
        {"types": [[]]},
        {"syntax": "fax"},
        {"syntax": []},
        {"syntax": {}},
        {"signed": [{}]},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(server: Running, policy: Any) -> None:
    body = {"identifier": {"scheme": "0088", "value": "4012345000009"}, "policy": policy}
    answer = server.seller.post("/partners", body)
    assert (answer.status, answer.code) == (422, "api.invalid")
    assert "policy" in answer.json["title"]


# --- keys


def test_keys_are_registered_listed_and_revoked_by_their_owner_only(server: Running) -> None:
    pem = ec_identity("another").certificate_pem
    made = server.buyer.post("/keys", {"material": pem, "kid": f"k-{time.time_ns()}"})
    assert made.status == 201, made.body
    assert (made.json["is_certificate"], made.json["held_by_server"], made.json["revoked_at"]) == (True, False, None)
    key = made.json["id"]
    assert key in [each["id"] for each in server.buyer.get("/keys").json]
    assert key not in [each["id"] for each in server.seller.get("/keys").json]
    assert server.seller.post(f"/keys/{key}/revoke", {"reason": "mine now"}).status == 404
    revoked = server.buyer.post(f"/keys/{key}/revoke", {"reason": "lost"})
    assert (revoked.status, revoked.json["revocation_reason"]) == (200, "lost")
    assert server.buyer.post("/keys", {"material": pem, "kid": made.json["kid"]}).status in (409, 422)
    assert server.buyer.post(f"/keys/{UNKNOWN}/revoke", {}).status == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"material": "nonsense"},
        {"material": 5},
        {"material": None},
        {"material": {}},
        {"material": {"kty": "EC", "crv": "P-256", "x": "A", "y": []}},
        {"material": {"kty": "oct", "k": "AAAA"}},
        {"material": {"kty": "RSA", "n": 5, "e": {}}},
        {"material": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"},
        {"material": "nonsense", "kid": "x" * 200},
        {"material": "nonsense", "role": "king"},
        {"material": "nonsense", "active_from": "2026-01-01T00:00:00"},
        {"material": "nonsense", "active_from": "0001-01-01T00:00:00+23:59"},
        {"material": "nonsense", "more": 1},
    ],
)
def test_what_is_no_key_is_refused(server: Running, body: Any) -> None:
    answer = server.buyer.post("/keys", body)
    assert answer.status == 422, answer.body


def test_the_servers_own_keys_are_public(server: Running) -> None:
    answer = server.nobody().get("/jwks.json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/jwk-set+json")
    assert [set(each) & {"d", "p", "q"} for each in answer.json["keys"]] == [set()]


# --- channels, schedules, deliveries


def a_folder(server: Running, **more: Any) -> dict[str, Any]:
    (server.ports.settings.directory_root / server.trade.seller.id / "erp").mkdir(parents=True, exist_ok=True)
    body = {"name": "ERP", "kind": "directory", "settings": {"path": "erp"}, "immediate": False, **more}
    answer = server.seller.post("/channels", body)
    assert answer.status == 201, answer.body
    found: dict[str, Any] = answer.json
    return found


def test_a_channel_is_made_changed_and_never_shows_its_secrets(server: Running) -> None:
    hook = {"name": "hook", "kind": "webhook", "settings": {"url": "http://127.0.0.1:18099/"}, "secrets": [SECRET]}
    made = server.seller.post("/channels", {**hook, "active": False})
    assert made.status == 201, made.body
    assert made.json["has_secrets"]
    assert SECRET.encode() not in made.body
    path = f"/channels/{made.json['id']}"
    assert server.seller.get(path).json == made.json
    assert server.seller.call("PATCH", path, {"name": "hook 2"}).json["name"] == "hook 2"
    assert server.seller.post(f"{path}/probe").json["outcome"] == "transient"
    for call in (("GET", path, None), ("PATCH", path, {"name": "x"}), ("POST", f"{path}/probe", None)):
        assert server.outsider.call(*call).status == 404
        assert server.buyer.call(*call).status == 404
    assert server.outsider.get("/channels").json == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "pigeon"},
        {"kind": "x" * 100},
        {"direction": "up"},
        {"settings": {"path": "../../etc"}},
        {"settings": {"path": 5}},
        {"settings": {}},
        {"settings": []},
        {"syntax": "fax"},
        {"retry_minutes": [0]},
        {"retry_minutes": [1] * 100},
        {"retry_minutes": [10**30]},
        {"document_types": ["nonsense"]},
        {"name": ""},
        {"name": "x" * 201},
        {"secrets": [5]},
        {"more": 1},
    ],
)
def test_a_channel_that_cannot_work_is_refused(server: Running, change: dict[str, Any]) -> None:
    body = {"name": "ERP", "kind": "directory", "settings": {"path": "erp"}, "active": False, **change}
    answer = server.seller.post("/channels", body)
    assert (answer.status, answer.code) == (422, "api.invalid"), answer.body


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "gopher://x/", "http://", 5, None]
)
def test_a_webhook_into_a_private_network_is_refused_or_never_called(server: Running, url: Any) -> None:
    body = {"name": "h", "kind": "webhook", "settings": {"url": url}, "secrets": [SECRET], "active": False}
    answer = server.seller.post("/channels", body)
    if answer.status == 201:
        probe = server.seller.post(f"/channels/{answer.json['id']}/probe").json
        assert probe["outcome"] == "permanent"
    else:
        assert answer.status == 422


def test_a_schedule_runs_when_it_is_asked_to_and_its_delivery_can_be_followed(server: Running) -> None:
    channel = a_folder(server)
    body = {"name": "hourly", "channel_id": channel["id"], "cron": "0 * * * *", "time_zone": "Asia/Shanghai"}
    made = server.seller.post("/schedules", body)
    assert (made.status, made.json["cron"], made.json["time_zone"]) == (201, "0 * * * *", "Asia/Shanghai")
    document = server.accepted()["id"]
    query = f"/deliveries?document_id={document}&channel_id={channel['id']}"
    (delivery,) = server.seller.get(query).json["deliveries"]
    assert delivery["state"] == "pending"
    path = f"/deliveries/{delivery['id']}"
    assert server.seller.post(f"{path}/hold").json["state"] == "held"
    assert server.seller.post(f"{path}/hold").status in (409, 422)
    assert server.seller.post(f"{path}/release").json["state"] == "pending"
    run = server.seller.post(f"/schedules/{made.json['id']}/run")
    assert (run.status, run.json["outcome"]) == (202, "requested")
    done = wait_until(lambda: server.seller.get(path).json, lambda found: found["state"] == "delivered")
    assert (done["state"], [each["outcome"] for each in done["attempts"]]) == ("delivered", ["sent"])
    assert server.seller.post(f"{path}/retry").status in (409, 422)
    assert server.seller.post(f"{path}/resend").json["generation"] == 2
    history = wait_until(
        lambda: server.seller.get(f"/schedules/{made.json['id']}/runs").json,
        lambda runs: runs[0]["outcome"] != "requested",
    )
    assert history[0]["id"] == run.json["id"]
    for each in (("GET", path), ("POST", f"{path}/hold"), ("POST", f"{path}/retry"), ("POST", f"{path}/resend")):
        assert server.buyer.call(*each).status == 404
        assert server.outsider.call(*each).status == 404
    for each in (("PATCH", ""), ("POST", "/run"), ("GET", "/runs")):
        body_or_none = {} if each[0] == "PATCH" else None
        assert server.outsider.call(each[0], f"/schedules/{made.json['id']}{each[1]}", body_or_none).status == 404
    changed = {"cron": "", "interval_seconds": 3600, "active": False}
    assert server.seller.call("PATCH", f"/schedules/{made.json['id']}", changed).json["interval_seconds"] == 3600
    server.seller.call("PATCH", f"/channels/{channel['id']}", {"active": False})


@pytest.mark.parametrize(
    "change",
    [
        {"cron": "x"},
        {"cron": "0 0 31 2 *"},
        {"cron": ",".join(map(str, range(60))) + " * * * *"},
        {"cron": "", "interval_seconds": 10**30},
        {"cron": "", "interval_seconds": 0},
        {"cron": ""},
        {"interval_seconds": 60},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"name": ""},
        {"channel_id": 5},
    ],
)
def test_a_schedule_that_cannot_run_is_refused(server: Running, change: dict[str, Any]) -> None:
    channel = a_folder(server, active=False)
    body = {"name": "hourly", "channel_id": channel["id"], "cron": "0 * * * *", **change}
    answer = server.seller.post("/schedules", body)
    assert (answer.status, answer.code) == (422, "api.invalid"), answer.body


def test_a_schedule_for_somebody_elses_channel_is_404(server: Running) -> None:
    channel = a_folder(server, active=False)
    for key in (channel["id"], UNKNOWN, "nonsense"):
        body = {"name": "hourly", "channel_id": key, "cron": "0 * * * *"}
        assert server.buyer.post("/schedules", body).status == 404


def test_pages_of_deliveries_skip_nothing(server: Running) -> None:
    channel = a_folder(server)
    documents = [server.accepted()["id"] for _ in range(5)]
    path, seen = f"/deliveries?channel_id={channel['id']}&limit=2", []
    while path:
        page = server.seller.get(path).json
        seen += [each["document_id"] for each in page["deliveries"]]
        path = f"/deliveries?channel_id={channel['id']}&limit=2&after={page['next']}" if page["next"] else ""
    assert seen == documents[::-1]
    server.seller.call("PATCH", f"/channels/{channel['id']}", {"active": False})


# --- bodies of management calls


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"name": "a\\u0000b"}', "application/json", 400),
        (b'{"name": "\\ud800"}', "application/json", 400),
        (b'{"name": "a", "name": "b"}', "application/json", 400),
        (b'{"settings": {"a\\u0000": 1}}', "application/json", 400),
        (b'{"name": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"name=x", "application/x-www-form-urlencoded", 415),
        (b"<name/>", "application/xml", 415),
        (b'{"name": "' + b"x" * 300_000 + b'"}', "application/json", 413),
        (b"", "application/json", 422),
        (b'"text"', "application/json", 422),
    ],
)
def test_a_body_that_is_not_what_it_should_be_is_refused(
    server: Running, body: bytes, media_type: str, status: int
) -> None:
    answer = server.seller.post("/channels", body, Content_Type=media_type)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert b"Traceback" not in answer.body


def test_a_management_body_in_chunks_is_bounded_too(server: Running) -> None:
    pieces = iter([b'{"name": "'] + [b"x" * 60_000] * 6 + [b'"}'])
    answer = server.seller.post("/channels", pieces, Content_Type="application/json")
    assert (answer.status, answer.code) == (413, "message.too_large")


def test_a_strangers_body_is_not_read_at_all(server: Running) -> None:
    answer = server.nobody().post("/channels", b"{", Content_Type="application/json")
    assert (answer.status, answer.code) == (401, "api.unauthenticated")


# --- around it


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_is_there_for_monitors_with_and_without_the_prefix(server: Running, path: str) -> None:
    for url in (server.url, f"{server.url}/api/v1"):
        answer = server.nobody().pool.request("GET", f"{url}{path}")
        assert answer.status == 200
    assert b"csk_" not in answer.data


def test_head_and_options_are_answered(server: Running) -> None:
    head = server.buyer.call("HEAD", "/documents")
    assert (head.status, head.body) == (200, b"")
    options = server.nobody().call("OPTIONS", "/documents")
    assert options.status == 200
    assert set(options.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_what_is_not_there_and_what_cannot_be_done_are_problems(server: Running) -> None:
    for path in ("/documents/", "/nothing", "/documents/x/y", "/documents/%00", "/documents/" + "x" * 3000):
        answer = server.buyer.get(path)
        assert answer.status in (400, 404), path
        assert answer.code in ("api.not_found", "api.bad_request")
    wrong = server.buyer.call("DELETE", "/documents")
    assert (wrong.status, wrong.code) == (405, "api.method_not_allowed")
    assert "POST" in wrong.headers["Allow"]


@pytest.mark.parametrize("path", ["/documents", "/nothing", "/jwks.json", "/feed"])
def test_no_answer_is_cached_sniffed_or_framed(server: Running, path: str) -> None:
    headers = server.buyer.get(path).headers
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("header", ["Accept-Language", "Accept", "User-Agent", "Cookie", "Range", "If-None-Match"])
@pytest.mark.parametrize("value", ["x" * 4000, ",;q=,=;" * 100, "\xff\xfe", "*;q=nan, zh;q=99999999999"])
def test_absurd_headers_break_nothing(server: Running, header: str, value: str) -> None:
    assert server.buyer.get("/documents?limit=1", **{header: value}).status == 200


def test_a_strange_host_is_not_repeated_in_links(server: Running) -> None:
    answer = server.buyer.get("/nothing", Host="evil.example")
    assert answer.json["type"].startswith(server.url)


def test_expect_100_continue_is_answered(server: Running) -> None:
    raw = server.xml(server.order())
    at = urlsplit(server.url)
    with socket.create_connection((at.hostname, at.port), timeout=20) as wire:
        head = (
            f"POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.buyer.key}\r\n"
            f"Content-Type: application/xml\r\nContent-Length: {len(raw)}\r\nExpect: 100-continue\r\n"
            "Connection: close\r\n\r\n"
        )
        wire.sendall(head.encode())
        assert wire.recv(1000).startswith(b"HTTP/1.1 100")
        wire.sendall(raw)
        answer = b"".join(iter(lambda: wire.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 201")


def test_clients_that_dawdle_do_not_stop_the_others(server: Running) -> None:
    at = urlsplit(server.url)
    slow = [socket.create_connection((at.hostname, at.port)) for _ in range(12)]
    try:
        for each in slow:
            each.sendall(b"POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nContent-Le")
        time.sleep(0.5)
        began = time.monotonic()
        assert Caller(server.url, server.buyer.key).get("/documents?limit=1").status == 200
        assert time.monotonic() - began < 3
    finally:
        for each in slow:
            each.close()


def test_a_body_that_never_ends_as_announced_is_no_fault_of_ours(server: Running) -> None:
    at = urlsplit(server.url)
    connection = http.client.HTTPConnection(at.hostname or "", at.port, timeout=20)
    connection.putrequest("POST", "/api/v1/documents")
    for name, value in (("Authorization", f"Bearer {server.buyer.key}"), ("Content-Type", "application/xml")):
        connection.putheader(name, value)
    connection.putheader("Content-Length", "1000")
    connection.endheaders(b"<a")
    connection.sock.shutdown(socket.SHUT_WR)
    assert connection.getresponse().status < 500
    connection.close()


def test_without_its_database_the_server_asks_to_come_back(tmp_path: Path) -> None:
    with offline(f"sqlite:///{tmp_path / 'test.db'}", tmp_path) as world:
        away = replace(world.ports, database=Database(f"sqlite:///{tmp_path / 'away' / 'test.db'}"))
        caller = InProcess(app_of(away), world.buyer.key)
        for answer in (caller.get("/documents"), caller.submit(b"<a/>")):
            assert (answer.status, answer.code) == (503, "api.unavailable")
            assert int(answer.headers["Retry-After"]) > 0
            assert b"sqlite" not in answer.body
        assert (caller.get("/healthz").status, caller.get("/readyz").status) == (200, 503)


# --- the description


def test_the_description_is_open_and_complete(server: Running) -> None:
    answer = server.nobody().get("/openapi.json")
    spec = answer.json
    assert (answer.status, spec["openapi"]) == (200, "3.1.0")
    operations = [
        (path, method, operation)
        for path, item in spec["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "put", "delete")
    ]
    names = [operation["operationId"] for _, _, operation in operations]
    assert len(names) == len(set(names)) > 25
    for path, method, operation in operations:
        assert operation["summary"], (path, method)
        assert operation["description"], (path, method)
        assert "security" in operation
        assert all(each["description"] for each in operation["responses"].values()), (path, method)
        assert set(re.findall(r"{(\w+)}", path)) <= {
            each["name"]
            for each in [*spec["paths"][path].get("parameters", []), *operation.get("parameters", [])]
            if each["in"] == "path"
        }
    assert [path for path, _, each in operations if not each["security"]] == ["/api/v1/jwks.json"]
    for schema in spec["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    assert_references_resolve(spec, spec)


def assert_references_resolve(node: Any, spec: dict[str, Any]) -> None:
    if isinstance(node, list):
        for each in node:
            assert_references_resolve(each, spec)
    elif isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            found: Any = spec
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
        for each in node.values():
            assert_references_resolve(each, spec)


@pytest.mark.parametrize("path", ["/docs", "/problems", "/problems/xml.doctype", "/problems/negotiation.not_found"])
def test_the_pages_about_the_api_render(server: Running, path: str) -> None:
    answer = server.nobody().get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<main>" in answer.body
    assert "default-src 'none'; style-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_docs_page_names_every_operation_and_the_catalogue_every_code(server: Running) -> None:
    docs, codes = (server.nobody().get(path).body.decode() for path in ("/docs", "/problems"))
    for path in json.loads(server.nobody().get("/openapi.json").body)["paths"]:
        assert path in docs
    for each in entries():
        assert each.code in codes


def test_an_unknown_code_has_no_page_and_nothing_is_injected(server: Running) -> None:
    answer = server.nobody().get("/problems/%3Cscript%3Ealert(1)")
    assert answer.status == 404
    assert b"<script>" not in answer.body
