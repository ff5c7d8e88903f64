"""Reads the domain's invoice or credit note into the semantic invoice: for every syntax that has no reader of its own.

Values are as the domain has them, in the form that EN 16931 writes them in; their places are JSON Pointers into the
document's Countersign JSON. What the domain has no place for (mandates, payment cards) is not seen here.
"""

from typing import Any

from app.domain.documents import CreditNote, Invoice
from app.domain.documents import base as domain
from app.domain.identifiers import DocumentReference
from app.domain.parties import Address as PostalAddress
from app.domain.parties import Party as DomainParty
from app.validation.en16931 import model
from app.validation.en16931.gathered import gather
from app.validation.en16931.groups import (
    Address,
    AllowanceCharge,
    Attribute,
    Breakdown,
    Category,
    Contact,
    Delivery,
    Party,
    Payment,
    Period,
    Reference,
    TaxRegistration,
    TaxTotal,
    Totals,
    Transfer,
)
from app.validation.en16931.said import Said, amount, named, one, quantity
from app.validation.values import Values


def read_document(document: Invoice | CreditNote) -> model.Invoice:
    """The semantic invoice of `document`, with JSON Pointers as places."""
    invoice = model.Invoice(Said("", ""), isinstance(document, CreditNote))
    _read_header(invoice, document)
    _read_parties(invoice, document)
    _read_charges(invoice, document)
    _read_totals(invoice, document)
    invoice.lines = [_line(each, f"/lines/{index}") for index, each in enumerate(document.lines)]
    gather(invoice)
    return invoice


def _read_header(invoice: model.Invoice, document: Any) -> None:
    invoice.numbers = one(document.number, "/number")
    invoice.issued = one(document.issued, "/issued")
    invoice.type_codes = one(document.type_code, "/type_code")
    invoice.currencies = one(document.currency, "/currency")
    invoice.tax_currencies = one(document.tax_currency, "/tax_currency")
    invoice.tax_points = one(document.tax_point, "/tax_point")
    invoice.due_dates = _due_dates(document)
    invoice.buyer_references = one(document.buyer_reference, "/buyer_reference")
    invoice.accounting = one(document.accounting_cost, "/accounting_cost")
    invoice.profiles = one(document.profile_id, "/profile_id")
    invoice.specifications = one(document.customization_id, "/customization_id")
    invoice.notes = [Said(each.text, f"/notes/{index}/text") for index, each in enumerate(document.notes)]
    invoice.orders = one(document.order.number if document.order else "", "/order/number")
    invoice.contracts = _numbers(document.contracts, "/contracts")
    invoice.receipts = _numbers(document.receipts, "/receipts")
    invoice.despatches = _numbers(document.despatches, "/despatches")
    invoice.payment_terms = [
        note for n, each in enumerate(document.payment_terms) for note in one(each.note, f"/payment_terms/{n}/note")
    ]
    invoice.preceding = _references(document.billing_references, "/billing_references")
    invoice.documents = _references(document.additional_references, "/additional_references")
    invoice.periods = _periods(document.period, "/period")
    invoice.tax_point_codes = [code for each in invoice.periods for code in each.codes]


def _due_dates(document: Any) -> Values:
    if isinstance(document, Invoice):
        return one(document.due, "/due")
    # a credit note has its due date in the payment means
    means = enumerate(document.payment_means)
    return [found for n, each in means for found in one(each.due, f"/payment_means/{n}/due")]


def _numbers(references: tuple[DocumentReference, ...], path: str) -> Values:
    return [Said(each.number, f"{path}/{index}/number") for index, each in enumerate(references)]


def _references(references: tuple[DocumentReference, ...], path: str) -> list[Reference]:
    found = []
    for index, each in enumerate(references):
        here = f"{path}/{index}"
        reference = Reference(Said("", here), one(each.number, f"{here}/number"))
        reference.dates = one(each.issued, f"{here}/issued")
        reference.type_codes = one(each.type_code, f"{here}/type_code")
        reference.descriptions = one(each.description, f"{here}/description")
        reference.locations = one(each.uri, f"{here}/uri")
        found.append(reference)
    return found


def _periods(period: domain.Period | None, path: str) -> list[Period]:
    if period is None:
        return []
    starts, ends = one(period.start, f"{path}/start"), one(period.end, f"{path}/end")
    return [Period(Said("", path), starts, ends)]


