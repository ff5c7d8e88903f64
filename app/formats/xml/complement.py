"""What a message says beyond the model: the difference between it and what the rules write for its document.

That makes losslessness a matter of construction: whatever the rules took or left, applying the difference to what they
write gives the message again. Kinds of leftovers, with paths of names and indexes (1 where none is given):

    namespace   /@prefix              the URI that the root declares for a prefix
    moved       an element            [path, path]: where the rules write a value, and where the message has it
    renamed     an element            its name, where the rules write it with another one
    absent      an element            its text: the rules write it, the message doesn't have it
    lexical     an element, attribute [written, spelt]: the model's spelling and the message's
    text        an element            text where the rules write none
    attribute   an attribute          its value
    element     an element            it, as XML within the root's namespaces
    signature   an element            the same, where it is an XML signature or only holds the place of one in UBL
    order       an element            the names of its children in order, where that isn't the schema's

Applied to a document that was changed since, the model wins: what doesn't fit its place any more is left out.
"""

import json
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from app.domain.documents import Leftover
from app.formats.xml.names import Namespaces, shown
from app.formats.xml.node import Node
from app.formats.xml.order import ranks

_LAST = 1 << 30
SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
SIGNATURE_EXTENSIONS = frozenset(
    {"urn:oasis:names:specification:ubl:dsig:enveloped", "urn:oasis:names:specification:ubl:dsig:enveloped:xades"}
)
"""UBL 2.1's own extension URIs for signatures (section 5.4), with and without XAdES."""


def difference(source: Node, written: Node, standard: Namespaces) -> Iterator[Leftover]:
    """All that `source`, made from a message, says and `written`, made by the rules, doesn't; and the reverse.

    `standard` is what the root declares where nobody chose other prefixes.
    """
    root = source.source
    if root is None:
        raise ValueError("only a tree that was made from a message can be compared")
    declared = {prefix: uri for prefix, uri in root.nsmap.items() if prefix != "xml"}
    if declared != standard:
        yield from (Leftover("namespace", f"/@{prefix or ''}", uri) for prefix, uri in declared.items())
    found: list[Leftover] = []
    _compare(source, written, f"/{etree.QName(root).localname}", found)
    yield from found


def spelt(*parts: object) -> str:
    """Several texts as the content of one leftover."""
    return json.dumps(parts, ensure_ascii=False)


def _compare(source: Node, written: Node, path: str, found: list[Leftover]) -> None:
    if source.text != written.text:
        kind, content = ("lexical", spelt(written.text, source.text)) if written.text else ("text", source.text)
        found.append(Leftover(kind, path, content))
    if source.attributes != written.attributes:
        found.extend(_attributes(source.attributes, written.attributes, path))
    if source.groups or written.groups:
        _compare_children(source, written, path, found)


def _attributes(source: dict[str, str], written: dict[str, str], path: str) -> Iterator[Leftover]:
    for name, value in source.items():
        at = f"{path}/@{shown(name)}"
        if name not in written:
            yield Leftover("attribute", at, value)
        elif written[name] != value:
            yield Leftover("lexical", at, spelt(written[name], value))
    for name in written.keys() - source.keys():
        yield Leftover("absent", f"{path}/@{shown(name)}", written[name])


def _compare_children(source: Node, written: Node, path: str, found: list[Leftover]) -> None:
    for tag, group in source.groups.items():
        counterpart = written.groups.get(tag, ())
        for index, child in enumerate(group):
            if index >= len(counterpart):
                kind = "signature" if _is_signature(child) else "element"
                found.append(Leftover(kind, _step(path, tag, index), _as_text(child)))
            elif not _is_same_leaf(child, counterpart[index]):
                _compare(child, counterpart[index], _step(path, tag, index), found)
    for tag, group in written.groups.items():
        for index in range(len(source.groups.get(tag, ())), len(group)):
            found.append(Leftover("absent", _step(path, tag, index), group[index].all_text()))
    if source.scattered or not _is_ordered(source):
        found.append(Leftover("order", path, spelt(*_sequence(source))))


def _is_signature(node: Node) -> bool:
    """Whether an element is a signature, or UBLExtensions with nothing but UBL's extension that holds one's place."""
    if node.tag == SIGNATURE:
        return True
    if etree.QName(node.tag).localname != "UBLExtensions" or node.source is None:
        return False
    uris = [each.text for each in node.source.iterfind("{*}UBLExtension/{*}ExtensionURI")]
    return len(uris) == len(node.source) and set(uris) <= SIGNATURE_EXTENSIONS


def _is_same_leaf(one: Node, other: Node) -> bool:
    return one.text == other.text and one.attributes == other.attributes and not one.groups and not other.groups


def _step(path: str, tag: str, index: int) -> str:
    return f"{path}/{shown(tag)}[{index + 1}]" if index else f"{path}/{shown(tag)}"


def _is_ordered(node: Node) -> bool:
    known = ranks(node.tag)
    places = [known.get(tag, _LAST) for tag in node.groups]
    return all(one <= other for one, other in pairwise(places))


def _sequence(node: Node) -> list[str]:
    assert node.source is not None
    return [shown(child.tag) for child in node.source if isinstance(child.tag, str)]


def _as_text(node: Node) -> str:
    """The element as XML, without the declarations of the root: whoever parses it again declares them."""
    element = node.source
    assert element is not None
    text: str = etree.tostring(element, encoding="unicode", with_tail=False)
    end = text.index(">")
    start = text[:end]
    for prefix, uri in element.getroottree().getroot().nsmap.items():
        name = f"xmlns:{prefix}" if prefix else "xmlns"
        start = start.replace(f' {name}="{uri}"', "", 1)
    return start + text[end:]
