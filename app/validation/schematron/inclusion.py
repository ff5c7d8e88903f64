"""`include` and `extends href`: a Schematron of many files made one (ISO/IEC 19757-3, 5.4.4 and 5.4.7).

What is included comes out of the same folder or archive, and takes the place of the reference.
"""

from dataclasses import replace

from app.errors import Refused
from app.validation.schematron.reading import SCHEMATRON, XML, Node, Reading
from app.validation.schematron.sources import below

DEEPEST = 20

Chain = tuple[tuple[str, str], ...]
"""The references that led here, outermost first."""


def with_includes(node: Node, reading: Reading, chain: Chain = ()) -> Node:
    """`node` with every reference to another file replaced by what it refers to."""
    content: list[Node | str] = []
    for each in node.content:
        content += [each] if isinstance(each, str) else _resolved(each, reading, chain)
    return replace(node, content=tuple(content))


def _resolved(node: Node, reading: Reading, chain: Chain) -> list[Node | str]:
    if node.name == SCHEMATRON + "include" and node.get("href"):
        found = _referred(node, reading, chain)
        return [found] if found else []
    if node.name == SCHEMATRON + "extends" and node.get("href"):
        found = _referred(node, reading, chain)
        return list(found.content) if found else []
    return [with_includes(node, reading, chain)]


def _referred(node: Node, reading: Reading, chain: Chain) -> Node | None:
    """What `node` refers to, with its own references resolved; None where that was refused."""
    href, _, part = node.get("href").partition("#")
    try:
        step = (below(node.place.file, href) if href else node.place.file, part)
        if step in chain or len(chain) >= DEEPEST:
            reading.refuse("rulesets.cycle", node.place, name=node.get("href"))
            return None
        found = _part(reading.parsed(step[0]), part)
    except Refused as error:
        if error.code in ("rulesets.outside", "rulesets.missing"):  # the line that says it is the one to repair
            reading.refuse(error.code, node.place, **error.params)
            return None
        raise
    if found is None:
        reading.refuse("rulesets.no_such_part", node.place, kind="id", name=part)
    elif found.name == SCHEMATRON + "schema":
        reading.refuse("rulesets.included_schema", node.place, href=node.get("href"))
    else:
        return with_includes(found, reading, (*chain, step))
    return None


def _part(root: Node, identifier: str) -> Node | None:
    if not identifier:
        return root
    return next((each for each in root.everything() if identifier in (each.get("id"), each.get(XML + "id"))), None)
