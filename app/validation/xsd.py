"""Is a document what its schema says? Every departure, with its place and in the reader's words.

A valid document costs libxml2's verdict and nothing more. Only an invalid one is walked for all of its faults.
It judges structure and types; what the values mean is the business of other rules.
"""

from collections.abc import Collection, Container, Iterable
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import etree

from app.domain.findings import Finding, finding, warning
from app.safe import XmlBody
from app.safe.facts import documents, facts
from app.safe.xml import element_lines
from app.validation.xsd_complaints import Explainer
from app.validation.xsd_set import HUGE, Complaint, XsdSet
from app.validation.xsd_source import ALL, schema_files
from app.validation.xsd_walk import MOST_FAULTS, Fault, TooManyFaults, Walk, line_of, shown

# libxml2 keeps 16 bits for an element's line, and guesses above that
MOST_EXACT_LINES = 65_535
_UBL = XsdSet(lambda: schema_files(facts()), ALL)


def known_root(root: etree._Element) -> str | None:
    """The UBL 2.1 document type of a root element ("Order"); None for any other."""
    name = etree.QName(root).localname
    return name if documents().get(name) == root.tag else None


def validate_ubl(body: XmlBody) -> list[Finding]:
    """All departures from UBL 2.1, in document order; none for a valid document.

    Args:
        body: parsed by `app.safe.xml.parse_xml` without comments.
    """
    if known_root(body.root) is None:
        namespace = etree.QName(body.root).namespace or "–"
        return [finding("schema.unknown_document_type", "/", 1, found=shown(body.root), namespace=namespace)]
    return [] if _UBL.is_valid(body) else _faults(body)


def validate_with(schema: Path, body: XmlBody) -> list[Finding]:
    """The departures from the schema in the file `schema`, which is compiled once and kept.

    One fault a group of siblings is found, not all: for schemas of our own there is no fact table to walk along.
    """
    rules = _set_of(schema)
    return [] if rules.is_valid(body) else _explained(rules.complaints(body), Explainer(body.root))


def warm_up() -> None:
    """Compile UBL's schemas now rather than for the first document."""
    _ = _UBL.schema


@cache
def _set_of(schema: Path) -> XsdSet:
    return XsdSet.of_file(schema)


def _faults(body: XmlBody) -> list[Finding]:
    if body.raw.count(b"<") > HUGE:  # a walk takes some microseconds a tag
        return [*_explained(_UBL.complaints(body), Explainer(body.root)), warning("schema.only_the_first", "/")]
    walk = Walk()
    try:
        walk.document(body.root)
    except TooManyFaults:
        return [*_findings(walk.faults, body), finding("schema.too_many_faults", "/", None, limit=MOST_FAULTS)]
    found = _findings(walk.faults, body) + _left_to_libxml2(walk, body)
    return sorted(found, key=lambda each: each.line or 0)


def _findings(faults: Collection[Fault], body: XmlBody) -> list[Finding]:
    lines = _exact_lines(body, {each.node for each in faults})
    return [finding(each.code, each.path, lines.get(each.node) or line_of(each.node), **each.params) for each in faults]


def _exact_lines(body: XmlBody, wanted: Container[etree._Element]) -> dict[etree._Element, int]:
    if body.raw.count(b"\n") <= MOST_EXACT_LINES:
        return {}
    pairs = zip(body.root.iter(etree.Element), element_lines(body.raw), strict=True)
    return {node: line for node, line in pairs if node in wanted}


def _left_to_libxml2(walk: Walk, body: XmlBody) -> list[Finding]:
    """The faults inside what the walk left out; all of libxml2's where the walk has found nothing at all."""
    if walk.faults and not walk.opaque:
        return []
    explainer, opaque, embedded = Explainer(body.root), set(walk.opaque), set(walk.embedded)

    def is_left_out(complaint: Complaint) -> bool:
        node, _ = explainer.located(complaint.path)
        if node in embedded or node.getparent() in embedded:
            return False
        return not walk.faults or any(each in opaque for each in (node, *node.iterancestors()))

    return _explained(filter(is_left_out, _UBL.complaints(body)), explainer)


def _explained(complaints: Iterable[Complaint], explainer: Explainer) -> list[Finding]:
    return [explainer.explain(each) for each in islice(complaints, MOST_FAULTS)]
