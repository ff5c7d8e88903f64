"""An element of a parsed document, as rules look at it; what few ask for is found when somebody does."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from lxml import etree

Answer = TypeVar("Answer")
NONE: Any = MappingProxyType({})
"""The children of most elements, and the attributes of many: they share it."""


class Element:
    """An element of a parsed document.

    Attributes:
        name: Clark's `{namespace}local`, as lxml has it.
        parent: None for the root.
        children: the child elements by name, in document order; a name that no child has is not there.
        index: the element's place in `Tree.elements`.
        end: the place behind its last descendant: `tree.elements[each.index + 1 : each.end]` are its descendants.
        text: the string value (XPath 2.0 § 2.5.2): its own text and that of all its descendants, as written.
        attributes: by Clark's name, in document order; declarations of namespaces are none.
        line: of the start tag in the message, from 1; where that goes over several lines, of its end.
        source: the element of libxml2's tree.
    """

    __slots__ = ("attributes", "children", "end", "index", "line", "name", "parent", "source", "text")

    name: str
    parent: "Element | None"
    children: "Mapping[str, list[Element]]"
    index: int
    end: int
    text: str
    attributes: Mapping[str, str]
    line: int | None
    source: etree._Element

    if not TYPE_CHECKING:

        def __getattr__(self, what: str) -> Any:
            """A slot that wasn't filled when the tree was grown: filled now."""
            if what not in Element.__slots__:
                raise AttributeError(what)
            value = self.found(what)
            setattr(self, what, value)
            return value

    def found(self, what: str) -> Any:
        """What belongs in the slot `what`, by what the tree was grown from; while the tree is there."""
        raise NotImplementedError

    @property
    def texts(self) -> list[str]:
        """The pieces of text directly in it (its text nodes), none of them empty."""
        raise NotImplementedError

    def about(self, question: Callable[[str], Answer]) -> Answer:
        """The answer to a question about its text: for who needs to know no more of it.

        In another document a rule need not be judged again if only the text is another, and not the answer.
        """
        return question(self.text)

    def get(self, attribute: str) -> str | None:
        """The attribute of that name; None where it has none."""
        return self.attributes.get(attribute)

    def first(self, *path: str) -> "Element | None":
        """The first descendant at `path`, taking the first of every name on the way."""
        found: Element | None = self
        for name in path:
            found = found.children[name][0] if found is not None and name in found.children else None
        return found

    def all(self, *path: str) -> "list[Element]":
        """Every descendant at `path`, in document order."""
        found = [self]
        for name in path:
            if len(found) == 1:  # mostly so; and mostly there is nothing at the path
                found = found[0].children.get(name, [])
            else:
                found = [child for each in found for child in each.children.get(name, ())]
        return found.copy()

    def ancestors(self) -> "Iterator[Element]":
        """Its parent, and so on up to the root."""
        found = self.parent
        while found is not None:
            yield found
            found = found.parent
