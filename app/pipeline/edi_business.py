"""What our rules say of a partner's documents, answered beside the acknowledgement of their syntax: 824 and APERAK.

Only where the agreement asks for it (`application_advice`). Inside the transaction that concludes the interchange.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.domain.findings import Severity
from app.formats.edi.acknowledge import Acknowledgement
from app.formats.edi.acknowledge_business import Judgement, business_answers
from app.formats.edi.interchange import Interchange
from app.formats.edi.mirror import Numbers
from app.pipeline.edi_agreed import addresses_of
from app.pipeline.edi_agreements import agreed_terms
from app.pipeline.edi_interchanges import Leaving, MessageEntry, State, enter_outbound, plain
from app.pipeline.edi_numbers import Kind, Pair, claim, formatted
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome
from app.pipeline.edi_terms import X12
from app.pipeline.messages import Verdict
from app.pipeline.ports import Ports
from app.pipeline.rows import findings_of
from app.storage.models import DocumentRecord, EdiAgreement


def numbers_of(session: Session, between: EdiAgreement | Pair, answer: Acknowledgement) -> Numbers:
    """Numbers of an answer: from the series with that partner, or that address."""
    [number] = claim(session, between, Kind.INTERCHANGE)
    if answer.group is None or between.standard != X12:  # a number that nothing has would be a gap
        return Numbers(number)
    return Numbers(number, *claim(session, between, Kind.GROUP))


def unagreed(interchange: Interchange, organisation_id: str) -> Pair:
    """The series of answers to whoever sent `interchange`, where nothing was agreed."""
    sender, receiver = addresses_of(interchange)
    return Pair(organisation_id, interchange.standard, sender=plain(receiver.key, 42), receiver=plain(sender.key, 42))


def written_advice(session: Session, outcome: InterchangeOutcome, agreement: EdiAgreement, ports: Ports) -> bytes:
    """What there is to say of the interchange's documents, entered as sent; b"" for nothing."""
    now, written = ports.clock(), b""
    for advice in business_answers(list(_judgements(session, outcome, agreement, now))):
        numbers = numbers_of(session, agreement, advice)
        content = advice.content(numbers, now)
        _enter(session, agreement, _leaving(advice, numbers, content, now), content, ports)
        written += content
    return written


def _judgements(
    session: Session, outcome: InterchangeOutcome, agreement: EdiAgreement, now: datetime
) -> Iterator[Judgement]:
    """Of the documents that were refused, or of every one that was decided on, as agreed."""
    wanted = agreed_terms(agreement).application_advice
    for position, each in enumerate(outcome.messages, 1):
        decided = each.outcome is not None and each.outcome.verdict is not Verdict.QUARANTINED
        if decided and (wanted == "always" or (wanted == "errors" and each.is_refused)):
            yield _judgement(session, each, f"{outcome.interchange.control.strip()}-{position}", now)


def _judgement(session: Session, taken: MessageOutcome, identifier: str, now: datetime) -> Judgement:
    document_id = taken.outcome.document_id if taken.outcome else None
    row = session.get(DocumentRecord, document_id) if document_id else None
    findings = taken.outcome.findings if taken.outcome else ()
    if row is not None and not taken.is_refused:
        findings = tuple(each for each in findings_of(row) if each.severity is not Severity.ERROR)
    return Judgement(
        message=taken.message,
        document=(row.number if row else "") or taken.message.control,
        identifier=identifier,
        findings=findings,
        at=now,
    )


def _leaving(advice: Acknowledgement, numbers: Numbers, content: bytes, now: datetime) -> Leaving:
    """Partners acknowledge an advice as any other message, so it is entered; nobody misses what they don't."""
    standard = advice.interchange.standard
    return Leaving(
        control_number=formatted(standard, Kind.INTERCHANGE, numbers.interchange),
        prepared=f"{now:%y%m%d %H%M}",
        sha256=hashlib.sha256(content).hexdigest(),
        messages=tuple(
            MessageEntry(
                position=position,
                control_number=formatted(standard, Kind.MESSAGE, numbers.message + position - 1),
                type=advice.kind,
                group_number=str(numbers.group) if standard == X12 else "",
                state=State.SENT,
            )
            for position in range(1, len(advice.bodies) + 1)
        ),
        group_count=int(standard == X12),
    )


def _enter(session: Session, agreement: EdiAgreement, leaving: Leaving, content: bytes, ports: Ports) -> None:
    payload = ports.payloads.put(session, agreement.organisation_id, leaving.sha256, content)
    row = enter_outbound(session, agreement, replace(leaving, payload=payload), ports.clock())
    row.sent_at = ports.clock()  # with the acknowledgement, whose way it goes
