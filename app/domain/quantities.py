"""Quantities: decimal, with a unit of UN/ECE Recommendation 20 or 21."""

from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.money import decimal_of


@dataclass(frozen=True, slots=True)
class Quantity:
    """So many of a unit; `unit` is "" where the sender gave none. `lexical` as in Amount."""

    value: Decimal
    unit: str = ""
    lexical: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The number as its sender wrote it."""
        return self.lexical or format(self.value, "f")

    @classmethod
    def of(cls, text: str, unit: str = "") -> "Quantity":
        """From decimal text; raises decimal.InvalidOperation where it isn't a finite decimal."""
        value, lexical = decimal_of(text)
        return cls(value, unit, lexical)
