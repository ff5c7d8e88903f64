"""Step 2: what is it, and between whom? From a verified body to a domain document and its two organisations."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.domain.parties import Party
from app.errors import Refused
from app.formats.base import Format
from app.formats.detect import detect
from app.pipeline.ports import Ports
from app.registry import Registry
from app.safe import Body
from app.storage.models import Organisation


@dataclass(frozen=True, slots=True)
class Interpreted:
    """A body's syntax, and its document where it could be read; findings say why where it couldn't."""

    format: Format
    document: Document | None
    findings: tuple[Finding, ...]


def interpret(body: Body, formats: Registry[Format]) -> Interpreted:
    """Recognise the syntax and read the document.

    Raises:
        Refused: no registered syntax recognises the body, or it has no document of that type.
    """
    syntax = detect(body, formats)
    if syntax is None:
        raise Refused("message.unrecognised")
    if syntax.document_type(body) is None:
        raise Refused("message.unsupported_type", name=_own_name(body))
    parsed = syntax.read(body)
    return Interpreted(syntax, parsed.document, parsed.findings)


def _own_name(body: Body) -> str:
    root = getattr(body, "root", None)
    return str(root.tag).rpartition("}")[2] if root is not None else "JSON"


@dataclass(frozen=True, slots=True)
class Addressed:
    """The organisation that the document goes to, where it is known here."""

    receiver: Organisation | None
    findings: tuple[Finding, ...]


def address(document: Document, sender_id: str, session: Session, ports: Ports) -> Addressed:
    """Match the document's parties with organisations: the sender must be who sent it, the receiver must be here."""
    buyer_sends = document.sent_by_buyer
    sides = (("buyer", document.buyer), ("seller", document.seller))
    (own_side, own), (other_side, other) = sides if buyer_sends else sides[::-1]
    findings: list[Finding] = []
    sender = ports.organisation_for(session, own.identifiers())
    if sender is None or sender.id != sender_id:
        findings.append(finding("party.not_sender", side=own_side, found=_shown(own)))
    receiver = ports.organisation_for(session, other.identifiers())
    if receiver is None:
        findings.append(finding("party.receiver_unknown", side=other_side, found=_shown(other)))
    elif receiver.id == sender_id:
        findings.append(finding("party.same"))
    return Addressed(receiver, tuple(findings))


def _shown(party: Party) -> str:
    named = ", ".join(str(each) for each in party.identifiers())
    return f"{party.name or party.legal_name} ({named or '-'})".strip()
