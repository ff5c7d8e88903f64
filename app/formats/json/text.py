"""JSON text in one deterministic form, with decimals exactly as they are.

The standard library's writer would turn a Decimal into a float or refuse it; unknown members of a sender's document may
hold numbers of any precision, and they must come out as they went in.
"""

from decimal import Decimal
from json import JSONEncoder
from typing import Any

_string = JSONEncoder(ensure_ascii=False).encode


def to_text(value: Any) -> str:
    """`value` (dict, list, str, int, Decimal, bool, None) as compact JSON, members sorted by name."""
    if isinstance(value, dict):
        members = sorted(value.items())
        return "{" + ",".join(f"{_string(name)}:{to_text(each)}" for name, each in members) + "}"
    if isinstance(value, list):
        return "[" + ",".join(to_text(each) for each in value) + "]"
    return _scalar(value)


def to_lines(value: Any, indent: str = "\n") -> str:
    """`value` as JSON for people: members in their given order, one a line, two spaces a level."""
    deeper = indent + "  "
    if isinstance(value, dict) and value:
        members = (f"{deeper}{_string(name)}: {to_lines(each, deeper)}" for name, each in value.items())
        return "{" + ",".join(members) + indent + "}"
    if isinstance(value, list) and value:
        return "[" + ",".join(deeper + to_lines(each, deeper) for each in value) + indent + "]"
    return to_text(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    # a Decimal writes an integer of any length; int refuses to beyond 4,300 digits
    return str(Decimal(value))
