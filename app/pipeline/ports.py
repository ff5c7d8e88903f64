"""What the pipeline is given: one explicit value, built by the wiring; no container, no globals."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from app.config import Settings
from app.domain.clock import Clock
from app.domain.identifiers import Identifier
from app.evidence.receipt import ReceiptSigner
from app.formats.base import Format
from app.registry import Registry
from app.signatures.base import Trust
from app.storage.database import Database
from app.storage.models import Organisation
from app.storage.payloads import PayloadStore
from app.transports.base import Transport
from app.validation.rulesets import Installed


class Wake(Protocol):
    """Tells the background that there is work. Losing a call costs a second, never a document: sweeps repair it."""

    def feed(self) -> None:
        """New feed entries wait for their positions."""

    def channel(self, channel_id: str) -> None:
        """A delivery is due on this channel."""


class Asleep:
    """The Wake of a process that has no background (the command line, many tests)."""

    def feed(self) -> None:
        """Nothing to wake."""

    def channel(self, channel_id: str) -> None:
        """Nothing to wake."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything with a state or a configuration that the pipeline touches."""

    settings: Settings
    database: Database
    clock: Clock
    formats: Registry[Format]
    rules: Installed
    payloads: PayloadStore
    signer: ReceiptSigner
    transports: Registry[Transport]
    trust_for: Callable[[Session, str, datetime], Trust]
    organisation_for: Callable[[Session, Iterable[Identifier]], Organisation | None]
    wake: Wake
