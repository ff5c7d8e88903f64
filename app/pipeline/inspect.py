"""A document looked at without a sender and without storing anything: what `validate` and `convert` need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app.domain.documents import Document
from app.domain.findings import Finding, from_error
from app.errors import Refused
from app.formats.base import Format
from app.formats.detect import detect
from app.pipeline.body import bare_body
from app.pipeline.interpret import interpret
from app.pipeline.validate import check_rules, check_schema, check_standards, seen
from app.registry import Registry
from app.safe import DEFAULT_LIMITS, Body, Limits
from app.validation.rulesets import AUTO, Installed, NoneInstalled

BUSINESS = "countersign-business"
"""The name of the rules over the domain's documents, which apply to every document."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file is, and what is wrong with it. `readable` is false where no document could be made out at all."""

    findings: tuple[Finding, ...]
    type: str = ""
    syntax: str = ""
    document: Document | None = None
    readable: bool = True
    rulesets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checks:
    """What to check.

    Attributes:
        layers: "schema" and "rules", or one of them.
        rulesets: names of sets of rules; `auto` for those that the document asks for, and the business rules.
        installed: the sets that there are besides the built-in ones.
    """

    layers: Collection[str] = ("schema", "rules")
    rulesets: Sequence[str] = (AUTO,)
    installed: Installed = field(default_factory=NoneInstalled)


def inspect(raw: bytes, formats: Registry[Format], checks: Checks, limits: Limits = DEFAULT_LIMITS) -> Inspected:
    """Read `raw` and check it; its signature, if any, is not verified.

    Where sets of rules are named, they alone judge, whether or not the document can be read: fragments are judged so.

    Raises:
        Refused: rulesets.unknown.
    """
    try:
        body = bare_body(raw, limits)
    except Refused as refusal:
        return Inspected((from_error(refusal),), readable=False)
    return _all(body, formats, checks) if AUTO in checks.rulesets else _named(body, formats, checks)


def _named(body: Body, formats: Registry[Format], checks: Checks) -> Inspected:
    """What the named sets find, and the schema where it was asked."""
    syntax = detect(body, formats)
    name = syntax.name if syntax else ""
    what = seen(body, name)
    schema = check_schema(what) if "schema" in checks.layers else []
    judged = check_standards(what.subject(None), checks.installed, checks.rulesets)
    kind = syntax.document_type(body) if syntax else None
    return Inspected((*schema, *judged.findings), str(kind or ""), name, rulesets=judged.rulesets)


def _all(body: Body, formats: Registry[Format], checks: Checks) -> Inspected:
    """Everything that intake would find, of the layers asked for."""
    try:
        found = interpret(body, formats)
    except Refused as refusal:
        return Inspected((from_error(refusal),), readable=False)
    name = found.format.name
    what = seen(body, name)
    schema = check_schema(what) if "schema" in checks.layers else []
    places = {each.path for each in schema}
    reading = [each for each in found.findings if each.path not in places]
    rules: list[Finding] = []
    rulesets: tuple[str, ...] = ()
    if "rules" in checks.layers:
        judged = check_standards(what.subject(found.document), checks.installed, checks.rulesets)
        rules = [*judged.findings, *check_rules(found.document, judged.rulesets)]
        rulesets = (*judged.rulesets, BUSINESS)
    return Inspected(
        findings=(*schema, *reading, *rules),
        type=str(found.format.document_type(body) or ""),
        syntax=name,
        document=found.document,
        rulesets=rulesets,
    )
