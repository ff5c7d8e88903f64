"""Countersign: a B2B procurement and EDI exchange server.

`create_app` is the Flask application factory; `wsgi.py` calls it. Everything is built in `app.wiring`.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """The WSGI application for `settings` (from the environment where None); raises BadSettings, UnsafeDatabase."""
    from app.wiring import build_app  # late: whoever imports `app.domain` should not load a web server

    return build_app(settings)
