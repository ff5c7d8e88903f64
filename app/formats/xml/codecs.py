"""How one element's content becomes a value and back: each codec is a pair of inverse functions.

A codec's `read` gives None where the element says nothing usable. Text is trimmed; where a value's own spelling is not
the sender's (`1` for true, a date with a zone), the complement keeps the sender's.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from app.domain.documents.base import Note
from app.domain.identifiers import Code, Identifier
from app.domain.money import Amount, decimal_of
from app.domain.quantities import Quantity
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading


@dataclass(frozen=True, slots=True)
class Codec:
    """Element ↔ value.

    Attributes:
        read: the value that a node says, or None.
        write: puts a value into a node.
    """

    read: Callable[[Node, Reading], Any]
    write: Callable[[Node, Any], None]


_BLANK = " \t\r\n"
SHOWN = 60
"""So many characters of what a sender wrote are shown in a finding."""

# XSD part 2, 3.2.9 and 3.2.8; Python's own fromisoformat takes spellings that XSD doesn't have (20260302, 2026-W10-1)
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_TIME = re.compile(r"([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


Read = Callable[[Node, Reading], Any]


def trimmed(node: Node) -> str:
    """The node's text without white space around it."""
    return node.text.strip(_BLANK)


def attribute(node: Node, name: str) -> str:
    """An attribute without white space around it; "" where there is none."""
    return node.attributes.get(name, "").strip(_BLANK)


def reported(what: str, value_of: Callable[[Node], Any]) -> Read:
    """A reader that reports `what` where `value_of` raises."""

    def read(node: Node, reading: Reading) -> Any:
        try:
            return value_of(node)
        except (ValueError, InvalidOperation):
            reading.fault(what, node, value=trimmed(node)[:SHOWN])
            return None

    return read


def _text(node: Node, _reading: Reading) -> str:
    return node.text.strip(_BLANK)


def _write_text(node: Node, value: str) -> None:
    node.text = value


def _date(node: Node) -> date:
    matched = _DATE.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    return date.fromisoformat(matched[1])


def _write_date(node: Node, value: date) -> None:
    node.text = value.isoformat()


def _time(node: Node) -> time:
    matched = _TIME.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    clock, fraction, zone = matched.groups("")
    # XSD's 24:00:00 is the same instant as the next day's 00:00:00, which is the only spelling that Python has
    clock = "00:00:00" if clock == "24:00:00" else clock
    return time.fromisoformat(clock + fraction[:7] + zone)


def _write_time(node: Node, value: time) -> None:
    node.text = value.isoformat().replace("+00:00", "Z")


def _decimal(node: Node) -> Decimal:
    return decimal_of(node.text)[0]


def _write_decimal(node: Node, value: Decimal) -> None:
    node.text = format(value, "f")


def _flag(node: Node) -> bool:
    text = trimmed(node)
    if text not in _FLAGS:
        raise ValueError
    return _FLAGS[text]


def _write_flag(node: Node, value: bool) -> None:
    node.text = "true" if value else "false"


def _amount_value(node: Node) -> Amount:
    return Amount.of(node.text, attribute(node, "currencyID"))


_checked_amount = reported("decimal", _amount_value)


def _amount(node: Node, reading: Reading) -> Amount | None:
    if not attribute(node, "currencyID"):
        reading.fault("currency", node)
    amount: Amount | None = _checked_amount(node, reading)
    return amount


def currency_of(value: Amount) -> str:
    """The currency of an amount, for syntaxes that have none without; raises ValueError where nobody named it."""
    if not value.currency:
        raise ValueError(f"the amount {value.text} has no currency")
    return value.currency


def write_amount(node: Node, value: Amount) -> None:
    """The amount as its sender spelt it, with its currency in `currencyID`; raises ValueError where it has none."""
    node.text = value.text
    node.put("currencyID", currency_of(value))


def _quantity(node: Node) -> Quantity:
    return Quantity.of(node.text, attribute(node, "unitCode"))


def _write_quantity(node: Node, value: Quantity) -> None:
    node.text = value.text
    if value.unit:
        node.put("unitCode", value.unit)


def _write_measure(node: Node, value: Quantity) -> None:
    # UBL demands the unit of a measure, but not that of a quantity
    node.text = value.text
    node.put("unitCode", value.unit)


def _identifier(node: Node, _reading: Reading) -> Identifier | None:
    text = trimmed(node)
    return Identifier(text, attribute(node, "schemeID")) if text else None


def _write_identifier(node: Node, value: Identifier) -> None:
    node.text = value.value
    if value.scheme:
        node.put("schemeID", value.scheme)


def _code(node: Node, _reading: Reading) -> Code | None:
    text = trimmed(node)
    return Code(text, attribute(node, "listID")) if text else None


def _write_code(node: Node, value: Code) -> None:
    node.text = value.value
    if value.list_id:
        node.put("listID", value.list_id)


def _note(node: Node, _reading: Reading) -> Note:
    return Note(trimmed(node), attribute(node, "languageID"))


def _write_note(node: Node, value: Note) -> None:
    node.text = value.text
    if value.language:
        node.put("languageID", value.language)


def coded(words: Mapping[str, str]) -> Codec:
    """A code of the model's that the syntax has a word for; any other text is the same in both."""
    codes = {word: code for code, word in words.items()}

    def read(node: Node, _reading: Reading) -> str:
        text = trimmed(node)
        return codes.get(text, text)

    def write(node: Node, value: str) -> None:
        node.text = words.get(value, value)

    return Codec(read, write)


TEXT = Codec(_text, _write_text)
DATE = Codec(reported("date", _date), _write_date)
TIME = Codec(reported("time", _time), _write_time)
DECIMAL = Codec(reported("decimal", _decimal), _write_decimal)
FLAG = Codec(reported("boolean", _flag), _write_flag)
AMOUNT = Codec(_amount, write_amount)
QUANTITY = Codec(reported("decimal", _quantity), _write_quantity)
MEASURE = Codec(reported("decimal", _quantity), _write_measure)
IDENTIFIER = Codec(_identifier, _write_identifier)
CODE = Codec(_code, _write_code)
NOTE = Codec(_note, _write_note)
