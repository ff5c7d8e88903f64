"""Peppol BIS Billing 3, allowances and charges: of the document, of its lines, of a price.

Of the first three rules for one allowance only one speaks: while the base or the percentage is missing, neither the
amount nor the indicator is judged.
"""

from decimal import Decimal

from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    AMOUNT,
    BASE_AMOUNT,
    PRICE,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.family import Family
from app.validation.peppol.names import FACTOR, INDICATOR, PRICE_AMOUNT
from app.validation.peppol.reading import amount, own_text, plain
from app.validation.rule import Fault, Rule
from app.validation.values import HUNDRED, ZERO, Value, normalized, rounded, shown

SLACK = Decimal("0.02")
"""How far an amount may be from what is reckoned (R040, R120)."""


def percentage_has_base(billing: Billing) -> list[Fault]:
    """R041."""
    return [Fault(each) for each in billing.charges if FACTOR in each.children and BASE_AMOUNT not in each.children]


def base_has_percentage(billing: Billing) -> list[Fault]:
    """R042."""
    return [Fault(each) for each in billing.charges if BASE_AMOUNT in each.children and FACTOR not in each.children]


def amount_is_percentage_of_base(billing: Billing) -> list[Fault]:
    """R040: within 0.02."""
    faults = []
    for each in billing.charges:
        if FACTOR in each.children and BASE_AMOUNT in each.children:
            found = amount(each.all(AMOUNT), ZERO)
            expected = amount(each.all(BASE_AMOUNT), ZERO) * amount(each.all(FACTOR), ZERO) / HUNDRED
            if abs(found - expected) > SLACK:
                faults.append(compared(each.first(AMOUNT) or each, found, expected))
    return faults


def compared(place: Value, found: Decimal, expected: Decimal) -> Fault:
    """The fault of an amount that should be another one."""
    return Fault(place, {"found": shown(found), "expected": shown(rounded(expected))})


def indicator_is_a_word(billing: Billing) -> list[Fault]:
    """R043: `1` and `0` aren't understood."""
    faults = []
    for each in billing.charges:
        if (FACTOR in each.children) == (BASE_AMOUNT in each.children):
            found = normalized(own_text(each.all(INDICATOR)))
            if found not in ("true", "false"):
                faults.append(Fault(each.first(INDICATOR) or each, {"found": found}))
    return faults


def _of_prices(billing: Billing) -> list[Element]:
    return [each for each in billing.named(ALLOWANCE_CHARGE) if each.parent is not None and each.parent.name == PRICE]


def price_has_no_charge(billing: Billing) -> list[Fault]:
    """R044."""
    found = ((each, plain(each.all(INDICATOR))) for each in _of_prices(billing))
    return [Fault(each.first(INDICATOR) or each, {"found": said}) for each, said in found if said != "false"]


def net_price_is_gross_less_discount(billing: Billing) -> list[Fault]:
    """R046."""
    faults = []
    for each in _of_prices(billing):
        if BASE_AMOUNT in each.children and each.parent is not None:
            faults += _net_price(each, each.parent.all(PRICE_AMOUNT))
    return faults


def _net_price(discount: Element, prices: list[Element]) -> list[Fault]:
    expected = amount(discount.all(BASE_AMOUNT), ZERO) - amount(discount.all(AMOUNT), ZERO)
    if not prices or AMOUNT not in discount.children:
        return [Fault(discount, {"found": "", "expected": shown(expected)})]
    found = amount(prices, ZERO)
    return [] if found == expected else [Fault(prices[0], {"found": shown(found), "expected": shown(expected)})]


_ALLOWANCE = "cac:AllowanceCharge[1]"
_DISCOUNT = "cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge"

FAMILY = Family(
    (
        Rule(
            "PEPPOL-EN16931-R040",
            amount_is_percentage_of_base,
            "BT-92 BT-99 BT-136 BT-141",
            why="Whoever states how an amount came about is checked on it; 0.02 are left for rounding.",
            example=f"base peppol\nset {_ALLOWANCE}/cbc:Amount 49.00",
        ),
        Rule(
            "PEPPOL-EN16931-R041",
            percentage_has_base,
            "BT-93 BT-100 BT-137 BT-142",
            why="A percentage says nothing without what it is a percentage of.",
            example=f"base peppol\nremove {_ALLOWANCE}/cbc:BaseAmount",
        ),
        Rule(
            "PEPPOL-EN16931-R042",
            base_has_percentage,
            "BT-94 BT-101 BT-138 BT-143",
            why="A base amount is there to have a percentage taken of it.",
            example=f"base peppol\nremove {_ALLOWANCE}/cbc:MultiplierFactorNumeric",
        ),
        Rule(
            "PEPPOL-EN16931-R043",
            indicator_is_a_word,
            "BG-20 BG-21 BG-27 BG-28",
            why="The indicator is compared as text, so that `1` and `0` would be neither charge nor allowance.",
            example=f"base peppol\nset {_ALLOWANCE}/cbc:ChargeIndicator 0",
        ),
        Rule(
            "PEPPOL-EN16931-R044",
            price_has_no_charge,
            "BT-147",
            why="A price can have a discount; what comes on top of a price is a charge of the line.",
            example=f"base peppol\nset {_DISCOUNT}/cbc:ChargeIndicator true",
        ),
        Rule(
            "PEPPOL-EN16931-R046",
            net_price_is_gross_less_discount,
            "BT-146 BT-147 BT-148",
            why="The gross price and the discount explain the net price, to the last digit.",
            example=f"base peppol\nset {_DISCOUNT}/cbc:Amount 9.00",
        ),
    )
)
