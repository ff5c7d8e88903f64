"""The signs of credit notes: what a standard writes as negative, the model has as positive."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from app.domain.documents.base import Price
from app.domain.money import Amount
from app.domain.quantities import Quantity

T = TypeVar("T")


def turned(value: T) -> T:
    """`value` with every amount and quantity in it of the other sign; unit prices have none."""
    made: T = _turned(value)
    return made


def _turned(value: Any) -> Any:
    if isinstance(value, Amount | Quantity):
        # copy_negate keeps the digits, and a negative zero is written as a plain one
        return replace(value, value=value.value.copy_negate() if value.value else abs(value.value), lexical="")
    if isinstance(value, tuple):
        return tuple(_turned(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type | Price):
        changes = {each.name: _turned(getattr(value, each.name)) for each in fields(value) if each.init}
        return replace(value, **changes)
    return value
