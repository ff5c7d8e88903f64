"""The pages of the procurement staff: server-rendered, in English and Chinese, complete without JavaScript.

A page shows what its reader's organisation may see and nothing else; whatever moves a document or a negotiation is
done by the pipeline, never here.
"""

from flask import Flask

from app.access.login import Throttle
from app.pipeline.ports import Ports
from app.web import errors  # noqa: F401  (its handlers belong to the blueprint)
from app.web.blueprint import PORTS, THROTTLE, PagePath, blueprint
from app.web.language import install_languages
from app.web.rendering import install_rendering
from app.web.views import load_views

__all__ = ["blueprint", "register"]

load_views()


def register(flask_app: Flask, ports: Ports) -> None:
    """Add the pages to `flask_app`; they reach everything through `ports`."""
    flask_app.extensions[PORTS] = ports
    flask_app.extensions[THROTTLE] = Throttle()
    flask_app.url_map.converters["page"] = PagePath
    install_languages(flask_app)
    install_rendering(flask_app)
    flask_app.register_blueprint(blueprint)
