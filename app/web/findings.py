"""Findings as the pages list them: what is wrong in one way stands together, however many places it is wrong in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.findings import Finding, Severity
from app.web.language import language

Words = Mapping[str, Any]
"""A finding as `Finding.as_dict` gives it, in the reader's language."""

AT_ONCE = 3
_ORDER = tuple(map(str, Severity))


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one code and severity.

    Attributes:
        ruleset: the set of rules that the code is a rule of; "" for everything else.
        findings: in the document's order.
    """

    code: str
    severity: str
    ruleset: str
    findings: list[Words] = field(default_factory=list)

    @property
    def first(self) -> list[Words]:
        """Those that a reader sees at once."""
        return self.findings[:AT_ONCE]

    @property
    def rest(self) -> list[Words]:
        """Those that a reader may open."""
        return self.findings[AT_ONCE:]


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """The findings in the reader's language: errors first, and otherwise as they were found."""
    groups: dict[tuple[str, str, str], Group] = {}
    for each in findings:
        key = (each.code, str(each.severity), each.ruleset)
        groups.setdefault(key, Group(*key)).findings.append(each.as_dict(language()))
    return sorted(groups.values(), key=lambda group: _ORDER.index(group.severity))
