"""An answer about a document: UBL's ApplicationResponse, and Peppol's Invoice Response made of it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.documents.base import Document, DocumentType
from app.domain.identifiers import Code, DocumentReference


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseStatus:
    """Why: a clarification's code from a list (OPStatusReason, OPStatusAction), and words."""

    reason: Code | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentAnswer:
    """What is said of one document; `code` is UNCL 4343 (AB, IP, UQ, CA, RE, AP, PD)."""

    code: str = ""
    description: str = ""
    effective: date | None = None
    statuses: tuple[ResponseStatus, ...] = ()
    document: DocumentReference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationResponse(Document):
    """`buyer` and `seller` are taken from sender and receiver by `sender_is_buyer`."""

    type: ClassVar[DocumentType] = DocumentType.APPLICATION_RESPONSE

    sender_is_buyer: bool = True
    answers: tuple[DocumentAnswer, ...] = ()

    @property
    def references(self) -> tuple[DocumentReference, ...]:
        return tuple(each.document for each in self.answers if each.document)

    @property
    def sent_by_buyer(self) -> bool:
        return self.sender_is_buyer
