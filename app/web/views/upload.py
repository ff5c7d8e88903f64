"""Handing in a document by hand: it takes the way of every other document."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.receive import receive
from app.web.blueprint import blueprint, ports
from app.web.findings import grouped
from app.web.guard import needs, organisation_id, visitor


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
    return _answer(receive(message, ports()))


def _answer(outcome: Outcome) -> ResponseReturnValue:
    taken = outcome.verdict in (Verdict.ACCEPTED, Verdict.DUPLICATE, Verdict.QUARANTINED)
    if taken and outcome.document_id:
        return redirect(url_for("web.document", document_id=outcome.document_id, done="uploaded"))
    return render_template("upload.html", outcome=outcome, groups=grouped(outcome.findings)), 422
