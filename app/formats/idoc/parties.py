"""Parties and places: who stands in which fields of E1EDKA1 and E1ADRM1, and what IDocs have no field for.

What a party has beyond SAP's fields goes into the segment for further identifications, under qualifiers of our own; as
SAP keeps those that begin with Z for customers, no others are mistaken for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.documents.base import Delivery, Period
from app.domain.identifiers import Identifier
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.formats.cii.identity import in_turn
from app.formats.idoc.codecs import DATE, QUALIFIED, parted
from app.formats.idoc.moments import span
from app.formats.idoc.rules import first_of
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, many, one, spread, table

GLN = "0088"
"""ISO 6523: the scheme of global location numbers, which SAP still calls ILN."""
VAT = "VAT"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a party stand.

    Attributes:
        address, contact: the rules of these parts.
        numbers: the fields of identifiers, each with the scheme that it is of.
        more: the segment of further identifications, and its field of the value.
        email: where the address for e-mail stands.
    """

    address: Codec
    contact: Codec
    numbers: tuple[tuple[str, str], ...]
    more: tuple[str, str]

    def further(self, qualifier: str) -> str:
        """The path of a further identification."""
        segment, value = self.more
        return f"{segment}.{qualifier}/{value}"


def _ids(layout: Layout) -> Rule:
    """A party's identifiers: each in the next field that is made for its scheme, those that find none behind them."""
    fields = [(steps(path), scheme) for path, scheme in layout.numbers]
    segment, value = steps(layout.further("Z02"))

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = [Identifier(trimmed(each), scheme) for path, scheme in fields if (each := node.first(path)) is not None]
        others = (each.first((value,)) for each in node.groups.get(segment, ()))
        further = [QUALIFIED.read(each, reading) for each in others if each is not None]
        ids = tuple(each for each in (*found, *further) if each is not None and each.value)
        if ids:
            values["ids"] = ids

    def write(party: Any, node: Node) -> None:
        waiting = list(fields)
        for each in party.ids:
            schemes = [scheme for _, scheme in waiting]
            if each.scheme in schemes:
                index = schemes.index(each.scheme)
                node.ensure(waiting[index][0]).text = each.value
                waiting = waiting[index + 1 :]
            else:
                QUALIFIED.write(node.add(segment).ensure((value,)), each)
                waiting = []

    return Rule({"ids": fields[0][0]}, read, write)


def _endpoint(layout: Layout) -> Rule:
    """Where a party gets its messages (Z01). To be read after its identifiers.

    Of a party without an identifier this is its number for SAP, too, and stands under Z07 to be told from both.
    """
    own, only = steps(layout.further("Z01")), steps(layout.further("Z07"))
    fields = {scheme: steps(path) for path, scheme in reversed(layout.numbers)}

    def read(node: Node, values: Values, reading: Reading) -> None:
        for place in (own, only):
            found = node.first(place)
            endpoint = None if found is None else QUALIFIED.read(found, reading)
            if endpoint is not None:
                values["endpoint"] = endpoint
                if place is only and _numbers(values, endpoint):
                    del values["ids"]
                return

    def write(party: Any, node: Node) -> None:
        if party.endpoint is None:
            return
        QUALIFIED.write(node.ensure(own if party.ids else only), party.endpoint)
        if not party.ids:
            place = fields.get(party.endpoint.scheme, fields[""])
            node.ensure(place).text = party.endpoint.value

    return Rule({"endpoint": own}, read, write)


def _numbers(values: Values, endpoint: Identifier) -> bool:
    """Whether all that there is of identifiers is the endpoint's value."""
    ids = values.get("ids", ())
    return len(ids) == 1 and ids[0].value == endpoint.value and ids[0].scheme in ("", endpoint.scheme)


def _names(layout: Layout) -> Rule:
    """A party's name and its legal name (Z03).

    Where it has no other name, the legal one is its name for SAP, too, and stands under Z06 to be told from both.
    """
    name, legal, only = steps("NAME1"), steps(layout.further("Z03")), steps(layout.further("Z06"))

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found = {place: trimmed(each) for place in (name, legal, only) if (each := node.first(place)) is not None}
        said = found.get(only, "")
        own = found.get(name, "")
        texts = {"name": "" if own == said else own, "legal_name": found.get(legal, "") or said}
        values |= {field: text for field, text in texts.items() if text}

    def write(party: Any, node: Node) -> None:
        node.ensure(name).text = party.name or party.legal_name
        node.ensure(legal if party.name else only).text = party.legal_name

    return Rule({"name": name, "legal_name": legal}, read, write)


def _registration(node: Node, _reading: Reading) -> TaxRegistration | None:
    found = parted(node)
    return TaxRegistration(number=found.value, scheme=found.scheme) if found.value or found.scheme else None


def _write_registration(node: Node, value: TaxRegistration) -> None:
    QUALIFIED.write(node, Identifier(value.number, value.scheme))


TAX_REGISTRATION = Codec(_registration, _write_registration)


def _party_rules(layout: Layout) -> tuple[Rule, ...]:
    return (
        _names(layout),
        one("legal_id", layout.further("Z04"), QUALIFIED),
        many("tax_registrations", layout.further("Z05"), TAX_REGISTRATION),
        spread("contact", layout.contact),
    )


def _party(layout: Layout) -> Codec:
    return table(Party, *_party_rules(layout), _ids(layout), _endpoint(layout), spread("address", layout.address))


def _at_place(layout: Layout) -> Codec:
    return table(
        Party,
        *_party_rules(layout),
        one("endpoint", layout.further("Z01"), QUALIFIED),
        unmapped=("ids", "address"),
    )


