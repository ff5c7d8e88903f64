"""Values that a message need not say, because they follow: `quantity * price.amount + allowances_charges`.

A formula is a path, or products of paths in a sum, or `sum(list.field)`. A list of allowances and charges counts with
their signs. On reading it fills what nothing said; on writing, what is equal to it isn't said once more. What is
divided by (`quantity * price.amount / price.base_quantity`) need not be there; a quantity divided by one of another
unit comes to nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.documents.base import AllowanceCharge
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.lens.paths import Path
from app.formats.lens.unit_prices import agree, per_one

Fetch = Callable[[Path], Any]
_CENTS = -2


@dataclass(frozen=True, slots=True)
class Formula:
    """A sum of products of paths.

    Attributes:
        summed: the field of its only path's items that is added up. over: those paths' texts that are divided by.
    """

    terms: tuple[tuple[Path, ...], ...]
    summed: Path | None = None
    over: frozenset[str] = frozenset()

    def value(self, fetch: Fetch) -> Any:
        """What it comes to with what `fetch` gives for a path; None where a part of it isn't there."""
        first = self.terms[0][0]
        if len(self.terms) == len(self.terms[0]) == 1 and not first.many:
            return fetch(first)
        total, currency = Decimal(0), ""
        for term in self.terms:
            found = self._product(term, fetch)
            if found is None:
                return None
            total, currency = total + found[0], found[1] or currency
        return _rounded(Amount(total, currency))

    def of(self, value: Any) -> Any:
        """What it comes to for an object; None where the price for one, which may be all that is said, isn't exact."""
        exact = all(self._is_exact(term, value) for term in self.terms) if self.over else True
        return self.value(lambda path: path.get(value)) if exact else None

    def _product(self, term: tuple[Path, ...], fetch: Fetch) -> tuple[Decimal, str] | None:
        product, divisor, currency = Decimal(1), Decimal(1), ""
        units: list[str] = []
        for path in term:
            value = fetch(path)
            if value is None and path.text in self.over:
                continue
            found = self._number(path, value)
            if found is None:
                return None
            units += [value.unit] if isinstance(value, Quantity) else []
            if path.text in self.over:
                divisor *= found[0]
            else:
                product, currency = product * found[0], found[1] or currency
        agreed = not self.over or all(agree(units[0], each) for each in units[1:])
        return (product / divisor, currency) if agreed and divisor else None

    def _is_exact(self, term: tuple[Path, ...], value: Any) -> bool:
        found = [(path.get(value), path.text in self.over) for path in term]
        amounts = [each for each, is_divisor in found if isinstance(each, Amount) and not is_divisor]
        divisors = [each for each, is_divisor in found if is_divisor and each is not None]
        return all(each.value and per_one(amount.value, each.value)[1] for amount in amounts for each in divisors)

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
