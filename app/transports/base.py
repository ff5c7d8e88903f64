"""What every transport offers. A transport carries bytes; it knows neither the database nor what a document means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class SendOutcome(StrEnum):
    """How one attempt ended; a transient one is tried again, a permanent one isn't."""

    SENT = "sent"
    TRANSIENT = "transient"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Outbound:
    """One document on its way; `delivery_id` is the stable message id of every retry."""

    delivery_id: str
    document_id: str
    document_type: str
    number: str
    media_type: str
    filename: str
    content: bytes
    event: str = "document.received"
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SendResult:
    """What came of an attempt: `detail` is for the operator's eyes and holds no secret; times in seconds."""

    outcome: SendOutcome
    detail: str = ""
    status: int | None = None
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One file or message fetched from a partner; `message_id` is the same whenever the same thing is seen again."""

    message_id: str
    filename: str
    content: bytes
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """A channel's settings, checked by its transport, with its secrets opened (newest first).

    `owner` is the organisation whose channel it is: a transport over a shared place keeps organisations apart by it.
    """

    values: Mapping[str, Any]
    secrets: tuple[str, ...] = field(default=(), repr=False)
    owner: str = ""


class Transport(Protocol):
    """A way to a partner."""

    name: str

    def check(self, settings: Settings) -> list[str]:
        """What is wrong with `settings`, in words; empty when they can be used."""

    def send(self, outbound: Outbound, settings: Settings) -> SendResult:
        """Hand `outbound` over. Never raises for what the other side does."""

    def poll(self, settings: Settings) -> Iterator[Inbound]:
        """What lies ready, complete items only. Nothing is taken away before `taken` says so."""

    def taken(self, inbound: Inbound, settings: Settings, *, accepted: bool) -> None:
        """`inbound` is durable here (or was refused for good): archive it at its source."""

    def probe(self, settings: Settings) -> SendResult:
        """Whether the other side can be reached, without sending a document."""