def _read_parties(invoice: model.Invoice, document: Any) -> None:
    invoice.sellers = [_party(document.seller, "/seller")]
    invoice.buyers = [_party(document.buyer, "/buyer")]
    invoice.payees = [_party(document.payee, "/payee")] if document.payee else []
    representative = document.tax_representative
    invoice.representatives = [_party(representative, "/tax_representative")] if representative else []
    invoice.deliveries = [_delivery(each, f"/deliveries/{index}") for index, each in enumerate(document.deliveries)]


def _party(party: DomainParty, path: str) -> Party:
    found = Party(Said("", path))
    found.names = one(party.legal_name, f"{path}/legal_name")
    found.trading_names = one(party.name, f"{path}/name")
    found.ids = [named(each, f"{path}/ids/{index}") for index, each in enumerate(party.ids)]
    found.legal_ids = [named(party.legal_id, f"{path}/legal_id")] if party.legal_id else ()
    found.endpoints = [named(party.endpoint, f"{path}/endpoint")] if party.endpoint else ()
    for index, each in enumerate(party.tax_registrations):
        here = f"{path}/tax_registrations/{index}"
        numbers, schemes = one(each.number, f"{here}/number"), one(each.scheme, f"{here}/scheme")
        found.registrations.append(TaxRegistration(Said("", here), numbers, schemes))
    found.addresses = [_address(party.address, f"{path}/address")] if party.address else []
    if party.contact:
        contact = Contact(Said("", f"{path}/contact"))
        contact.names = one(party.contact.name, f"{path}/contact/name")
        contact.telephones = one(party.contact.telephone, f"{path}/contact/telephone")
        contact.emails = one(party.contact.email, f"{path}/contact/email")
        found.contacts = [contact]
    return found


def _address(address: PostalAddress, path: str) -> Address:
    found = Address(Said("", path))
    found.streets = one(address.street, f"{path}/street")
    found.cities = one(address.city, f"{path}/city")
    found.post_codes = one(address.postal_code, f"{path}/postal_code")
    found.subdivisions = one(address.region, f"{path}/region")
    found.lines = [Said(each, f"{path}/lines/{index}") for index, each in enumerate(address.lines)]
    found.countries = one(address.country, f"{path}/country")
    return found


def _delivery(delivery: domain.Delivery, path: str) -> Delivery:
    found = Delivery(Said("", path))
    found.names = one(delivery.party.name if delivery.party else "", f"{path}/party/name")
    found.locations = [named(delivery.location, f"{path}/location")] if delivery.location else ()
    found.dates = one(delivery.actual, f"{path}/actual")
    found.addresses = [_address(delivery.address, f"{path}/address")] if delivery.address else []
    return found


def _read_charges(invoice: model.Invoice, document: Any) -> None:
    invoice.payments = [_payment(each, f"/payment_means/{n}") for n, each in enumerate(document.payment_means)]
    given = document.allowances_charges
    invoice.allowances = [_charge(each, f"/allowances_charges/{n}", "document") for n, each in enumerate(given)]


def _payment(means: domain.PaymentMeans, path: str) -> Payment:
    payment = Payment(Said("", path))
    payment.codes = one(means.code, f"{path}/code")
    payment.remittances = one(means.payment_id, f"{path}/payment_id")
    if means.account or means.account_name or means.institution:
        accounts, names = one(means.account, f"{path}/account"), one(means.account_name, f"{path}/account_name")
        payment.transfers = [Transfer(Said("", path), accounts, names, one(means.institution, f"{path}/institution"))]
    return payment


def _charge(given: domain.AllowanceCharge, path: str, level: str) -> AllowanceCharge:
    found = AllowanceCharge(Said("", path), given.is_charge, level)
    found.amounts = amount(given.amount, f"{path}/amount")
    found.bases = amount(given.base, f"{path}/base")
    found.percentages = one(given.factor, f"{path}/factor")
    found.reasons = one(given.reason, f"{path}/reason")
    found.reason_codes = one(given.reason_code, f"{path}/reason_code")
    found.categories = [_category(given.tax, f"{path}/tax")] if given.tax else []
    return found


def _category(given: domain.TaxCategory, path: str) -> Category:
    codes, rates = one(given.id, f"{path}/id"), one(given.percent, f"{path}/percent")
    found = Category(Said("", path), codes, rates, one(given.scheme, f"{path}/scheme"))
    found.reasons = one(given.exemption_reason, f"{path}/exemption_reason")
    found.reason_codes = one(given.exemption_reason_code, f"{path}/exemption_reason_code")
    return found


