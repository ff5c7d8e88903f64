"""Step 7: one attempt to hand a document on. Claimed (committed), then sent outside any transaction, then recorded.

A crash between sending and recording means that the partner gets it again: under the same id, by which he knows it.
What leaves by an agreement on X12 or EDIFACT is written, numbered and committed between claiming and sending.
"""

from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from app.domain.clock import iso
from app.errors import CountersignError
from app.observability.metrics import DELIVERIES
from app.pipeline.channel_settings import settings_of
from app.pipeline.convert import NotConvertible, Rendered, original_for, render_as
from app.pipeline.edi_interchanges import mark_sent
from app.pipeline.edi_outgoing import Written, written_by_agreement
from app.pipeline.outbox import Claim, claim_due, record_result
from app.pipeline.policy import policy_between
from app.pipeline.ports import Ports
from app.storage.models import Delivery, DocumentRecord, EdiInterchange
from app.storage.payloads import SealBroken
from app.transports.base import Outbound, SendOutcome, SendResult

_EXTENSIONS = {"json": ".json", "jose": ".jws", "xml": ".xml", "x12": ".x12", "edifact": ".edi"}
_ACKNOWLEDGEMENTS = {"x12": "application/edi-x12", "edifact": "application/edifact"}

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of an attempt, when the next one is, and whether it failed in this server, before the partner."""

    result: SendResult
    next_attempt_at: datetime | None
    own_fault: bool


def claim_next(channel_id: str, owner: str, ports: Ports) -> Claim | None:
    """Take the channel's next due delivery, durably; None where nothing is due."""
    with ports.database.unit_of_work() as uow:
        claims = claim_due(uow, channel_id, owner, ports.clock())
        uow.commit()
    return claims[0] if claims else None


def deliver(claim: Claim, ports: Ports) -> Attempt:
    """Make the claimed attempt and record what came of it."""
    tried = _try(claim, ports)
    with ports.database.unit_of_work() as uow:
        delivery = record_result(uow, claim, tried.result, ports.clock())
        if tried.interchange_id and tried.result.outcome is SendOutcome.SENT:
            mark_sent(uow.session, tried.interchange_id, ports.clock())
        uow.commit()
    outcome = tried.result.outcome
    DELIVERIES.labels(outcome).inc()
    log.info("delivery attempted", delivery=claim.delivery_id, attempt=claim.number, outcome=str(outcome))
    return Attempt(tried.result, delivery.next_attempt_at, tried.own_fault)


@dataclass(frozen=True, slots=True)
class _Tried:
    """`interchange_id`: of what left, where it is an interchange by an agreement."""

    result: SendResult
    own_fault: bool = False
    interchange_id: str = ""


def _try(claim: Claim, ports: Ports) -> _Tried:
    try:
        return _send(claim.delivery_id, ports)
    except (CountersignError, SealBroken, KeyError) as fault:
        return _Tried(SendResult(SendOutcome.PERMANENT, str(fault)), own_fault=True)
    except Exception as fault:  # a fault of ours: it must neither stop the channel nor lose the delivery
        log.exception("delivering failed", delivery=claim.delivery_id)
        detail = f"a fault of this server: {type(fault).__name__}: {fault}"
        return _Tried(SendResult(SendOutcome.TRANSIENT, detail), own_fault=True)


def _send(delivery_id: str, ports: Ports) -> _Tried:
    written = _written(delivery_id, ports)
    with ports.database.reading() as session:
        delivery = session.get_one(Delivery, delivery_id)
        transport = ports.transports.get(delivery.channel.kind)
        outbound, settings = (
            outbound_of(session, delivery, ports, written),
            settings_of(session, delivery.channel, ports),
        )
    result = transport.send(outbound, settings)
    if written is None:
        return _Tried(result)
    told = "; ".join(each for each in (result.detail, written.note) if each)
    return _Tried(replace(result, detail=told), interchange_id=written.interchange_id)


def _written(delivery_id: str, ports: Ports) -> Written | None:
    """The interchange by which the delivery's document leaves, in a transaction of its own; None where none says so."""
    with ports.database.reading() as session:
        delivery = session.get_one(Delivery, delivery_id)
        document_id, syntax = delivery.document_id, _syntax_of(session, delivery)
    return written_by_agreement(document_id, syntax, ports) if document_id else None


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
    syntax = _syntax_of(session, delivery)
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


def _syntax_of(session: Session, delivery: Delivery) -> str:
    """The channel's, else the partnership's; "" for as it came."""
    if delivery.channel.syntax or delivery.document is None:
        return delivery.channel.syntax
    policy = policy_between(session, delivery.organisation_id, delivery.document.sender_id)
    return policy.syntax if policy else ""


def _extension(media_type: str) -> str:
    name = media_type.partition(";")[0].strip().lower()
    return next((dotted for word, dotted in _EXTENSIONS.items() if name.endswith(word)), ".dat")
