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

from sqlalchemy.orm import Session

from app.domain.findings import Finding, finding
from app.errors import edi_exchange as errors
from app.formats.edi.acknowledge import Acknowledgement, Acknowledger
from app.formats.edi.apart import alone
from app.formats.edi.interchange import Group, Interchange, MessageRead
from app.formats.edi.reader import Began, Ended, Options, Unreadable, read
from app.formats.edi.source import count_interchanges, unspaced
from app.formats.edi.told import finding_of, findings_in
from app.pipeline.edi_agreed import Agreed, addresses_of, agreed_for, policy_of
from app.pipeline.edi_answers import send_back
from app.pipeline.edi_concluding import conclude_interchange
from app.pipeline.edi_heard import HEARD, hear, hear_notices
from app.pipeline.edi_interchanges import Arrived, Entered, Standing, enter
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome, is_rejected
from app.pipeline.edi_refusals import refuse_other_use, refuse_used_number
from app.pipeline.edi_tasks import Matter, open_task
from app.pipeline.messages import RawMessage
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.storage.models import EdiAgreement, EdiInterchange

MOST_INTERCHANGES = 1_000
"""Of a file. Each is a transaction of its own, and the sender waits for all of them."""


@dataclass(slots=True)
class _File:
    """What the interchanges of a file share.

    Attributes:
        sha256: of all its bytes. payloads: those that hold it, by the organisation that it was sealed for.
    """

    sha256: str
    payloads: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Read:
    """An interchange as it is read by the terms that hold for it, with what a receiver has to answer."""

    interchange: Interchange
    agreed: Agreed
    events: list[Began | Ended | MessageRead] = field(default_factory=list)

    @property
    def messages(self) -> list[MessageRead]:
        """All of them, in order."""
        return [each for each in self.events if isinstance(each, MessageRead)]

    @property
    def groups(self) -> list[Group]:
        """Those that ended."""
        return [each.what for each in self.events if isinstance(each, Ended) and isinstance(each.what, Group)]

    def answers(self) -> list[Acknowledgement]:
        """What its syntax calls for, and whatever else it is refused for."""
        acknowledger = Acknowledger(policy_of(self.agreed.terms))
        return [answer for each in self.events for answer in acknowledger.take(each)]


def receive_interchange(message: RawMessage, ports: Ports) -> list[InterchangeOutcome]:
    """Take a file of interchanges from an authenticated sender; outcomes are durable when this returns.

    Nothing is raised for what the file holds; a file without an interchange, or with too many, gives no outcome
    (`unreadable` says why).
    """
    if has_too_many(message.body):
        return []
    file = _File(message.sha256)
    return [_take(each, message, file, ports) for each in _read_all(message, ports)]


def has_too_many(raw: bytes) -> bool:
    """Whether it has more interchanges than are taken at once."""
    if sum(raw.count(each) for each in (b"ISA", b"UNA", b"UNB")) <= MOST_INTERCHANGES:
        return False  # nearly always: what it has can't be more
    return count_interchanges(io.BytesIO(raw), MOST_INTERCHANGES + 1) > MOST_INTERCHANGES


def unreadable(raw: bytes) -> Finding | None:
    """Why nothing is taken of a file: it has no interchange at all, or too many; None where it is taken."""
    if has_too_many(raw):
        return finding("edi.too_many_interchanges", most=MOST_INTERCHANGES)
    for event in read(io.BytesIO(raw)):
        return finding(f"edi.unreadable_{event.reason}") if isinstance(event, Unreadable) else None
    return finding("edi.unreadable_empty")


def _read_all(message: RawMessage, ports: Ports) -> Iterator[_Read]:
    """Each interchange, read by the terms that hold for it."""
    current: _Read | None = None
    for event in read(io.BytesIO(message.body), Options(keep=True)):
        if isinstance(event, Unreadable):
            continue
        interchange = _interchange_of(event)
        current = current or _begun(interchange, message, ports)
        current.events.append(event)
        if isinstance(event, Ended) and event.what is interchange:
            if current.agreed.agreement_id:
                refuse_other_use(interchange, current.messages, current.agreed.terms)
            yield current
            current = None


def _interchange_of(event: Began | Ended | MessageRead) -> Interchange:
    what = event.group if isinstance(event, MessageRead) else event.what
    return what if isinstance(what, Interchange) else what.interchange


def _begun(interchange: Interchange, message: RawMessage, ports: Ports) -> _Read:
    """Nothing but its header has been read: how strictly to read the rest depends on whose it is."""
    agreed = agreed_for(interchange, message, ports)
    interchange.lenient = policy_of(agreed.terms).lenient
    interchange.acknowledge = interchange.acknowledge or agreed.terms.interchange_acknowledgement
    return _Read(interchange, agreed)


