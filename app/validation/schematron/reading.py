"""One reading of a Schematron: its files as trees with places, and everything that is wrong with it.

What is read came from a publisher, and is treated as coming from a stranger: it can be wrong in many places, all of
which are told at once, and it must not grow without bounds while it is put together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from app.domain.findings import Finding, finding
from app.errors import Refused
from app.safe.xml import parse_xml
from app.validation.schematron.model import NOWHERE, Place
from app.validation.schematron.sources import Source

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
XSLT = "{http://www.w3.org/1999/XSL/Transform}"
OLD_SCHEMATRON = "{http://www.ascc.net/xml/schematron}"
XINCLUDE = "{http://www.w3.org/2001/XInclude}"
XML = "{http://www.w3.org/XML/1998/namespace}"
PREFIXES: Mapping[str, str] = {SCHEMATRON: "", XSLT: "xsl:", XINCLUDE: "xi:", XML: "xml:"}

# The largest official set (EN 16931 for UBL) has 3,100 elements and 310,000 characters.
MOST_ELEMENTS = 50_000
MOST_CHARACTERS = 5_000_000
MOST_INCLUDED = 200


@dataclass(frozen=True, slots=True)
class Node:
    """An element as written.

    Attributes:
        name: Clark's `{namespace}local`.
        content: texts and elements in their order; comments are gone.
        prefixes: the namespaces in scope, by prefix.
    """

    name: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    content: "tuple[Node | str, ...]" = ()
    place: Place = NOWHERE
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def get(self, attribute: str) -> str:
        """The attribute without white space around it; "" where there is none."""
        return self.attributes.get(attribute, "").strip()

    @property
    def children(self) -> "Iterator[Node]":
        """The elements of its content."""
        return (each for each in self.content if isinstance(each, Node))

    def named(self, name: str) -> "Iterator[Node]":
        """Its children in Schematron's namespace of that local name."""
        return (each for each in self.children if each.name == SCHEMATRON + name)

    def everything(self) -> "Iterator[Node]":
        """Itself and all of its descendants, in document order."""
        waiting = [self]
        while waiting:
            each = waiting.pop()
            yield each
            waiting += reversed(list(each.children))


class RulesRefused(Refused):
    """A Schematron that can't be installed; `findings` says everything that is wrong with it."""

    def __init__(self, findings: list[Finding]) -> None:
        first = findings[0]
        super().__init__(first.code, path=first.path, line=first.line, **first.params)
        self.findings = tuple(findings)


class Reading:
    """What is known while a Schematron is read: where its files are, what is wrong so far, how much was made."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._findings: list[Finding] = []
        self._elements = self._characters = self._files = 0

    def refuse(self, code: str, place: Place, **params: object) -> None:
        """Note what is wrong; the reading goes on, to find the rest."""
        self._findings.append(finding(code, place.file, place.line or None, **params))

    def finish(self) -> None:
        """Raise RulesRefused where anything was wrong."""
        if self._findings:
            raise RulesRefused(self._findings)

    def grown(self, node: Node) -> Node:
        """`node`, counted among what was made; raises Refused where that becomes more than any rules need."""
        self._elements += 1
        self._characters += sum(map(len, node.attributes.values()))
        if self._elements > MOST_ELEMENTS:
            raise Refused("rulesets.too_large", path=node.place.file, what="elements", limit=MOST_ELEMENTS)
        if self._characters > MOST_CHARACTERS:
            raise Refused("rulesets.too_large", path=node.place.file, what="characters", limit=MOST_CHARACTERS)
        return node

    def parsed(self, path: str) -> Node:
        """The root element of one of the source's files; raises Refused (`xml.*`, `rulesets.missing`, `.too_large`)."""
        self._files += 1
        if self._files > MOST_INCLUDED:
            raise Refused("rulesets.too_large", path=path, what="files", limit=MOST_INCLUDED)
        try:
            return self._node(parse_xml(self.source.read(path), relative_namespaces=True).root, path)
        except Refused as error:
            raise error if error.path else Refused(error.code, path=path, line=error.line, **error.params) from None

    def _node(self, element: etree._Element, path: str) -> Node:
        content: list[Node | str] = [element.text] if element.text else []
        for child in element:
            content.append(self._node(child, path))
            if child.tail:
                content.append(child.tail)
        place = Place(path, cast("int | None", element.sourceline) or 0)
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        prefixes = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
        return self.grown(Node(element.tag, attributes, tuple(content), place, prefixes))


def shown(name: str) -> str:
    """An element's or an attribute's name as people write it (`xsl:template`, `rule`)."""
    uri, brace, local = name.rpartition("}")
    return PREFIXES.get(uri + brace, uri + brace) + local
