"""What one reading of a JSON document gathers: every fault, and every member that the model has no place for."""

import re
from typing import Any

from app.domain.documents import Leftover
from app.domain.findings import Finding, Severity, finding, warning
from app.formats.json.text import to_text

FAULTS_SHOWN = 1000
VALUE_SHOWN = 80
MEMBER = "member"
"""The kind of Leftover that an unknown JSON member becomes: `path` its JSON Pointer, `content` its JSON text."""
_UNPRINTABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


class Faulty:
    """Stands for a value that could not be read; why is among the findings."""


FAULTY = Faulty()


class TooManyFaults(Exception):
    """Enough is known about this document; reading on would only cost time."""


class Reading:
    """One document being read. Its methods report and return FAULTY, so that `return reading.fault(…)` reads well.

    `line` is the line being read, kept up to date by the reader of a syntax that has lines.
    """

    def __init__(self) -> None:
        self.line: int | None = None
        self.findings: list[Finding] = []
        self.members: list[Leftover] = []

    def fault(self, code: str, path: str, **params: object) -> Faulty:
        """Report an error at `path`."""
        self._add(finding(code, path, self.line, **params))
        return FAULTY

    def wrong_type(self, path: str, expected: str, value: Any) -> Faulty:
        """Report that `value` is not of the JSON type `expected`."""
        return self.fault("document.bad_type", path, expected=expected, found=type_name(value))

    def unknown(self, path: str, name: str, value: Any) -> None:
        """Keep the unknown member `name` of the object at `path`, and warn about it."""
        pointer, content = f"{path}/{escaped(name)}", to_text(value)
        if self.text(name + content, path) is not FAULTY:
            self._add(warning("document.unknown_member", pointer, None, member=shown(name)))
            self.members.append(Leftover(MEMBER, pointer, content))

    def text(self, value: str, path: str) -> str | Faulty:
        """`value`, or a fault where it has a character that XML 1.0 (2.2) can't carry and no partner could be sent."""
        bad = _UNPRINTABLE.search(value)
        return self.fault("document.bad_text", path, character=f"U+{ord(bad.group()):04X}") if bad else value

    def rejected(self) -> bool:
        """Whether there was an error."""
        return any(each.severity is Severity.ERROR for each in self.findings)

    def _add(self, found: Finding) -> None:
        if len(self.findings) >= FAULTS_SHOWN:
            self.findings.append(finding("document.too_many_faults", "", None, limit=FAULTS_SHOWN))
            raise TooManyFaults
        self.findings.append(found)


def escaped(name: str) -> str:
    """A member's name as a token of a JSON Pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def unescaped(token: str) -> str:
    """The inverse of `escaped`."""
    return token.replace("~1", "/").replace("~0", "~")


def shown(value: object) -> str:
    """A sender's value as it may stand in a message: cut to a bearable length."""
    text = str(value)
    return text if len(text) <= VALUE_SHOWN else text[: VALUE_SHOWN - 1] + "…"


_TYPE_NAMES: dict[type, str] = {str: "string", bool: "boolean", dict: "object", list: "array", type(None): "null"}


def type_name(value: Any) -> str:
    """What JSON calls the type of `value`."""
    return _TYPE_NAMES.get(type(value), "number")
