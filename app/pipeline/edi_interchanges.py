"""Interchanges, received and sent, as rows: a repeated control number is noticed, and has no second effect.

Received: `enter` before anything of it is worked on, `conclude` when all is done. A process that ends between the two
leaves a row without a verdict: the same interchange again goes on where it stopped, for each document by itself has one
effect only. Sent: `enter_outbound` in the transaction that claims its numbers, `mark_sent` when it has left.

Nothing here reads an interchange or commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.clock import iso
from app.domain.findings import Finding, finding, warning
from app.errors import edi_exchange as errors
from app.pipeline.edi_agreements import agreed_terms, own_address, their_address
from app.pipeline.edi_terms import Address
from app.storage.models import EdiAgreement, EdiInterchange, EdiMessage, Organisation, Payload
from app.storage.types import new_key

INBOUND = "inbound"
OUTBOUND = "outbound"


_MOST_RACES = 3
"""One for the number, one for standing apart."""


class State(StrEnum):
    """What is known of a message; the first three await the partner's answer."""

    PREPARED = "prepared"
    SENT = "sent"
    OVERDUE = "overdue"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    REJECTED = "rejected"


class Standing(StrEnum):
    """What an interchange is to this server.

    `unfinished`: the same bytes, whose work was begun and not concluded. `repeated`: the same bytes, done before.
    `conflicting`: other bytes under a control number that was used before; likewise whenever they come again.
    """

    NEW = "new"
    UNFINISHED = "unfinished"
    REPEATED = "repeated"
    CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """An interchange that came in, as its envelope and its bytes say.

    Attributes:
        prepared: date and time as written in the envelope (`260302 0801`); `sha256`: hexadecimal, of all its bytes.
        broken: its envelope rejects it with everything in it, so that it uses no number: cut off, it is sent again.
    """

    organisation_id: str
    standard: str
    sender: Address
    receiver: Address
    control_number: str
    prepared: str
    sha256: str
    test: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Entered:
    """`interchange` is the first one of these bytes under its number; `findings` say what is wrong with this one."""

    standing: Standing
    interchange: EdiInterchange
    findings: tuple[Finding, ...] = ()

    @property
    def to_be_worked_on(self) -> bool:
        """Whether its messages are to be looked at; otherwise only its acknowledgement is to be given."""
        return self.standing in (Standing.NEW, Standing.UNFINISHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageEntry:
    """A message of an interchange; `position` counts from 1 through the whole interchange."""

    position: int
    control_number: str
    type: str
    group_number: str = ""
    document_id: str | None = None
    state: State = State.PREPARED
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What came of an interchange. `verdict`: accepted, accepted_with_errors, partially_accepted or rejected.

    `acknowledgement` are the bytes that are answered (TA1, 997, 999 or CONTRL with their envelope); empty for none.
    """

    verdict: str
    messages: tuple[MessageEntry, ...] = ()
    group_count: int = 0
    error_count: int = 0
    acknowledgement: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """An interchange to be sent. `messages` that await no answer (acknowledgements) are not among them."""

    control_number: str
    prepared: str
    sha256: str
    messages: tuple[MessageEntry, ...] = ()
    group_count: int = 0
    payload: Payload | None = None


def enter(session: Session, arrived: Arrived, agreement: EdiAgreement | None, now: datetime) -> Entered:
    """Take an interchange's number, once; what it is says whether to go on.

    Two who bring the same at the same moment: the second waits for the first one's transaction, and sees its row.
    """
    for _ in range(_MOST_RACES):
        wanted = _row(arrived, agreement, now)
        entered = _entered(wanted, _same_number(session, wanted), broken=arrived.broken)
        if entered.interchange is not wanted:
            return entered
        try:
            with session.begin_nested():
                session.add(wanted)
                session.flush()
        except IntegrityError:  # somebody was first, and is seen now
            continue
        return entered
    raise AssertionError("who is first holds the number or stands apart; there is no third one to lose against")


def locked_interchange(session: Session, interchange_id: str) -> EdiInterchange:
    """The interchange as it is now, nobody else's until this transaction ends."""
    query = select(EdiInterchange).where(EdiInterchange.id == interchange_id).with_for_update()
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def conclude(session: Session, interchange_id: str, conclusion: Conclusion, now: datetime) -> bytes:
    """Enter what came of a received interchange; the acknowledgement to send, which is the first one's if it was done.

    Belongs into the transaction after which the acknowledgement leaves: durable before acknowledged.
    """
    row = locked_interchange(session, interchange_id)
    if row.verdict:
        return row.acknowledgement
    row.verdict, row.acknowledgement = conclusion.verdict, conclusion.acknowledgement
    row.message_count, row.group_count = len(conclusion.messages), conclusion.group_count
    row.error_count = conclusion.error_count
    session.add_all(
        _message(row, each, now if each.state is not State.PREPARED else None) for each in conclusion.messages
    )
    session.flush()
    return row.acknowledgement


def enter_outbound(session: Session, agreement: EdiAgreement, leaving: Leaving, now: datetime) -> EdiInterchange:
    """Enter an interchange that is going to be sent, in the transaction that claimed its numbers.

    Raises:
        IntegrityError: its control number was used this year; numbers come from pipeline.edi_numbers.
    """
    own, their = own_address(agreement), their_address(agreement)
    row = EdiInterchange(
        id=new_key(),
        organisation_id=agreement.organisation_id,
        agreement_id=agreement.id,
        standard=agreement.standard,
        direction=OUTBOUND,
        **_addressed(own, their),
        control_number=plain(leaving.control_number, 14),
        period=f"{now:%Y}",
        prepared=plain(leaving.prepared, 16),
        test=agreed_terms(agreement).test,
        sha256=leaving.sha256,
        payload=leaving.payload,
        group_count=leaving.group_count,
        message_count=len(leaving.messages),
        created_at=now,
    )
    session.add(row)
    session.flush()
    session.add_all(_message(row, each, None) for each in leaving.messages)
    session.flush()
    return row


def mark_sent(session: Session, interchange_id: str, now: datetime) -> None:
    """The interchange has left: from now on acknowledgements of its messages are awaited. Again, nothing changes."""
    row = session.scalars(select(EdiInterchange).where(EdiInterchange.id == interchange_id).with_for_update()).one()
    if row.sent_at is not None:
        return
    row.sent_at = now
    minutes = _minutes_to_answer(row.agreement)
    for message in locked_messages(session, row.id):
        if message.state == State.PREPARED:  # an answer can be faster than the record that it was sent
            message.state = State.SENT
            message.due_at = now + timedelta(minutes=minutes) if minutes else None
    session.flush()


def _minutes_to_answer(agreement: EdiAgreement | None) -> int:
    """How long the partner may take; 0 where no answer is awaited.

    What leaves by the receiver's own agreement is answered as that says: not always, perhaps.
    """
    if agreement is None:
        return 0
    terms = agreed_terms(agreement)
    if agreement.direction == INBOUND and (terms.acknowledgement == "none" or terms.acknowledge != "always"):
        return 0
    return terms.acknowledgement_minutes


def locked_messages(session: Session, interchange_id: str) -> list[EdiMessage]:
    """An interchange's messages in their order, nobody else's until this transaction ends."""
    query = select(EdiMessage).where(EdiMessage.interchange_id == interchange_id).order_by(EdiMessage.position)
    return list(session.scalars(query.with_for_update(), execution_options={"populate_existing": True}))


def interchanges_of(organisation_id: str) -> Select[EdiInterchange]:
    """An organisation's interchanges, received and sent, the newest first."""
    mine = select(EdiInterchange).where(EdiInterchange.organisation_id == organisation_id)
    return mine.order_by(EdiInterchange.created_at.desc(), EdiInterchange.id.desc())


def find_interchange(session: Session, organisation_id: str, interchange_id: str) -> EdiInterchange | None:
    """One of the organisation's interchanges; None where there is none, or it is somebody else's."""
    row = session.get(EdiInterchange, interchange_id)
    return row if row is not None and row.organisation_id == organisation_id else None


def partner_of(row: EdiInterchange) -> Organisation | None:
    """With whom its owner exchanged it, by whichever of the two's agreement; None where there was none."""
    if row.agreement is None:
        return None
    is_own = row.agreement.organisation_id == row.organisation_id
    return row.agreement.partner if is_own else row.agreement.organisation


def plain(text: str, most: int) -> str:
    """What a partner wrote, fit to be stored: PostgreSQL takes no NUL, and a column has its length."""
    return text.replace("\x00", "�")[:most]


def _row(arrived: Arrived, agreement: EdiAgreement | None, now: datetime) -> EdiInterchange:
    daily = agreement is not None and agreed_terms(agreement).duplicates == "day"
    return EdiInterchange(
        id=new_key(),
        organisation_id=arrived.organisation_id,
        agreement_id=agreement.id if agreement else None,
        standard=arrived.standard,
        direction=INBOUND,
        **_addressed(arrived.sender, arrived.receiver),
        control_number=plain(arrived.control_number.strip(), 14),
        period=plain(arrived.prepared.strip(), 16).partition(" ")[0][:8] if daily else "",
        prepared=plain(arrived.prepared, 16),
        test=arrived.test,
        sha256=arrived.sha256,
        created_at=now,
    )


def _addressed(sender: Address, receiver: Address) -> dict[str, str]:
    return {
        "sender": plain(sender.key, 42),
        "sender_sub_address": plain(sender.sub_address.strip(), 35),
        "receiver": plain(receiver.key, 42),
        "receiver_sub_address": plain(receiver.sub_address.strip(), 35),
    }


def _same_number(session: Session, wanted: EdiInterchange) -> dict[str, EdiInterchange]:
    """Who holds its number (""), and the same bytes that stand apart, by `apart`."""
    number = (
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
    )
    query = select(EdiInterchange).filter_by(**{name: getattr(wanted, name) for name in number})
    found = session.scalars(query.where(EdiInterchange.apart.in_(("", wanted.sha256))))
    return {each.apart: each for each in found}


def _entered(wanted: EdiInterchange, known: Mapping[str, EdiInterchange], *, broken: bool) -> Entered:
    """What `wanted` is to those that are known; with itself, marked as it has to be entered, where it is one more."""
    holder, same = known.get(""), known.get(wanted.sha256)
    if holder is not None and holder.sha256 == wanted.sha256:
        return _again(holder)
    if broken and same is not None:
        return _again(same)
    if broken:
        wanted.apart = wanted.sha256
    if broken or holder is None:
        return Entered(Standing.NEW, wanted)
    wanted.apart = wanted.sha256
    number, sender, received = _named(holder)
    reused = finding(errors.NUMBER_REUSED, number=number, sender=sender, received=received)
    return Entered(Standing.CONFLICTING, same or wanted, (reused,))


def _again(first: EdiInterchange) -> Entered:
    if not first.verdict:
        return Entered(Standing.UNFINISHED, first)
    number, sender, received = _named(first)
    repeated = warning(errors.DUPLICATE_INTERCHANGE, number=number, sender=sender, received=received)
    return Entered(Standing.REPEATED, first, (repeated,))


def _named(first: EdiInterchange) -> tuple[str, str, str]:
    return first.control_number, first.sender, iso(first.created_at.replace(microsecond=0))


def _message(row: EdiInterchange, entry: MessageEntry, acknowledged_at: datetime | None) -> EdiMessage:
    return EdiMessage(
        id=new_key(),
        organisation_id=row.organisation_id,
        interchange_id=row.id,
        position=entry.position,
        group_number=plain(entry.group_number, 14),
        control_number=plain(entry.control_number, 14),
        type=plain(entry.type, 16),
        document_id=entry.document_id,
        state=str(entry.state),
        acknowledged_at=acknowledged_at,
        faults=list(entry.faults),
    )
