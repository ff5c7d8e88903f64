"""The way of an interchange: X12 and EDIFACT bring many documents at once, and want an acknowledgement.

1. Read: every fault of every message, and the functional acknowledgement that follows from them.
2. Enter its control number (commit). One that came before has no second effect: its first answer is given again.
3. Each good message goes the way of a document (`receive.py`) in an interchange of its own; an acknowledgement settles
   what was sent.
4. Conclude: what became of it and the acknowledgement's bytes, with numbers claimed in the same transaction (commit).

A process that dies between 2 and 4 leaves an interchange that is taken up again when its sender, who has no answer,
sends it again; documents that were taken by then are known by their message id.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.findings import Finding, finding
from app.formats.edi import acknowledged as reading
from app.formats.edi.acknowledge import Acknowledgement, Acknowledger, On, Policy
from app.formats.edi.apart import alone
from app.formats.edi.interchange import Group, Interchange, MessageRead, verdict_of
from app.formats.edi.interchange import Verdict as EdiVerdict
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import Ended, Options, Unreadable, read
from app.formats.edi.told import finding_of
from app.pipeline import edi_acknowledged as settling
from app.pipeline.edi_agreements import agreed_terms, agreement_for, own_address, their_address
from app.pipeline.edi_answers import send_back
from app.pipeline.edi_interchanges import (
    Arrived,
    Conclusion,
    Entered,
    MessageEntry,
    Standing,
    State,
    conclude,
    enter,
)
from app.pipeline.edi_numbers import Kind, claim
from app.pipeline.edi_terms import DEFAULTS, Address, Terms
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.storage.models import EdiAgreement, EdiInterchange, Payload

ACKNOWLEDGEMENTS = ("997", "999", "CONTRL")
MOST_FAULTS_KEPT = 20
_STATES = {
    EdiVerdict.ACCEPTED: State.ACCEPTED,
    EdiVerdict.ACCEPTED_WITH_ERRORS: State.ACCEPTED_WITH_ERRORS,
    EdiVerdict.REJECTED: State.REJECTED,
}


@dataclass(slots=True)
class MessageOutcome:
    """What became of one message; `outcome` is the document's, None where it isn't one or was rejected before."""

    message: MessageRead
    findings: tuple[Finding, ...]
    outcome: Outcome | None = None


@dataclass(slots=True)
class InterchangeOutcome:
    """What became of one interchange.

    Attributes:
        standing: new, unfinished (taken up again), repeated or conflicting.
        verdict: accepted, accepted_with_errors, partially_accepted or rejected.
        acknowledgement: the bytes to answer; empty for none.
        findings: of its envelope and its number; those of messages are with these.
    """

    interchange: Interchange
    standing: Standing
    verdict: str = ""
    acknowledgement: bytes = b""
    findings: tuple[Finding, ...] = ()
    messages: list[MessageOutcome] = field(default_factory=list)
    id: str = ""


@dataclass(slots=True)
class _Read:
    """An interchange as it was read, with what a receiver has to answer."""

    interchange: Interchange
    groups: list[Group] = field(default_factory=list)
    messages: list[MessageRead] = field(default_factory=list)
    answers: list[Acknowledgement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Agreed:
    """By what an interchange is taken: the receiver's agreement, or the defaults where there is none."""

    organisation_id: str
    terms: Terms
    agreement_id: str = ""


def receive_interchange(message: RawMessage, ports: Ports) -> list[InterchangeOutcome]:
    """Take a file of interchanges from an authenticated sender; outcomes are durable when this returns.

    Nothing is raised for what the file holds; a file without an interchange gives no outcome (`unreadable` says why).
    """
    return [_take(each, message, ports) for each in _read_all(message, ports)]


def unreadable(raw: bytes) -> Finding | None:
    """Why a file has no interchange at all; None where it has one."""
    for event in read(io.BytesIO(raw)):
        return finding(f"edi.unreadable_{event.reason}") if isinstance(event, Unreadable) else None
    return finding("edi.unreadable_empty")


def _read_all(message: RawMessage, ports: Ports) -> Iterator[_Read]:
    """Each interchange, read by the terms that hold for it."""
    # how strictly to read depends on who sent it, which is read first
    first = next((e.what for e in read(io.BytesIO(message.body)) if isinstance(e, Ended)), None)
    terms = DEFAULTS["x12"] if first is None else _agreed(_interchange_of(first), message, ports).terms
    policy = _policy(terms)
    acknowledger = Acknowledger(policy)
    current: _Read | None = None
    for event in read(io.BytesIO(message.body), Options(keep=True, lenient=policy.lenient)):
        if isinstance(event, MessageRead):
            current = current or _Read(event.group.interchange)
            current.messages.append(event)
        answers = acknowledger.take(event)
        if isinstance(event, Ended) and isinstance(event.what, Group):
            current = current or _Read(event.what.interchange)
            current.groups.append(event.what)
        elif isinstance(event, Ended) and isinstance(event.what, Interchange):
            done = current or _Read(event.what)
            done.answers, current = answers, None
            yield done


def _interchange_of(what: Interchange | Group) -> Interchange:
    return what if isinstance(what, Interchange) else what.interchange


