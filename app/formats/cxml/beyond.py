"""What cXML has no place for, in places that cXML has for anything: an Extrinsic each, named by where it belongs.

    <Extrinsic name="countersign:/customer_reference">"WARD-7"</Extrinsic>

The name is a JSON Pointer into the document as Countersign JSON, the text is the JSON there. So a document that goes
through cXML comes back whole. Such an Extrinsic adds where the message itself says nothing; it never overrules what the
message says in cXML's own words, which is all that another system reads: nobody can show two prices in one message.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.domain.documents import Document
from app.errors import Refused
from app.formats.cxml.codecs import CxmlReading
from app.formats.json.format import CountersignJson, document_tree
from app.formats.json.reading import escaped, unescaped
from app.formats.xml.codecs import Codec
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.safe import JsonBody
from app.safe.json import parse_json

PREFIX = "countersign:"
_EXTRINSIC = "Extrinsic"
_JSON = CountersignJson()


def with_beyond(codec: Codec, path: str) -> Codec:
    """`codec`, for a document that has more to say than cXML does, in Extrinsics of the element at `path`."""
    here = steps(path)

    def read(node: Node, reading: Reading) -> Any:
        document: Document | None = codec.read(node, reading)
        holder = node.first(here)
        additions = [] if holder is None else _additions(holder)
        if document is None or reading.findings or not additions:
            return document
        return _added(document, additions)

    def write(node: Node, document: Document) -> None:
        codec.write(node, document)
        plain = codec.read(node, CxmlReading("cxml"))
        if plain is None or plain == replace(document, complement=None):
            return
        holder = node.ensure(here)
        for pointer, value in _missing(_named(_tree(document)), _tree(plain), ""):
            place = holder.add(_EXTRINSIC)
            place.put("name", PREFIX + pointer)
            place.text = json.dumps(value, ensure_ascii=False)

    return Codec(read, write)


def _tree(document: Document) -> dict[str, Any]:
    return document_tree(replace(document, complement=None))


def _named(tree: Any) -> Any:
    """`tree` with the names that parties are written with: who has none is called by the legal name."""
    if isinstance(tree, dict):
        legal = {"name": tree["legal_name"]} if "legal_name" in tree else {}
        return {**legal, **{name: _named(value) for name, value in tree.items()}}
    return [_named(each) for each in tree] if isinstance(tree, list) else tree


def _additions(holder: Node) -> list[tuple[str, str]]:
    names = ((each.attributes.get("name", ""), each) for each in holder.groups.get(_EXTRINSIC, ()))
    return [(name.removeprefix(PREFIX), each.text) for name, each in names if name.startswith(f"{PREFIX}/")]


def _added(document: Document, additions: list[tuple[str, str]]) -> Document:
    """`document` with what was silent in it; as it is where an addition is none that this module writes."""
    tree = _tree(document)
    try:
        for pointer, text in additions:
            _add(tree, [unescaped(token) for token in pointer.split("/")[1:]], parse_json(text.encode()).value)
    except (Refused, UnicodeEncodeError):
        return document
    read = _JSON.read(JsonBody(b"", tree))
    return document if read.document is None or read.findings else read.document


def _add(tree: Any, way: list[str], value: Any) -> None:
    *parents, last = way
    for token in parents:
        tree = _step(tree, token)
    if isinstance(tree, dict):
        tree.setdefault(last, value)
    elif isinstance(tree, list) and last == str(len(tree)):
        tree.append(value)


def _step(tree: Any, token: str) -> Any:
    if isinstance(tree, dict):
        return tree.get(token)
    is_index = isinstance(tree, list) and token.isascii() and token.isdecimal() and len(token) < len(str(len(tree))) + 1
    return tree[int(token)] if is_index and int(token) < len(tree) else None


def _missing(wanted: Any, there: Any, pointer: str) -> Iterator[tuple[str, Any]]:
    """What `wanted` has where `there` has nothing, each with its place: the largest parts, not their leaves."""
    if isinstance(wanted, dict) and isinstance(there, dict):
        for name, value in wanted.items():
            at = f"{pointer}/{escaped(name)}"
            yield from _missing(value, there[name], at) if name in there else ((at, value),)
    elif isinstance(wanted, list) and isinstance(there, list):
        for index, (mine, theirs) in enumerate(zip(wanted, there, strict=False)):
            yield from _missing(mine, theirs, f"{pointer}/{index}")
        if len(wanted) > len(there) and all(map(_agrees, there, wanted)):
            yield from ((f"{pointer}/{index}", wanted[index]) for index in range(len(there), len(wanted)))


def _agrees(there: Any, wanted: Any) -> bool:
    """Whether nothing that is there is said otherwise."""
    if isinstance(there, dict) and isinstance(wanted, dict):
        return all(name in wanted and _agrees(value, wanted[name]) for name, value in there.items())
    if isinstance(there, list) and isinstance(wanted, list):
        return len(there) <= len(wanted) and all(map(_agrees, there, wanted))
    return bool(there == wanted)
