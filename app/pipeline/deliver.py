"""Step 7: one attempt to hand a document on, or several that leave together.

Claimed (committed), then sent outside any transaction, then recorded. A crash between sending and recording means that
the partner gets it again: under the same id, by which he knows it. What leaves by an agreement on X12 or EDIFACT is
written, numbered and committed between claiming and sending.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from app.domain.clock import iso
from app.errors import CountersignError
from app.observability.metrics import DELIVERIES
from app.pipeline.channel_settings import settings_of
from app.pipeline.convert import NotConvertible, Rendered, original_for, render_as
from app.pipeline.edi_batching import batch_of, sends_events, syntax_of
from app.pipeline.edi_interchanges import mark_sent
from app.pipeline.edi_outgoing import Writing, Written, written_by_agreement
from app.pipeline.outbox import Claim, claim_due, next_due, record_result
from app.pipeline.ports import Ports
from app.storage.models import Delivery, DocumentRecord, EdiInterchange
from app.storage.payloads import SealBroken
from app.transports.base import Outbound, SendOutcome, SendResult

_EXTENSIONS = {"json": ".json", "jose": ".jws", "xml": ".xml", "x12": ".x12", "edifact": ".edi"}
_ACKNOWLEDGEMENTS = {"x12": "application/edi-x12", "edifact": "application/edifact"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt, when the next one is, and whether it failed in this server, before the partner.

    `deliveries`: how many left together.
    """

    result: SendResult
    next_attempt_at: datetime | None
    own_fault: bool
    deliveries: int = 1


def claim_next(channel_id: str, owner: str, ports: Ports) -> list[Claim]:
    """Take the channel's next due delivery, durably, with those that leave together with it; nothing is due: none."""
    with ports.database.unit_of_work() as uow:
        claims: list[Claim] = []
        now = ports.clock()
        while not claims and (first := next_due(uow.session, channel_id, now)) is not None:
            claims = claim_due(uow, batch_of(uow.session, first, now), owner, now)
        uow.commit()
    return claims


def deliver(claims: Sequence[Claim], ports: Ports) -> list[Attempt]:
    """Make the claimed attempts and record what came of each; several that leave as one are one attempt."""
    return [_recorded(tried, ports) for tried in _tries(claims, ports)]


@dataclass(frozen=True, slots=True)
class _Tried:
    """`interchange_id`: of what left, where it is an interchange by an agreement."""

    claims: Sequence[Claim]
    result: SendResult
    own_fault: bool = False
    interchange_id: str = ""


def _recorded(tried: _Tried, ports: Ports) -> Attempt:
    result, now = tried.result, ports.clock()
    with ports.database.unit_of_work() as uow:
        deliveries = [record_result(uow, each, result, now) for each in tried.claims]
        if tried.interchange_id and result.outcome is SendOutcome.SENT:
            mark_sent(uow.session, tried.interchange_id, now)
        uow.commit()
    DELIVERIES.labels(result.outcome).inc(len(deliveries))
    for each in tried.claims:
        log.info("delivery attempted", delivery=each.delivery_id, attempt=each.number, outcome=str(result.outcome))
    return Attempt(result, deliveries[0].next_attempt_at, tried.own_fault, len(deliveries))


def _tries(claims: Sequence[Claim], ports: Ports) -> Iterator[_Tried]:
    """One for each thing that leaves, each made when it is asked for."""
    try:
        writing = _writing(claims, ports)
    except Exception as fault:  # a fault of ours: it must neither stop the channel nor lose the delivery
        yield _failed(claims, fault)
        return
    left = {each.document_id or each.delivery_id: each for each in claims}
    for document_id, why in writing.faults.items():
        yield _failed([left.pop(document_id)], why)
    for written in writing.written:
        yield _try([left.pop(each) for each in written.document_ids], written, ports)
    for each in left.values():
        yield _try([each], None, ports)


def _writing(claims: Sequence[Claim], ports: Ports) -> Writing:
    """The interchanges by which documents leave, in a transaction of its own; none where no agreement says so."""
    with ports.database.reading() as session:
        delivery = session.get_one(Delivery, claims[0].delivery_id)
        if sends_events(delivery.channel):
            return Writing()
        syntax = syntax_of(session, delivery)
    documents = [each.document_id for each in claims if each.document_id]
    return written_by_agreement(documents, syntax, ports) if documents else Writing()


