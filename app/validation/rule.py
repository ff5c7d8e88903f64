"""What a rule is, and how a set of rules judges a document.

A rule is a function from what it looks at (the semantic invoice, or a document's tree) to the places where it is
broken. It knows neither paths nor words: places are values of the document, words are in `app.errors.rules`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, NamedTuple

from app.domain.findings import Finding, Severity, warning
from app.validation.values import NotEvaluable, Value, exact_arithmetic

MOST_FINDINGS = 1_000
MOST_OF_ONE = 100
"""Findings of one rule: a fault that every line has must not hide the faults that other rules find."""
LONGEST_SHOWN = 200
"""Characters of a document's text that a finding quotes."""

LONGEST_QUOTED = 60
"""Of a value that can't be reckoned with."""

NOTHING: Mapping[str, str] = {}


class Fault(NamedTuple):
    """One place where a rule is broken.

    Attributes:
        place: the value or group that is wrong, or that lacks something.
        params: what the words have places for; `found` and `expected` where there is something to compare, and then
            `expected` written at `place` repairs it.
    """

    place: Value
    params: Mapping[str, str] = NOTHING


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a standard.

    Attributes:
        id: in its standard; the finding's code.
        check: where the given subject breaks it.
        terms: the business terms that it is about, the one that a finding names first ("BT-106 BT-131").
        entry: the shared catalogue entry that its findings use; "" where it has words of its own.
        why: the reason for it, for its page (Markdown, English).
        example: edits that make a good document break it (see docs/rules.md), for its page and its test.
    """

    id: str
    check: Callable[[Any], Iterable[Fault]]
    terms: str = ""
    severity: Severity = Severity.ERROR
    entry: str = ""
    why: str = ""
    example: str = ""


class Asked(NamedTuple):
    """Rules, and what all of them look at.

    Attributes:
        forget: lets go of whatever `subject` remembers of texts that it was asked about.
    """

    rules: Sequence[Rule]
    subject: Any
    forget: Callable[[], object] = tuple  # a tree remembers none


@dataclass(slots=True)
class Bench:
    """Where a document is judged: collects findings, with the place of each written in the document's own terms.

    Attributes:
        ruleset: the name that findings carry.
        path_of: writes where a value is (an XPath, a JSON Pointer).
        limit: how many findings are enough.
    """

    ruleset: str
    path_of: Callable[[Value], str]
    limit: int = MOST_FINDINGS
    findings: list[Finding] = field(default_factory=list)

    def judge(self, rules: Iterable[Rule], subject: Any) -> None:
        """Let every rule look at `subject`. A rule that can't be evaluated counts as broken."""
        if len(self.findings) > self.limit:
            return
        with exact_arithmetic():
            for rule in rules:
                # nearly all rules of nearly all documents have nothing to tell: what is done for each, is done here
                try:
                    faults = iter(rule.check(subject))
                    for first in faults:
                        self._tell(rule, chain((first,), faults))
                        break
                    else:
                        continue
                except NotEvaluable as reason:
                    self._add_not_evaluable(rule, reason)
                if self.full:
                    return

    def _tell(self, rule: Rule, faults: Iterable[Fault]) -> None:
        for count, (place, params) in enumerate(faults):
            if count == MOST_OF_ONE:
                self.findings.append(self._more_of(rule, place))
                return
            self.add(rule, place, params)
            if len(self.findings) >= self.limit:
                return

    def _add_not_evaluable(self, rule: Rule, reason: NotEvaluable) -> None:
        found = " ".join(reason.value.text.split())[:LONGEST_QUOTED]
        self.add(rule, reason.value, {"rule": rule.id, "found": found}, f"rules.not_evaluable_{reason.needed}")

    def _more_of(self, rule: Rule, place: Value) -> Finding:
        more = warning("rules.more_of_one", self.path_of(place), place.line, rule=rule.id, limit=MOST_OF_ONE)
        return replace(more, ruleset=self.ruleset)

    @property
    def full(self) -> bool:
        """Whether there are as many findings as anyone will read; the last one then says so."""
        if len(self.findings) < self.limit:
            return False
        self.findings.append(warning("rules.more", limit=self.limit))
        return True

    def add(self, rule: Rule, place: Value, params: Mapping[str, str], entry: str = "") -> None:
        """Record that `rule` is broken at `place`."""
        term = rule.terms.partition(" ")[0]
        where = self.path_of(place)
        self.findings.append(
            Finding(rule.id, where, place.line, rule.severity, _shown(params), term, entry or rule.entry, self.ruleset)
        )


def _shown(params: Mapping[str, str]) -> Mapping[str, str]:
    """The parameters, long ones cut: a thousand findings may all quote one text, and that may be a megabyte."""
    if all(len(each) <= LONGEST_SHOWN for each in params.values()):
        return params
    return {name: text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…" for name, text in params.items()}
