"""Prices for so many of a unit, in cXML: whoever computes quantity * factor * price / basis gets the line's amount."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from app.domain.documents.base import Price
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.cxml import Cxml
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from tests import cxml_messages as sent

CXML = Cxml()
SENT_BASIS = '<PriceBasisQuantity quantity="1" conversionFactor="100"><UnitOfMeasure>BX</UnitOfMeasure>'


def read(raw: bytes) -> Any:
    found = CXML.read(parsed(raw, DEFAULT_LIMITS))
    assert found.document is not None, found.findings
    return found.document


def priced_by(basis: str, unit: str, factor: str) -> Any:
    """The price of a line of boxes that is 2.50 for so many of another unit."""
    told = f'<PriceBasisQuantity quantity="{basis}" conversionFactor="{factor}"><UnitOfMeasure>{unit}</UnitOfMeasure>'
    return read(sent.order(lines=sent.item_out().replace(SENT_BASIS, told))).lines[0].price


@pytest.mark.parametrize(
    ("basis", "unit", "factor", "amount", "base"),
    [
        ("10", "CT", "0.1", "2.50", Quantity(Decimal(100), "BX")),
        ("1", "EA", "12", "30.00", Quantity(Decimal(1), "BX")),
        ("1", "EA", "1", "2.50", Quantity(Decimal(1), "BX")),
        ("1", "EA", "8", "2.50", Quantity(Decimal("0.125"), "BX")),
        ("1", "BX", "100", "2.50", Quantity(Decimal(1), "BX")),
        ("1", "EA", "0", "2.50", Quantity(Decimal(1), "EA")),
        ("1", "EA", "many", "2.50", Quantity(Decimal(1), "EA")),
    ],
)
def test_a_price_of_another_unit_is_for_so_many_of_the_ordered_one(
    basis: str, unit: str, factor: str, amount: str, base: Quantity
) -> None:
    assert priced_by(basis, unit, factor) == Price(amount=Amount(Decimal(amount), "EUR"), base_quantity=base)


def written(quantity: Quantity, basis: Quantity) -> tuple[Any, etree._Element]:
    order = read(sent.order())
    price = Price(amount=Amount(Decimal(1000), "EUR"), base_quantity=basis)
    line = replace(order.lines[0], quantity=quantity, price=price)
    raw = CXML.render(replace(order, lines=(line,), complement=None))
    item = parsed(raw, DEFAULT_LIMITS).root.find(".//ItemOut/ItemDetail")  # type: ignore[union-attr]
    assert item is not None
    assert read(raw).lines[0].price.amount == price.amount
    return read(raw).lines[0].price.base_quantity, item


@pytest.mark.parametrize(
    ("unit", "price_unit", "factor"),
    [("KGM", "TNE", "0.001"), ("TNE", "KGM", "1000"), ("DZN", "EA", "12"), ("LTR", "HLT", "0.01"), ("BX", "BX", "1")],
)
def test_a_factor_is_the_true_one(unit: str, price_unit: str, factor: str) -> None:
    basis = Quantity(Decimal(1), price_unit)
    back, item = written(Quantity(Decimal(3), unit), basis)
    place = item.find("PriceBasisQuantity")
    assert place is not None
    assert (place.get("quantity"), place.get("conversionFactor"), place.findtext("UnitOfMeasure")) == (
        "1",
        factor,
        price_unit,
    )
    assert back == basis


def test_a_price_is_said_in_the_ordered_unit_where_no_number_is_the_factor() -> None:
    back, item = written(Quantity(Decimal(24), "EA"), Quantity(Decimal(1), "DZN"))
    place = item.find("PriceBasisQuantity")
    assert place is not None
    assert (place.get("quantity"), place.get("conversionFactor"), place.findtext("UnitOfMeasure")) == ("12", "1", "EA")
    assert back == Quantity(Decimal(12), "EA")


def test_no_factor_is_made_up_where_nobody_knows_one() -> None:
    back, item = written(Quantity(Decimal(3), "BX"), Quantity(Decimal(1), "PK"))
    assert item.find("PriceBasisQuantity") is None
    assert not item.findtext("UnitPrice/Money")
    assert back == Quantity(Decimal(1), "PK"), "it comes back to whoever reads what is beyond cXML"


def test_the_amount_of_a_line_without_a_subtotal_is_by_the_factor() -> None:
    line = sent.invoice_item("1").replace(sent.money("SubtotalAmount", "25.00"), "")
    unit = "<UnitOfMeasure>CT</UnitOfMeasure>"
    told = f'<PriceBasisQuantity quantity="10" conversionFactor="0.1">{unit}</PriceBasisQuantity>'
    line = line.replace("<InvoiceDetailItemReference", f"{told}<InvoiceDetailItemReference", 1)
    raw = sent.invoice(parts=f"<InvoiceDetailOrder>{sent.order_info()}{line}</InvoiceDetailOrder>")
    assert read(raw).lines[0].amount.value == Decimal("0.25")
