"""What an invoice must say about the parties: names, addresses, tax numbers and electronic addresses."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter

from app.domain.codelists import code_list
from app.validation.en16931.groups import Address, Party
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import Check, has_attribute, is_of_vat, place_of, says, there
from app.validation.rule import Fault, Rule
from app.validation.values import Value, filled, only

_SEPA = "SEPA"
"""The scheme of a bank's creditor identifier; UBL has it among the party's identifiers, and it names no seller."""


def _named(parties: Callable[[Invoice], list[Party]]) -> Check:
    def check(invoice: Invoice) -> list[Fault]:
        found = [each for each in parties(invoice) if each.top]
        names = [name for each in found for name in each.names]
        return [] if filled(names) else [Fault(place_of(names, found[0] if found else invoice))]

    return check


def _addressed(parties: Callable[[Invoice], list[Party]]) -> Check:
    def check(invoice: Invoice) -> list[Fault]:
        found = [each for each in parties(invoice) if each.top]
        return [] if any(each.addresses for each in found) else [Fault((found[0] if found else invoice).place)]

    return check


def _addresses(parties: Callable[[Invoice], list[Party]]) -> Callable[[Invoice], list[Address]]:
    return lambda invoice: [address for each in parties(invoice) for address in each.addresses]


def _endpoints(parties: Callable[[Invoice], list[Party]]) -> Callable[[Invoice], list[Value]]:
    return lambda invoice: [endpoint for each in parties(invoice) for endpoint in each.endpoints]


def _delivered_to(invoice: Invoice) -> list[Address]:
    return [address for each in invoice.deliveries for address in each.addresses]


_sellers: Callable[[Invoice], list[Party]] = attrgetter("sellers")
_buyers: Callable[[Invoice], list[Party]] = attrgetter("buyers")
_representatives: Callable[[Invoice], list[Party]] = attrgetter("representatives")


def _payee_is_someone_else(invoice: Invoice) -> list[Fault]:
    if not invoice.payees:
        return []
    sellers = [each for each in invoice.sellers if each.top]
    names = {name.text for each in sellers for name in each.trading_names}
    ids = {one.text for each in sellers for one in each.ids}
    return [Fault(each.place) for each in invoice.payees if _is_nobody(each) or _is_seller(each, names, ids)]


def _is_nobody(payee: Party) -> bool:
    return not payee.trading_names


def _is_seller(payee: Party, names: set[str], ids: set[str]) -> bool:
    if not payee.top:
        return False
    return any(each.text in names for each in payee.trading_names) or any(each.text in ids for each in payee.ids)


def _has_vat_number(invoice: Invoice) -> list[Fault]:
    for each in invoice.representatives:
        for registration in each.registrations:
            only(registration.schemes)  # two taxes leave this rule without an answer, and no other
    return [Fault(each.place) for each in invoice.representatives if not _vat_numbers(each)]


def _vat_numbers(party: Party) -> list[Value]:
    return [number for each in party.registrations if is_of_vat(each) for number in each.numbers]


def _is_identified(invoice: Invoice) -> list[Fault]:
    return [Fault(each.place) for each in invoice.sellers if not (_identifiers(each) or _vat_numbers(each))]


def _identifiers(seller: Party) -> list[Value]:
    return [*seller.legal_ids, *(each for each in seller.ids if each.get("schemeID") != _SEPA)]


def _begins_with_country(invoice: Invoice) -> list[Fault]:
    prefixes = _vat_prefixes()
    faults = []
    for each in invoice.all_registrations:
        number = only(each.numbers) if each.is_vat else None
        if number is not None and number.text[:2] not in prefixes:
            faults.append(Fault(number, {"found": number.text[:2]}))
    return faults


@cache
def _vat_prefixes() -> str:
    # in one text, as the official rule has it: an empty number and a single letter are in it, too
    return f" {' '.join(sorted(code_list('iso3166/en16931-vat-prefix').codes))} "


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-06",
        _named(_sellers),
        "BT-27",
        why="The buyer may deduct VAT only where the invoice names who charged it.",
        example="remove cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
    ),
    Rule(
        "BR-07",
        _named(_buyers),
        "BT-44",
        why="An invoice is a claim on somebody; tax law wants that somebody named.",
        example="remove cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
    ),
    Rule(
        "BR-08",
        _addressed(_sellers),
        "BG-5",
        why="Tax law asks for the seller's full address on an invoice.",
        example="remove cac:AccountingSupplierParty/cac:Party/cac:PostalAddress",
    ),
    Rule(
        "BR-09",
        says(_addresses(_sellers), "countries"),
        "BT-40",
        why="The seller's country decides whose tax rules apply.",
        example="remove cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:Country",
    ),
    Rule(
        "BR-10",
        _addressed(_buyers),
        "BG-8",
        why="Tax law asks for the buyer's full address on an invoice.",
        example="remove cac:AccountingCustomerParty/cac:Party/cac:PostalAddress",
    ),
    Rule(
        "BR-11",
        says(_addresses(_buyers), "countries"),
        "BT-55",
        why="Where the buyer is decides between domestic VAT, an intra-community supply and an export.",
        example="remove cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cac:Country",
    ),
    Rule(
        "BR-17",
        _payee_is_someone_else,
        "BT-59 BG-10",
        why="A payee is stated where somebody other than the seller gets the money, a factor for instance. "
        "A payee with the seller's own name or identifier is a mistake that sends people looking for a third party.",
        example="set cac:PayeeParty/cac:PartyName/cbc:Name Nails & Co",
    ),
    Rule(
        "BR-18",
        says(_representatives, "trading_names"),
        "BT-62",
        why="The tax office turns to the representative instead of the seller, so it has to be named.",
        example="remove cac:TaxRepresentativeParty/cac:PartyName",
    ),
    Rule(
        "BR-19",
        there(_representatives, "addresses"),
        "BG-12",
        why="The tax office turns to the representative instead of the seller, so its address has to be known.",
        example="remove cac:TaxRepresentativeParty/cac:PostalAddress",
    ),
    Rule(
        "BR-20",
        says(_addresses(_representatives), "countries"),
        "BT-69",
        why="The country says which tax office the representative answers to.",
        example="remove cac:TaxRepresentativeParty/cac:PostalAddress/cac:Country",
    ),
    Rule(
        "BR-56",
        _has_vat_number,
        "BT-63",
        why="A tax representative is one by its VAT registration; without the number it represents nobody.",
        example="remove cac:TaxRepresentativeParty/cac:PartyTaxScheme",
    ),
    Rule(
        "BR-57",
        there(_delivered_to, "countries"),
        "BT-80",
        why="The place of delivery decides how the supply is taxed, and its country is the part that matters.",
        example="remove cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country",
    ),
    Rule(
        "BR-62",
        has_attribute(_endpoints(_sellers), "schemeID"),
        "BT-34",
        why="The same digits are a different address in another scheme; the network can't route by digits alone.",
        example="drop-attribute cac:AccountingSupplierParty/cac:Party/cbc:EndpointID schemeID",
    ),
    Rule(
        "BR-63",
        has_attribute(_endpoints(_buyers), "schemeID"),
        "BT-49",
        why="The same digits are a different address in another scheme; the network can't route by digits alone.",
        example="drop-attribute cac:AccountingCustomerParty/cac:Party/cbc:EndpointID schemeID",
    ),
    Rule(
        "BR-CO-09",
        _begins_with_country,
        "BT-31 BT-48 BT-63",
        why="A VAT number is looked up in the register of the country that it begins with. Greece uses `EL`, "
        "Northern Ireland `XI`.",
        example="set cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID 12345675",
    ),
    Rule(
        "BR-CO-26",
        _is_identified,
        "BT-29 BT-30 BT-31",
        why="The buyer's system finds the supplier by a number, not by how its name is spelt.",
        example="remove cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification\n"
        "remove cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme\n"
        "remove cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID",
    ),
)
