"""Who is meant: credentials of the header, contacts, addresses, telephone numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.documents.base import Delivery
from app.domain.identifiers import Identifier
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.formats.cxml.rules import LANGUAGE, SAID_WITHOUT_LANGUAGE, as_node, attr, extrinsic, picked, said
from app.formats.xml.codecs import TEXT, Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, one, spread, table

SCHEMES: Mapping[str, str] = {"duns": "0060", "gln": "0088", "iln": "0088", "networkid": "NetworkID"}
"""The schemes of identifiers (ISO 6523 where it has one) by the domain of a credential in small letters."""

DOMAINS = {"0060": "DUNS", "0088": "GLN"}
VAT_DOMAIN, VAT = "vatID", "VAT"


def _identity(node: Node, _reading: Reading) -> Identifier | None:
    found = node.first(("Identity",))
    text = trimmed(found) if found is not None else ""
    domain = attribute(node, "domain")
    return Identifier(text, SCHEMES.get(domain.lower(), domain)) if text else None


def _write_identity(node: Node, value: Identifier) -> None:
    node.put("domain", DOMAINS.get(value.scheme, value.scheme))
    node.ensure(("Identity",)).text = value.value


CREDENTIAL = Codec(_identity, _write_identity)


def _telephone(node: Node, _reading: Reading) -> str | None:
    found = node.first(("TelephoneNumber",))
    if found is None:
        return None
    country, area, number = (_below(found, tag) for tag in ("CountryCode", "AreaOrCityCode", "Number"))
    words = (f"+{country.removeprefix('+')}" if country else "", area, number)
    return " ".join(each for each in words if each) or None


def _below(node: Node, tag: str) -> str:
    found = node.first((tag,))
    return trimmed(found) if found is not None else ""


def _write_telephone(node: Node, value: str) -> None:
    found = node.ensure(("TelephoneNumber",))
    first, _, rest = value.partition(" ")
    country, number = (first[1:], rest) if value.startswith("+") and rest else ("", value)
    code = found.add("CountryCode")
    code.text = country
    code.put("isoCountryCode", "")
    found.add("AreaOrCityCode")
    found.add("Number").text = number


TELEPHONE = Codec(_telephone, _write_telephone)


HOUSE = "buildingNumber"


def _streets() -> Rule:
    """The street and what stands below it: cXML has any number of equal lines, and the house's number in the first.

    Which part of it is the number is said beside it, for who wants to know.
    """
    places = dict.fromkeys(("street", "building_number", "additional_street", "lines"), ("Street",))

    def read(node: Node, values: Values, _reading: Reading) -> None:
        street, further, *lines = (*map(trimmed, node.groups.get("Street", ())), "", "")
        house = said(node, "Extrinsic", "name", (HOUSE,))
        number = trimmed(house) if house is not None else ""
        if number and f" {street}".endswith(f" {number}"):
            values["building_number"] = number
            street = street.removesuffix(number).removesuffix(" ")
        told = {"street": street, "additional_street": further, "lines": tuple(filter(None, lines))}
        values.update({name: value for name, value in told.items() if value})

    def write(address: Any, node: Node) -> None:
        first = " ".join(filter(None, (address.street, address.building_number)))
        texts = [first, address.additional_street, *address.lines]
        while len(texts) > 1 and not texts[-1]:
            texts.pop()
        for text in texts:
            node.add("Street").text = text
        if address.building_number:
            _HOUSE.write(address, node)

    return Rule(places, read, write)


_HOUSE = extrinsic("building_number", "", HOUSE)


def _country() -> Rule:
    code = attr("country", "Country/@isoCountryCode", always=True)

    def write(address: Any, node: Node) -> None:
        code.write(address, node)
        node.ensure(("Country",)).text = address.country

    return replace(code, write=write)


def _city() -> Rule:
    city = one("city", "City")

    def write(address: Any, node: Node) -> None:
        node.ensure(("City",)).text = address.city

    return replace(city, write=write)


POSTAL_ADDRESS = table(
    Address,
    _streets(),
    _city(),
    one("region", "State"),
    one("postal_code", "PostalCode"),
    _country(),
    unmapped=("post_box",),
)


def name_of(party: Party) -> str:
    """What a party is called: nobody sends to a party without a name where the register has one."""
    return party.name or party.legal_name


def _name() -> Rule:
    """The DTD demands the element, and a language of it."""
    name = one("name", "Name")

    def write(party: Any, node: Node) -> None:
        place = node.ensure(("Name",))
        place.text = name_of(party)
        place.put(LANGUAGE, SAID_WITHOUT_LANGUAGE)

    return replace(name, write=write)


_REACHED = table(Contact, one("email", "Email"), one("telephone", "Phone", TELEPHONE), unmapped=("id", "name"))


def _tax_registrations() -> Rule:
    """A VAT number among the references of a contact; other numbers have no name of their own there."""

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found = said(node, "IdReference", "domain", (VAT_DOMAIN,))
        number = None if found is None else as_node(found, "identifier")
        if number is not None:
            values["tax_registrations"] = (TaxRegistration(number=trimmed(number), scheme=VAT),)

    def write(party: Any, node: Node) -> None:
        for each in party.tax_registrations[:1]:
            if each.scheme == VAT and each.number:
                reference = node.add("IdReference")
                reference.put("domain", VAT_DOMAIN)
                reference.put("identifier", each.number)

    return Rule({"tax_registrations": ("IdReference",)}, read, write)


CONTACT = table(
    Party,
    _name(),
    one("address", "PostalAddress", POSTAL_ADDRESS),
    spread("contact", _REACHED),
    _tax_registrations(),
    unmapped=("endpoint", "ids", "legal_name", "legal_id"),
)
"""A party as an element Contact tells of it."""

_ADDRESSEE = table(
    Contact,
    one("name", "PostalAddress/DeliverTo"),
    one("email", "Email"),
    one("telephone", "Phone", TELEPHONE),
    unmapped=("id",),
)


def _whole_address() -> Rule:
    """What the DTD demands of a PostalAddress, also where only a person's name is known; to be written last."""

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_party: Any, node: Node) -> None:
        place = node.first(("PostalAddress",))
        if place is None:
            return
        for tag in ("Street", "City", "Country"):
            place.ensure((tag,))
        country = place.ensure(("Country",))
        if not country.attributes:
            country.put("isoCountryCode", "")

    return Rule({}, read, write)


