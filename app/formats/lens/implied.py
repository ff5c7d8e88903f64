"""Values that a message need not say, because they follow: `quantity * price.amount + allowances_charges`.

A formula is a path, or products of paths in a sum, or `sum(list.field)`. A list of allowances and charges counts with
their signs. On reading it fills what nothing said; on writing, what is equal to it isn't said once more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.documents.base import AllowanceCharge
from app.domain.money import Amount
from app.formats.lens.paths import Path

Fetch = Callable[[Path], Any]
_CENTS = -2


@dataclass(frozen=True, slots=True)
class Formula:
    """A sum of products of paths; `summed` is the field of its only path's items that is added up."""

    terms: tuple[tuple[Path, ...], ...]
    summed: Path | None = None

    def value(self, fetch: Fetch) -> Any:
        """What it comes to with what `fetch` gives for a path; None where a part of it isn't there."""
        first = self.terms[0][0]
        if len(self.terms) == len(self.terms[0]) == 1 and not first.many:
            return fetch(first)
        total, currency = Decimal(0), ""
        for term in self.terms:
            product = Decimal(1)
            for path in term:
                found = self._number(path, fetch(path))
                if found is None:
                    return None
                product *= found[0]
                currency = found[1] or currency
            total += product
        return _rounded(Amount(total, currency))

    def of(self, value: Any) -> Any:
        """What it comes to for an object."""
        return self.value(lambda path: path.get(value))

    def _number(self, path: Path, found: Any) -> tuple[Decimal, str] | None:
        if path.many:
            return self._sum(found or ())
        if found is None:
            return None
        return getattr(found, "value", found), getattr(found, "currency", "")

    def _sum(self, items: Any) -> tuple[Decimal, str] | None:
        if self.summed is not None and not items:
            return None
        amounts = [_signed(each) if self.summed is None else self.summed.get(each) for each in items]
        currency = amounts[0].currency if amounts else ""
        return sum((each.value for each in amounts), Decimal(0)), currency


def _signed(item: AllowanceCharge) -> Amount:
    return item.amount if item.is_charge else Amount(-item.amount.value, item.amount.currency)


def _rounded(amount: Amount) -> Amount:
    exponent = amount.value.as_tuple().exponent
    return amount.rounded() if isinstance(exponent, int) and exponent < _CENTS else amount
