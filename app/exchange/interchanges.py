"""What a channel's ledger is told of a file of interchanges or IDocs: one verdict over all of it, and a line for each.

The verdict decides where the file goes at its source: archived where anything of it is kept here, apart where not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.findings import Finding
from app.pipeline.edi_interchanges import Standing
from app.pipeline.edi_outcomes import REFUSED, InterchangeOutcome
from app.pipeline.messages import Verdict
from app.pipeline.receive_idocs import IdocOutcome
from app.pipeline.receive_interchange import unreadable

_REJECTED = "rejected"
_BEST_FIRST = (Verdict.QUARANTINED, Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.CONFLICT)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one polled item; `told` is for the operator's eyes. `document_id`: where it was just one."""

    verdict: Verdict
    document_id: str | None = None
    told: tuple[str, ...] = ()


def taken_of(outcomes: Sequence[InterchangeOutcome], raw: bytes) -> Taken:
    """What became of a file, `raw`, of interchanges."""
    if not outcomes:
        why = unreadable(raw)
        return Taken(Verdict.REJECTED, told=(why.message(),) if why else ())
    verdicts = {_verdict(each) for each in outcomes}
    documents = {one.outcome.document_id for each in outcomes for one in each.messages if one.outcome}
    return Taken(
        next((each for each in _BEST_FIRST if each in verdicts), Verdict.REJECTED),
        documents.pop() if len(documents) == 1 else None,
        tuple(line for each in outcomes for line in _told(each)),
    )


def idocs_taken(outcomes: Sequence[IdocOutcome]) -> Taken:
    """What became of a file of IDocs."""
    verdicts = {each.outcome.verdict for each in outcomes}
    refused = [each for each in outcomes if each.outcome.verdict in REFUSED]
    lines = [f"{len(outcomes) - len(refused)} of {len(outcomes)} IDocs taken"]
    lines += [f"{each.name}: {_why(each.outcome.findings)}" for each in refused[:_SHOWN]]
    return Taken(next((each for each in _BEST_FIRST if each in verdicts), Verdict.REJECTED), told=tuple(lines))


def _why(findings: Sequence[Finding]) -> str:
    return " ".join(each.message() for each in findings[:3]) or _REJECTED


def _verdict(outcome: InterchangeOutcome) -> Verdict:
    if outcome.standing is Standing.CONFLICTING:
        return Verdict.CONFLICT
    if outcome.verdict == _REJECTED:
        return Verdict.REJECTED
    if outcome.standing is Standing.REPEATED:
        return Verdict.DUPLICATE
    kept = {each.outcome.verdict for each in outcome.messages if each.outcome}
    return Verdict.QUARANTINED if Verdict.QUARANTINED in kept else Verdict.ACCEPTED


def _told(outcome: InterchangeOutcome) -> Iterator[str]:
    """The interchange in a line, and one for each message that was refused."""
    refused = [each for each in outcome.messages if each.is_refused]
    counted = f", {len(outcome.messages) - len(refused)} of {len(outcome.messages)} taken" if outcome.messages else ""
    yield f"{outcome.interchange.control.strip()}: {outcome.verdict}{counted}"
    yield from (each.message() for each in outcome.findings[:_SHOWN])
    for each in refused[:_SHOWN]:
        yield f"{each.message.name} {each.message.control}: {_why(each.findings)}"
    if len(refused) > _SHOWN:
        yield f"… {len(refused) - _SHOWN}"
