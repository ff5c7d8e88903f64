"""Random catalogues, requests and quotations that EDIFACT's messages hold wholly: every field that is mapped."""

from hypothesis import strategies as st

from app.domain.documents import Catalogue, Quotation, RequestForQuotation
from app.domain.documents.base import DeliveryTerms, Item, PaymentMeans, PaymentTerms, Period, TaxCategory
from app.domain.documents.catalogue import CatalogueLine, CataloguePrice
from app.domain.documents.order import OrderLine
from app.domain.documents.quotation import QuotedLine
from app.domain.identifiers import Code, DocumentReference
from app.domain.quantities import Quantity
from tests.edifact_answers import (
    ALLOWANCES,
    DAY,
    DELIVERIES,
    EUROS,
    HEADERS,
    ITEMS,
    LINE_NUMBERS,
    MAYBE,
    NOTES,
    NUMBER,
    NUMBERS,
    PARTIES,
    PRICES,
    QUANTITIES,
    REVISED,
    TAXES,
    TOTALS,
    VALIDITIES,
    WANTED,
    WORD,
    maybe,
    some,
)

CONTRACTS = some(st.builds(DocumentReference, number=WORD, issued=maybe(DAY)))
DATED = st.builds(DocumentReference, number=WORD, issued=maybe(DAY))
TERMS = maybe(st.builds(DeliveryTerms, id=st.just("DAP"), terms=MAYBE, location=MAYBE))
PIECES = st.builds(Quantity, NUMBER, st.just("H87"))

PRICED = st.builds(
    CataloguePrice, price=PRICES, minimum=maybe(PIECES), maximum=maybe(PIECES), validity=VALIDITIES
)  # fmt: skip
OFFERED = st.builds(
    CatalogueLine,
    number=LINE_NUMBERS,
    action=st.sampled_from(["", "1", "2", "3"]),
    item=st.builds(
        Item,
        name=WORD,
        descriptions=some(WORD),
        classifications=some(st.builds(Code, WORD, st.sampled_from(["HS", "CC", "GN"]))),
        origin_country=st.sampled_from(["", "DE"]),
        taxes=some(st.builds(TaxCategory, id=st.just("S"), percent=maybe(NUMBER), scheme=st.just("VAT"))),
        **NUMBERS,
    ),
    minimum=maybe(QUANTITIES),
    maximum=maybe(QUANTITIES),
    lead_time=maybe(st.builds(Quantity, NUMBER, st.sampled_from(["DAY", "WEE", "MON", "HUR", "ANN"]))),
    validity=VALIDITIES,
    prices=some(PRICED, 3),
    notes=some(NOTES),
)
CATALOGUES = st.builds(
    Catalogue,
    **HEADERS,
    purpose=st.sampled_from(["", "2", "3", "4", "5"]),
    title=MAYBE,
    validity=VALIDITIES,
    source=maybe(REVISED),
    contracts=CONTRACTS,
    provider=maybe(PARTIES),
    receiver=maybe(PARTIES),
    lines=some(OFFERED, 3),
)

WANTED_LINE = {
    "number": LINE_NUMBERS,
    "quantity": maybe(QUANTITIES),
    "amount": maybe(EUROS),
    "item": ITEMS,
    "price": maybe(PRICES),
    "allowances_charges": some(ALLOWANCES),
    "notes": some(NOTES),
    "accounting_cost": MAYBE,
}
REQUESTS = st.builds(
    RequestForQuotation,
    **HEADERS,
    response_due=maybe(DAY),
    validity=VALIDITIES,
    catalogue=maybe(DATED),
    contracts=CONTRACTS,
    additional_references=some(st.builds(DocumentReference, number=WORD, issued=maybe(DAY), type_code=st.just("320"))),
    deliveries=some(WANTED, 1),
    delivery_terms=TERMS,
    lines=st.lists(st.builds(OrderLine, **WANTED_LINE, deliveries=some(WANTED, 1)), min_size=1, max_size=3).map(tuple),
)
QUOTED = st.builds(
    QuotedLine, **WANTED_LINE, deliveries=some(DELIVERIES, 1), request_line=LINE_NUMBERS, minimum=maybe(QUANTITIES)
)
QUOTATIONS = st.builds(
    Quotation,
    **HEADERS,
    request=maybe(DATED),
    validity=VALIDITIES,
    contracts=CONTRACTS,
    additional_references=some(st.builds(DocumentReference, number=WORD, issued=maybe(DAY), type_code=st.just("705"))),
    deliveries=some(DELIVERIES, 1),
    delivery_terms=TERMS,
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
    lines=st.lists(QUOTED, min_size=1, max_size=3).map(tuple),
)
