"""What one reading notes beside the document: its faults, and which of several possible places a value came from."""

from typing import Any

from lxml import etree

from app.domain.findings import Finding, finding
from app.formats.xml.names import shown
from app.formats.xml.node import Node

MOST_FINDINGS = 1000


class Reading:
    """Collects, never raises.

    Attributes:
        family: the first part of its findings' codes (`ubl` for `ubl.missing`).
        currency: of amounts that don't name theirs, where the syntax says it once for all; "" where it does not.
        findings: everything that the model needs and the message doesn't say properly, `MOST_FINDINGS` at most.
        moved: (node, the rule's own path below it, the path where the value was).
        renamed: (path of an element that the rules write, the name that it has in the message), one after the other.
    """

    def __init__(self, family: str, currency: str = "") -> None:
        self.family = family
        self.currency = currency
        self.findings: list[Finding] = []
        self.moved: list[tuple[Node, tuple[str, ...], tuple[str, ...]]] = []
        self.renamed: list[tuple[str, str]] = []
        self._faulty: set[Node] = set()
        self._steps: dict[etree._Element, str] = {}

    def fault(self, what: str, node: Node, below: str = "", **params: object) -> None:
        """Something is wrong (`what`, the code without its family) with what `node` says, or should say `below` it."""
        self._faulty.add(node)
        if len(self.findings) < MOST_FINDINGS:
            path = self.path_of(node.source) if node.source is not None else ""
            line: Any = node.source.sourceline if node.source is not None else None
            self.findings.append(finding(f"{self.family}.{what}", f"{path}/{below}" if below else path, line, **params))

    def missing(self, node: Node, below: tuple[str, ...]) -> None:
        """`node` lacks what it should have at the path `below`."""
        name = "/".join(shown(step) for step in below)
        self.fault("missing", node, name, name=name)

    def found_fault_in(self, node: Node) -> bool:
        """Whether `node` or anything in it was reported."""
        return node in self._faulty or any(map(self.found_fault_in, node.children()))

    def path_of(self, element: etree._Element) -> str:
        """Where an element is: `/Order/cac:OrderLine[2]/cbc:ID`, with an index wherever there are several."""
        parent = element.getparent()
        if parent is None:
            return f"/{etree.QName(element).localname}"
        if element not in self._steps:
            self._steps.update(_steps_of(parent.findall(element.tag)))
        return f"{self.path_of(parent)}/{self._steps[element]}"


def _steps_of(siblings: list[etree._Element]) -> dict[etree._Element, str]:
    """The last step of each sibling's path, with an index where there are several: counted once for all of them."""
    if len(siblings) == 1:
        return {siblings[0]: shown(siblings[0].tag)}
    return {each: f"{shown(each.tag)}[{index}]" for index, each in enumerate(siblings, 1)}
