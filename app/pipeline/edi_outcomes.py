"""What became of an interchange and of each message in it, for whoever brought them to be told."""

from dataclasses import dataclass, field

from app.domain.findings import Finding
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.interchange import Verdict as EdiVerdict
from app.pipeline.edi_interchanges import Standing
from app.pipeline.messages import Outcome, Verdict

REFUSED = (Verdict.REJECTED, Verdict.CONFLICT, Verdict.TOO_LARGE)


@dataclass(slots=True)
class MessageOutcome:
    """What became of one message; `outcome` is the document's, None where it isn't one or was rejected before.

    `heard`: it speaks of something that was sent, and was entered, with whatever harmless faults it has.
    """

    message: MessageRead
    findings: tuple[Finding, ...]
    outcome: Outcome | None = None
    heard: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether it was not taken, for its syntax or for what it says."""
        if self.outcome is not None:
            return self.outcome.verdict in REFUSED
        return not self.heard and is_rejected(self.message)


@dataclass(slots=True)
class InterchangeOutcome:
    """What became of one interchange.

    Attributes:
        standing: new, unfinished (taken up again), repeated or conflicting.
        verdict: accepted, accepted_with_errors, partially_accepted or rejected.
        acknowledgement: the bytes to answer; empty for none.
        findings: of its envelope and its number; those of messages are with these.
    """

    interchange: Interchange
    standing: Standing
    verdict: str = ""
    acknowledgement: bytes = b""
    findings: tuple[Finding, ...] = ()
    messages: list[MessageOutcome] = field(default_factory=list)
    id: str = ""


def is_rejected(message: MessageRead) -> bool:
    """By its own faults, or by those of what it stands in."""
    group = message.group
    return message.verdict is EdiVerdict.REJECTED or group.is_broken or group.interchange.is_broken
