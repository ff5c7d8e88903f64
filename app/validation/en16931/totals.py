"""The document's totals (BG-22): that they are there, and that they are what the invoice adds up to.

Sums are taken as XPath takes them: two decimals, a half towards positive infinity, and an amount that isn't there is
not zero.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import attrgetter

from app.validation.en16931.groups import AllowanceCharge, Totals
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import Check, is_of_kind, not_as_reckoned, there, two_decimals
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, NotEvaluable, Values, decimal_of, only, rounded, total

_totals: Callable[[Invoice], list[Totals]] = attrgetter("totals")
_PATH = "cac:LegalMonetaryTotal/cbc:"


def _sum_of_lines(invoice: Invoice) -> list[Fault]:
    if not invoice.totals:
        return []
    expected = rounded(_sum(line.amounts for line in invoice.lines))
    return [
        not_as_reckoned(each.lines, each, expected) for each in invoice.totals if decimal_of(each.lines) != expected
    ]


def _sum(amounts: Iterable[Values]) -> Decimal:
    return total([one for one in map(only, amounts) if one is not None])


def _sum_beside(is_charge: bool, term: str) -> Check:
    values_in: Callable[[Totals], Values] = attrgetter(term)

    def check(invoice: Invoice) -> list[Fault]:
        sums: dict[int, Decimal | None] = {}
        faults = []
        for each in invoice.totals:
            beside = id(each.beside)  # totals that stand beside each other share the list
            if beside not in sums:
                sums[beside] = _sum_of_charges(each.beside, is_charge)
            faults += _unless_summed(values_in(each), each, sums[beside])
        return faults

    return check


def _unless_summed(values: Values, totals: Totals, of_charges: Decimal | None) -> list[Fault]:
    stated = decimal_of(values)
    if stated is None and of_charges is None:
        return []
    expected = rounded(of_charges or ZERO)
    return [] if stated == expected else [not_as_reckoned(values, totals, expected)]


def _sum_of_charges(charges: list[AllowanceCharge], is_charge: bool) -> Decimal | None:
    """None where there are none of that kind."""
    amounts = [each.amounts for each in charges if is_of_kind(each, is_charge)]
    return _sum(amounts) if amounts else None


def _total_without_vat(invoice: Invoice) -> list[Fault]:
    faults = []
    for each in invoice.totals:
        expected = _reckoned_without_vat(each)
        if expected is None or decimal_of(each.without_vat) != expected:
            faults.append(not_as_reckoned(each.without_vat, each, expected))
    return faults


def _reckoned_without_vat(totals: Totals) -> Decimal | None:
    lines, allowances, charges = decimal_of(totals.lines), decimal_of(totals.allowances), decimal_of(totals.charges)
    if lines is None or (allowances is None and charges is None):
        return lines
    return rounded(lines + (charges or ZERO) - (allowances or ZERO))


def _total_with_vat(invoice: Invoice) -> list[Fault]:
    totals = [each for each in invoice.totals if each.top]
    return [fault for each in invoice.currencies for fault in _with_vat_in(each.text, invoice, totals)]


def _with_vat_in(currency: str, invoice: Invoice, totals: list[Totals]) -> list[Fault]:
    vat = [amount for each in invoice.tax_totals for amount in _in_currency(each.amounts, currency)]
    one = _only_of(totals)
    if one is None or len(vat) != 1:
        return [not_as_reckoned(one.with_vat if one else (), one or invoice, None)]
    without, tax = decimal_of(one.without_vat), decimal_of(vat)
    expected = None if without is None or tax is None else rounded(without + tax)
    if expected is not None and decimal_of(one.with_vat) == expected:
        return []
    return [not_as_reckoned(one.with_vat, one, expected)]


def _only_of(totals: list[Totals]) -> Totals | None:
    if len(totals) > 1:
        raise NotEvaluable(totals[1].place, "several")
    return totals[0] if totals else None


def _in_currency(amounts: Values, currency: str) -> Values:
    return [each for each in amounts if each.get("currencyID") == currency]


def _amount_due(invoice: Invoice) -> list[Fault]:
    faults = []
    for each in invoice.totals:
        expected = _reckoned_due(each)
        if not _is_due(each, expected):
            faults.append(not_as_reckoned(each.due, each, expected))
    return faults


def _reckoned_due(totals: Totals) -> Decimal | None:
    with_vat, paid, rounding = decimal_of(totals.with_vat), decimal_of(totals.paid), decimal_of(totals.rounding)
    if with_vat is None:
        return None
    rest = with_vat if paid is None else rounded(with_vat - paid)
    return rest if rounding is None else rest + rounding


def _is_due(totals: Totals, expected: Decimal | None) -> bool:
    due, rounding = decimal_of(totals.due), decimal_of(totals.rounding)
    if due is None or expected is None:
        return False
    if rounding is None:
        return due == expected
    return rounded(due - rounding) == expected - rounding


def _decimals(id_: str, term: str, name: str, bt: str) -> Rule:
    why = "Nobody can pay a fraction of a cent, and sums of rounded and unrounded amounts never agree."
    return Rule(id_, two_decimals(_totals, term), bt, why=why, example=f"set {_PATH}{name} 850.001")


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-12",
        there(_totals, "lines"),
        "BT-106",
        why="The buyer checks the lines against this sum before looking at anything else.",
        example=f"remove {_PATH}LineExtensionAmount",
    ),
    Rule(
        "BR-13",
        there(_totals, "without_vat"),
        "BT-109",
        why="The amount before VAT is what is booked as cost.",
        example=f"remove {_PATH}TaxExclusiveAmount",
    ),
    Rule(
        "BR-14",
        there(_totals, "with_vat"),
        "BT-112",
        why="The amount with VAT is what the invoice is about as a whole, whatever has been paid of it.",
        example=f"remove {_PATH}TaxInclusiveAmount",
    ),
    Rule(
        "BR-15",
        there(_totals, "due"),
        "BT-115",
        why="What is to be paid has to be said, not worked out.",
        example=f"remove {_PATH}PayableAmount",
    ),
    Rule(
        "BR-CO-10",
        _sum_of_lines,
        "BT-106 BT-131",
        why="The sum is that of all lines' net amounts (BT-131), in two decimals.",
        example=f"set {_PATH}LineExtensionAmount 701.00",
    ),
    Rule(
        "BR-CO-11",
        _sum_beside(False, "allowances"),
        "BT-107 BT-92",
        why="The total is the sum of all document level allowances (BT-92), in two decimals. Where there are none it "
        "is zero or left out; a line's allowances are in the line's net amount already.",
        example=f"set {_PATH}AllowanceTotalAmount 55.00",
    ),
    Rule(
        "BR-CO-12",
        _sum_beside(True, "charges"),
        "BT-108 BT-99",
        why="The total is the sum of all document level charges (BT-99), in two decimals. Where there are none it is "
        "zero or left out; a line's charges are in the line's net amount already.",
        example=f"set {_PATH}ChargeTotalAmount 35.00",
    ),
    Rule(
        "BR-CO-13",
        _total_without_vat,
        "BT-109 BT-106 BT-107 BT-108",
        why="Sum of lines (BT-106) − allowances (BT-107) + charges (BT-108) = total without VAT (BT-109).",
        example=f"set {_PATH}TaxExclusiveAmount 681.00",
    ),
    Rule(
        "BR-CO-15",
        _total_with_vat,
        "BT-112 BT-109 BT-110",
        why="Total without VAT (BT-109) + VAT in the invoice's currency (BT-110) = total with VAT (BT-112). "
        "There has to be exactly one VAT total in that currency.",
        example=f"set {_PATH}TaxInclusiveAmount 851.00",
    ),
    Rule(
        "BR-CO-16",
        _amount_due,
        "BT-115 BT-112 BT-113 BT-114",
        why="Total with VAT (BT-112) − paid (BT-113) + rounding (BT-114) = amount due (BT-115).",
        example=f"set {_PATH}PayableAmount 751.50",
    ),
    _decimals("BR-DEC-09", "lines", "LineExtensionAmount", "BT-106"),
    _decimals("BR-DEC-10", "allowances", "AllowanceTotalAmount", "BT-107"),
    _decimals("BR-DEC-11", "charges", "ChargeTotalAmount", "BT-108"),
    _decimals("BR-DEC-12", "without_vat", "TaxExclusiveAmount", "BT-109"),
    _decimals("BR-DEC-14", "with_vat", "TaxInclusiveAmount", "BT-112"),
    _decimals("BR-DEC-16", "paid", "PrepaidAmount", "BT-113"),
    _decimals("BR-DEC-17", "rounding", "PayableRoundingAmount", "BT-114"),
    _decimals("BR-DEC-18", "due", "PayableAmount", "BT-115"),
)
