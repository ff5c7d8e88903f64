"""Setting up: the database and keys of the server, organisations, people, clients, partners, keys."""

from collections.abc import Callable
from typing import TypeVar

import click
from sqlalchemy.orm import Session

from app import server_key
from app.access import audit
from app.access.clients import NewClient, Scope, register_client, scopes_from
from app.access.keys import NewKey, register_key
from app.access.organisations import NewOrganisation, NewPartnership, create_organisation, link
from app.access.people import NewPerson, add_person
from app.access.revocation import register_list
from app.access.roles import Role
from app.cli.common import CantBeDone, read_file
from app.cli.server import built, identifier, organisation_named
from app.config import load_settings
from app.errors import CountersignError
from app.pipeline.held_keys import make_held_key
from app.storage.migrate import upgrade
from app.storage.payloads import KeyRing
from app.wiring import Server

T = TypeVar("T")


@click.command(short_help="Make the keys and the database, or update it.")
def init() -> None:
    """Make the keys and the database; safe to run again (it then brings the database up to date)."""
    settings = load_settings()
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)  # the embedded database is in there
    settings.directory_root.mkdir(parents=True, exist_ok=True)
    if not settings.root_key_file.exists():
        KeyRing.create(settings.root_key_file)
        click.echo(f"root key:  {settings.root_key_file} (keep a copy elsewhere: without it no original opens)")
    server_key.create(settings.data)
    server = built(settings)
    upgrade(server.ports.database)
    server.ports.database.check_durability()
    click.echo("database:  ready")


@click.group()
def organisation() -> None:
    """Organisations of this server."""


@organisation.command("add")
@click.argument("name")
@click.option("--id", "ids", multiple=True, required=True, metavar="SCHEME:VALUE", help="0088:…, VAT:…; may repeat")
@click.option("--country", default="", help="ISO 3166-1 alpha-2")
def add_organisation(name: str, ids: tuple[str, ...], country: str) -> None:
    """Add an organisation that documents can name by its identifiers."""
    server = built()
    new = NewOrganisation(
        name, tuple(map(identifier, ids)), server.ports.payloads.keys.new_organisation_key(), country=country
    )
    with server.ports.database.unit_of_work() as uow:
        row = _or_cant(lambda: create_organisation(uow.session, new, server.ports.clock()))
        make_held_key(uow.session, row, server.ports)
        uow.commit()
    click.echo(row.id)


@click.group()
def person() -> None:
    """People who log in."""


@person.command("add")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([str(each) for each in Role]), default=str(Role.VIEWER), show_default=True)
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.password_option(help="asked for where it isn't given")
def add_member(organisation_name: str, email: str, name: str, role: str, language: str, password: str) -> None:
    """Add somebody to an organisation's staff."""
    server = built()
    with server.ports.database.unit_of_work() as uow:
        row = organisation_named(uow.session, organisation_name)
        new = NewPerson(organisation_id=row.id, email=email, name=name, role=role, password=password, language=language)
        added = _or_cant(lambda: add_person(uow.session, new, server.ports.clock()))
        uow.commit()
    click.echo(added.id)


@click.group()
def client() -> None:
    """Programs that use the API."""


@client.command("add")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("name")
@click.option(
    "--scope", "scopes", multiple=True, help=f"{', '.join(Scope)}; may repeat; all of them where none is given"
)
@click.option("--rate", type=click.IntRange(1), default=600, show_default=True, help="requests a minute")
def add_client(organisation_name: str, name: str, scopes: tuple[str, ...], rate: int) -> None:
    """Add an API client and print its key, which is never shown again."""
    server = built()
    wanted = _or_cant(lambda: scopes_from(scopes or (Scope.ADMIN,)))
    with server.ports.database.unit_of_work() as uow:
        row = organisation_named(uow.session, organisation_name)
        secret = server.ports.payloads.keys.derived("api-keys")
        made = register_client(uow.session, NewClient(row.id, name, wanted, rate), secret, server.ports.clock())
        _record(server, uow.session, row.id, "client.add", name)
        uow.commit()
    click.echo(made.key)


@click.group()
def partner() -> None:
    """Who trades with whom."""


@partner.command("add", short_help="Let ORGANISATION take documents from PARTNER.")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("partner_name", metavar="PARTNER")
def add_partner(organisation_name: str, partner_name: str) -> None:
    """Let ORGANISATION take documents from PARTNER (each side decides for itself)."""
    server = built()
    with server.ports.database.unit_of_work() as uow:
        own, other = (organisation_named(uow.session, each) for each in (organisation_name, partner_name))
        if own is other:
            raise CantBeDone("an organisation is no partner of its own")
        row = link(uow.session, NewPartnership(own.id, other.id), server.ports.clock())
        uow.commit()
    click.echo(row.id)


@click.group()
def key() -> None:
    """Keys that an organisation's signatures are verified with."""


@key.command("add", short_help="Register a certificate or public key.")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("file")
@click.option("--kid", default="", help="the name by which a JWS points at it")
@click.option("--role", type=click.Choice(["signing", "ca"]), default="signing", show_default=True)
def add_key(organisation_name: str, file: str, kid: str, role: str) -> None:
    """Register the certificate or public key in FILE (PEM, DER or JWK)."""
    server, material = built(), read_file(file)
    with server.ports.database.unit_of_work() as uow:
        row = organisation_named(uow.session, organisation_name)
        new = NewKey(organisation_id=row.id, material=material, kid=kid, role=role)
        added = _or_cant(lambda: register_key(uow.session, new, server.ports.clock()))
        _record(server, uow.session, row.id, "key.register", added.kid)
        uow.commit()
    click.echo(added.id)


@key.command("revocation-list", short_help="Hand in a certificate revocation list.")
@click.argument("organisation_name", metavar="ORGANISATION")
@click.argument("file")
def add_revocation_list(organisation_name: str, file: str) -> None:
    """Take the certificate revocation list in FILE (PEM or DER) in place of the older one of the same issuer."""
    server, material = built(), read_file(file)
    with server.ports.database.unit_of_work() as uow:
        row = organisation_named(uow.session, organisation_name)
        taken = _or_cant(lambda: register_list(uow.session, row.id, material, server.ports.clock()))
        _record(server, uow.session, row.id, "key.revocation_list", taken.issuer)
        uow.commit()
    click.echo(taken.id)


@key.command("renew-server", short_help="Take a new key into use for receipts.")
def renew_server_key() -> None:
    """Take a new key into use for signing receipts; receipts under the old one go on being verifiable."""
    settings = load_settings()
    built(settings)
    click.echo(f"{server_key.renew(settings.data)} (in use when the server is started again)")


@key.command("hold", short_help="Make a key that this server holds.")
@click.argument("organisation_name", metavar="ORGANISATION")
def hold_key(organisation_name: str) -> None:
    """Make a new key that this server holds, so that ORGANISATION's people can sign in the browser."""
    server = built()
    with server.ports.database.unit_of_work() as uow:
        row = organisation_named(uow.session, organisation_name)
        made = make_held_key(uow.session, row, server.ports)
        _record(server, uow.session, row.id, "key.hold", made.kid)
        uow.commit()
    click.echo(made.id)


def _record(server: Server, session: Session, organisation_id: str, action: str, subject: str) -> None:
    by = audit.Actor(organisation_id, "system")
    audit.record(session, by, action, subject, server.ports.clock())


def _or_cant(action: Callable[[], T]) -> T:
    try:
        return action()
    except CountersignError as error:
        raise CantBeDone(f"{error} {error.hint()}".strip()) from None


COMMANDS = (init, organisation, person, client, partner, key)
