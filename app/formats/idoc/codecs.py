"""How values stand in IDocs: eight digits for a day, a minus behind the number, no currency beside an amount."""

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache
from typing import Any

from app.domain.identifiers import Identifier
from app.domain.money import NO_CURRENCY, Amount, decimal_of
from app.formats.xml.codecs import Codec, Read, currency_of, reported, trimmed
from app.formats.xml.idoc_facts import FOLDER
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

CURRENCY = "currency"
"""The attribute in which an amount's currency waits until it is seen that it is the document's."""
GTIN = "0160"
"""ISO 6523: the scheme of GTINs, which SAP calls EAN."""

_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_NEVER = frozenset({"", "00000000", "000000"})
"""What fields of days and times hold that were never filled."""
END_OF_DAY = "240000"
"""No time of the day that it stands beside: it is over then (app/formats/idoc/moments.py)."""
_LONGEST_UNIT = 3
"""MENEE, VRKME, PMENE and their like: CHAR 3."""
_ISO = {"C62": "PCE"}


def number_of(text: str) -> Decimal:
    """The value of a number with its sign at the end; raises decimal.InvalidOperation where it is none."""
    stripped = text.strip(" \t\r\n")
    if not stripped.endswith("-"):
        return decimal_of(stripped)[0]
    return decimal_of(stripped[:-1].rstrip(" "))[0].copy_negate()


def text_of(value: Decimal) -> str:
    """A number with its sign at the end."""
    digits = format(value, "f")
    return f"{digits[1:]}-" if digits.startswith("-") else digits


def _filled(read: Read, initial: Collection[str] = ("",)) -> Read:
    """`read`, for a field that says nothing where it is as it was before anybody filled it."""

    def read_filled(node: Node, reading: Reading) -> Any:
        return None if trimmed(node) in initial else read(node, reading)

    return read_filled


def _day(node: Node) -> date:
    matched = _DAY.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    return date(*map(int, matched.groups()))


def _write_day(node: Node, value: date) -> None:
    node.text = value.isoformat().replace("-", "")


def _time(node: Node) -> time:
    matched = _TIME.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    hours, minutes, seconds = map(int, matched.groups())
    return time(hours, minutes, seconds)


def _write_time(node: Node, value: time) -> None:
    # midnight is what an unfilled field says
    node.text = value.strftime("%H%M%S") if value.replace(tzinfo=None, microsecond=0) != time(0) else ""


def _number(node: Node) -> Decimal:
    return number_of(node.text)


def write_number(node: Node, value: Decimal) -> None:
    """Put a number into a field."""
    node.text = text_of(value)


_checked_number = reported("decimal", _number)


def _amount(node: Node, reading: Reading) -> Amount | None:
    value = _checked_number(node, reading)
    if value is None:
        return None
    if not reading.currency:
        reading.fault("no_currency", node)
        # said once: all other amounts lack it for the same reason
        reading.currency = NO_CURRENCY
    return Amount(value, reading.currency)


def _write_amount(node: Node, value: Amount) -> None:
    node.text = text_of(value.value)
    node.put(CURRENCY, currency_of(value))


@cache
def _units() -> Mapping[str, str]:
    rows = (FOLDER / "units.tsv").read_text(encoding="utf-8").splitlines()
    return dict(row.split("\t") for row in rows)


def unit_of(name: str) -> str:
    """SAP's name of a unit as UN/ECE Recommendation 20 or 21 has it; names that aren't in the table stay.

    "" for a name that is longer than the fields of units are, which is neither's.
    """
    return _units().get(name, name) if len(name) <= _LONGEST_UNIT else ""


def sap_unit(unit: str) -> str:
    """The inverse: IDocs have ISO's names of units, which are Recommendation 20's but for `_ISO`.

    "" for a longer name than the fields have place for: what is left of it when cut may be another unit.
    """
    name = _ISO.get(unit, unit)
    return name if len(name) <= _LONGEST_UNIT else ""


def _unit(node: Node, _reading: Reading) -> str:
    return unit_of(trimmed(node))


def _write_unit(node: Node, value: str) -> None:
    node.text = sap_unit(value)


def _gtin(node: Node, _reading: Reading) -> Identifier | None:
    text = trimmed(node)
    return Identifier(text, GTIN) if text else None


def _write_gtin(node: Node, value: Identifier) -> None:
    # what isn't a GTIN must not be taken for one
    node.text = value.value if value.scheme == GTIN else ""


def parted(node: Node) -> Identifier:
    """A scheme and a value from one field; either may be blank."""
    scheme, _, value = trimmed(node).partition(":")
    return Identifier(value, scheme.replace("%3A", ":").replace("%25", "%"))


def _qualified(node: Node, _reading: Reading) -> Identifier | None:
    found = parted(node)
    return found if found.value else None


def _write_qualified(node: Node, value: Identifier) -> None:
    scheme = value.scheme.replace("%", "%25").replace(":", "%3A")
    node.text = f"{scheme}:{value.value}"


def coded(table: Mapping[str, str]) -> Codec:
    """A code by SAP's table: each of its codes with ours; codes that aren't in the table stay."""
    back = {ours: theirs for theirs, ours in reversed(list(table.items()))}

    def read(node: Node, _reading: Reading) -> str:
        text = trimmed(node)
        return table.get(text, text)

    def write(node: Node, value: str) -> None:
        node.text = back.get(value, value)

    return Codec(read, write)


DATE = Codec(_filled(reported("date", _day), _NEVER), _write_day)
TIME = Codec(_filled(reported("time", _time), _NEVER | {END_OF_DAY}), _write_time)
DECIMAL = Codec(_filled(_checked_number), write_number)
AMOUNT = Codec(_filled(_amount), _write_amount)
UNIT = Codec(_unit, _write_unit)
EAN = Codec(_gtin, _write_gtin)
QUALIFIED = Codec(_qualified, _write_qualified)
"""An identifier with its scheme before it, as IDocs have no field for schemes: `0088:5790000435944`."""
