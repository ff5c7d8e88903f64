"""A document looked at without a sender and without storing anything: what `validate` and `convert` need."""

from collections.abc import Collection
from dataclasses import dataclass

from app.domain.documents import Document
from app.domain.findings import Finding, from_error
from app.errors import Refused
from app.formats.base import Format
from app.pipeline.convert import bare_body
from app.pipeline.interpret import interpret
from app.pipeline.validate import check_rules, check_schema
from app.registry import Registry
from app.safe import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is, and what is wrong with it. `readable` is false where no document could be made out at all."""

    findings: tuple[Finding, ...]
    type: str = ""
    syntax: str = ""
    document: Document | None = None
    readable: bool = True
    rulesets: tuple[str, ...] = ()


def inspect(
    raw: bytes, formats: Registry[Format], layers: Collection[str], limits: Limits = DEFAULT_LIMITS
) -> Inspected:
    """Read `raw` and check the `layers` asked for ("schema", "rules"); its signature, if any, is not verified."""
    try:
        body = bare_body(raw, limits)
        found = interpret(body, formats)
    except Refused as refusal:
        return Inspected((from_error(refusal),), readable=False)
    schema = check_schema(body, found.format.name) if "schema" in layers else []
    places = {each.path for each in schema}
    reading = [each for each in found.findings if each.path not in places]
    rules = check_rules(found.document) if "rules" in layers else []
    kind = found.format.document_type(body)
    return Inspected(
        findings=(*schema, *reading, *rules),
        type=str(kind or ""),
        syntax=found.format.name,
        document=found.document,
        rulesets=("countersign-business",) if "rules" in layers else (),
    )
