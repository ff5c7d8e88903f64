"""The composition root: the only module that sees everything, and joins it."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import collector, server_key
from app.access.keys import trust_for
from app.access.organisations import organisation_for
from app.config import Settings, load_settings
from app.domain.clock import Clock, utc_now
from app.exchange.background import Background
from app.formats import FORMATS
from app.formats.edi.imported import look_in
from app.observability.logging import set_up_logging
from app.pipeline.ports import Asleep, Ports, Wake
from app.pipeline.receive import receive
from app.storage.database import Database
from app.storage.migrate import check_current
from app.storage.payloads import KeyRing, PayloadStore
from app.transports.registry import transports
from app.validation.schematron.store import installed
from app.validation.xsd import warm_up


class Doorbell:
    """A Wake that rings the background once there is one: ports are built first, the background needs ports."""

    def __init__(self) -> None:
        self._behind: Wake = Asleep()

    def connect(self, background: Wake) -> None:
        """From now on, ring here."""
        self._behind = background

    def feed(self) -> None:
        """New feed entries wait for their positions."""
        self._behind.feed()

    def channel(self, channel_id: str) -> None:
        """A delivery is due on this channel."""
        self._behind.channel(channel_id)


@dataclass(frozen=True)
class Server:
    """A built server: its ports and, where settings ask for it, its background."""

    ports: Ports
    doorbell: Doorbell


def build(settings: Settings, clock: Clock = utc_now) -> Server:
    """Join everything that `settings` describe; raises FileNotFoundError before `countersign init` has run."""
    keys = KeyRing.from_file(settings.root_key_file)
    look_in(lambda: settings.data)
    doorbell = Doorbell()
    ports = Ports(
        settings=settings,
        database=Database(settings.database_url),
        clock=clock,
        formats=FORMATS,
        rules=installed(settings.data),
        payloads=PayloadStore(keys, settings.data / "payloads"),
        signer=server_key.signer(settings.data),
        transports=transports(
            settings.directory_root, map(str, settings.allowed_networks), allow_http=settings.allow_http_webhooks
        ),
        trust_for=trust_for,
        organisation_for=organisation_for,
        wake=doorbell,
    )
    return Server(ports, doorbell)


def build_app(settings: Settings | None = None) -> Flask:
    """The Flask application; its background starts with the first process that serves requests."""
    collector.tune()
    settings = settings or load_settings()
    set_up_logging(settings.log_level)
    server = build(settings)
    server.ports.database.check_durability()
    check_current(server.ports.database)
    warm_up()
    app = app_of(server.ports)
    if settings.background:
        background = start_background(server)
        app.extensions["countersign-background"] = background
    return app


def app_of(ports: Ports) -> Flask:
    """A Flask application over `ports`, without a background."""
    from app import api, web  # late: commands that serve nobody should not load a web server

    app = Flask("app.web", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = None  # the API reads bodies itself, under its own limit
    if ports.settings.trusted_proxies:
        count = ports.settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # Flask's own way
    api.register(app, ports)
    web.register(app, ports)
    return app


def start_background(server: Server) -> Background:
    """Start the sealer, the sweep and the scheduler; the ports' wake-ups ring it from now on."""
    background = Background(server.ports, receive)
    server.doorbell.connect(background)
    background.start()
    return background
