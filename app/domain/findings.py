"""Findings: what is wrong with a document, all of it, in words that its sender can act on.

Validation returns findings and does not raise. A finding keeps its code and parameters; its words are looked up in the
reader's language when it is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from app.errors import CountersignError, is_known
from app.errors import hint as catalogue_hint
from app.errors import message as catalogue_message

_KEPT_WORDS = "document.kept_words"


class Severity(StrEnum):
    """How bad a finding is; only an error rejects a document."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    Attributes:
        code: stable: dotted and in the catalogue, or a rule's own id (`BR-CO-10`).
        path: where, in the sender's own syntax (an XPath for XML, a JSON Pointer for JSON); "" for the whole.
        line: line number in the source, from 1, where the syntax has lines.
        params: what the catalogue's message has places for, as text.
        term: the business term concerned, where a rule names one (BT-112).
        entry: the catalogue's entry where it isn't the code: one that many rules share, or one for words that came
            with an installed rule.
        ruleset: the set of rules that the code is a rule of; "" for everything else.
    """

    code: str
    path: str = ""
    line: int | None = None
    severity: Severity = Severity.ERROR
    params: Mapping[str, str] = field(default_factory=dict)
    term: str = ""
    entry: str = ""
    ruleset: str = ""

    def message(self, language: str = "en") -> str:
        """What is wrong, in `language`."""
        return catalogue_message(self.entry or self.code, language, self.params)

    def hint(self, language: str = "en") -> str:
        """How to repair it, in `language`."""
        return catalogue_hint(self.entry or self.code, language, self.params)

    def as_dict(self, language: str = "en") -> dict[str, Any]:
        """The finding as the API, the command line and the store show it."""
        of_a_rule = {name: value for name in ("ruleset", "entry") if (value := getattr(self, name))}
        return {
            "code": self.code,
            "severity": str(self.severity),
            "path": self.path,
            "line": self.line,
            "term": self.term,
            "message": self.message(language),
            "hint": self.hint(language),
            "params": dict(self.params),
            **of_a_rule,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Finding":
        """The inverse of `as_dict`: the words are looked up anew, and are the stored ones where the code is gone."""
        entry, params = stored.get("entry", ""), dict(stored.get("params", {}))
        if not is_known(entry or stored["code"]):
            entry = _KEPT_WORDS
            params |= {"message": stored.get("message", stored["code"]), "hint": stored.get("hint", "")}
        return cls(
            stored["code"],
            stored.get("path", ""),
            stored.get("line"),
            Severity(stored.get("severity", "error")),
            params,
            stored.get("term", ""),
            entry,
            stored.get("ruleset", ""),
        )


def finding(code: str, path: str = "", line: int | None = None, **params: object) -> Finding:
    """An error with the given parameters; raises UnknownCode at once where the catalogue doesn't have the code."""
    catalogue_message(code)
    return Finding(code, path, line, Severity.ERROR, {key: str(value) for key, value in params.items()})


def warning(code: str, path: str = "", line: int | None = None, **params: object) -> Finding:
    """Like `finding`, but one that never rejects."""
    catalogue_message(code)
    return Finding(code, path, line, Severity.WARNING, {key: str(value) for key, value in params.items()})


def from_error(error: CountersignError) -> Finding:
    """The finding that says what `error` says."""
    return Finding(error.code, error.path, error.line, Severity.ERROR, dict(error.params))


def rejects(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(each.severity is Severity.ERROR for each in findings)
