"""What built documents are made of: two parties, items, lines and sums that add up; and how one is built."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, Self, TypeVar

from app.domain.documents import Document
from app.domain.documents.base import (
    Delivery,
    Item,
    ItemProperty,
    MonetaryTotal,
    Note,
    Period,
    Price,
    TaxCategory,
    TaxSubtotal,
    TaxTotal,
)
from app.domain.documents.order import OrderLine
from app.domain.identifiers import Code, DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity

ISSUED = date(2026, 3, 2)
VAT = Decimal(20)

BUYER = Party(
    name="Birch Hospital Trust",
    endpoint=Identifier("5790000435944", "0088"),
    ids=(Identifier("5790000435944", "0088"),),
    address=Address(street="Main Street 1", city="Copenhagen", postal_code="1057", country="DK"),
    tax_registrations=(TaxRegistration(number="DK12345678", scheme="VAT"),),
    legal_name="Birch Hospital Trust A/S",
    legal_id=Identifier("12345678", "0184"),
    contact=Contact(name="Anna Lund", telephone="+45 33 12 34 56", email="anna.lund@birch.example"),
)

SELLER = Party(
    name="Silver Supplies",
    endpoint=Identifier("7300010000001", "0088"),
    ids=(Identifier("7300010000001", "0088"),),
    address=Address(street="Storgatan 5", city="Stockholm", postal_code="111 51", country="SE"),
    tax_registrations=(TaxRegistration(number="SE556000475001", scheme="VAT"),),
    legal_name="Silver Supplies AB",
    legal_id=Identifier("5560004750", "0007"),
    contact=Contact(name="Lars Berg", telephone="+46 8 123 456", email="lars.berg@silver.example"),
)


D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Building(Generic[D]):
    """A document in the making; every method gives a new builder."""

    document: D

    def with_(self, **fields: Any) -> Self:
        """With any fields of the document replaced."""
        return replace(self, document=replace(self.document, **fields))

    def numbered(self, number: str) -> Self:
        return self.with_(number=number)

    def issued_on(self, day: date) -> Self:
        return self.with_(issued=day)

    def between(self, buyer: Party, seller: Party) -> Self:
        return self.with_(buyer=buyer, seller=seller)

    def noting(self, text: str, language: str = "") -> Self:
        return self.with_(notes=(*self.document.notes, Note(text, language)))

    def build(self) -> D:
        return self.document


def eur(text: str) -> Amount:
    """So many euros."""
    return Amount.of(text, "EUR")


def pieces(text: str) -> Quantity:
    """So many pieces."""
    return Quantity.of(text, "C62")


def reference_to(document: Document) -> DocumentReference:
    """A reference to `document`, as another document would have it."""
    return DocumentReference(number=document.number, issued=document.issued)


def an_item(number: int = 1) -> Item:
    """An item; GTINs, names and codes follow from `number`."""
    return Item(
        name=f"Surgical glove, size {number}",
        descriptions=(f"Sterile, powder free, box {number}",),
        sellers_id=f"SG-{number:03}",
        buyers_id=f"B-{number:05}",
        standard_id=Identifier("05901234123457", "0160"),
        classifications=(Code("42132203", "TST"),),
        origin_country="MY",
        taxes=(TaxCategory(id="S", percent=VAT, scheme="VAT"),),
        properties=(ItemProperty(name="Colour", value="blue"),),
    )


def an_order_line(number: int = 1) -> OrderLine:
    """Line `number`: 10 × number pieces at number + 0.25."""
    quantity, price = Decimal(10 * number), number + Decimal("0.25")
    return OrderLine(
        number=str(number),
        quantity=Quantity(quantity, "C62"),
        amount=Amount(quantity * price, "EUR"),
        item=an_item(number),
        price=Price(amount=Amount(price, "EUR"), base_quantity=pieces("1")),
        partial_delivery=False,
        deliveries=(Delivery(requested=Period(start=date(2026, 3, 16), end=date(2026, 3, 20))),),
    )


def totals_of(lines: tuple[Any, ...], currency: str, percent: Decimal) -> MonetaryTotal:
    """Sums over `lines`, with a tax of `percent` on everything."""
    net = sum((each.amount.value for each in lines), Decimal("0.00"))
    gross = Amount(net + _tax_on(net, percent), currency)
    return MonetaryTotal(
        payable=gross, lines=Amount(net, currency), tax_exclusive=Amount(net, currency), tax_inclusive=gross
    )


def taxes_of(totals: MonetaryTotal, percent: Decimal) -> tuple[TaxTotal, ...]:
    """The one tax that `totals_of` reckoned with."""
    assert totals.tax_exclusive is not None
    net = totals.tax_exclusive
    tax = Amount(_tax_on(net.value, percent), net.currency)
    category = TaxCategory(id="S", percent=percent, scheme="VAT")
    return (TaxTotal(amount=tax, subtotals=(TaxSubtotal(taxable=net, tax=tax, category=category),)),)


def _tax_on(net: Decimal, percent: Decimal) -> Decimal:
    return (net * percent / 100).quantize(Decimal("0.01"))
