"""The environment, read once into one frozen Settings. An unknown or a bad value stops the start, and says which."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from environs import Env, EnvError
from marshmallow.validate import OneOf, Range

PREFIX = "COUNTERSIGN_"
_NONE: list[str] = []


class BadSettings(ValueError):
    """The environment can't be used; the message names every variable that is wrong."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How this server runs. Each field is the variable COUNTERSIGN_<FIELD>; sizes in bytes, times as named.

    Attributes:
        data: the folder for everything that the server keeps outside the database (root key, large payloads).
        database_url: SQLAlchemy URL; SQLite in `data` where none is given.
        public_url: how partners reach this server, without a trailing slash.
        root_key_file: 32 random bytes that wrap every organisation's key; made by `countersign init`.
        allowed_networks: private networks that webhooks may reach in spite of the SSRF guard.
        directory_root: the folder below which directory channels may read and write.
        trusted_proxies: how many reverse proxies in front set X-Forwarded-For.
    """

    data: Path
    database_url: str = field(repr=False)  # it may hold a password
    public_url: str = "http://127.0.0.1:8000"
    server_name: str = "Countersign"
    host: str = "127.0.0.1"
    port: int = 8000
    threads: int = 16
    root_key_file: Path = Path()
    max_document_bytes: int = 20 * 1024 * 1024
    allowed_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    allow_http_webhooks: bool = False
    directory_root: Path = Path()
    cookie_secure: bool = True
    feed_retention_days: int = 90
    answer_retention_days: int = 90
    trusted_proxies: int = 0
    background: bool = True
    log_level: str = "INFO"


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the process's environment, or from the mapping given; raises BadSettings."""
    given = dict(os.environ if environment is None else environment)
    _refuse_unknown(given)
    env = Env(eager=False, prefix=PREFIX)
    saved = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(given)
        values = _read(env)
        env.seal()
    except (EnvError, ValueError) as error:
        raise BadSettings(str(error)) from None
    finally:
        os.environ.clear()
        os.environ.update(saved)
    return _completed(values)


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = {PREFIX + each.name.upper() for each in fields(Settings)}
    unknown = sorted(name for name in given if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise BadSettings(f"unknown settings: {', '.join(unknown)}")


def _read(env: Env) -> dict[str, Any]:
    return {
        "data": env.path("DATA", Path("var")),
        "database_url": env.str("DATABASE_URL", ""),
        "public_url": env.str("PUBLIC_URL", ""),
        "server_name": env.str("SERVER_NAME", "Countersign"),
        "host": env.str("HOST", "127.0.0.1"),
        "port": env.int("PORT", 8000, validate=Range(1, 65535)),
        "threads": env.int("THREADS", 16, validate=Range(1, 256)),
        "root_key_file": env.path("ROOT_KEY_FILE", Path()),
        "max_document_bytes": env.int("MAX_DOCUMENT_BYTES", 20 * 1024 * 1024, validate=Range(1024)),
        "allowed_networks": tuple(ip_network(each) for each in env.list("ALLOWED_NETWORKS", _NONE)),
        "allow_http_webhooks": env.bool("ALLOW_HTTP_WEBHOOKS", False),
        "directory_root": env.path("DIRECTORY_ROOT", Path()),
        "cookie_secure": env.bool("COOKIE_SECURE", True),
        "feed_retention_days": env.int("FEED_RETENTION_DAYS", 90, validate=Range(1)),
        "answer_retention_days": env.int("ANSWER_RETENTION_DAYS", 90, validate=Range(1)),
        "trusted_proxies": env.int("TRUSTED_PROXIES", 0, validate=Range(0, 5)),
        "background": env.bool("BACKGROUND", True),
        "log_level": env.str("LOG_LEVEL", "INFO", validate=OneOf(["DEBUG", "INFO", "WARNING", "ERROR"])),
    }


def _check_database(url: str) -> None:
    if url.partition(":")[0].partition("+")[0] not in ("sqlite", "postgresql", "postgres"):
        raise BadSettings(f"{PREFIX}DATABASE_URL names neither SQLite nor PostgreSQL")


def _completed(values: dict[str, Any]) -> Settings:
    """Fill in what depends on other values."""
    data: Path = values["data"].absolute()
    if values["database_url"]:
        _check_database(values["database_url"])
    empty = Path()
    return Settings(
        **{
            **values,
            "data": data,
            "database_url": values["database_url"] or f"sqlite:///{data / 'countersign.db'}",
            "public_url": (values["public_url"] or f"http://{values['host']}:{values['port']}").rstrip("/"),
            "root_key_file": data / "root.key" if values["root_key_file"] == empty else values["root_key_file"],
            "directory_root": data / "exchange" if values["directory_root"] == empty else values["directory_root"],
        }
    )
