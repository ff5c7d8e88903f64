"""Derive `1.2/elements.tsv` from the standard's own DTDs: an element's name, kind, and children in order, no prose.

    python schemas/cxml/derive_facts.py FOLDER_OF_DTDS [OUTPUT_FILE]

One row an element that a supported message can reach: its name, its kind (`elements`, `mixed`, `text`, `empty`, `any`),
and the names that may stand in it in the DTD's order. An element has one content model in all DTDs of a release but for
`Request`, whose choices are joined; signatures (with a prefix) are left out. `invoice_detail.tsv` has the same for
InvoiceDetail.dtd, put together from published descriptions of it, as far as messages of that kind are written.
This script is not part of the server.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

DTDS = ("cXML.dtd", "Fulfill.dtd")
ROOT = "cXML"
MESSAGES = frozenset({"OrderRequest", "ConfirmationRequest", "ShipNoticeRequest", "StatusUpdateRequest"})
JOINED = frozenset({"Request"})
LEFT_OUT = frozenset({"Message", "Response", "Signature"})


def names_in(content: object) -> Iterator[str]:
    """The names in a content model, in order."""
    if content is None:
        return
    if content.type == "element" and not content.name.count(":"):
        yield content.name
    yield from names_in(content.left)
    yield from names_in(content.right)


def kind_of(element: object, children: list[str]) -> str:
    """What an element holds."""
    if element.type == "mixed":
        return "mixed" if children else "text"
    return {"element": "elements", "empty": "empty", "any": "any"}[element.type]


def rows(folder: Path) -> dict[str, tuple[str, list[str]]]:
    """Kind and children of every element."""
    found: dict[str, tuple[str, list[str]]] = {}
    for name in DTDS:
        for element in etree.DTD(str(folder / name)).iterelements():
            if element.prefix:
                continue
            children = list(dict.fromkeys(names_in(element.content)))
            kind = kind_of(element, children)
            if element.name in JOINED:
                children = [*found.get(element.name, ("", []))[1], *(each for each in children if each in MESSAGES)]
            found[element.name] = (kind, list(dict.fromkeys(each for each in children if each not in LEFT_OUT)))
    return found


def reachable(found: dict[str, tuple[str, list[str]]]) -> list[str]:
    """The names that a supported message can have."""
    seen: set[str] = set()
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name not in seen and name in found:
            seen.add(name)
            waiting.extend(found[name][1])
    return sorted(seen)


def main(folder: str, output: str = "") -> None:
    """Write the table."""
    found = rows(Path(folder))
    lines = (f"{name}\t{found[name][0]}\t{' '.join(found[name][1])}\n" for name in reachable(found))
    target = Path(output) if output else Path(__file__).resolve().parent / "1.2" / "elements.tsv"
    target.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
