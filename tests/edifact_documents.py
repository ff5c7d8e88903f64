"""Random documents of billing that EDIFACT's messages hold wholly: every field that is mapped, in the room there is."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from app.domain.documents import CreditNote, Invoice, ReceiptAdvice, RemittanceAdvice
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
    TaxSubtotal,
    TaxTotal,
)
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.documents.remittance_advice import RemittanceLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity

WORD = st.sampled_from(["A", "gate 3", "it's", "1+1=2", "why?", "a:b", "a:", "b+", "100", "x-y"])
MAYBE = st.one_of(st.just(""), WORD)
DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBER = st.decimals(-99999, 99999, places=2) | st.sampled_from([Decimal("1"), Decimal("0.5"), Decimal("19")])
EUROS = st.builds(Amount, NUMBER, st.just("EUR"))
QUANTITIES = st.builds(Quantity, NUMBER, st.sampled_from(["", "H87", "KGM", "C62"]))
CATEGORIES = st.builds(TaxCategory, id=st.sampled_from(["S", "E", "AE"]), percent=NUMBER, scheme=st.just("VAT"))
NOTES = st.builds(Note, WORD | st.just("two\nlines") | st.just("long " * 20 + "."), st.sampled_from(["", "en", "de"]))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """That, or nothing."""
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    """A few of them."""
    return st.lists(strategy, max_size=most).map(tuple)


PERIODS = st.tuples(DAY, DAY).map(lambda days: Period(start=min(days), end=max(days))) | st.builds(Period, end=DAY)
REFERENCES = st.builds(DocumentReference, number=WORD, issued=maybe(DAY))
DESPATCHES = st.builds(DocumentReference, number=WORD, issued=maybe(DAY), type_code=st.sampled_from(["", "270"]))
OTHERS = st.builds(DocumentReference, number=WORD, issued=maybe(DAY), type_code=st.sampled_from(["", "320", "705"]))
LINE_REFERENCES = st.builds(DocumentReference, number=WORD, issued=maybe(DAY), line=st.sampled_from(["", "1", "20"]))
ADDRESSES = st.builds(
    Address, street=WORD, additional_street=MAYBE, city=MAYBE, postal_code=MAYBE, region=MAYBE,
    country=st.sampled_from(["", "DE", "CN"]), lines=some(WORD),
)  # fmt: skip
PARTIES = st.builds(
    Party,
    name=WORD,
    ids=some(st.builds(Identifier, WORD, st.sampled_from(["", "0088", "91"])), 1),
    address=maybe(ADDRESSES),
    contact=maybe(st.builds(Contact, id=MAYBE, name=WORD, telephone=MAYBE, email=MAYBE)),
)
REGISTERED = st.builds(
    lambda party, taxes, legal: Party(
        name=party.name, ids=party.ids, address=party.address, contact=party.contact,
        tax_registrations=taxes, legal_id=legal,
    ),
    PARTIES,
    some(st.builds(TaxRegistration, number=WORD, scheme=st.just("VAT")), 1),
    maybe(st.builds(Identifier, WORD)),
)  # fmt: skip
ITEMS = st.builds(
    Item,
    name=WORD,
    descriptions=some(WORD),
    sellers_id=MAYBE,
    buyers_id=MAYBE,
    manufacturers_id=MAYBE,
    standard_id=maybe(st.builds(Identifier, WORD, st.just("0160"))),
)
CHARGED = st.builds(
    lambda item, origin, taxes: Item(
        name=item.name, descriptions=item.descriptions, sellers_id=item.sellers_id, buyers_id=item.buyers_id,
        manufacturers_id=item.manufacturers_id, standard_id=item.standard_id, origin_country=origin, taxes=taxes,
    ),
    ITEMS, st.sampled_from(["", "DE"]), some(CATEGORIES),
)  # fmt: skip
ALLOWANCES = st.builds(
    AllowanceCharge, is_charge=st.just(False), amount=EUROS, reason=MAYBE, reason_code=st.sampled_from(["", "95"]),
    factor=maybe(NUMBER), base=maybe(EUROS), tax=maybe(CATEGORIES),
)  # fmt: skip
CHARGES = st.builds(
    AllowanceCharge, is_charge=st.just(True), amount=EUROS, reason=MAYBE, reason_code=st.sampled_from(["", "FC"]),
    factor=maybe(NUMBER), base=maybe(EUROS), tax=maybe(CATEGORIES),
)  # fmt: skip
LINES = st.builds(
    InvoiceLine,
    number=st.integers(1, 999).map(str),
    quantity=maybe(QUANTITIES),
    amount=EUROS,
    order_line=maybe(LINE_REFERENCES),
    despatch_line=maybe(LINE_REFERENCES),
    accounting_cost=MAYBE,
    period=maybe(PERIODS),
    allowances_charges=some(ALLOWANCES | CHARGES, 3),
    taxes=some(st.builds(TaxTotal, amount=EUROS), 1),
    item=CHARGED,
    price=maybe(st.builds(Price, amount=EUROS, base_quantity=maybe(QUANTITIES))),
    notes=some(NOTES),
)
TAXES = st.builds(
    lambda total, parts, other: (TaxTotal(amount=total, subtotals=parts), *other),
    EUROS,
    some(st.builds(TaxSubtotal, taxable=maybe(EUROS), tax=EUROS, category=CATEGORIES), 3),
    some(st.builds(TaxTotal, amount=st.builds(Amount, NUMBER, st.just("USD"))), 1),
)
BILLING: dict[str, st.SearchStrategy[Any]] = {
    "number": WORD,
    "issued": DAY,
    "issued_at": st.sampled_from([None, time(9, 30), time(9, 30, 15)]),
    "buyer": REGISTERED,
    "seller": REGISTERED,
    "currency": st.just("EUR"),
    "notes": some(NOTES),
    "tax_point": maybe(DAY),
    "accounting_cost": MAYBE,
    "buyer_reference": MAYBE,
    "period": maybe(PERIODS),
    "order": maybe(REFERENCES),
    "billing_references": some(REFERENCES),
    "despatches": some(DESPATCHES),
    "receipts": some(REFERENCES),
    "contracts": some(REFERENCES),
    "additional_references": some(OTHERS),
    "payee": maybe(REGISTERED),
    "deliveries": some(
        st.builds(
            Delivery,
            actual=maybe(DAY),
            location=st.builds(Identifier, WORD, st.just("0088")),
            address=maybe(ADDRESSES),
            party=maybe(st.builds(Party, name=WORD)),
        ),
        1,
    ),
    "delivery_terms": maybe(st.builds(DeliveryTerms, id=st.just("DAP"), terms=MAYBE, location=MAYBE)),
    "payment_means": some(
        st.builds(
            PaymentMeans,
            code=st.sampled_from(["30", "58"]),
            payment_id=MAYBE,
            account=MAYBE,
            account_name=MAYBE,
            institution=st.sampled_from(["", "COBADEFF"]),
        ),
        1,
    ),
    "payment_terms": some(
        st.builds(
            PaymentTerms,
            note=WORD,
            discount_percent=maybe(NUMBER),
            period=maybe(st.builds(Period, end=DAY)),
        )
    ),
    "allowances_charges": some(ALLOWANCES | CHARGES, 3),
    "taxes": st.just(()) | TAXES,
    "totals": st.builds(
        MonetaryTotal, payable=EUROS, lines=maybe(EUROS), tax_exclusive=maybe(EUROS), tax_inclusive=maybe(EUROS),
        allowances=maybe(EUROS), charges=maybe(EUROS), prepaid=maybe(EUROS),
    ),
    "lines": some(LINES, 3),
}  # fmt: skip
_RATE: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries({}, optional={"tax_currency": st.just("USD")}).flatmap(
    lambda known: st.fixed_dictionaries(
        {**{name: st.just(value) for name, value in known.items()}},
        optional={"exchange_rate": NUMBER} if known else {},
    )
)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """Invoices that INVOIC holds wholly."""
    known = {name: draw(each) for name, each in BILLING.items()}
    return Invoice(**known, **draw(_RATE), type_code=draw(st.sampled_from(["380", "384"])), due=draw(maybe(DAY)))


@st.composite
def credit_notes(draw: st.DrawFn) -> CreditNote:
    """Credit notes that INVOIC holds wholly."""
    known = {name: draw(each) for name, each in BILLING.items()}
    return CreditNote(**known, **draw(_RATE), type_code=draw(st.sampled_from(["381", "83"])))


@st.composite
def _received(draw: st.DrawFn) -> ReceiptLine:
    rejected = draw(maybe(QUANTITIES))
    return ReceiptLine(
        number=draw(st.integers(1, 999).map(str)),
        order=draw(maybe(LINE_REFERENCES)),
        despatch=draw(maybe(LINE_REFERENCES)),
        received=draw(maybe(QUANTITIES)),
        short=draw(maybe(QUANTITIES)),
        rejected=rejected,
        reject_reason=draw(MAYBE) if rejected else "",
        reject_reason_code=draw(st.sampled_from(["", "PC"])) if rejected else "",
        received_on=draw(maybe(DAY)),
        item=draw(maybe(ITEMS)),
    )


RECEIPTS = st.builds(
    ReceiptAdvice,
    number=WORD,
    issued=DAY,
    issued_at=BILLING["issued_at"],
    buyer=REGISTERED,
    seller=REGISTERED,
    advice_type=st.sampled_from(["", "351"]),
    orders=some(REFERENCES),
    despatches=some(DESPATCHES),
    delivery_party=maybe(REGISTERED),
    despatch_party=maybe(REGISTERED),
    lines=some(_received(), 3),
)


@st.composite
def _paid(draw: st.DrawFn) -> RemittanceLine:
    is_credit = draw(st.booleans())
    kind = draw(st.sampled_from(["381", "83"] if is_credit else ["380", "383"]))
    return RemittanceLine(
        number=draw(st.integers(1, 999).map(str)),
        debit=None if is_credit else draw(EUROS),
        credit=draw(EUROS) if is_credit else None,
        balance=draw(maybe(EUROS)),
        billing_references=(DocumentReference(number=draw(WORD), issued=draw(maybe(DAY)), type_code=kind),),
    )


REMITTANCES = st.builds(
    RemittanceAdvice,
    number=WORD,
    issued=DAY,
    issued_at=BILLING["issued_at"],
    buyer=PARTIES,
    seller=PARTIES,
    currency=st.just("EUR"),
    notes=some(NOTES),
    total_payment=EUROS,
    payment_order=MAYBE,
    payment_date=maybe(DAY),
    invoicing_period=maybe(PERIODS),
    billing_reference=maybe(st.builds(DocumentReference, number=WORD)),
    payee=maybe(PARTIES),
    payment_means=maybe(
        st.builds(
            PaymentMeans,
            code=st.sampled_from(["31", "58"]),
            payment_id=MAYBE,
            account=MAYBE,
            account_name=MAYBE,
            institution=st.sampled_from(["", "COBADEFF"]),
        )
    ),
    lines=some(_paid(), 3),
)
