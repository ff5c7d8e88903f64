"""The partners of an invoice: an InvoicePartner each, with a Contact, and the numbers that tax offices know them by.

    <InvoicePartner><Contact role="from">…</Contact><IdReference domain="vatID" identifier="DE1"/></InvoicePartner>

Networks also have the VAT numbers of buyer and seller in Extrinsics of the header (`buyerVatID`, `supplierVatID`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain.parties import Party, TaxRegistration
from app.formats.cxml.parties import CONTACT, VAT, VAT_DOMAIN
from app.formats.cxml.rules import as_node, said
from app.formats.xml.codecs import trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

TAX = "TAX"
"""The scheme of a tax office's number that isn't one for VAT."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the numbers of a partner are told: domains of references by their scheme, and an Extrinsic for VAT."""

    domains: Mapping[str, str]
    extrinsic: str = ""


PAYEES = Numbers({VAT: VAT_DOMAIN})
BUYERS = Numbers({VAT: VAT_DOMAIN, TAX: "buyerTaxID"}, "buyerVatID")
SELLERS = Numbers({VAT: VAT_DOMAIN, TAX: "supplierTaxID"}, "supplierVatID")


def partner(field: str, path: str, roles: Sequence[str], numbers: Numbers = PAYEES) -> Rule:
    """`field` is the partner with one of `roles`, the usual role first; each has an element of its own at `path`."""
    *way, tag = steps(path)
    here = tuple(way)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        if holder is None:
            return
        place = _with_role(holder.groups.get(tag, ()), roles)
        whom = None if place is None else said(place, "Contact", "role", roles)
        party: Party | None = None if whom is None else CONTACT.read(whom, reading)
        in_contact = party.tax_registrations if party else ()
        told = _registrations(place, numbers) or in_contact or _in_header(holder, numbers)
        if told:
            party = replace(party or Party(), tax_registrations=told)
        if party is not None:
            values[field] = party

    def write(document: Any, node: Node) -> None:
        party = getattr(document, field)
        if party is not None:
            place = node.ensure(here).add(tag)
            contact = place.add("Contact")
            contact.put("role", roles[0])
            CONTACT.write(contact, replace(party, tax_registrations=()))
            _write_registrations(node.ensure(here), place, party, numbers)

    return Rule({field: steps(path)}, read, write)


def _with_role(group: Iterable[Node], roles: Sequence[str]) -> Node | None:
    partners = list(group)
    found = (each for role in roles for each in partners if said(each, "Contact", "role", (role,)) is not None)
    return next(found, None)


def _write_registrations(header: Node, place: Node, party: Party, numbers: Numbers) -> None:
    for each in _writable(party.tax_registrations, numbers):
        reference = place.add("IdReference")
        reference.put("domain", numbers.domains[each.scheme])
        reference.put("identifier", each.number)
        if each.scheme == VAT and numbers.extrinsic:
            told = header.add("Extrinsic")
            told.put("name", numbers.extrinsic)
            told.text = each.number


def _registrations(partner_node: Node | None, numbers: Numbers) -> tuple[TaxRegistration, ...]:
    if partner_node is None:
        return ()
    found = ((scheme, said(partner_node, "IdReference", "domain", (name,))) for scheme, name in numbers.domains.items())
    named = ((scheme, as_node(place, "identifier")) for scheme, place in found if place is not None)
    return tuple(TaxRegistration(number=trimmed(each), scheme=scheme) for scheme, each in named if each is not None)


def _in_header(holder: Node, numbers: Numbers) -> tuple[TaxRegistration, ...]:
    found = said(holder, "Extrinsic", "name", (numbers.extrinsic,)) if numbers.extrinsic else None
    number = "" if found is None else trimmed(found)
    return (TaxRegistration(number=number, scheme=VAT),) if number else ()


def _writable(registrations: Sequence[TaxRegistration], numbers: Numbers) -> list[TaxRegistration]:
    """Those that are read again as the first ones: one a scheme, in the order of the schemes."""
    found: list[TaxRegistration] = []
    schemes = list(numbers.domains)
    for each in registrations:
        if each.scheme not in schemes or not each.number.strip():
            break
        del schemes[: schemes.index(each.scheme) + 1]
        found.append(each)
    return found
