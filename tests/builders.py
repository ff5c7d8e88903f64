"""Builders of domain documents: `an_order().with_lines(3).build()`, and what follows from an order.

Everything built is complete and consistent (sums add up, references point at what they answer), so that a test says
only what matters to it: `an_invoice_for(order).with_(due=None).build()`.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Self

from app.domain.documents import (
    ApplicationResponse,
    Contract,
    CreditNote,
    DespatchAdvice,
    Document,
    DocumentType,
    Invoice,
    Order,
    OrderCancellation,
    OrderChange,
    OrderResponse,
    ReceiptAdvice,
    RemittanceAdvice,
)
from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.domain.documents.base import (
    Delivery,
    DeliveryTerms,
    Note,
    PaymentMeans,
    PaymentTerms,
    Period,
    Price,
)
from app.domain.documents.contract import Clause, PriceLine, RenewalKind, Term
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.order import OrderLine
from app.domain.documents.order_change import ChangedLine
from app.domain.documents.order_response import AnsweredLine
from app.domain.documents.receipt_advice import ReceiptLine
from app.domain.documents.remittance_advice import RemittanceLine
from app.domain.identifiers import Code, DocumentReference, Identifier
from app.domain.parties import Party
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
    taxes_of,
    totals_of,
)
from tests.offers import a_catalogue, a_quotation_for, a_request_for_quotation


class OrderBuilding(Building[Order]):
    """An order in the making."""

    def with_lines(self, count: int) -> Self:
        """With `count` lines: 10, 20, 30 … pieces at 1.25, 2.25, 3.25 …"""
        return self.with_line_list(tuple(an_order_line(number) for number in range(1, count + 1)))

    def with_line_list(self, lines: tuple[OrderLine, ...]) -> Self:
        """With exactly these lines, and totals that fit them."""
        return self.with_(lines=lines, totals=totals_of(lines, self.document.currency, VAT))


class ContractBuilding(Building[Contract]):
    """A contract in the making."""

    def next_version(self, previous_digest: str) -> Self:
        """The version after this one, proposed by the other party."""
        now = self.document
        turned = not now.proposed_by_buyer
        return self.with_(version=now.version + 1, previous_digest=previous_digest, proposed_by_buyer=turned)

    def with_clause(self, clause: Clause) -> Self:
        return self.with_(clauses=(*self.document.clauses, clause))


def an_order() -> OrderBuilding:
    """An order of one line; `.with_lines(n)` for more."""
    order = Order(
        number="PO-1001",
        issued=ISSUED,
        buyer=BUYER,
        seller=SELLER,
        currency="EUR",
        notes=(Note("Ring before delivery", "en"),),
        order_type="220",
        customer_reference="WARD-7",
        validity=Period(end=date(2026, 4, 1)),
        contracts=(DocumentReference(number="C-77"),),
        deliveries=(Delivery(address=BUYER.address, location=Identifier("5790000435951", "0088")),),
        delivery_terms=DeliveryTerms(id="DAP", location="Copenhagen"),
        payment_terms=(PaymentTerms(note="30 days net"),),
    )
    return OrderBuilding(order).with_lines(1)


def an_order_response(order: Order, code: str = "AP") -> Building[OrderResponse]:
    """The seller's answer; with CA the first line is halved and moved to a later day, the others are accepted."""
    lines = (
        tuple(_answer_to(line, changed=index == 0) for index, line in enumerate(order.lines)) if code == "CA" else ()
    )
    response = OrderResponse(
        number=f"OR-{order.number}",
        issued=order.issued + timedelta(days=1),
        buyer=order.buyer,
        seller=order.seller,
        currency=order.currency,
        code=code,
        orders=(reference_to(order),),
        lines=lines,
    )
    return Building(response)


def _answer_to(line: OrderLine, changed: bool) -> AnsweredLine:
    quantity = line.quantity or pieces("1")
    half = Quantity(quantity.value / 2, quantity.unit)
    later = Period(start=date(2026, 3, 25), end=date(2026, 3, 27))
    return AnsweredLine(
        number=line.number,
        order_line=line.number,
        status="3" if changed else "5",
        quantity=half if changed else quantity,
        back_ordered=half if changed else None,
        back_order_reason="Out of stock" if changed else "",
        item=line.item,
        price=line.price,
        deliveries=(Delivery(promised=later),) if changed else (),
    )