def _policy(terms: Terms) -> Policy:
    on = On.NEVER if terms.acknowledgement == "none" else On(terms.acknowledge)
    kind = terms.acknowledgement if terms.acknowledgement in ("997", "999") else ""
    return Policy(on=on, kind=kind, lenient=terms.acceptance == "accept")


def _take(found: _Read, message: RawMessage, ports: Ports) -> InterchangeOutcome:
    agreed = _agreed(found.interchange, message, ports)
    entered, outcome = _enter(found, message, agreed, ports)
    if not entered.to_be_worked_on:
        return outcome
    for position, each in enumerate(found.messages, 1):
        own = replace(message, message_id=f"edi:{outcome.id}:{position}")
        outcome.messages.append(_take_message(each, own, agreed, ports))
    _settle_notices(found.interchange, agreed, ports)
    _conclude(found, outcome, message, agreed, ports)
    return outcome


def _agreed(interchange: Interchange, message: RawMessage, ports: Ports) -> _Agreed:
    sender, receiver = _addresses(interchange)
    with ports.database.reading() as session:
        row = _agreement_with(session, message.organisation_id, interchange.standard, receiver, sender)
        if row is None:
            owner = _who_sends_to(session, message.organisation_id, interchange.standard, receiver, sender)
            return _Agreed(owner or message.organisation_id, DEFAULTS[interchange.standard])
        return _Agreed(row.organisation_id, agreed_terms(row), row.id)


def _who_sends_to(session: Session, partner_id: str, standard: str, own: Address, their: Address) -> str:
    """Who only sends to the partner by these addresses: acknowledgements of that come back to it; "" for nobody."""
    found = session.scalars(
        select(EdiAgreement).where(
            EdiAgreement.partner_id == partner_id,
            EdiAgreement.standard == standard,
            EdiAgreement.direction == "outbound",
            EdiAgreement.active.is_(True),
        )
    )
    meant = (each for each in found if own_address(each).key == own.key and their_address(each).key == their.key)
    return next((each.organisation_id for each in meant), "")


def _agreement_with(
    session: Session, sender_id: str, standard: str, receiver: Address, sender: Address
) -> EdiAgreement | None:
    """The inbound agreement of whichever partner of the sender the interchange is for."""
    owners = session.scalars(
        select(EdiAgreement.organisation_id)
        .where(EdiAgreement.partner_id == sender_id, EdiAgreement.standard == standard)
        .distinct()
    )
    found = (agreement_for(session, owner, standard, receiver=receiver, sender=sender) for owner in owners)
    return next((each for each in found if each is not None and each.partner_id == sender_id), None)


def _addresses(interchange: Interchange) -> tuple[Address, Address]:
    return (
        Address(id=interchange.sender, qualifier=interchange.sender_qualifier),
        Address(id=interchange.receiver, qualifier=interchange.receiver_qualifier),
    )


def _enter(found: _Read, message: RawMessage, agreed: _Agreed, ports: Ports) -> tuple[Entered, InterchangeOutcome]:
    interchange = found.interchange
    sender, receiver = _addresses(interchange)
    arrived = Arrived(
        organisation_id=agreed.organisation_id,
        standard=interchange.standard,
        sender=sender,
        receiver=receiver,
        control_number=interchange.control,
        prepared=f"{interchange.date} {interchange.time}",
        sha256=hashlib.sha256(message.body).hexdigest(),
        test=interchange.test,
    )
    with ports.database.unit_of_work() as uow:
        agreement = uow.session.get(EdiAgreement, agreed.agreement_id) if agreed.agreement_id else None
        entered = enter(uow.session, arrived, agreement, ports.clock())
        row = entered.interchange
        if entered.to_be_worked_on and row.payload is None:
            row.payload = _kept(uow.session, row, message.body, ports)
        outcome = InterchangeOutcome(interchange, entered.standing, id=row.id)
        outcome.findings = (*_findings(found), *entered.findings)
        if entered.standing is Standing.REPEATED:
            outcome.verdict, outcome.acknowledgement = row.verdict, row.acknowledgement
            send_back(uow, row.id, message, ports)
        elif entered.standing is Standing.CONFLICTING:
            outcome.verdict = str(EdiVerdict.REJECTED)
        uow.commit()
    return entered, outcome


def _kept(session: Session, row: EdiInterchange, body: bytes, ports: Ports) -> Payload:
    """The file, sealed for whom it was taken for; interchanges of one file share it."""
    of_same_file = select(EdiInterchange).where(
        EdiInterchange.organisation_id == row.organisation_id,
        EdiInterchange.sha256 == row.sha256,
        EdiInterchange.payload_id.is_not(None),
    )
    other = session.scalars(of_same_file.limit(1)).first()
    if other is not None and other.payload is not None:
        return other.payload
    return ports.payloads.put(session, row.organisation_id, row.sha256, body)


def _findings(found: _Read) -> tuple[Finding, ...]:
    faults = [*found.interchange.faults, *(fault for group in found.groups for fault in group.faults)]
    return tuple(finding_of(each, found.interchange.standard) for each in faults)


