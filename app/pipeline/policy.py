"""What an organisation agreed with a partner, with the defaults that hold where nothing was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.documents import DocumentType
from app.storage.models import Partnership

SIGNED_BY_DEFAULT = frozenset(
    {
        DocumentType.ORDER,
        DocumentType.ORDER_CHANGE,
        DocumentType.ORDER_CANCELLATION,
        DocumentType.CONTRACT,
        DocumentType.INVOICE,
        DocumentType.CREDIT_NOTE,
    }
)
"""Orders, contracts and invoices, and what alters one of them: an unsigned change would undo a signed order."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How a receiver wants a sender's documents.

    Attributes:
        signed: the types that must carry a signature.
        types: the types that are taken at all; empty for every type.
        syntax: what the receiver wants to get; "" for the syntax in which it was sent.
        rulesets: sets of rules that the sender's documents must keep besides those that they ask for themselves.
        settings: everything else (tolerances, approvals), as the business rules read it.
    """

    signed: frozenset[DocumentType] = SIGNED_BY_DEFAULT
    types: frozenset[DocumentType] = frozenset()
    syntax: str = ""
    rulesets: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def must_be_signed(self, kind: DocumentType) -> bool:
        """Whether a document of this type is refused without a signature."""
        return kind in self.signed

    def takes(self, kind: DocumentType) -> bool:
        """Whether the receiver agreed to get this type."""
        return not self.types or kind in self.types


def policy_of(stored: Mapping[str, Any]) -> Policy:
    """The policy in a partnership's record, defaults filled in."""
    signed = stored.get("signed")
    return Policy(
        signed=SIGNED_BY_DEFAULT if signed is None else frozenset(DocumentType(each) for each in signed),
        types=frozenset(DocumentType(each) for each in stored.get("types", ())),
        syntax=stored.get("syntax", ""),
        rulesets=_names(stored.get("rulesets", ())),
        settings=dict(stored),
    )


def policy_between(session: Session, receiver_id: str, sender_id: str) -> Policy | None:
    """The receiver's policy for the sender; None where the receiver has no active partnership with it."""
    stored = session.scalars(
        select(Partnership.policy).where(
            Partnership.organisation_id == receiver_id,
            Partnership.partner_id == sender_id,
            Partnership.active.is_(True),
        )
    ).first()
    return None if stored is None else policy_of(stored)


def _names(given: Any) -> tuple[str, ...]:
    """A list of names; raises ValueError for anything else."""
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise ValueError("rulesets is a list of names")
    return tuple(given)
