"""What enters the pipeline, what is known of it on the way, and what comes out."""

import hashlib
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.documents import Document
from app.domain.findings import Finding, rejects
from app.signatures.base import Verified

MEDIA_TYPES = (
    "application/xml",
    "text/xml",
    "application/json",
    "application/vnd.countersign+json",
    "application/vnd.countersign.contract+xml",
    "application/jose",
    "application/jose+json",
    "application/cxml+xml",
    "application/idoc+xml",
    "application/edi-x12",
    "application/edifact",
)
"""What senders may call a document."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The version of a negotiation that somebody saw when he decided; by another one the decision no longer holds."""

    negotiation_id: str
    version: int


@dataclass(frozen=True, slots=True)
class RawMessage:
    """Bytes from an authenticated sender.

    Attributes:
        organisation_id: whose credentials brought it; the document must be this organisation's.
        channel: how it came: `api`, `web`, or a polled channel's id.
        message_id: the transport's own id (`Idempotency-Key`, path and hash of a file …); "" where it has none.
        actor: who, for the audit trail: an API client's or a person's name.
        overlay, currency, acceptance: by what X12 and EDIFACT are read, as agreed: the partner's mapping, the currency
            of messages that name none, and `accept` where errors within segments are taken; "" for none.
        expected: taken only while a negotiation is as it was seen; None where the sender's system keeps its own books.
    """

    organisation_id: str
    channel: str
    body: bytes
    media_type: str = ""
    message_id: str = ""
    actor: str = ""
    overlay: str = ""
    currency: str = ""
    acceptance: str = ""
    expected: Expected | None = None

    @property
    def sha256(self) -> str:
        """Hexadecimal digest of the body."""
        return hashlib.sha256(self.body).hexdigest()

    @property
    def read_by(self) -> dict[str, str]:
        """What was agreed on reading it, to be kept with the document: it must read the same for ever."""
        agreed = {"overlay": self.overlay, "currency": self.currency, "acceptance": self.acceptance}
        return {name: value for name, value in agreed.items() if value}


class Verdict(StrEnum):
    """What became of a message."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    QUARANTINED = "quarantined"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the sender is told. `answer` is there for everything that was taken, and is the same bytes every time."""

    verdict: Verdict
    document_id: str | None = None
    answer: bytes = b""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of a message before anything is written.

    Attributes:
        syntax: the format's name; "" where it was not recognised.
        verified: what the signature covers (or the bare body where nothing was signed).
        receiver_id: the other party's organisation, where it is one of this server's.
        fault: an unexpected error's text; the document is then kept and looked at by staff.
    """

    findings: tuple[Finding, ...] = ()
    document: Document | None = None
    syntax: str = ""
    media_type: str = ""
    verified: Verified | None = None
    receiver_id: str | None = None
    canonical_sha256: str = ""
    fault: str = ""

    @property
    def rejected(self) -> bool:
        """Whether something found so far keeps the document out."""
        return rejects(self.findings)

    def with_findings(self, *more: Finding) -> "Judged":
        """The same with further findings."""
        return replace(self, findings=(*self.findings, *more))
