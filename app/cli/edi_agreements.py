"""Agreements on X12 and EDIFACT from a terminal: make, change, see, list.

The names of addresses and terms are those of the API and of the documentation.
"""

import json
from collections.abc import Mapping
from typing import Any

import click
from sqlalchemy.orm import Session

from app.access import audit
from app.access.organisations import partnership
from app.cli.common import CantBeDone
from app.cli.common import shown as shown_finding
from app.cli.server import built, organisation_named
from app.errors import edi_exchange as errors
from app.errors import message
from app.pipeline.edi_agreements import Place, agreement_at, agreements_of, save, shown
from app.pipeline.edi_terms import DEFAULTS, DIRECTIONS, NAMES, STANDARDS, TERMS
from app.storage.models import EdiAgreement

_KNOWN = (*NAMES, *TERMS, "active")
_FLAGS = {"true": True, "yes": True, "false": False, "no": False}


@click.group(short_help="Agreements on X12 and EDIFACT with partners.")
def agreement() -> None:
    """How an organisation and its partner exchange interchanges: addresses, versions, delimiters, acknowledgements."""


@agreement.command("set", short_help="Make an agreement, or change it.")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("partner_name", metavar="PARTNER")
@click.argument("standard", type=click.Choice(STANDARDS))
@click.argument("direction", type=click.Choice(DIRECTIONS))
@click.argument("terms", metavar="NAME=VALUE...", nargs=-1, required=True)
def set_agreement(
    organisation_name: str, partner_name: str, standard: str, direction: str, terms: tuple[str, ...]
) -> None:
    """Make or change what ORGANISATION and PARTNER agreed on; what isn't named stays, or takes its default.

    Addresses: own_qualifier, own_id, own_sub_address, own_group_id, and their_…; a delimiter is one character or its
    number (0x1D). Exit status: 1 where the agreement can't hold; everything that is wrong with it is listed.
    """
    server = built()
    with server.ports.database.unit_of_work() as uow:
        place = _place(uow.session, organisation_name, partner_name, standard, direction)
        row = agreement_at(uow.session, place)
        wanted = {**(shown(row) if row else {}), **_given(standard, terms)}
        saved = save(uow.session, place, wanted, server.ports.clock())
        for each in saved.findings:
            click.echo(shown_finding(each), err=True)
        if saved.agreement is None:
            raise SystemExit(1)
        _record(uow.session, saved.agreement, saved.changed)
        uow.commit()
    click.echo(saved.agreement.id)


@agreement.command()
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("partner_name", metavar="PARTNER")
@click.argument("standard", type=click.Choice(STANDARDS))
@click.argument("direction", type=click.Choice(DIRECTIONS))
@click.option("--json", "as_json", is_flag=True, help="one JSON object")
def show(organisation_name: str, partner_name: str, standard: str, direction: str, as_json: bool) -> None:
    """Show an agreement as `set` takes it."""
    with built().ports.database.reading() as session:
        row = agreement_at(session, _place(session, organisation_name, partner_name, standard, direction))
        if row is None:
            raise CantBeDone(f"there is no {direction} agreement on {standard} with {partner_name}")
        click.echo(_as_json(row) if as_json else "\n".join(f"{name}={_written(value)}" for name, value in _all(row)))


@agreement.command("list")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.option("--json", "as_json", is_flag=True, help="one JSON object an agreement")
def list_agreements(organisation_name: str, as_json: bool) -> None:
    """List an organisation's agreements."""
    with built().ports.database.reading() as session:
        for row in agreements_of(session, organisation_named(session, organisation_name).id):
            click.echo(_as_json(row) if as_json else _line(row))


def register(edi: click.Group) -> None:
    """Add the commands to the group `edi`."""
    edi.add_command(agreement)


def _place(session: Session, organisation_name: str, partner_name: str, standard: str, direction: str) -> Place:
    own, other = (organisation_named(session, each) for each in (organisation_name, partner_name))
    if partnership(session, own.id, other.id) is None:
        raise CantBeDone(f"{own.name} doesn't trade with {other.name}: run `countersign partner add` first")
    return Place(organisation_id=own.id, partner_id=other.id, standard=standard, direction=direction)


def _given(standard: str, terms: tuple[str, ...]) -> dict[str, Any]:
    given = {}
    for term in terms:
        name, equals, text = term.partition("=")
        if not equals:
            raise click.BadParameter(f"{term!r} is not NAME=VALUE")
        if name not in _KNOWN:
            raise click.BadParameter(message(errors.UNKNOWN_TERM, "en", {"name": name}) + " " + ", ".join(_KNOWN))
        given[name] = _value(_defaults(standard)[name], text)
    return given


def _defaults(standard: str) -> Mapping[str, Any]:
    terms = {name: getattr(DEFAULTS[standard], name) for name in TERMS}
    return {**dict.fromkeys(NAMES, ""), **terms, "active": True}


def _value(default: object, text: str) -> object:
    """`text` in the type that the term has; what isn't of that type stays text, and is found wrong by `save`."""
    if isinstance(default, bool):
        return _FLAGS.get(text.lower(), text)
    if isinstance(default, int) and text.isascii() and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _all(row: EdiAgreement) -> list[tuple[str, Any]]:
    return list(shown(row).items())


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return f"0x{ord(text):02X}" if len(text) == 1 and not text.isprintable() else text


def _as_json(row: EdiAgreement) -> str:
    place = {"partner": row.partner.name, "standard": row.standard, "direction": row.direction}
    return json.dumps({**place, **shown(row)}, ensure_ascii=False)


def _line(row: EdiAgreement) -> str:
    own, their = (f"{getattr(row, f'{side}_qualifier')}:{getattr(row, f'{side}_id')}" for side in ("own", "their"))
    ended = "" if row.active else "  (ended)"
    return f"{row.partner.name:<24} {row.standard:<8} {row.direction:<9} {own} {their}{ended}"


def _record(session: Session, row: EdiAgreement, changed: tuple[str, ...]) -> None:
    by = audit.Actor(row.organisation_id, "system")
    subject = f"{row.partner.name} {row.standard} {row.direction}"
    audit.record(session, by, "edi_agreement.set", subject, row.updated_at, changed=", ".join(changed))
