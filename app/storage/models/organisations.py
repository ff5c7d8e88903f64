"""Organisations, the identifiers by which documents name them, and what each agreed with each partner."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.types import Base, Key, new_key


class Organisation(Base):
    """A company that uses this server. `wrapped_key` is its payload key, wrapped by the root key."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    name: Mapped[str] = mapped_column(String(200))
    country: Mapped[str] = mapped_column(String(2), default="")
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    wrapped_key: Mapped[bytes]
    created_at: Mapped[datetime]
    identifiers: Mapped[list["OrganisationIdentifier"]] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", lazy="selectin"
    )


class OrganisationIdentifier(Base):
    """One identifier (GLN, VAT, DUNS …). Unique over the server: a document's party must mean one organisation."""

    __tablename__ = "organisation_identifiers"

    scheme: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(String(200), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    organisation: Mapped[Organisation] = relationship(back_populates="identifiers")


class Partnership(Base):
    """How `organisation` trades with `partner`; one row a direction, for each decides for itself.

    `policy` keys: `signed` (list of document types that must be signed), `syntax` (what the organisation wants to
    receive: a format's name), `tolerances`, `auto_approve_orders`; absent keys take the defaults of pipeline.policy.
    """

    __tablename__ = "partnerships"
    __table_args__ = (UniqueConstraint("organisation_id", "partner_id"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    partner_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    partner: Mapped[Organisation] = relationship(foreign_keys=[partner_id], lazy="joined")