def _read_totals(invoice: model.Invoice, document: Any) -> None:
    invoice.totals = [_totals(document.totals, invoice.allowances)]
    invoice.tax_totals = [_tax_total(each, f"/taxes/{index}") for index, each in enumerate(document.taxes)]


def _totals(given: domain.MonetaryTotal, beside: list[AllowanceCharge]) -> Totals:
    totals = Totals(Said("", "/totals"))
    totals.beside = beside
    totals.lines = amount(given.lines, "/totals/lines")
    totals.allowances = amount(given.allowances, "/totals/allowances")
    totals.charges = amount(given.charges, "/totals/charges")
    totals.without_vat = amount(given.tax_exclusive, "/totals/tax_exclusive")
    totals.with_vat = amount(given.tax_inclusive, "/totals/tax_inclusive")
    totals.paid = amount(given.prepaid, "/totals/prepaid")
    totals.rounding = amount(given.rounding, "/totals/rounding")
    totals.due = amount(given.payable, "/totals/payable")
    return totals


def _tax_total(given: domain.TaxTotal, path: str) -> TaxTotal:
    total = TaxTotal(Said("", path), amount(given.amount, f"{path}/amount"))
    for index, each in enumerate(given.subtotals):
        here = f"{path}/subtotals/{index}"
        breakdown = Breakdown(Said("", here), amount(each.taxable, f"{here}/taxable"), amount(each.tax, f"{here}/tax"))
        category = _category(each.category, f"{here}/category")
        if not category.rates:  # UBL 2.0 had the rate beside the category
            category.rates = one(each.percent, f"{here}/percent")
        breakdown.categories = [category]
        total.breakdowns.append(breakdown)
    return total


def _line(given: Any, path: str) -> model.Line:
    line = model.Line(Said("", path), True)
    line.numbers = one(given.number, f"{path}/number")
    line.notes = [Said(each.text, f"{path}/notes/{index}/text") for index, each in enumerate(given.notes)]
    line.quantities = quantity(given.quantity, f"{path}/quantity")
    line.amounts = amount(given.amount, f"{path}/amount")
    line.order_lines = one(given.order_line.line if given.order_line else "", f"{path}/order_line/line")
    line.accounting = one(given.accounting_cost, f"{path}/accounting_cost")
    line.periods = _periods(given.period, f"{path}/period")
    charges = enumerate(given.allowances_charges)
    line.allowances = [_charge(each, f"{path}/allowances_charges/{index}", "line") for index, each in charges]
    if given.price:
        _read_price(line, given.price, f"{path}/price")
    _read_item(line, given.item, f"{path}/item")
    return line


def _read_price(line: model.Line, price: domain.Price, path: str) -> None:
    line.prices = amount(price.amount, f"{path}/amount")
    line.base_quantities = quantity(price.base_quantity, f"{path}/base_quantity")
    if price.allowance:
        charge = _charge(price.allowance, f"{path}/allowance", "price")
        line.price_allowances = [charge]
        line.discounts, line.gross_prices = charge.amounts, charge.bases


def _read_item(line: model.Line, item: domain.Item, path: str) -> None:
    line.names = one(item.name, f"{path}/name")
    line.descriptions = [Said(each, f"{path}/descriptions/{n}") for n, each in enumerate(item.descriptions)]
    line.sellers_ids = one(item.sellers_id, f"{path}/sellers_id")
    line.buyers_ids = one(item.buyers_id, f"{path}/buyers_id")
    line.standard_ids = [named(item.standard_id, f"{path}/standard_id")] if item.standard_id else ()
    line.classifications = [
        Said(each.value, f"{path}/classifications/{n}/value", {"listID": each.list_id} if each.list_id else {})
        for n, each in enumerate(item.classifications)
    ]
    line.origins = one(item.origin_country, f"{path}/origin_country")
    for index, each in enumerate(item.properties):
        here = f"{path}/properties/{index}"
        names, values = one(each.name, f"{here}/name"), one(each.value, f"{here}/value")
        line.attributes.append(Attribute(Said("", here), names, values))
    line.categories = [_category(each, f"{path}/taxes/{index}") for index, each in enumerate(item.taxes)]
