"""The schemas of Countersign's own syntaxes, for whoever writes documents in them."""

from pathlib import Path

from flask import Blueprint, Response, jsonify, send_file

from app.api.context import NotFound
from app.domain.documents import DocumentType

blueprint = Blueprint("published", __name__, url_prefix="/api/v1/schemas")

FOLDER = Path(__file__).parents[2] / "schemas" / "countersign"
CONTRACT = "contract-1.xsd"
NAMES = {f"{each}.schema.json": FOLDER / "json" / f"{each}.schema.json" for each in DocumentType}


@blueprint.get("")
def index() -> Response:
    """The names of all that there are."""
    return jsonify(schemas=[*NAMES, CONTRACT])


@blueprint.get("/<name>")
def one(name: str) -> Response:
    """A document type's JSON Schema, or the XML Schema of Contract XML; only what is on the list is ever opened."""
    if name == CONTRACT:
        return send_file(FOLDER / CONTRACT, mimetype="application/xml")
    if name not in NAMES:
        raise NotFound
    return send_file(NAMES[name], mimetype="application/schema+json")
