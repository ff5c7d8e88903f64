"""Step 7: one attempt to hand a document on. Claimed (committed), then sent outside any transaction, then recorded.

A crash between sending and recording means that the partner gets it again: under the same id, by which he knows it.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from app.domain.clock import iso
from app.errors import CountersignError
from app.observability.metrics import DELIVERIES
from app.pipeline.channel_settings import settings_of
from app.pipeline.convert import NotConvertible, Rendered, original_for, render_as
from app.pipeline.outbox import Claim, claim_due, record_result
from app.pipeline.policy import policy_between
from app.pipeline.ports import Ports
from app.storage.models import Delivery, DocumentRecord
from app.storage.payloads import SealBroken
from app.transports.base import Outbound, SendOutcome, SendResult, Settings, Transport

_EXTENSIONS = {"json": ".json", "jose": ".jws", "xml": ".xml"}

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
    result, own_fault = _send(claim, ports)
    with ports.database.unit_of_work() as uow:
        delivery = record_result(uow, claim, result, ports.clock())
        uow.commit()
    DELIVERIES.labels(result.outcome).inc()
    log.info("delivery attempted", delivery=claim.delivery_id, attempt=claim.number, outcome=str(result.outcome))
    return Attempt(result, delivery.next_attempt_at, own_fault)


def _send(claim: Claim, ports: Ports) -> tuple[SendResult, bool]:
    try:
        with ports.database.reading() as session:
            transport, outbound, settings = _prepare(session, claim.delivery_id, ports)
        return transport.send(outbound, settings), False
    except (CountersignError, SealBroken, KeyError) as fault:
        return SendResult(SendOutcome.PERMANENT, str(fault)), True
    except Exception as fault:  # a fault of ours: it must neither stop the channel nor lose the delivery
        log.exception("delivering failed", delivery=claim.delivery_id)
        return SendResult(SendOutcome.TRANSIENT, f"a fault of this server: {type(fault).__name__}: {fault}"), True


def _prepare(session: Session, delivery_id: str, ports: Ports) -> tuple[Transport, Outbound, Settings]:
    delivery = session.get_one(Delivery, delivery_id)
    channel = delivery.channel
    transport = ports.transports.get(channel.kind)
    return transport, outbound_of(session, delivery, ports), settings_of(session, channel, ports)


def outbound_of(session: Session, delivery: Delivery, ports: Ports) -> Outbound:
    """The document in the syntax that its receiver wants: the channel's, else the partnership's, else as it came.

    Raises:
        CountersignError (delivery.not_renderable): that syntax has no such document.
        SealBroken: the stored bytes are not what was put away.
    """
    row = delivery.document
    rendered = _rendered(session, row, delivery.channel.syntax or _agreed_syntax(session, delivery, row), ports)
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


def _rendered(session: Session, row: DocumentRecord, syntax: str, ports: Ports) -> Rendered:
    content = ports.payloads.open(session, row.payload, row.id)
    if syntax in ("", row.syntax):
        return Rendered(original_for(content, row, row.receiver_id or ""), row.media_type)
    try:
        return render_as(content, row, syntax, ports)
    except NotConvertible as fault:
        raise CountersignError("delivery.not_renderable", syntax=syntax, why=fault) from None


def _agreed_syntax(session: Session, delivery: Delivery, row: DocumentRecord) -> str:
    policy = policy_between(session, delivery.organisation_id, row.sender_id)
    return policy.syntax if policy else ""


def _extension(media_type: str) -> str:
    name = media_type.partition(";")[0].strip().lower()
    return next((dotted for word, dotted in _EXTENSIONS.items() if name.endswith(word)), ".dat")
