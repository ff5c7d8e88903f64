"""Documents looked at, and nothing kept: what is wrong with one, before its sender sends it in earnest."""

from typing import Any

from flask_smorest import Blueprint

from app.access.clients import Scope
from app.api.context import ports
from app.api.guard import requires
from app.api.intake import document_body
from app.api.problems import language
from app.api.schemas import Problem, Validated, ValidationQuery
from app.domain.findings import rejects
from app.errors import CountersignError
from app.pipeline.inspect import Checks, can_judge, inspect
from app.pipeline.messages import MEDIA_TYPES
from app.safe import Limits

blueprint = Blueprint("validation", __name__, url_prefix="/api/v1", description="Validation")


@blueprint.route("/validate", methods=["POST"])
@blueprint.doc(
    summary="Validate a document",
    description="The body is a document as for submitting it. It is checked and not stored, and its signature is not "
    "verified. The answer is 200 whether or not the document is valid.",
    requestBody={"required": True, "content": {each: {"schema": {"type": "string"}} for each in MEDIA_TYPES}},
)
@blueprint.arguments(ValidationQuery, location="query")
@blueprint.response(200, Validated, description="what was found")
@blueprint.alt_response(413, schema=Problem, description="too large")
@blueprint.alt_response(415, schema=Problem, description="neither XML nor JSON")
@requires(Scope.DOCUMENTS_WRITE)
def validate(query: dict[str, Any]) -> dict[str, Any]:
    """Check a document without storing anything."""
    raw, settings = document_body(), ports().settings
    checks = Checks(tuple(query["layers"]), _known(query["rulesets"]), ports().rules)
    seen = inspect(raw, ports().formats, checks, Limits(size=settings.max_document_bytes))
    return {
        "type": seen.type,
        "syntax": seen.syntax,
        "valid": seen.readable and not rejects(seen.findings),
        "findings": [each.as_dict(language()) for each in seen.findings],
        "rulesets": list(seen.rulesets),
    }


def _known(names: list[str]) -> tuple[str, ...]:
    for name in names:
        if not can_judge(name, ports().rules):
            raise CountersignError("api.invalid", detail=f"rulesets: there is no {name[:100]!r}")
    return tuple(names)
