"""The fact table of cXML 1.2: what an element holds, and its children in the order of the DTD.

A DTD declares an element once, wherever it stands, and cXML's names are in no namespace: a name is enough to know it.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "cxml" / "1.2"
TABLES = ("elements.tsv", "invoice_detail.tsv")
MESSAGES = ("InvoiceDetailRequest",)
"""Those of the second table, which the first doesn't have in its `Request`."""


def children_of(element: str) -> tuple[str, ...]:
    """The names that may stand in an element, in order; none for names that cXML doesn't have."""
    return _rows().get(element, ("", ()))[1]


def is_known(element: str) -> bool:
    """Whether cXML has the name."""
    return element in _rows()


def may_have_text(element: str) -> bool:
    """Whether text may stand in an element, or anything may."""
    return _rows().get(element, ("any", ()))[0] in ("text", "mixed", "any")


@cache
def _rows() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    lines = (line for name in TABLES for line in (FOLDER / name).read_text(encoding="utf-8").splitlines())
    rows = {name: (kind, tuple(children.split())) for name, kind, children in (line.split("\t") for line in lines)}
    kind, messages = rows["Request"]
    return {**rows, "Request": (kind, messages + MESSAGES)}
