"""The tables of charging and paying: invoice, credit note, remittance advice."""

from app.domain.documents import CreditNote, Invoice, RemittanceAdvice
from app.domain.documents.base import Item, PaymentMeans
from app.domain.documents.invoice import InvoiceLine
from app.domain.documents.remittance_advice import RemittanceLine
from app.formats.ubl.aggregates import (
    ALLOWANCE_CHARGE,
    DELIVERY,
    DELIVERY_TERMS,
    DOCUMENT_REFERENCE,
    HOW_TO_PAY,
    ITEM,
    LINE_REFERENCE,
    MONETARY_TOTAL,
    ORDER_LINE_REFERENCE,
    ORDER_REFERENCE,
    PARTY,
    PAYMENT_MEANS,
    PAYMENT_TERMS,
    PERIOD,
    PRICE,
    TAX_TOTAL,
)
from app.formats.ubl.ordering import CURRENCY, HEADER
from app.formats.xml.codecs import AMOUNT, DATE, NOTE, QUANTITY, Codec
from app.formats.xml.exchange import exchange_rate
from app.formats.xml.rules import demanded, many, one, table

_TRADERS = (
    one("buyer", "cac:AccountingCustomerParty/cac:Party", PARTY),
    one("seller", "cac:AccountingSupplierParty/cac:Party", PARTY),
)
_INVOICE_REFERENCE = "cac:BillingReference/cac:InvoiceDocumentReference"

_BILLING = (
    *HEADER,
    CURRENCY,
    *_TRADERS,
    one("tax_point", "cbc:TaxPointDate", DATE),
    one("tax_currency", "cbc:TaxCurrencyCode"),
    exchange_rate(
        "cac:TaxExchangeRate/cbc:SourceCurrencyCode",
        "cac:TaxExchangeRate/cbc:TargetCurrencyCode",
        "cac:TaxExchangeRate/cbc:CalculationRate",
    ),
    one("accounting_cost", "cbc:AccountingCost"),
    one("buyer_reference", "cbc:BuyerReference"),
    one("period", "cac:InvoicePeriod", PERIOD),
    one("order", "cac:OrderReference", ORDER_REFERENCE),
    many("billing_references", _INVOICE_REFERENCE, DOCUMENT_REFERENCE),
    many("despatches", "cac:DespatchDocumentReference", DOCUMENT_REFERENCE),
    many("receipts", "cac:ReceiptDocumentReference", DOCUMENT_REFERENCE),
    many("contracts", "cac:ContractDocumentReference", DOCUMENT_REFERENCE),
    many("additional_references", "cac:AdditionalDocumentReference", DOCUMENT_REFERENCE),
    one("payee", "cac:PayeeParty", PARTY),
    one("tax_representative", "cac:TaxRepresentativeParty", PARTY),
    many("deliveries", "cac:Delivery", DELIVERY),
    one("delivery_terms", "cac:DeliveryTerms", DELIVERY_TERMS),
    many("payment_means", "cac:PaymentMeans", PAYMENT_MEANS),
    many("payment_terms", "cac:PaymentTerms", PAYMENT_TERMS),
    many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
    many("taxes", "cac:TaxTotal", TAX_TOTAL),
    one("totals", "cac:LegalMonetaryTotal", MONETARY_TOTAL),
)


def _line(quantity: str) -> Codec:
    return table(
        InvoiceLine,
        one("number", "cbc:ID"),
        many("notes", "cbc:Note", NOTE),
        one("quantity", quantity, QUANTITY),
        one("amount", "cbc:LineExtensionAmount", AMOUNT),
        one("accounting_cost", "cbc:AccountingCost"),
        one("period", "cac:InvoicePeriod", PERIOD),
        one("order_line", "cac:OrderLineReference", ORDER_LINE_REFERENCE),
        one("despatch_line", "cac:DespatchLineReference", LINE_REFERENCE),
        many("taxes", "cac:TaxTotal", TAX_TOTAL),
        many("allowances_charges", "cac:AllowanceCharge", ALLOWANCE_CHARGE),
        one("item", "cac:Item", ITEM, blank=Item()),
        one("price", "cac:Price", PRICE),
        demanded("cbc:ID"),
        demanded("cac:Item"),
    )


INVOICE = table(
    Invoice,
    *_BILLING,
    one("due", "cbc:DueDate", DATE),
    one("type_code", "cbc:InvoiceTypeCode"),
    many("lines", "cac:InvoiceLine", _line("cbc:InvoicedQuantity")),
)

CREDIT_NOTE = table(
    CreditNote,
    *_BILLING,
    one("type_code", "cbc:CreditNoteTypeCode"),
    many("lines", "cac:CreditNoteLine", _line("cbc:CreditedQuantity")),
)

REMITTANCE_LINE = table(
    RemittanceLine,
    one("number", "cbc:ID"),
    many("notes", "cbc:Note"),
    one("debit", "cbc:DebitLineAmount", AMOUNT),
    one("credit", "cbc:CreditLineAmount", AMOUNT),
    one("balance", "cbc:BalanceAmount", AMOUNT),
    many("billing_references", _INVOICE_REFERENCE, DOCUMENT_REFERENCE),
    demanded("cbc:ID"),
)

REMITTANCE_ADVICE = table(
    RemittanceAdvice,
    *HEADER,
    CURRENCY,
    *_TRADERS,
    one("total_debit", "cbc:TotalDebitAmount", AMOUNT),
    one("total_credit", "cbc:TotalCreditAmount", AMOUNT),
    one("total_payment", "cbc:TotalPaymentAmount", AMOUNT),
    one("payment_order", "cbc:PaymentOrderReference"),
    one("invoicing_period", "cac:InvoicePeriod", PERIOD),
    one("billing_reference", _INVOICE_REFERENCE, DOCUMENT_REFERENCE),
    one("payee", "cac:PayeeParty", PARTY),
    # the only date of payment that UBL has here is the one within the means of payment
    one("payment_date", "cac:PaymentMeans/cbc:PaymentDueDate", DATE),
    one("payment_means", "cac:PaymentMeans", table(PaymentMeans, *HOW_TO_PAY, absent={"code": ""}, unmapped=("due",))),
    demanded("cac:PaymentMeans/cbc:PaymentMeansCode"),
    many("lines", "cac:RemittanceAdviceLine", REMITTANCE_LINE),
)
