"""How texts and numbers of other syntaxes are spelt in EDIFACT."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.documents import Order
from app.domain.documents.base import MonetaryTotal
from app.domain.money import Amount
from app.domain.parties import Party
from app.formats.edi.delimiters import EDIFACT
from app.formats.lens import lens, write


def written(**known: object) -> list[str]:
    order = Order(**{"number": "1", "issued": date(2026, 3, 2), "buyer": Party(), "seller": Party(), **known})  # type: ignore[arg-type]  # a builder
    found = write(order, lens("edifact", "D96A", "ORDERS"), EDIFACT)
    assert not found.losses
    return list(found.loop.flat())


@pytest.mark.parametrize(("reference", "spelt"), [("a:", "a?:"), ("b+", "b?+"), ("::", "?:?:"), ("why?", "why??")])
def test_a_text_may_end_with_a_delimiter(reference: str, spelt: str) -> None:
    assert f"RFF+CR:{spelt}" in written(customer_reference=reference)


@pytest.mark.parametrize(
    ("amount", "spelt"), [("1.50", "1.50"), ("007", "007"), ("5.", "5"), (".5", "0.5"), ("+1.0", "1.0")]
)
def test_a_decimal_mark_has_digits_on_both_sides(amount: str, spelt: str) -> None:
    totals = MonetaryTotal(payable=Amount.of(amount, "EUR"))
    assert totals.payable.value == Decimal(amount)
    assert f"MOA+86:{spelt}" in written(currency="EUR", totals=totals)
