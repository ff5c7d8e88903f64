"""The VAT break-down (BG-23) whatever its category: that it is whole, and that its amounts agree."""

from decimal import Decimal
from itertools import chain

from app.validation.en16931.groups import Breakdown, Category, TaxTotal
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import is_of_vat, never, not_as_reckoned, place_of, there, two_decimals
from app.validation.rule import Fault, Rule
from app.validation.values import (
    HUNDRED,
    ZERO,
    NotEvaluable,
    decimal_of,
    normalized,
    only,
    rounded,
    whole,
)

_OUT_OF_SCOPE = "O"
_UNIT = Decimal(1)
"""By how much a VAT amount may differ from base × rate: lines may have been rounded one by one."""
_PATH = "cac:TaxTotal/cac:TaxSubtotal/"


def _breakdowns(invoice: Invoice) -> list[Breakdown]:
    return list(chain.from_iterable(each.breakdowns for each in invoice.all_tax_totals))


def _vat_categories(breakdown: Breakdown) -> list[Category]:
    return [each for each in breakdown.categories if is_of_vat(each)]


def _has_category(invoice: Invoice) -> list[Fault]:
    return [
        Fault(each.place)
        for each in _breakdowns(invoice)
        if not any(category.codes for category in _vat_categories(each))
    ]


def _has_rate(invoice: Invoice) -> list[Fault]:
    return [Fault(each.place) for each in _breakdowns(invoice) if not any(map(_is_rated, _vat_categories(each)))]


def _is_rated(category: Category) -> bool:
    if category.rates:
        return True
    code = only(category.codes)
    return code is not None and normalized(code.text) == _OUT_OF_SCOPE


def _sum_of_breakdowns(invoice: Invoice) -> list[Fault]:
    faults = []
    for each in invoice.tax_totals:
        expected = _reckoned(each)
        if each.breakdowns and decimal_of(each.amounts) != expected:
            faults.append(not_as_reckoned(each.amounts, each, expected))
    return faults


def _reckoned(total: TaxTotal) -> Decimal:
    amounts = [decimal_of(each.taxes) for each in total.breakdowns]
    return rounded(sum((each for each in amounts if each is not None), ZERO))


def _tax_is_base_by_rate(invoice: Invoice) -> list[Fault]:
    return [_reckoned_otherwise(each) for each in _breakdowns(invoice) if not _agrees(each)]


def _agrees(breakdown: Breakdown) -> bool:
    rate, tax = _rate(breakdown), decimal_of(breakdown.taxes)
    if tax is None:
        return False
    if rate is None or whole(rate) == ZERO:
        return whole(tax) == ZERO
    base = decimal_of(breakdown.taxable)
    if base is None:
        return False
    expected = rounded(abs(base) * rate / HUNDRED)
    return abs(tax) - _UNIT < expected < abs(tax) + _UNIT


def _rate(breakdown: Breakdown) -> Decimal | None:
    rates = [rate for each in _vat_categories(breakdown) for rate in (decimal_of(each.rates),) if rate is not None]
    if len(rates) > 1:
        raise NotEvaluable(breakdown.categories[1].place, "several")
    return rates[0] if rates else None


def _reckoned_otherwise(breakdown: Breakdown) -> Fault:
    rate, base = _rate(breakdown), decimal_of(breakdown.taxable)
    shown_rate = "–" if rate is None else f"{rate.normalize():f}"
    fault = not_as_reckoned(breakdown.taxes, breakdown, _tax_on(base, rate))
    return Fault(fault.place, {**fault.params, "rate": shown_rate})


def _tax_on(base: Decimal | None, rate: Decimal | None) -> Decimal | None:
    if rate is None or whole(rate) == ZERO:
        return ZERO
    return None if base is None else rounded(abs(base) * rate / HUNDRED).copy_sign(base)


def _has_breakdown(invoice: Invoice) -> list[Fault]:
    if any(each.breakdowns for each in invoice.tax_totals):
        return []
    return [Fault(place_of([each.place for each in invoice.tax_totals], invoice))]


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-45",
        there(_breakdowns, "taxable"),
        "BT-116",
        why="The base is stated for every category and rate, because the tax office reckons from it.",
        example=f"remove {_PATH}cbc:TaxableAmount",
    ),
    Rule(
        "BR-46",
        there(_breakdowns, "taxes"),
        "BT-117",
        why="The VAT of every category and rate is stated, also where it is zero.",
        example=f"remove {_PATH}cbc:TaxAmount",
    ),
    Rule(
        "BR-47",
        _has_category,
        "BT-118",
        why="The category tells a zero rate from an exemption, a reverse charge and an export.",
        example=f"remove {_PATH}cac:TaxCategory/cbc:ID",
    ),
    Rule(
        "BR-48",
        _has_rate,
        "BT-119",
        why="The rate is stated for every category, as 0 where nothing is due. Only what is outside the scope of VAT "
        "(category O) has none.",
        example=f"remove {_PATH}cac:TaxCategory/cbc:Percent",
    ),
    Rule(
        "BR-CO-14",
        _sum_of_breakdowns,
        "BT-110 BT-117",
        why="The invoice's VAT is the sum of what its break-downs say, in two decimals.",
        example="set cac:TaxTotal/cbc:TaxAmount 171.00",
    ),
    Rule(
        "BR-CO-17",
        _tax_is_base_by_rate,
        "BT-117 BT-116 BT-119",
        why="Base (BT-116) × rate (BT-119) ÷ 100 = VAT (BT-117). The official rule lets pass what is off by less than "
        "one unit of the currency, because some round line by line, and so does this one. Without a rate, or with one "
        "that rounds to zero, the VAT has to round to zero.",
        example=f"set {_PATH}cbc:TaxAmount 172.00",
    ),
    Rule(
        "BR-CO-18",
        _has_breakdown,
        "BG-23",
        why="An invoice on which no VAT is due says why, and the break-down is where it says so.",
        example="remove cac:TaxTotal/cac:TaxSubtotal",
    ),
    Rule(
        "BR-DEC-13",
        never,
        "BT-110",
        why="Asks for two decimals of the VAT total. The official rule looks for the currency inside the amount, where "
        "no document has it, and so never fires; UBL-DT-01 and BR-CO-14 catch what it is meant for.",
    ),
    Rule(
        "BR-DEC-15",
        never,
        "BT-111",
        why="Asks for two decimals of the VAT total in accounting currency. The official rule looks for the currency "
        "inside the amount, where no document has it, and so never fires; UBL-DT-01 catches what it is meant for.",
    ),
    Rule(
        "BR-DEC-19",
        two_decimals(_breakdowns, "taxable"),
        "BT-116",
        why="Nobody can pay a fraction of a cent, and sums of rounded and unrounded amounts never agree.",
        example=f"set {_PATH}cbc:TaxableAmount 680.001",
    ),
    Rule(
        "BR-DEC-20",
        two_decimals(_breakdowns, "taxes"),
        "BT-117",
        why="Nobody can pay a fraction of a cent, and sums of rounded and unrounded amounts never agree.",
        example=f"set {_PATH}cbc:TaxAmount 170.001",
    ),
)
