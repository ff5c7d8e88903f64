"""What partners say of what was sent to them: matched with it, and missed where it doesn't come in time.

An acknowledgement arrives here as a plain value, whatever its syntax was. The first answer to a message stands; what
fits nothing that was sent, and what says something else afterwards, is for staff to look into. Nothing here commits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, select, tuple_
from sqlalchemy.orm import Session

from app.domain.findings import Finding
from app.errors import edi_exchange as errors
from app.formats.edi.acknowledged import Counts
from app.formats.edi.grammar import grammar
from app.pipeline.edi_interchanges import OUTBOUND, State, locked_messages, partner_of, plain
from app.pipeline.edi_tasks import Matter, close_settled, open_task
from app.pipeline.edi_terms import X12, Address
from app.storage.models import EdiAgreement, EdiInterchange, EdiMessage

SWEPT_AT_ONCE = 200
_FAULTS_KEPT = 100
_AWAITING = (State.PREPARED, State.SENT, State.OVERDUE)


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

    `answer` is None where the acknowledgement only names the thing, to say something of what is in it. `name` is its
    type as it is said (ST01, 0065; GS01 of a group), "" where it isn't.
    """

    number: str
    answer: Answer | None
    faults: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A 997, 999, TA1 or CONTRL that came in, one value for each group that it speaks of.

    Attributes:
        kind: `997`, `999`, `TA1`, `CONTRL`. `number`: the control number of the interchange that brought it.
        sender, receiver: of the acknowledgement: the partner, and the organisation.
        interchange: of what is acknowledged: TA101, UCI 0020; None in a 997 or 999.
        group: AK102, UCF 0048; None in a TA1 and without groups. messages: AK2 and IK5, UCM.
        counts: of the group's messages: AK902 to AK904; None where there are none.
        parties: the identifiers of sender and receiver of what is acknowledged, where they are said: UCI S002, S003.
        test: whether it came in a test, and so speaks of one.
    """

    standard: str
    kind: str
    number: str
    sender: Address
    receiver: Address
    interchange: Said | None = None
    group: Said | None = None
    messages: tuple[Said, ...] = ()
    counts: Counts | None = None
    parties: tuple[str, ...] = ()
    test: bool = False


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
    sent = session.scalars(_meant(between, told)).first() if _is_ours(told) else None
    matters = [] if sent is not None else [_unmatched(told, *_level(told))]
    settled: list[str] = []
    if sent is not None:
        sent.acknowledged_at = sent.acknowledged_at or now
        concerned = [each for each in locked_messages(session, sent.id) if _concerns(each, told)]
        matters += [_unmatched(told, "message", each.number) for each in _strangers(concerned, told)]
        named = _named_answers(concerned, told)
        others = _of_the_others(len(concerned), list(named.values()), told)
        for message in concerned:
            said = _said_of(message, told, named.get(message.id), others)
            if said is None:
                matters += _left_open(sent, message, told)
            elif not _enter(session, message, said, now):
                matters += _contradiction(message, said, told)
            else:
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
        EdiInterchange.test.is_(told.test),
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
        if told.group.name and told.standard == X12:
            in_group = in_group.where(EdiMessage.type.in_(_types_of(told.group.name)))
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


def _is_ours(told: Acknowledged) -> bool:
    """Whether the parties that it names are the two between whom it goes; some name them the other way round."""
    return {each.strip() for each in told.parties} <= {told.sender.id, told.receiver.id, ""}


def _types_of(code: str) -> list[str]:
    """The transaction sets that stand in groups of a kind (GS01)."""
    return [name for name, group in grammar(X12, "envelope").groups.items() if group == code]


def _concerns(message: EdiMessage, told: Acknowledged) -> bool:
    """Whether a message is in what is spoken of; a rejected interchange is rejected with every group, named or not."""
    if told.group is None or _is_rejected(told.interchange):
        return True
    return message.group_number in spellings(told.group.number)


def _is_rejected(said: Said | None) -> bool:
    return said is not None and said.answer is Answer.REJECTED


def _strangers(concerned: list[EdiMessage], told: Acknowledged) -> list[Said]:
    known: dict[str, set[str]] = {}
    for message in concerned:
        known.setdefault(message.control_number, set()).add(message.type)
    return [each for each in told.messages if not any(_is_type(each, known.get(one)) for one in spellings(each.number))]


def _is_type(said: Said, types: Collection[str] | None) -> bool:
    return types is not None and (not said.name or said.name in types)


def _named_answers(concerned: list[EdiMessage], told: Acknowledged) -> dict[str, Said]:
    """What is said of messages by their own numbers, by their ids; the first answer to each."""
    by_number: dict[str, list[Said]] = {}
    for said in told.messages:
        for number in spellings(said.number) if said.answer is not None else ():
            by_number.setdefault(number, []).append(said)
    found: dict[str, Said] = {}
    for message in concerned:
        for said in by_number.get(message.control_number, ()):
            if _is_type(said, (message.type,)):
                found.setdefault(message.id, said)
    return found


def _said_of(message: EdiMessage, told: Acknowledged, itself: Said | None, others: Said | None) -> Said | None:
    """What is said of a message: of `itself`, else of all the `others`.

    A rejection of what it stands in holds for it, whatever is said of itself (0083: 4 is "this level and all lower
    levels rejected").
    """
    above = next((each for each in (told.interchange, told.group) if each is not None and _is_rejected(each)), None)
    if above is not None:
        return Said(message.control_number, Answer.REJECTED, (*(itself.faults if itself else ()), *above.faults))
    return itself or others


def _answer_to_the_whole(told: Acknowledged) -> Said | None:
    """The answer to the group, else to the interchange; that it only got there is none."""
    answers = (each for each in (told.group, told.interchange) if each is not None)
    return next((each for each in answers if each.answer not in (None, Answer.RECEIVED)), None)


def _of_the_others(count: int, named: list[Said], told: Acknowledged) -> Said | None:
    """What the answer to the whole means for those of `count` messages that aren't named; None: that is left open."""
    around = _answer_to_the_whole(told)
    if around is None:
        return None
    if told.counts is not None:
        return _by_counts(count, named, told, around)
    # those with faults are named (X12: AK2 loops; EDIFACT: UCM), so that the others have none
    if around.answer is Answer.PARTIALLY and not told.messages:
        return None
    return _taken_with(around, told)


def _by_counts(count: int, named: list[Said], told: Acknowledged, around: Said) -> Said | None:
    """As AK902 to AK904 have it: all the others were accepted, or none of them. None, where they don't fit."""
    counts = told.counts
    if counts is None or not counts.included == counts.received == count:
        return None
    taken = sum(each.answer is not Answer.REJECTED for each in named)
    if counts.accepted == taken + count - len(named):
        return _taken_with(around, told)
    if counts.accepted == taken and around.answer is Answer.PARTIALLY:
        return Said("", Answer.REJECTED, around.faults)
    return None


def _taken_with(around: Said, told: Acknowledged) -> Said:
    """The answer to what was taken and isn't named: where others are named, the errors are theirs."""
    if around.answer is Answer.PARTIALLY or (around.answer is Answer.ACCEPTED_WITH_ERRORS and told.messages):
        return Said("", Answer.ACCEPTED)
    return around


def _enter(session: Session, message: EdiMessage, said: Said, now: datetime) -> bool:
    """Enter the answer, where there is none yet; False where there is one."""
    if message.state not in _AWAITING:
        return False
    close_settled(session, message.id, (errors.OVERDUE, errors.LEFT_OPEN), now)
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


def _left_open(sent: EdiInterchange, message: EdiMessage, told: Acknowledged) -> list[Matter]:
    """An answer to the whole from which it doesn't follow what became of the message, which still awaits its own."""
    if _answer_to_the_whole(told) is None or message.state not in _AWAITING:
        return []
    said = (str(each) if each >= 0 else "–" for each in told.counts or (-1, -1, -1))
    params = {**_named(sent, message), "kind": told.kind} | dict(zip(Counts._fields, said, strict=True))
    return [Matter(errors.LEFT_OPEN, message.id, params, message)]


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
