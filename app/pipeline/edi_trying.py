"""An agreement tried before it holds: what a document would look like by it, what would be answered to an interchange.

Nothing is kept, no number is used, nothing is sent.
"""

import io
import time
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.findings import Finding, finding, from_error
from app.errors import CountersignError
from app.errors import edi_exchange as errors
from app.formats.edi.acknowledge import acknowledgements
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import Began, Options, read
from app.formats.edi.told import finding_of
from app.pipeline.edi_agreed import addresses_of, policy_of
from app.pipeline.edi_agreements import agreed_terms, finding_none, own_address, their_address
from app.pipeline.edi_outgoing import tried_message
from app.pipeline.edi_refusals import refuse_other_use
from app.pipeline.ports import Ports
from app.pipeline.receive_interchange import unreadable
from app.pipeline.rows import ACCEPTED
from app.storage.models import DocumentRecord, EdiAgreement
from app.storage.payloads import SealBroken

TRIED = 20
"""So many of the newest documents are tried until one can be written."""
PATIENCE_SECONDS = 5.0
"""Somebody waits for the page, and documents can be long."""
_REASONS = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it.

    Attributes:
        content: what would leave, or what was tried. answer: what would be answered; empty for nothing.
        findings: why it can't be had, or what is wrong. note: what the document says and the message doesn't.
    """

    content: bytes = b""
    answer: bytes = b""
    findings: tuple[Finding, ...] = ()
    note: str = ""


def try_sending(session: Session, agreement: EdiAgreement, partner: str, ports: Ports) -> Trial:
    """The newest document that was sent to the partner and can leave by `agreement`, as it would; else why none can."""
    why: list[Finding] = []
    ends = time.monotonic() + PATIENCE_SECONDS
    newest = (
        select(DocumentRecord)
        .where(
            DocumentRecord.sender_id == agreement.organisation_id,
            DocumentRecord.receiver_id == agreement.partner_id,
            DocumentRecord.state == ACCEPTED,
        )
        .order_by(DocumentRecord.received_at.desc(), DocumentRecord.id.desc())
        .limit(TRIED)
    )
    for row in session.scalars(newest):
        if why and time.monotonic() > ends:
            break
        try:
            original = ports.payloads.open(session, row.payload, row.id)
            content, note = tried_message(row, original, agreement, ports)
        except CountersignError as fault:
            why.append(from_error(fault))
            continue
        except (SealBroken, OSError):  # what can't be opened tells nothing of the agreement
            continue
        return Trial(content, note=note)
    return Trial(findings=tuple(why[:_REASONS]) or (finding(errors.NOTHING_TO_TRY, partner=partner),))


def try_taking(agreement: EdiAgreement, raw: bytes, ports: Ports) -> Trial:
    """What would be answered to `raw` by `agreement`, and whether it would be taken by it at all."""
    why = unreadable(raw)
    if why is not None:
        return Trial(findings=(why,))
    terms = agreed_terms(agreement)
    policy = policy_of(terms)
    events = list(read(io.BytesIO(raw), Options(keep=True, lenient=policy.lenient)))
    begun = [each.what for each in events if isinstance(each, Began) and isinstance(each.what, Interchange)]
    messages = [each for each in events if isinstance(each, MessageRead)]
    refused: list[Finding] = []
    for interchange in begun:
        interchange.acknowledge = interchange.acknowledge or terms.interchange_acknowledgement
        known = len(interchange.faults)
        refuse_other_use(interchange, (each for each in messages if each.group.interchange is interchange), terms)
        refused += [finding_of(each, interchange.standard) for each in interchange.faults[known:]]
    answers = acknowledgements(events, policy, lambda _answer: Numbers(1), ports.clock())
    return Trial(raw, b"".join(content for _, content in answers), (*_strangers(agreement, begun), *refused))


def _strangers(agreement: EdiAgreement, begun: list[Interchange]) -> Iterator[Finding]:
    """Interchanges with other addresses than the agreement's."""
    for each in begun:
        sender, receiver = addresses_of(each)
        own, their = own_address(agreement), their_address(agreement)
        fits = each.standard == agreement.standard and own.takes(receiver) and their.takes(sender)
        if not fits:
            yield finding_none(each.standard, receiver=receiver, sender=sender)
