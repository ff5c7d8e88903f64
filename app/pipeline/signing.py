"""Signatures of contract versions: each covers exactly the digest of one version, made in the browser or elsewhere."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import CountersignError
from app.evidence.contract_signature import ContractStatement, sign_contract, verify_contract_signature
from app.pipeline.held_keys import open_held_key
from app.pipeline.ports import Ports
from app.pipeline.requests import Request
from app.storage.models import ContractSignature, DocumentRecord, Negotiation
from app.storage.types import new_key


def signed_in_browser(request: Request, ports: Ports) -> Request:
    """`request` with a signature by the key that the server holds for the organisation.

    The caller has made sure that it is this person: the password was asked for again.

    Raises:
        CountersignError: `signature.no_held_key`, or there is no version to sign.
    """
    with ports.database.reading() as session:
        negotiation = session.get_one(Negotiation, request.negotiation_id)
        held = open_held_key(session, request.organisation_id, ports)
        statement = statement_for(session, negotiation, request.organisation_id, request.person, ports)
    return replace(request, signature=sign_contract(statement, held.private_key, held.kid))


def statement_for(
    session: Session, negotiation: Negotiation, organisation_id: str, person: str, ports: Ports
) -> ContractStatement:
    """What has to be signed now: the digest of the current version's original bytes."""
    row = current_version(session, negotiation)
    return ContractStatement(
        contract=negotiation.number,
        version=int(row.revision),
        sha256=row.sha256,
        organisation=organisation_id,
        person=person,
        at=ports.clock(),
    )


def current_version(session: Session, negotiation: Negotiation) -> DocumentRecord:
    """The document of a contract's current version."""
    versions = session.scalars(
        select(DocumentRecord).where(
            DocumentRecord.negotiation_id == negotiation.id,
            DocumentRecord.type == "contract",
            DocumentRecord.state == "accepted",
        )
    )
    return max(versions, key=lambda each: int(each.revision or 0))


def add_signature(session: Session, negotiation: Negotiation, request: Request, ports: Ports) -> None:
    """Verify and keep the signature that came with a request.

    Raises:
        CountersignError: `contract_signature.missing`, or whatever it fails by (contract_signature.*, signature.* …).
    """
    if not request.signature:
        raise CountersignError("contract_signature.missing")
    # over the API the signer's own statement says which person signed; in the browser it is who is logged in
    expected = statement_for(session, negotiation, request.organisation_id, "", ports)
    trust = ports.trust_for(session, request.organisation_id, ports.clock())
    verified = verify_contract_signature(request.signature, trust, expected)
    session.add(
        ContractSignature(
            id=new_key(),
            negotiation_id=negotiation.id,
            document_id=current_version(session, negotiation).id,
            organisation_id=request.organisation_id,
            person=verified.statement.person,
            key_id=verified.key_id,
            jws=request.signature,
            signed_at=ports.clock(),
        )
    )
