"""Identifiers, and references from one document to another."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Identifier:
    """A value that is unique within a scheme (ISO 6523 ICD, EAS, GTIN, …); `scheme` is "" where none was given."""

    value: str
    scheme: str = ""

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value


@dataclass(frozen=True, slots=True)
class Code:
    """A code from a list; `list_id` is "" where the sender named none."""

    value: str
    list_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReference:
    """Another document, by the number that its sender gave it.

    Attributes:
        type_code: UNTDID 1001 where it is known.
        line: the number of a line within that document, for references from lines.
        revision: the sequence of an order's change, or a contract's version.
        uri: where an attachment lies; embedded content stays in the complement.
    """

    number: str
    issued: date | None = None
    type_code: str = ""
    type_name: str = ""
    description: str = ""
    line: str = ""
    revision: str = ""
    uri: str = ""
