"""A UBL bill with one line in place of all that are alike: quick to judge where there are thousands.

Lines are alike where they have the same elements and attributes and the same texts but for a few terms of free content:
numbers, names, descriptions, a quantity, a price, an amount. Rules can't tell alike lines apart, with two exceptions:

* those that add up amounts: the line that stands for others has the sum of all their amounts;
* the one that a line's amount is quantity times price (Peppol's R120): it is asked of every line.

Only lines that have nothing but what `_TERMS` lists are taken for alike, so that nothing stands in one that a rule
counts in the whole document. A bill in which nothing is found so is a good one. One in which anything is found must be
judged as it is, since places and numbers here are not its own.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import chain, repeat
from operator import attrgetter

from lxml import etree

from app.safe.cut import Cut
from app.safe.grown_from_text import Tags, unescaped
from app.safe.tree import Element, Tree
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    AMOUNT,
    BASE_AMOUNT,
    CLASSIFIED_CATEGORY,
    COUNTRY_CODE,
    CREDIT_NOTE_LINE,
    DESCRIPTION_CODE,
    DOCUMENT_REFERENCE,
    ID,
    INVOICE_LINE,
    ITEM,
    ITEM_PROPERTY,
    LINE_AMOUNT,
    NAME,
    NOTE,
    PERIOD,
    PRICE,
    TAX_SCHEME,
    TYPE_CODE,
    cac,
    cbc,
)
from app.validation.values import EXACT, ZERO

FEWEST = 8
FEWEST_TAGS = 800
"""Judging fewer lines, or so short a bill, takes no longer than finding out which lines are alike."""
WORTH_JUDGING = 20
"""Lines of a bill that is worth judging twice, should anything be found in the short one."""

_PLAIN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,2})?").fullmatch
_PLAIN_QUANTITY = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,10})?").fullmatch
_PLAIN_PRICE = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,10})?").fullmatch
_BLANKS = " \t\r\n"


Texts = Sequence[str]
_ANY = "\0"  # no text of a document


def _of_words(texts: Texts) -> Texts:
    if "&" not in "".join(texts) and all(map(str.strip, texts)):
        return [_ANY] * len(texts)
    return [_ANY if unescaped(text).strip(_BLANKS) else text for text in texts]


def _of_amount(texts: Texts) -> Texts:
    return [_ANY if _PLAIN(text) else text for text in texts]


def _of_quantity(texts: Texts) -> Texts:
    return [_ANY if _PLAIN_QUANTITY(text) else text for text in texts]


def _of_price(texts: Texts) -> Texts:
    return [_ANY if _PLAIN_PRICE(text) else text for text in texts]


def _verbatim(texts: Texts) -> Texts:
    return texts


Class = Callable[[Texts], Texts]
"""What stands for texts where lines are compared: the same for all texts that no rule tells apart."""
Path = tuple[str, ...]

_VERBATIM = _verbatim
_LINE_AMOUNT = (LINE_AMOUNT,)
_QUANTITIES = ((cbc("InvoicedQuantity"),), (cbc("CreditedQuantity"),))
_PRICE_AMOUNT = (PRICE, cbc("PriceAmount"))
_DISCOUNT = (PRICE, ALLOWANCE_CHARGE)
_CHARGES: Mapping[Path, Class] = {
    (): _VERBATIM,
    (cbc("ChargeIndicator"),): _VERBATIM,
    (cbc("AllowanceChargeReasonCode"),): _VERBATIM,
    (cbc("AllowanceChargeReason"),): _VERBATIM,
    (cbc("MultiplierFactorNumeric"),): _VERBATIM,
    (AMOUNT,): _VERBATIM,
    (BASE_AMOUNT,): _VERBATIM,
}
_TERMS: Mapping[Path, Class] = {
    (): _VERBATIM,
    (ID,): _of_words,
    (NOTE,): _of_words,
    **dict.fromkeys(_QUANTITIES, _of_quantity),
    _LINE_AMOUNT: _of_amount,
    (cbc("AccountingCost"),): _of_words,
    (PERIOD,): _VERBATIM,
    (PERIOD, cbc("StartDate")): _VERBATIM,
    (PERIOD, cbc("EndDate")): _VERBATIM,
    (PERIOD, DESCRIPTION_CODE): _VERBATIM,
    (cac("OrderLineReference"),): _VERBATIM,
    (cac("OrderLineReference"), cbc("LineID")): _of_words,
    (DOCUMENT_REFERENCE,): _VERBATIM,
    (DOCUMENT_REFERENCE, ID): _VERBATIM,
    (DOCUMENT_REFERENCE, TYPE_CODE): _VERBATIM,
    **{(ALLOWANCE_CHARGE, *path): of for path, of in _CHARGES.items()},
    (ITEM,): _VERBATIM,
    (ITEM, cbc("Description")): _of_words,
    (ITEM, NAME): _of_words,
    (ITEM, cac("BuyersItemIdentification")): _VERBATIM,
    (ITEM, cac("BuyersItemIdentification"), ID): _of_words,
    (ITEM, cac("SellersItemIdentification")): _VERBATIM,
    (ITEM, cac("SellersItemIdentification"), ID): _of_words,
    (ITEM, cac("StandardItemIdentification")): _VERBATIM,
    (ITEM, cac("StandardItemIdentification"), ID): _of_words,
    (ITEM, cac("OriginCountry")): _VERBATIM,
    (ITEM, cac("OriginCountry"), COUNTRY_CODE): _VERBATIM,
    (ITEM, cac("CommodityClassification")): _VERBATIM,
    (ITEM, cac("CommodityClassification"), cbc("ItemClassificationCode")): _of_words,
    (ITEM, CLASSIFIED_CATEGORY): _VERBATIM,
    (ITEM, CLASSIFIED_CATEGORY, ID): _VERBATIM,
    (ITEM, CLASSIFIED_CATEGORY, cbc("Percent")): _VERBATIM,
    (ITEM, CLASSIFIED_CATEGORY, TAX_SCHEME): _VERBATIM,
    (ITEM, CLASSIFIED_CATEGORY, TAX_SCHEME, ID): _VERBATIM,
    (ITEM, ITEM_PROPERTY): _VERBATIM,
    (ITEM, ITEM_PROPERTY, NAME): _of_words,
    (ITEM, ITEM_PROPERTY, cbc("Value")): _of_words,
    (PRICE,): _VERBATIM,
    _PRICE_AMOUNT: _of_price,
    (PRICE, cbc("BaseQuantity")): _VERBATIM,
    **{(*_DISCOUNT, *path): of for path, of in _CHARGES.items()},
}
"""What alike lines may have, by its path in the line, and what of its text they must have in common."""


_LINES = (INVOICE_LINE, CREDIT_NOTE_LINE)
_LINE = "Line"
"""What the tag of either has, in whatever namespace."""
_NUMBERS = (_of_quantity, _of_price, _of_amount)


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines that are alike.

    Attributes:
        shown: the line that stands for them in the shortened bill, with the sum of their amounts.
    """

    shown: Element
    _terms: Sequence[Element]
    _texts: Sequence[tuple[str, ...]]

    def each(self) -> Iterator[Element]:
        """`shown` as every one of the lines in turn: with its own quantity, price and amount.

        Whoever stops before the last one has found something, and looks at the shortened bill no more.
        """
        if not self._terms:
            yield self.shown
            return
        usual = [term.text for term in self._terms]
        for texts in self._texts:
            self._say(texts)
            yield self.shown
        self._say(usual)

    def _say(self, texts: Iterable[str]) -> None:
        for term, text in zip(self._terms, texts, strict=True):
            term.text = text


