"""Handing on: feeds for pollers, channels, the outbox with every attempt, schedules with every run, leases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.models.documents import DocumentRecord
from app.storage.models.edi import EdiInterchange
from app.storage.types import Base, Key, new_key


class FeedEntry(Base):
    """A document offered to an organisation. `position` is null until the sealer, after commit, gives the next one."""

    __tablename__ = "feed_entries"
    __table_args__ = (
        UniqueConstraint("organisation_id", "position"),
        Index("ix_feed_entries_unsealed", "position", "created_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    document_id: Mapped[str] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    position: Mapped[int | None]
    created_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledgement: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    offer: Mapped[int] = mapped_column(default=1)
    document: Mapped[DocumentRecord] = relationship(lazy="joined")


class FeedCounter(Base):
    """The last position given in an organisation's feed, and the last one that retention removed."""

    __tablename__ = "feed_counters"

    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), primary_key=True)
    last: Mapped[int] = mapped_column(default=0)
    removed: Mapped[int] = mapped_column(default=0)


class Channel(Base):
    """A way from this server to an organisation's system, or from there to here.

    `kind` is a transport's registry name; `settings` are checked by it; `sealed_secrets` are opened only to send.
    `retry_minutes` are the waits between attempts; empty takes the default schedule.
    """

    __tablename__ = "channels"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    direction: Mapped[str] = mapped_column(String(8), default="out")
    syntax: Mapped[str] = mapped_column(String(32), default="")
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sealed_secrets: Mapped[bytes | None]
    retry_minutes: Mapped[list[Any]] = mapped_column(default=list)
    document_types: Mapped[list[Any]] = mapped_column(default=list)
    immediate: Mapped[bool] = mapped_column(default=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]


class Delivery(Base):
    """One document on its way over one channel: the outbox. `id` is the message id of every retry.

    Without a document it is the acknowledgement of the received interchange `acknowledges_id`, on its way back.

    `state`: pending, sending (leased), delivered, held (by staff), parked (attempts used up), failed (permanent).
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("channel_id", "document_id", "generation"),
        UniqueConstraint("channel_id", "acknowledges_id", "generation", name="uq_deliveries_acknowledges"),
        Index("ix_deliveries_due", "channel_id", "state", "next_attempt_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    channel_id: Mapped[str] = mapped_column(Key, ForeignKey("channels.id"))
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    acknowledges_id: Mapped[str | None] = mapped_column(Key, ForeignKey("edi_interchanges.id"), index=True)
    generation: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(16))
    attempt_count: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    lease_owner: Mapped[str] = mapped_column(String(64), default="")
    lease_token: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    last_detail: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
    channel: Mapped[Channel] = relationship(lazy="joined")
    document: Mapped[DocumentRecord | None] = relationship()
    acknowledges: Mapped[EdiInterchange | None] = relationship()
    attempts: Mapped[list["DeliveryAttempt"]] = relationship(order_by="DeliveryAttempt.number", viewonly=True)


class DeliveryAttempt(Base):
    """One try: `outcome` as transports.base.SendOutcome, or `lost` where the process died under it."""

    __tablename__ = "delivery_attempts"
    __table_args__ = (UniqueConstraint("delivery_id", "number"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    delivery_id: Mapped[str] = mapped_column(Key, ForeignKey("deliveries.id"), index=True)
    number: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    status: Mapped[int | None]
    detail: Mapped[str] = mapped_column(Text, default="")


class Schedule(Base):
    """When a channel is drained or polled: a cron expression in a time zone, or an interval in seconds."""

    __tablename__ = "schedules"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    channel_id: Mapped[str] = mapped_column(Key, ForeignKey("channels.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    cron: Mapped[str] = mapped_column(String(120), default="")
    interval_seconds: Mapped[int | None]
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    active: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    channel: Mapped[Channel] = relationship(lazy="joined")


class ScheduleRun(Base):
    """A schedule ran for a slot, once: a second leader's insert of the same slot fails, and it does nothing."""

    __tablename__ = "schedule_runs"
    __table_args__ = (UniqueConstraint("schedule_id", "slot"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    schedule_id: Mapped[str] = mapped_column(Key, ForeignKey("schedules.id"), index=True)
    slot: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Lease(Base):
    """One holder at a time; `token` grows with every change of holder (a fencing token)."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    owner: Mapped[str] = mapped_column(String(64))
    token: Mapped[int]
    until: Mapped[datetime]


class PolledItem(Base):
    """What a polled channel has already taken: the ledger that keeps a file from being taken twice."""

    __tablename__ = "polled_items"

    channel_id: Mapped[str] = mapped_column(Key, ForeignKey("channels.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"))
    outcome: Mapped[str] = mapped_column(String(16), default="")
    detail: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime]
