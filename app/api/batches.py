"""What is answered to a file with several documents: each of them, and one status over all."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Response

from app.api.problems import language
from app.domain.findings import Finding
from app.pipeline.messages import Outcome, Verdict
from app.pipeline.receive_idocs import IdocOutcome

CREATED, AGAIN, CONFLICT, REFUSED = 201, 200, 409, 422
_STATUS = {Verdict.DUPLICATE: AGAIN, Verdict.CONFLICT: CONFLICT}
_TAKEN = (Verdict.ACCEPTED, Verdict.QUARANTINED)


def idocs_answer(outcomes: Sequence[IdocOutcome]) -> Response:
    """What became of each IDoc of a file."""
    documents = [
        {
            "position": position,
            "message": each.name,
            "verdict": str(each.outcome.verdict),
            "findings": findings_told(each.outcome.findings),
            **document_told(each.outcome),
        }
        for position, each in enumerate(outcomes, 1)
    ]
    return answer_of({"documents": documents}, _status([each.outcome.verdict for each in outcomes]))


def answer_of(told: dict[str, Any], status: int) -> Response:
    """`told` as JSON."""
    return Response(json.dumps(told, ensure_ascii=False), status, mimetype="application/json")


def document_told(outcome: Outcome | None) -> dict[str, Any]:
    """Where a document is that is kept, and its own answer."""
    told: dict[str, Any] = {}
    if outcome and outcome.document_id and outcome.verdict is not Verdict.REJECTED:
        told = {"id": outcome.document_id, "url": f"/api/v1/documents/{outcome.document_id}"}
    if outcome and outcome.answer:
        told["answer"] = json.loads(outcome.answer)
    return told


def findings_told(found: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings in the caller's language."""
    return [each.as_dict(language()) for each in found]


def _status(verdicts: Sequence[Verdict]) -> int:
    if any(each in _TAKEN for each in verdicts):
        return CREATED
    first = verdicts[0]
    return _STATUS.get(first, REFUSED) if all(each is first for each in verdicts) else REFUSED
