"""What every line of an invoice must say. There may be thousands, so each look at one is a short one."""

import re
from operator import attrgetter

from app.validation.en16931.groups import Attribute, Category
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import (
    ABSENT,
    as_found,
    has_attribute,
    place_of,
    says,
    there,
    two_decimals,
)
from app.validation.rule import Fault, Rule
from app.validation.values import ZERO, Value, Values, double, only

_lines = attrgetter("lines")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]*)?").fullmatch


def _has_unit(invoice: Invoice) -> list[Fault]:
    return [Fault(place_of(line.quantities, line)) for line in invoice.lines if not _any_with_unit(line.quantities)]


def _any_with_unit(quantities: Values) -> bool:
    for each in quantities:  # noqa: SIM110  # a generator would take longer than the question
        if each.get("unitCode") is not None:
            return True
    return False


def _price_not_negative(invoice: Invoice) -> list[Fault]:
    return [_negative(line.prices, line.place) for line in invoice.lines if not _any_not_negative(line.prices)]


def _gross_price_not_negative(invoice: Invoice) -> list[Fault]:
    return [
        _negative(line.gross_prices, line.place)
        for line in invoice.lines
        if line.gross_prices and not _any_not_negative(line.gross_prices)
    ]


def _any_not_negative(prices: Values) -> bool:
    for each in prices:  # noqa: SIM110  # as above
        if _PLAIN(each.text) or _not_negative(each):
            return True
    return False


def _not_negative(price: Value) -> bool:
    number = double(price)
    return not number.is_nan() and number >= ZERO


def _negative(prices: Values, line: Value) -> Fault:
    return Fault(prices[0], {"found": as_found(prices[0])}) if prices else Fault(line, {"found": ABSENT})


def _has_vat_category(invoice: Invoice) -> list[Fault]:
    return [Fault(line.place) for line in invoice.lines if not _any_of_vat(line.categories)]


def _any_of_vat(categories: list[Category]) -> bool:
    for each in categories:  # as above
        only(each.schemes)  # two taxes leave this rule without an answer, and no other
        if each.is_vat and each.codes:
            return True
    return False


def _attribute_is_whole(invoice: Invoice) -> list[Fault]:
    return [Fault(each.place) for each in invoice.all_attributes if not _is_whole(each)]


def _is_whole(attribute: Attribute) -> bool:
    return bool(attribute.names and attribute.values)


def _standard_ids(invoice: Invoice) -> list[Value]:
    return [each for line in invoice.lines if line.standard_ids for each in line.standard_ids]


def _classifications(invoice: Invoice) -> list[Value]:
    return [each for line in invoice.lines if line.classifications for each in line.classifications]


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-21",
        says(_lines, "numbers"),
        "BT-126",
        why="Questions, credits and answers refer to a line by its number.",
        example="remove cac:InvoiceLine[1]/cbc:ID",
    ),
    Rule(
        "BR-22",
        there(_lines, "quantities"),
        "BT-129",
        why="The buyer compares what is charged with what was ordered and received.",
        example="remove cac:InvoiceLine[1]/cbc:InvoicedQuantity",
    ),
    Rule(
        "BR-23",
        _has_unit,
        "BT-130",
        why="Ten pieces and ten pallets are not the same delivery.",
        example="drop-attribute cac:InvoiceLine[1]/cbc:InvoicedQuantity unitCode",
    ),
    Rule(
        "BR-24",
        there(_lines, "amounts"),
        "BT-131",
        why="The lines' net amounts add up to the invoice's; one that is missing leaves the sum open.",
        example="remove cac:InvoiceLine[1]/cbc:LineExtensionAmount",
    ),
    Rule(
        "BR-25",
        says(_lines, "names"),
        "BT-153",
        why="Tax law wants goods and services described, and whoever approves them wants to know what they were.",
        example="remove cac:InvoiceLine[1]/cac:Item/cbc:Name",
    ),
    Rule(
        "BR-26",
        there(_lines, "prices"),
        "BT-146",
        why="Tax law asks for the price of one unit, and buyers compare it with the one agreed.",
        example="remove cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount",
    ),
    Rule(
        "BR-27",
        _price_not_negative,
        "BT-146",
        why="What is taken back is a negative quantity, a rebate is an allowance; the price stays what it is.",
        example="set cac:InvoiceLine[1]/cac:Price/cbc:PriceAmount -50.00",
    ),
    Rule(
        "BR-28",
        _gross_price_not_negative,
        "BT-148",
        why="The gross price is the list price before the discount, and no list has prices below zero.",
        example="set cac:InvoiceLine[1]/cac:Price/cac:AllowanceCharge/cbc:BaseAmount -60.00",
    ),
    Rule(
        "BR-54",
        _attribute_is_whole,
        "BT-160 BT-161",
        why="A property without a value says nothing, and a value without a name can't be understood.",
        example="remove cac:InvoiceLine[1]/cac:Item/cac:AdditionalItemProperty/cbc:Value",
    ),
    Rule(
        "BR-64",
        has_attribute(_standard_ids, "schemeID"),
        "BT-157",
        why="A standard number can be looked up only by those who know which standard it is of.",
        example="drop-attribute cac:InvoiceLine[1]/cac:Item/cac:StandardItemIdentification/cbc:ID schemeID",
    ),
    Rule(
        "BR-65",
        has_attribute(_classifications, "listID"),
        "BT-158",
        why="The same digits are a screw in one classification and a service in the next.",
        example="drop-attribute "
        "cac:InvoiceLine[1]/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode listID",
    ),
    Rule(
        "BR-CO-04",
        _has_vat_category,
        "BT-151",
        why="The VAT break-down is made of the lines by their categories; a line without one has no place in it.",
        example="remove cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory",
    ),
    Rule(
        "BR-DEC-23",
        two_decimals(_lines, "amounts"),
        "BT-131",
        why="Nobody can pay a fraction of a cent, and sums of rounded and unrounded amounts never agree.",
        example="set cac:InvoiceLine[1]/cbc:LineExtensionAmount 490.001",
    ),
)
