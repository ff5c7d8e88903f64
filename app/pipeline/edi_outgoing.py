"""A document that leaves as X12 or EDIFACT by an agreement: written and numbered once, the same bytes ever after.

Its message is made outside any transaction. Claiming the numbers, entering the interchange and putting its bytes away
are one transaction, committed before anything is sent: a process that dies before has used no number, one that dies
after finds the interchange again. Nothing here sends.
"""

import hashlib
from dataclasses import dataclass

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.formats.edi.format import EdiFormat
from app.pipeline.convert import NotConvertible, read_again
from app.pipeline.edi_agreements import Place, agreement_at, outbound_agreement
from app.pipeline.edi_interchanges import INBOUND, OUTBOUND, Leaving, MessageEntry, enter_outbound
from app.pipeline.edi_numbers import Kind, claim, formatted
from app.pipeline.edi_terms import ADDRESS_PARTS, STANDARDS
from app.pipeline.edi_writing import ControlNumbers, Draft, drafted, has_group, interchange
from app.pipeline.ports import Ports
from app.pipeline.transactions import in_transaction
from app.storage.models import DocumentRecord, EdiAgreement, EdiInterchange, EdiMessage
from app.storage.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """An interchange that is entered, ready to be sent.

    Attributes:
        note: what the document says and it doesn't, in words. Only who writes it learns that: it is "" when the
            interchange was found again.
    """

    interchange_id: str
    content: bytes
    note: str = ""


def written_by_agreement(document_id: str, syntax: str, ports: Ports) -> Written | None:
    """The document's interchange in `syntax`, written now or before; None where no agreement says how.

    Raises:
        CountersignError (delivery.not_renderable): the agreed version of the standard has no such message.
        SealBroken: stored bytes are not what was put away.
    """
    if syntax not in STANDARDS:
        return None
    with ports.database.reading() as session:
        row = session.get_one(DocumentRecord, document_id)
        earlier = _earlier(session, document_id, syntax, ports)
        agreement = agreement_between(session, row, syntax) if earlier is None else None
        if agreement is None:
            return earlier
        original = ports.payloads.open(session, row.payload, row.id)
    draft = _drafted(original, agreement, ports)
    if draft.note:
        log.warning("not everything fits the message", document=document_id, message=draft.name, lost=draft.note)
    return in_transaction(ports.database, lambda uow: _entered(uow, document_id, agreement, draft, ports))


def agreement_between(session: Session, row: DocumentRecord, standard: str) -> EdiAgreement | None:
    """By what a document leaves: its sender's agreement with the receiver, else the receiver's own, sides swapped."""
    if row.receiver_id is None:
        return None
    senders = outbound_agreement(session, row.sender_id, row.receiver_id, standard)
    if senders is not None:
        return senders
    place = Place(organisation_id=row.receiver_id, partner_id=row.sender_id, standard=standard, direction=INBOUND)
    receivers = agreement_at(session, place)
    return _swapped(receivers) if receivers is not None and receivers.active else None


def content_of(session: Session, row: EdiInterchange, ports: Ports) -> bytes:
    """The bytes of an interchange that was written here, b"" for any other; raises SealBroken."""
    return ports.payloads.open(session, row.payload, row.sha256) if row.payload is not None else b""


def _swapped(row: EdiAgreement) -> EdiAgreement:
    """The agreement as its partner would have it: a value that no session knows, under the same id."""
    sides = {
        f"{side}_{part}": getattr(row, f"{other}_{part}")
        for side, other in (("own", "their"), ("their", "own"))
        for part in ADDRESS_PARTS
    }
    return EdiAgreement(id=row.id, organisation_id=row.organisation_id, standard=row.standard, terms=row.terms, **sides)


def _earlier(session: Session, document_id: str, standard: str, ports: Ports) -> Written | None:
    """The interchange that the document is in already."""
    first = session.scalars(
        select(EdiInterchange)
        .join(EdiMessage, EdiMessage.interchange_id == EdiInterchange.id)
        .where(
            EdiMessage.document_id == document_id,
            EdiInterchange.direction == OUTBOUND,
            EdiInterchange.standard == standard,
        )
        .order_by(EdiInterchange.created_at, EdiInterchange.id)
        .limit(1)
    ).first()
    return Written(first.id, content_of(session, first, ports)) if first is not None else None


def _drafted(original: bytes, agreement: EdiAgreement, ports: Ports) -> Draft:
    syntax = ports.formats.get(agreement.standard)
    if not isinstance(syntax, EdiFormat):
        raise TypeError(f"{agreement.standard} is registered as something else")
    try:
        document = read_again(original, ports)
    except NotConvertible as fault:
        raise CountersignError("delivery.not_renderable", syntax=agreement.standard, why=fault) from None
    return drafted(document, agreement, syntax)


def _entered(uow: UnitOfWork, document_id: str, agreement: EdiAgreement, draft: Draft, ports: Ports) -> Written:
    session = uow.session
    # another channel may be at the same document: who comes second waits here, and finds the first one's
    session.execute(select(DocumentRecord.id).where(DocumentRecord.id == document_id).with_for_update(key_share=True))
    earlier = _earlier(session, document_id, agreement.standard, ports)
    if earlier is not None:
        return earlier
    now = ports.clock()
    numbers = _claimed(session, agreement)
    content = interchange(agreement, draft, numbers, now)
    digest = hashlib.sha256(content).hexdigest()
    leaving = Leaving(
        control_number=numbers.interchange,
        prepared=f"{now:%y%m%d %H%M}",
        sha256=digest,
        messages=(_entry(document_id, draft, numbers),),
        group_count=int(has_group(agreement)),
        payload=ports.payloads.put(session, agreement.organisation_id, digest, content),
    )
    return Written(enter_outbound(session, agreement, leaving, now).id, content, draft.note)


def _claimed(session: Session, agreement: EdiAgreement) -> ControlNumbers:
    def next_of(kind: Kind) -> str:
        return formatted(agreement.standard, kind, claim(session, agreement, kind)[0])

    outer = next_of(Kind.INTERCHANGE)
    group = next_of(Kind.GROUP) if has_group(agreement) else ""
    return ControlNumbers(outer, group, next_of(Kind.MESSAGE))


def _entry(document_id: str, draft: Draft, numbers: ControlNumbers) -> MessageEntry:
    return MessageEntry(
        position=1,
        control_number=numbers.message,
        type=draft.name,
        group_number=numbers.group,
        document_id=document_id,
    )
