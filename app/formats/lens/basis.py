"""X12's basis of unit price (data element 639): a code that says for how many of which unit the price beside it is.

A table has the code's meaning as `100`, so many of the line's unit, or as `1 LBR`; as nothing where the code only says
what kind of price it is. What no code says is written as the price for one.
"""

from collections.abc import Callable
from dataclasses import MISSING
from decimal import Decimal
from typing import Any

from app.domain.quantities import Quantity
from app.formats.lens.bound import BoundElement
from app.formats.lens.codecs import Codec, UnknownCodeValue
from app.formats.lens.frames import Aside, Frame, Shape
from app.formats.lens.layout import Layout
from app.formats.lens.state import ReadState, Unsayable, WriteState
from app.formats.lens.unit_prices import agree, per_one, pieces

_ONE = Decimal(1)


def basis_reader(
    element: BoundElement, layout: Layout, shape: Shape | Aside
) -> Callable[[list[str], Frame, ReadState], None]:
    """What reads it; a price whose basis isn't understood isn't read, for it is none to reckon with."""
    assert element.price is not None
    slot, cell, label = shape.slot(element.path), layout.cell(element.cells[0]), element.label
    priced, line_unit, table = shape.slot(element.price.path), _line_unit(element, layout), element.codec

    def read(cells: list[str], frame: Frame, state: ReadState) -> None:
        code = cells[cell]
        if not code:
            return
        try:
            frame[slot] = _meant(table.read(code), line_unit(cells))
        except UnknownCodeValue:
            state.doubt("lens.unknown_code", label, code, table=table.name.removeprefix("code "))
            frame[priced] = None

    return read


def basis_writer(element: BoundElement, layout: Layout) -> Callable[[Any, list[str], WriteState], None]:
    """What writes it, behind the price and the line's unit."""
    assert element.price is not None
    get, cell, price_cell = element.path.get, layout.cell(element.cells[0]), layout.cell(element.price.cells[0])
    get_price, name, longest = element.price.path.get, element.price.path.text, element.price.grammar.max
    line_unit, table = _line_unit(element, layout), element.codec
    is_all = element.path.steps[0].field.default is MISSING

    def write(value: Any, cells: list[str], state: WriteState) -> None:
        base = get(value)
        if base is None or not cells[price_cell]:
            return
        unit = line_unit(cells)
        cells[cell] = _code(table, base, unit)
        if cells[cell]:
            return
        cells[cell] = "" if agree(base.unit, unit) else _code(table, Quantity(_ONE, base.unit), unit)
        if base.value <= 0 or not (cells[cell] or agree(base.unit, unit)):
            cells[price_cell] = ""
            state.remark("code", name)
            if is_all:
                raise Unsayable
            return
        price, is_exact = per_one(get_price(value).value, base.value, longest)
        cells[price_cell] = format(price, "f")
        if not is_exact:
            state.remark("rounded", name)

    return write


def _line_unit(element: BoundElement, layout: Layout) -> Callable[[list[str]], str]:
    """What gives the line's unit as it stands in the segment."""
    assert element.beside is not None
    assert element.beside_codec is not None
    cell, unit = layout.cell(element.beside), element.beside_codec.read

    def line_unit(cells: list[str]) -> str:
        try:
            return str(unit(cells[cell])) if cells[cell] else ""
        except UnknownCodeValue as unknown:  # told with the line's quantity
            return unknown.instead

    return line_unit


def _meant(meaning: str, line_unit: str) -> Quantity | None:
    """The quantity; of a line in dozens or hundreds so many pieces as one that is in them."""
    if not meaning:
        return None
    number, _, unit = meaning.partition(" ")
    many = pieces(line_unit)
    if unit or number == "1" or many == 1:
        return Quantity(Decimal(number), unit or line_unit)
    if Decimal(number) % many:
        raise UnknownCodeValue(meaning)
    return Quantity(Decimal(number) / many, line_unit)


def _code(table: Codec, base: Quantity, line_unit: str) -> str:
    """The code for a quantity; empty where there is none."""
    found = table.write(f"{_plain(base.value)} {base.unit}")
    if found or not agree(base.unit, line_unit):
        return found
    return table.write(_plain(base.value * pieces(base.unit or line_unit)))


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")
