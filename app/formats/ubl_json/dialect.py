"""The two ways in which OASIS writes UBL as JSON, and what their documents begin with."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.safe.facts import facts

VALUE = "_"
"""The member that holds a basic component's value; the others are its attributes."""

EXTENSION = "ExtensionContent"
"""The component that holds what isn't UBL."""

DOCUMENT = "_D"
"""The head member that names the document's namespace, and by which a UBL-JSON document is known."""

HEADS: Mapping[str, str] = {
    "_A": facts().namespaces["cac"],
    "_B": facts().namespaces["cbc"],
    "_E": facts().namespaces["ext"],
}
"""The head members for the namespaces that all documents share."""


class Dialect(StrEnum):
    """How a component is held by its parent.

    LEGACY puts each in an array, also where there can only be one. MODEL has an array just where the model lets the
    component occur more than once.
    """

    LEGACY = "legacy"
    MODEL = "model"


def document_names(value: Mapping[str, Any]) -> list[str]:
    """The members of a whole text that aren't head members: its document, and what shouldn't be there."""
    return [name for name in value if not name.startswith("_")]


def dialect_of(value: Mapping[str, Any]) -> Dialect:
    """The dialect of a whole text: that of what holds its document."""
    return Dialect.MODEL if any(isinstance(value[name], dict) for name in document_names(value)) else Dialect.LEGACY