@dataclass(frozen=True, slots=True)
class Shortened:
    """A bill with one line for all that are alike, which has the sum of their amounts.

    Attributes:
        cut: the bill as a message.
        count: how many lines it would have.
    """

    cut: Cut
    count: int
    _kinds: Sequence["_Kind"]

    def lines_of(self, tree: Tree) -> Sequence[Alike]:
        """The lines in a tree of this bill, or of one that is alike but for its texts."""
        lines = [each for name in _LINES for each in tree.root.children.get(name, ())]
        return [kind.shown_by(line, tree) for kind, line in zip(self._kinds, lines, strict=True)]


def shortened(source: etree._Element, cut: Cut) -> Shortened | None:
    """The bill with one line for all that are alike; None where that wouldn't be much shorter.

    Args:
        source: the root of a UBL document.
        cut: all of it.
    """
    pieces = cut.pieces
    if len(pieces) < FEWEST_TAGS:
        return None
    tag_of = cut.tag_of or {each: each.partition(">")[0] for each in set(pieces)}
    tags = list(map(tag_of.__getitem__, pieces))
    names = Tags(source.nsmap)
    places = _places(tags, set(tag_of.values()), names)
    if len(places) < FEWEST:
        return None
    kinds = _kinds([(pieces[start:end], tuple(tags[start:end])) for start, end in places], names)
    if not 0 < len(kinds) * 2 <= len(places):
        return None
    kept = chain.from_iterable(each.pieces for each in kinds)
    return Shortened(Cut([*pieces[: places[0][0]], *kept, *pieces[places[-1][1] :]], 0), len(places), kinds)


