"""Organisations: which one a document's party is, and who trades with whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from app.domain.identifiers import Identifier
from app.errors import CountersignError, Refused
from app.errors.access import IDENTIFIER_TAKEN, NAME_MISSING, OWN_PARTNER, PARTY_AMBIGUOUS
from app.storage.models import Organisation, OrganisationIdentifier, Partnership

SCHEME_ALIASES: Mapping[str, str] = {
    "GLN": "0088",
    "EAN": "0088",
    "GS1": "0088",
    "DUNS": "0060",
    "LEI": "0199",
    "SIRET": "0009",
    "SIREN": "0002",
    "GLEIF": "0199",
}
"""Names that senders use for schemes of the ISO 6523 list: both spellings mean one organisation."""


class NameMissing(CountersignError):
    """An organisation was to have no name."""


class OwnPartner(CountersignError):
    """An organisation was to trade with itself."""


class IdentifierTaken(CountersignError):
    """An identifier of a new organisation belongs to another one."""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to create; `wrapped_key` is its payload key, wrapped by the root key (storage.payloads)."""

    name: str
    identifiers: tuple[Identifier, ...]
    wrapped_key: bytes
    country: str = ""
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class NewPartnership:
    """`organisation_id` is going to trade with `partner_id`, by `policy` (storage.models.Partnership)."""

    organisation_id: str
    partner_id: str
    policy: Mapping[str, Any] = field(default_factory=dict)


def create_organisation(session: OrmSession, new: NewOrganisation, now: datetime) -> Organisation:
    """Add an organisation; raises IdentifierTaken where another one is known by one of its identifiers.

    Raises:
        NameMissing: the name is blank.
    """
    if not new.name.strip():
        raise NameMissing(NAME_MISSING)
    organisation = Organisation(
        name=new.name, country=new.country, time_zone=new.time_zone, wrapped_key=new.wrapped_key, created_at=now
    )
    for identifier in new.identifiers:
        add_identifier(session, organisation, identifier)
    session.add(organisation)
    session.flush()
    return organisation


def add_identifier(session: OrmSession, organisation: Organisation, identifier: Identifier) -> None:
    """Let `organisation` be recognised by `identifier` too; raises IdentifierTaken."""
    wanted = canonical(identifier)
    if session.get(OrganisationIdentifier, (wanted.scheme, wanted.value)) is not None:
        raise IdentifierTaken(IDENTIFIER_TAKEN, identifier=wanted)
    organisation.identifiers.append(OrganisationIdentifier(scheme=wanted.scheme, value=wanted.value))


def canonical(identifier: Identifier) -> Identifier:
    """The one spelling under which an identifier is kept and looked for: no spaces, upper case, scheme by its code."""
    scheme = "".join(identifier.scheme.split()).upper()
    value = "".join(identifier.value.split()).upper()
    return Identifier(value[:200], SCHEME_ALIASES.get(scheme, scheme)[:64])


def organisation_for(session: OrmSession, identifiers: Iterable[Identifier]) -> Organisation | None:
    """The organisation that a party's `identifiers` mean; None where none of them is known here.

    An identifier with a scheme must match scheme and value; one without is taken where its value is known in one
    organisation only.

    Raises:
        Refused: `access.party_ambiguous`, they mean two organisations. Guessing could show a document to a stranger.
    """
    wanted = [each for each in map(canonical, identifiers) if each.value]
    found = {row.organisation_id for row in _candidates(session, wanted) if _means(row, wanted)}
    if len(found) > 1:
        raise Refused(PARTY_AMBIGUOUS, identifiers=", ".join(map(str, wanted)))
    return session.get(Organisation, found.pop()) if found else None


def partnership(session: OrmSession, organisation_id: str, partner_id: str) -> Partnership | None:
    """How `organisation_id` trades with `partner_id`; None where it doesn't, or not any more."""
    return session.scalar(
        select(Partnership).where(
            Partnership.organisation_id == organisation_id, Partnership.partner_id == partner_id, Partnership.active
        )
    )


def partnerships_of(session: OrmSession, organisation_id: str) -> list[Partnership]:
    """Everybody that `organisation_id` trades with, by name; those that were ended too."""
    query = select(Partnership).join(Organisation, Partnership.partner_id == Organisation.id)
    wanted = query.where(Partnership.organisation_id == organisation_id).order_by(Organisation.name)
    return list(session.scalars(wanted))


def are_partners(session: OrmSession, organisation_id: str, other_id: str) -> bool:
    """Whether both have agreed to trade with each other."""
    both = (partnership(session, organisation_id, other_id), partnership(session, other_id, organisation_id))
    return None not in both


def link(session: OrmSession, new: NewPartnership, now: datetime) -> Partnership:
    """Begin to trade, or go on with another policy; one direction only, for each side decides for itself.

    Raises:
        OwnPartner: both are the same.
    """
    if new.organisation_id == new.partner_id:
        raise OwnPartner(OWN_PARTNER)
    existing = session.scalar(
        select(Partnership).where(
            Partnership.organisation_id == new.organisation_id, Partnership.partner_id == new.partner_id
        )
    )
    row = existing or Partnership(organisation_id=new.organisation_id, partner_id=new.partner_id, created_at=now)
    row.policy, row.active = dict(new.policy), True
    session.add(row)
    session.flush()
    return row


def _candidates(session: OrmSession, wanted: list[Identifier]) -> list[OrganisationIdentifier]:
    values = {each.value for each in wanted}
    return list(session.scalars(select(OrganisationIdentifier).where(OrganisationIdentifier.value.in_(values))))


def _means(row: OrganisationIdentifier, wanted: list[Identifier]) -> bool:
    return any(each.value == row.value and each.scheme in ("", row.scheme) for each in wanted)
