"""What the tests of the pages share: a server with two organisations and their staff, and plain browsers."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import web
from app.access.keys import trust_for
from app.access.organisations import (
    NewOrganisation,
    NewPartnership,
    create_organisation,
    link,
    organisation_for,
)
from app.access.people import NewPerson, add_person
from app.access.roles import Role
from app.config import Settings
from app.domain.documents import Document
from app.evidence.receipt import ReceiptSigner
from app.formats import FORMATS
from app.pipeline.held_keys import make_held_key
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.ports import Asleep, Ports
from app.pipeline.receive import receive
from app.storage.database import Database
from app.storage.models import Negotiation, Organisation
from app.storage.payloads import KeyRing, PayloadStore
from app.transports.registry import transports
from app.validation.rulesets import NoneInstalled
from tests.building import BUYER, SELLER

PASSWORD = "seven green bicycles"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAST_HASH = "app.access.passwords._hasher"
NAMES = {
    Role.VIEWER: "Ida Bech",
    Role.BUYER: "Anna Lund",
    Role.APPROVER: "Mikkel Holm",
    Role.ACCOUNTS_PAYABLE: "Sofie Dahl",
    Role.ADMINISTRATOR: "Jonas Krogh",
}
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@dataclass
class Browser:
    """A browser without JavaScript: it keeps cookies, and sends a form's hidden token as a person's form would."""

    client: FlaskClient
    last: str = ""

    def open(self, path: str, **more: Any) -> TestResponse:
        """GET a page."""
        response = self.client.get(path, **more)
        self.last = response.get_data(as_text=True)
        return response

    def send(self, path: str, **form: Any) -> TestResponse:
        """POST a form with the token of the last page that was opened."""
        found = _TOKEN.search(self.last)
        response = self.client.post(path, data={"csrf": unescape(found.group(1)) if found else "", **form})
        if response.status_code == 200 or response.status_code >= 400:
            self.last = response.get_data(as_text=True)
        return response

    def log_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        """Through the log-in page."""
        self.open("/login")
        response = self.send("/login", email=email, password=password)
        if response.status_code == 302:
            self.open("/me")
        return response


@dataclass
class Site:
    """A server with its organisations; `clock` can be moved by a test."""

    app: Flask
    ports: Ports
    buyer_id: str
    seller_id: str
    clock: SimpleNamespace
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, email: str = "", language: str = "en") -> Browser:
        """A new browser, logged in where `email` is given."""
        browser = Browser(self.app.test_client())
        browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
        if email:
            assert browser.log_in(email).status_code == 302
        return browser

    def submit(self, document: Document, **more: str) -> Outcome:
        """`document` as its sender's system sends it, in Countersign JSON."""
        sender = self.buyer_id if document.sent_by_buyer else self.seller_id
        body = FORMATS.get("json").render(document)
        return receive(RawMessage(sender, "api", body, "application/json", **more), self.ports)

    def taken(self, document: Document) -> str:
        """The id of `document`, which must be accepted."""
        outcome = self.submit(document)
        assert outcome.verdict == "accepted", [each.as_dict() for each in outcome.findings]
        assert outcome.document_id
        return outcome.document_id

    def negotiation_id(self, number: str) -> str:
        """The negotiation of that number."""
        with self.ports.database.reading() as session:
            return session.scalars(select(Negotiation.id).where(Negotiation.number == number)).one()


def email_of(role: str, side: str = "buyer") -> str:
    """The address of the person who has that role there."""
    return f"{role}@{'birch' if side == 'buyer' else 'silver'}.example"


def a_site(database: Database, folder: Path, clock: Callable[[], datetime] | None = None) -> Site:
    """Birch (buyer) and Silver (seller) trade; neither asks for signatures; each has one person a role."""
    hand = SimpleNamespace(now=NOW)
    ports = _ports(database, folder, clock or (lambda: hand.now))
    with database.unit_of_work() as uow:
        sides = [_organisation(uow.session, party, ports) for party in (BUYER, SELLER)]
        for own, other in (sides, sides[::-1]):
            link(uow.session, NewPartnership(own.id, other.id, {"signed": []}), ports.clock())
        uow.commit()
    app = Flask("app.web", static_folder=None)
    app.testing = True
    web.register(app, ports)
    return Site(app, ports, sides[0].id, sides[1].id, hand)


def _organisation(session: Any, party: Any, ports: Ports) -> Organisation:
    identifiers = tuple(dict.fromkeys(party.identifiers()))
    wrapped = ports.payloads.keys.new_organisation_key()
    country = party.address.country if party.address else ""
    made = create_organisation(session, NewOrganisation(party.name, identifiers, wrapped, country), ports.clock())
    make_held_key(session, made, ports)
    side = "buyer" if party is BUYER else "seller"
    for role in Role:
        new = NewPerson(made.id, email_of(role, side), NAMES[role], role, PASSWORD)
        add_person(session, new, ports.clock())
    return made


def _ports(database: Database, folder: Path, clock: Callable[[], datetime]) -> Ports:
    settings = Settings(data=folder, database_url="", directory_root=folder, cookie_secure=False, background=False)
    return Ports(
        settings=settings,
        database=database,
        clock=clock,
        formats=FORMATS,
        rules=NoneInstalled(),
        payloads=PayloadStore(KeyRing(bytes(range(32))), folder / "payloads"),
        signer=ReceiptSigner(Ed25519PrivateKey.generate()),
        transports=transports(folder),
        trust_for=trust_for,
        organisation_for=organisation_for,
        wake=Asleep(),
    )
