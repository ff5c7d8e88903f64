"""Documents that leave as X12 or EDIFACT by an agreement: written and numbered once, the same bytes ever after.

Their messages are made outside any transaction. Claiming the numbers, entering the interchange and putting its bytes
away are one transaction, committed before anything is sent: a process that dies before has used no number, one that
dies after finds the interchange again. Nothing here sends.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.formats.edi.format import EdiFormat
from app.pipeline.convert import NotConvertible, read_again
from app.pipeline.edi_agreements import Place, agreement_at
from app.pipeline.edi_interchanges import INBOUND, OUTBOUND, Leaving, MessageEntry, enter_outbound
from app.pipeline.edi_numbers import Kind, claim, formatted
from app.pipeline.edi_terms import ADDRESS_PARTS, STANDARDS
from app.pipeline.edi_writing import Draft, NumberedGroup, drafted, grouped, has_group, interchange, sole
from app.pipeline.ports import Ports
from app.pipeline.transactions import in_transaction
from app.storage.models import DocumentRecord, EdiAgreement, EdiInterchange, EdiMessage
from app.storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class Written:
    """An interchange that is entered, ready to be sent.

    Attributes:
        document_ids: of those that were asked for and are in it.
        note: what the documents say and it doesn't, in words. Only who writes it learns that: it is "" when the
            interchange was found again.
    """

    interchange_id: str
    content: bytes
    document_ids: tuple[str, ...]
    note: str = ""


@dataclass(slots=True)
class Writing:
    """What came of writing documents: interchanges, nearly always one, and why a document is in none."""

    written: list[Written] = field(default_factory=list)
    faults: dict[str, Exception] = field(default_factory=dict)


def written_by_agreement(document_ids: Sequence[str], syntax: str, ports: Ports) -> Writing:
    """The interchanges of documents from one sender to one receiver in `syntax`, written now, together, or before.

    What no agreement says how to write is in neither, unless it was ended (`delivery.agreement_ended`). A document that
    can't be written (`delivery.not_renderable`, its seal broken, a fault of ours) doesn't keep the others from leaving.
    """
    done = Writing()
    if syntax not in STANDARDS:
        return done
    with ports.database.reading() as session:
        done.written = list(_earlier(session, document_ids, syntax, ports))
        fresh = _others(document_ids, done.written)
        one = session.get_one(DocumentRecord, fresh[0]) if fresh else None
        agreement = agreement_between(session, one, syntax) if one else None
        if one is not None and agreement is None and _was_ended(session, one, syntax):
            # written as if there had never been one, each would have the number that the last one had
            done.faults = {each: CountersignError("delivery.agreement_ended", syntax=syntax) for each in fresh}
    if agreement is None:
        return done
    drafts = list(_drafts(fresh, agreement, ports, done.faults))
    if drafts:
        done.written += in_transaction(ports.database, lambda uow: _entered(uow, agreement, drafts, ports))
    return done


def tried_message(row: DocumentRecord, original: bytes, agreement: EdiAgreement, ports: Ports) -> tuple[bytes, str]:
    """A document's interchange under numbers that aren't claimed, and its note; raises CountersignError."""
    draft = _drafted(row, original, agreement, ports)
    return sole(draft, agreement, ports.clock()), draft.note


def agreement_between(session: Session, row: DocumentRecord, standard: str) -> EdiAgreement | None:
    """By what a document leaves: its sender's agreement with the receiver, else the receiver's own, sides swapped."""
    senders, receivers = _agreements_between(session, row, standard)
    if senders is not None and senders.active:
        return senders
    return _swapped(receivers) if receivers is not None and receivers.active else None


def _was_ended(session: Session, row: DocumentRecord, standard: str) -> bool:
    """Whether there is an agreement, of which none is in force."""
    there = [each for each in _agreements_between(session, row, standard) if each is not None]
    return bool(there) and not any(each.active for each in there)


def _agreements_between(
    session: Session, row: DocumentRecord, standard: str
) -> tuple[EdiAgreement | None, EdiAgreement | None]:
    """What the sender has agreed on what it sends, and the receiver on what it gets, in force or not."""
    if row.receiver_id is None:
        return None, None
    senders = Place(organisation_id=row.sender_id, partner_id=row.receiver_id, standard=standard, direction=OUTBOUND)
    receivers = Place(organisation_id=row.receiver_id, partner_id=row.sender_id, standard=standard, direction=INBOUND)
    return agreement_at(session, senders), agreement_at(session, receivers)


def content_of(session: Session, row: EdiInterchange, ports: Ports) -> bytes:
    """The file that an interchange came in or left as, b"" where none was kept; raises SealBroken, OSError."""
    return ports.payloads.open(session, row.payload, row.payload.sha256) if row.payload is not None else b""


def _swapped(row: EdiAgreement) -> EdiAgreement:
    """The agreement as its partner would have it: a value that no session knows, under the same id.

    What leaves by it is its sender's like everything that the sender sends, in the same series of numbers.
    """
    sides = {
        f"{side}_{part}": getattr(row, f"{other}_{part}")
        for side, other in (("own", "their"), ("their", "own"))
        for part in ADDRESS_PARTS
    }
    return EdiAgreement(
        id=row.id,
        organisation_id=row.partner_id,
        partner_id=row.organisation_id,
        standard=row.standard,
        terms=row.terms,
        **sides,
    )


def interchange_of(session: Session, document_id: str, standard: str) -> EdiInterchange | None:
    """The interchange that a document is in already."""
    return next((row for row, _ in _interchanges_of(session, [document_id], standard)), None)


def _earlier(session: Session, document_ids: Sequence[str], standard: str, ports: Ports) -> Iterator[Written]:
    """The interchanges that documents are in already, each document in its first one."""
    first: dict[str, EdiInterchange] = {}
    for row, document_id in _interchanges_of(session, document_ids, standard):
        first.setdefault(document_id, row)
    for row in dict.fromkeys(first.values()):
        there = tuple(each for each in document_ids if first.get(each) is row)
        yield Written(row.id, content_of(session, row, ports), there)


def _interchanges_of(session: Session, document_ids: Sequence[str], standard: str) -> list[tuple[EdiInterchange, str]]:
    found = session.execute(
        select(EdiInterchange, EdiMessage.document_id)
        .join(EdiMessage, EdiMessage.interchange_id == EdiInterchange.id)
        .where(
            EdiMessage.document_id.in_(document_ids),
            EdiInterchange.direction == OUTBOUND,
            EdiInterchange.standard == standard,
        )
        .order_by(EdiInterchange.created_at, EdiInterchange.id)
    )
    return [(row, document_id) for row, document_id in found if document_id is not None]


def _others(document_ids: Sequence[str], written: Sequence[Written]) -> list[str]:
    there = {one for each in written for one in each.document_ids}
    return [each for each in document_ids if each not in there]


def _drafts(
    document_ids: Sequence[str],
    agreement: EdiAgreement,
    ports: Ports,
    faults: dict[str, Exception],
) -> Iterator[Draft]:
    for each in document_ids:
        try:
            with ports.database.reading() as session:
                row = session.get_one(DocumentRecord, each)
                original = ports.payloads.open(session, row.payload, row.id)
            draft = _drafted(row, original, agreement, ports)
        except Exception as fault:  # whatever it is that goes wrong with one, the others leave
            faults[each] = fault
            continue
        if draft.note:
            log.warning("not everything fits the message", document=each, message=draft.name, lost=draft.note)
        yield draft


def _drafted(row: DocumentRecord, original: bytes, agreement: EdiAgreement, ports: Ports) -> Draft:
    syntax = ports.formats.get(agreement.standard)
    if not isinstance(syntax, EdiFormat):
        raise TypeError(f"{agreement.standard} is registered as something else")
    try:
        document = read_again(original, row, ports)
    except NotConvertible as fault:
        raise CountersignError("delivery.not_renderable", syntax=agreement.standard, why=fault) from None
    return drafted(row.id, document, agreement, syntax)


def _entered(uow: UnitOfWork, agreement: EdiAgreement, drafts: Sequence[Draft], ports: Ports) -> list[Written]:
    session = uow.session
    ids = sorted(each.document_id for each in drafts)
    # another channel may be at the same documents: who comes second waits here, and finds the first one's
    wanted = select(DocumentRecord.id).where(DocumentRecord.id.in_(ids)).order_by(DocumentRecord.id)
    session.execute(wanted.with_for_update(key_share=True)).all()
    earlier = list(_earlier(session, ids, agreement.standard, ports))
    there = _others(ids, earlier)
    fresh = [each for each in drafts if each.document_id in there]
    return [*earlier, _entered_together(session, agreement, fresh, ports)] if fresh else earlier


def _entered_together(session: Session, agreement: EdiAgreement, drafts: Sequence[Draft], ports: Ports) -> Written:
    now = ports.clock()
    control, groups = _claimed(session, agreement, drafts)
    content = interchange(agreement, control, groups, now)
    digest = hashlib.sha256(content).hexdigest()
    leaving = Leaving(
        control_number=control,
        prepared=f"{now:%y%m%d %H%M}",
        sha256=digest,
        messages=tuple(_entries(groups)),
        group_count=sum(bool(each.number) for each in groups),
        payload=ports.payloads.put(session, agreement.organisation_id, digest, content),
    )
    row = enter_outbound(session, agreement, leaving, now)
    note = "; ".join(each.note for each in drafts if each.note)
    return Written(row.id, content, tuple(each.document_id for each in drafts), note[:LONGEST_NOTE])


def _claimed(session: Session, agreement: EdiAgreement, drafts: Sequence[Draft]) -> tuple[str, list[NumberedGroup]]:
    """Numbers of the interchange, its groups and its messages, in the order in which they are claimed everywhere."""

    def next_of(kind: Kind, count: int) -> list[str]:
        return [formatted(agreement.standard, kind, each) for each in claim(session, agreement, kind, count)]

    kinds = grouped(agreement, drafts)
    [control] = next_of(Kind.INTERCHANGE, 1)
    outer = next_of(Kind.GROUP, len(kinds)) if has_group(agreement) else [""]
    numbers = iter(next_of(Kind.MESSAGE, len(drafts)))
    return control, [
        NumberedGroup(number, tuple((next(numbers), each) for each in kind))
        for number, kind in zip(outer, kinds, strict=True)
    ]


def _entries(groups: Sequence[NumberedGroup]) -> Iterator[MessageEntry]:
    numbered = ((group.number, number, draft) for group in groups for number, draft in group.messages)
    for position, (group_number, number, draft) in enumerate(numbered, 1):
        yield MessageEntry(
            position=position,
            control_number=number,
            type=draft.name,
            group_number=group_number,
            document_id=draft.document_id,
        )
