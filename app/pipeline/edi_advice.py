"""What partners' systems say of documents beyond their syntax (824, APERAK): found by the references in it, kept with
the document, and a task for staff wherever it isn't plain acceptance. Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.findings import Finding
from app.errors import edi_exchange as errors
from app.formats.edi.acknowledged import Answer
from app.formats.edi.advised import Advised
from app.pipeline.edi_acknowledged import spellings
from app.pipeline.edi_interchanges import OUTBOUND, plain
from app.pipeline.edi_tasks import Matter, open_task
from app.pipeline.edi_terms import Address
from app.pipeline.rows import ACCEPTED
from app.storage.models import DocumentRecord, EdiAdvice, EdiInterchange, EdiMessage, Organisation
from app.storage.types import new_key

LONGEST_WORDS = 1000
_IN_A_TASK = 200
_KINDS = {Answer.REJECTED: errors.DOCUMENT_REFUSED, Answer.ACCEPTED_WITH_ERRORS: errors.DOCUMENT_REMARKED}


@dataclass(frozen=True, slots=True)
class Said:
    """An advice on its way in.

    Attributes:
        organisation_id: whom it is for. partner_id: who sent it.
        own, their: their addresses in the envelope.
        source: tells it from every other one, so that it is entered once.
    """

    organisation_id: str
    partner_id: str
    own: Address
    their: Address
    source: str
    told: Advised


def enter_advice(session: Session, said: Said, now: datetime) -> list[Finding]:
    """Keep it with the document that it is about; what staff have to look into. The same again does nothing."""
    document = _meant(session, said)
    if _is_known(session, said):
        return []
    if document is not None:
        session.add(_row(document, said, now))
    matter = _unmatched(said) if document is None else _matter(session, document, said)
    if matter is None:
        return []
    open_task(session, said.organisation_id, matter, now)
    return [matter.finding]


def advice_on(session: Session, organisation_id: str, document_id: str) -> list[EdiAdvice]:
    """What the partner's system said of a document that the organisation sent, in the order in which it came."""
    query = select(EdiAdvice).filter_by(organisation_id=organisation_id, document_id=document_id)
    return list(session.scalars(query.order_by(EdiAdvice.received_at, EdiAdvice.id)))


def _meant(session: Session, said: Said) -> DocumentRecord | None:
    """The message that is named where it has the number that is named, else the document by its number.

    Partners name both, one of them, or a number of their own beside ours.
    """
    by_message = _message_named(session, said)
    if by_message is not None and by_message.number in said.told.numbers:
        return by_message
    numbers = [each for each in said.told.numbers if each]
    query = select(DocumentRecord).where(
        DocumentRecord.sender_id == said.organisation_id,
        DocumentRecord.receiver_id == said.partner_id,
        DocumentRecord.number.in_(numbers),
        DocumentRecord.state == ACCEPTED,
    )
    newest = session.scalars(query.order_by(DocumentRecord.received_at.desc(), DocumentRecord.id.desc()).limit(1))
    return newest.first() or by_message


def _message_named(session: Session, said: Said) -> DocumentRecord | None:
    if not said.told.control:
        return None
    query = (
        select(DocumentRecord)
        .join(EdiMessage, EdiMessage.document_id == DocumentRecord.id)
        .join(EdiInterchange, EdiMessage.interchange_id == EdiInterchange.id)
        .where(
            EdiInterchange.organisation_id == said.organisation_id,
            EdiInterchange.direction == OUTBOUND,
            EdiInterchange.sender == plain(said.own.key, 42),
            EdiInterchange.receiver == plain(said.their.key, 42),
            DocumentRecord.receiver_id == said.partner_id,
            EdiMessage.control_number.in_(spellings(said.told.control)),
        )
    )
    if said.told.group:
        query = query.where(EdiMessage.group_number.in_(spellings(said.told.group)))
    return session.scalars(query.order_by(EdiInterchange.created_at.desc()).limit(1)).first()


def _is_known(session: Session, said: Said) -> bool:
    known = select(EdiAdvice.id).filter_by(organisation_id=said.organisation_id, source=said.source)
    return session.scalar(known) is not None


def _row(document: DocumentRecord, said: Said, now: datetime) -> EdiAdvice:
    return EdiAdvice(
        id=new_key(),
        organisation_id=said.organisation_id,
        document_id=document.id,
        source=said.source,
        kind=said.told.kind,
        answer=str(said.told.answer),
        words=[plain(each, LONGEST_WORDS) for each in said.told.words],
        received_at=now,
    )


def _matter(session: Session, document: DocumentRecord, said: Said) -> Matter | None:
    kind = _KINDS.get(said.told.answer)
    if kind is None:
        return None
    params = {
        "partner": session.get_one(Organisation, said.partner_id).name,
        "kind": said.told.kind,
        "type": document.type,
        "number": document.number,
        "why": _shortly(said.told.words),
    }
    return Matter(kind, said.source, params, document_id=document.id)


def _shortly(words: Iterable[str]) -> str:
    text = "; ".join(words) or "–"
    return text if len(text) <= _IN_A_TASK else f"{text[:_IN_A_TASK]}…"


def _unmatched(said: Said) -> Matter:
    told = said.told
    number = ", ".join(each for each in told.numbers if each) or told.control or "–"
    params = {"kind": told.kind, "sender": said.their.key, "number": number, "why": _shortly(told.words)}
    return Matter(errors.ADVICE_UNMATCHED, said.source, params)
