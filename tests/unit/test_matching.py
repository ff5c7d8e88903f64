"""Matching an invoice with what was ordered, shipped and received."""

from decimal import Decimal
from typing import Any

import pytest

from app.domain.documents.base import AllowanceCharge, Price
from app.domain.documents.invoice import InvoiceLine
from app.domain.matching import match
from app.domain.negotiation.facts import LineFacts, LineTerms, OrderFacts
from app.domain.negotiation.fulfilment import invoice_facts
from app.domain.negotiation.policy import Policy, Tolerance
from app.domain.negotiation.units import convert
from tests.negotiating import an_invoice, charged, item, money, so_many


def ledger(**figures: Any) -> OrderFacts:
    """An order of 10 EA at 40 in EUR, confirmed; `shipped`, `received` … as given."""
    terms = LineTerms(number="1", quantity=Decimal(10), unit="EA", price=Decimal(40), ids=("seller:S-1",))
    given = {name: Decimal(value) for name, value in figures.items()}
    given.setdefault("accepted", given.get("received", Decimal(0)))
    return OrderFacts(currency="EUR", agreed=True, lines=(LineFacts(terms=terms, confirmed=Decimal(10), **given),))


def outcome(order: OrderFacts, *lines: InvoiceLine, **rules: Any) -> list[str]:
    result = match(invoice_facts(an_invoice(*lines)), order, "OPEN", Policy.of(rules))
    assert result.ok == (not result.differences)
    return [each.code for each in result.differences]


@pytest.mark.parametrize(
    ("figures", "matching", "codes"),
    [
        ({}, "none", []),
        ({}, "2-way", []),
        ({}, "auto", ["matching.quantity"]),
        ({"shipped": 10}, "auto", []),
        ({"shipped": 9}, "auto", ["matching.quantity"]),
        ({"shipped": 10, "received": 9}, "auto", ["matching.quantity"]),
        ({"shipped": 10, "received": 10}, "auto", []),
        ({"shipped": 10, "received": 10, "accepted": 9}, "auto", ["matching.quantity"]),
        ({"shipped": 10, "received": 10, "accepted": 9}, "3-way", []),
        ({"shipped": 10, "received": 10, "accepted": 9}, "4-way", ["matching.quantity"]),
        ({"shipped": 10}, "3-way", ["matching.quantity"]),
    ],
)
def test_quantities_are_compared_with_what_the_policy_says(
    figures: dict[str, int], matching: str, codes: list[str]
) -> None:
    assert outcome(ledger(**figures), charged("1", "10", "40"), matching=matching) == codes


def test_the_message_says_what_was_compared() -> None:
    result = match(invoice_facts(an_invoice(charged("1", "10", "40"))), ledger(shipped=9), "OPEN", Policy())
    assert result.differences[0].message() == "Order line 1: 10 invoiced in all, 9 shipped."
    assert result.mode == "shipped"


def test_partial_invoices_add_up() -> None:
    assert outcome(ledger(shipped=10, invoiced=6), charged("1", "4", "40")) == []
    assert outcome(ledger(shipped=10, invoiced=6), charged("1", "5", "40")) == ["matching.quantity"]
    assert outcome(ledger(shipped=10), charged("1", "4", "40"), charged("1", "6", "40")) == []
    assert outcome(ledger(shipped=10), charged("1", "5", "40"), charged("1", "6", "40")) == ["matching.quantity"]


def test_charging_more_a_piece_is_a_difference_and_charging_less_is_none() -> None:
    assert outcome(ledger(shipped=10), charged("1", "10", "40.01")) == ["matching.price"]
    assert outcome(ledger(shipped=10), charged("1", "10", "39")) == []


def test_a_cent_of_rounding_a_line_is_allowed() -> None:
    assert outcome(ledger(shipped=10), charged("1", "10", "40.001")) == []


