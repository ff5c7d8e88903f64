"""Contract XML against its published schema: structure and types; what the clauses and dates mean is business.py's."""

import re
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from lxml import etree

from app.domain.findings import Finding, finding
from app.safe import XmlBody
from app.validation.xsd import validate_with

SCHEMA = Path(__file__).resolve().parents[2] / "schemas" / "countersign" / "contract-1.xsd"
LARGE = 5_000
"""Tags from which on libxml2 isn't asked for the place of each fault: it counts siblings anew for every one."""

_SHOWN = 200
_NAMESPACE = re.compile(r"\{urn:countersign:contract:1\}")
_local = threading.local()


def validate_contract(body: XmlBody) -> list[Finding]:
    """What contract-1.xsd has against `body`, in document order, with paths and lines; none for a valid contract."""
    if body.raw.count(b"<") > LARGE:
        return validate_with(SCHEMA, body)
    schema = _schema()
    if schema.validate(body.root):
        return []
    paths = _Paths(body.root)
    found: dict[tuple[str, int], Finding] = {}
    log: Any = schema.error_log  # the stubs don't know that it can be iterated over
    for entry in log:
        # libxml2 says twice that a value is bad: which rule it breaks, and then that it is not of its type
        found.setdefault((entry.path or "", entry.line), _finding(entry, paths))
    return list(found.values())


def _schema() -> etree.XMLSchema:
    """One schema a thread: its log of errors is for one user at a time."""
    if not hasattr(_local, "schema"):
        _local.schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema: etree.XMLSchema = _local.schema
    return schema


def _finding(entry: Any, paths: "_Paths") -> Finding:
    what = _NAMESPACE.sub("", entry.message).rstrip(".")
    return finding("contract_xml.schema", paths.readable(entry.path or ""), entry.line, what=what[:_SHOWN])


class _Paths:
    """Turns libxml2's paths (`/*/*[3]`, where there are no prefixes) into readable ones (`/Contract/Term`).

    Each element's children are gone through once, however many faults they have.
    """

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._tables: dict[etree._Element, dict[str, tuple[etree._Element, str]]] = {}

    def readable(self, path: str) -> str:
        """The readable form of `path`, or `path` itself where it isn't one of libxml2's."""
        element, way = self._root, [etree.QName(self._root).localname]
        for step in path.split("/")[2:]:
            if step not in self._table(element):
                return path
            element, name = self._table(element)[step]
            way.append(name)
        return "/" + "/".join(way)

    def _table(self, parent: etree._Element) -> dict[str, tuple[etree._Element, str]]:
        if parent not in self._tables:
            self._tables[parent] = _steps(list(parent.iterchildren(etree.Element)))
        return self._tables[parent]


def _steps(children: list[etree._Element]) -> dict[str, tuple[etree._Element, str]]:
    """Children by every step that libxml2 may take to them, with their readable steps."""
    names = [etree.QName(child).localname for child in children]
    total, seen, table = Counter(names), Counter[str](), dict[str, tuple[etree._Element, str]]()
    for position, (child, name) in enumerate(zip(children, names, strict=True), 1):
        prefixed = f"{child.prefix}:{name}" if child.prefix else name
        seen.update({f"readable {name}", prefixed})
        step = f"{name}[{seen[f'readable {name}']}]" if total[name] > 1 else name
        for known in ("*", f"*[{position}]", prefixed, f"{prefixed}[{seen[prefixed]}]"):
            table.setdefault(known, (child, step))
    return table
