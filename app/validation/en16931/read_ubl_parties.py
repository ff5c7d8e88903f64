"""Reads the parties of a UBL document, their addresses and registrations."""

from collections.abc import Mapping

from app.safe.tree import Element
from app.validation.en16931.groups import Address, Contact, Party, TaxRegistration
from app.validation.en16931.read_ubl_everywhere import mark_unclear
from app.validation.en16931.ubl_names import (
    COMPANY_ID,
    COUNTRY_CODE,
    ID,
    NAME,
    PARTY,
    PARTY_LEGAL_ENTITY,
    PARTY_TAX_SCHEME,
    POSTAL_ADDRESS,
    TAX_SCHEME,
    cac,
    cbc,
)

Registrations = Mapping[Element, TaxRegistration]

_NAMES = (
    ("names", (PARTY_LEGAL_ENTITY, cbc("RegistrationName"))),
    ("trading_names", (cac("PartyName"), NAME)),
    ("ids", (cac("PartyIdentification"), ID)),
    ("legal_ids", (PARTY_LEGAL_ENTITY, COMPANY_ID)),
    ("legal_forms", (PARTY_LEGAL_ENTITY, cbc("CompanyLegalForm"))),
    ("endpoints", (cbc("EndpointID"),)),
)
_CONTACT = cac("Contact")
_COUNTRY = cac("Country")
_ADDRESS_LINE = cac("AddressLine")


def owner_at(place: Element, registrations: Registrations) -> Party:
    """The party within an AccountingSupplierParty or AccountingCustomerParty."""
    return _party(place, place.children.get(PARTY, ()), registrations)


def party_at(place: Element, registrations: Registrations) -> Party:
    """The party that a PayeeParty or TaxRepresentativeParty itself is."""
    return _party(place, (place,), registrations)


def _party(place: Element, holders: "list[Element] | tuple[Element, ...]", registrations: Registrations) -> Party:
    party = Party(place, place.parent is not None and place.parent.parent is None)
    for name, path in _NAMES:
        setattr(party, name, [found for each in holders for found in each.all(*path)])
    for each in holders:
        party.registrations += [registrations[one] for one in each.all(PARTY_TAX_SCHEME)]
        party.addresses += [address_at(one) for one in each.all(POSTAL_ADDRESS)]
        party.contacts += [_contact_at(one) for one in each.all(_CONTACT)]
    return party


def registration_at(place: Element) -> TaxRegistration:
    """A PartyTaxScheme."""
    registration = TaxRegistration(place, place.all(COMPANY_ID), place.all(TAX_SCHEME, ID))
    mark_unclear(registration, place.all(TAX_SCHEME))
    return registration


def address_at(place: Element) -> Address:
    """A postal address, whatever its element is called."""
    address = Address(place)
    address.streets = place.all(cbc("StreetName")) + place.all(cbc("AdditionalStreetName"))
    address.cities = place.all(cbc("CityName"))
    address.post_codes = place.all(cbc("PostalZone"))
    address.subdivisions = place.all(cbc("CountrySubentity"))
    address.lines = place.all(_ADDRESS_LINE, cbc("Line"))
    address.countries = place.all(_COUNTRY, COUNTRY_CODE)
    return address


def _contact_at(place: Element) -> Contact:
    contact = Contact(place)
    contact.names = place.all(NAME)
    contact.telephones = place.all(cbc("Telephone"))
    contact.emails = place.all(cbc("ElectronicMail"))
    return contact