def _places(tags: list[str], different: set[str], names: Tags) -> list[tuple[int, int]]:
    """Where lines begin and end, if all stand together in the root and begin with the same tag; else none."""
    likely = [tag for tag in different if _LINE in tag and tag[0] not in "/?"]
    starts = [tag for tag in likely if names[tag][0] in _LINES]
    if len(starts) != 1 or f"/{starts[0]}" not in different:
        return []
    [start], end = starts, f"/{starts[0]}"
    places = []
    place = tags.index(start)
    if _depth_behind(tags[:place]) != 1:
        return []
    while place < len(tags) and tags[place] == start:
        behind = tags.index(end, place) + 1
        places.append((place, behind))
        place = behind
    return places if len(places) == tags.count(start) == tags.count(end) else []


def _depth_behind(tags: Sequence[str]) -> int:
    ends = sum(map(str.startswith, tags, repeat("/")))
    return len(tags) - 2 * ends - sum(map(str.endswith, tags, repeat("/")))


@dataclass(frozen=True, slots=True)
class _Kind:
    """Lines that are alike, as they stand in the message.

    Attributes:
        first: the number of the first line.
        pieces: of that line, with the sum of all amounts.
        terms: which of a line's elements may differ and are numbers; the last one is the amount.
        texts: of each line the texts of these.
    """

    first: int
    pieces: Sequence[str]
    terms: Sequence[int] = ()
    texts: Sequence[tuple[str, ...]] = ()

    def shown_by(self, line: Element, tree: Tree) -> Alike:
        """These lines with `line` to stand for them."""
        return Alike(line, [tree.elements[line.index + each] for each in self.terms], self.texts)


Line = tuple[Sequence[str], tuple[str, ...]]
"""The pieces of a line, and their tags."""


def _kinds(lines: Sequence[Line], names: Tags) -> list[_Kind]:
    """The lines, those together that are alike, in the order of the first of each kind; none where few are alike."""
    same: dict[tuple[str, ...], list[int]] = {}
    for number, (_, tags) in enumerate(lines):
        same.setdefault(tags, []).append(number)
    found: list[_Kind] = []
    alike: list[_SameTags] = []
    for tags, numbers in same.items():
        pieces = [lines[number][0] for number in numbers]
        terms = _free_terms(tags, names) if len(numbers) > 1 else None
        if terms is None:
            found += map(_Kind, numbers, pieces)
        else:
            alike.append(_SameTags(tags, terms, numbers, pieces))
    if (len(found) + sum(len(each.groups) for each in alike)) * 2 > len(lines):
        return []
    found += chain.from_iterable(each.kinds() for each in alike)
    return sorted(found, key=attrgetter("first"))


