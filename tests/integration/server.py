"""A real server process with two companies that trade and one that has nothing to do with them, called over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask import Flask

from app import server_key
from app.access.clients import NewClient, Scope, register_client
from app.access.organisations import NewOrganisation, create_organisation
from app.config import PREFIX, Settings, load_settings
from app.domain.documents import Order
from app.domain.identifiers import Identifier
from app.pipeline.held_keys import make_held_key
from app.pipeline.ports import Ports
from app.storage.migrate import upgrade
from app.storage.payloads import KeyRing
from app.wiring import app_of, build
from tests.builders import an_order
from tests.databases import DATABASES, fresh_postgresql
from tests.trading import Company, Trade

LIMIT = 300_000
"""The size of documents that the server takes: small, so that a body above it is cheap."""
START_WITHIN_S = 60
_numbers = count(1)


@dataclass(frozen=True)
class Answer:
    """What came back, whatever it was."""

    status: int
    body: bytes
    headers: urllib3.HTTPHeaderDict

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["code"])


@dataclass
class Caller:
    """A program with an API key (or without one); it never raises for a status."""

    url: str
    key: str
    pool: urllib3.PoolManager = field(
        default_factory=lambda: urllib3.PoolManager(retries=False, timeout=60, maxsize=32, block=True)
    )

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """A call below /api/v1; what isn't bytes is sent as JSON. Headers as names with underscores."""
        given = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if body is not None and not isinstance(body, bytes) and not hasattr(body, "__next__"):
            body, given["Content-Type"] = json.dumps(body).encode(), "application/json"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.pool.request(method, f"{self.url}/api/v1{path}", body=body, headers=given)
        return Answer(answer.status, answer.data, answer.headers)

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self.call("POST", path, body, **headers)

    def submit(self, document: Any, media_type: str = "application/xml", **headers: str) -> Answer:
        return self.post("/documents", document, Content_Type=media_type, **headers)


@dataclass
class InProcess:
    """The same for a server without a process: Flask's own test client."""

    app: Flask
    key: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        given = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if body is not None and not isinstance(body, bytes):
            body, given["Content-Type"] = json.dumps(body).encode(), "application/json"
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.app.test_client().open(f"/api/v1{path}", method=method, data=body, headers=given)
        return Answer(answer.status_code, answer.data, urllib3.HTTPHeaderDict(answer.headers))

    get = Caller.get
    post = Caller.post
    submit = Caller.submit


@dataclass
class Running:
    """A server with its database, which tests may look into, and callers for everybody."""

    url: str
    trade: Trade
    outsider_id: str
    buyer: Caller
    seller: Caller
    outsider: Caller

    @property
    def ports(self) -> Ports:
        return self.trade.ports

    def caller(self, company: Company, *scopes: Scope, rate: int = 60_000) -> Caller:
        """A further client of a company."""
        return Caller(self.url, key_for(self.ports, company.id, scopes, rate))

    def nobody(self) -> Caller:
        return Caller(self.url, "")

    def order(self) -> Order:
        """An order whose number was never used."""
        return an_order().numbered(f"PO-{next(_numbers):05}").build()

    def xml(self, document: Any, syntax: str = "ubl") -> bytes:
        return self.trade.xml(document, syntax)

    def accepted(self, document: Any = None) -> dict[str, Any]:
        """The answer to a document that was submitted by its sender and accepted."""
        document = document or self.order()
        syntax = "contract-xml" if document.type == "contract" else "ubl"
        caller = self.buyer if document.sent_by_buyer else self.seller
        answer = caller.submit(self.xml(document, syntax))
        assert answer.status == 201, answer.body
        found: dict[str, Any] = answer.json
        return found


def key_for(ports: Ports, organisation_id: str, scopes: tuple[Scope, ...] = (), rate: int = 60_000) -> str:
    """A new client's key; every scope where none is named."""
    with ports.database.unit_of_work() as uow:
        new = NewClient(organisation_id, "test", scopes or (Scope.ADMIN,), requests_per_minute=rate)
        key = register_client(uow.session, new, ports.payloads.keys.derived("api-keys"), ports.clock()).key
        uow.commit()
    return key


def add_organisation(ports: Ports, name: str, *identifiers: Identifier) -> str:
    """A further organisation's id."""
    with ports.database.unit_of_work() as uow:
        wrapped = ports.payloads.keys.new_organisation_key()
        made = create_organisation(uow.session, NewOrganisation(name, identifiers, wrapped), ports.clock())
        make_held_key(uow.session, made, ports)
        uow.commit()
    return made.id


@pytest.fixture(scope="session", params=DATABASES)
def server_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of the database that the shared server works on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('server') / 'server.db'}"
        return
    yield from fresh_postgresql(request.getfixturevalue("postgresql_server"), "template1")


@pytest.fixture(scope="session")
def server(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Running"]:
    """A real server on each kind of database. Tests share it: they use numbers and records of their own."""
    with running(server_url, tmp_path_factory.mktemp("server")) as started:
        yield started


@contextmanager
def offline(database_url: str, folder: Path) -> Iterator[Running]:
    """The same server inside this process, without HTTP and without a background."""
    settings = load_settings(_environment(database_url, folder, 8000))
    trade = _set_up(settings)
    ports = trade.ports
    outsider = add_organisation(ports, "Outsider", Identifier("4012345000009", "0088"))
    app = app_of(ports)
    callers: list[Any] = [InProcess(app, key_for(ports, each)) for each in (trade.buyer.id, trade.seller.id, outsider)]
    yield Running("http://127.0.0.1:8000", trade, outsider, *callers)
    ports.database.dispose()


@contextmanager
def running(database_url: str, folder: Path) -> Iterator[Running]:
    """Start a server on a free port; it is stopped, politely, at the end."""
    environment = _environment(database_url, folder, _free_port())
    settings = load_settings(environment)
    trade = _set_up(settings)
    ports = trade.ports
    outsider = add_organisation(ports, "Outsider", Identifier("4012345000009", "0088"))
    url = settings.public_url
    callers = [Caller(url, key_for(ports, each)) for each in (trade.buyer.id, trade.seller.id, outsider)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "serve"], env={**clean, **environment}, stdout=log, stderr=log
        )
        try:
            _wait_until_ready(url, process, folder)
            yield Running(url, trade, outsider, *callers)
        finally:
            process.terminate()
            process.wait(30)
            ports.database.dispose()


def _environment(database_url: str, folder: Path, port: int) -> dict[str, str]:
    values = {
        "DATA": str(folder / "data"),
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "MAX_DOCUMENT_BYTES": str(LIMIT),
        "ALLOWED_NETWORKS": "127.0.0.0/8",
        "ALLOW_HTTP_WEBHOOKS": "true",
        "LOG_LEVEL": "WARNING",
    }
    return {PREFIX + name: value for name, value in values.items()}


def _set_up(settings: Settings) -> Trade:
    settings.data.mkdir(parents=True)
    KeyRing.create(settings.root_key_file)
    server_key.create(settings.data)
    ports = build(settings).ports
    upgrade(ports.database)
    return Trade.between(ports)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        try:
            if urllib3.request("GET", f"{url}/readyz", retries=False, timeout=2).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.1)
    raise TimeoutError((folder / "server.log").read_text())
