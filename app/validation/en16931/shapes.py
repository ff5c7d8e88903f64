"""Shapes that many rules have: a term must be there, must say something, has two decimals at most.

Each makes a rule's check from where the groups are and the name of the term in them. Checks tell of one fault after the
other, so that nobody has to wait for a hundred thousand of which a hundred are listed.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import ROUND_FLOOR, Decimal
from operator import attrgetter
from typing import Any

from app.validation.en16931.groups import AllowanceCharge, Category, TaxRegistration
from app.validation.en16931.model import Invoice
from app.validation.rule import Fault
from app.validation.values import (
    HALF,
    HUNDRED,
    NotEvaluable,
    Value,
    Values,
    boolean,
    decimal,
    filled,
    normalized,
    only,
    places,
    shown,
)

Groups = Callable[[Invoice], Iterable[Any]]
Check = Callable[[Invoice], Iterable[Fault]]

MOST_DECIMALS = 2
_LONGEST_FOUND = 60
ABSENT = "–"
"""What a finding shows for an amount that isn't there."""


def the_invoice(invoice: Invoice) -> tuple[Invoice]:
    """The invoice itself as the only group."""
    return (invoice,)


def there(groups: Groups, term: str) -> Check:
    """Every group has the term, if only a blank one: `exists(x)`."""
    values_in = attrgetter(term)

    def check(invoice: Invoice) -> Iterator[Fault]:
        return (Fault(each.place) for each in groups(invoice) if not values_in(each))

    return check


def one_of(groups: Groups, term: str, other: str) -> Check:
    """Every group has one term or the other."""
    values_in, others_in = attrgetter(term), attrgetter(other)

    def check(invoice: Invoice) -> Iterator[Fault]:
        return (Fault(each.place) for each in groups(invoice) if not values_in(each) and not others_in(each))

    return check


def says(groups: Groups, term: str) -> Check:
    """Every group has the term, and more than blanks in it: `normalize-space(x) != ''`."""
    values_in = attrgetter(term)

    def check(invoice: Invoice) -> Iterator[Fault]:
        for each in groups(invoice):
            values = values_in(each)
            if not filled(values):
                yield Fault(place_of(values, each))

    return check


def has_attribute(values: Callable[[Invoice], Iterable[Value]], name: str) -> Check:
    """Every value has the attribute."""

    def check(invoice: Invoice) -> Iterator[Fault]:
        return (Fault(each) for each in values(invoice) if each.get(name) is None)

    return check


def two_decimals(groups: Groups, term: str) -> Check:
    """No more than two digits stand behind the point of an amount."""
    values_in = attrgetter(term)

    def check(invoice: Invoice) -> Iterator[Fault]:
        for each in groups(invoice):
            values = values_in(each)
            if values and values[0].about(has_too_many_decimals):
                yield _too_precise(values[0])
            only(values)

    return check


def has_too_many_decimals(amount: str) -> bool:
    """Whether it has more than money has."""
    return places(amount) > MOST_DECIMALS


def _too_precise(amount: Value) -> Fault:
    try:
        return wrong(amount, _half_away(decimal(amount)))
    except NotEvaluable:
        return Fault(amount, {"found": as_found(amount), "expected": ABSENT})


def _half_away(number: Decimal) -> Decimal:
    whole = (abs(number) * HUNDRED + HALF).to_integral_value(ROUND_FLOOR)
    return (whole / HUNDRED).copy_sign(number)


def never(_invoice: Invoice) -> tuple[Fault, ...]:
    """For a rule that no document can break."""
    return ()


def place_of(values: Values, group: Any) -> Value:
    """Where the term is, or where it belongs."""
    return values[0] if values else group.place


def is_of_vat(group: Category | TaxRegistration) -> bool:
    """Whether the tax is VAT; raises NotEvaluable where that can't be told."""
    if group.unclear is not None:
        raise NotEvaluable(group.unclear, "several")
    return group.is_vat


def is_of_kind(charge: AllowanceCharge, is_charge: bool) -> bool:
    """Whether it is said to be a charge (or an allowance); raises NotEvaluable where something else is said."""
    # `any` looks no further than the official rule does: what stands behind the answer isn't read
    if charge.indicators:
        return any(boolean(each) is is_charge for each in charge.indicators)
    return charge.is_charge is is_charge


def as_found(value: Value) -> str:
    """What a finding shows of a value: enough to find it by."""
    return normalized(value.text)[:_LONGEST_FOUND]


def wrong(amount: Value, expected: Decimal) -> Fault:
    """An amount that should be another."""
    return Fault(amount, {"found": as_found(amount), "expected": shown(expected)})


def not_as_reckoned(values: Values, group: Any, expected: Decimal | None) -> Fault:
    """An amount that should be another, or that should be there; `expected` is None where that can't be told."""
    found = as_found(values[0]) if values else ABSENT
    return Fault(place_of(values, group), {"found": found, "expected": ABSENT if expected is None else shown(expected)})
