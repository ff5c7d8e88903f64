"""Step 3, the standards' part: the rules that a document says it follows, and those that its receiver asks for."""

from collections.abc import Iterable

from app.domain.documents import Document
from app.domain.findings import Finding, warning
from app.errors import Refused
from app.pipeline.policy import Policy
from app.pipeline.ports import Ports
from app.pipeline.validate import Seen, check_standards
from app.validation.rulesets import AUTO, Judgement, asked_for, is_known
from app.validation.subject import Subject


class RulesUnusable(RuntimeError):
    """An installed set can't be loaded. That says nothing about the document, which is quarantined and not refused."""


def own_rules(what: Seen, document: Document | None, ports: Ports) -> Judgement:
    """What the sets find that the document itself asks for.

    Raises:
        Refused: the document is made so that judging it would take for ever (`schematron.too_slow`).
        RulesUnusable: an installed one of them is not as it was installed.
    """
    return _judged(what.subject(document), ports, (AUTO,))


def agreed_rules(what: Seen, document: Document, policy: Policy, ports: Ports) -> list[Finding]:
    """What the sets find that the receiver asks of this sender, besides those that the document has asked for itself.

    A set that isn't installed any more is the receiver's own fault, and must not cost the sender its document: it is
    a warning.

    Raises:
        Refused, RulesUnusable: as `own_rules`.
    """
    subject = what.subject(document)
    asked = (AUTO, *asked_for(subject, ports.rules).names)
    wanted = [each for each in policy.rulesets if each not in asked]
    missing = [each for each in wanted if not is_known(each, ports.rules)]
    judged = _judged(subject, ports, [each for each in wanted if each not in missing])
    return [*judged.findings, *(warning("rules.not_installed", name=each) for each in missing)]


def _judged(subject: Subject, ports: Ports, names: Iterable[str]) -> Judgement:
    try:
        return check_standards(subject, ports.rules, names)
    except Refused as refusal:
        if refusal.code == "schematron.too_slow":
            raise
        raise RulesUnusable(str(refusal)) from refusal
