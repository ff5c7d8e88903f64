"""Which rules apply to a document, and what they find: built-in sets and installed ones under one name space.

A document names the specification that it follows; a partner's policy may ask for more. Where a named specification's
rules are not known, that is a finding: nothing is passed over silently.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.domain.findings import Finding, warning
from app.errors import Refused
from app.validation import en16931, peppol
from app.validation.en16931.profiles import WHOLLY_KNOWN, WITHOUT_LINES
from app.validation.en16931.semantic import judge_cii, judge_document
from app.validation.known_forms import FORMS
from app.validation.learned_form import Asking, Further, is_there
from app.validation.lines_alike import Shortened
from app.validation.rule import MOST_FINDINGS
from app.validation.subject import CII, UBL, Subject

AUTO = "auto"
EN16931 = "urn:cen.eu:en16931:2017"
PEPPOL_BILLING = f"{EN16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_BILLS = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)


class Installed(Protocol):
    """The installed sets (`app.validation.schematron.store`)."""

    def names_for(self, customization: str, /) -> Sequence[str]:
        """The sets that were installed for documents of that specification."""

    def __contains__(self, name: object) -> bool: ...

    def judge(self, name: str, subject: Subject, limit: int, /) -> list[Finding]:
        """What the installed set `name` finds."""

    def asking(self, name: str, /) -> Asking | None:
        """The rules of the installed set `name` one by one; None where they can't be had so."""


