"""Amounts that say what another one says in a second currency: one in the same currency would only say it again."""

from typing import Any

from app.formats.lens.bound import BoundElement
from app.formats.lens.element_writers import Write
from app.formats.lens.elements import Read
from app.formats.lens.frames import Aside, Frame, Shape
from app.formats.lens.state import ReadState, WriteState


def apart_reader(read: Read, element: BoundElement, shape: Shape | Aside) -> Read:
    """The reader of an element that fills what is empty still, with an amount in another currency than the first's."""
    assert element.apart is not None
    slot, first = shape.slot(element.path), shape.slot(element.apart)

    def careful(cells: list[str], frame: Frame, state: ReadState) -> None:
        if frame[slot] is not None:
            return
        read(cells, frame, state)
        if _are_alike(frame[slot], frame[first]):
            frame[slot] = None

    return careful


def apart_writer(write: Write, element: BoundElement) -> Write:
    """The writer of such an element."""
    assert element.apart is not None
    get, first = element.path.get, element.apart.get

    def careful(value: Any, cells: list[str], state: WriteState) -> None:
        if not _are_alike(get(value), first(value)):
            write(value, cells, state)

    return careful


def _are_alike(one: Any, other: Any) -> bool:
    return one is not None and other is not None and one.currency == other.currency
