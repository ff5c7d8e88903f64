"""What is answered to an interchange of X12 or EDIFACT: the verdict, each document, the acknowledgement."""

import json
from typing import Any

from flask import Response

from app.api.context import ports
from app.api.problems import language, of_findings
from app.domain.findings import Finding
from app.pipeline.edi_interchanges import Standing
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.receive_interchange import receive_interchange, unreadable

_CREATED, _AGAIN, _CONFLICT, _REFUSED = 201, 200, 409, 422


def interchanges_answer(message: RawMessage) -> Response:
    """Take a file of interchanges and say what became of each.

    201 where a document was taken, 200 where nothing was new, 409 where a control number was used for something else,
    422 where everything was refused.
    """
    outcomes = receive_interchange(message, ports())
    if not outcomes:
        none = unreadable(message.body)
        return of_findings((none,) if none else (), _REFUSED, None)
    told = {"interchanges": [_interchange(each) for each in outcomes]}
    return Response(json.dumps(told, ensure_ascii=False), _status(outcomes), mimetype="application/json")


def _status(outcomes: list[InterchangeOutcome]) -> int:
    if all(each.standing is Standing.REPEATED for each in outcomes):
        return _AGAIN
    if all(each.standing is Standing.CONFLICTING for each in outcomes):
        return _CONFLICT
    return _REFUSED if all(each.verdict == "rejected" for each in outcomes) else _CREATED


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
        "findings": _findings(outcome.findings),
        "documents": [_document(position, each) for position, each in enumerate(outcome.messages, 1)],
        "acknowledgement": outcome.acknowledgement.decode("utf-8", "replace") or None,
    }


def _document(position: int, taken: MessageOutcome) -> dict[str, Any]:
    message, outcome = taken.message, taken.outcome
    verdict = str(outcome.verdict) if outcome else str(message.verdict)
    shown: dict[str, Any] = {
        "position": position,
        "message": message.name,
        "control": message.control,
        "verdict": verdict,
        "findings": _findings(taken.findings),
    }
    if outcome and outcome.document_id and outcome.verdict is not Verdict.REJECTED:
        shown |= {"id": outcome.document_id, "url": f"/api/v1/documents/{outcome.document_id}"}
    if outcome and outcome.answer:
        shown["answer"] = json.loads(outcome.answer)
    return shown


def _findings(found: tuple[Finding, ...]) -> list[dict[str, Any]]:
    return [each.as_dict(language()) for each in found]
