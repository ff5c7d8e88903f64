"""Reads a UBL Invoice or CreditNote into the semantic invoice.

The binding is that of CEN/TS 16931-3-2. Nothing is judged and nothing is refused: what isn't there leaves an empty
list, what is there twice is in its list twice, and where rules are about an element wherever it stands, it is found
wherever it stands.
"""

from functools import partial

from app.safe.tree import Element, Tree
from app.validation.en16931.groups import (
    AllowanceCharge,
    Breakdown,
    Delivery,
    Payment,
    Period,
    Reference,
    TaxTotal,
    Totals,
    Transfer,
)
from app.validation.en16931.model import Invoice
from app.validation.en16931.read_ubl_codes import coded_in
from app.validation.en16931.read_ubl_everywhere import Everywhere
from app.validation.en16931.read_ubl_lines import line_at, period_at
from app.validation.en16931.read_ubl_parties import address_at, owner_at, party_at, registration_at
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    ALLOWANCE_CHARGE,
    BILLING_REFERENCE,
    COUNTRY_CODE,
    CREDIT_NOTE,
    CREDIT_NOTE_LINE,
    CUSTOMER,
    DELIVERY,
    DESCRIPTION_CODE,
    ID,
    INVOICE_LINE,
    LINE_AMOUNT,
    NAME,
    NOTE,
    ORDER_REFERENCE,
    PARTY_TAX_SCHEME,
    PAYEE,
    PAYMENT_MEANS,
    PERIOD,
    REPRESENTATIVE,
    SUPPLIER,
    TAX_AMOUNT,
    TAX_CATEGORY,
    TAX_SUBTOTAL,
    TAX_TOTAL,
    TOTALS,
    TYPE_CODE,
    cac,
    cbc,
)

_HEADER = (
    ("numbers", (ID,)),
    ("issued", (cbc("IssueDate"),)),
    ("currencies", (cbc("DocumentCurrencyCode"),)),
    ("tax_currencies", (cbc("TaxCurrencyCode"),)),
    ("tax_points", (cbc("TaxPointDate"),)),
    ("tax_point_codes", (PERIOD, DESCRIPTION_CODE)),
    ("buyer_references", (cbc("BuyerReference"),)),
    ("projects", (cac("ProjectReference"), ID)),
    ("contracts", (cac("ContractDocumentReference"), ID)),
    ("orders", (ORDER_REFERENCE, ID)),
    ("sales_orders", (ORDER_REFERENCE, cbc("SalesOrderID"))),
    ("receipts", (cac("ReceiptDocumentReference"), ID)),
    ("despatches", (cac("DespatchDocumentReference"), ID)),
    ("tenders", (cac("OriginatorDocumentReference"), ID)),
    ("accounting", (cbc("AccountingCost"),)),
    ("payment_terms", (cac("PaymentTerms"), NOTE)),
    ("notes", (NOTE,)),
    ("profiles", (cbc("ProfileID"),)),
    ("specifications", (cbc("CustomizationID"),)),
)
_AMOUNTS_OF_TOTALS = (
    ("lines", LINE_AMOUNT),
    ("allowances", cbc("AllowanceTotalAmount")),
    ("charges", cbc("ChargeTotalAmount")),
    ("without_vat", cbc("TaxExclusiveAmount")),
    ("with_vat", cbc("TaxInclusiveAmount")),
    ("paid", cbc("PrepaidAmount")),
    ("rounding", cbc("PayableRoundingAmount")),
    ("due", cbc("PayableAmount")),
)
_INVOICE_TYPE = cbc("InvoiceTypeCode")
_CREDIT_NOTE_TYPE = cbc("CreditNoteTypeCode")
_DUE_DATE = cbc("DueDate")
_PAYMENT_DUE_DATE = cbc("PaymentDueDate")
_LINES = (INVOICE_LINE, CREDIT_NOTE_LINE)


def read_ubl(tree: Tree) -> Invoice:
    """The semantic invoice of a UBL Invoice or CreditNote, whose elements are its values' places."""
    root = tree.root
    invoice = Invoice(root, root.name == CREDIT_NOTE)
    invoice.source = tree
    invoice.coded = partial(coded_in, tree)
    _read_header(invoice, root)
    _read_parties(invoice, tree)
    _read_references(invoice, tree)
    _read_payment(invoice, tree)
    everywhere = Everywhere(tree)
    _read_lines(invoice, tree, everywhere)
    _read_totals(invoice, tree, everywhere)
    return invoice


def _read_header(invoice: Invoice, root: Element) -> None:
    for name, path in _HEADER:
        if path[0] in root.children:
            setattr(invoice, name, root.all(*path))
    invoice.type_codes = root.all(_INVOICE_TYPE) + root.all(_CREDIT_NOTE_TYPE)
    # a credit note has its due date in the payment means
    invoice.due_dates = root.all(PAYMENT_MEANS, _PAYMENT_DUE_DATE) if invoice.is_credit else root.all(_DUE_DATE)


def _read_parties(invoice: Invoice, tree: Tree) -> None:
    registrations = {each: registration_at(each) for each in tree.named(PARTY_TAX_SCHEME)}
    invoice.all_registrations = list(registrations.values())
    invoice.sellers = [owner_at(each, registrations) for each in tree.named(SUPPLIER)]
    invoice.buyers = [owner_at(each, registrations) for each in tree.named(CUSTOMER)]
    invoice.payees = [party_at(each, registrations) for each in tree.named(PAYEE)]
    invoice.representatives = [party_at(each, registrations) for each in tree.named(REPRESENTATIVE)]
    invoice.all_countries = list(tree.named(COUNTRY_CODE))


