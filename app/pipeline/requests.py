"""What somebody asks of a negotiation, and what came of it."""

from dataclasses import dataclass, field
from typing import Any

from app.pipeline.messages import Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """An event that somebody wants to fire.

    Attributes:
        organisation_id, person: who; the person's e-mail, or a client's name.
        expected_version: the negotiation's version that the caller has seen.
        idempotency_key: the caller's own id of the request; "" where there is none.
        signature: a compact JWS over a contract version, for signing with a key of the organisation's own.
    """

    negotiation_id: str
    event: str
    organisation_id: str
    person: str
    expected_version: int
    reason: str = ""
    idempotency_key: str = ""
    signature: str = ""
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it: the negotiation's new state, and the outcome of the document where one was sent."""

    negotiation_id: str
    state: str
    version: int
    outcome: Outcome | None = None
