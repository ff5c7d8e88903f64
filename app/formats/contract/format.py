"""Contract XML as a syntax: what says that a body is of it, and the way in and out."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from lxml import etree

from app.domain.documents import Complement, Contract, Document, DocumentType, Leftover
from app.errors import Refused
from app.formats.base import NotRenderable, Parsed
from app.formats.contract.elements import CONTRACT
from app.formats.contract.layout import EXTENSION_TAG, NAMESPACE
from app.formats.json.reading import FAULTY, Reading, TooManyFaults, shown
from app.safe import Body, XmlBody
from app.safe.xml import canonical, parse_xml

ROOT = f"{{{NAMESPACE}}}Contract"
EXTENSION_PATH = "/Contract/Extension"
_EMPTY = f'<Contract xmlns="{NAMESPACE}"/>'


class ContractXml:
    """The Format of Contract XML."""

    name = "contract-xml"
    media_type = "application/vnd.countersign.contract+xml"
    types = frozenset({DocumentType.CONTRACT})

    def recognises(self, body: Body) -> bool:
        """Whether the root element is a contract's, or anything else of the namespace."""
        return isinstance(body, XmlBody) and etree.QName(body.root).namespace == NAMESPACE

    def document_type(self, body: Body) -> DocumentType | None:
        """Contract, where the root element is one."""
        return DocumentType.CONTRACT if isinstance(body, XmlBody) and body.root.tag == ROOT else None

    def read(self, body: Body) -> Parsed:
        """The contract in `body`; its Extension is in the complement, its signature is left to who verified it."""
        reading = Reading()
        contract: Any = FAULTY
        with suppress(TooManyFaults):
            contract = _contract(body, reading)
        if contract is FAULTY or reading.rejected():
            return Parsed(None, tuple(reading.findings))
        return Parsed(contract, tuple(reading.findings))

    def render(self, document: Document) -> bytes:
        """`document` as indented UTF-8, with its Extension where it came with one; raises NotRenderable."""
        if not isinstance(document, Contract):
            raise NotRenderable(f"{self.name} has no {document.type}")
        root = etree.fromstring(_EMPTY)
        CONTRACT.write(root, document)
        etree.indent(root)
        _append_extension(root, document.complement)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _contract(body: Body, reading: Reading) -> Any:
    root = body.root if isinstance(body, XmlBody) else None
    if root is None or root.tag != ROOT:
        found = shown(root.tag) if root is not None else "JSON"
        return reading.fault("contract_xml.not_contract", "", found=found, expected=NAMESPACE)
    contract = CONTRACT.read(root, "/Contract", reading)
    extensions = root.findall(EXTENSION_TAG)
    if contract is FAULTY or not extensions:
        return contract
    kept = tuple(Leftover("element", EXTENSION_PATH, canonical(each).decode()) for each in extensions)
    return replace(contract, complement=Complement(ContractXml.name, kept))


def _append_extension(root: etree._Element, complement: Complement | None) -> None:
    for item in complement.items if complement and complement.syntax == ContractXml.name else ():
        if item.path == EXTENSION_PATH:
            root.append(_extension(item.content))


def _extension(content: str) -> etree._Element:
    try:
        element = parse_xml(content.encode()).root
    except Refused as refused:
        raise NotRenderable(f"the contract's extension is not XML: {refused}") from refused
    if element.tag != EXTENSION_TAG:
        raise NotRenderable(f"the contract's extension is a {element.tag}")
    element.tail = "\n"
    return element