def _free_terms(tags: tuple[str, ...], names: Tags) -> dict[int, Class] | None:
    """By its place among the tags, whatever a line has that may differ; None for a line that isn't like others."""
    free: dict[int, Class] = {}
    path: list[str] = []
    discounted = False
    for place, tag in enumerate(tags):
        if tag[0] == "/":
            path.pop()
            continue
        name, _, is_closed = names[tag]
        path.append(name)
        within = tuple(path[1:])
        if within not in _TERMS:
            return None
        discounted = discounted or within == _DISCOUNT
        if is_closed:
            path.pop()
        elif tags[place + 1][0] == "/" and _TERMS[within] is not _VERBATIM:
            free[place] = _TERMS[within]
    if list(free.values()).count(_of_amount) != 1:
        return None
    # a price that has a discount is compared with it
    return {place: of for place, of in free.items() if of is not _of_price} if discounted else free


def free_terms_of(tree: Tree) -> Iterator[Element]:
    """The elements of a document whose texts may differ between lines that are alike."""
    for line in (each for name in _LINES for each in tree.named(name)):
        for each in tree.elements[line.index + 1 : line.end]:
            above = [one.name for one in each.ancestors() if one.index > line.index]
            if not each.children and _TERMS.get((*reversed(above), each.name), _VERBATIM) is not _VERBATIM:
                yield each


class _SameTags:
    """Lines with the same tags in the same order.

    Args:
        tags: those.
        free: see `_free_terms`.
        numbers: of the lines.
        lines: the pieces of each.

    Attributes:
        groups: which of the lines are alike, by their place in `lines`.
    """

    def __init__(
        self, tags: tuple[str, ...], free: Mapping[int, Class], numbers: Sequence[int], lines: Sequence[Sequence[str]]
    ) -> None:
        self._tags = tags
        self._numbers = numbers
        self._lines = lines
        self._amount = 0
        self._texts: dict[int, list[str]] = {}
        self._compared: dict[int, Sequence[str]] = {}
        for place, column in enumerate(zip(*lines, strict=True)):
            self._enter(place, column, free.get(place, _VERBATIM))
        self.groups = self._grouped()

    def _enter(self, place: int, column: Sequence[str], of: Class) -> None:
        if of is _VERBATIM:
            self._compared[place] = column
            return
        begin = len(self._tags[place]) + 1
        texts = [each[begin:] for each in column]
        self._compared[place] = of(texts)
        if of in _NUMBERS:
            self._texts[place] = texts
        if of is _of_amount:
            self._amount = place

    def _grouped(self) -> Sequence[Sequence[int]]:
        different = [each for each in self._compared.values() if len(set(each)) > 1]
        keys = zip(*different, strict=True) if different else repeat((), len(self._lines))
        groups: dict[tuple[str, ...], list[int]] = {}
        for row, key in enumerate(keys):
            groups.setdefault(key, []).append(row)
        return [*groups.values()]

    def kinds(self) -> list[_Kind]:
        """The lines, those together that are alike."""
        return [kind for rows in self.groups for kind in self._kinds_of(rows)]

    def _kinds_of(self, rows: Sequence[int]) -> Iterable[_Kind]:
        """One kind; or one for each line, where their amounts can't be added up."""
        plain = [place for place in self._texts if self._compared[place][rows[0]] == _ANY]
        if self._amount not in plain:
            return [_Kind(self._numbers[row], self._lines[row]) for row in rows]
        places = sorted(plain, key=self._amount.__eq__)
        columns = [self._texts[place] for place in places]
        if len(rows) < len(self._lines):
            columns = [[column[row] for row in rows] for column in columns]
        texts = list(zip(*columns, strict=True))
        first = rows[0]
        pieces = [*self._lines[first]]
        with localcontext(EXACT):
            total = sum(map(Decimal, columns[-1]), ZERO)
        pieces[self._amount] = f"{self._tags[self._amount]}>{total:f}"
        starts = [place for place, tag in enumerate(self._tags) if tag[0] != "/"]
        return [_Kind(self._numbers[first], pieces, [starts.index(place) for place in places], texts)]
