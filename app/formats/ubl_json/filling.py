"""Elements filled with what JSON objects say, by what UBL's components may hold.

The recursion is as deep as the JSON, whose depth was limited before. What has the wrong form is reported and, as far
as it can be, still filled in, so that the schema's findings about the rest come at the same time.
"""

from decimal import Decimal
from typing import Any

from lxml import etree

from app.domain.findings import Finding, finding
from app.errors import Refused
from app.formats.json.reading import escaped, shown, type_name
from app.formats.ubl_json.dialect import HEADS, VALUE, Dialect
from app.formats.ubl_json.extensions import extension_element
from app.formats.ubl_json.library import STRING, Component, Member

MOST_FAULTS = 1000

# where the document's head doesn't declare it, the element does
_EXT: Any = {"ext": HEADS["_E"]}
_UBL_EXTENSIONS = f"{{{HEADS['_E']}}}UBLExtensions"
_MARKED_DATE = len("2026-03-02Z")


class TooManyFaults(Exception):
    """Enough is known about this text."""


class Filler:
    """Fills the elements of one document, and adds to `findings` what is wrong."""

    def __init__(self, dialect: Dialect, findings: list[Finding]) -> None:
        self._is_legacy = dialect is Dialect.LEGACY
        self._findings = findings

    def fault(self, code: str, pointer: str, **params: object) -> None:
        """Report an error; raises TooManyFaults where there are too many."""
        if len(self._findings) >= MOST_FAULTS:
            self._findings.append(finding("ubl_json.too_many_faults", "", None, limit=MOST_FAULTS))
            raise TooManyFaults
        self._findings.append(finding(code, pointer, None, **params))

    def document(self, root: etree._Element, held: Any, component: Component, pointer: str) -> None:
        """Fill the root with what the document's member holds."""
        for value, place in self._occurrences(held, Member(root.tag, 0, is_many=False, was_one=False), pointer):
            self._content(root, value, component, place)

    def _aggregate(self, element: etree._Element, value: dict[str, Any], component: Component, pointer: str) -> None:
        known = component.members
        found = []
        for name, held in value.items():
            member = known.get(name)
            if member is None:
                self._unknown("ubl_json.member", name, element, pointer)
            else:
                found.append((member.rank, name, member, held))
        found.sort()
        for _, name, member, held in found:
            for each, place in self._occurrences(held, member, f"{pointer}/{name}"):
                self._component(element, member, each, place)

    def _occurrences(self, held: Any, member: Member, pointer: str) -> list[tuple[Any, str]]:
        """What a member holds, one by one, with its pointers."""
        if not isinstance(held, list):
            if self._is_legacy or (member.is_many and not member.was_one):
                self._shape("ubl_json.array", held, pointer)
            return [(held, pointer)]
        if not held:
            self.fault("ubl_json.empty", pointer)
        elif not self._is_legacy and not member.is_many:
            self.fault("ubl_json.no_array", pointer)
        elif len(held) > 1 and not member.is_many:
            self.fault("ubl_json.once", pointer, count=len(held))
        return [(each, f"{pointer}/{index}") for index, each in enumerate(held)]

    def _shape(self, code: str, held: Any, pointer: str) -> None:
        # something that is no component either is reported as that, once
        if isinstance(held, dict):
            self.fault(code, pointer)

    def _component(self, parent: etree._Element, member: Member, value: Any, pointer: str) -> None:
        element = etree.SubElement(parent, member.tag, nsmap=_EXT if member.tag == _UBL_EXTENSIONS else None)
        self._content(element, value, member.component, pointer)

    def _content(self, element: etree._Element, value: Any, component: Component, pointer: str) -> None:
        if not isinstance(value, dict):
            self._wrong_type("object", value, pointer)
        elif component.scalar:
            self._basic(element, value, component, pointer)
        elif component.is_extension:
            self._extension(element, value, pointer)
        else:
            self._aggregate(element, value, component, pointer)

    def _basic(self, element: etree._Element, value: dict[str, Any], component: Component, pointer: str) -> None:
        if VALUE not in value:
            self.fault("ubl_json.value", pointer, name=_local(element))
        for name, content in value.items():
            if name == VALUE:
                self._value(element, content, component, f"{pointer}/{VALUE}")
            elif name not in component.attributes:
                self._unknown("ubl_json.attribute", name, element, pointer)
            elif isinstance(content, str):
                self._set(element, name, content, f"{pointer}/{name}")
            else:
                self._wrong_type(STRING, content, f"{pointer}/{name}")

    def _value(self, element: etree._Element, content: Any, component: Component, pointer: str) -> None:
        if type_name(content) != component.scalar:
            self._wrong_type(component.scalar, content, pointer)
        text = _spelt(content)
        if component.is_date and len(text) == _MARKED_DATE:
            # the dialects mark every date so; it is the same day without it, and two spellings would be two documents
            text = text.removesuffix("Z")
        self._set(element, "", text, pointer)

    def _set(self, element: etree._Element, attribute: str, text: str, pointer: str) -> None:
        try:
            if attribute:
                element.set(attribute, text)
            else:
                element.text = text
        except ValueError:
            self.fault("ubl_json.text", pointer, name=attribute or _local(element))

    def _extension(self, element: etree._Element, value: dict[str, Any], pointer: str) -> None:
        try:
            element.append(extension_element(value))
        except Refused as refusal:
            self.fault("ubl_json.extension", f"{pointer}/{VALUE}", what=str(refusal))

    def _unknown(self, code: str, name: str, element: etree._Element, pointer: str) -> None:
        self.fault(code, f"{pointer}/{escaped(shown(name))}", member=shown(name), parent=_local(element))

    def _wrong_type(self, expected: str, value: Any, pointer: str) -> None:
        self.fault("ubl_json.type", pointer, expected=expected, found=type_name(value))


def _spelt(content: Any) -> str:
    """A value as XML spells it; what can't be a value is nothing."""
    if isinstance(content, str):
        return content
    if isinstance(content, bool):
        return "true" if content else "false"
    return format(Decimal(content), "f") if isinstance(content, int | Decimal) else ""


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
