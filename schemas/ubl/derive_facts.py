"""Derive the fact table in `2.1/` from the standard's own schemas: names, order, cardinality and types, no prose.

    python schemas/ubl/derive_facts.py FOLDER_OF_XSDRT [OUTPUT_FOLDER]

Run it again when the standard is corrected; a test derives the table anew and compares. What the notation means is
said in docs/decisions/0003-ubl-schemas.md. This script is not part of the server and reads only the files given.
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

XSD = "{http://www.w3.org/2001/XMLSchema}"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
PREFIXES = {
    "http://www.w3.org/2001/XMLSchema": "xsd",
    "urn:un:unece:uncefact:data:specification:CoreComponentTypeSchemaModule:2": "cct",
    UBL + "CommonAggregateComponents-2": "cac",
    UBL + "CommonBasicComponents-2": "cbc",
    UBL + "CommonExtensionComponents-2": "ext",
    UBL + "CommonSignatureComponents-2": "sig",
    UBL + "SignatureAggregateComponents-2": "sac",
    UBL + "SignatureBasicComponents-2": "sbc",
    UBL + "UnqualifiedDataTypes-2": "udt",
    "http://www.w3.org/2000/09/xmldsig#": "ds",
    "http://uri.etsi.org/01903/v1.3.2#": "xades",
    "http://uri.etsi.org/01903/v1.4.1#": "xades141",
}
OCCURRENCE = {("0", "1"): "?", ("1", "1"): "", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}
GROUPS = {XSD + "sequence": " ", XSD + "choice": "|"}

Row = tuple[str, ...]


class Schemas:
    """All schema files of the standard, by what they declare."""

    def __init__(self, folder: Path) -> None:
        self.roots = [etree.parse(str(path)).getroot() for path in sorted(folder.glob("*/*.xsd"))]
        self.documents = {
            root.get("targetNamespace"): root.find(XSD + "element").get("name")
            for root in self.roots
            if root.get("targetNamespace") not in PREFIXES and root.find(XSD + "element") is not None
        }
        self.prefixes = PREFIXES | self.documents
        self.types = {
            self.own_name(node): node
            for root in self.roots
            for node in root.iterchildren(XSD + "complexType", XSD + "simpleType")
        }

    def own_name(self, node: etree._Element) -> str:
        return f"{self.prefixes[node.getparent().get('targetNamespace')]}:{node.get('name')}"

    def resolved(self, node: etree._Element, attribute: str) -> str:
        """The QName in `attribute`, with this table's prefix."""
        prefix, _, local = node.get(attribute).rpartition(":")
        return f"{self.prefixes[node.nsmap[prefix or None]]}:{local}"

    def elements(self) -> Iterable[Row]:
        for root in self.roots:
            for node in root.iterchildren(XSD + "element"):
                yield self.own_name(node), self.plain(self.resolved(node, "type"))

    def plain(self, name: str) -> str:
        """`name`, or the type that it only gives another name to (each basic component has such a type of its own)."""
        node = self.types.get(name)
        extension = None if node is None else node.find(f"{XSD}simpleContent/{XSD}extension")
        if extension is None or len(extension) or name.startswith("udt:"):
            return name
        return self.plain(self.resolved(extension, "base"))

    def type_rows(self) -> Iterable[Row]:
        for name, node in self.types.items():
            if name.startswith("cct:") or node.get("abstract") or self.plain(name) != name:
                continue
            yield (name, *(self.simple(node) if node.tag == XSD + "simpleType" else self.complex(node)))

    def simple(self, node: etree._Element) -> Row:
        restriction = node.find(XSD + "restriction")
        values = [each.get("value") for each in restriction.iterchildren(XSD + "enumeration")]
        return "simple", "", " ".join([self.resolved(restriction, "base"), *values])

    def complex(self, node: etree._Element) -> Row:
        if node.find(XSD + "simpleContent") is not None:
            base, attributes = self.simple_content(node)
            return base, " ".join(attributes.values()), ""
        restriction = node.find(f"{XSD}complexContent/{XSD}restriction")
        body = node if restriction is None else restriction
        kind = "mixed" if node.get("mixed") else "elements"
        groups = [self.group(each, outermost=True) for each in body.iterchildren(*GROUPS)]
        return kind, " ".join(self.attributes(body).values()), "".join(groups)

    def simple_content(self, node: etree._Element) -> tuple[str, dict[str, str]]:
        """The xsd type at the bottom of the derivation, and all attributes met on the way down."""
        derivation = node.find(XSD + "simpleContent")[-1]
        base = self.resolved(derivation, "base")
        inner = self.types.get(base)
        found, inherited = (base, {}) if inner is None else self.simple_content(inner)
        return found, inherited | self.attributes(derivation)

    def attributes(self, node: etree._Element) -> dict[str, str]:
        found = {
            each.get("name"): f"{each.get('name')}={self.resolved(each, 'type')}{'!' * (each.get('use') == 'required')}"
            for each in node.iterchildren(XSD + "attribute")
        }
        for each in node.iterchildren(XSD + "anyAttribute"):
            found["*"] = self.wildcard(each)
        return found

    def group(self, node: etree._Element, *, outermost: bool = False) -> str:
        inside = GROUPS[node.tag].join(self.particle(each) for each in node.iterchildren(tag=etree.Element))
        bare = outermost and node.tag == XSD + "sequence" and not occurrence(node)
        return inside if bare else f"({inside}){occurrence(node)}"

    def particle(self, node: etree._Element) -> str:
        if node.tag in GROUPS:
            return self.group(node)
        if node.tag == XSD + "any":
            return self.wildcard(node) + occurrence(node)
        if node.get("ref"):
            return self.resolved(node, "ref") + occurrence(node)
        declared = self.resolved(node, "type") if node.get("type") else "xsd:anyType"
        return f"{node.get('name')}={declared}{occurrence(node)}"

    def wildcard(self, node: etree._Element) -> str:
        return f"{{{node.get('namespace', '##any')},{node.get('processContents', 'strict')}}}"


def occurrence(node: etree._Element) -> str:
    return OCCURRENCE[node.get("minOccurs", "1"), node.get("maxOccurs", "1")]


def write(path: Path, rows: Iterable[Row]) -> None:
    """One tab-separated line a row, in an order that doesn't depend on the files' order."""
    path.write_text("".join("\t".join(row).rstrip("\t") + "\n" for row in sorted(rows)), encoding="utf-8")


def derive(xsdrt: Path, output: Path) -> None:
    """Write the three files of the fact table."""
    schemas = Schemas(xsdrt)
    namespaces = {prefix: uri for uri, prefix in schemas.prefixes.items() if prefix not in ("xsd", "cct")}
    write(output / "namespaces.tsv", namespaces.items())
    write(output / "elements.tsv", schemas.elements())
    write(output / "types.tsv", schemas.type_rows())


if __name__ == "__main__":
    here = Path(__file__).parent / "2.1"
    derive(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else here)
