"""Where an invoice uses which VAT category: gathered once, asked by some hundred rules.

What is found is what XPath would find. `exists()` looks no further than the first, so a fault behind it is no
hindrance, and one before it is.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from app.kept import kept
from app.validation.en16931.groups import AllowanceCharge, Breakdown, Category
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import is_of_kind, is_of_vat
from app.validation.en16931.vat_sums import Sums
from app.validation.values import NotEvaluable, Value, boolean, normalized, only

Coded = Iterator[tuple[str, Category]]


def code_of(category: Category) -> str:
    """Its code, normalised; raises NotEvaluable where it has several."""
    if len(category.codes) > 1:
        only(category.codes)
    return category.code


def of_vat(categories: Iterable[Category]) -> Coded:
    """Categories of VAT, and those that may be, by their one code."""
    return ((code_of(each), each) for each in categories if len(each.codes) > 1 or each.is_vat or each.unclear)


def of_any_tax(categories: Iterable[Category]) -> Coded:
    """Categories of whatever tax, by their one code."""
    return ((code_of(each), each) for each in categories)


def mentioned(categories: Iterable[Category]) -> Coded:
    """Categories of VAT by each of their codes, should they have several."""
    return ((normalized(code.text), each) for each in categories if is_of_vat(each) for code in each.codes)


class Uses:
    """The first category of each code, in the order in which they were met."""

    __slots__ = ("_any_tax", "_first", "_hindrance")

    def __init__(self, coded: Coded, *, any_tax: bool = False) -> None:
        self._any_tax = any_tax
        self._first: dict[str, Category] = {}
        self._hindrance: NotEvaluable | None = None
        try:
            for code, category in coded:
                if code not in self._first:
                    self._first[code] = category
        except NotEvaluable as reason:
            self._hindrance = reason

    def first(self, code: str) -> Category | None:
        """The first of that code; raises NotEvaluable where that can't be told."""
        found = self._first.get(code)
        if found is None:
            self.must_be_clear()
        elif not self._any_tax:
            is_of_vat(found)
        return found

    def must_be_clear(self) -> None:
        """Raise NotEvaluable if anything was met that hinders counting."""
        if self._hindrance is not None:
            raise NotEvaluable(self._hindrance.value, self._hindrance.needed)


class VatUse:
    """All that the rules about VAT categories ask of an invoice, each gathered when it is first asked for.

    Where a line, an allowance or a charge stands doesn't matter to most of them; a break-down counts only where it
    belongs.
    """

    def __init__(self, invoice: Invoice) -> None:
        self.invoice = invoice

    @kept
    def codes(self) -> frozenset[str] | None:
        """The categories that may be in use, None where that can't be told: rules about others need not be judged."""
        if self._is_unclear:
            return None
        return frozenset(each.code for each in chain(self.invoice.all_line_categories, self.invoice.all_categories))

    def may_use(self, code: str) -> bool:
        """Whether the category may be in use."""
        return self.codes is None or code in self.codes

    @property
    def _is_unclear(self) -> bool:
        categories = chain(self.invoice.all_line_categories, self.invoice.all_categories)
        said = chain.from_iterable(each.indicators for each in self.invoice.all_allowances)
        return any(len(each.codes) > 1 or each.unclear is not None for each in categories) or not all(
            map(_is_truth, said)
        )

    @kept
    def items(self) -> Uses:
        """Categories of items."""
        return Uses(of_vat(self.invoice.all_line_categories))

    @kept
    def items_of_any_tax(self) -> Uses:
        """Categories of items, of whatever tax."""
        return Uses(of_any_tax(self.invoice.all_line_categories), any_tax=True)

    @kept
    def charged_or_sold(self) -> Uses:
        """Categories of allowances and charges, and of items."""
        return Uses(of_vat(chain(self._of_all_charges(), self.invoice.all_line_categories)))

    @kept
    def charged_or_sold_of_any_tax(self) -> Uses:
        """The same of whatever tax."""
        return Uses(of_any_tax(chain(self._of_all_charges(), self.invoice.all_line_categories)), any_tax=True)

    @kept
    def anywhere(self) -> Uses:
        """All categories: of break-downs, allowances and charges, then of items."""
        return Uses(mentioned(chain(self.invoice.all_categories, self.invoice.all_line_categories)))

    @kept
    def allowances(self) -> Uses:
        """Categories of allowances."""
        return Uses(of_vat(categories_of(self.invoice.all_allowances, is_charge=False)))

    @kept
    def charges(self) -> Uses:
        """Categories of charges."""
        return Uses(of_vat(categories_of(self.invoice.all_allowances, is_charge=True)))

    @kept
    def own_allowances(self) -> Uses:
        """Categories of the document's own allowances."""
        return Uses(of_vat(categories_of(self.invoice.allowances, is_charge=False)))

    @kept
    def own_charges(self) -> Uses:
        """Categories of the document's own charges."""
        return Uses(of_vat(categories_of(self.invoice.allowances, is_charge=True)))

    @kept
    def breakdowns(self) -> list[tuple[Breakdown, Category]]:
        """The categories of the break-downs, of whatever tax, each with its break-down."""
        breakdowns = chain.from_iterable(each.breakdowns for each in self.invoice.tax_totals)
        return [(each, category) for each in breakdowns for category in each.categories]

    @kept
    def broken_down(self) -> Uses:
        """Categories of the break-downs."""
        return Uses(mentioned(category for _, category in self.breakdowns))

    @kept
    def sums(self) -> Sums:
        """What lines, allowances and charges add up to."""
        return Sums(self.invoice)

    @kept
    def judged_items(self) -> dict[str, list[Category]]:
        """The categories of VAT that lines' items have, by code."""
        return _by_code(chain.from_iterable(line.categories for line in self.invoice.lines))

    @kept
    def judged_allowances(self) -> dict[str, list[Category]]:
        """The categories of VAT that allowances have, by code."""
        return _by_code(
            each for charge in self.invoice.all_allowances if charge.is_charge is False for each in charge.categories
        )

    @kept
    def judged_charges(self) -> dict[str, list[Category]]:
        """The categories of VAT that charges have, by code."""
        return _by_code(
            each for charge in self.invoice.all_allowances if charge.is_charge for each in charge.categories
        )

    def _of_all_charges(self) -> Iterator[Category]:
        return chain.from_iterable(each.categories for each in self.invoice.all_allowances)


def _is_truth(indicator: Value) -> bool:
    try:
        boolean(indicator)
    except NotEvaluable:
        return False
    return True


def categories_of(charges: Iterable[AllowanceCharge], is_charge: bool) -> Iterator[Category]:
    """The categories of all allowances, or of all charges; raises NotEvaluable, when it comes to it."""
    return (category for each in charges if is_of_kind(each, is_charge) for category in each.categories)


def _by_code(categories: Iterable[Category]) -> dict[str, list[Category]]:
    found: dict[str, list[Category]] = {}
    for each in categories:
        if each.is_vat and len(each.codes) == 1:
            found.setdefault(each.code, []).append(each)
    return found


def vat_of(invoice: Invoice) -> VatUse:
    """The invoice's use of VAT categories, gathered once for all rules."""
    found: VatUse | None = invoice.reckoned.get("vat")
    if found is None:
        found = invoice.reckoned["vat"] = VatUse(invoice)
    return found
