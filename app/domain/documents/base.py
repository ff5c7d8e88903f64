"""What documents have in common: the header, parties, items, prices, taxes, totals.

A document is a value: frozen, compared by content, made by a format's reader or by a builder, never edited. Corrections
are new documents.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from app.domain.identifiers import Code, DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Party
from app.domain.quantities import Quantity


class DocumentType(StrEnum):
    """The documents of the business; the values are the API's names."""

    ORDER = "order"
    ORDER_RESPONSE = "order_response"
    ORDER_CHANGE = "order_change"
    ORDER_CANCELLATION = "order_cancellation"
    CONTRACT = "contract"
    DESPATCH_ADVICE = "despatch_advice"
    RECEIPT_ADVICE = "receipt_advice"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    APPLICATION_RESPONSE = "application_response"
    REMITTANCE_ADVICE = "remittance_advice"
    CATALOGUE = "catalogue"
    REQUEST_FOR_QUOTATION = "request_for_quotation"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Leftover:
    """One thing that a source said and the model has no place for.

    Attributes:
        kind: the format's own word for what it is (element, attribute, lexical, namespace, segment, member …).
        path: where it belongs, in the source syntax's terms.
        content: the source's own text for it.
    """

    kind: str
    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Complement:
    """Everything of a source that the model does not hold, so that rendering in `syntax` again loses nothing."""

    syntax: str
    items: tuple[Leftover, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Free text, in a language (`en`) where one was given."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` to `end`, both included; either may be open."""

    start: date | None = None
    end: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCategory:
    """A category of a tax (UNCL 5305 within `scheme`, usually VAT), its percentage, and why nothing is due."""

    id: str = ""
    percent: Decimal | None = None
    scheme: str = ""
    exemption_reason: str = ""
    exemption_reason_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSubtotal:
    """One category's share of a tax total."""

    taxable: Amount | None = None
    tax: Amount
    percent: Decimal | None = None
    category: TaxCategory


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTotal:
    """A tax in one currency, with its break-down."""

    amount: Amount
    subtotals: tuple[TaxSubtotal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowanceCharge:
    """A deduction, or a surcharge (`is_charge`); `factor` is what UBL's MultiplierFactorNumeric says."""

    is_charge: bool
    amount: Amount
    reason: str = ""
    reason_code: str = ""
    factor: Decimal | None = None
    base: Amount | None = None
    tax: TaxCategory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MonetaryTotal:
    """A document's sums; `payable` is what is owed."""

    payable: Amount
    lines: Amount | None = None
    tax_exclusive: Amount | None = None
    tax_inclusive: Amount | None = None
    allowances: Amount | None = None
    charges: Amount | None = None
    prepaid: Amount | None = None
    rounding: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemProperty:
    """A named property of an item (`Colour`: `black`)."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What is bought."""

    name: str = ""
    descriptions: tuple[str, ...] = ()
    sellers_id: str = ""
    buyers_id: str = ""
    manufacturers_id: str = ""
    standard_id: Identifier | None = None
    classifications: tuple[Code, ...] = ()
    origin_country: str = ""
    taxes: tuple[TaxCategory, ...] = ()
    properties: tuple[ItemProperty, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A unit price, for `base_quantity` units where that isn't one."""

    amount: Amount
    base_quantity: Quantity | None = None
    allowance: AllowanceCharge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """When and where goods go, or went."""

    requested: Period | None = None
    promised: Period | None = None
    actual: date | None = None
    location: Identifier | None = None
    address: Address | None = None
    party: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTerms:
    """Incoterms code or the parties' own, free terms, and the place that they name."""

    id: str = ""
    terms: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerms:
    """When to pay, in words and, where given, as dates and discounts."""

    note: str = ""
    due: date | None = None
    discount_percent: Decimal | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentMeans:
    """How to pay: `code` is UNCL 4461; `account` an IBAN or other account number, `institution` its BIC."""

    code: str
    due: date | None = None
    payment_id: str = ""
    account: str = ""
    account_name: str = ""
    institution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The header that every document has.

    Attributes:
        number: the sender's own number for it.
        issued: the day of issue, `issued_at` the time of day where given (aware where the sender gave an offset).
        uuid: the sender's universal id where given.
        customization_id, profile_id: which rules the sender says that it follows (Peppol BIS, EN 16931 …).
        complement: what the source said beyond the model.
    """

    type: ClassVar[DocumentType]

    number: str
    issued: date
    issued_at: time | None = None
    uuid: str = ""
    customization_id: str = ""
    profile_id: str = ""
    buyer: Party
    seller: Party
    currency: str = ""
    notes: tuple[Note, ...] = ()
    complement: Complement | None = None

    @property
    def revision(self) -> str:
        """What sets this document apart from others of the same type and number; "" where nothing does."""
        return ""

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        """The documents that this one answers or carries out, the most specific first."""
        return ()

    @property
    def sent_by_buyer(self) -> bool:
        """Whether the buyer is who sends a document of this type."""
        return self.type in BUYERS_DOCUMENTS


BUYERS_DOCUMENTS = frozenset(
    {
        DocumentType.ORDER,
        DocumentType.ORDER_CHANGE,
        DocumentType.ORDER_CANCELLATION,
        DocumentType.RECEIPT_ADVICE,
        DocumentType.REMITTANCE_ADVICE,
        DocumentType.APPLICATION_RESPONSE,
        DocumentType.REQUEST_FOR_QUOTATION,
    }
)
"""Sent by the buyer; the rest by the seller. A contract is sent by either."""
