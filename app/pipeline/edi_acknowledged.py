"""What partners say of what was sent to them: matched with it, and missed where it doesn't come in time.

An acknowledgement arrives here as a plain value, whatever its syntax was. The first answer to a message stands; what
fits nothing that was sent, and what says something else afterwards, is for staff to look into. Nothing here commits.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from app.domain.findings import Finding
from app.errors import edi_exchange as errors
from app.pipeline.edi_interchanges import OUTBOUND, State, locked_messages, partner_of, plain
from app.pipeline.edi_tasks import Matter, close_settled, open_task
from app.pipeline.edi_terms import Address
from app.storage.models import EdiAgreement, EdiInterchange, EdiMessage

SWEPT_AT_ONCE = 200
_FAULTS_KEPT = 100


class Answer(StrEnum):
    """What a partner says of an interchange, a group or a message.

    X12: AK501, IK501 and AK901: A accepted, E accepted_with_errors, P partially, M R W X rejected; TA104: A and E
    received, R rejected. EDIFACT 0083: 4 rejected, 7 accepted, 8 received.
    """

    RECEIVED = "received"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_ERRORS = "accepted_with_errors"
    PARTIALLY = "partially"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Said:
    """The answer to one thing by its control number; `faults` are the standard's codes (`AK502:5`, `IK304:8`, `18`).

    `answer` is None where the acknowledgement only names the thing, to say something of what is in it.
    """

    number: str
    answer: Answer | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A 997, 999, TA1 or CONTRL that came in, one value for each group that it speaks of.

    Attributes:
        kind: `997`, `999`, `TA1`, `CONTRL`. `number`: the control number of the interchange that brought it.
        sender, receiver: of the acknowledgement: the partner, and the organisation.
        interchange: of what is acknowledged: TA101, UCI 0020; None in a 997 or 999.
        group: AK102, UCF 0048; None in a TA1 and without groups. messages: AK2 and IK5, UCM.
    """

    standard: str
    kind: str
    number: str
    sender: Address
    receiver: Address
    interchange: Said | None = None
    group: Said | None = None
    messages: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Between:
    """Who sent what is spoken of, and the partner that it was sent to, who says it."""

    organisation_id: str
    partner_id: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What an acknowledgement did: ids of the messages that it settled, and what was odd about it."""

    messages: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def settle(session: Session, between: Between, told: Acknowledged, now: datetime) -> Settled:
    """Match an acknowledgement with what was sent, and enter what it says. The same again does nothing."""
    sent = session.scalars(_meant(between, told)).first()
    matters = [] if sent is not None else [_unmatched(told, *_level(told))]
    settled: list[str] = []
    if sent is not None:
        sent.acknowledged_at = sent.acknowledged_at or now
        concerned = [each for each in locked_messages(session, sent.id) if _in_group(each, told)]
        matters += [_unmatched(told, "message", each.number) for each in _strangers(concerned, told)]
        for message in concerned:
            said = _said_of(message, told)
            if said is not None and not _enter(session, message, said, now):
                matters += _contradiction(message, said, told)
            elif said is not None:
                settled.append(message.id)
                matters += _refusal(sent, message)
    for matter in matters:
        open_task(session, between.organisation_id, matter, now)
    session.flush()
    return Settled(tuple(settled), tuple(each.finding for each in matters))


def mark_overdue(session: Session, now: datetime) -> int:
    """Make tasks of messages whose answer is late, at most SWEPT_AT_ONCE of them; how many there were."""
    # skipping what is locked: an acknowledgement that is being entered must not wait for us, nor we for it
    late = session.scalars(
        select(EdiMessage)
        .where(EdiMessage.state == State.SENT, EdiMessage.due_at <= now)
        .order_by(EdiMessage.due_at, EdiMessage.id)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(of=EdiMessage, skip_locked=True)
    ).all()
    for message in late:
        message.state = State.OVERDUE
        due = f"{message.due_at:%Y-%m-%d %H:%M} UTC" if message.due_at else ""
        params = {**_named(message.interchange, message), "due": due}
        open_task(session, message.organisation_id, Matter(errors.OVERDUE, message.id, params, message), now)
    session.flush()
    return len(late)


def _meant(between: Between, told: Acknowledged) -> Select[EdiInterchange]:
    """The interchange that is spoken of; the newest one, for numbers begin again some day.

    The addresses alone won't do: in an agreement of its own, a partner may take anybody's. Sub-addresses and group
    identifiers are left out: partners don't repeat them reliably.
    """
    query = select(EdiInterchange).where(
        EdiInterchange.organisation_id == between.organisation_id,
        EdiInterchange.agreement.has(_is_between(between)),
        EdiInterchange.standard == told.standard,
        EdiInterchange.direction == OUTBOUND,
        EdiInterchange.sender == plain(told.receiver.key, 42),
        EdiInterchange.receiver == plain(told.sender.key, 42),
    )
    if told.interchange is not None:
        query = query.where(EdiInterchange.control_number.in_(spellings(told.interchange.number)))
    elif told.group is not None:
        in_group = select(EdiMessage.interchange_id).where(
            EdiMessage.organisation_id == between.organisation_id,
            EdiMessage.group_number.in_(spellings(told.group.number)),
        )
        query = query.where(EdiInterchange.id.in_(in_group))
    else:
        query = query.where(EdiInterchange.id.is_(None))
    return query.order_by(EdiInterchange.created_at.desc(), EdiInterchange.id.desc()).limit(1)


def _is_between(between: Between) -> ColumnElement[bool]:
    """An agreement of either with the other."""
    one, other = between.organisation_id, between.partner_id
    parties = tuple_(EdiAgreement.organisation_id, EdiAgreement.partner_id)
    return parties.in_([(one, other), (other, one)])


def spellings(number: str) -> set[str]:
    """A control number as it was said, and with other leading zeros: GS06 is a number, ISA13 has nine digits."""
    said = plain(number.strip(), 14)
    bare = said.lstrip("0") or "0"
    return {said, bare, bare.zfill(4), bare.zfill(9)} if said.isdecimal() else {said}


def _in_group(message: EdiMessage, told: Acknowledged) -> bool:
    return told.group is None or message.group_number in spellings(told.group.number)


def _strangers(concerned: list[EdiMessage], told: Acknowledged) -> list[Said]:
    known = {each.control_number for each in concerned}
    return [each for each in told.messages if not known & spellings(each.number)]


def _said_of(message: EdiMessage, told: Acknowledged) -> Said | None:
    """What is said of a message: by its own number, else by what is said of its group, else of its interchange."""
    own = (each for each in told.messages if message.control_number in spellings(each.number))
    itself = next((each for each in own if each.answer is not None), None)
    if itself is not None:
        return itself
    for around in (told.group, told.interchange):
        if around is not None and around.answer not in (None, Answer.RECEIVED):
            return _inherited(message, around, spoken_of=bool(told.messages))
    return None


def _inherited(message: EdiMessage, around: Said, *, spoken_of: bool) -> Said | None:
    """What the answer to the whole means for a message that isn't named.

    Those with faults are named (X12: AK2 loops; EDIFACT: UCM). So where any are, the others of a group that was taken
    are without fault; where none is, an answer to a part of the group says nothing of any one of them.
    """
    answer = around.answer
    if answer is Answer.PARTIALLY and not spoken_of:
        return None
    if answer is Answer.PARTIALLY or (answer is Answer.ACCEPTED_WITH_ERRORS and spoken_of):
        return Said(message.control_number, Answer.ACCEPTED)
    return Said(message.control_number, answer, around.faults)


def _enter(session: Session, message: EdiMessage, said: Said, now: datetime) -> bool:
    """Enter the answer, where there is none yet; False where there is one."""
    if message.state not in (State.PREPARED, State.SENT, State.OVERDUE):
        return False
    if message.state == State.OVERDUE:
        close_settled(session, message.id, errors.OVERDUE, now)
    message.state = _state(said.answer)
    message.acknowledged_at = now
    message.faults = [plain(each, 64) for each in said.faults[:_FAULTS_KEPT]]
    return True


def _state(answer: Answer | None) -> State:
    # a message that is said to be "partially" accepted or only "received" was not refused
    known = {Answer.REJECTED: State.REJECTED, Answer.ACCEPTED: State.ACCEPTED}
    return known.get(answer or Answer.ACCEPTED, State.ACCEPTED_WITH_ERRORS)


def _level(told: Acknowledged) -> tuple[str, str]:
    if told.interchange is not None:
        return "interchange", told.interchange.number
    return "group", told.group.number if told.group is not None else ""


def _unmatched(told: Acknowledged, level: str, number: str) -> Matter:
    params = {"kind": told.kind, "sender": told.sender.key, "level": level, "number": number}
    return Matter(errors.UNMATCHED, f"{told.kind} {told.sender.key} {told.number} {level} {number}", params)


def _refusal(sent: EdiInterchange, message: EdiMessage) -> list[Matter]:
    if message.state != State.REJECTED:
        return []
    params = {**_named(sent, message), "faults": ", ".join(message.faults) or "–"}
    return [Matter(errors.REJECTED, message.id, params, message)]


def _contradiction(message: EdiMessage, said: Said, told: Acknowledged) -> list[Matter]:
    """A rejection of what was accepted, or the reverse; the same once more, with or without errors, is none."""
    now_rejected, before_rejected = _state(said.answer) == State.REJECTED, message.state == State.REJECTED
    if now_rejected == before_rejected:
        return []
    params = {
        **_named(message.interchange, message),
        "kind": told.kind,
        "answer": str(said.answer),
        "before": message.state,
    }
    return [Matter(errors.CONTRADICTED, f"{message.id} {told.kind} {told.number}", params, message)]


def _named(sent: EdiInterchange, message: EdiMessage) -> dict[str, str]:
    partner = partner_of(sent)
    return {
        "partner": partner.name if partner else sent.receiver,
        "type": message.type,
        "number": message.document.number if message.document else message.control_number,
        "interchange": sent.control_number,
    }
