"""Random answers, changes and despatch advices that EDIFACT's messages hold wholly: every field that is mapped."""

from datetime import date, time
from decimal import Decimal

from hypothesis import strategies as st

from app.domain.documents import DespatchAdvice, OrderCancellation, OrderChange, OrderResponse
from app.domain.documents.base import (
    AllowanceCharge,
    Delivery,
    DeliveryTerms,
    Item,
    MonetaryTotal,
    Note,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
    TaxCategory,
    TaxTotal,
)
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity

WORD = st.sampled_from(["A", "gate 3", "it's", "1+1=2", "why?", "a:b", "Zoe", "100", "x-y"])
MAYBE = st.one_of(st.just(""), WORD)
DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
MOMENTS = st.sampled_from([None, time(9, 30), time(9, 30, 15)])
NUMBER = st.decimals(-99999, 99999, places=2) | st.sampled_from([Decimal("1"), Decimal("0.5"), Decimal("19")])
LINE_NUMBERS = st.integers(1, 9999).map(str)
EUROS = st.builds(Amount, NUMBER, st.just("EUR"))
QUANTITIES = st.builds(Quantity, NUMBER, st.sampled_from(["", "H87", "KGM", "C62"]))
NOTES = st.builds(Note, WORD | st.just("two\nlines") | st.just("long " * 20 + "."), st.sampled_from(["", "en", "de"]))


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]  # of whatever it is of
    return st.none() | strategy


