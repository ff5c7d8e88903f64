"""Ways in that a review looked for: what looks signed and isn't, what is decided without saying so, what leaks."""

import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from app.access import passwords
from app.access.clients import Registered
from app.access.login import Attempt
from app.access.organisations import NewPartnership, link
from app.access.people import NewPerson
from app.access.sessions import Opened
from app.api import channels
from app.cli.patience import IDLE_SECONDS
from app.config import Settings
from app.domain.clock import utc_now
from app.errors import Refused
from app.pipeline.act import act
from app.pipeline.messages import Outcome, Verdict
from app.pipeline.requests import Request
from app.pipeline.schedules import request_run
from app.signatures.certificates import MAX_CERTIFICATE_BYTES, load_certificate
from app.signatures.jws import sign_jws
from app.storage.database import Database
from app.storage.models import ApiClient, Channel, Negotiation, Schedule, ScheduleRun, Session
from app.storage.payloads import KeyRing, write_secret
from app.storage.types import new_key
from app.transports.base import Settings as ChannelSettings
from app.wiring import app_of
from tests.builders import an_order
from tests.exchange_world import Recorder, ports_for
from tests.integration.server import key_for, running
from tests.integration.web_support import PASSWORD, a_site, email_of
from tests.trading import Company, Trade

DS = b"http://www.w3.org/2000/09/xmldsig#"


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


@dataclass
class Program:
    """A company's own system, calling the API."""

    client: FlaskClient
    key: str

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)


@pytest.fixture
def program(trade: Trade) -> Callable[[Company], Program]:
    client = app_of(trade.ports).test_client()
    return lambda company: Program(client, key_for(trade.ports, company.id))


def asked(negotiation: Negotiation, company: Company, event: str, **more: str) -> Request:
    return Request(negotiation.id, event, company.id, "client:test", negotiation.version, **more)


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.findings]


def test_a_signature_that_nobody_looks_at_does_not_replace_the_document_that_says_the_decision(trade: Trade) -> None:
    order = an_order().build()
    negotiation = trade.negotiation_of(trade.send(order))
    done = act(asked(negotiation, trade.seller, "accept_all", signature="anything"), trade.ports)
    assert done.outcome is not None
    assert done.outcome.verdict is Verdict.ACCEPTED
    assert trade.record(done.outcome).type == "order_response"


def test_an_xml_signature_inside_a_jws_is_refused_for_one_signature_would_go_unverified(trade: Trade) -> None:
    inner = trade.seller.signed_xml(an_order().build(), trade.ports)  # the wrong party's, too
    signer = trade.buyer.signer.private_key
    outcome = trade.submit(trade.buyer, sign_jws(inner, signer, kid=trade.buyer.party.name, content_type="xml"))
    assert (outcome.verdict, codes(outcome)) == (Verdict.REJECTED, ["signature.nested"])


@pytest.mark.parametrize(
    "left",
    [b'<ds:SignatureValue xmlns:ds="%b">AAAA</ds:SignatureValue>', b'<ds:SignedInfo xmlns:ds="%b"/>'],
)
def test_the_remains_of_a_signature_are_no_unsigned_document(trade: Trade, left: bytes) -> None:
    trade.policy(trade.seller, trade.buyer, signed=[])
    bare = trade.ports.formats.get("ubl").render(an_order().build())
    ext = b"urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
    head = b'<e:UBLExtensions xmlns:e="%b"><e:UBLExtension><e:ExtensionContent>' % ext
    tail = b"</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
    start = bare.index(b">", bare.index(b"<Order")) + 1
    outcome = trade.submit(trade.buyer, bare[:start] + head + left % DS + tail + bare[start:])
    assert (outcome.verdict, codes(outcome)) == (Verdict.REJECTED, ["signature.missing"])


def test_what_one_party_does_in_its_own_house_is_not_told_to_the_other(
    trade: Trade, program: Callable[[Company], Program]
) -> None:
    trade.policy(trade.buyer, trade.seller, order_approval_above="1")
    order = an_order().build()
    negotiation = trade.negotiation_of(trade.send(order))
    act(asked(negotiation, trade.buyer, "approve", reason="cheaper than the rival's"), trade.ports)
    told, own = (
        program(each).call("GET", f"/negotiations/{negotiation.id}").get_json() for each in (trade.seller, trade.buyer)
    )
    assert [each["event"] for each in told["timeline"]] == ["approve"]
    assert [each["event"] for each in own["timeline"]] == ["submit", "approve"]
    private = ("rival", "client:test", "overridden")
    assert [each for each in private if each in str(own)] == list(private)
    assert [each for each in private if each in str(told)] == []