def _take_message(message: MessageRead, around: RawMessage, agreed: _Agreed, ports: Ports) -> MessageOutcome:
    """One message; `around.message_id` is its own."""
    standard = message.group.interchange.standard
    name = f"{message.name} {message.control}"
    taken = MessageOutcome(message, tuple(finding_of(each, standard, name) for each in message.faults))
    if _is_rejected(message):
        return taken
    if message.name in ACKNOWLEDGEMENTS:
        taken.findings += _settle(reading.acknowledged(message), agreed, ports)
        return taken
    taken.outcome = receive(replace(around, body=alone(message, around.body), overlay=agreed.terms.overlay), ports)
    taken.findings += tuple(each for each in taken.outcome.findings if each not in taken.findings)
    return taken


def _is_rejected(message: MessageRead) -> bool:
    """By its own faults, or by those of what it stands in."""
    group = message.group
    return message.verdict is EdiVerdict.REJECTED or group.is_broken or group.interchange.is_broken


def _settle_notices(interchange: Interchange, agreed: _Agreed, ports: Ports) -> None:
    notices = list(reading.notices(interchange))
    if notices:
        _settle(notices, agreed, ports)


def _settle(told: list[reading.Acknowledged], agreed: _Agreed, ports: Ports) -> tuple[Finding, ...]:
    """Match what a partner acknowledges with what was sent to it."""
    found: list[Finding] = []
    for each in told:
        with ports.database.unit_of_work() as uow:
            settled = settling.settle(uow.session, agreed.organisation_id, _as_entered(each), ports.clock())
            found += settled.findings
            uow.commit()
    return tuple(found)


def _as_entered(told: reading.Acknowledged) -> settling.Acknowledged:
    return settling.Acknowledged(
        standard=told.standard,
        kind=told.kind,
        number=told.number,
        sender=Address(id=told.sender, qualifier=told.sender_qualifier),
        receiver=Address(id=told.receiver, qualifier=told.receiver_qualifier),
        interchange=_said(told.interchange) if told.interchange else None,
        group=_said(told.group) if told.group else None,
        messages=tuple(_said(each) for each in told.messages),
    )


def _said(told: reading.Said) -> settling.Said:
    return settling.Said(told.number, settling.Answer(str(told.answer)) if told.answer else None, told.faults)


def _conclude(found: _Read, outcome: InterchangeOutcome, message: RawMessage, agreed: _Agreed, ports: Ports) -> None:
    outcome.verdict = _verdict(found, outcome)
    now = ports.clock()
    entries = tuple(_entry(position, each) for position, each in enumerate(outcome.messages, 1))
    with ports.database.unit_of_work() as uow:
        agreement = uow.session.get(EdiAgreement, agreed.agreement_id) if agreed.agreement_id else None
        answer = b"".join(
            each.content(_numbers(uow.session, agreement, found.interchange), now) for each in found.answers
        )
        conclusion = Conclusion(
            verdict=outcome.verdict,
            messages=entries,
            group_count=found.interchange.groups,
            error_count=sum(len(each.findings) for each in outcome.messages) + len(outcome.findings),
            acknowledgement=answer,
        )
        outcome.acknowledgement = conclude(uow.session, outcome.id, conclusion, now)
        send_back(uow, outcome.id, message, ports)
        uow.commit()


def _verdict(found: _Read, outcome: InterchangeOutcome) -> str:
    """The syntax's verdict, and what became of the documents."""
    refused = (Verdict.REJECTED, Verdict.CONFLICT, Verdict.TOO_LARGE)
    documents = [each.outcome.verdict for each in outcome.messages if each.outcome is not None]
    syntax = verdict_of(found.interchange)
    if not any(each in refused for each in documents):
        return str(syntax)
    return str(EdiVerdict.REJECTED if all(each in refused for each in documents) else EdiVerdict.PARTIALLY_ACCEPTED)


def _numbers(session: Session, agreement: EdiAgreement | None, interchange: Interchange) -> Numbers:
    """Numbers of an answer: from the series with that partner; the answered one's own where there is no agreement."""
    if agreement is None:
        digits = "".join(each for each in interchange.control if each.isascii() and each.isdigit())[-9:]
        return Numbers(int(digits or 1) or 1)
    number = claim(session, agreement, Kind.INTERCHANGE)[0]
    return Numbers(number, claim(session, agreement, Kind.GROUP)[0])


def _entry(position: int, taken: MessageOutcome) -> MessageEntry:
    message, outcome = taken.message, taken.outcome
    refused = outcome is not None and outcome.verdict in (Verdict.REJECTED, Verdict.CONFLICT)
    standard = message.group.interchange.standard
    codes = [each.code_in(standard) for each in message.faults if each.is_error]
    return MessageEntry(
        position=position,
        control_number=message.control[:14],
        type=message.name[:12],
        group_number=message.group.control[:14],
        document_id=outcome.document_id if outcome else None,
        state=State.REJECTED if refused or _is_rejected(message) else _STATES[message.verdict],
        faults=tuple(code for code in codes if code)[:MOST_FAULTS_KEPT],
    )
