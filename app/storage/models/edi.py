"""X12 and EDIFACT with partners: what was agreed, control numbers, interchanges with their messages, tasks for staff.

An interchange's bytes are sealed like every original (`payloads`); here is what has to be found again.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.storage.models.documents import DocumentRecord, Payload
from app.storage.models.organisations import Organisation
from app.storage.types import Base, Key, new_key

Id = String(35)
"""Long enough for EDIFACT's 0004, 0008 and 0040; X12's ISA06 has 15 characters, GS02 as many."""
ControlNumber = String(14)
"""EDIFACT's 0020, 0048 and 0062; X12's ISA13, GS06 and ST02 are shorter."""
Addressed = String(42)
"""An address as one text: its qualifier, a colon, its identifier."""


class EdiAgreement(Base):
    """How an organisation and a partner exchange interchanges of one standard in one direction.

    Attributes:
        direction: `inbound`, the partner sends; `outbound`, the organisation does.
        own_qualifier, own_id, own_sub_address, own_group_id: the organisation in the envelope (ISA05 to 08 and GS02 or
            GS03; UNB's S002 or S003 and UNG). their_…: the partner.
        terms: everything else, as pipeline.edi_terms.Terms reads it.
    """

    __tablename__ = "edi_agreements"
    __table_args__ = (
        UniqueConstraint("organisation_id", "partner_id", "standard", "direction", name="uq_edi_agreements_partner"),
        UniqueConstraint(
            "organisation_id",
            "standard",
            "direction",
            "own_qualifier",
            "own_id",
            "own_sub_address",
            "their_qualifier",
            "their_id",
            "their_sub_address",
            name="uq_edi_agreements_addresses",
        ),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    partner_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), index=True)
    standard: Mapped[str] = mapped_column(String(8))
    direction: Mapped[str] = mapped_column(String(8))
    own_qualifier: Mapped[str] = mapped_column(String(4), default="")
    own_id: Mapped[str] = mapped_column(Id)
    own_sub_address: Mapped[str] = mapped_column(Id, default="")
    own_group_id: Mapped[str] = mapped_column(Id, default="")
    their_qualifier: Mapped[str] = mapped_column(String(4), default="")
    their_id: Mapped[str] = mapped_column(Id)
    their_sub_address: Mapped[str] = mapped_column(Id, default="")
    their_group_id: Mapped[str] = mapped_column(Id, default="")
    terms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    partner: Mapped[Organisation] = relationship(foreign_keys=[partner_id], lazy="joined")


class EdiControlNumber(Base):
    """The next control number of a series.

    A series belongs to the two addresses, not to an agreement: what an organisation sends to a partner by one agreement
    and the acknowledgements that it sends back by another one are told apart by their numbers alone.
    """

    __tablename__ = "edi_control_numbers"

    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"), primary_key=True)
    standard: Mapped[str] = mapped_column(String(8), primary_key=True)
    sender: Mapped[str] = mapped_column(Addressed, primary_key=True)
    receiver: Mapped[str] = mapped_column(Addressed, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    next_value: Mapped[int] = mapped_column(BigInteger, default=1)


class EdiInterchange(Base):
    """One interchange, received or sent; the unique numbers are what gives a repeated one no second effect.

    Attributes:
        sender, receiver: `qualifier:identifier`, with their sub-addresses beside them.
        period: what a control number is unique within: "" for all time, else the day (received, where the partner
            begins anew each day) or the year (sent: 999999999 numbers last longer than that).
        apart: "" for the one that holds its control number. One that doesn't (its envelope is broken, or the number was
            used for another content) has its sha256 here, so that each of those is entered once, too.
        prepared: date and time as the interchange itself says them (`260302 0801`).
        sha256: of its own bytes; `payload`, where it was received, is all of the file that it came in.
        verdict: "" while it is worked on, or was when the process ended.
        acknowledgement: received: the very bytes that were answered; the same interchange again gets the same.
        sent_at, acknowledged_at: sent: when it left, when the partner said that the interchange got there.
    """

    __tablename__ = "edi_interchanges"
    __table_args__ = (
        UniqueConstraint(
            "organisation_id",
            "standard",
            "direction",
            "sender",
            "sender_sub_address",
            "receiver",
            "receiver_sub_address",
            "control_number",
            "period",
            "test",
            "apart",
            name="uq_edi_interchanges_number",
        ),
        Index("ix_edi_interchanges_created", "organisation_id", "created_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    agreement_id: Mapped[str | None] = mapped_column(Key, ForeignKey("edi_agreements.id"), index=True)
    standard: Mapped[str] = mapped_column(String(8))
    direction: Mapped[str] = mapped_column(String(8))
    sender: Mapped[str] = mapped_column(Addressed)
    sender_sub_address: Mapped[str] = mapped_column(Id, default="")
    receiver: Mapped[str] = mapped_column(Addressed)
    receiver_sub_address: Mapped[str] = mapped_column(Id, default="")
    control_number: Mapped[str] = mapped_column(ControlNumber)
    period: Mapped[str] = mapped_column(String(8), default="")
    apart: Mapped[str] = mapped_column(String(64), default="")
    prepared: Mapped[str] = mapped_column(String(16), default="")
    test: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[str] = mapped_column(String(64))
    payload_id: Mapped[str | None] = mapped_column(Key, ForeignKey("payloads.id"))
    verdict: Mapped[str] = mapped_column(String(24), default="")
    group_count: Mapped[int] = mapped_column(default=0)
    message_count: Mapped[int] = mapped_column(default=0)
    error_count: Mapped[int] = mapped_column(default=0)
    acknowledgement: Mapped[bytes] = mapped_column(default=b"")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    agreement: Mapped[EdiAgreement | None] = relationship()
    payload: Mapped[Payload | None] = relationship()
    messages: Mapped[list["EdiMessage"]] = relationship(order_by="EdiMessage.position", viewonly=True)


class EdiMessage(Base):
    """A transaction set or message of an interchange, and what was said of it.

    Attributes:
        position: its place in the interchange, from 1; control numbers may be repeated there, which is a fault.
        group_number: GS06 or 0048; "" without groups. control_number: ST02 or 0062. type: `850`, `ORDERS`.
        state: prepared, sent or overdue while the partner's answer is awaited; accepted, accepted_with_errors or
            rejected after it, and for what was received.
        due_at: when the partner must have answered; none where no answer is awaited.
        faults: codes of the standard, as the acknowledgement has them.
    """

    __tablename__ = "edi_messages"
    __table_args__ = (
        UniqueConstraint("interchange_id", "position"),
        Index("ix_edi_messages_due", "state", "due_at"),
        Index("ix_edi_messages_group", "organisation_id", "group_number", "control_number"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    interchange_id: Mapped[str] = mapped_column(Key, ForeignKey("edi_interchanges.id"))
    position: Mapped[int]
    group_number: Mapped[str] = mapped_column(ControlNumber, default="")
    control_number: Mapped[str] = mapped_column(ControlNumber)
    type: Mapped[str] = mapped_column(String(16))
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    state: Mapped[str] = mapped_column(String(24))
    due_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    faults: Mapped[list[Any]] = mapped_column(default=list)
    interchange: Mapped[EdiInterchange] = relationship()
    document: Mapped[DocumentRecord | None] = relationship()


class EdiAdvice(Base):
    """What a partner's system says of a document beyond its syntax: an 824 or APERAK that came in.

    Attributes:
        organisation_id: who sent the document. source: the message that brought it, and its place there, so that the
            same advice is entered once.
        kind: `824` or `APERAK`. answer: accepted, accepted_with_errors or rejected. words: one entry a fault.
    """

    __tablename__ = "edi_advice"
    __table_args__ = (UniqueConstraint("organisation_id", "source"),)

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    document_id: Mapped[str] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    source: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(8))
    answer: Mapped[str] = mapped_column(String(24))
    words: Mapped[list[Any]] = mapped_column(default=list)
    received_at: Mapped[datetime]


class EdiTask(Base):
    """Something in the traffic with a partner that staff must look into; unique (kind, subject), so it is said once.

    Attributes:
        kind: the catalogue's code that says what it is, filled from `params`.
        message_id, interchange_id, document_id: what it is about, where that is known.
        closed_at: when it was settled; `closed_by` is who did it, or `system` where it settled itself.
    """

    __tablename__ = "edi_tasks"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "subject"),
        Index("ix_edi_tasks_open", "organisation_id", "closed_at", "opened_at"),
    )

    id: Mapped[str] = mapped_column(Key, primary_key=True, default=new_key)
    organisation_id: Mapped[str] = mapped_column(Key, ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(300))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    interchange_id: Mapped[str | None] = mapped_column(Key, ForeignKey("edi_interchanges.id"), index=True)
    message_id: Mapped[str | None] = mapped_column(Key, ForeignKey("edi_messages.id"), index=True)
    document_id: Mapped[str | None] = mapped_column(Key, ForeignKey("documents.id"), index=True)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(320), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    document: Mapped[DocumentRecord | None] = relationship(lazy="joined")