def _read_references(invoice: Invoice, tree: Tree) -> None:
    invoice.preceding = [_preceding_at(each) for each in tree.named(BILLING_REFERENCE)]
    invoice.documents = [_document_at(each) for each in tree.named(ADDITIONAL_DOCUMENT)]


def _preceding_at(place: Element) -> Reference:
    reference = Reference(place, place.all(cac("InvoiceDocumentReference"), ID))
    reference.dates = place.all(cac("InvoiceDocumentReference"), cbc("IssueDate"))
    return reference


def _document_at(place: Element) -> Reference:
    reference = Reference(place, place.all(ID))
    reference.type_codes = place.all(TYPE_CODE)
    reference.descriptions = place.all(cbc("DocumentDescription"))
    reference.locations = place.all(cac("Attachment"), cac("ExternalReference"), cbc("URI"))
    reference.contents = place.all(cac("Attachment"), cbc("EmbeddedDocumentBinaryObject"))
    return reference


def _read_payment(invoice: Invoice, tree: Tree) -> None:
    invoice.payments = [_payment_at(each) for each in tree.named(PAYMENT_MEANS)]
    invoice.deliveries = [_delivery_at(each) for each in tree.named(DELIVERY)]
    invoice.periods = [_period_at(each) for each in tree.named(PERIOD) if not _is_of_line(each)]


def _is_of_line(element: Element) -> bool:
    return element.parent is not None and element.parent.name in _LINES


def _period_at(place: Element) -> Period:
    period = period_at(place)
    period.top = _is_top(place)
    return period


def _is_top(place: Element) -> bool:
    return place.parent is not None and place.parent.parent is None


def _payment_at(place: Element) -> Payment:
    payment = Payment(place)
    payment.codes = place.all(cbc("PaymentMeansCode"))
    payment.remittances = place.all(cbc("PaymentID"))
    payment.transfers = [_transfer_at(each) for each in place.all(cac("PayeeFinancialAccount"))]
    payment.cards = place.all(cac("CardAccount"), cbc("PrimaryAccountNumberID"))
    payment.mandates = place.all(cac("PaymentMandate"), ID)
    payment.debited_accounts = place.all(cac("PaymentMandate"), cac("PayerFinancialAccount"), ID)
    return payment


def _transfer_at(place: Element) -> Transfer:
    return Transfer(place, place.all(ID), place.all(NAME), place.all(cac("FinancialInstitutionBranch"), ID))


def _delivery_at(place: Element) -> Delivery:
    delivery = Delivery(place, _is_top(place))
    delivery.names = place.all(cac("DeliveryParty"), cac("PartyName"), NAME)
    delivery.locations = place.all(cac("DeliveryLocation"), ID)
    delivery.dates = place.all(cbc("ActualDeliveryDate"))
    delivery.addresses = [address_at(each) for each in place.all(cac("DeliveryLocation"), cac("Address"))]
    return delivery


def _read_lines(invoice: Invoice, tree: Tree, everywhere: Everywhere) -> None:
    root = tree.root
    lines = [each for name in _LINES for each in tree.named(name)]
    invoice.lines = [line_at(each, each.parent is root, everywhere) for each in lines]
    invoice.allowances = [everywhere.charges[each] for each in root.children.get(ALLOWANCE_CHARGE, ())]
    invoice.all_allowances = list(everywhere.charges.values())
    invoice.all_line_categories = list(everywhere.item_categories.values())
    invoice.all_categories = list(everywhere.categories.values())
    invoice.all_attributes = list(everywhere.attributes.values())


def _read_totals(invoice: Invoice, tree: Tree, everywhere: Everywhere) -> None:
    root = tree.root
    beside: dict[Element | None, list[AllowanceCharge]] = {}
    for place in tree.named(TOTALS):
        parent = place.parent
        if parent not in beside:
            siblings = parent.children if parent is not None else {}
            beside[parent] = [everywhere.charges[each] for each in siblings.get(ALLOWANCE_CHARGE, ())]
        invoice.totals.append(_totals_at(place, parent is root, beside[parent]))
    places = tree.named(TAX_TOTAL)
    invoice.all_tax_totals = [_tax_total_at(each, everywhere) for each in places]
    of_root = zip(places, invoice.all_tax_totals, strict=True)
    invoice.tax_totals = [total for place, total in of_root if place.parent is root]


def _totals_at(place: Element, top: bool, beside: list[AllowanceCharge]) -> Totals:
    totals = Totals(place, top)
    totals.beside = beside
    for name, amount in _AMOUNTS_OF_TOTALS:
        if amount in place.children:
            setattr(totals, name, place.children[amount])
    return totals


def _tax_total_at(place: Element, everywhere: Everywhere) -> TaxTotal:
    total = TaxTotal(place, place.all(TAX_AMOUNT))
    total.breakdowns = [_breakdown_at(each, everywhere) for each in place.all(TAX_SUBTOTAL)]
    return total


def _breakdown_at(place: Element, everywhere: Everywhere) -> Breakdown:
    breakdown = Breakdown(place, place.all(cbc("TaxableAmount")), place.all(TAX_AMOUNT))
    breakdown.categories = [everywhere.categories[each] for each in place.all(TAX_CATEGORY)]
    return breakdown