def some(strategy: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:  # type: ignore[type-arg]  # as above
    return st.lists(strategy, max_size=most).map(tuple)


PERIODS = st.tuples(DAY, DAY).map(lambda days: Period(start=min(days), end=max(days))) | st.builds(Period, end=DAY)
REVISED = st.builds(DocumentReference, number=WORD, issued=maybe(DAY), revision=st.sampled_from(["", "2"]))
ADDRESSES = st.builds(
    Address, street=WORD, additional_street=MAYBE, city=MAYBE, postal_code=MAYBE, region=MAYBE,
    country=st.sampled_from(["", "DE", "CN"]), lines=some(WORD),
)  # fmt: skip
CONTACTS = st.builds(Contact, id=MAYBE, name=WORD, telephone=MAYBE, email=MAYBE)
IDS = st.builds(Identifier, WORD, st.sampled_from(["", "0088", "91"]))
PARTIES = st.builds(
    Party,
    name=WORD,
    ids=some(IDS, 1),
    address=maybe(ADDRESSES),
    contact=maybe(CONTACTS),
    tax_registrations=some(st.builds(TaxRegistration, number=WORD, scheme=st.just("VAT")), 1),
    legal_id=maybe(st.builds(Identifier, WORD)),
)
DELIVERIES = st.builds(
    Delivery,
    requested=maybe(PERIODS),
    promised=maybe(PERIODS),
    location=maybe(IDS),
    address=maybe(ADDRESSES),
    party=st.builds(Party, name=WORD, contact=maybe(CONTACTS)),
)
NUMBERS = {
    "sellers_id": MAYBE,
    "buyers_id": MAYBE,
    "manufacturers_id": MAYBE,
    "standard_id": maybe(st.builds(Identifier, WORD, st.just("0160"))),
}
ITEMS = st.builds(
    Item,
    name=WORD,
    descriptions=some(WORD),
    origin_country=st.sampled_from(["", "DE"]),
    taxes=some(
        st.builds(TaxCategory, id=st.sampled_from(["S", "E", "AE"]), percent=maybe(NUMBER), scheme=st.just("VAT"))
    ),
    **NUMBERS,
)
HEADERS = {
    "number": WORD,
    "issued": DAY,
    "issued_at": MOMENTS,
    "buyer": PARTIES,
    "seller": PARTIES,
    "currency": st.just("EUR"),
    "notes": some(NOTES),
}
PRICES = st.builds(Price, amount=EUROS, base_quantity=maybe(QUANTITIES))
TOTALS = st.builds(
    MonetaryTotal, payable=EUROS, lines=maybe(EUROS), tax_exclusive=maybe(EUROS), tax_inclusive=maybe(EUROS),
    allowances=maybe(EUROS), charges=maybe(EUROS), prepaid=maybe(EUROS),
)  # fmt: skip
TAXES = some(st.builds(TaxTotal, amount=EUROS), 1)
VALIDITIES = maybe(PERIODS | st.builds(Period, start=DAY))

ANSWERED = st.builds(
    AnsweredLine,
    number=LINE_NUMBERS,
    order_line=LINE_NUMBERS,
    status=st.sampled_from(["", "1", "3", "5", "7"]),
    quantity=maybe(QUANTITIES),
    back_ordered=maybe(QUANTITIES),
    back_order_reason=MAYBE,
    amount=maybe(EUROS),
    item=ITEMS,
    substitute=maybe(st.builds(Item, **{**NUMBERS, "sellers_id": WORD})),
    price=maybe(PRICES),
    deliveries=some(DELIVERIES, 1),
    notes=some(NOTES),
)
ANSWERS = st.builds(
    OrderResponse,
    **HEADERS,
    code=st.sampled_from(["", "AB", "AP", "RE", "CA"]),
    orders=some(REVISED),
    order_changes=some(REVISED),
    sales_order=MAYBE,
    customer_reference=MAYBE,
    validity=VALIDITIES,
    deliveries=some(DELIVERIES, 1),
    taxes=TAXES,
    totals=maybe(TOTALS),
    lines=some(ANSWERED, 3),
)

LINE_REFERENCES = st.builds(
    DocumentReference, number=WORD, issued=maybe(DAY), line=st.sampled_from(["", "1", "20"]),
    revision=st.sampled_from(["", "2"]),
)  # fmt: skip
OTHERS = st.builds(DocumentReference, number=WORD, issued=maybe(DAY), type_code=st.sampled_from(["", "320", "705"]))
WEIGHTS = st.builds(Quantity, NUMBER, st.sampled_from(["KGM", "TNE"]))
SENT = st.builds(
    DespatchLine,
    number=LINE_NUMBERS,
    order=maybe(LINE_REFERENCES),
    quantity=maybe(QUANTITIES),
    outstanding=maybe(QUANTITIES),
    outstanding_reason=MAYBE,
    item=st.builds(Item, name=WORD, descriptions=some(WORD), origin_country=st.sampled_from(["", "DE"]), **NUMBERS),
    lot=MAYBE,
    notes=some(NOTES),
)
SHIPMENTS = st.builds(
    Shipment,
    id=WORD,
    gross_weight=maybe(WEIGHTS),
    gross_volume=maybe(st.builds(Quantity, NUMBER, st.just("MTQ"))),
    packages=st.sampled_from(["", "3"]),
    consignment=MAYBE,
    estimated_delivery=maybe(DAY.map(lambda day: Period(start=day, end=day))),
    carrier=maybe(PARTIES),
    delivery=maybe(
        st.builds(
            Delivery,
            requested=maybe(PERIODS),
            promised=maybe(DAY.map(lambda day: Period(start=day, end=day))),
            actual=maybe(DAY),
            location=maybe(IDS),
            address=maybe(ADDRESSES),
            party=st.builds(Party, name=WORD),
        )
    ),
    transport_units=some(st.builds(Identifier, st.sampled_from(["340123450000000018", "340123450000000025"])), 3),
)
DESPATCHES = st.builds(
    DespatchAdvice,
    **{**HEADERS, "currency": st.just("")},
    orders=some(REVISED),
    additional_references=some(OTHERS),
    despatch_party=maybe(PARTIES),
    delivery_party=maybe(PARTIES),
    despatched=maybe(DAY),
    shipment=maybe(SHIPMENTS),
    lines=some(SENT, 3),
)

ALLOWANCES = st.builds(
    AllowanceCharge, is_charge=st.just(False), amount=EUROS, reason=MAYBE, reason_code=st.sampled_from(["", "95"]),
    factor=maybe(NUMBER), base=maybe(EUROS),
) | st.builds(
    AllowanceCharge, is_charge=st.just(True), amount=EUROS, reason=MAYBE, reason_code=st.sampled_from(["", "FC"]),
    factor=maybe(NUMBER), base=maybe(EUROS),
)  # fmt: skip
WANTED = st.builds(
    Delivery,
    requested=maybe(PERIODS),
    location=maybe(IDS),
    address=maybe(ADDRESSES),
    party=st.builds(Party, name=WORD, contact=maybe(CONTACTS)),
)
CHANGED = st.builds(
    ChangedLine,
    number=LINE_NUMBERS,
    status=st.sampled_from(["", "1", "2", "3"]),
    quantity=maybe(QUANTITIES),
    amount=maybe(EUROS),
    item=ITEMS,
    price=maybe(PRICES),
    deliveries=some(WANTED, 1),
    allowances_charges=some(ALLOWANCES),
    notes=some(NOTES),
    accounting_cost=MAYBE,
)
CHANGES = st.builds(
    OrderChange,
    **HEADERS,
    sequence=st.sampled_from(["", "1", "2"]),
    order=REVISED,
    customer_reference=MAYBE,
    accounting_cost=MAYBE,
    validity=VALIDITIES,
    contracts=some(st.builds(DocumentReference, number=WORD, issued=maybe(DAY))),
    originator=maybe(PARTIES),
    invoicee=maybe(PARTIES),
    deliveries=some(WANTED, 1),
    delivery_terms=maybe(st.builds(DeliveryTerms, id=st.just("DAP"), terms=MAYBE, location=MAYBE)),
    payment_means=some(st.builds(PaymentMeans, code=st.sampled_from(["30", "58"])), 1),
    payment_terms=some(
        st.builds(
            PaymentTerms,
            note=WORD,
            due=maybe(DAY),
            discount_percent=maybe(NUMBER),
            period=maybe(st.builds(Period, end=DAY)),
        )
    ),
    allowances_charges=some(ALLOWANCES),
    taxes=TAXES,
    totals=maybe(TOTALS),
    lines=some(CHANGED, 3),
)
CANCELLATIONS = st.builds(OrderCancellation, **HEADERS, reasons=some(NOTES), orders=some(REVISED))
