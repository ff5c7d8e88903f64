"""Elements compiled for reading: for each a closure that puts what its cells say into a frame."""

from collections.abc import Callable
from datetime import time
from decimal import Decimal
from functools import lru_cache
from typing import Any

from app.domain.identifiers import Code, Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.lens.basis import basis_reader
from app.formats.lens.bound import BoundElement
from app.formats.lens.codecs import (
    CODECS,
    TEXT,
    UnknownCodeValue,
    implied,
    number_of,
    zone_of,
)
from app.formats.lens.dates import Moment, format_of, moment_of
from app.formats.lens.frames import Aside, Frame, Shape
from app.formats.lens.layout import Layout
from app.formats.lens.paths import resolved
from app.formats.lens.spread import joined
from app.formats.lens.state import ReadState

Read = Callable[[list[str], Frame, ReadState], None]
MEASURES: dict[type, type] = {Amount: Amount, Quantity: Quantity}
_MANY = 8192
CODED: dict[type, tuple[type, str]] = {Identifier: (Identifier, "scheme"), Code: (Code, "list_id")}


def reader_of(element: BoundElement, layout: Layout, shape: Shape | Aside) -> Read:
    """What reads it."""
    if element.price is not None:
        return basis_reader(element, layout, shape)
    if element.part or element.codec.name == "dtm":
        return _moment_reader(element, layout, shape)
    slot, cell = shape.slot(element.path), layout.cell(element.cells[0])
    if len(element.cells) > 1:
        return _spread_reader(element, [layout.cell(each) for each in element.cells], slot)
    return _text_reader(cell, slot) if _is_mere_text(element) else _value_reader(element, layout, cell, slot)


def _value_reader(element: BoundElement, layout: Layout, cell: int, slot: int) -> Read:
    convert = _conversion(element, layout)
    label, length, otherwise, kind = element.label, element.length, element.otherwise, element.codec.name

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:
        text = cells[cell]
        if text and not (length and len(text) != length):
            try:
                frame[slot] = convert(text, cells, state)
            except UnknownCodeValue:
                state.doubt("lens.unknown_code", label, text, table=kind.removeprefix("code "))
            except (ValueError, ArithmeticError):
                state.fault("lens.bad_value", label, text, kind=kind)
        elif otherwise and frame[slot] is None and not text:
            frame[slot] = str(state.position) if otherwise == "position" else otherwise

    return read


def _is_mere_text(element: BoundElement) -> bool:
    return element.codec is TEXT and element.path.type is str and not (element.length or element.otherwise)


def _text_reader(cell: int, slot: int) -> Read:
    def read(cells: list[str], frame: Frame, state: ReadState) -> None:  # noqa: ARG001 (every reader is called so)
        if cells[cell]:
            frame[slot] = cells[cell]

    return read


def _conversion(element: BoundElement, layout: Layout) -> Callable[[str, list[str], ReadState], Any]:
    kind = element.path.type
    if kind in MEASURES:
        return _measure(element, layout)
    if kind in CODED:
        return _coded(element, layout)
    read = element.codec.read
    if kind is time and element.beside is not None and element.beside_codec:
        return _zoned(element, layout)
    return lambda text, _cells, _state: read(text)


def _measure(element: BoundElement, layout: Layout) -> Callable[[str, list[str], ReadState], Any]:
    beside = layout.cell(element.beside) if element.beside else None
    number = implied_number(element)
    amount_of, quantity_of = (plain_amount, plain_quantity) if number is None else _measures_of(number)
    unit = element.beside_codec.read if element.beside_codec else None
    label, constant = element.label, element.constant
    if element.path.type is Amount:

        def amount(text: str, cells: list[str], state: ReadState) -> Amount:
            return amount_of(text, (cells[beside] if beside else "") or state.currency)

        return amount

    def quantity(text: str, cells: list[str], state: ReadState) -> Quantity:
        code = cells[beside] if beside else constant
        if code and unit:
            try:
                code = unit(code)
            except UnknownCodeValue as unknown:
                state.doubt("lens.unknown_code", label, code, table="unit")
                code = unknown.instead
        return quantity_of(text, code)

    return quantity


@lru_cache(_MANY)
def plain_amount(text: str, currency: str) -> Amount:
    """An amount by its text; the same ones come again and again, and are never changed."""
    value, lexical = number_of(text)
    return Amount(value, currency, lexical)


@lru_cache(_MANY)
def plain_quantity(text: str, unit: str) -> Quantity:
    """A quantity by its text."""
    value, lexical = number_of(text)
    return Quantity(value, unit, lexical)


