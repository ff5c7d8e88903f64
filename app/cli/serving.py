"""Serving: the web server, the background beside it, and the demonstration."""

import os
import signal
import socket
import threading
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

from app.cli.common import CantBeDone
from app.cli.server import built
from app.config import PREFIX, load_settings
from app.observability.logging import set_up_logging
from app.wiring import build_app, start_background


class _Gunicorn(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our settings: one process, many threads; the work that takes long happens outside Python."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return build_app()


@click.command(short_help="Serve the API and the pages.")
@click.option("--host", help="the address to listen on")
@click.option("--port", type=click.IntRange(1, 65535), help="the port to listen on")
def serve(host: str | None, port: int | None) -> None:
    """Serve the API and the pages, with the background work unless COUNTERSIGN_BACKGROUND=false."""
    for name, value in (("HOST", host), ("PORT", port)):
        if value is not None:
            os.environ[PREFIX + name] = str(value)
    settings = load_settings()
    database = built(settings).ports.database
    database.check_durability()
    database.dispose()
    refuse_taken_port(settings.host, settings.port)
    click.echo(f"Countersign serves {settings.public_url} (Ctrl-C stops it)")
    _Gunicorn(
        {
            "bind": f"{settings.host}:{settings.port}",
            "workers": 1,
            "worker_class": "app.cli.patience.PatientWorker",
            "threads": settings.threads,
            "timeout": 120,
            "graceful_timeout": 20,
            "keepalive": 5,
            "limit_request_line": 8190,
            "worker_exit": _stop_background,
            "loglevel": "warning",
            "proc_name": "countersign",
            "control_socket_disable": True,
        }
    ).run()


def _stop_background(_server: object, worker: Any) -> None:
    application = getattr(worker, "wsgi", None)
    background = application.extensions.get("countersign-background") if isinstance(application, Flask) else None
    if background is not None:
        background.stop()


def refuse_taken_port(host: str, port: int) -> None:
    """Raises CantBeDone where something else already listens: gunicorn would try for seconds, and then say less."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CantBeDone(
                f"{host}:{port} can't be listened on ({error.strerror}); choose another port (--port; PORT=… with make)"
            ) from None


@click.command(short_help="Only the background work.")
def worker() -> None:
    """Only the background work: deliveries, polling, schedules. Any number may run beside servers without it."""
    server, stopped = built(), threading.Event()
    set_up_logging(server.ports.settings.log_level)
    server.ports.database.check_durability()
    background = start_background(server)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    click.echo("Countersign's background is at work (Ctrl-C stops it)")
    stopped.wait()
    background.stop()


@click.command(short_help="Play a whole procurement over the public API.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--once", is_flag=True, help="stop when the story is told")
def demo(port: int, once: bool) -> None:
    """Play a whole procurement over the public API, as two separate clients, on a fresh database."""
    from app.demo.stage import play  # late: it brings a browserful of things that no other command needs

    refuse_taken_port("127.0.0.1", port)
    raise SystemExit(play(port, once=once))


COMMANDS = (serve, worker, demo)