def _try(claims: Sequence[Claim], written: Written | None, ports: Ports) -> _Tried:
    try:
        return _send(claims, written, ports)
    except Exception as fault:
        return _failed(claims, fault)


def _failed(claims: Sequence[Claim], fault: Exception) -> _Tried:
    if isinstance(fault, CountersignError | SealBroken | KeyError):
        return _Tried(claims, SendResult(SendOutcome.PERMANENT, str(fault)), own_fault=True)
    log.error("delivering failed", delivery=claims[0].delivery_id, exc_info=fault)
    detail = f"a fault of this server: {type(fault).__name__}: {fault}"
    return _Tried(claims, SendResult(SendOutcome.TRANSIENT, detail), own_fault=True)


def _send(claims: Sequence[Claim], written: Written | None, ports: Ports) -> _Tried:
    with ports.database.reading() as session:
        delivery = session.get_one(Delivery, claims[0].delivery_id)
        transport = ports.transports.get(delivery.channel.kind)
        outbound, settings = (
            outbound_of(session, delivery, ports, written),
            settings_of(session, delivery.channel, ports),
        )
    result = transport.send(outbound, settings)
    if written is None:
        return _Tried(claims, result)
    told = "; ".join(each for each in (result.detail, written.note) if each)
    return _Tried(claims, replace(result, detail=told), interchange_id=written.interchange_id)


def outbound_of(session: Session, delivery: Delivery, ports: Ports, written: Written | None = None) -> Outbound:
    """What the delivery carries: a document, in `written` where an agreement says so, or an acknowledgement.

    A document is in the syntax that its receiver wants: the channel's, else the partnership's, else as it came.

    Raises:
        CountersignError (delivery.not_renderable): that syntax has no such document.
        SealBroken: the stored bytes are not what was put away.
    """
    row = delivery.document
    if row is None:
        return _acknowledgement(session, delivery)
    syntax = syntax_of(session, delivery)
    if written is not None:
        rendered = Rendered(written.content, ports.formats.get(syntax).media_type)
    else:
        rendered = _rendered(session, row, syntax, ports)
    return Outbound(
        delivery_id=delivery.id,
        document_id=row.id,
        document_type=row.type,
        number=row.number,
        media_type=rendered.media_type,
        filename=f"{row.type}{_extension(rendered.media_type)}",
        content=rendered.content,
        metadata={
            "timestamp": iso(row.received_at),
            "sender": row.sender_id,
            "revision": row.revision,
            "sha256": row.sha256,
            "url": f"{ports.settings.public_url}/api/v1/documents/{row.id}",
        },
    )


def _acknowledgement(session: Session, delivery: Delivery) -> Outbound:
    """What answers a received interchange; nothing else can be had of it, so an event has its text as well."""
    row = session.get_one(EdiInterchange, delivery.acknowledges_id)
    media_type = _ACKNOWLEDGEMENTS[row.standard]
    return Outbound(
        delivery_id=delivery.id,
        document_id="",
        document_type="acknowledgement",
        number=row.control_number,
        media_type=media_type,
        filename=f"acknowledgement{_extension(media_type)}",
        content=row.acknowledgement,
        event="interchange.acknowledged",
        metadata={
            "timestamp": iso(delivery.created_at),
            "interchange": row.id,
            "verdict": row.verdict,
            "acknowledgement": row.acknowledgement.decode("utf-8", "replace"),
        },
    )


def _rendered(session: Session, row: DocumentRecord, syntax: str, ports: Ports) -> Rendered:
    content = ports.payloads.open(session, row.payload, row.id)
    if syntax in ("", row.syntax):
        return Rendered(original_for(content, row, row.receiver_id or ""), row.media_type)
    try:
        return render_as(content, row, syntax, ports)
    except NotConvertible as fault:
        raise CountersignError("delivery.not_renderable", syntax=syntax, why=fault) from None


def _extension(media_type: str) -> str:
    name = media_type.partition(";")[0].strip().lower()
    return next((dotted for word, dotted in _EXTENSIONS.items() if name.endswith(word)), ".dat")
