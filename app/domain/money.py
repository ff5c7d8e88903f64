"""Amounts: decimal, with a currency, and with the text in which they were written. No float touches money."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

NO_CURRENCY = "XXX"
"""ISO 4217's code for amounts that are in no currency."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a currency.

    Attributes:
        value: exact.
        currency: ISO 4217 code.
        lexical: the sender's spelling where it isn't the value's own (`+10.0`, `010`); never part of equality.
    """

    value: Decimal
    currency: str
    lexical: str = field(default="", compare=False)

    @property
    def text(self) -> str:
        """The amount as its sender wrote it."""
        return self.lexical or format(self.value, "f")

    @classmethod
    def of(cls, text: str, currency: str) -> "Amount":
        """From decimal text; raises decimal.InvalidOperation where it isn't a finite decimal."""
        value, lexical = decimal_of(text)
        return cls(value, currency, lexical)

    def __add__(self, other: "Amount") -> "Amount":
        if self.currency != other.currency:
            raise CurrencyMismatch(self.currency, other.currency)
        return Amount(self.value + other.value, self.currency)

    def __sub__(self, other: "Amount") -> "Amount":
        return self + Amount(-other.value, other.currency)

    def rounded(self, digits: int = 2) -> "Amount":
        """Half away from zero, to `digits` decimals."""
        return Amount(self.value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP), self.currency)


class CurrencyMismatch(ValueError):
    """Amounts in two currencies were added."""


def decimal_of(text: str) -> tuple[Decimal, str]:
    """The value of an XSD decimal and its spelling ("" where the value's own spelling is the same).

    Raises:
        decimal.InvalidOperation: not a decimal (exponents, NaN and infinities aren't either; XSD part 2, 3.2.3).
    """
    stripped = text.strip(" \t\r\n")
    if not set(stripped) <= set("+-.0123456789"):
        raise InvalidDecimal(text)
    value = Decimal(stripped)
    return value, "" if format(value, "f") == text else text


class InvalidDecimal(InvalidOperation):
    """Text that should be a decimal number isn't."""