class NoneInstalled:
    """Where nothing is installed."""

    def names_for(self, _customization: str, /) -> Sequence[str]:
        """None."""
        return ()

    def __contains__(self, name: object) -> bool:
        return False

    def judge(self, name: str, _subject: Subject, _limit: int, /) -> list[Finding]:
        """Never called: there is no such name."""
        raise Refused("rulesets.unknown", name=name)

    def asking(self, _name: str, /) -> Asking | None:
        """None."""
        return None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What rule sets found, and which they were, in the order in which they were asked; others have not looked."""

    findings: tuple[Finding, ...]
    rulesets: tuple[str, ...]


def _en16931_ubl(subject: Subject, limit: int) -> list[Finding] | None:
    if not subject.is_of(UBL):
        return None
    if (short := subject.short_tree) is not None and not en16931.judge_ubl(short, 1):
        return []
    return en16931.judge_ubl(subject.tree, limit, subject.invoice) if subject.tree else None


def _en16931_cii(subject: Subject, limit: int) -> list[Finding] | None:
    return judge_cii(subject.tree, limit) if subject.is_of(CII) and subject.tree else None


def _en16931(subject: Subject, limit: int) -> list[Finding] | None:
    if subject.root is not None:
        return _en16931_cii(subject, limit) if subject.is_of(CII) else _en16931_ubl(subject, limit)
    return judge_document(subject.document, limit) if isinstance(subject.document, Invoice | CreditNote) else None


def _peppol_billing(subject: Subject, limit: int) -> list[Finding] | None:
    if not subject.is_of(UBL):
        return None
    if (short := subject.short_tree) is not None and not peppol.judge_billing(short, 1, subject.alike_in(short)):
        return []
    return peppol.judge_billing(subject.tree, limit) if subject.tree else None


BUILT_IN: Mapping[str, Callable[[Subject, int], list[Finding] | None]] = {
    "en16931": _en16931,
    "en16931-cii": _en16931_cii,
    "en16931-ubl": _en16931_ubl,
    "peppol-billing": _peppol_billing,
}
"""What each finds; None where it has nothing to say about documents of that kind."""

ASKED: Mapping[str, Asking] = {"en16931-ubl": en16931.asked_of_ubl, "peppol-billing": peppol.asked_of_billing}
"""The rules of those sets one by one (see `known_forms`)."""

ASKED_OF_SHORT: Mapping[str, Asking] = {**ASKED, "peppol-billing": peppol.asked_of_short_billing}
"""Those of them that may look at one line in place of several (see `lines_alike`)."""


def is_known(name: str, installed: Installed) -> bool:
    """Whether `judge` takes that name."""
    return name == AUTO or name in BUILT_IN or name in installed


def judge(
    subject: Subject, names: Iterable[str], installed: Installed | None = None, limit: int = MOST_FINDINGS
) -> Judgement:
    """What the sets called `names` find wrong; `auto` stands for those that the document itself asks for.

    Raises:
        Refused: rulesets.unknown for a name that is neither built in nor installed.
    """
    installed = installed or NoneInstalled()
    chosen, findings = _expanded(subject, names, installed)
    judged = []
    asking = _asking(chosen, installed)
    good = asking.keys() if _is_known_as_good(subject, asking) else ()
    for name in chosen:
        if len(findings) >= limit:
            findings.append(warning("rules.not_reached", name=name))
            continue
        found = [] if name in good else _judge_one(name, subject, installed, limit - len(findings))
        if found is None:
            findings.append(warning("rules.not_applicable", name=name))
            continue
        judged.append(name)
        findings += found if subject.pointer_of is None else _pointed(found, subject)
    if not good and not findings:
        _remember(subject, asking)
    return Judgement(tuple(findings), tuple(judged))


def _asking(names: Iterable[str], installed: Installed) -> Mapping[str, Asking]:
    """The rules of those of the sets that need not look again at what they have seen."""
    known = {name: ASKED.get(name) or (installed.asking(name) if name in installed else None) for name in names}
    return {name: asking for name, asking in known.items() if asking is not None}


def _is_known_as_good(subject: Subject, asking: Mapping[str, Asking]) -> bool:
    """Whether they find nothing, because what the document has in common with another tells."""
    if subject.cut is None or not asking:
        return False
    short = _short_for(subject, asking)
    if short is None:
        return FORMS.is_good(subject.cut, tuple(asking.values()))
    besides = _amounts_agree(short) if "peppol-billing" in asking else is_there
    return FORMS.is_good(short.cut, _of_short(asking), besides)


def _remember(subject: Subject, asking: Mapping[str, Asking]) -> None:
    if subject.cut is None or subject.root is None or not asking:
        return
    short = _short_for(subject, asking)
    if short is None:
        FORMS.remember(subject.root, subject.cut, tuple(asking.values()))
    else:
        FORMS.remember(subject.root, short.cut, _of_short(asking))


def _short_for(subject: Subject, asking: Mapping[str, Asking]) -> Shortened | None:
    return subject.shortened if asking.keys() <= ASKED_OF_SHORT.keys() else None


def _of_short(names: Iterable[str]) -> tuple[Asking, ...]:
    return tuple(ASKED_OF_SHORT[name] for name in names)


def _amounts_agree(short: Shortened) -> Further:
    return lambda tree: peppol.amounts_agree(tree, short.lines_of(tree))


def _judge_one(name: str, subject: Subject, installed: Installed, limit: int) -> list[Finding] | None:
    built_in = BUILT_IN.get(name)
    if built_in is not None:
        return built_in(subject, limit)
    if name not in installed:
        raise Refused("rulesets.unknown", name=name)
    return None if subject.tree is None else installed.judge(name, subject, limit)


def _expanded(subject: Subject, names: Iterable[str], installed: Installed) -> tuple[list[str], list[Finding]]:
    chosen: dict[str, None] = {}
    findings: list[Finding] = []
    for name in names:
        if name != AUTO:
            chosen[name] = None
            continue
        applying = asked_for(subject, installed)
        chosen.update(dict.fromkeys(applying.names))
        if applying.unknown:
            findings.append(warning("rules.unknown", customization=applying.unknown[:200]))
    return list(chosen), findings


@dataclass(frozen=True, slots=True)
class Applying:
    """The sets that a document asks for; `unknown` names its specification where they are not all of its rules."""

    names: tuple[str, ...]
    unknown: str = ""


def asked_for(subject: Subject, installed: Installed) -> Applying:
    """The sets that apply by the document's own CustomizationID, with what that names and nobody here knows."""
    customization = subject.customization
    if not customization:
        return Applying(())
    names = [*_built_in_for(subject, customization), *installed.names_for(customization)]
    core = _is_of_core(customization) and _is_bill(subject)
    whole = customization in WHOLLY_KNOWN or "peppol-billing" in names or len(names) > core
    return Applying(tuple(names), "" if whole and names else customization)


def _is_of_core(customization: str) -> bool:
    return EN16931 in customization or customization in WITHOUT_LINES


def _is_bill(subject: Subject) -> bool:
    if subject.document is not None:
        return subject.document.type in _BILLS
    return subject.root_name in ("Invoice", "CreditNote", "CrossIndustryInvoice")


def _built_in_for(subject: Subject, customization: str) -> list[str]:
    if not _is_of_core(customization) or not _is_bill(subject):
        return []
    if subject.namespace == CII:
        return ["en16931-cii"]
    if not subject.namespace.startswith(UBL):
        return ["en16931"]
    return ["en16931-ubl", *(["peppol-billing"] if customization.startswith(PEPPOL_BILLING) else [])]


def _pointed(found: Iterable[Finding], subject: Subject) -> list[Finding]:
    """The findings about a JSON syntax's XML, with paths of the JSON."""
    assert subject.pointer_of is not None
    return [replace(each, path=subject.pointer_of(each.path), line=None) for each in found]
