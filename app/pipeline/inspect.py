"""A document looked at without a sender and without storing anything: what `validate` and `convert` need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from app.domain.documents import Document
from app.domain.findings import Finding, from_error
from app.errors import Refused
from app.formats.base import Format
from app.formats.detect import detect
from app.pipeline.body import bare_body
from app.pipeline.interpret import interpret
from app.pipeline.validate import Seen, check_rules, check_schema, check_standards, seen, unsaid
from app.registry import Registry
from app.safe import DEFAULT_LIMITS, Body, EdiBody, Limits, XmlBody
from app.validation.rulesets import AUTO, Installed, Judgement, NoneInstalled, is_known

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
        rulesets: names of sets of rules; `auto` for those that the document asks for, and for `BUSINESS`.
        installed: the sets that there are besides the built-in ones.
    """

    layers: Collection[str] = ("schema", "rules")
    rulesets: Sequence[str] = (AUTO,)
    installed: Installed = field(default_factory=NoneInstalled)


def inspect(
    raw: bytes, formats: Registry[Format], checks: Checks, limits: Limits = DEFAULT_LIMITS, overlay: str = ""
) -> Inspected:
    """Read `raw` and check it; its signature, if any, is not verified.

    X12 and EDIFACT are read with the partner's mapping that `overlay` names.

    Where sets of rules are named, they alone judge, whether or not XML can be read: fragments are judged so.

    Raises:
        Refused: rulesets.unknown.
    """
    try:
        body = bare_body(raw, limits)
        if overlay and isinstance(body, EdiBody):
            body = replace(body, overlay=overlay)
        read = interpret(body, formats) if _must_be_read(body, checks) else None
    except Refused as refusal:
        return Inspected((from_error(refusal),), readable=False)
    syntax = detect(body, formats)
    document = read.document if read else None
    what = seen(body, syntax.name if syntax else "")
    schema = check_schema(what) if "schema" in checks.layers else []
    judged = _judged(what, document, checks) if "rules" in checks.layers else Judgement((), ())
    return Inspected(
        findings=(*schema, *unsaid(read.findings if read else (), schema), *judged.findings),
        type=str((syntax and syntax.document_type(body)) or ""),
        syntax=what.syntax,
        document=document,
        rulesets=judged.rulesets,
    )


def can_judge(name: str, installed: Installed) -> bool:
    """Whether `Checks.rulesets` may have that name."""
    return name == BUSINESS or is_known(name, installed)


def _must_be_read(body: Body, checks: Checks) -> bool:
    return not isinstance(body, XmlBody) or not {AUTO, BUSINESS}.isdisjoint(checks.rulesets)


def _judged(what: Seen, document: Document | None, checks: Checks) -> Judgement:
    """What the standards' rules find, and the business rules where all are wanted or these are named."""
    names = [each for each in checks.rulesets if each != BUSINESS]
    judged = check_standards(what.subject(document), checks.installed, names)
    if not {AUTO, BUSINESS}.isdisjoint(checks.rulesets):
        business = check_rules(document, judged.rulesets)
        return Judgement((*judged.findings, *business), (*judged.rulesets, BUSINESS))
    return judged
