"""What a request works with: the server's ports and the client that calls."""

from flask import current_app, g
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.pipeline import visibility
from app.pipeline.ports import Ports
from app.storage.models import ApiClient, DocumentRecord

EXTENSION = "countersign"


class NotFound(CountersignError):
    """There is no such record, or the client's organisation may not see it: nobody can tell the two apart."""

    def __init__(self) -> None:
        super().__init__("api.not_found")


def ports() -> Ports:
    """The server's ports."""
    found: Ports = current_app.extensions[EXTENSION]
    return found


def client() -> ApiClient:
    """The authenticated client of this request."""
    found: ApiClient = g.api_client
    return found


def own() -> str:
    """The id of the client's organisation."""
    return client().organisation_id


def find_document(session: Session, document_id: str, organisation_id: str) -> DocumentRecord:
    """A document by id; raises NotFound for one that the organisation may not see."""
    row = visibility.find_document(session, document_id, organisation_id)
    if row is None:
        raise NotFound
    return row
