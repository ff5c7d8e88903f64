"""The documents of the story, as the two companies' own systems would write them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from app.domain.documents import (
    Contract,
    DespatchAdvice,
    Invoice,
    Order,
    OrderResponse,
    ReceiptAdvice,
)
from app.domain.documents.base import (
    Delivery,
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
from app.domain.documents.contract import Clause, PriceLine, RenewalKind, Term
from app.domain.documents.despatch_advice import DespatchLine
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.order import OrderLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity

BUYER = Party(
    name="Nordwind Maschinenbau",
    endpoint=Identifier("4012345000009", "0088"),
    ids=(Identifier("4012345000009", "0088"),),
    legal_name="Nordwind Maschinenbau GmbH",
    tax_registrations=(TaxRegistration(number="DE123456789", scheme="VAT"),),
    address=Address(street="Hafenstraße 12", city="Kiel", postal_code="24103", country="DE"),
    contact=Contact(name="Anna Petersen", email="anna.petersen@nordwind.example"),
)
SELLER = Party(
    name="Suzhou Precision Bearings",
    endpoint=Identifier("6901234000009", "0088"),
    ids=(Identifier("6901234000009", "0088"),),
    legal_name="苏州精密轴承有限公司",
    tax_registrations=(TaxRegistration(number="CN91320500MA1X", scheme="VAT"),),
    address=Address(street="星湖街 328", city="苏州", postal_code="215021", country="CN"),
    contact=Contact(name="Li Wei", email="li.wei@suzhou-bearings.example"),
)
ITEMS = (
    ("6204-2RS", "Deep groove ball bearing 6204-2RS", "200", "3.40"),
    ("NU-308", "Cylindrical roller bearing NU 308", "40", "27.50"),
    ("LGEP-2", "Bearing grease, 1 kg tin", "12", "18.00"),
)
EUR = "EUR"


def _item(number: str, name: str) -> Item:
    return Item(name=name, sellers_id=number)


def order(number: str, today: date) -> Order:
    """Three lines, wanted in three weeks."""
    lines = tuple(
        OrderLine(
            number=str(position),
            quantity=Quantity.of(quantity, "C62"),
            amount=Amount.of(format(Decimal(quantity) * Decimal(price), "f"), EUR),
            item=_item(sellers_id, name),
            price=Price(amount=Amount.of(price, EUR)),
        )
        for position, (sellers_id, name, quantity, price) in enumerate(ITEMS, 1)
    )
    total = Amount(sum((each.amount.value for each in lines if each.amount), Decimal(0)), EUR)
    return Order(
        number=number,
        issued=today,
        buyer=BUYER,
        seller=SELLER,
        currency=EUR,
        notes=(Note("Bearings for the winches of hull 712."),),
        deliveries=(Delivery(requested=Period(start=today + timedelta(21), end=today + timedelta(23))),),
        totals=MonetaryTotal(lines=total, payable=total),
        lines=lines,
    )


def counter_offer(asked: Order, number: str, today: date) -> OrderResponse:
    """Line 1 as ordered, line 2 fewer and dearer, line 3 not to be had."""
    first, second, third = asked.lines
    return OrderResponse(
        number=number,
        issued=today,
        buyer=asked.buyer,
        seller=asked.seller,
        currency=asked.currency,
        code="CA",
        orders=(DocumentReference(number=asked.number),),
        notes=(Note("NU 308: 30 now at the price of the new list."),),
        lines=(
            AnsweredLine(number="1", order_line="1", status="5", quantity=first.quantity, item=first.item),
            AnsweredLine(
                number="2",
                order_line="2",
                status="3",
                quantity=Quantity.of("30", "C62"),
                item=second.item,
                price=Price(amount=Amount.of("28.00", EUR)),
            ),
            AnsweredLine(number="3", order_line="3", status="7", item=third.item),
        ),
    )


def contract(number: str, today: date) -> Contract:
    """The first version of a frame contract."""
    return Contract(
        number=number,
        issued=today,
        buyer=BUYER,
        seller=SELLER,
        currency=EUR,
        title="Frame contract for bearings",
        language="en",
        term=Term(
            start=today,
            end=today + timedelta(364),
            renewal=RenewalKind.AUTOMATIC,
            renewal_period="P1Y",
            notice="P3M",
        ),
        governing_law="CISG",
        clauses=(
            Clause(id="supply", heading="Supply", text="The seller supplies the goods of the price list on call."),
            Clause(
                id="quality",
                heading="Quality",
                text="Goods conform to ISO 15:2017.",
                clauses=(Clause(id="quality.warranty", heading="Warranty", text="The warranty runs for 12 months."),),
            ),
            Clause(id="payment", heading="Payment", text="Invoices are due within 60 days."),
        ),
        price_lines=tuple(
            PriceLine(id=sellers_id, item=_item(sellers_id, name), price=Price(amount=Amount.of(price, EUR)))
            for sellers_id, name, _, price in ITEMS[:2]
        ),
        payment_terms=PaymentTerms(note="60 days net"),
    )


def next_version(before: Contract, digest: str, changed: dict[str, str], *, by_buyer: bool) -> Contract:
    """A further version: some clauses reworded, the digest of the version before it named."""
    return replace(
        before,
        version=before.version + 1,
        previous_digest=f"sha-256:{digest}",
        proposed_by_buyer=by_buyer,
        clauses=tuple(_reworded(each, changed) for each in before.clauses),
    )


def _reworded(clause: Clause, changed: dict[str, str]) -> Clause:
    return replace(
        clause,
        text=changed.get(clause.id, clause.text),
        clauses=tuple(_reworded(each, changed) for each in clause.clauses),
    )


AGREED = (("1", "200", "3.40", 0), ("2", "30", "28.00", 1))
"""What the order comes to after the counter-offer: line, quantity, price, index of the item."""


def despatch_advice(number: str, order_number: str, today: date) -> DespatchAdvice:
    """Everything that was agreed is on its way."""
    lines = tuple(
        DespatchLine(
            number=line,
            order=DocumentReference(number=order_number, line=line),
            quantity=Quantity.of(quantity, "C62"),
            item=_item(*ITEMS[index][:2]),
        )
        for line, quantity, _, index in AGREED
    )
    reference = DocumentReference(number=order_number)
    return DespatchAdvice(
        number=number, issued=today, buyer=BUYER, seller=SELLER, orders=(reference,), despatched=today, lines=lines
    )


def receipt_advice(number: str, order_number: str, despatch_number: str, today: date) -> ReceiptAdvice:
    """Everything arrived."""
    lines = tuple(
        ReceiptLine(
            number=line,
            order=DocumentReference(number=order_number, line=line),
            despatch=DocumentReference(number=despatch_number, line=line),
            received=Quantity.of(quantity, "C62"),
            item=_item(*ITEMS[index][:2]),
        )
        for line, quantity, _, index in AGREED
    )
    return ReceiptAdvice(
        number=number,
        issued=today,
        buyer=BUYER,
        seller=SELLER,
        orders=(DocumentReference(number=order_number),),
        despatches=(DocumentReference(number=despatch_number),),
        lines=lines,
    )


def invoice(number: str, order_number: str, today: date) -> Invoice:
    """What was shipped, reverse charge."""
    reverse_charge = TaxCategory(id="AE", percent=Decimal("0"), scheme="VAT", exemption_reason="Reverse charge")
    lines = tuple(_invoice_line(order_number, line, quantity, price, index) for line, quantity, price, index in AGREED)
    net = Amount(sum((each.amount.value for each in lines), Decimal(0)), EUR)
    none = Amount.of("0.00", EUR)
    return Invoice(
        number=number,
        issued=today,
        due=today + timedelta(45),
        type_code="380",
        buyer=BUYER,
        seller=SELLER,
        currency=EUR,
        order=DocumentReference(number=order_number),
        payment_means=(PaymentMeans(code="30", account="DE89370400440532013000", payment_id=number),),
        payment_terms=(PaymentTerms(note="45 days net"),),
        taxes=(TaxTotal(amount=none, subtotals=(TaxSubtotal(taxable=net, tax=none, category=reverse_charge),)),),
        totals=MonetaryTotal(lines=net, tax_exclusive=net, tax_inclusive=net, payable=net),
        lines=lines,
    )


def _invoice_line(order_number: str, line: str, quantity: str, price: str, index: int) -> InvoiceLine:
    category = TaxCategory(id="AE", percent=Decimal("0"), scheme="VAT")
    sellers_id, name = ITEMS[index][:2]
    return InvoiceLine(
        number=line,
        quantity=Quantity.of(quantity, "C62"),
        amount=Amount.of(format(Decimal(quantity) * Decimal(price), "f"), EUR),
        order_line=DocumentReference(number=order_number, line=line),
        item=Item(name=name, sellers_id=sellers_id, taxes=(category,)),
        price=Price(amount=Amount.of(price, EUR)),
    )
