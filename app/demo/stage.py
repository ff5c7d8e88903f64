"""Sets the stage: a fresh database, two organisations, a running server; then has the story played, and cleans up."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import urllib3

from app import server_key
from app.access.clients import NewClient, Scope, register_client
from app.access.organisations import NewOrganisation, create_organisation
from app.access.people import NewPerson, add_person
from app.access.roles import Role
from app.config import PREFIX, Settings, load_settings
from app.demo import papers
from app.demo.client import CallFailed, Client
from app.demo.play import Story
from app.demo.webhook import Listener
from app.domain.parties import Party
from app.pipeline.held_keys import make_held_key
from app.storage.migrate import upgrade
from app.storage.payloads import KeyRing
from app.storage.unit_of_work import UnitOfWork
from app.wiring import Server, build

PASSWORD = "correct-horse-battery"  # noqa: S105  (printed on the screen; the demonstration's database is thrown away)
START_WITHIN_S = 60
PEOPLE = (
    ("buyer", "anna", "Anna Petersen", Role.ADMINISTRATOR, "en"),
    ("buyer", "bjoern", "Björn Hansen", Role.BUYER, "en"),
    ("buyer", "carla", "Carla Thomsen", Role.APPROVER, "en"),
    ("buyer", "dirk", "Dirk Ahlers", Role.ACCOUNTS_PAYABLE, "en"),
    ("seller", "li", "李伟", Role.ADMINISTRATOR, "zh"),
    ("seller", "wang", "王芳", Role.APPROVER, "zh"),
)
DOMAINS = {"buyer": "nordwind.example", "seller": "suzhou-bearings.example"}


@dataclass(frozen=True)
class Cast:
    """The two companies' API keys, and the folder that the buyer's ERP watches."""

    buyer_key: str
    seller_key: str
    erp_folder: Path


def play(port: int, *, once: bool) -> int:
    """Play the story on `port`; the exit status. Stays until Ctrl-C unless `once`."""
    signal.signal(signal.SIGTERM, _as_interrupt)  # the server must not outlive us
    environment = _environment(port)
    settings = load_settings(environment)
    shutil.rmtree(settings.data, ignore_errors=True)
    cast = set_the_stage(settings)
    say("Starting the server …")
    server = subprocess.Popen([sys.executable, "-m", "app", "serve"], env={**_clean(), **environment})
    try:
        _wait_until_ready(settings, server)
        _tell(settings, cast)
        _say_where_to_look(settings, cast)
        return 0 if once else _stay(server)
    except (CallFailed, TimeoutError) as error:
        print(f"\nThe story stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait(30)


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _environment(port: int) -> dict[str, str]:
    data = Path("var", "demo", str(port)).absolute()  # a demonstration on another port goes on undisturbed
    values = {
        "DATA": str(data),
        "PORT": str(port),
        "COOKIE_SECURE": "false",
        "ALLOWED_NETWORKS": "127.0.0.0/8",
        "ALLOW_HTTP_WEBHOOKS": "true",
        "LOG_LEVEL": "WARNING",
    }
    return {PREFIX + name: value for name, value in values.items()}


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def set_the_stage(settings: Settings) -> Cast:
    """Keys, database, both organisations with their people, and one API client each."""
    say("Making keys and the database …")
    settings.data.mkdir(parents=True, exist_ok=True)
    KeyRing.create(settings.root_key_file)
    server_key.create(settings.data)
    server = build(settings)
    upgrade(server.ports.database)
    with server.ports.database.unit_of_work() as uow:
        buyer, seller = (_company(uow, server, each) for each in ((papers.BUYER, "buyer"), (papers.SELLER, "seller")))
        uow.commit()
    server.ports.database.dispose()
    folder = settings.directory_root / buyer[0] / "erp"  # directory channels see their own organisation's folder only
    folder.mkdir(parents=True)
    return Cast(buyer[1], seller[1], folder)


def _company(uow: UnitOfWork, server: Server, company: tuple[Party, str]) -> tuple[str, str]:
    """An organisation with its people and an API client: its id, and the client's key."""
    party, side = company
    now, keys = server.ports.clock(), server.ports.payloads.keys
    country = party.address.country if party.address else ""
    new = NewOrganisation(party.name, tuple(dict.fromkeys(party.identifiers())), keys.new_organisation_key(), country)
    organisation = create_organisation(uow.session, new, now)
    make_held_key(uow.session, organisation, server.ports)
    for whose, account, name, role, language in PEOPLE:
        if whose == side:
            person = NewPerson(
                organisation_id=organisation.id,
                email=f"{account}@{DOMAINS[side]}",
                name=name,
                role=role,
                password=PASSWORD,
                language=language,
            )
            add_person(uow.session, person, now)
    client = NewClient(organisation.id, "ERP", (Scope.ADMIN,), requests_per_minute=6000)
    return organisation.id, register_client(uow.session, client, keys.derived("api-keys"), now).key


def _wait_until_ready(settings: Settings, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_WITHIN_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise TimeoutError("the server did not start; its message is above")
        try:
            if urllib3.request("GET", f"{settings.public_url}/readyz", retries=False, timeout=2).status == 200:
                return
        except urllib3.exceptions.HTTPError:
            time.sleep(0.2)
    raise TimeoutError(f"the server did not answer within {START_WITHIN_S} s")


def _tell(settings: Settings, cast: Cast) -> None:
    with Listener() as listener:
        buyer, seller = (Client(settings.public_url, key) for key in (cast.buyer_key, cast.seller_key))
        Story(buyer, seller, listener, cast.erp_folder, say).tell()


def _say_where_to_look(settings: Settings, cast: Cast) -> None:
    say(f"""
Look around:  {settings.public_url}/  (API: {settings.public_url}/api/v1/docs)
  the buyer's administrator   anna@{DOMAINS["buyer"]}
  the buyer's approver        carla@{DOMAINS["buyer"]}
  the supplier (简体中文)      li@{DOMAINS["seller"]}, and wang@{DOMAINS["seller"]} who signs
  everybody's password        {PASSWORD}
The buyer's ERP folder:       {cast.erp_folder}""")


def _stay(server: "subprocess.Popen[bytes]") -> int:
    say("\nThe server goes on until you press Ctrl-C.")
    return server.wait()


def say(text: str) -> None:
    """One line of the story, at once."""
    print(text, flush=True)
