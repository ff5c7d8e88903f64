"""How single values stand in Contract XML. Texts, decimals, days and times are spelt as in Countersign JSON.

XSD lets white space stand around everything but texts; it is taken off here and not kept.
"""

import re
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from app.formats.json.reading import Reading, shown
from app.formats.json.scalars import Choice, Clock, Day, Number, Spelling, Text, Value, as_it_is

_SPACE = " \t\r\n"
_WHOLE = r"[1-9][0-9]{0,5}"


class Trimmed:
    """Another codec behind white space."""

    def __init__(self, inner: Value) -> None:
        self._inner = inner

    def read(self, value: str, path: str, reading: Reading) -> Any:
        return self._inner.read(value.strip(_SPACE), path, reading)

    def write(self, value: Any) -> str:
        return str(self._inner.write(value))


class Named:
    """A truth with a word for each of its values."""

    def __init__(self, true: str, false: str) -> None:
        self._words = {true: True, false: False}

    def read(self, value: str, path: str, reading: Reading) -> Any:
        if value not in self._words:
            return reading.fault("document.bad_code", path, found=shown(value), expected=", ".join(self._words))
        return self._words[value]

    def write(self, value: bool) -> str:
        return next(word for word, meaning in self._words.items() if meaning is value)


class Count:
    """A whole number from 1 on."""

    def read(self, value: str, path: str, reading: Reading) -> Any:
        if not re.fullmatch(_WHOLE, value):
            return reading.fault("document.bad_decimal", path, found=shown(value))
        return int(value)

    def write(self, value: int) -> str:
        return str(value)


SPELT = Spelling()
TEXT = Text()
SIDE = Named("buyer", "seller")
_SCALARS: dict[type, Value] = {
    str: TEXT,
    bool: Trimmed(Named("true", "false")),
    int: Trimmed(Count()),
    date: Trimmed(Day()),
    time: Trimmed(Clock()),
    Decimal: Trimmed(Number(as_it_is)),
}


def scalar(hint: type) -> Value:
    """The codec of a single value's type."""
    return Choice(hint) if issubclass(hint, StrEnum) else _SCALARS[hint]
