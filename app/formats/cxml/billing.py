"""The tables of the InvoiceDetailRequest: an invoice, or by its purpose a credit note."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.domain.documents.base import Period
from app.domain.identifiers import DocumentReference
from app.formats.cxml.beyond import with_beyond
from app.formats.cxml.billing_lines import LINE, SERVICE_LINE, SUMMARY_LINE, BilledLine
from app.formats.cxml.billing_totals import billing_totals
from app.formats.cxml.codecs import COMMENT, DATE
from app.formats.cxml.confirming import ORDER_REFERENCE
from app.formats.cxml.header import head
from app.formats.cxml.parties import BUYERS_ROLES, DELIVERED_TO, name_of
from app.formats.cxml.partners import BUYERS, SELLERS, partner
from app.formats.cxml.rules import attr, described, extrinsic, filled, moment, said
from app.formats.cxml.signs import crediting
from app.formats.cxml.terms import due_and_terms, payment_terms
from app.formats.xml.codecs import Codec, attribute
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, one, sole, table

REQUEST = "Request/InvoiceDetailRequest"
HEADER = f"{REQUEST}/InvoiceDetailRequestHeader"
SUMMARY = f"{REQUEST}/InvoiceDetailSummary"
_PARTNERS = f"{HEADER}/InvoicePartner"
_INFO = "InvoiceDetailOrderInfo"
"""What an InvoiceDetailOrder says of the order that its lines belong to."""

SELLERS_ROLES = ("from", "issuerOfInvoice", "supplierCorporate", "billFrom")
PURPOSES: Mapping[str, str] = {"standard": "380", "debitMemo": "383", "lineLevelDebitMemo": "383", "creditMemo": "381"}
"""UNTDID 1001 by the purpose; `lineLevelCreditMemo` is the credit note that has lines."""

CREDITS = frozenset({"creditMemo", "lineLevelCreditMemo"})
TYPE_CODE = "documentTypeCode"
"""The Extrinsic with a type code that no purpose stands for."""


def _purpose() -> Rule:
    """The kind of invoice."""
    here = steps(HEADER)
    other = extrinsic("type_code", HEADER, TYPE_CODE)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        purpose = "" if holder is None else attribute(holder, "purpose")
        values["type_code"] = "381" if purpose in CREDITS else PURPOSES.get(purpose, "380")
        other.read(node, values, reading)

    def write(invoice: Any, node: Node) -> None:
        holder = node.ensure(here)
        is_credit = invoice.type is DocumentType.CREDIT_NOTE
        purpose = "debitMemo" if invoice.type_code == "383" else "standard"
        if is_credit:
            purpose = "lineLevelCreditMemo" if invoice.lines else "creditMemo"
        holder.put("purpose", purpose)
        holder.put("operation", "new")
        if invoice.type_code not in ("", "381" if is_credit else PURPOSES[purpose]):
            other.write(invoice, node)

    return Rule({"type_code": (*here, "@purpose")}, read, write)


def _numbered(prefix: str) -> Codec:
    """A reference to a document by its number and day."""
    return table(
        DocumentReference,
        attr("number", f"@{prefix}ID", always=True),
        attr("issued", f"@{prefix}Date", DATE),
        absent={"number": ""},
        unmapped=("type_code", "type_name", "description", "line", "revision", "uri"),
    )


_PERIOD = table(
    Period,
    attr("start", "@startDate", DATE),
    attr("end", "@endDate", DATE),
    unmapped=("start_time", "end_time", "description"),
)


def _delivered_to() -> Rule:
    """Where the goods went; cXML wants to know where they came from with it."""
    here = steps(f"{HEADER}/InvoiceDetailShipping")

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        place = None if holder is None else said(holder, "Contact", "role", ("shipTo",))
        delivery = None if place is None else DELIVERED_TO.read(place, reading)
        if delivery is not None:
            values["deliveries"] = (delivery,)

    def write(invoice: Any, node: Node) -> None:
        for delivery in invoice.deliveries[:1]:
            holder = node.ensure(here)
            sender, receiver = holder.add("Contact"), holder.add("Contact")
            sender.put("role", "shipFrom")
            described(sender, "Name", name_of(invoice.seller))
            receiver.put("role", "shipTo")
            DELIVERED_TO.write(receiver, delivery)

    return Rule({"deliveries": (*here, "Contact")}, read, write)


def _lines() -> Rule:
    """Lines by the order that they belong to, which each of them names. The first order is the invoice's as well."""
    here = steps(REQUEST)

    def read(node: Node, values: Values, reading: Reading) -> None:
        request = node.first(here)
        parts = [] if request is None else _parts(request)
        orders = [_order_of(each, reading) for each in parts]
        first = orders[0] if orders else None
        if first is not None:
            values["order"] = first
        agreement = next(filter(None, map(_agreement_of, parts)), None)
        if agreement is not None:
            values["contracts"] = (agreement,)
        lines: list[Any] = []
        for part, order in zip(parts, orders, strict=True):
            is_another = order is not None and first is not None and order.number != first.number
            _note_services(part, reading)
            found = _lines_in(part, reading)
            lines.extend(_of_order(line, order, always=is_another) for line in found)
        values["lines"] = tuple(lines)

    def write(invoice: Any, node: Node) -> None:
        request = node.ensure(here)
        for order, lines in _grouped(invoice):
            part = request.add("InvoiceDetailOrder")
            _write_info(part.add(_INFO), order, invoice)
            for line in lines:
                LINE.write(part.add(_ITEM), line)

    places = {field: (*here, "InvoiceDetailOrder") for field in ("lines", "order", "contracts")}
    return Rule(places, read, write)


