"""Who signed which version of a contract, and whether the signature still counts."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import ContractSignature, Negotiation, RegisteredKey


@dataclass(frozen=True, slots=True)
class Signed:
    """One party's signature of one version."""

    organisation: str
    person: str
    key: str
    at: datetime
    voided_at: datetime | None


def signatures_of(session: Session, negotiation: Negotiation) -> dict[str, list[Signed]]:
    """By document: the signatures that it got, the voided ones too."""
    found: dict[str, list[Signed]] = defaultdict(list)
    if negotiation.kind != "contract":
        return found
    names = {each.id: each.name for each in (negotiation.buyer, negotiation.seller)}
    rows = session.execute(
        select(ContractSignature, RegisteredKey.kid)
        .join(RegisteredKey, ContractSignature.key_id == RegisteredKey.id)
        .where(ContractSignature.negotiation_id == negotiation.id)
        .order_by(ContractSignature.signed_at)
    )
    for row, kid in rows:
        signed = Signed(names.get(row.organisation_id, ""), row.person, kid, row.signed_at, row.voided_at)
        found[row.document_id].append(signed)
    return found
