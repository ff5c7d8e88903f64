"""Values by the texts that say them: each text is read once, and written again once to see that it comes back.

A text that doesn't come back as it was, or that there is something to say about, isn't known; who asks for it gets an
exception and goes the long way.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import make_dataclass, replace
from decimal import Decimal
from functools import cache, partial
from typing import Any

from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.loops import Loop
from app.formats.lens.bound import At, BoundElement
from app.formats.lens.codecs import DECIMAL
from app.formats.lens.element_writers import writer_of
from app.formats.lens.elements import moment_slots, reader_of
from app.formats.lens.frames import Shape
from app.formats.lens.layout import Layout
from app.formats.lens.paths import resolved
from app.formats.lens.sketch import Unlike
from app.formats.lens.state import ReadState, WriteState

_MOST, _MOST_BESIDE = 4_000, 500
"""Texts that an element's values are known by, and marks beside a number; all are forgotten when there are more."""
_LONGEST = 400
"""Characters of a text that is kept; a longer one hardly comes again."""
_NUMBERS = (Amount, Quantity, Decimal)
_PLAIN = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
"""A number as it is written of its value alone."""

Try = Callable[[Any], Any]


class Known(dict[Any, Any]):
    """Values by their texts, made of what reads and writes them."""

    __slots__ = ("_of",)

    def __init__(self, of: Try) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, key: Any) -> Any:
        value = self._of(key)
        self.keep(key, value)
        return value

    def keep(self, key: Any, value: Any) -> None:
        """Keep a value for when its texts come again."""
        if (len(key) if isinstance(key, str) else sum(map(len, key))) > _LONGEST:
            return
        if len(self) >= _MOST:
            self.clear()
        self[key] = value


@cache
def _holder(kind: type, other: type) -> type:
    """A class for an element's value alone, since the document's may ask for more than that element."""
    fields = [("value", kind | None, None), ("other", other | None, None)]
    return make_dataclass("Holder", fields, frozen=True, slots=True)


class KnownNumbers(Known):
    """Values of numbers, of which there are ever new ones: one that is spelt plainly is written so beside any unit."""

    __slots__ = ("_like", "_longest")

    def __init__(self, of: Try, longest: int) -> None:
        super().__init__(of)
        self._longest = longest
        self._like: dict[Any, Callable[[Decimal], Any]] = {}

    def __missing__(self, key: Any) -> Any:
        text, beside = (key, ()) if isinstance(key, str) else (key[0], key[1:])
        if len(text) > self._longest or not _PLAIN.fullmatch(text):
            return super().__missing__(key)
        make = self._like.get(beside)
        if make is None:
            value = super().__missing__(key)
            if key in self and len(self._like) < _MOST_BESIDE:
                self._like[beside] = _like(value)
            return value
        value = make(Decimal(text))
        self.keep(key, value)
        return value


def _like(value: Any) -> Callable[[Decimal], Any]:
    """What makes amounts of the same currency, quantities of the same unit, or just numbers."""
    if isinstance(value, Amount):
        return partial(Amount, currency=value.currency)
    return partial(Quantity, unit=value.unit) if isinstance(value, Quantity) else _itself


def _itself(number: Decimal) -> Decimal:
    return number


def known_element(element: BoundElement, layout: Layout, *, is_strict: bool) -> Known:
    """The values of an element by its texts (`key_of`): what goes into its slots, in a tuple where there are several.

    Args:
        is_strict: whether only texts are known that come back as they were.
    """
    holder = _holder(element.path.type, element.time.type if element.time else str)
    other = resolved(holder, "other") if element.time else None
    alone = replace(element, path=resolved(holder, "value"), time=other, instead=None, implied=None, otherwise="")
    shape = Shape(holder)
    read, write = reader_of(alone, layout, shape), writer_of(alone, layout)
    slots = [each for each in moment_slots(alone, shape) if each is not None] if is_moment(element) else [0]
    shape.finish()
    cells = [layout.cell(each) for each in texts_of(element)]

    def tried(key: Any) -> Any:
        texts: Sequence[str] = (key,) if isinstance(key, str) else key
        currency = texts[-1] if is_of_currency(element) else ""
        given, out = [""] * layout.cells, [""] * layout.cells
        for cell, text in zip(cells, texts, strict=False):
            given[cell] = text
        reading, writing, frame = ReadState(Loop.begun(0, 1, "-"), "", currency), WriteState(currency), shape.frame()
        read(given, frame, reading)
        found = tuple(frame[slot] for slot in slots)
        if reading.findings or all(each is None for each in found):
            raise Unlike
        write(shape.build(frame), out, writing)
        if is_strict and (out != given or writing.remarks):
            raise Unlike
        return found if len(slots) > 1 else found[0]

    return KnownNumbers(tried, element.grammar.max) if _is_number(element) else Known(tried)


def _is_number(element: BoundElement) -> bool:
    """Whether a number's digits are all that there is to it."""
    is_free = element.grammar.min <= 1 and element.grammar.codes is None and not element.length
    return is_free and element.codec is DECIMAL and element.path.type in _NUMBERS


def key_of(element: BoundElement, texts: Sequence[str], currency: str) -> Any:
    """The key of an element's value: the texts of its cells and of the one beside, for an amount the currency, too."""
    key = [*texts, currency] if is_of_currency(element) else texts
    return key[0] if len(key) == 1 else tuple(key)


def is_of_currency(element: BoundElement) -> bool:
    """Whether what it means depends on the document's currency."""
    return element.path.type is Amount


def known_pair(element: BoundElement, convert: Callable[[str], Any], layout: Layout, at: At) -> Known:
    """The values of one kind of a pair, by their text."""
    holder = _holder(element.path.type, str)
    write = writer_of(replace(element, path=resolved(holder, "value"), cells=(at,)), layout)
    cell = layout.cell(at)

    def tried(text: str) -> Any:
        value, out, writing = convert(text), [""] * layout.cells, WriteState("")
        if value is None:
            raise Unlike
        write(holder(value), out, writing)
        if out[cell] != text or writing.remarks:
            raise Unlike
        return value

    return Known(tried)


def texts_of(element: BoundElement) -> list[At]:
    """Where the texts are that an element is read from."""
    return [*element.cells, *([element.beside] if element.beside else [])]


def is_moment(element: BoundElement) -> bool:
    """Whether it is a date that may have a time or an end."""
    return bool(element.part) or element.codec.name == "dtm"


def is_text(element: BoundElement) -> bool:
    """Whether an element is nothing but a text of some length: what is read is what is written, without a look."""
    simple = not element.beside and not element.constant and not element.length and len(element.cells) == 1
    plain = element.codec.name == "text" and element.path.type is str and element.grammar.type in _TEXTS
    return simple and plain and element.grammar.codes is None


_TEXTS = frozenset({"AN", "ID", "an", "a"})
