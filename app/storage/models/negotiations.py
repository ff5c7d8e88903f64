"""Negotiations: the business's state of an order, a contract or an invoice, and every step that led there."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.models.organisations import Organisation
from app.storage.types import Base, Key, new_key


class Negotiation(Base):
    """One order's, contract's or invoice's way.

    Attributes:
        kind: purchase-order, contract or invoice (domain.negotiation's tables).
        state: of that table.
        ball: whose move it is: "buyer", "seller", or "" exactly when no proposal is open.
        version: counted up by every event; an event that expects another one is refused (409).
        agreed_document_id: the revision that both agreed on. open_document_id: the proposal that waits for an answer.
        facts: what the guards look at and no document says by itself (quantities shipped, received, invoiced).
    """

    __tablename__ = "negotiations"
    __table_args__ = (
        UniqueConstraint("kind", "buyer_id", "seller_id", "number"),
        Index("ix_negotiations_buyer", "buyer_id", "kind", "updated_at"),
        Index("ix_negotiations_seller", "seller_id", "kind", "updated_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    kind: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(300))
    buyer_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    seller_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    state: Mapped[str] = mapped_column(String(32))
    ball: Mapped[str] = mapped_column(String(8), default="")
    proposer: Mapped[str] = mapped_column(String(8), default="")
    version: Mapped[int] = mapped_column(default=0)
    agreed_document_id: Mapped[str | None] = mapped_column(Key)
    open_document_id: Mapped[str | None] = mapped_column(Key)
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id], lazy="joined")
    seller: Mapped[Organisation] = relationship(foreign_keys=[seller_id], lazy="joined")
    events: Mapped[list["NegotiationEvent"]] = relationship(order_by="NegotiationEvent.sequence", viewonly=True)


class NegotiationEvent(Base):
    """One step; rows are only ever added. `document_sha256` is the digest of the document that caused it."""

    __tablename__ = "negotiation_events"
    __table_args__ = (
        UniqueConstraint("negotiation_id", "sequence"),
        UniqueConstraint("negotiation_id", "organisation_id", "idempotency_key"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    negotiation_id: Mapped[str] = mapped_column(Key, ForeignKey("negotiations.id"), index=True)
    sequence: Mapped[int]
    event: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(16))
    organisation_id: Mapped[str | None] = mapped_column(Key, ForeignKey("organisations.id"))
    person: Mapped[str] = mapped_column(String(320), default="")
    from_state: Mapped[str] = mapped_column(String(32))
    to_state: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"))
    document_sha256: Mapped[str] = mapped_column(String(64), default="")
    idempotency_key: Mapped[str | None] = mapped_column(String(300))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]


class ContractSignature(Base):
    """A party's signature of exactly one version (a compact JWS over its digest); `voided_at` when a newer one came."""

    __tablename__ = "contract_signatures"
    __table_args__ = (UniqueConstraint("document_id", "organisation_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    negotiation_id: Mapped[str] = mapped_column(Key, ForeignKey("negotiations.id"), index=True)
    document_id: Mapped[str] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    person: Mapped[str] = mapped_column(String(320), default="")
    key_id: Mapped[str] = mapped_column(Key, ForeignKey("registered_keys.id"))
    jws: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
