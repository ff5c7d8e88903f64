"""By what an interchange that came in is taken: the receiver's agreement with whoever sent it, or the defaults.

An acknowledgement comes back from a partner with whom, perhaps, only the other direction was agreed: the owner of that
agreement is who it is for; or it speaks of what left by the partner's own. Nothing here writes.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats.edi.acknowledge import On, Policy
from app.formats.edi.interchange import Interchange
from app.formats.edi.mirror import elements_of
from app.pipeline.edi_agreements import agreed_terms, agreement_for, own_address, their_address
from app.pipeline.edi_terms import DEFAULTS, EDIFACT, Address, Terms
from app.pipeline.messages import RawMessage
from app.pipeline.ports import Ports
from app.storage.models import EdiAgreement


@dataclass(frozen=True, slots=True)
class Agreed:
    """Whose interchange it is, and the terms.

    Attributes:
        heard_by: whom acknowledgements and advices in it are for.
        agreement_id: "" where the terms are the defaults.
    """

    organisation_id: str
    heard_by: str
    terms: Terms
    agreement_id: str = ""


def agreed_for(interchange: Interchange, message: RawMessage, ports: Ports) -> Agreed:
    """By what an interchange in `message` is taken."""
    sender, receiver = addresses_of(interchange)
    with ports.database.reading() as session:
        row = _agreement_with(session, message.organisation_id, interchange.standard, receiver, sender)
        if row is not None:
            return Agreed(row.organisation_id, row.organisation_id, agreed_terms(row), row.id)
        owner = _who_sends_to(session, message.organisation_id, interchange.standard, receiver, sender)
        # what leaves by the receiver's own agreement needs no other one
        own = agreement_for(session, message.organisation_id, interchange.standard, receiver=sender, sender=receiver)
        heard_by = owner or (own.partner_id if own else message.organisation_id)
    return Agreed(owner or message.organisation_id, heard_by, DEFAULTS[interchange.standard])


def policy_of(terms: Terms) -> Policy:
    """How what comes in is read and acknowledged."""
    on = On.NEVER if terms.acknowledgement == "none" else On(terms.acknowledge)
    kind = terms.acknowledgement if terms.acknowledgement in ("997", "999") else ""
    return Policy(on=on, kind=kind, lenient=terms.acceptance == "accept")


def addresses_of(interchange: Interchange) -> tuple[Address, Address]:
    """Sender and receiver, as the envelope names them."""
    sender, receiver = _sub_addresses(interchange)
    return (
        Address(id=interchange.sender, qualifier=interchange.sender_qualifier, sub_address=sender),
        Address(id=interchange.receiver, qualifier=interchange.receiver_qualifier, sub_address=receiver),
    )


def _sub_addresses(interchange: Interchange) -> tuple[str, str]:
    """0008 and 0014, the third components of UNB's S002 and S003; X12 has none."""
    if interchange.standard != EDIFACT:
        return "", ""
    parties = [*elements_of(interchange.header, interchange.marks)[1:3], (), ()]
    sender, receiver = ("".join(each[2:3]).strip() for each in parties[:2])
    return sender, receiver


def _who_sends_to(session: Session, partner_id: str, standard: str, own: Address, their: Address) -> str:
    """Who only sends to the partner by these addresses: acknowledgements of that come back to it; "" for nobody."""
    found = session.scalars(
        select(EdiAgreement).where(
            EdiAgreement.partner_id == partner_id,
            EdiAgreement.standard == standard,
            EdiAgreement.direction == "outbound",
            EdiAgreement.active.is_(True),
        )
    )
    meant = (each for each in found if own_address(each).key == own.key and their_address(each).key == their.key)
    return next((each.organisation_id for each in meant), "")


def _agreement_with(
    session: Session, sender_id: str, standard: str, receiver: Address, sender: Address
) -> EdiAgreement | None:
    """The inbound agreement of whichever partner of the sender the interchange is for."""
    owners = session.scalars(
        select(EdiAgreement.organisation_id)
        .where(EdiAgreement.partner_id == sender_id, EdiAgreement.standard == standard)
        .distinct()
    )
    found = (agreement_for(session, owner, standard, receiver=receiver, sender=sender) for owner in owners)
    return next((each for each in found if each is not None and each.partner_id == sender_id), None)
