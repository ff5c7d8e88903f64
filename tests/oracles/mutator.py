"""Documents that went wrong: seeded mutations of good ones, the same for the same seed on every machine.

What people and programs really do wrong: elements left out, doubled, in another place or under another name; texts
empty, in another form or of another kind; attributes lost or changed. A mutant is well-formed XML, and nothing more.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy

from lxml import etree

MOST_CHANGES = 3

TEXTS = (
    "", " ", "x", "0", "1", "-1", "-0.01", "0.005", "1.005", "100", "999999999999999999", "1e3", "NaN", "INF", "+5",
    "1,5", "12.345", "00", " 7 ", "true", "false", "1.0", "2024-02-29", "2023-02-29", "2024-13-01", "2024-06-30Z",
    "2024-06-30+02:00", "20240630", "30.06.2024", "2024-06-30T00:00:00", "EUR", "eur", "XXX", "DE", "GB", "EL", "XI",
    "S", "Z", "E", "AE", "K", "G", "O", "L", "M", "VAT", "vat", "380", "381", "30", "58", "49", "UN", "C62", "ä€😀",
    "A B", "a\nb", "0088", "7300010000001", "DE123456789", "NO974760673MVA",
)  # fmt: skip
NAMES = ("ID", "Amount", "TaxAmount", "Percent", "Note", "IssueDate", "Country", "Nonsense")
ATTRIBUTES = ("currencyID", "unitCode", "schemeID", "listID", "mimeCode", "name", "nonsense")

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


class _Mutation:
    """One document being changed; each method is one kind of change and does nothing where it can't be done."""

    def __init__(self, root: etree._Element, chance: random.Random) -> None:
        self.root = root
        self._chance = chance

    def _any(self, *, leaf: bool = False) -> etree._Element | None:
        """Any element but the root."""
        found = [each for each in self.root.iterdescendants() if not (leaf and len(each))]
        return self._chance.choice(found) if found else None

    def delete(self) -> None:
        """An element is left out."""
        if (element := self._any()) is not None:
            _parent(element).remove(element)

    def double(self) -> None:
        """An element is there twice."""
        if (element := self._any()) is not None:
            element.addnext(_copy(element))

    def rename(self) -> None:
        """An element has the name of another one, or of none that there is."""
        if (element := self._any()) is not None:
            uri = etree.QName(element).namespace
            other = self._chance.choice([each.tag for each in self.root.iter()])
            invented = f"{{{uri}}}{self._chance.choice(NAMES)}" if uri else self._chance.choice(NAMES)
            element.tag = self._chance.choice([other, invented])

    def move(self) -> None:
        """An element stands somewhere else."""
        element, target = self._any(), self._any()
        if element is None or target is None or element in (target, *target.iterancestors()):
            return
        _parent(element).remove(element)
        target.insert(self._chance.randint(0, len(target)), element)

    def copy(self) -> None:
        """An element of one place is also in another."""
        element, target = self._any(), self._any()
        if element is not None and target is not None:
            target.append(_copy(element))

    def empty(self) -> None:
        """An element has lost its content."""
        if (element := self._any()) is not None:
            for child in list(element):
                element.remove(child)
            element.text = None

    def text(self) -> None:
        """A text is another one."""
        if (element := self._any(leaf=True)) is not None:
            element.text = self._chance.choice(TEXTS)

    def exchange(self) -> None:
        """Two texts have changed places."""
        one, other = self._any(leaf=True), self._any(leaf=True)
        if one is not None and other is not None:
            one.text, other.text = other.text, one.text

    def vary(self) -> None:
        """A text is a little different: a sign, a digit, a case, a space."""
        if (element := self._any(leaf=True)) is not None and element.text:
            element.text = self._chance.choice(_VARIATIONS)(element.text)

    def attribute(self) -> None:
        """An attribute has gone, is another one, or is there in vain."""
        if (element := self._any(leaf=True)) is None:
            return
        name = self._chance.choice([*element.attrib, self._chance.choice(ATTRIBUTES)])
        if name in element.attrib and self._chance.random() < 0.4:
            del element.attrib[name]
        else:
            element.set(name, self._chance.choice(TEXTS).replace("\n", " "))


_VARIATIONS: tuple[Callable[[str], str], ...] = (
    lambda text: "-" + text,
    lambda text: text + "1",
    lambda text: text + ".001",
    lambda text: text[:-1],
    lambda text: f" {text} ",
    str.lower,
    str.upper,
    lambda text: text * 3,
    lambda text: text.replace("1", "2"),
    lambda text: text.replace(".", ","),
)
KINDS = (
    _Mutation.delete,
    _Mutation.double,
    _Mutation.rename,
    _Mutation.move,
    _Mutation.copy,
    _Mutation.empty,
    _Mutation.text,
    _Mutation.text,
    _Mutation.exchange,
    _Mutation.vary,
    _Mutation.vary,
    _Mutation.attribute,
)


OF_TEXTS = (_Mutation.text, _Mutation.exchange, _Mutation.vary)
"""The kinds that leave a document's form as it is."""


def mutants(raw: bytes, count: int, seed: int, kinds: Sequence[Callable[[_Mutation], None]] = KINDS) -> Iterator[bytes]:
    """`count` mutants of the XML document `raw`, each with one to three changes.

    Args:
        raw: a well-formed document.
        count: how many.
        seed: the n-th mutant of a document and a seed is always the same.
        kinds: what may be done to it.
    """
    root = etree.fromstring(raw, _PARSER)
    for number in range(count):
        chance = random.Random(f"{seed}/{number}")
        changed = _Mutation(deepcopy(root), chance)
        for _ in range(chance.randint(1, MOST_CHANGES)):
            chance.choice(kinds)(changed)
        yield etree.tostring(changed.root, encoding="UTF-8", xml_declaration=True)


def _copy(element: etree._Element) -> etree._Element:
    copied = deepcopy(element)
    copied.tail = None
    return copied


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent
