"""Peppol BIS Billing 3, the lines: net amount, price, invoiced object, period."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain
from operator import gt, lt

from app.safe.tree import Element
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    AMOUNT,
    CREDIT_NOTE,
    CREDIT_NOTE_LINE,
    DOCUMENT_REFERENCE,
    INVOICE,
    INVOICE_LINE,
    LINE_AMOUNT,
    PERIOD,
    PRICE,
    TYPE_CODE,
    cbc,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.charges import SLACK, compared
from app.validation.peppol.family import Family
from app.validation.peppol.names import BASE_QUANTITY, INDICATOR, PRICE_AMOUNT
from app.validation.peppol.reading import LENGTH_OF_A_DATE, amount, is_date, only, own_text, plain, says
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, NotEvaluable, day, rounded, total

_INVOICED = cbc("InvoicedQuantity")
_CREDITED = cbc("CreditedQuantity")
_START = cbc("StartDate")
_END = cbc("EndDate")
_INVOICED_OBJECT = "130"
_ONE = Decimal(1)


def _lines(billing: Billing) -> list[Element]:
    return [*billing.named(INVOICE_LINE), *billing.named(CREDIT_NOTE_LINE)]


OF_EVERY_LINE = "PEPPOL-EN16931-R120"
"""The rule that can't be asked of one line in place of several."""


def net_amount_is_quantity_times_price(billing: Billing) -> list[Fault]:
    """R120: quantity × price ÷ base quantity + charges - allowances, within 0.02."""
    quantity = _INVOICED if billing.is_invoice else _CREDITED
    lines = chain.from_iterable(each.each() for each in billing.alike) if billing.alike else _lines(billing)
    return [fault for each in lines for fault in _reckoned(each, quantity)]


def _reckoned(line: Element, quantity: str) -> list[Fault]:
    children = line.children
    found = amount(children.get(LINE_AMOUNT, ()), ZERO)
    expected = amount(children.get(quantity, ()), _ONE) * _unit_price(line)
    if ALLOWANCE_CHARGE in children:
        expected += _charges_less_allowances(children[ALLOWANCE_CHARGE])
    if -SLACK <= found - expected <= SLACK:
        return []
    return [compared(line.first(LINE_AMOUNT) or line, found, expected)]


def _unit_price(line: Element) -> Decimal:
    prices = line.children.get(PRICE, ())
    if len(prices) == 1:
        amounts, quantities = prices[0].children.get(PRICE_AMOUNT, ()), prices[0].children.get(BASE_QUANTITY, ())
    else:
        amounts, quantities = line.all(PRICE, PRICE_AMOUNT), line.all(PRICE, BASE_QUANTITY)
    price, per = amount(amounts, ZERO), amount(quantities, _ONE)
    return price / per if quantities and per else price


def _charges_less_allowances(extras: Sequence[Element]) -> Decimal:
    charges = allowances = ZERO
    for each in extras:
        indicator = plain(each.children.get(INDICATOR, ()))
        if indicator == "true":
            charges += _sum(each)
        elif indicator == "false":
            allowances += _sum(each)
    return rounded(charges) - rounded(allowances)


def _sum(extra: Element) -> Decimal:
    amounts = extra.children.get(AMOUNT, ())
    return amount(amounts, ZERO) if len(amounts) < 2 else total(amounts)


def base_quantity_is_positive(billing: Billing) -> list[Fault]:
    """R121."""
    faults = []
    for each in _base_quantities(billing):
        quantity = only(each)
        if quantity is not None and amount(each, ZERO) <= ZERO:
            faults.append(Fault(quantity, {"found": plain(each)}))
    return faults


def _base_quantities(billing: Billing) -> list[list[Element]]:
    if not billing.named(BASE_QUANTITY):
        return []
    return [each.all(PRICE, BASE_QUANTITY) for each in _lines(billing)]


def base_quantity_has_unit_of_quantity(billing: Billing) -> list[Fault]:
    """R130."""
    faults = []
    wanted = _INVOICED if billing.is_invoice else _CREDITED
    for each in billing.named(BASE_QUANTITY):
        unit, line = each.get("unitCode"), _line_of_price(each)
        if unit is not None and line is not None and (_INVOICED in line.children or _CREDITED in line.children):
            units = [quantity.get("unitCode") for quantity in line.all(wanted)]
            if unit not in units:
                faults.append(Fault(each, {"found": unit, "expected": next(filter(None, units), "")}))
    return faults


def _line_of_price(quantity: Element) -> Element | None:
    price = quantity.parent
    return price.parent if price is not None and price.name == PRICE else None


