"""What an invoice must say about itself: number, dates, type and currency, and the documents that it refers to."""

from operator import attrgetter

from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import as_found, says, the_invoice, there
from app.validation.rule import Fault, Rule


def _has_lines(invoice: Invoice) -> list[Fault]:
    return [] if any(each.top for each in invoice.lines) else [Fault(invoice.place)]


def _vat_in_accounting_currency(invoice: Invoice) -> list[Fault]:
    if not invoice.tax_currencies:
        return []
    stated = {amount.get("currencyID") for each in invoice.all_tax_totals for amount in each.amounts}
    return [Fault(each, {"found": as_found(each)}) for each in invoice.tax_currencies if each.text not in stated]


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-01",
        says(the_invoice, "specifications"),
        "BT-24",
        why="The identifier says which rules the sender kept to, and so by which the receiver may judge the document.",
        example="remove cbc:CustomizationID",
    ),
    Rule(
        "BR-02",
        says(the_invoice, "numbers"),
        "BT-1",
        why="Without its number an invoice can be neither booked, paid nor credited; VAT law asks for it, too.",
        example="remove cbc:ID",
    ),
    Rule(
        "BR-03",
        says(the_invoice, "issued"),
        "BT-2",
        why="The date decides the tax period and when payment falls due.",
        example="remove cbc:IssueDate",
    ),
    Rule(
        "BR-04",
        says(the_invoice, "type_codes"),
        "BT-3",
        why="An invoice, a credit note and a corrected invoice are booked differently; the code says which this is.",
        example="set cbc:InvoiceTypeCode",
    ),
    Rule(
        "BR-05",
        says(the_invoice, "currencies"),
        "BT-5",
        why="All amounts but one are in this currency; without it they are mere numbers.",
        example="remove cbc:DocumentCurrencyCode",
    ),
    Rule(
        "BR-16",
        _has_lines,
        "BG-25",
        why="What is not on a line was neither ordered nor delivered.",
        example="remove cac:InvoiceLine",
    ),
    Rule(
        "BR-52",
        says(attrgetter("documents"), "ids"),
        "BT-122",
        why="The reference is what the two parties name the enclosed or linked document by.",
        example="remove cac:AdditionalDocumentReference/cbc:ID",
    ),
    Rule(
        "BR-53",
        _vat_in_accounting_currency,
        "BT-6 BT-111",
        why="A seller who accounts for VAT in another currency than the invoice's has to state the VAT in that one, "
        "too. The amount goes into a VAT total of its own, without a break-down.",
        example="before cac:AccountingSupplierParty <cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>",
    ),
    Rule(
        "BR-55",
        there(attrgetter("preceding"), "ids"),
        "BT-25",
        why="A credit or correction without the number of what it corrects can't be matched with anything.",
        example="remove cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID",
    ),
)
