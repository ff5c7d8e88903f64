"""What the lines, allowances and charges of an invoice add up to, by VAT category and by category and rate.

A break-down's base has to be such a sum. There may be many break-downs and many lines, so all sums are reckoned at
once. What can't be reckoned with hinders only the sums that it would be part of.
"""

from collections.abc import Iterable
from decimal import Decimal

from app.validation.en16931.groups import AllowanceCharge, Category
from app.validation.en16931.model import Invoice, Line
from app.validation.values import ZERO, NotEvaluable, Values, boolean, decimal_of, only

Key = tuple[str, Decimal | None]
"""A category's code and a rate; None for whatever rate."""

MOST_CATEGORIES = 10
"""Categories of one line or charge, which may have one; the sums of more are not reckoned."""


class Tally:
    """Sums of amounts by category and rate.

    Attributes:
        present: every code with every rate that was met, whether or not its amount counted.
    """

    __slots__ = ("_by", "_hindered", "_unrated", "_whole", "present")

    def __init__(self) -> None:
        self._by: dict[Key, Decimal] = {}
        self._hindered: dict[Key, NotEvaluable] = {}
        self._unrated: dict[str, NotEvaluable] = {}
        self._whole: NotEvaluable | None = None
        self.present: set[Key] = set()

    def add(self, categories: list[Category], amounts: Iterable[Values], sign: int) -> None:
        """Add amounts that have these categories, or with -1 subtract them, or with 0 only note that there are some."""
        try:
            codes = _codes(categories)
        except NotEvaluable as reason:
            self.hinder(reason)
            return
        keys: list[Key] = [(code, None) for code in codes]
        try:
            rates = _rates(categories)
            keys += [(code, rate) for code in codes for rate in rates]
        except NotEvaluable as reason:
            self._unrated.update(dict.fromkeys(codes, reason))
        self.present.update(keys)
        if sign:
            self._count(keys, amounts, sign)

    def _count(self, keys: list[Key], amounts: Iterable[Values], sign: int) -> None:
        try:
            added = sum([decimal_of(each) or ZERO for each in amounts], ZERO) * sign
        except NotEvaluable as reason:
            self._hindered.update(dict.fromkeys(keys, reason))
            return
        for key in keys:
            self._by[key] = self._by.get(key, ZERO) + added

    def hinder(self, reason: NotEvaluable) -> None:
        """Let no sum be reckoned."""
        self._whole = reason

    def sum_of(self, code: str, rate: Decimal | None) -> Decimal:
        """The sum for a category, at a rate or (None) at whatever rate; raises NotEvaluable."""
        hindrance = self._whole or self._hindered.get((code, rate))
        if hindrance is None and rate is not None:
            hindrance = self._unrated.get(code)
        if hindrance is not None:
            raise NotEvaluable(hindrance.value, hindrance.needed)
        return self._by.get((code, rate), ZERO)


def _codes(categories: list[Category]) -> list[str]:
    if len(categories) == 1 and len(categories[0].codes) == 1:
        return [categories[0].code]
    if len(categories) > MOST_CATEGORIES:
        raise NotEvaluable(categories[0].place, "several")
    for each in categories:
        only(each.codes)
    return list(dict.fromkeys(each.code for each in categories))


def _rates(categories: list[Category]) -> list[Decimal]:
    rates = [decimal_of(each.rates) for each in categories]
    return list(dict.fromkeys(rate for rate in rates if rate is not None))


class Sums:
    """The sums that break-downs are compared with.

    Attributes:
        invoiced, credited: of the lines of an invoice, and of a credit note; None where there is none of that kind.
        charges: of the document's charges, less its allowances.
        charged: every code and rate of an allowance or charge, wherever it stands.
    """

    __slots__ = ("_of_all_charges", "charges", "credited", "invoiced")

    def __init__(self, invoice: Invoice) -> None:
        self.invoiced = _of_lines(invoice, credited=False)
        self.credited = _of_lines(invoice, credited=True)
        self.charges = _of_charges(invoice.allowances)
        self._of_all_charges = Tally()
        for each in invoice.all_allowances:
            if each.categories:  # those of lines have none
                self._of_all_charges.add(each.categories, (), 0)

    @property
    def charged(self) -> set[Key]:
        return self._of_all_charges.present

    def of(self, lines: Tally, code: str, rate: Decimal | None) -> Decimal:
        """What `lines` of a category add up to with the document's charges and allowances; raises NotEvaluable."""
        return lines.sum_of(code, rate) + self.charges.sum_of(code, rate)


def _of_lines(invoice: Invoice, *, credited: bool) -> Tally | None:
    lines = [each for each in invoice.lines if each.credited is credited]
    if not lines:
        return None
    tally = Tally()
    for alike in _alike(lines):
        tally.add(alike[0].categories, [each.amounts for each in alike if each.top], 1)
    return tally


def _alike(lines: list[Line]) -> Iterable[list[Line]]:
    """The lines, those of one category and rate together: of a thousand lines nearly all are."""
    groups: dict[tuple[str, str], list[Line]] = {}
    others = []
    for each in lines:
        if len(each.categories) == 1 and len(each.categories[0].codes) == len(each.categories[0].rates) == 1:
            category = each.categories[0]
            groups.setdefault((category.code, category.rates[0].text), []).append(each)
        else:
            others.append([each])
    return [*groups.values(), *others]


def _of_charges(charges: Iterable[AllowanceCharge]) -> Tally:
    tally = Tally()
    for each in charges:
        try:
            tally.add(each.categories, [each.amounts], _sign(each))
        except NotEvaluable as reason:
            tally.hinder(reason)
    return tally


def _sign(charge: AllowanceCharge) -> int:
    said = {boolean(each) for each in charge.indicators} if charge.indicators else {charge.is_charge}
    return (True in said) - (False in said)