def _take(found: _Read, message: RawMessage, file: _File, ports: Ports) -> InterchangeOutcome:
    entered, outcome = _enter(found, message, file, ports)
    if entered.standing is Standing.REPEATED:
        return outcome
    if entered.to_be_worked_on:
        for position, each in enumerate(found.messages, 1):
            own = replace(message, message_id=f"edi:{outcome.id}:{position}")
            outcome.messages.append(_take_message(each, own, found.agreed, ports))
        hear_notices(found.interchange, message.organisation_id, found.agreed, ports)
    else:
        refuse_used_number(found.interchange)
    conclude_interchange(outcome, found.answers(), message, found.agreed, ports)
    return outcome


def _enter(found: _Read, message: RawMessage, file: _File, ports: Ports) -> tuple[Entered, InterchangeOutcome]:
    interchange, agreed = found.interchange, found.agreed
    sender, receiver = addresses_of(interchange)
    arrived = Arrived(
        organisation_id=agreed.organisation_id,
        standard=interchange.standard,
        sender=sender,
        receiver=receiver,
        control_number=interchange.control,
        prepared=f"{interchange.date} {interchange.time}",
        sha256=_own_sha256(found, message.body, file),
        test=interchange.test,
        broken=interchange.is_broken,
    )
    with ports.database.unit_of_work() as uow:
        agreement = uow.session.get(EdiAgreement, agreed.agreement_id) if agreed.agreement_id else None
        entered = enter(uow.session, arrived, agreement, ports.clock())
        row = entered.interchange
        if not row.verdict and row.payload_id is None:
            row.payload_id = file.payloads.get(row.organisation_id) or _put(uow.session, row, message, ports)
            file.payloads[row.organisation_id] = row.payload_id
        outcome = InterchangeOutcome(interchange, entered.standing, id=row.id)
        outcome.findings = (*_findings(found), *entered.findings)
        if entered.standing is Standing.REPEATED:
            outcome.verdict, outcome.acknowledgement = row.verdict, row.acknowledgement
            send_back(uow, row.id, message, ports)
        elif entered.standing is Standing.CONFLICTING:
            open_task(uow.session, row.organisation_id, _reused(row, entered), ports.clock())
        uow.commit()
    return entered, outcome


def _reused(row: EdiInterchange, entered: Entered) -> Matter:
    params = {name: str(value) for each in entered.findings for name, value in each.params.items()}
    return Matter(errors.TASK_NUMBER_REUSED, row.id, params, interchange_id=row.id)


def _own_sha256(found: _Read, raw: bytes, file: _File) -> str:
    """Of a file, from the interchange's header to its trailer, however it is spaced; all of it without a plain trailer.

    What came among others before is the same when it comes alone.
    """
    start, trailer = found.interchange.offset, found.interchange.trailer.encode("utf-8")
    behind = raw.find(trailer, max([start, *(each.end for each in found.messages)])) if trailer else -1
    if behind < 0:
        return file.sha256
    return hashlib.sha256(unspaced(raw[start : behind + len(trailer)], found.interchange.marks)).hexdigest()


def _put(session: Session, row: EdiInterchange, message: RawMessage, ports: Ports) -> str:
    """Seal the file for whom it was taken for."""
    payload = ports.payloads.put(session, row.organisation_id, message.sha256, message.body)
    session.flush()
    return payload.id


def _findings(found: _Read) -> tuple[Finding, ...]:
    faults = [*found.interchange.faults, *(fault for group in found.groups for fault in group.faults)]
    return tuple(finding_of(each, found.interchange.standard) for each in faults)


def _take_message(message: MessageRead, around: RawMessage, agreed: Agreed, ports: Ports) -> MessageOutcome:
    """One message; `around.message_id` is its own."""
    taken = MessageOutcome(message, tuple(findings_in(message)))
    if message.name in HEARD:
        heard = hear(message, around, agreed, ports)
        taken.heard, taken.findings = heard.taken, (*taken.findings, *heard.findings)
        return taken
    if is_rejected(message):
        return taken
    terms = agreed.terms
    acceptance = "accept" if message.lenient else ""
    own = replace(around, overlay=terms.overlay, currency=terms.currency, acceptance=acceptance)
    taken.outcome = receive(replace(own, body=alone(message, around.body)), ports)
    told = {(each.code, each.path) for each in taken.findings}  # with its place in the file, which is another one alone
    taken.findings += tuple(each for each in taken.outcome.findings if (each.code, each.path) not in told)
    return taken