_ADDRESS = table(
    Address,
    in_turn("lines", "NAME2", "NAME3", "NAME4", "ORT02"),
    one("street", "STRAS"),
    one("additional_street", "STRS2"),
    one("post_box", "PFACH"),
    one("city", "ORT01"),
    one("postal_code", "PSTLZ"),
    first_of("country", "LAND1", "ISOAL"),
    one("building_number", "HAUSN"),
    one("region", "REGIO"),
)


def _layout(more: str, *numbers: str) -> Layout:
    contact = table(
        Contact,
        one("id", "PARNR"),
        one("telephone", "TELF1"),
        one("name", "BNAME"),
        one("email", f"{more}.005/STDPN"),
    )
    fields = (*((each, "") for each in numbers), ("ILNNR", GLN), (f"{more}.001/STDPN", GLN))
    return Layout(_ADDRESS, contact, fields, (more, "STDPN"))


HEADER, ITEM = _layout("E1EDKA3", "PARTN"), _layout("E1EDPA3", "PARTN")
VENDOR = _layout("E1EDKA3", "PARTN", "LIFNR")
"""A seller; beside all others LIFNR is the number of the vendor that they buy from, and not their own."""
DELIVERY = Layout(
    table(
        Address,
        in_turn("lines", "NAME2", "NAME3", "NAME4", "STREET3"),
        one("street", "STREET1"),
        one("additional_street", "STREET2"),
        one("building_number", "HOUSE_RANG"),
        one("postal_code", "POSTL_COD1"),
        one("city", "CITY1"),
        one("post_box", "POSTL_PBOX"),
        one("country", "COUNTRY1"),
        one("region", "REGION"),
    ),
    table(
        Contact,
        one("name", "NAME_CO"),
        one("telephone", "TELEPHONE1"),
        one("email", "E_MAIL"),
        unmapped=("id",),
    ),
    (("PARTNER_ID", ""),),
    ("E1ADRE1", "EXTEND_D"),
)

PARTY, SELLER, DELIVERY_PARTY = _party(HEADER), _party(VENDOR), _party(DELIVERY)


def trader(field: str, codec: Codec, *segments: str, number: str) -> Rule:
    """A party to the trade: the first of some segments that is there.

    Where none is, the party is known by the partner's number in the control record alone, which stands at `number` for
    a buyer who sends the document and the seller who gets it.
    """
    places, partner = [steps(segment) for segment in segments], steps(number)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = next((each for each in map(node.first, places) if each is not None), None)
        known = node.first(partner)
        if found is not None:
            values[field] = codec.read(found, reading) or Party()
        elif known is not None and trimmed(known):
            values[field] = Party(ids=(Identifier(trimmed(known)),))

    def write(document: Any, node: Node) -> None:
        codec.write(node.ensure(places[0]), getattr(document, field))

    return Rule({field: places[0]}, read, write)


def vat_numbers() -> Rule:
    """The VAT numbers of both sides, which invoices have in their first segment. To be read after the parties."""
    of_roles = (("buyer", steps("E1EDK01/KUNDEUINR")), ("seller", steps("E1EDK01/EIGENUINR")))

    def read(node: Node, values: Values, _reading: Reading) -> None:
        for role, place in of_roles:
            found = node.first(place)
            if found is not None and trimmed(found) and role in values:
                values[role] = _registered(values[role], trimmed(found))

    def write(document: Any, node: Node) -> None:
        for role, place in of_roles:
            number = _vat_number(getattr(document, role).tax_registrations)
            if number:
                node.ensure(place).text = number

    return Rule({}, read, write)


def _registered(party: Party, number: str) -> Party:
    if any(each.number == number for each in party.tax_registrations):
        return party
    return replace(party, tax_registrations=(TaxRegistration(number=number, scheme=VAT), *party.tax_registrations))


def _vat_number(registrations: Sequence[TaxRegistration]) -> str:
    return next((each.number for each in registrations if each.scheme == VAT), "")


def place(path: str, layout: Layout) -> tuple[Rule, ...]:
    """Where goods go: the place's identifier and address, and who takes them in, all in one segment."""
    here = steps(path)
    ids, party = _ids(layout), _at_place(layout)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        known: Values = {}
        if found is not None:
            ids.read(found, known, reading)
            values |= {
                name: value
                for name, value in (
                    ("location", known.get("ids", (None,))[0]),
                    ("address", layout.address.read(found, reading)),
                    ("party", party.read(found, reading)),
                )
                if value is not None
            }

    def write(delivery: Any, node: Node) -> None:
        segment = node.ensure(here)
        if delivery.location is not None:
            ids.write(Party(ids=(delivery.location,)), segment)
        if delivery.address is not None:
            layout.address.write(segment, delivery.address)
        if delivery.party is not None:
            party.write(segment, delivery.party)

    return (Rule({"location": here, "address": here, "party": here}, read, write),)


def period(start: str, end: str) -> Codec:
    """A period whose two ends are dated segments of their own."""
    return table(
        Period,
        span(f"{start}/DATUM", f"{start}/UZEIT", f"{end}/DATUM", f"{end}/UZEIT"),
        unmapped=("description",),
    )


SHIP_TO = table(
    Delivery,
    spread("requested", period("E1EDK03.002", "E1EDK03.Z03")),
    spread("promised", period("E1EDK03.001", "E1EDK03.Z04")),
    one("actual", "E1EDK03.035/DATUM", DATE),
    *place("E1EDKA1.WE", HEADER),
)
"""The delivery of a whole document."""
