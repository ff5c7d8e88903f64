"""kill -9 of the whole server while others submit: whatever was answered with 201 is there when it is back."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import urllib3
from sqlalchemy import func, select

from app.config import PREFIX, load_settings
from app.evidence.verify import verify_receipt
from app.storage.models import BusinessKey, DocumentRecord, FeedEntry, NegotiationEvent
from tests.builders import an_order
from tests.integration.server import Caller, _environment, _free_port, _set_up, _wait_until_ready, key_for
from tests.trading import Trade

CLIENTS = 4
UNDER_LOAD_S = 1.0
KILLS = 2


class Server:
    """A real server, with all its processes, that can be killed and started again."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self._folder = folder
        self._environment = _environment(database_url, folder, _free_port())
        settings = load_settings(self._environment)
        self.trade: Trade = _set_up(settings)
        self.url = settings.public_url

    def start(self) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        with (self._folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app", "serve"],
                env={**clean, **self._environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        _wait_until_ready(self.url, self._process, self._folder)

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(30)

    def caller(self, company_id: str) -> Caller:
        return Caller(self.url, key_for(self.trade.ports, company_id))


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    server = Server(database_url, tmp_path)
    server.start()
    yield server
    server.kill()
    server.trade.ports.database.dispose()


@dataclass
class Client:
    """A program that submits one order after the other, and remembers what it was told."""

    name: str
    trade: Trade
    caller: Caller
    told: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, bytes] = field(default_factory=dict)

    def go_on(self, stop: threading.Event) -> None:
        while not stop.is_set():
            number = f"PO-{self.name}-{len(self.sent)}"
            self.sent[number] = self.trade.xml(an_order().numbered(number).build())
            self._submit(number)

    def make_sure(self) -> None:
        """Send again what no answer came to."""
        for number in self.sent.keys() - self.told.keys():
            self._submit(number)

    def _submit(self, number: str) -> None:
        try:
            answer = self.caller.submit(self.sent[number], Idempotency_Key=number)
        except urllib3.exceptions.HTTPError:
            return
        assert answer.status in (200, 201), answer.body
        self.told[number] = answer.body


@contextmanager
def under_load(clients: list[Client]) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=each.go_on, args=(stop,)) for each in clients]
    for each in threads:
        each.start()
    time.sleep(UNDER_LOAD_S)
    yield
    stop.set()
    for each in threads:
        each.join()


def count(trade: Trade, model: type) -> int:
    with trade.ports.database.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_was_acknowledged_under_load_survives_kill_9(server: Server) -> None:
    trade, buyer = server.trade, server.caller(server.trade.buyer.id)
    clients = [Client(f"{number}", trade, buyer) for number in range(CLIENTS)]
    for _ in range(KILLS):
        with under_load(clients):
            server.kill()
        server.start()
        keys = json.loads(urllib3.request("GET", f"{server.url}/api/v1/jwks.json").data)
        for client in clients:
            for number, answer in client.told.items():
                said = json.loads(answer)
                shown = buyer.get(f"/documents/{said['id']}").json
                assert (shown["number"], shown["receipt"]) == (number, said["receipt"])
                assert verify_receipt(said["receipt"], client.sent[number], keys).proven
    for client in clients:
        client.make_sure()
        client.make_sure()
        assert client.told.keys() == client.sent.keys()
    total = sum(len(each.sent) for each in clients)
    assert total > CLIENTS * KILLS
    assert [count(trade, each) for each in (DocumentRecord, BusinessKey, FeedEntry)] == [total] * 3
    assert count(trade, NegotiationEvent) == 2 * total
    assert _feed(server.caller(trade.seller.id), total) == list(range(1, total + 1))


def _feed(seller: Caller, total: int) -> list[int]:
    positions: list[int] = []
    until = time.monotonic() + 20
    while len(positions) < total and time.monotonic() < until:
        after = positions[-1] if positions else 0
        positions += [each["position"] for each in seller.get(f"/feed?after={after}&wait=2").json["entries"]]
    return positions
