"""Handing in a document, or an interchange with many, by hand: it takes the way of every other one."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.domain.findings import Finding
from app.pipeline.body import edi_standard
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.receive import receive
from app.pipeline.receive_idocs import IdocOutcome, receive_idocs
from app.pipeline.receive_interchange import receive_interchange, unreadable
from app.web.blueprint import blueprint, ports
from app.web.findings import grouped
from app.web.guard import needs, organisation_id, visitor

TAKEN = (Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.QUARANTINED)


@blueprint.get("/documents/upload")
@needs(Permission.NEGOTIATE)
def upload() -> ResponseReturnValue:
    """Choose a file."""
    return render_template("upload.html", outcome=None)


@blueprint.post("/documents/upload")
@needs(Permission.NEGOTIATE)
def hand_in() -> ResponseReturnValue:
    """Receive the file, signed or not, as the API would."""
    file = request.files.get("file")
    message = RawMessage(
        organisation_id=organisation_id(),
        channel="web",
        body=file.read(ports().settings.max_document_bytes + 1) if file else b"",
        media_type=(file.mimetype if file else "")[:200],
        actor=visitor().person.email,
    )
    if edi_standard(message.body) and len(message.body) <= ports().settings.max_document_bytes:
        return _interchanges(receive_interchange(message, ports()), message.body)
    if idocs := receive_idocs(message, ports()):
        return _idocs(idocs)
    return _answer(receive(message, ports()))


def _idocs(taken: list[IdocOutcome]) -> ResponseReturnValue:
    """Each IDoc with what became of it; 422 where nothing was taken."""
    documents = [_told(each.name, each.outcome, each.outcome.findings) for each in taken]
    refused = not any(each.outcome.verdict in TAKEN for each in taken)
    return render_template("upload.html", outcome=None, idocs=documents), 422 if refused else 200


def _interchanges(outcomes: list[InterchangeOutcome], raw: bytes) -> ResponseReturnValue:
    """Each document with what became of it; 422 where nothing was taken."""
    if not outcomes:
        why = unreadable(raw)
        return _answer(Outcome(Verdict.REJECTED, findings=(why,) if why else ()))
    refused = all(each.verdict == "rejected" for each in outcomes)
    page = render_template("upload.html", outcome=None, interchanges=[_shown(each) for each in outcomes])
    return page, 422 if refused else 200


def _shown(outcome: InterchangeOutcome) -> dict[str, Any]:
    return {
        "number": outcome.interchange.control.strip(),
        "verdict": outcome.verdict,
        "groups": grouped(outcome.findings),
        "acknowledgement": outcome.acknowledgement.decode("utf-8", "replace"),
        "documents": [_document(each) for each in outcome.messages],
    }


def _document(taken: MessageOutcome) -> dict[str, Any]:
    name = f"{taken.message.name} {taken.message.control}"
    return _told(name, taken.outcome, taken.findings, str(taken.message.verdict))


def _told(name: str, outcome: Outcome | None, findings: Sequence[Finding], otherwise: str = "") -> dict[str, Any]:
    """`otherwise`: the verdict on what was no document."""
    is_kept = outcome is not None and outcome.verdict in TAKEN
    return {
        "name": name,
        "verdict": str(outcome.verdict) if outcome else otherwise,
        "id": outcome.document_id if outcome and is_kept else None,
        "groups": grouped(findings),
    }


def _answer(outcome: Outcome) -> ResponseReturnValue:
    if outcome.verdict in TAKEN and outcome.document_id:
        return redirect(url_for("web.document", document_id=outcome.document_id, done="uploaded"))
    return render_template("upload.html", outcome=outcome, groups=grouped(outcome.findings)), 422