def one_object(billing: Billing) -> list[Fault]:
    """R100."""
    if not billing.named(DOCUMENT_REFERENCE):
        return []
    found = (each.children.get(DOCUMENT_REFERENCE, ()) for each in _lines(billing))
    return [Fault(each[1]) for each in found if len(each) > 1]


def reference_is_to_object(billing: Billing) -> list[Fault]:
    """R101."""
    if not billing.named(DOCUMENT_REFERENCE):
        return []
    return [
        Fault(each.children[DOCUMENT_REFERENCE][0])
        for each in _lines(billing)
        if DOCUMENT_REFERENCE in each.children and not says(each.all(DOCUMENT_REFERENCE, TYPE_CODE), _INVOICED_OBJECT)
    ]


def within_period(bound: str, is_outside: Callable[[str, str], bool]) -> Callable[[Billing], list[Fault]]:
    """R110, R111: no line's period begins before, or ends after, the document's."""

    def check(billing: Billing) -> list[Fault]:
        faults = []
        for document, lines in ((INVOICE, INVOICE_LINE), (CREDIT_NOTE, CREDIT_NOTE_LINE)):
            for each in billing.named(document):
                limit = each.all(PERIOD, bound)
                found = each.all(lines, PERIOD, bound) if limit else []
                faults += _outside(found, limit, is_outside) if found else []
        return faults

    return check


def _outside(found: list[Element], limit: list[Element], is_outside: Callable[[str, str], bool]) -> list[Fault]:
    bound = only(limit)
    expected = "" if bound is None else _day(bound, bound.text)
    dates = ((each, _day(each, own_text([each]) if each.children else each.text)) for each in found)
    return [Fault(each, {"found": on, "expected": expected}) for each, on in dates if is_outside(on, expected)]


def _day(element: Element, text: str) -> str:
    """The day as YYYY-MM-DD, which sorts as days do; raises NotEvaluable."""
    if len(text) == LENGTH_OF_A_DATE and is_date(text):
        return text
    if element.children:
        raise NotEvaluable(element, "date")
    return day(element).isoformat()


_LINE = "cac:InvoiceLine[1]"
_REFERENCE = "<cac:DocumentReference><cbc:ID>{}</cbc:ID>{}</cac:DocumentReference>"
_OBJECT_CODE = "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>"
FAMILY = Family(
    (
        Rule(
            "PEPPOL-EN16931-R100",
            one_object,
            "BT-128",
            why="A line is about one object: a meter, a contract, a vehicle.",
            example=f"base peppol\nadd {_LINE} {_REFERENCE.format('M1', _OBJECT_CODE)}\n"
            f"add {_LINE} {_REFERENCE.format('M2', _OBJECT_CODE)}",
        ),
        Rule(
            "PEPPOL-EN16931-R101",
            reference_is_to_object,
            "BT-128",
            why="The only document that a line may refer to here is its invoiced object, marked by type code 130.",
            example=f"base peppol\nadd {_LINE} {_REFERENCE.format('M1', '')}",
        ),
        Rule(
            "PEPPOL-EN16931-R110",
            within_period(_START, lt),
            "BT-134 BT-73",
            why="The document's period is the one that all of its lines lie in.",
            example=f"base peppol\nset {_LINE}/cac:InvoicePeriod/cbc:StartDate 2026-01-31",
        ),
        Rule(
            "PEPPOL-EN16931-R111",
            within_period(_END, gt),
            "BT-135 BT-74",
            why="The document's period is the one that all of its lines lie in.",
            example=f"base peppol\nset {_LINE}/cac:InvoicePeriod/cbc:EndDate 2026-03-01",
        ),
        Rule(
            OF_EVERY_LINE,
            net_amount_is_quantity_times_price,
            "BT-131",
            why="Matching to orders and receipts works with quantity and price; booking with the amount. "
            "They have to say the same, to 0.02.",
            example=f"base peppol\nset {_LINE}/cbc:LineExtensionAmount 123456.78",
        ),
        Rule(
            "PEPPOL-EN16931-R121",
            base_quantity_is_positive,
            "BT-149",
            why="The price is divided by it.",
            example=f"base peppol\nset {_LINE}/cac:Price/cbc:BaseQuantity 0",
        ),
        Rule(
            "PEPPOL-EN16931-R130",
            base_quantity_has_unit_of_quantity,
            "BT-150 BT-130",
            why="A price per box can't be multiplied by a number of kilograms.",
            example=f"base peppol\nattribute {_LINE}/cac:Price/cbc:BaseQuantity unitCode KGM",
        ),
    )
)