ADDRESSED = table(
    Party,
    _name(),
    spread("contact", _ADDRESSEE),
    _whole_address(),
    unmapped=("address", "endpoint", "ids", "legal_name", "legal_id", "tax_registrations"),
)
"""A party as an element Address tells of it, without its address."""


def _place_id() -> Rule:
    """A place's own identifier, in two attributes."""

    def read(node: Node, values: Values, _reading: Reading) -> None:
        number = attribute(node, "addressID")
        if number:
            domain = attribute(node, "addressIDDomain")
            values["location"] = Identifier(number, SCHEMES.get(domain.lower(), domain))

    def write(delivery: Any, node: Node) -> None:
        if delivery.location is not None:
            node.put("addressID", delivery.location.value)
            if delivery.location.scheme:
                node.put("addressIDDomain", DOMAINS.get(delivery.location.scheme, delivery.location.scheme))

    return Rule({"location": ("@addressID",)}, read, write)


def _recipient() -> Rule:
    plain = spread("party", ADDRESSED)

    def write(delivery: Any, node: Node) -> None:
        ADDRESSED.write(node, delivery.party or Party())

    return replace(plain, write=write)


DELIVERED_TO = table(
    Delivery,
    _place_id(),
    one("address", "PostalAddress", POSTAL_ADDRESS),
    _recipient(),
    unmapped=("requested", "promised", "actual"),
)
"""Where goods go: an element Address."""


def _billed(node: Node, reading: Reading) -> Party | None:
    party: Party | None = ADDRESSED.read(node, reading)
    place = node.first(("PostalAddress",))
    address = None if place is None else POSTAL_ADDRESS.read(place, reading)
    if address is None:
        return party
    return replace(party or Party(), address=address)


def _write_billed(node: Node, value: Party) -> None:
    if value.address is not None:
        POSTAL_ADDRESS.write(node.ensure(("PostalAddress",)), value.address)
    ADDRESSED.write(node, value)


BILLED = Codec(_billed, _write_billed)
"""A party as an element Address tells of it, with its address."""


BUYERS_ROLES = ("soldTo", "buyerCorporate", "buyer")
SELLERS_ROLES = ("supplierCorporate", "from", "supplier")


