"""A small trading world in a database: two organisations, documents of their own making, channels, deliveries."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.keys import trust_for
from app.access.organisations import organisation_for
from app.config import Settings
from app.domain.clock import Clock, utc_now
from app.evidence.receipt import ReceiptSigner
from app.exchange.channels import Channels
from app.formats import FORMATS
from app.pipeline.channel_settings import seal_secrets
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.ports import Asleep, Ports
from app.registry import Registry
from app.storage.database import Database
from app.storage.models import Channel, Delivery, DeliveryAttempt, DocumentRecord, Organisation, Schedule
from app.storage.payloads import KeyRing, PayloadStore
from app.storage.types import new_key
from app.transports.base import Inbound, Outbound, SendOutcome, SendResult, Transport
from app.transports.base import Settings as ChannelSettings
from app.validation.rulesets import NoneInstalled

SECRET = "whsec_" + "a2tr" * 8
ROOT_KEY = b"r" * 32


@dataclass
class Ticking:
    """A clock that a test sets."""

    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@dataclass
class Recorder:
    """A transport that remembers what it was given, and answers as told."""

    answer: Callable[[Outbound], SendResult] = lambda outbound: SendResult(SendOutcome.SENT, "taken", 200)
    sent: list[Outbound] = field(default_factory=list)
    settings: list[ChannelSettings] = field(default_factory=list)
    name: str = "recorder"

    def check(self, settings: ChannelSettings) -> list[str]:
        return []

    def send(self, outbound: Outbound, settings: ChannelSettings) -> SendResult:
        self.sent.append(outbound)
        self.settings.append(settings)
        return self.answer(outbound)

    def poll(self, settings: ChannelSettings) -> Iterator[Inbound]:
        return iter(())

    def taken(self, inbound: Inbound, settings: ChannelSettings, *, accepted: bool) -> None:
        pass

    def probe(self, settings: ChannelSettings) -> SendResult:
        return SendResult(SendOutcome.SENT)

    @property
    def numbers(self) -> list[str]:
        return [each.number for each in self.sent]


def ports_for(database: Database, folder: Path, clock: Clock = utc_now, *transports: Transport) -> Ports:
    registry: Registry[Transport] = Registry("transport")
    for transport in transports:
        registry.add(transport.name, transport)
    settings = Settings(data=folder, database_url="", public_url="https://cs.example")
    return Ports(
        settings=settings,
        database=database,
        clock=clock,
        formats=FORMATS,
        rules=NoneInstalled(),
        payloads=PayloadStore(KeyRing(ROOT_KEY), folder / "payloads"),
        signer=ReceiptSigner(Ed25519PrivateKey.generate()),
        transports=registry,
        trust_for=trust_for,
        organisation_for=organisation_for,
        wake=Asleep(),
    )


def never_receives(message: RawMessage, ports: Ports) -> Outcome:
    raise AssertionError("nothing is received here")


@dataclass
class World:
    """Ports with two organisations behind them."""

    ports: Ports
    buyer: str
    supplier: str

    @classmethod
    def made(cls, ports: Ports) -> "World":
        keys = [new_key(), new_key()]
        with ports.database.unit_of_work() as uow:
            for key, name in zip(keys, ("Buyer", "Supplier"), strict=True):
                wrapped = ports.payloads.keys.new_organisation_key()
                uow.session.add(Organisation(id=key, name=name, wrapped_key=wrapped, created_at=ports.clock()))
            uow.commit()
        return cls(ports, *keys)

    def channels(self, receive: Callable[[RawMessage, Ports], Outcome] = never_receives) -> Channels:
        return Channels(self.ports, receive, "tests", lambda: False)

    def a_channel(self, kind: str = "recorder", **values: Any) -> str:
        key = new_key()
        secrets = values.pop("secrets", [])
        with self.ports.database.unit_of_work() as uow:
            filled = {"name": "ERP", "settings": {}, "retry_minutes": [], "document_types": [], **values}
            channel = Channel(id=key, organisation_id=self.supplier, kind=kind, created_at=self.ports.clock(), **filled)
            if secrets:
                seal_secrets(uow.session, channel, secrets, self.ports)
            uow.session.add(channel)
            uow.commit()
        return key

    def a_document(self, number: str = "PO-1", content: bytes = b"<Order/>") -> str:
        with self.ports.database.unit_of_work() as uow:
            key = self.add_document(uow.session, number, content)
            uow.commit()
        return key

    def add_document(self, session: Session, number: str, content: bytes = b"<Order/>") -> str:
        key = new_key()
        payload = self.ports.payloads.put(session, self.buyer, key, content)
        row = DocumentRecord(
            id=key,
            type="order",
            syntax="ubl",
            media_type="application/xml",
            number=number,
            sender_id=self.buyer,
            receiver_id=self.supplier,
            payload=payload,
            channel="api",
            sha256=payload.sha256,
            size=len(content),
            state="accepted",
            received_at=self.ports.clock(),
        )
        session.add(row)
        session.flush()
        return key

    def a_delivery(self, channel_id: str, number: str = "PO-1", **values: Any) -> str:
        key, document_id = new_key(), self.a_document(number)
        with self.ports.database.unit_of_work() as uow:
            now = self.ports.clock()
            filled = {"state": "pending", "next_attempt_at": now, "created_at": now, **values}
            uow.session.add(
                Delivery(
                    id=key,
                    organisation_id=self.supplier,
                    channel_id=channel_id,
                    document_id=document_id,
                    **filled,
                )
            )
            uow.commit()
        return key

    def a_schedule(self, channel_id: str, **values: Any) -> str:
        key = new_key()
        with self.ports.database.unit_of_work() as uow:
            filled = {"name": "nightly", "created_at": self.ports.clock(), **values}
            uow.session.add(Schedule(id=key, organisation_id=self.supplier, channel_id=channel_id, **filled))
            uow.commit()
        return key

    def delivery(self, delivery_id: str) -> Delivery:
        with self.ports.database.reading() as session:
            return session.get_one(Delivery, delivery_id)

    def attempts(self, delivery_id: str) -> list[DeliveryAttempt]:
        with self.ports.database.reading() as session:
            query = select(DeliveryAttempt).where(DeliveryAttempt.delivery_id == delivery_id)
            return list(session.scalars(query.order_by(DeliveryAttempt.number)))

    def outcomes(self, delivery_id: str) -> list[str]:
        return [each.outcome for each in self.attempts(delivery_id)]

    def change(self, model: type, key: str, **values: Any) -> None:
        with self.ports.database.unit_of_work() as uow:
            row = uow.session.get_one(model, key)
            for name, value in values.items():
                setattr(row, name, value)
            uow.commit()
