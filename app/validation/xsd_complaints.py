"""What libxml2 complains about, in this project's words and with this project's paths.

Used where the fact table has nothing to say: XML signatures, and schemas that aren't UBL's.
"""

import re
from collections.abc import Callable, Mapping

from lxml import etree

from app.domain.findings import Finding, finding
from app.safe.facts import prefixed
from app.validation.xsd_set import Complaint
from app.validation.xsd_values import EXAMPLES
from app.validation.xsd_walk import Place, cut, inside, line_of, listed, shown

_STEP = re.compile(r"(?:([^:\[\]@]+):)?([^:\[\]@]+)(?:\[(\d+)\])?")
_NAMES = re.compile(r"Expected is (?:one of )?\( (.*) \)\.")
_QUOTED = re.compile(r"'([^']*)'")
_VALUE = re.compile(r": '(.*)' is not a valid value of the (?:atomic|list|union) type '([^']*)'", re.DOTALL)

Params = dict[str, object]


class Explainer:
    """Explains the complaints about one document; what it has looked up for one serves for the next."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._alike: dict[tuple[etree._Element, str | None, str], list[etree._Element]] = {}
        self._places: dict[etree._Element, dict[etree._Element, Place]] = {}

    def explain(self, complaint: Complaint) -> Finding:
        """The finding for one complaint."""
        node, attribute = self.located(complaint.path)
        read = _READERS.get(complaint.kind, _other) if complaint.path else _other
        code, params = read(complaint.text, node)
        return finding(code, f"{self.place(node)}{attribute}", line_of(node), **params)

    def located(self, path: str) -> tuple[etree._Element, str]:
        """The element at libxml2's `path` (`/*/ext:A/*[2]/@b`), and `/@b`; as near as can be found."""
        node, attribute = self._root, ""
        for step in path.strip("/").split("/")[1:]:
            inner = self._inside(node, step)
            if inner is None:
                attribute = f"/{step}" if step.startswith("@") else ""
                break
            node = inner
        return node, attribute

    def _inside(self, node: etree._Element, step: str) -> etree._Element | None:
        found = _STEP.fullmatch(step)
        if not found:
            return None
        key = (node, found[1], found[2])
        if key not in self._alike:
            # libxml2 writes * for any element with a default namespace, and counts all siblings then
            children = node.iterchildren(tag=etree.Element)
            self._alike[key] = [each for each in children if found[2] == "*" or _is_called(each, found[1], found[2])]
        index = int(found[3] or 1) - 1
        return self._alike[key][index] if index < len(self._alike[key]) else None

    def place(self, node: etree._Element) -> Place:
        """Where the element is, as the walk says it."""
        parent = node.getparent()
        if parent is None:
            return Place(node)
        if parent not in self._places:
            self._places[parent] = {place.node: place for place in inside(self.place(parent))}
        return self._places[parent][node]


def _is_called(node: etree._Element, prefix: str | None, local: str) -> bool:
    return node.prefix == prefix and etree.QName(node).localname == local


def _parent(node: etree._Element) -> str:
    parent = node.getparent()
    return "" if parent is None else shown(parent)


def _content(text: str, node: etree._Element) -> tuple[str, Params]:
    names = _NAMES.search(text)
    # a wildcard is written ##other{urn:…}*
    expected = listed(map(_readable, names[1].split(", "))) if names else "–"
    if "Missing child element" in text:
        return "schema.missing_element", {"parent": shown(node), "expected": expected.replace(", ", " | ")}
    return "schema.unexpected_element", {"found": shown(node), "parent": _parent(node), "expected": expected}


def _readable(name: str) -> str:
    return "*" if name.startswith("##") else prefixed(name)


def _value(text: str, node: etree._Element) -> tuple[str, Params]:
    found = _VALUE.search(text)
    if not found:
        return _other(text, node)
    value, type_name = found.groups()
    params: Params = {"name": shown(node), "value": cut(value), "type": prefixed(type_name.removeprefix("xs:"))}
    code = "schema.bad_value" if value.strip() else "schema.empty_value"
    return code, {**params, "expected": EXAMPLES.get(f"xsd:{params['type']}", params["type"])}


def _attribute(code: str, param: str) -> Callable[[str, etree._Element], tuple[str, Params]]:
    def read(text: str, node: etree._Element) -> tuple[str, Params]:
        name = next((each for each in _QUOTED.findall(text.partition("attribute")[2])), "")
        return code, {"parent": shown(node), "expected": "–", param: cut(name)}

    return read


def _inner(_text: str, node: etree._Element) -> tuple[str, Params]:
    return "schema.unexpected_element", {"found": shown(node), "parent": _parent(node), "expected": "–"}


def _text(_text: str, node: etree._Element) -> tuple[str, Params]:
    return "schema.unexpected_text", {"parent": shown(node), "value": cut((node.text or "").strip())}


def _root(_text: str, node: etree._Element) -> tuple[str, Params]:
    name = etree.QName(node)
    return "schema.unknown_root", {"found": shown(node), "namespace": name.namespace or "–"}


def _other(text: str, node: etree._Element) -> tuple[str, Params]:
    return "schema.invalid", {"parent": shown(node), "what": text[:300]}


_Kinds = etree.ErrorTypes
_READERS: Mapping[int, Callable[[str, etree._Element], tuple[str, Params]]] = {
    _Kinds.SCHEMAV_ELEMENT_CONTENT: _content,
    _Kinds.SCHEMAV_CVC_DATATYPE_VALID_1_2_1: _value,
    _Kinds.SCHEMAV_CVC_DATATYPE_VALID_1_2_2: _value,
    _Kinds.SCHEMAV_CVC_DATATYPE_VALID_1_2_3: _value,
    _Kinds.SCHEMAV_CVC_COMPLEX_TYPE_3_2_1: _attribute("schema.unknown_attribute", "found"),
    _Kinds.SCHEMAV_CVC_TYPE_3_1_1: _attribute("schema.unknown_attribute", "found"),
    _Kinds.SCHEMAV_CVC_COMPLEX_TYPE_4: _attribute("schema.missing_attribute", "expected"),
    _Kinds.SCHEMAV_CVC_COMPLEX_TYPE_2_2: _inner,
    _Kinds.SCHEMAV_CVC_COMPLEX_TYPE_2_3: _text,
    _Kinds.SCHEMAV_CVC_ELT_1: _root,
}
