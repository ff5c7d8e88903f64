"""Reads the parties of a CII document, their addresses and registrations, and where goods went."""

from app.safe.tree import Element
from app.validation.en16931.cii_names import (
    ADDRESS,
    DATE_TIME,
    DELIVERY,
    DESCRIPTION,
    ID,
    LEGAL_ORGANIZATION,
    NAME,
    SHIP_TO,
    ram,
)
from app.validation.en16931.groups import NONE, Address, Contact, Delivery, Party, TaxRegistration
from app.validation.en16931.read_cii_values import days, identifiers, tax_of

_EVENT = ram("ActualDeliverySupplyChainEvent")
_COUNTRY = ram("CountryID")


def trader_at(place: Element) -> Party:
    """Seller or buyer: the name is the registered one (BT-27, BT-44)."""
    party = _party(place)
    party.names = place.children.get(NAME, NONE)
    party.trading_names = place.all(LEGAL_ORGANIZATION, ram("TradingBusinessName"))
    return party


def other_party_at(place: Element) -> Party:
    """Payee or tax representative: the name is what they are known by (BT-59, BT-62)."""
    party = _party(place)
    party.trading_names = place.children.get(NAME, NONE)
    party.names = place.all(LEGAL_ORGANIZATION, NAME)
    return party


def _party(place: Element) -> Party:
    party = Party(place)
    party.ids = identifiers(place)
    party.legal_ids = place.all(LEGAL_ORGANIZATION, ID)
    party.legal_forms = place.all(DESCRIPTION)
    party.endpoints = place.all(ram("URIUniversalCommunication"), ram("URIID"))
    party.registrations = [_registration_at(each) for each in place.all(ram("SpecifiedTaxRegistration"))]
    party.addresses = [address_at(each) for each in place.all(ADDRESS)]
    party.contacts = [_contact_at(each) for each in place.all(ram("DefinedTradeContact"))]
    return party


def _registration_at(place: Element) -> TaxRegistration:
    # in CII a blank number is none: the scheme beside it is what the element is there for
    numbers = [each for each in place.all(ID) if each.text.strip()]
    return TaxRegistration(place, numbers, [tax_of(each) for each in numbers])


def address_at(place: Element) -> Address:
    """A PostalTradeAddress."""
    address = Address(place)
    address.streets = place.all(ram("LineOne")) + place.all(ram("LineTwo"))
    address.lines = place.all(ram("LineThree"))
    address.cities = place.all(ram("CityName"))
    address.post_codes = place.all(ram("PostcodeCode"))
    address.subdivisions = place.all(ram("CountrySubDivisionName"))
    address.countries = place.all(_COUNTRY)
    return address


def _contact_at(place: Element) -> Contact:
    contact = Contact(place)
    contact.names = place.all(ram("PersonName")) or place.all(ram("DepartmentName"))
    contact.telephones = place.all(ram("TelephoneUniversalCommunication"), ram("CompleteNumber"))
    contact.emails = place.all(ram("EmailURIUniversalCommunication"), ram("URIID"))
    return contact


def deliveries_in(transaction: Element) -> list[Delivery]:
    """What says where or when goods went (BG-13); CII has the group even where it says nothing of that."""
    return [_delivery_at(each) for each in transaction.all(DELIVERY) if not _says_nothing(each)]


def _says_nothing(place: Element) -> bool:
    return SHIP_TO not in place.children and _EVENT not in place.children


def _delivery_at(place: Element) -> Delivery:
    delivery = Delivery(place)
    delivery.names = place.all(SHIP_TO, NAME)
    delivery.locations = [found for each in place.all(SHIP_TO) for found in identifiers(each)]
    delivery.dates = days(place.all(_EVENT, ram("OccurrenceDateTime"), DATE_TIME))
    delivery.addresses = [address_at(each) for each in place.all(SHIP_TO, ADDRESS)]
    return delivery
