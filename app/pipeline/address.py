"""Step 2, second half: between whom is it? From a document's parties to the organisations of this server."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.domain.parties import Party
from app.pipeline.ports import Ports
from app.storage.models import Organisation


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
