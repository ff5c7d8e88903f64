"""A process that receives one message and is killed at a named point, with no chance to tidy anything up."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.evidence.receipt import ReceiptSigner
from app.pipeline import admit, receive, record
from app.pipeline.messages import RawMessage
from app.pipeline.ports import Ports
from app.storage.database import Database
from app.storage.payloads import PayloadStore, store
from app.storage.unit_of_work import UnitOfWork
from app.validation.xsd import warm_up
from tests.exchange_world import ports_for

warm_up()  # once, in the process that all victims are forked from
SIGNING_KEY = b"s" * 32

POINTS: dict[str, tuple[Any, str, bool]] = {
    "after it was judged": (receive, "judge", False),
    "before its original is put away": (PayloadStore, "put", True),
    "while its original is written": (store.os, "fsync", True),
    "after its original was written": (store, "_write_durably", False),
    "after its row was added": (record, "add_row", False),
    "after its number was claimed": (admit, "_claim", False),
    "after its negotiation moved": (admit, "negotiate", False),
    "after it was handed on": (admit, "dispatch", False),
    "before its answer is kept": (record, "add_answer", True),
    "before the commit": (UnitOfWork, "commit", True),
    "after the commit, before the answer": (UnitOfWork, "commit", False),
}
"""Where it dies: the owner of a function, its name, and whether before the function does anything or after it."""


@dataclass(frozen=True)
class World:
    """What a process needs to know to work on the same server."""

    database_url: str
    folder: str

    def ports(self) -> Ports:
        ports = ports_for(Database(self.database_url), Path(self.folder))
        return replace(ports, signer=ReceiptSigner(Ed25519PrivateKey.from_private_bytes(SIGNING_KEY)))


def die_at(point: str) -> None:
    """From now on, whoever gets to `point` is dead."""
    owner, name, before = POINTS[point]
    setattr(owner, name, _deadly(getattr(owner, name), before))


def _deadly(function: Callable[..., Any], before: bool) -> Callable[..., Any]:
    def killed(*given: Any, **named: Any) -> None:
        if not before:
            function(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    return killed


def receive_and_die(world: World, message: RawMessage, point: str) -> None:
    """Receive `message` up to `point`."""
    store.IN_DATABASE_UP_TO = 0  # every original is a file
    ports = world.ports()
    die_at(point)
    receive.receive(message, ports)
