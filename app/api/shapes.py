"""How records look in the API. One function a record; the marshmallow schemas beside them describe the same shapes."""

from datetime import datetime
from typing import Any

from app.domain.clock import iso
from app.domain.findings import Finding
from app.pipeline.visibility import facts_told_to, person_told_to, reason_told_to
from app.storage.models import (
    Channel,
    Delivery,
    DeliveryAttempt,
    DocumentRecord,
    EdiAdvice,
    FeedEntry,
    Negotiation,
    NegotiationEvent,
    Organisation,
    Partnership,
    RegisteredKey,
    RevocationList,
    Schedule,
    ScheduleRun,
)


def when(moment: datetime | None) -> str | None:
    """A time, or null."""
    return iso(moment) if moment else None


def organisation(row: Organisation | None) -> dict[str, Any] | None:
    """A party: who it is on this server."""
    if row is None:
        return None
    identifiers = [{"scheme": each.scheme, "value": each.value} for each in row.identifiers]
    return {"id": row.id, "name": row.name, "identifiers": identifiers}


def document(row: DocumentRecord, language: str) -> dict[str, Any]:
    """A document without its content."""
    return {
        "id": row.id,
        "type": row.type,
        "number": row.number,
        "revision": row.revision,
        "state": row.state,
        "syntax": row.syntax,
        "media_type": row.media_type,
        "issued": row.issued.isoformat() if row.issued else None,
        "currency": row.currency or None,
        "total": row.total or None,
        "sender": organisation(row.sender),
        "receiver": organisation(row.receiver),
        "sha256": row.sha256,
        "size": row.size,
        "signature": row.signature or None,
        "summary": row.summary,
        "negotiation_id": row.negotiation_id,
        "receipt": row.receipt or None,
        "findings": [Finding.from_dict(each).as_dict(language) for each in row.findings],
        "received_at": iso(row.received_at),
    }


def advice(row: EdiAdvice) -> dict[str, Any]:
    """What the partner's system says of a document."""
    return {"kind": row.kind, "answer": row.answer, "words": row.words, "received_at": iso(row.received_at)}


def feed_entry(row: FeedEntry, language: str) -> dict[str, Any]:
    """A document that is offered."""
    return {
        "position": row.position,
        "offer": row.offer,
        "acknowledgement": row.acknowledgement or None,
        "document": document(row.document, language),
    }


def event(row: NegotiationEvent, reader_id: str) -> dict[str, Any]:
    """One step of a negotiation, as far as the organisation that reads it is told."""
    return {
        "sequence": row.sequence,
        "event": row.event,
        "actor": row.actor,
        "organisation_id": row.organisation_id,
        "person": person_told_to(row, reader_id) or None,
        "from": row.from_state,
        "to": row.to_state,
        "reason": reason_told_to(row, reader_id) or None,
        "document_id": row.document_id,
        "document_sha256": row.document_sha256 or None,
        "at": iso(row.at),
    }


def negotiation(row: Negotiation, reader_id: str) -> dict[str, Any]:
    """A negotiation's state, as far as the organisation that reads it is told."""
    return {
        "id": row.id,
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "ball": row.ball or None,
        "version": row.version,
        "buyer": organisation(row.buyer),
        "seller": organisation(row.seller),
        "agreed_document_id": row.agreed_document_id,
        "open_document_id": row.open_document_id,
        "facts": facts_told_to(row, reader_id),
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }


def partnership(row: Partnership) -> dict[str, Any]:
    """How the own organisation trades with a partner."""
    return {"id": row.id, "partner": organisation(row.partner), "policy": row.policy, "active": row.active}


def key(row: RegisteredKey) -> dict[str, Any]:
    """A registered key, never with a private part."""
    return {
        "id": row.id,
        "kid": row.kid,
        "role": row.role,
        "fingerprint": row.fingerprint,
        "is_certificate": bool(row.certificate),
        "held_by_server": row.sealed_private is not None,
        "active_from": when(row.active_from),
        "active_to": when(row.active_to),
        "revoked_at": when(row.revoked_at),
        "revocation_reason": row.revocation_reason or None,
    }


def revocation_list(row: RevocationList) -> dict[str, Any]:
    """A certificate revocation list."""
    return {"id": row.id, "issuer": row.issuer, "issued_at": iso(row.issued_at), "revoked_count": row.revoked_count}


def channel(row: Channel) -> dict[str, Any]:
    """A channel; its secrets are never shown again."""
    return {
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "direction": row.direction,
        "syntax": row.syntax or None,
        "settings": row.settings,
        "has_secrets": row.sealed_secrets is not None,
        "retry_minutes": row.retry_minutes,
        "document_types": row.document_types,
        "immediate": row.immediate,
        "active": row.active,
    }


def schedule(row: Schedule) -> dict[str, Any]:
    """When a channel is drained or polled."""
    return {
        "id": row.id,
        "channel_id": row.channel_id,
        "name": row.name,
        "cron": row.cron or None,
        "interval_seconds": row.interval_seconds,
        "time_zone": row.time_zone,
        "active": row.active,
    }


def run(row: ScheduleRun) -> dict[str, Any]:
    """One run of a schedule."""
    return {
        "id": row.id,
        "slot": row.slot,
        "started_at": when(row.started_at),
        "finished_at": when(row.finished_at),
        "outcome": row.outcome or None,
        "detail": row.detail,
    }


def attempt(row: DeliveryAttempt) -> dict[str, Any]:
    """One try of a delivery."""
    return {
        "number": row.number,
        "started_at": when(row.started_at),
        "finished_at": when(row.finished_at),
        "outcome": row.outcome or None,
        "status": row.status,
        "detail": row.detail or None,
    }


def delivery(row: Delivery, attempts: list[DeliveryAttempt] | None = None) -> dict[str, Any]:
    """A delivery, with its attempts where they are asked for."""
    shown = {
        "id": row.id,
        "channel_id": row.channel_id,
        "document_id": row.document_id,
        "acknowledges_id": row.acknowledges_id,
        "generation": row.generation,
        "state": row.state,
        "attempt_count": row.attempt_count,
        "next_attempt_at": when(row.next_attempt_at),
        "last_detail": row.last_detail or None,
        "created_at": iso(row.created_at),
        "delivered_at": when(row.delivered_at),
    }
    return shown if attempts is None else {**shown, "attempts": [attempt(each) for each in attempts]}