def _parts(request: Node) -> list[Node]:
    groups = request.groups
    return [*groups.get("InvoiceDetailOrder", ()), *groups.get("InvoiceDetailHeaderOrder", ())]


def _order_of(part: Node, reading: Reading) -> DocumentReference | None:
    place = part.first((_INFO, "OrderReference"))
    reference: DocumentReference | None = None if place is None else ORDER_REFERENCE.read(place, reading)
    if reference is not None:
        return reference
    info = part.first((_INFO, "OrderIDInfo"))
    reference = None if info is None else ORDER_REFERENCE.read(info, reading)
    return reference


def _agreement_of(part: Node) -> DocumentReference | None:
    found = (part.first((_INFO, tag)) for tag in ("MasterAgreementIDInfo", "MasterAgreementReference"))
    number = next(filter(None, (attribute(each, "agreementID") for each in found if each is not None)), "")
    return DocumentReference(number=number) if number else None


_ITEM, _SERVICE = "InvoiceDetailItem", "InvoiceDetailServiceItem"
_KINDS: Mapping[str, Codec] = {
    _ITEM: LINE,
    _SERVICE: SERVICE_LINE,
    "InvoiceDetailOrderSummary": SUMMARY_LINE,
}


def _note_services(part: Node, reading: Reading) -> None:
    """The rules write a service as any item, behind the goods, where they are read: only its name is another."""
    if part.source is None:
        return
    path, goods = reading.path_of(part.source), len(part.groups.get(_ITEM, ()))
    for index in range(1, len(part.groups.get(_SERVICE, ())) + 1):
        reading.renamed.append((f"{path}/{_ITEM}[{goods + 1}]", _SERVICE))
        reading.renamed.append((f"{path}/{_SERVICE}[{index}]/{_ITEM}Reference", f"{_SERVICE}Reference"))


def _of_order(line: BilledLine, order: DocumentReference | None, *, always: bool) -> BilledLine:
    """A line with the number of its order beside the line's there; `always`, though no line of it was named."""
    if order is None or (line.order_line is None and not always):
        return line
    return replace(line, order_line=replace(line.order_line or DocumentReference(number=""), number=order.number))


def _lines_in(part: Node, reading: Reading) -> Iterable[BilledLine]:
    for tag, codec in _KINDS.items():
        for node in part.groups.get(tag, ()):
            line: BilledLine | None = codec.read(node, reading)
            if line is not None:
                yield line


def _grouped(invoice: Any) -> Iterable[tuple[DocumentReference | None, list[Any]]]:
    first = invoice.order.number if invoice.order else ""
    found: dict[str, tuple[DocumentReference | None, list[Any]]] = {first: (invoice.order, [])}
    for line in invoice.lines:
        number = (line.order_line.number if line.order_line else "") or first
        own = replace(line.order_line, line="") if line.order_line else None
        found.setdefault(number, (own, []))[1].append(line)
    return found.values()


def _write_info(place: Node, order: DocumentReference | None, invoice: Any) -> None:
    ORDER_REFERENCE.write(place.add("OrderReference"), order or DocumentReference(number=""))
    for each in invoice.contracts[:1]:
        place.add("MasterAgreementIDInfo").put("agreementID", each.number)


_BILLING = (
    moment("issued", "issued_at", f"{HEADER}/@invoiceDate"),
    attr("number", f"{HEADER}/@invoiceID"),
    _purpose(),
    filled(f"{HEADER}/InvoiceDetailHeaderIndicator"),
    partner("payee", _PARTNERS, ("remitTo",)),
    sole("billing_references", f"{HEADER}/InvoiceIDInfo", _numbered("invoice")),
    sole("despatches", f"{HEADER}/ShipNoticeIDInfo", _numbered("shipNotice")),
    _delivered_to(),
    one("period", f"{HEADER}/Period", _PERIOD),
    inside(HEADER, many("notes", "Comments", COMMENT)),
    _lines(),
    billing_totals(HEADER, SUMMARY),
)
_NOWHERE = (
    "customization_id",
    "profile_id",
    "tax_point",
    "tax_currency",
    "exchange_rate",
    "accounting_cost",
    "buyer_reference",
    "receipts",
    "additional_references",
    "tax_representative",
    "delivery_terms",
    "payment_means",
)


def _traders(type_: DocumentType) -> tuple[Rule, ...]:
    buyer, seller = ((BUYERS_ROLES, BUYERS), (SELLERS_ROLES, SELLERS))
    return head(type_, partner("party", _PARTNERS, *buyer), partner("party", _PARTNERS, *seller))


_TERMS = ("InvoiceDetailPaymentTerm", "PaymentTerm")

INVOICE = with_beyond(
    table(Invoice, *_traders(DocumentType.INVOICE), *_BILLING, due_and_terms(HEADER, *_TERMS), unmapped=_NOWHERE),
    HEADER,
)

CREDIT_NOTE = with_beyond(
    crediting(
        table(
            CreditNote,
            *_traders(DocumentType.CREDIT_NOTE),
            *_BILLING,
            payment_terms(HEADER, *_TERMS),
            unmapped=_NOWHERE,
        )
    ),
    HEADER,
)
