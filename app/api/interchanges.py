"""What is answered to an interchange of X12 or EDIFACT: the verdict, each document, the acknowledgement."""

from typing import Any

from flask import Response

from app.api.batches import AGAIN, CONFLICT, CREATED, REFUSED, answer_of, document_told, findings_told
from app.api.context import ports
from app.api.problems import of_findings
from app.pipeline.edi_interchanges import Standing
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange, unreadable

_STATUS = {Standing.REPEATED: AGAIN, Standing.CONFLICTING: CONFLICT}


def interchanges_answer(message: RawMessage) -> Response:
    """Take a file of interchanges and say what became of each.

    201 where one was taken now, else 200 where each was taken before, 409 where each has a control number that was used
    for something else, and 422.
    """
    outcomes = receive_interchange(message, ports())
    if not outcomes:
        none = unreadable(message.body)
        return of_findings((none,) if none else (), REFUSED, None)
    told = {"interchanges": [_interchange(each) for each in outcomes]}
    return answer_of(told, _status(outcomes))


def _status(outcomes: list[InterchangeOutcome]) -> int:
    if any(each.standing not in _STATUS and each.verdict != "rejected" for each in outcomes):
        return CREATED
    standings = {each.standing for each in outcomes}
    return _STATUS.get(standings.pop(), REFUSED) if len(standings) == 1 else REFUSED


def _interchange(outcome: InterchangeOutcome) -> dict[str, Any]:
    interchange = outcome.interchange
    return {
        "id": outcome.id,
        "standard": interchange.standard,
        "sender": interchange.sender,
        "receiver": interchange.receiver,
        "control": interchange.control,
        "test": interchange.test,
        "standing": str(outcome.standing),
        "verdict": outcome.verdict,
        "findings": findings_told(outcome.findings),
        "documents": [_document(position, each) for position, each in enumerate(outcome.messages, 1)],
        "acknowledgement": outcome.acknowledgement.decode("utf-8", "replace") or None,
    }


def _document(position: int, taken: MessageOutcome) -> dict[str, Any]:
    message, outcome = taken.message, taken.outcome
    verdict = str(outcome.verdict) if outcome else str(message.verdict)
    return {
        "position": position,
        "message": message.name,
        "control": message.control,
        "verdict": verdict,
        "findings": findings_told(taken.findings),
        **document_told(outcome),
    }
