"""Write `catalog.json` anew: for each data file here its name, source, licence, version and SHA-256.

    python schemas/renew_catalog.py

Run it when a data file has changed, or a new one has come; a test fails until then. A code list says where it comes
from in its own header, everything else is described by the table below. This script is not part of the server.
"""

import json
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CATALOG = FOLDER / "catalog.json"
LOCAL = FOLDER / "local"
OURS = "Apache-2.0"
FACTS = f"{OURS}; holds facts of the source, none of its text"
PROJECT = "this project"
Entry = dict[str, str]

SOURCES: Mapping[str, tuple[str, str, str, str]] = {
    "cii/D22B/": ("Facts of CII", "UN/CEFACT, Cross Industry Invoice schemas", FACTS, "D22B"),
    "countersign/contract-": ("Contract XML", PROJECT, OURS, "1"),
    "countersign/json/": ("Countersign JSON", PROJECT, OURS, "1"),
    "cxml/1.2/": ("Facts of cXML", "cXML.org, cXML 1.2.063", FACTS, "1.2.063"),
    "en16931/": ("Facts of EN 16931's rules", "CEN/TC 434, EN 16931 validation artefacts", FACTS, "1.3.16"),
    "grammar.schema": ("Shape of EDI grammars", PROJECT, OURS, "1"),
    "idoc/": ("Facts of IDocs", "SAP, basic types ORDERS05, DELVRY03 and INVOIC02", FACTS, "ERP 6.0"),
    "mapping.schema": ("Shape of mappings", PROJECT, OURS, "1"),
    "rules.lock": ("Official releases of rules", PROJECT, OURS, "1"),
    "ubl/2.1/": ("Facts of UBL", "OASIS, Universal Business Language", FACTS, "2.1"),
    "ubl/2.3/": ("Facts of UBL", "OASIS, Universal Business Language", FACTS, "2.3"),
}
"""Name, source, licence and version by how the path begins."""


def data_files() -> list[Path]:
    """Everything here that isn't a program, the catalogue itself or hidden, nor what an operator has put there."""
    found = (path for path in FOLDER.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    ours = (path for path in found if LOCAL not in path.parents)
    return sorted(path for path in ours if path != CATALOG and not path.name.startswith("."))


def entry(path: Path) -> Entry:
    """What the catalogue says of a file; raises LookupError where the table doesn't say where it comes from."""
    place = path.relative_to(FOLDER).as_posix()
    about = from_header(path) if place.startswith("codelists/") else from_table(place)
    return {"path": place, **about, "sha256": sha256(path.read_bytes()).hexdigest()}


def from_header(path: Path) -> Entry:
    """The description that a code list carries."""
    comments = (line[2:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# "))
    header = dict(line.split(": ", 1) for line in comments)
    source = f"{header['agency']}: {header['source']}"
    return {"name": header["list"], "source": source, "licence": FACTS, "version": header["version"]}


def from_table(place: str) -> Entry:
    """The description of a file that carries none."""
    for start, (name, source, licence, version) in SOURCES.items():
        if place.startswith(start):
            title = f"{name}: {place.rpartition('/')[2].partition('.')[0]}"
            return {"name": title, "source": source, "licence": licence, "version": version}
    raise LookupError(f"Say in {Path(__file__).name} where {place} comes from.")


def catalogue() -> list[Entry]:
    """All entries, by path."""
    return [entry(path) for path in data_files()]


if __name__ == "__main__":
    try:
        text = json.dumps(catalogue(), indent=2, ensure_ascii=False)
    except LookupError as error:
        sys.exit(str(error))
    CATALOG.write_text(text + "\n", encoding="utf-8")
