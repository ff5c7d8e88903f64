"""How single values stand in Countersign JSON: texts, truths, whole numbers, decimals, dates, times, codes.

Each class knows one kind of value in all three directions: reading it, writing it, and describing it in a JSON Schema.
Decimals, dates and times are strings; what is read back is exactly what was written.
"""

import re
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from app.formats.json.reading import Reading, shown, type_name

Schema = dict[str, Any]
SPELT_DECIMAL = r"^[ \t\r\n]*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)[ \t\r\n]*$"
PLAIN_DECIMAL = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME = r"^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?$"


class Value(Protocol):
    """One kind of value between the domain and what a syntax has for it."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        """The domain's value; FAULTY where it was reported why there is none."""

    def write(self, value: Any) -> Any:
        """What `read` would turn into `value`."""


class Codec(Value, Protocol):
    """One kind of value between the domain and JSON."""

    def schema(self, definitions: Schema) -> Schema:
        """JSON Schema (2020-12) of what `read` accepts; objects add themselves to `definitions`."""


class Text:
    """Text as it is."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        return reading.text(value, path) if isinstance(value, str) else reading.wrong_type(path, "string", value)

    def write(self, value: str) -> str:
        return value

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "string"}


class Truth:
    """true or false."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        return value if isinstance(value, bool) else reading.wrong_type(path, "boolean", value)

    def write(self, value: bool) -> bool:
        return value

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "boolean"}


class Whole:
    """A whole number: a count, never money."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return reading.wrong_type(path, "integer", value)

    def write(self, value: int) -> int:
        return value

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "integer"}


class Spelling:
    """A decimal as its sender spelt it: read as checked text, for Amount.of and Quantity.of to make a value of.

    The spellings are XSD's (part 2, 3.2.3), since that is how XML documents bring them.
    """

    pattern = SPELT_DECIMAL

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if type_name(value) == "number":
            return reading.fault("document.number", path, found=shown(value))
        if not isinstance(value, str):
            return reading.wrong_type(path, "string", value)
        if not re.fullmatch(self.pattern, value):
            return reading.fault("document.bad_decimal", path, found=shown(value))
        return value

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "string", "pattern": self.pattern}


class NormalSpelling(Spelling):
    """A decimal's value in its one shortest spelling, for digests."""

    def write(self, value: Any) -> str:
        return normal(value)


class Number(Spelling):
    """A decimal that the model keeps without its spelling; so only one spelling of a value and scale is taken."""

    pattern = PLAIN_DECIMAL

    def __init__(self, spell: Callable[[Decimal], str]) -> None:
        self._spell = spell

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        text = super().read(value, path, reading)
        return Decimal(text) if isinstance(text, str) else text

    def write(self, value: Any) -> str:
        return self._spell(value)


class Day:
    """A calendar day, ISO 8601."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if not isinstance(value, str):
            return reading.wrong_type(path, "string", value)
        try:
            return date.fromisoformat(_like(DATE, value))
        except ValueError:
            return reading.fault("document.bad_date", path, found=shown(value))

    def write(self, value: date) -> str:
        return value.isoformat()

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "string", "format": "date", "pattern": DATE}


class Clock:
    """A time of day, ISO 8601, with its offset from UTC where it has one."""

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if not isinstance(value, str):
            return reading.wrong_type(path, "string", value)
        try:
            return time.fromisoformat(_like(TIME, value))
        except ValueError:
            return reading.fault("document.bad_time", path, found=shown(value))

    def write(self, value: time) -> str:
        return value.isoformat().replace("+00:00", "Z")

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"type": "string", "pattern": TIME}


class Choice:
    """One value of a closed list."""

    def __init__(self, choices: type[StrEnum]) -> None:
        self._choices = choices

    def read(self, value: Any, path: str, reading: Reading) -> Any:
        if not isinstance(value, str):
            return reading.wrong_type(path, "string", value)
        if value not in list(self._choices):
            return reading.fault("document.bad_code", path, found=shown(value), expected=", ".join(self._choices))
        return self._choices(value)

    def write(self, value: StrEnum) -> str:
        return str(value)

    def schema(self, definitions: Schema) -> Schema:  # noqa: ARG002 (part of the protocol)
        return {"enum": list(self._choices)}


def as_it_is(value: Decimal) -> str:
    """A decimal with the digits that it has: 19.00 stays 19.00."""
    return format(value, "f")


def normal(value: Decimal) -> str:
    """A decimal's shortest spelling: 19.00 and +019 are 19, and -0 is 0."""
    text = format(value, "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in {"-0", ""} else short


def _like(pattern: str, value: str) -> str:
    # fromisoformat alone is too kind: it also takes week dates, basic formats and more digits than it keeps
    if not re.fullmatch(pattern, value):
        raise ValueError(value)
    return value