def test_the_stricter_tolerance_wins() -> None:
    both = {"value_tolerance": {"absolute": "5", "relative": "0.01"}}
    assert outcome(ledger(shipped=10), charged("1", "10", "40.40"), **both) == []
    assert outcome(ledger(shipped=10), charged("1", "10", "40.41"), **both) == ["matching.price"]
    quantity = {"quantity_tolerance": {"absolute": "2", "relative": "0.1"}}
    assert outcome(ledger(shipped=10), charged("1", "11", "40"), **quantity) == []
    assert outcome(ledger(shipped=10), charged("1", "12", "40"), **quantity) == ["matching.quantity"]


def test_a_tolerance_that_says_nothing_allows_nothing() -> None:
    assert Tolerance().limit(Decimal(100)) == 0
    assert Tolerance(relative=Decimal("0.05")).limit(Decimal(-100)) == 5


def test_a_policy_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="matching"):
        Policy.of({"matching": "5-way"})
    with pytest.raises(ValueError, match="not a number"):
        Policy.of({"value_tolerance": {"absolute": "lots"}})


def test_prices_per_base_quantity_and_other_units_are_compared_as_values() -> None:
    terms = LineTerms(number="1", quantity=Decimal(24), unit="EA", price=Decimal(300), base=Decimal(100))
    order = OrderFacts(currency="EUR", lines=(LineFacts(terms=terms, confirmed=Decimal(24), shipped=Decimal(24)),))
    dozen = InvoiceLine(
        number="1",
        quantity=so_many(2, "DZN"),
        amount=money("72"),
        item=item("1"),
        price=Price(amount=money("36")),
        order_line=charged("1", "1", "1").order_line,
    )
    assert outcome(order, dozen) == []


def test_units_that_cannot_be_compared_are_a_difference() -> None:
    assert outcome(ledger(shipped=10), charged("1", "10", "40", "KGM")) == ["matching.unit"]
    assert convert(Decimal(1), "XYZ", "ABC") is None
    assert convert(Decimal(1), "XYZ", "XYZ") == 1
    assert convert(Decimal(1500), "GRM", "KGM") == Decimal("1.5")
    assert convert(Decimal(1), "KGM", "MTR") is None


def test_an_invoice_in_another_currency_is_a_difference() -> None:
    invoice = invoice_facts(an_invoice(charged("1", "10", "40"), currency="USD"))
    result = match(invoice, ledger(shipped=10), "OPEN", Policy())
    assert [each.code for each in result.differences] == ["matching.currency"]


def test_a_line_without_a_reference_is_found_by_its_item() -> None:
    line = charged("1", "10", "40")
    bare = InvoiceLine(number="7", quantity=line.quantity, amount=line.amount, item=line.item)
    unknown = InvoiceLine(number="8", quantity=line.quantity, amount=line.amount, item=item("99"))
    assert outcome(ledger(shipped=10), bare) == []
    assert outcome(ledger(shipped=10), unknown) == ["matching.unknown_line"]


def test_an_order_line_without_a_price_cannot_match() -> None:
    terms = LineTerms(number="1", quantity=Decimal(1))
    order = OrderFacts(currency="EUR", lines=(LineFacts(terms=terms, confirmed=Decimal(1), shipped=Decimal(1)),))
    assert outcome(order, charged("1", "1", "40")) == ["matching.no_price"]


def test_charges_beside_the_lines_must_be_in_the_order() -> None:
    freight = (AllowanceCharge(is_charge=True, amount=money("25"), reason="Freight"),)
    rebate = (AllowanceCharge(is_charge=False, amount=money("25"), reason="Rebate"),)
    invoice = invoice_facts(an_invoice(charged("1", "10", "40"), allowances_charges=freight))
    found = match(invoice, ledger(shipped=10), "OPEN", Policy())
    assert [each.code for each in found.differences] == ["matching.charge"]
    invoice = invoice_facts(an_invoice(charged("1", "10", "40"), allowances_charges=rebate))
    assert match(invoice, ledger(shipped=10), "OPEN", Policy()).ok


def test_an_order_that_is_not_agreed_cannot_be_invoiced() -> None:
    invoice = invoice_facts(an_invoice(charged("1", "10", "40")))
    found = match(invoice, ledger(shipped=10), "ISSUED", Policy())
    assert [each.code for each in found.differences] == ["matching.order_not_open"]
