"""UBL-JSON, either dialect, as UBL's XML, with every departure from the dialect's form as a finding.

The form is judged here: names, JSON types, arrays, values that are missing. Everything else is left to whoever judges
the XML, whose elements are in the schema's order, as JSON has none. Nothing that a sender writes raises; as much as can
be made out becomes XML, so that all faults are found at once.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from app.domain.findings import Finding, finding, from_error, warning
from app.errors import Refused
from app.formats.json.reading import escaped, shown, type_name
from app.formats.ubl_json.dialect import DOCUMENT, HEADS, dialect_of
from app.formats.ubl_json.filling import Filler, TooManyFaults
from app.formats.ubl_json.library import component_of, document_tag, is_document_namespace
from app.formats.ubl_json.pointers import Pointers
from app.safe import DEFAULT_LIMITS, XmlBody
from app.safe.xml import parse_xml

# XML says every name twice
_LIMITS = replace(DEFAULT_LIMITS, size=2 * DEFAULT_LIMITS.size)


@dataclass(frozen=True, slots=True)
class Converted:
    """A UBL-JSON text as XML.

    Attributes:
        body: the XML, as if it had been sent; None where there is no document to be made out.
        findings: what is wrong with the JSON's form, by JSON Pointers.
        pointers: leads from places in `body` back to the JSON.
    """

    body: XmlBody | None
    findings: tuple[Finding, ...]
    pointers: Pointers

    def located(self, found: Finding) -> Finding:
        """A finding about `body` as one about the JSON, which has no lines."""
        return replace(found, path=self.pointers.of(found.path), line=None)


def convert(value: Any) -> Converted:
    """A parsed JSON text (`app.safe.json.parse_json`) as a body of XML, under the limits of every XML message."""
    root, pointers, findings = _read(value)
    if root is None:
        return Converted(None, tuple(findings), pointers)
    try:
        # parsed anew, so that nothing gets in by way of JSON that XML would have been refused for
        body = parse_xml(etree.tostring(root, encoding="UTF-8", xml_declaration=True), _LIMITS)
    except Refused as refusal:
        return Converted(None, (*findings, replace(from_error(refusal), line=None)), pointers)
    return Converted(body, tuple(findings), pointers)


def to_xml(value: Any) -> tuple[etree._Element | None, Pointers]:
    """The root element for a parsed JSON text, as far as it can be made out, and what leads from it back to the JSON.

    For rules and other lookers-on; whether the JSON has the right form is what `convert` tells.
    """
    converted = convert(value)
    return (converted.body.root if converted.body else None), converted.pointers


def _read(value: Any) -> tuple[etree._Element | None, Pointers, list[Finding]]:
    if not isinstance(value, dict):
        return None, Pointers(value), [finding("ubl_json.type", "", None, expected="object", found=type_name(value))]
    findings: list[Finding] = []
    root = _document(value, findings)
    return root, Pointers(value), findings


def _document(value: Mapping[str, Any], findings: list[Finding]) -> etree._Element | None:
    """The root element for what a whole text holds; None where it holds no document of UBL's."""
    names = [name for name in value if name not in (DOCUMENT, *HEADS)]
    name = next((each for each in names if document_tag(each)), "")
    tag, component = document_tag(name), component_of(document_tag(name) or "")
    if tag is None or component is None:
        findings.append(finding("ubl_json.no_document", "", None, found=shown(", ".join(names) or "–")))
        return None
    findings += _heads(value, etree.QName(tag))
    root, filler = _root(tag, has_extensions="_E" in value), Filler(dialect_of(value), findings)
    with suppress(TooManyFaults):
        for each in names:
            if each != name:
                filler.fault("ubl_json.member", f"/{escaped(shown(each))}", member=shown(each), parent="–")
        filler.document(root, value[name], component, f"/{name}")
    return root


def _root(tag: str, *, has_extensions: bool) -> etree._Element:
    spaces: Any = {None: etree.QName(tag).namespace, "cac": HEADS["_A"], "cbc": HEADS["_B"]}
    return etree.Element(tag, nsmap={**spaces, "ext": HEADS["_E"]} if has_extensions else spaces)


def _heads(value: Mapping[str, Any], document: etree.QName) -> Iterator[Finding]:
    """The head repeats what the document's name says; only one that names another document makes that doubtful."""
    for head, expected in ((DOCUMENT, document.namespace), *HEADS.items()):
        found = value.get(head)
        if found == expected or (head == "_E" and head not in value):
            continue
        is_another = head == DOCUMENT and isinstance(found, str) and is_document_namespace(found)
        tell, code = (finding, "ubl_json.namespace") if is_another else (warning, "ubl_json.head")
        yield tell(code, f"/{head}", None, found=shown(found or "–"), expected=expected, document=document.localname)
