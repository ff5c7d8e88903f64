"""What came in: messages, sealed originals, documents, and the keys that make each of them have one effect."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.models.organisations import Organisation
from app.storage.types import Base, Key, new_key


class Payload(Base):
    """Sealed bytes (storage.payloads). `data` holds them up to a size; above it `location` says where they are."""

    __tablename__ = "payloads"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    nonce: Mapped[bytes]
    wrapped_key: Mapped[bytes]
    data: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    location: Mapped[str] = mapped_column(String(200), default="")


class Message(Base):
    """One arrival and the exact answer that it got: the first level of idempotency.

    Unique (organisation, channel, message id): the same again is answered with the same bytes.
    """

    __tablename__ = "messages"
    __table_args__ = (UniqueConstraint("organisation_id", "channel", "message_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    channel: Mapped[str] = mapped_column(String(64))
    message_id: Mapped[str] = mapped_column(String(300))
    request_sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(200), default="")
    received_at: Mapped[datetime]
    status: Mapped[int]
    answer: Mapped[bytes] = mapped_column(LargeBinary)
    answer_headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"), index=True)


class DocumentRecord(Base):
    """A document as it was received, for ever.

    Attributes:
        state: accepted, rejected or quarantined (the transport's axis; the business's is the negotiation's state).
        channel: how it came (api, web, directory …).
        receipt: the signed receipt that its sender got.
        handed_on_at: when it was offered to its receiver, who sees nothing of it before: one that waits for an approval
            in its sender's house, or that is quarantined or rejected, was never handed on.
        read_by: what its reading was agreed by (overlay, currency, acceptance), as it must read the same for ever.
        summary: what lists and pages show without opening the original (parties' names, total, line count).
    """

    __tablename__ = "documents"
    __table_args__ = (
        Index("ix_documents_sender_received", "sender_id", "received_at"),
        Index("ix_documents_receiver_received", "receiver_id", "received_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    type: Mapped[str] = mapped_column(String(32))
    syntax: Mapped[str] = mapped_column(String(32))
    media_type: Mapped[str] = mapped_column(String(200))
    number: Mapped[str] = mapped_column(String(300), index=True)
    revision: Mapped[str] = mapped_column(String(100), default="")
    issued: Mapped[date | None]
    currency: Mapped[str] = mapped_column(String(8), default="")
    total: Mapped[str] = mapped_column(String(64), default="")
    sender_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    receiver_id: Mapped[str | None] = mapped_column(Key, ForeignKey("organisations.id"))
    payload_id: Mapped[str] = mapped_column(Key, ForeignKey("payloads.id"))
    channel: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    canonical_sha256: Mapped[str] = mapped_column(String(64), default="")
    size: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), index=True)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    signature: Mapped[dict[str, Any]] = mapped_column(default=dict)
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    negotiation_id: Mapped[str | None] = mapped_column(Key, ForeignKey("negotiations.id"), index=True)
    receipt: Mapped[str] = mapped_column(default="")
    fault: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime] = mapped_column(index=True)
    read_by: Mapped[dict[str, Any]] = mapped_column(default=dict)
    handed_on_at: Mapped[datetime | None]
    sender: Mapped[Organisation] = relationship(foreign_keys=[sender_id], lazy="joined")
    receiver: Mapped[Organisation | None] = relationship(foreign_keys=[receiver_id], lazy="joined")
    payload: Mapped[Payload] = relationship()


class BusinessKey(Base):
    """The second level of idempotency: one accepted document a (sender, receiver, type, number, revision)."""

    __tablename__ = "business_keys"

    sender_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), primary_key=True)
    receiver_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), primary_key=True)
    type: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[str] = mapped_column(String(300), primary_key=True)
    revision: Mapped[str] = mapped_column(String(100), primary_key=True)
    canonical_sha256: Mapped[str] = mapped_column(String(64))
    document_id: Mapped[str] = mapped_column(Key, ForeignKey("documents.id"), index=True)
