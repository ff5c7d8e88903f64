"""Agreements on X12 and EDIFACT: made and changed as a whole, and found by the two addresses of an interchange.

Every look-up is within one organisation: what it agreed with a partner is no business of any other one. Nothing here
commits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.findings import Finding, finding
from app.errors import edi_exchange as errors
from app.formats.lens import MAPPINGS, BrokenMapping, made
from app.pipeline.edi_terms import (
    A_FLAG,
    ADDRESS_PARTS,
    ADDRESSES,
    DIRECTIONS,
    NAMES,
    SHOWN,
    STANDARDS,
    Address,
    Terms,
    check_address,
    check_delimiters_in,
    check_terms,
    terms_of,
    wrong_type,
)
from app.storage.models import EdiAgreement, Organisation
from app.storage.types import new_key

OVERLAYS = MAPPINGS / "partners"
ACTIVE = "active"
"""Whether the agreement is in force: neither an address nor a term, and set like one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which agreement is meant: there is one a partner, standard and direction."""

    organisation_id: str
    partner_id: str
    standard: str
    direction: str

    @property
    def exists(self) -> bool:
        """Whether there is such a standard and such a direction at all."""
        return self.standard in STANDARDS and self.direction in DIRECTIONS


@dataclass(frozen=True, slots=True)
class Saved:
    """An agreement after it was saved, and the names of what changed; with findings it was not saved."""

    agreement: EdiAgreement | None
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def save(session: Session, place: Place, given: Mapping[str, Any], now: datetime) -> Saved:
    """Make the agreement what `given` says (addresses as `own_id` …, terms, `active`); the rest takes its default."""
    wrong = check(session, place, given)
    if wrong:
        return Saved(None, findings=tuple(wrong))
    found = agreement_at(session, place)
    before = shown(found) if found else {}
    row = found or EdiAgreement(id=new_key(), **asdict(place), created_at=now, updated_at=now)
    try:
        with session.begin_nested():
            _fill(row, given, now)
            session.add(row)
            session.flush()
    except IntegrityError:  # somebody else made the same one, or took the same addresses, at the same moment
        return Saved(None, findings=(_taken(place, None),))
    return Saved(row, tuple(name for name, value in shown(row).items() if before.get(name) != value))


def check(session: Session, place: Place, given: Mapping[str, Any]) -> list[Finding]:
    """Everything that is wrong with an agreement as `save` takes it, without saving it."""
    terms = {name: value for name, value in given.items() if name not in (*NAMES, ACTIVE)}
    found = [*check_terms(place.standard, terms), *_unusable_overlay(terms)]
    wrong_types = list(_wrong_types(given))
    if wrong_types:
        return [*wrong_types, *found]
    sides = {side: _given_address(side, given) for side in ADDRESSES}
    found += [each for side, address in sides.items() for each in check_address(side, address, place.standard)]
    if not found:
        settled = terms_of(place.standard, terms)
        found += [each for side, address in sides.items() for each in check_delimiters_in(side, address, settled)]
    return found or _check_pair(session, place, sides["own"], sides["their"])


def agreement_at(session: Session, place: Place) -> EdiAgreement | None:
    """The agreement at that place, in force or not; None where there is none."""
    return session.scalars(
        select(EdiAgreement).where(
            EdiAgreement.organisation_id == place.organisation_id,
            EdiAgreement.partner_id == place.partner_id,
            EdiAgreement.standard == place.standard,
            EdiAgreement.direction == place.direction,
        )
    ).one_or_none()


def agreements_of(session: Session, organisation_id: str, partner_id: str = "") -> list[EdiAgreement]:
    """An organisation's agreements, those with one partner where it is named; by partner, standard, direction."""
    wanted = [EdiAgreement.organisation_id == organisation_id]
    wanted += [EdiAgreement.partner_id == partner_id] if partner_id else []
    query = select(EdiAgreement).join(Organisation, EdiAgreement.partner_id == Organisation.id).where(*wanted)
    return list(
        session.scalars(query.order_by(Organisation.name, EdiAgreement.standard, EdiAgreement.direction)).unique()
    )


def agreement_for(
    session: Session, organisation_id: str, standard: str, *, receiver: Address, sender: Address
) -> EdiAgreement | None:
    """The inbound agreement in force by which the organisation takes an interchange with these two addresses.

    An agreement without a sub-address takes every one; one that names it comes first. `finding_none` says what to tell
    where there is none.
    """
    rows = session.scalars(
        select(EdiAgreement).where(
            EdiAgreement.organisation_id == organisation_id,
            EdiAgreement.standard == standard,
            EdiAgreement.direction == "inbound",
            EdiAgreement.active.is_(True),
            *_is("own", receiver),
            *_is("their", sender),
        )
    )
    return max(rows, key=lambda each: (each.own_sub_address != "", each.their_sub_address != ""), default=None)