def credentials(half: str, node: Node, reading: Reading) -> list[Identifier]:
    """The identities in a half of the header, the first of them the electronic address."""
    holder = node.first(("Header", half))
    group = holder.groups.get("Credential", ()) if holder is not None else ()
    found = (CREDENTIAL.read(each, reading) for each in group)
    return [each for each in found if each is not None]


def write_credentials(half: str, node: Node, party: Party) -> None:
    """The inverse: each identifier once; what the register or the tax office has, where there is no other.

    Raises:
        ValueError: the party has none, and cXML addresses nobody without one.
    """
    first = [party.endpoint] if party.endpoint else []
    own = first + [each for each in party.ids if each != party.endpoint]
    known = [each for each in own or party.identifiers()[:1] if each.value]
    if not known:
        raise ValueError(f"{party.name or party.legal_name or half} has no identifier for a credential")
    for identifier in known:
        CREDENTIAL.write(node.ensure(("Header", half)).add("Credential"), identifier)


def identified(party: Party | None, identities: list[Identifier]) -> Party | None:
    """A party with its identities; None without any, whatever else is told of it: cXML knows nobody without one."""
    if not identities:
        return None
    return replace(party or Party(), endpoint=identities[0], ids=tuple(identities[1:]))


def contact(path: str, roles: Sequence[str]) -> Rule:
    """What the element Contact with one of `roles` tells of a party, the usual role first; for `trader`."""
    return picked("party", path, "role", roles, CONTACT)


def trader(field: str, half: str, details: Rule) -> Rule:
    """A party to the trade: who it is by the credentials, what else is told of it by `details`."""

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        details.read(node, found, reading)
        party = identified(found.get("party"), credentials(half, node, reading))
        if party is not None:
            values[field] = party

    def write(document: Any, node: Node) -> None:
        party = getattr(document, field)
        write_credentials(half, node, party)
        details.write(_Told(beyond_identity(party)), node)

    return Rule({field: ("Header", half, "Credential", "Identity")}, read, write)


def buyer_and_invoicee(header: str) -> Rule:
    """The buyer of an order, and who gets the invoice: to BillTo, which the DTD demands, it goes in any case.

    Without a contact of its own the buyer is who is billed; with one, an invoicee is somebody else.
    """
    own_contact = contact(f"{header}/Contact", BUYERS_ROLES)
    bill = steps(f"{header}/BillTo/Address")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found: Values = {}
        own_contact.read(node, found, reading)
        place = node.first(bill)
        billed = None if place is None else BILLED.read(place, reading)
        holder = node.first(steps(header))
        has_own = holder is not None and said(holder, "Contact", "role", BUYERS_ROLES) is not None
        told: Party | None = found.get("party", Party() if has_own else None)
        if told is not None and billed is not None:
            if _is_same(told, billed):
                told = replace(billed, tax_registrations=told.tax_registrations)
            else:
                values["invoicee"] = billed
        party = identified(told or billed, credentials("From", node, reading))
        if party is not None:
            values["buyer"] = party

    def write(order: Any, node: Node) -> None:
        write_credentials("From", node, order.buyer)
        own = beyond_identity(order.buyer) or Party()
        if order.invoicee is not None or own.tax_registrations:
            own_contact.write(_Told(own), node)
        BILLED.write(node.ensure(bill), order.invoicee or own)

    return Rule({"buyer": ("Header", "From", "Credential", "Identity"), "invoicee": bill}, read, write)


@dataclass(frozen=True, slots=True)
class _Told:
    party: Party | None


def _is_same(own: Party, billed: Party) -> bool:
    """Whether both elements tell of one party; an Address has a person's name as well."""
    there = replace(billed.contact or Contact(), name="")
    return (own.name, own.address, own.contact or Contact()) == (billed.name, billed.address, there)


def beyond_identity(party: Party) -> Party | None:
    """What a contact can tell of a party; None where that is nothing."""
    bare = replace(party, endpoint=None, ids=(), legal_id=None)
    return None if bare == Party() else bare


def sender() -> Rule:
    """Who hands the message in: here always who it is from. A secret that came with it is never written."""
    whose, here = steps("Header/From/Credential"), steps("Header/Sender")

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(_document: Any, node: Node) -> None:
        first = node.first(whose)
        identifier = None if first is None else CREDENTIAL.read(first, Reading("cxml"))
        place = node.ensure(here)
        if identifier is not None:
            CREDENTIAL.write(place.add("Credential"), identifier)
        TEXT.write(place.add("UserAgent"), "Countersign")

    return Rule({}, read, write)
