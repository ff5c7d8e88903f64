"""Builders of what comes before an order: a catalogue, a request for quotation, a quotation that answers it."""

from dataclasses import fields, replace
from datetime import date, time, timedelta
from decimal import Decimal

from app.domain.documents import Catalogue, Quotation, RequestForQuotation
from app.domain.documents.base import Delivery, DeliveryTerms, Note, PaymentMeans, PaymentTerms, Period, Price
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.documents.order import OrderLine
from app.domain.documents.quotation import QuotedLine
from app.domain.identifiers import DocumentReference
from app.domain.quantities import Quantity
from tests.building import (
    BUYER,
    ISSUED,
    SELLER,
    VAT,
    Building,
    an_item,
    an_order_line,
    eur,
    pieces,
    reference_to,
    totals_of,
)


def a_catalogue() -> Building[Catalogue]:
    """Three items: one new with a price break, one changed, one no longer on offer."""
    first = CatalogueLine(
        number="1",
        action="1",
        item=an_item(1),
        unit="C62",
        minimum=pieces("10"),
        maximum=pieces("5000"),
        increment=Decimal(10),
        lead_time=Quantity.of("5", "DAY"),
        validity=Period(start=date(2026, 4, 1), end=date(2026, 12, 31)),
        prices=(
            CataloguePrice(price=Price(amount=eur("1.25")), minimum=pieces("10"), maximum=pieces("99")),
            CataloguePrice(price=Price(amount=eur("1.10")), minimum=pieces("100")),
        ),
        notes=(Note("Sterile until opened", "en"),),
    )
    second = CatalogueLine(
        number="2", action="3", item=an_item(2), prices=(CataloguePrice(price=Price(amount=eur("2.25"))),)
    )
    third = CatalogueLine(number="3", action="2", item=an_item(3))
    catalogue = Catalogue(
        number="CAT-2026",
        issued=ISSUED,
        buyer=BUYER,
        seller=SELLER,
        currency="EUR",
        purpose="4",
        title="Gloves 2026",
        version="2",
        validity=Period(start=date(2026, 4, 1), end=date(2026, 12, 31)),
        contracts=(DocumentReference(number="C-77"),),
        lines=(first, second, third),
    )
    return Building(catalogue)


def a_request_for_quotation() -> Building[RequestForQuotation]:
    """A buyer asks for two items."""
    request = RequestForQuotation(
        number="RFQ-12",
        issued=ISSUED,
        issued_at=time(9, 30),
        buyer=BUYER,
        seller=SELLER,
        currency="EUR",
        notes=(Note("Sterile goods only", "en"),),
        response_due=ISSUED + timedelta(days=7),
        contracts=(DocumentReference(number="C-77"),),
        deliveries=(Delivery(address=BUYER.address, requested=Period(end=date(2026, 4, 15))),),
        delivery_terms=DeliveryTerms(id="DAP", location="Copenhagen"),
        lines=tuple(replace(an_order_line(number), price=None, amount=None) for number in (1, 2)),
    )
    return Building(request)


def a_quotation_for(request: RequestForQuotation) -> Building[Quotation]:
    """The seller's prices for everything that was asked for."""
    lines = tuple(_quoted(line, number) for number, line in enumerate(request.lines, 1))
    quotation = Quotation(
        number=f"Q-{request.number}",
        issued=request.issued + timedelta(days=2),
        buyer=request.buyer,
        seller=request.seller,
        currency=request.currency,
        request=reference_to(request),
        validity=Period(end=date(2026, 4, 30)),
        deliveries=(Delivery(address=BUYER.address),),
        delivery_terms=request.delivery_terms,
        payment_means=(PaymentMeans(code="30"),),
        lines=lines,
        totals=totals_of(lines, request.currency, VAT),
    )
    return Building(quotation)


def with_terms(quotation: Quotation) -> Quotation:
    """With terms of payment, for which UBL has no place in a quotation."""
    return replace(quotation, payment_terms=(PaymentTerms(note="30 days net"),))


def _quoted(line: OrderLine, number: int) -> QuotedLine:
    ordered = an_order_line(number)
    asked = {each.name: getattr(line, each.name) for each in fields(line)}
    answer = {"price": ordered.price, "amount": ordered.amount, "request_line": line.number, "minimum": pieces("5")}
    return QuotedLine(**{**asked, **answer})
