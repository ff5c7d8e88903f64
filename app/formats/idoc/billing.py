"""The tables of invoice and credit note, which are INVOIC02."""

from app.domain.documents import CreditNote, Invoice
from app.domain.documents.base import Item, PaymentMeans
from app.domain.documents.invoice import InvoiceLine
from app.formats.idoc.aggregates import (
    DELIVERY_TERMS,
    LINE_REFERENCE,
    PAYMENT_TERMS,
    REFERENCE,
    item,
)
from app.formats.idoc.codecs import AMOUNT, DATE, DECIMAL, coded
from app.formats.idoc.conditions import ALLOWANCE_CHARGE, LINE_ALLOWANCES_CHARGES, PRICE
from app.formats.idoc.control import RECEIVER, SENDER, control_record
from app.formats.idoc.ordering import HEADLESS, TIMES
from app.formats.idoc.parties import PARTY, SELLER, SHIP_TO, period, trader, vat_numbers
from app.formats.idoc.rules import alone, first_of, quantity, same_currency
from app.formats.idoc.signs import crediting
from app.formats.idoc.sums import INVOICE_TOTALS, LINE_TAX, taxes
from app.formats.idoc.texts import HEADER_TEXT, ITEM_TEXT
from app.formats.xml.codecs import Codec
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, inside, many, one, sole, spread, table

BASIC_TYPE = "INVOIC02"
_IDOC, _ITEM = f"IDOC.{BASIC_TYPE}", f"E1EDP01.{BASIC_TYPE}"

TYPES = {"INVO": "380", "CRME": "381"}
"""E1EDK01/BSART as UNTDID 1001; other types stand there by their UNTDID code."""
_SAID = coded(TYPES)


def _type(node: Node, reading: Reading) -> str:
    code: str = _SAID.read(node, reading)
    return code if code.isdecimal() else ""


TYPE = Codec(_type, _SAID.write)

NOT_DEFINED = "1"
"""UNCL 4461: by which means is not said."""

_LINE = table(
    InvoiceLine,
    one("number", "POSEX"),
    same_currency("CURCY"),
    quantity("quantity", "MENGE", "MENEE"),
    spread("price", PRICE),
    first_of("amount", "NETWR", "E1EDP26.003/BETRG", codec=AMOUNT),
    spread("item", item("E1EDP28/HERKL"), blank=Item()),
    one("order_line", "E1EDP02.001", LINE_REFERENCE),
    one("despatch_line", "E1EDP02.016", LINE_REFERENCE),
    one("accounting_cost", "E1EDP02.045/BELNR"),
    spread("period", period("E1EDP03.Z02", "E1EDP03.Z03")),
    LINE_ALLOWANCES_CHARGES,
    sole("taxes", "E1EDP04/MWSBT", LINE_TAX),
    many("notes", "E1EDPT1", ITEM_TEXT.note),
)

_HOW = table(
    PaymentMeans,
    one("code", "E1EDK02.Z01/BELNR"),
    one("payment_id", "E1EDK02.017/BELNR"),
    one("due", "E1EDK03.017/DATUM", DATE),
    one("account", "E1EDK28/ACNUM"),
    one("account_name", "E1EDK28/ACNAM"),
    one("institution", "E1EDK28/BRNUM"),
    absent={"code": NOT_DEFINED},
)


def _of(cls: type, *own: Rule) -> Codec:
    return table(
        cls,
        inside(
            _IDOC,
            *control_record(BASIC_TYPE, "INVOIC", by_buyer=False),
            first_of("number", "E1EDK01/BELNR", "E1EDK02.009/BELNR", copies=2),
            *TIMES,
            trader("buyer", PARTY, "E1EDKA1.AG", "E1EDKA1.RE", number=RECEIVER),
            trader("seller", SELLER, "E1EDKA1.LF", "E1EDKA1.RS", "E1EDKA1.BK", number=SENDER),
            vat_numbers(),
            one("payee", "E1EDKA1.BE", PARTY),
            one("currency", "E1EDK01/CURCY"),
            one("tax_currency", "E1EDK23.Z01/WAERQ"),
            one("exchange_rate", "E1EDK23.Z01/KURS", DECIMAL),
            one("tax_point", "E1EDK03.015/DATUM", DATE),
            spread("period", period("E1EDK03.Z01", "E1EDK03.Z02")),
            one("buyer_reference", "E1EDKA1.AG/IHREZ"),
            one("accounting_cost", "E1EDK02.045/BELNR"),
            one("order", "E1EDK02.001", REFERENCE),
            many("billing_references", "E1EDK02.011", REFERENCE),
            many("despatches", "E1EDK02.012", REFERENCE),
            many("receipts", "E1EDK02.Z02", REFERENCE),
            many("contracts", "E1EDK02.005", REFERENCE),
            many("additional_references", "E1EDK02.Z03", REFERENCE),
            alone("deliveries", SHIP_TO),
            spread("delivery_terms", DELIVERY_TERMS),
            alone("payment_means", _HOW),
            PAYMENT_TERMS,
            many("allowances_charges", "E1EDK05", ALLOWANCE_CHARGE),
            many("notes", "E1EDKT1", HEADER_TEXT.note),
            taxes(),
            INVOICE_TOTALS,
            many("lines", _ITEM, _LINE),
            one("type_code", "E1EDK01/BSART", TYPE),
            *own,
        ),
        unmapped=(*HEADLESS, "tax_representative"),
    )


INVOICE = _of(Invoice, one("due", "E1EDK03.028/DATUM", DATE))
CREDIT_NOTE = crediting(_of(CreditNote))