def an_order_change(order: Order, sequence: str = "1") -> Building[OrderChange]:
    """A change that doubles nothing and drops nothing: every line as it stands, its first one marked as changed."""
    change = OrderChange(
        number=f"OC-{order.number}",
        issued=order.issued + timedelta(days=2),
        buyer=order.buyer,
        seller=order.seller,
        currency=order.currency,
        sequence=sequence,
        order=reference_to(order),
        customer_reference=order.customer_reference,
        validity=order.validity,
        deliveries=order.deliveries,
        delivery_terms=order.delivery_terms,
        payment_terms=order.payment_terms,
        totals=order.totals,
        lines=tuple(_changed(line, "3" if index == 0 else "") for index, line in enumerate(order.lines)),
    )
    return Building(change)


def _changed(line: OrderLine, status: str) -> ChangedLine:
    fields = {name: getattr(line, name) for name in OrderLine.__dataclass_fields__}
    return ChangedLine(**fields, status=status)


def an_order_cancellation(order: Order) -> Building[OrderCancellation]:
    """The whole order is taken back."""
    cancellation = OrderCancellation(
        number=f"CX-{order.number}",
        issued=order.issued + timedelta(days=3),
        buyer=order.buyer,
        seller=order.seller,
        reasons=(Note("No longer needed", "en"),),
        orders=(reference_to(order),),
    )
    return Building(cancellation)


def a_despatch_advice_for(order: Order) -> Building[DespatchAdvice]:
    """Everything that was ordered is sent."""
    advice = DespatchAdvice(
        number=f"DA-{order.number}",
        issued=order.issued + timedelta(days=14),
        buyer=order.buyer,
        seller=order.seller,
        orders=(reference_to(order),),
        despatched=order.issued + timedelta(days=14),
        shipment=Shipment(id="SH-1", gross_weight=Quantity.of("12.5", "KGM"), carrier=Party(name="Swift Carriers")),
        lines=tuple(_despatch_of(order, line) for line in order.lines),
    )
    return Building(advice)


def _despatch_of(order: Order, line: OrderLine) -> DespatchLine:
    source = replace(reference_to(order), line=line.number)
    return DespatchLine(number=line.number, order=source, quantity=line.quantity, item=line.item)


def a_receipt_for(advice: DespatchAdvice) -> Building[ReceiptAdvice]:
    """Everything that was sent has come, in good order."""
    receipt = ReceiptAdvice(
        number=f"RA-{advice.number}",
        issued=advice.issued + timedelta(days=2),
        buyer=advice.buyer,
        seller=advice.seller,
        orders=advice.orders,
        despatches=(reference_to(advice),),
        lines=tuple(_receipt_of(advice, line) for line in advice.lines),
    )
    return Building(receipt)


def _receipt_of(advice: DespatchAdvice, line: DespatchLine) -> ReceiptLine:
    source = replace(reference_to(advice), line=line.number)
    return ReceiptLine(
        number=line.number,
        order=line.order,
        despatch=source,
        received=line.quantity,
        received_on=advice.issued,
        item=line.item,
    )


def an_invoice_for(order: Order) -> Building[Invoice]:
    """The whole order is charged, with VAT of 20 %."""
    totals = totals_of(order.lines, order.currency, VAT)
    invoice = Invoice(
        number=f"INV-{order.number}",
        issued=order.issued + timedelta(days=15),
        due=order.issued + timedelta(days=45),
        buyer=order.buyer,
        seller=order.seller,
        currency=order.currency,
        type_code="380",
        buyer_reference=order.customer_reference,
        order=DocumentReference(number=order.number),
        payment_means=(PaymentMeans(code="30", payment_id=f"INV-{order.number}", account="SE4550000000058398257466"),),
        payment_terms=order.payment_terms,
        taxes=taxes_of(totals, VAT),
        totals=totals,
        lines=tuple(_charge_for(line) for line in order.lines),
    )
    return Building(invoice)


def _charge_for(line: OrderLine) -> InvoiceLine:
    assert line.amount is not None
    return InvoiceLine(
        number=line.number,
        quantity=line.quantity,
        amount=line.amount,
        order_line=DocumentReference(number="", line=line.number),
        item=line.item,
        price=line.price,
    )


def a_credit_note_for(invoice: Invoice) -> Building[CreditNote]:
    """The whole invoice is taken back."""
    note = CreditNote(
        number=f"CN-{invoice.number}",
        issued=invoice.issued + timedelta(days=5),
        buyer=invoice.buyer,
        seller=invoice.seller,
        currency=invoice.currency,
        type_code="381",
        buyer_reference=invoice.buyer_reference,
        order=invoice.order,
        billing_references=(reference_to(invoice),),
        taxes=invoice.taxes,
        totals=invoice.totals,
        lines=invoice.lines,
    )
    return Building(note)