def _measures_of(
    number: Callable[[str], tuple[Decimal, str]],
) -> tuple[Callable[[str, str], Amount], Callable[[str, str], Quantity]]:
    """The same for numbers that are spelt otherwise."""

    def amount(text: str, currency: str) -> Amount:
        value, lexical = number(text)
        return Amount(value, currency, lexical)

    def quantity(text: str, unit: str) -> Quantity:
        value, lexical = number(text)
        return Quantity(value, unit, lexical)

    return amount, quantity


def implied_number(element: BoundElement) -> Callable[[str], tuple[Decimal, str]] | None:
    """What reads a number with implied decimals; None where the element has its decimals written."""
    if element.codec is CODECS["negated"]:
        return lambda text: (element.codec.read(text), "")
    if element.codec.name[:1] != "n" or not element.codec.name[1:].isdigit():
        return None
    read, _ = implied(int(element.codec.name[1:]))
    return lambda text: (read(text), "")


def _coded(element: BoundElement, layout: Layout) -> Callable[[str, list[str], ReadState], Any]:
    make, _ = CODED[element.path.type]
    constant, read = element.constant, element.codec.read
    if element.beside is None:
        return lambda text, _cells, _state: make(read(text), constant)
    beside = layout.cell(element.beside)
    convert = element.beside_codec.read if element.beside_codec else str
    return lambda text, cells, _state: make(read(text), convert(cells[beside]) if cells[beside] else "")


def _zoned(element: BoundElement, layout: Layout) -> Callable[[str, list[str], ReadState], Any]:
    assert element.beside is not None
    assert element.beside_codec is not None
    beside, read, offset = layout.cell(element.beside), element.codec.read, element.beside_codec.read
    label = element.label

    def zoned(text: str, cells: list[str], state: ReadState) -> Any:
        code = cells[beside]
        if not code:
            return read(text)
        try:
            return read(text).replace(tzinfo=zone_of(offset(code)))
        except UnknownCodeValue:
            # which of its two offsets a named zone has, isn't said
            state.doubt("lens.unknown_code", label, code, table="zone")
            return read(text)

    return zoned


def _spread_reader(element: BoundElement, cells_of: list[int], slot: int) -> Read:
    longest, join = element.grammar.max, element.join

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:  # noqa: ARG001 (every reader is called so)
        parts = [cells[each] for each in cells_of]
        if any(parts):
            frame[slot] = joined(parts, longest, join)

    return read


def _moment_reader(element: BoundElement, layout: Layout, shape: Shape | Aside) -> Read:
    cell = layout.cell(element.cells[0])
    beside = layout.cell(element.beside) if element.beside else None
    slots = moment_slots(element, shape)
    label, read_plain = element.label, element.codec.read

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:
        text = cells[cell]
        if not text:
            return
        try:
            values = _meant(text, cells[beside], label, state) if beside else (read_plain(text), None, None, None)
        except (ValueError, ArithmeticError):
            state.fault("lens.bad_value", label, text, kind="date")
            return
        if values is not None:
            _place(values, slots, frame)

    return read


def _meant(text: str, format_: str, label: str, state: ReadState) -> Moment | None:
    """What a date means; one whose length shows that its format is another one is read by that, with a warning."""
    shown = format_of(text)
    if format_ in _DAYS and shown and shown != format_:
        state.doubt("lens.other_format", label, text, format=format_)
        return moment_of(text, shown)
    return moment_of(text, format_)


_DAYS = frozenset({"", "102", "203", "204"})


def _place(values: Moment, slots: tuple[int | None, ...], frame: Frame) -> None:
    start, at, end, until = values
    for slot, value in zip(slots, (start, at, end or start, until or at), strict=True):
        if slot is not None and value is not None:
            frame[slot] = value


def moment_slots(element: BoundElement, shape: Shape | Aside) -> tuple[int | None, ...]:
    """The slots of a date's day and time, and of a period's last day and time."""
    if not element.part:
        return (shape.slot(element.path), shape.slot(element.time) if element.time else None, None, None)
    inner = {
        name: shape.slot(resolved(shape.cls, f"{element.path.text}.{name}"))
        for name in ("start", "start_time", "end", "end_time")
    }
    if element.part == "start":
        return (inner["start"], inner["start_time"], None, None)
    if element.part == "end":
        return (None, None, inner["end"], inner["end_time"])
    return tuple(inner.values())