def finding_none(standard: str, *, receiver: Address, sender: Address) -> Finding:
    """What to tell whoever sent an interchange for which there is no agreement."""
    return finding(errors.NO_AGREEMENT, standard=standard, receiver=receiver.key, sender=sender.key)


def own_address(row: EdiAgreement) -> Address:
    """The organisation in the envelope."""
    return _address_in(row, "own")


def their_address(row: EdiAgreement) -> Address:
    """The partner in the envelope."""
    return _address_in(row, "their")


def agreed_terms(row: EdiAgreement) -> Terms:
    """The agreement's terms, defaults filled in."""
    return terms_of(row.standard, row.terms)


def shown(row: EdiAgreement) -> dict[str, Any]:
    """The agreement by the names that `save` takes: addresses, every term, `active`."""
    addresses = {name: getattr(row, name) for name in NAMES}
    return {**addresses, **asdict(agreed_terms(row)), ACTIVE: row.active}


def as_value(place: Place, given: Mapping[str, Any], now: datetime) -> EdiAgreement:
    """The agreement that `save` would make, which no session knows: for trying it."""
    row = EdiAgreement(id="", **asdict(place), created_at=now)
    _fill(row, given, now)
    return row


def overlays() -> list[str]:
    """The names of partners' mapping overlays."""
    return sorted({each.parent.name for each in OVERLAYS.glob("*/*.yaml")})


def _unusable_overlay(terms: Mapping[str, Any]) -> Iterable[Finding]:
    name = terms.get("overlay")
    if isinstance(name, str) and name and name not in (known := overlays()):
        yield finding(errors.OVERLAY_UNKNOWN, overlay=name[:SHOWN], known=", ".join(known) or "–")
    elif isinstance(name, str) and name:
        yield from _broken_overlay(name)


def _broken_overlay(name: str) -> Iterable[Finding]:
    """What keeps an overlay from being used: better said now than when a document comes."""
    for file in sorted((OVERLAYS / name).glob("*.yaml")):
        mapping = f"partners/{name}/{file.stem}"
        try:
            made(mapping, folder=OVERLAYS.parent)
        except BrokenMapping as broken:
            first = broken.findings[0]
            place = f"{first.path}:{first.line or 1}"
            yield finding(errors.OVERLAY_BROKEN, overlay=name, place=place, fault=first.code, mapping=mapping)


def _given_address(side: str, given: Mapping[str, Any]) -> Address:
    return Address(**{part: given.get(f"{side}_{part}", "") for part in ADDRESS_PARTS})


def _address_in(row: EdiAgreement, side: str) -> Address:
    return Address(**{part: getattr(row, f"{side}_{part}") for part in ADDRESS_PARTS})


def _wrong_types(given: Mapping[str, Any]) -> Iterable[Finding]:
    for name in NAMES:
        value = given.get(name, "")
        if not isinstance(value, str):
            yield wrong_type(name, value, "text", "文本")
    active = given.get(ACTIVE, True)
    if not isinstance(active, bool):
        yield wrong_type(ACTIVE, active, *A_FLAG)


def _check_pair(session: Session, place: Place, own: Address, their: Address) -> list[Finding]:
    if (own.key, own.sub_address) == (their.key, their.sub_address):
        return [finding(errors.OWN_ADDRESS, address=own.key)]
    other = _with_addresses(session, place, own, their)
    return [_taken(place, other)] if other is not None else []


def _with_addresses(session: Session, place: Place, own: Address, their: Address) -> EdiAgreement | None:
    exact = [
        getattr(EdiAgreement, f"{side}_{part}") == getattr(address, part)
        for side, address in (("own", own), ("their", their))
        for part in ("qualifier", "id", "sub_address")
    ]
    return session.scalars(
        select(EdiAgreement).where(
            EdiAgreement.organisation_id == place.organisation_id,
            EdiAgreement.standard == place.standard,
            EdiAgreement.direction == place.direction,
            EdiAgreement.partner_id != place.partner_id,
            *exact,
        )
    ).first()


def _taken(place: Place, other: EdiAgreement | None) -> Finding:
    partner = other.partner.name if other else "–"
    return finding(errors.ADDRESSES_TAKEN, standard=place.standard, direction=place.direction, partner=partner)


def _fill(row: EdiAgreement, given: Mapping[str, Any], now: datetime) -> None:
    for name in NAMES:
        setattr(row, name, given.get(name, ""))
    row.terms = asdict(terms_of(row.standard, given))
    row.active = given.get(ACTIVE, True)
    row.updated_at = now


def _is(side: str, address: Address) -> list[ColumnElement[bool]]:
    sub_address = getattr(EdiAgreement, f"{side}_sub_address")
    return [
        getattr(EdiAgreement, f"{side}_qualifier") == address.qualifier.strip(),
        getattr(EdiAgreement, f"{side}_id") == address.id.strip(),
        sub_address.in_({"", address.sub_address.strip()}),
    ]
