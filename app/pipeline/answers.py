"""The answer to an accepted document: made once, kept as bytes, and given again byte for byte."""

import json
from typing import Any

from app.domain.clock import iso
from app.storage.models import DocumentRecord, Negotiation


def answer_of(row: DocumentRecord, negotiation: Negotiation | None, public_url: str) -> bytes:
    """The JSON body of a 201 (accepted) or 202 (quarantined)."""
    shown: dict[str, Any] = {
        "id": row.id,
        "type": row.type,
        "number": row.number,
        "revision": row.revision,
        "state": row.state,
        "sha256": row.sha256,
        "canonical_sha256": row.canonical_sha256,
        "received_at": iso(row.received_at),
        "sender": row.sender_id,
        "receiver": row.receiver_id,
        "findings": row.findings,
        "negotiation": _negotiation(negotiation),
        "receipt": row.receipt or None,
        "url": f"{public_url}/api/v1/documents/{row.id}",
    }
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()


def _negotiation(negotiation: Negotiation | None) -> dict[str, Any] | None:
    if negotiation is None:
        return None
    return {
        "id": negotiation.id,
        "kind": negotiation.kind,
        "number": negotiation.number,
        "state": negotiation.state,
        "ball": negotiation.ball or None,
        "version": negotiation.version,
    }
