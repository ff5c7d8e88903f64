"""Where something is in an IDoc, in its sender's words: the names that the tables know it by aren't the sender's."""

from lxml import etree

from app.formats.xml.idoc_facts import qualifiers
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading


class IdocReading(Reading):
    """A reading whose paths are those of the IDoc as it came."""

    def __init__(self, currency: str) -> None:
        super().__init__("idoc", currency)
        self._places: dict[etree._Element, str] = {}

    def missing(self, node: Node, below: tuple[str, ...]) -> None:
        """`node` lacks what it should have at the path `below`."""
        name = "/".join(map(_spoken, below))
        self.fault("missing", node, name, name=name)

    def path_of(self, element: etree._Element) -> str:
        """Where an element is: `/ORDERS05/IDOC/E1EDP01[2]/POSEX`, with an index wherever there are several."""
        parent = element.getparent()
        if parent is None:
            return f"/{element.tag}"
        if element not in self._places:
            self._places.update(_places_in(parent))
        return f"{self.path_of(parent)}/{self._places[element]}"


def _places_in(parent: etree._Element) -> dict[etree._Element, str]:
    groups: dict[str, list[etree._Element]] = {}
    for child in parent.iterchildren(etree.Element):
        groups.setdefault(str(child.tag).partition(".")[0], []).append(child)
    return {
        each: f"{name}[{index}]" if len(group) > 1 else name
        for name, group in groups.items()
        for index, each in enumerate(group, 1)
    }


def _spoken(step: str) -> str:
    name, _, value = step.partition(".")
    known = qualifiers().get(name)
    return f"{name}[{known.field}='{value}']" if known and value else name