def test_a_borrowed_session_is_no_way_to_guess_the_password(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    browser = a_site(database, tmp_path).browser(email_of("buyer"))
    for guess in range(5):
        browser.open("/me")
        browser.send("/me/password", old=f"guess number {guess}", new="another long password")
    browser.open("/me")
    refused = browser.send("/me/password", old=PASSWORD, new="another long password")
    assert refused.status_code == 422
    assert "Too many attempts" in browser.last


@pytest.mark.parametrize("said", ["text/html", "application/xml\u4e2d", "application/xml\r\nX-Evil: 1", ""])
def test_what_a_sender_calls_his_document_never_gets_into_headers_unless_it_is_one_of_our_names(
    trade: Trade, said: str
) -> None:
    outcome = trade.send(an_order().build(), media_type=said)
    assert trade.record(outcome).media_type == "application/xml"


def test_what_the_database_refuses_is_not_in_the_error_that_is_logged(database: Database) -> None:
    with pytest.raises(DBAPIError) as refused, database.unit_of_work() as uow:
        uow.session.execute(text("SELECT nothing FROM nowhere WHERE secret = :secret"), {"secret": "whsec_hidden"})
    assert "whsec_hidden" not in str(refused.value)


def test_a_secret_file_is_complete_private_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root.key"
    KeyRing.create(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_secret(path, b"another")
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["root.key"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_asking_for_a_run_a_thousand_times_makes_no_queue(trade: Trade) -> None:
    now, own = trade.ports.clock(), trade.seller.id
    with trade.ports.database.unit_of_work() as uow:
        channel = Channel(id=new_key(), organisation_id=own, name="out", kind="directory", created_at=now)
        schedule = Schedule(id=new_key(), organisation_id=own, channel_id=channel.id, name="s", created_at=now)
        uow.session.add_all([channel, schedule])
        uow.commit()
    for _ in range(20):
        with trade.ports.database.unit_of_work() as uow:
            request_run(uow.session, schedule.id, now)
            uow.commit()
    assert trade.count(ScheduleRun) == 1


@pytest.mark.parametrize(
    "policy",
    [
        {"value_tolerance": {"absolute": "NaN"}},
        {"order_approval_above": "Infinity"},
        {"quantity_tolerance": "5 %"},
        {"matching": []},
        {"syntax": ["ubl"]},
        {"types": "order"},
        {"signed": 5},
    ],
)
def test_a_policy_that_would_stop_every_document_is_refused_when_it_is_set(
    trade: Trade, program: Callable[[Company], Program], policy: dict[str, Any]
) -> None:
    identifier = {"scheme": "0088", "value": next(each.value for each in trade.seller.party.identifiers())}
    answer = program(trade.buyer).call("POST", "/partners", json={"identifier": identifier, "policy": policy})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "api.invalid")


def test_who_buys_does_not_approve_what_was_bought(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", quick)
    site = a_site(database, tmp_path)
    with database.unit_of_work() as uow:
        policy = {"signed": [], "order_approval": True}
        link(uow.session, NewPartnership(site.buyer_id, site.seller_id, policy), site.ports.clock())
        uow.commit()
    order = an_order().build()
    site.taken(order)
    page = f"/negotiations/{site.negotiation_id(order.number)}"
    buyer = site.browser(email_of("buyer"))
    buyer.open(page)
    assert buyer.send(f"{page}/events", event="approve", version="1").status_code == 403
    assert site.browser(email_of("approver", "seller")).open(page).status_code == 404


@pytest.mark.parametrize(
    "holder",
    [
        ChannelSettings({"url": "https://example.org"}, ("hidden",), "owner"),
        Attempt("ann@example.org", "hidden", "192.0.2.1", datetime(2026, 3, 2, tzinfo=UTC)),
        NewPerson("id", "ann@example.org", "Ann", "viewer", "hidden"),
        Registered(ApiClient(name="ERP"), "hidden"),
        Opened("hidden", Session()),
        Settings(data=Path(), database_url="postgresql://u:hidden@localhost/db"),
    ],
    ids=lambda holder: type(holder).__name__,
)
def test_what_holds_a_secret_does_not_say_it_in_an_error(holder: object) -> None:
    assert "hidden" not in repr(holder)


def test_certificates_that_strangers_send_fill_no_memory() -> None:
    assert (load_certificate.cache_info().maxsize or 0) * MAX_CERTIFICATE_BYTES <= 8 * 1024 * 1024
    with pytest.raises(Refused, match="certificate"):
        load_certificate(bytes(MAX_CERTIFICATE_BYTES + 1))


def test_callers_who_stall_in_the_middle_of_a_form_do_not_hold_the_server(tmp_path: Path) -> None:
    begun = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with running(f"sqlite:///{tmp_path / 'server.db'}", tmp_path) as server, ExitStack() as stalled:
        address = ("127.0.0.1", int(server.url.rpartition(":")[2]))
        for _ in range(server.ports.settings.threads):
            caller = stalled.enter_context(socket.create_connection(address))
            caller.sendall(begun + b"Content-Length: 1000\r\n\r\nemail=")
        assert urllib3.request("GET", f"{server.url}/healthz", retries=False, timeout=6 * IDLE_SECONDS).status == 200


def test_probes_of_silent_partners_do_not_use_up_the_threads(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "_probing", threading.BoundedSemaphore(1))
    trade = Trade.between(ports_for(database, tmp_path, utc_now, Recorder()))
    caller = Program(app_of(trade.ports).test_client(), key_for(trade.ports, trade.seller.id))
    made = caller.call("POST", "/channels", json={"name": "out", "kind": "recorder"})
    probe = f"/channels/{made.get_json()['id']}/probe"
    with channels._probing:  # a partner keeps silent
        assert caller.call("POST", probe).get_json()["outcome"] == "transient"
    assert caller.call("POST", probe).get_json()["outcome"] == "sent"
