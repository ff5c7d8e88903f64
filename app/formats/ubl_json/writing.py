"""UBL's XML as UBL-JSON, for any document type and in either dialect.

Values are those of the XML: amounts keep their zeros, since a Decimal does. What JSON can't say is left out: comments,
prefixes, attributes of aggregates (which UBL doesn't have).
"""

import re
from decimal import Decimal
from typing import Any

from lxml import etree

from app.formats.ubl_json.dialect import DOCUMENT, HEADS, VALUE, Dialect
from app.formats.ubl_json.extensions import extension_value
from app.formats.ubl_json.library import BOOLEAN, NUMBER, Component, Member, component_of
from app.safe.json import MAX_DIGITS

_BLANK = " \t\r\n"
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_WITHOUT_ZONE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+)?|[0-9]{2}:[0-9:.]+")


def from_xml(root: etree._Element, dialect: Dialect, *, assume_utc: bool = True) -> dict[str, Any]:
    """`root` as a JSON value: dicts, lists, str, bool, and Decimal for numbers.

    Args:
        root: any UBL document; names that UBL doesn't have are written as in the legacy dialect.
        dialect: how components are held.
        assume_utc: whether times of day without a zone get a Z, as OASIS's own conversion does. It says more than the
            document said, so that documents for partners are written without.
    """
    name, used = etree.QName(root), _namespaces_of(root)
    heads = {head: uri for head, uri in HEADS.items() if head != "_E" or uri in used}
    content = _Writer(dialect, assume_utc).written(root, component_of(root.tag))
    held = content if dialect is Dialect.MODEL else [content]
    return {DOCUMENT: name.namespace or "", **heads, name.localname: held}


def _namespaces_of(root: etree._Element) -> set[str]:
    """What the root declares, and what its children are in."""
    return {*root.nsmap.values(), *(etree.QName(each).namespace or "" for each in root.iterchildren(tag=etree.Element))}


class _Writer:
    def __init__(self, dialect: Dialect, assume_utc: bool) -> None:
        self._is_legacy = dialect is Dialect.LEGACY
        self._assume_utc = assume_utc

    def written(self, element: etree._Element, component: Component | None) -> dict[str, Any]:
        """The object that an element is."""
        if component is not None and component.is_extension:
            return extension_value(element)
        if len(element) or (component is not None and not component.scalar):
            return self._aggregate(element, component)
        return self._basic(element, component)

    def _aggregate(self, element: etree._Element, component: Component | None) -> dict[str, Any]:
        known = component.members if component is not None else {}
        found: dict[str, Any] = {}
        for child in element.iterchildren(tag=etree.Element):
            name = child.tag.rpartition("}")[2]
            self._hold(found, name, self.written(child, component_of(child.tag)), known.get(name))
        return found

    def _hold(self, found: dict[str, Any], name: str, value: dict[str, Any], member: Member | None) -> None:
        if self._is_legacy or member is None or member.is_many:
            found.setdefault(name, []).append(value)
        elif name not in found:
            found[name] = value
        else:  # one too many for its schema: both are kept, for whoever judges that
            before = found[name]
            found[name] = [*before, value] if isinstance(before, list) else [before, value]

    def _basic(self, element: etree._Element, component: Component | None) -> dict[str, Any]:
        found: dict[str, Any] = {VALUE: self._value(element.text or "", component)}
        attributes: Any = element.attrib
        found.update((name, value) for name, value in attributes.items() if not name.startswith("{"))
        return found

    def _value(self, text: str, component: Component | None) -> Any:
        if component is None:
            return text
        if component.scalar == NUMBER:
            return _number(text)
        if component.scalar == BOOLEAN:
            return _TRUTHS.get(text.strip(_BLANK), text)
        if component.is_date or (component.is_instant and self._assume_utc):
            return f"{text}Z" if _WITHOUT_ZONE.fullmatch(text) else text
        return text


def _number(text: str) -> Decimal | str:
    """The number that an xsd:decimal is; the text itself where it is none, or has more digits than readers take."""
    spelt = text.strip(_BLANK)
    return Decimal(spelt) if len(spelt) <= MAX_DIGITS and _DECIMAL.fullmatch(spelt) else text
