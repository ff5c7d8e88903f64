"""Derive the fact table in `D22B/` from the standard's own schemas: names, order, cardinality and types, no prose.

    python schemas/cii/derive_facts.py FOLDER_OF_XSD [OUTPUT_FOLDER]

The notation is that of `schemas/ubl/2.1` (docs/decisions/0003-ubl-schemas.md). CII declares its elements within types,
so a child is written with its type (`ram:ID=udt:IDType?`); `elements.tsv` has the elements with children, whose names
have one type each. Code lists are left out: a code is a token here. This script is not part of the server.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from lxml import etree

XSD = "{http://www.w3.org/2001/XMLSchema}"
DATA = "urn:un:unece:uncefact:data:standard:"
PREFIXES = {
    "http://www.w3.org/2001/XMLSchema": "xsd",
    f"{DATA}CrossIndustryInvoice:100": "rsm",
    f"{DATA}ReusableAggregateBusinessInformationEntity:100": "ram",
    f"{DATA}QualifiedDataType:100": "qdt",
    f"{DATA}UnqualifiedDataType:100": "udt",
}
OCCURRENCE = {("0", "1"): "?", ("1", "1"): "", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}

Row = tuple[str, ...]


class Schemas:
    """The schema files of one message, by the types that they define."""

    def __init__(self, folder: Path) -> None:
        roots = [etree.parse(str(path)).getroot() for path in sorted(folder.glob("CrossIndustryInvoice*.xsd"))]
        self.roots = [root for root in roots if root.get("targetNamespace") in PREFIXES]
        named = (node for root in self.roots for node in root.iterchildren(XSD + "complexType", XSD + "simpleType"))
        self.types = {self.own_name(node): node for node in named}

    def own_name(self, node: etree._Element) -> str:
        return f"{PREFIXES[node.getroottree().getroot().get('targetNamespace')]}:{node.get('name')}"

    def resolved(self, node: etree._Element, attribute: str) -> str:
        """The type in `attribute`, with this table's prefix; what restricts a token to a list of codes is a token."""
        prefix, _, local = node.get(attribute).rpartition(":")
        name = f"{PREFIXES.get(node.nsmap[prefix], '')}:{local}"
        defined = self.types.get(name)
        is_code_list = name.startswith(":") or (defined is not None and defined.tag == XSD + "simpleType")
        return "xsd:token" if is_code_list else name

    def type_rows(self) -> Iterable[Row]:
        for name, node in self.types.items():
            if node.tag == XSD + "complexType":
                yield (name, *self.described(node))

    def described(self, node: etree._Element) -> Row:
        content = node.find(XSD + "simpleContent")
        if content is not None:
            base, attributes = self.text(content[0])
            return base, " ".join(f"{attribute}={type_}" for attribute, type_ in attributes.items()), ""
        group = node.find(XSD + "sequence")
        separator = " " if group is not None else "|"
        group = node.find(XSD + "choice") if group is None else group
        return "elements", "", separator.join(self.child(each) for each in group)

    def text(self, derivation: etree._Element) -> tuple[str, Mapping[str, str]]:
        """The XSD type at the bottom of a derivation, and the attributes met on the way down."""
        base = self.resolved(derivation, "base")
        inner = self.types.get(base)
        found, inherited = (base, {}) if inner is None else self.text(inner.find(XSD + "simpleContent")[0])
        own = {each.get("name"): self.resolved(each, "type") for each in derivation.iterchildren(XSD + "attribute")}
        return found, {**inherited, **own}

    def child(self, node: etree._Element) -> str:
        occurs = OCCURRENCE[node.get("minOccurs", "1"), node.get("maxOccurs", "1")]
        type_ = self.resolved(node, "type") if node.get("type") else self.described(node[0])[0]
        return f"{self.own_name(node)}={type_}{occurs}"

    def element_rows(self) -> Iterable[Row]:
        """Every element that has children, with its type; raises ValueError where one name has several."""
        found = defaultdict(set)
        parents = {name for name, kind, *_ in self.type_rows() if kind == "elements"}
        for root in self.roots:
            for node in root.iter(XSD + "element"):
                if node.get("type") and self.resolved(node, "type") in parents:
                    found[self.own_name(node)].add(self.resolved(node, "type"))
        # a choice of two date forms either way: whichever is there is alone, so there is no order to know
        found.pop("ram:CreationDateTime", None)
        if any(len(types) > 1 for types in found.values()):
            raise ValueError(f"names with several types: {found}")
        return ((name, *types) for name, types in found.items())


def write(path: Path, rows: Iterable[Row]) -> None:
    """One tab-separated line a row, in an order that doesn't depend on the files' order."""
    path.write_text("".join("\t".join(row).rstrip("\t") + "\n" for row in sorted(rows)), encoding="utf-8")


def derive(folder: Path, output: Path) -> None:
    """Write the three files of the fact table."""
    schemas = Schemas(folder)
    write(output / "namespaces.tsv", ((prefix, uri) for uri, prefix in PREFIXES.items() if prefix != "xsd"))
    write(output / "elements.tsv", schemas.element_rows())
    write(output / "types.tsv", schemas.type_rows())


if __name__ == "__main__":
    here = Path(__file__).parent / "D22B"
    derive(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else here)
