"""Derive `2.3/` from the schemas of UBL 2.3: what it has beyond the fact table in `2.1/`, in the same notation.

    python schemas/ubl/derive_additions.py FOLDER_OF_XSDRT_2_3 [OUTPUT_FOLDER]

UBL-JSON needs it: its two dialects were published with the examples of UBL 2.3, and one of them says of every member by
its very shape whether it may occur more than once. Signatures and data types are the same in both versions and left
out. This script is not part of the server and reads only the files given.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import derive_facts
from derive_facts import UBL, XSD, Row, Schemas

derive_facts.PREFIXES |= {
    "urn:oasis:names:specification:bdndr:schema:xsd:UnqualifiedDataTypes-1": "udt",
    "urn:oasis:names:specification:bdndr:schema:xsd:CCTS_CCT_SchemaModule-1": "cct",
    UBL + "QualifiedDataTypes-2": "qdt",
}
UNCHANGED = frozenset({"ds", "xades", "xades141", "sig", "sac", "sbc", "udt", "qdt", "cct", "xsd", "ext"})


def known(file: Path) -> set[Row]:
    return {tuple(line.split("\t")) for line in file.read_text(encoding="utf-8").splitlines()}


def data_type(schemas: Schemas, name: str) -> str:
    """`name`, or the data type at the bottom of a basic component's type; qualified ones are all codes."""
    while name.startswith("cbc:"):
        name = schemas.resolved(schemas.types[name].find(f"{XSD}simpleContent")[-1], "base")
    return "udt:CodeType" if name.startswith("qdt:") else name


def beyond(rows: Iterable[Row], file: Path) -> Iterator[Row]:
    """The rows that the table of 2.1 doesn't have, or has otherwise."""
    there = known(file)
    return (row for row in rows if row[0].partition(":")[0] not in UNCHANGED and row not in there)


def aggregates(schemas: Schemas) -> Iterator[Row]:
    return (row for row in schemas.type_rows() if row[1] == "elements")


def derive(xsdrt: Path, output: Path) -> None:
    """Write the three files."""
    schemas, before = Schemas(xsdrt), Path(__file__).parent / "2.1"
    output.mkdir(parents=True, exist_ok=True)
    elements = ((name, data_type(schemas, type_name)) for name, type_name in schemas.elements())
    namespaces = ((prefix, uri) for uri, prefix in schemas.documents.items())
    for file, rows in (("namespaces", namespaces), ("elements", elements), ("types", aggregates(schemas))):
        derive_facts.write(output / f"{file}.tsv", beyond(rows, before / f"{file}.tsv"))


if __name__ == "__main__":
    derive(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent / "2.3")
