"""The tables of the two documents that CII has: invoice and credit note, which differ in their type code only."""

from collections.abc import Mapping

from app.domain.documents import CreditNote, DocumentType, Invoice
from app.domain.documents.base import Item
from app.domain.documents.invoice import InvoiceLine
from app.formats.cii.aggregates import (
    ALLOWANCE_CHARGE,
    DELIVERY,
    DELIVERY_TERMS,
    ITEM,
    LINE_REFERENCE,
    MONETARY_TOTAL,
    PARTY,
    PERIOD,
    REFERENCE,
    TRADER,
)
from app.formats.cii.codecs import AMOUNT, DATE, NOTE
from app.formats.cii.payment import credit_note_terms, invoice_terms, payment_means
from app.formats.cii.special import (
    LINE_TAX,
    PRICE,
    SUPPORTING_REFERENCE,
    creditor_reference,
    tax_point,
    taxes,
    type_code,
)
from app.formats.xml.codecs import QUANTITY, Codec
from app.formats.xml.exchange import exchange_rate
from app.formats.xml.rules import Rule, demanded, inside, many, one, sole, spread, table

_LINE = table(
    InvoiceLine,
    inside("ram:AssociatedDocumentLineDocument", one("number", "ram:LineID"), many("notes", "ram:IncludedNote", NOTE)),
    demanded("ram:AssociatedDocumentLineDocument/ram:LineID"),
    spread("item", ITEM, blank=Item()),
    inside(
        "ram:SpecifiedLineTradeAgreement",
        one("order_line", "ram:BuyerOrderReferencedDocument", LINE_REFERENCE),
        spread("price", PRICE),
    ),
    inside(
        "ram:SpecifiedLineTradeDelivery",
        one("quantity", "ram:BilledQuantity", QUANTITY),
        one("despatch_line", "ram:DespatchAdviceReferencedDocument", LINE_REFERENCE),
    ),
    inside(
        "ram:SpecifiedLineTradeSettlement",
        one("period", "ram:BillingSpecifiedPeriod", PERIOD),
        many("allowances_charges", "ram:SpecifiedTradeAllowanceCharge", ALLOWANCE_CHARGE),
        one("amount", "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", AMOUNT),
        one("accounting_cost", "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
    ),
    inside(
        "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeSettlementLineMonetarySummation",
        many("taxes", "ram:TaxTotalAmount", LINE_TAX),
    ),
)
"""BG-25."""

_DOCUMENT = (
    inside(
        "rsm:ExchangedDocumentContext",
        one("profile_id", "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
        one("customization_id", "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"),
    ),
    type_code(),
    inside(
        "rsm:ExchangedDocument",
        one("number", "ram:ID"),
        one("issued", "ram:IssueDateTime/udt:DateTimeString", DATE),
        one("uuid", "ram:GlobalID"),
        many("notes", "ram:IncludedNote", NOTE),
    ),
)

_AGREEMENT = inside(
    "ram:ApplicableHeaderTradeAgreement",
    one("buyer_reference", "ram:BuyerReference"),
    one("seller", "ram:SellerTradeParty", TRADER),
    one("buyer", "ram:BuyerTradeParty", TRADER),
    one("tax_representative", "ram:SellerTaxRepresentativeTradeParty", PARTY),
    one("delivery_terms", "ram:ApplicableTradeDeliveryTerms", DELIVERY_TERMS),
    one("order", "ram:BuyerOrderReferencedDocument", REFERENCE),
    sole("contracts", "ram:ContractReferencedDocument", REFERENCE),
    many("additional_references", "ram:AdditionalReferencedDocument", SUPPORTING_REFERENCE),
)

_DELIVERY = (
    sole("deliveries", "ram:ApplicableHeaderTradeDelivery", DELIVERY),
    inside(
        "ram:ApplicableHeaderTradeDelivery",
        sole("despatches", "ram:DespatchAdviceReferencedDocument", REFERENCE),
        sole("receipts", "ram:ReceivingAdviceReferencedDocument", REFERENCE),
    ),
)


_EXCHANGE = "ram:TaxApplicableTradeCurrencyExchange"


def _settlement(terms: Rule) -> Rule:
    return inside(
        "ram:ApplicableHeaderTradeSettlement",
        one("tax_currency", "ram:TaxCurrencyCode"),
        one("currency", "ram:InvoiceCurrencyCode"),
        one("payee", "ram:PayeeTradeParty", PARTY),
        exchange_rate(
            f"{_EXCHANGE}/ram:SourceCurrencyCode",
            f"{_EXCHANGE}/ram:TargetCurrencyCode",
            f"{_EXCHANGE}/ram:ConversionRate",
        ),
        taxes(),
        tax_point(),
        one("period", "ram:BillingSpecifiedPeriod", PERIOD),
        many("allowances_charges", "ram:SpecifiedTradeAllowanceCharge", ALLOWANCE_CHARGE),
        payment_means(),
        terms,
        one("totals", "ram:SpecifiedTradeSettlementHeaderMonetarySummation", MONETARY_TOTAL),
        many("billing_references", "ram:InvoiceReferencedDocument", REFERENCE),
        one("accounting_cost", "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
    )


def _of(cls: type, terms: Rule) -> Codec:
    return table(
        cls,
        *_DOCUMENT,
        inside(
            "rsm:SupplyChainTradeTransaction",
            many("lines", "ram:IncludedSupplyChainTradeLineItem", _LINE),
            _AGREEMENT,
            *_DELIVERY,
            _settlement(terms),
            creditor_reference(),
        ),
        unmapped=("issued_at",),
    )


TABLES: Mapping[DocumentType, Codec] = {
    DocumentType.INVOICE: _of(Invoice, invoice_terms()),
    DocumentType.CREDIT_NOTE: _of(CreditNote, credit_note_terms()),
}