def an_application_response(invoice: Invoice, code: str = "AB") -> Building[ApplicationResponse]:
    """The buyer's answer about an invoice."""
    about = DocumentReference(number=invoice.number, issued=invoice.issued, type_code=invoice.type_code)
    statuses = (ResponseStatus(reason=Code("PPD", "OPStatusAction"), text="Please wait"),) if code != "AB" else ()
    answer = DocumentAnswer(code=code, effective=invoice.issued + timedelta(days=1), statuses=statuses, document=about)
    response = ApplicationResponse(
        number=f"IR-{invoice.number}-{code}",
        issued=invoice.issued + timedelta(days=1),
        buyer=invoice.buyer,
        seller=invoice.seller,
        answers=(answer,),
    )
    return Building(response)


def a_remittance_for(invoice: Invoice) -> Building[RemittanceAdvice]:
    """The invoice is paid in full."""
    paid = invoice.totals.payable
    billed = DocumentReference(number=invoice.number, issued=invoice.issued)
    remittance = RemittanceAdvice(
        number=f"RM-{invoice.number}",
        issued=invoice.issued + timedelta(days=30),
        buyer=invoice.buyer,
        seller=invoice.seller,
        currency=invoice.currency,
        total_payment=paid,
        payment_date=invoice.issued + timedelta(days=30),
        payment_means=PaymentMeans(code="30", account="SE4550000000058398257466"),
        lines=(RemittanceLine(number="1", debit=paid, billing_references=(billed,)),),
    )
    return Building(remittance)


def a_contract() -> ContractBuilding:
    """The first version of a frame contract, proposed by the buyer."""
    clauses = (
        Clause(id="c1", heading="Subject", text="The seller supplies surgical gloves."),
        Clause(
            id="c2",
            heading="Delivery",
            clauses=(
                Clause(id="c2.1", heading="Time", text="Within 14 days."),
                Clause(id="c2.2", text="交货地点：哥本哈根。"),
            ),
        ),
    )
    contract = Contract(
        number="C-77",
        issued=ISSUED,
        buyer=BUYER,
        seller=SELLER,
        currency="EUR",
        title="Gloves 2026",
        language="en",
        term=Term(
            start=date(2026, 4, 1),
            end=date(2027, 3, 31),
            renewal=RenewalKind.AUTOMATIC,
            renewal_period="P1Y",
            notice="P3M",
        ),
        governing_law="DK",
        clauses=clauses,
        price_lines=(PriceLine(id="p1", item=an_item(), price=Price(amount=eur("1.25")), minimum=pieces("10")),),
        payment_terms=PaymentTerms(note="30 days net"),
    )
    return ContractBuilding(contract)


_OF_EACH: dict[DocumentType, Callable[[], Building[Any]]] = {
    DocumentType.ORDER: lambda: an_order().with_lines(3),
    DocumentType.ORDER_RESPONSE: lambda: an_order_response(an_order().with_lines(3).build(), "CA"),
    DocumentType.ORDER_CHANGE: lambda: an_order_change(an_order().with_lines(3).build()),
    DocumentType.ORDER_CANCELLATION: lambda: an_order_cancellation(an_order().build()),
    DocumentType.CONTRACT: a_contract,
    DocumentType.DESPATCH_ADVICE: lambda: a_despatch_advice_for(an_order().with_lines(3).build()),
    DocumentType.RECEIPT_ADVICE: lambda: a_receipt_for(a_despatch_advice_for(an_order().build()).build()),
    DocumentType.INVOICE: lambda: an_invoice_for(an_order().with_lines(3).build()),
    DocumentType.CREDIT_NOTE: lambda: a_credit_note_for(an_invoice_for(an_order().build()).build()),
    DocumentType.APPLICATION_RESPONSE: lambda: an_application_response(
        an_invoice_for(an_order().build()).build(), "UQ"
    ),
    DocumentType.REMITTANCE_ADVICE: lambda: a_remittance_for(an_invoice_for(an_order().build()).build()),
    DocumentType.CATALOGUE: a_catalogue,
    DocumentType.REQUEST_FOR_QUOTATION: a_request_for_quotation,
    DocumentType.QUOTATION: lambda: a_quotation_for(a_request_for_quotation().build()),
}


def a_document(type_: DocumentType) -> Document:
    """A typical document of any type."""
    built: Document = _OF_EACH[type_]().build()
    return built
