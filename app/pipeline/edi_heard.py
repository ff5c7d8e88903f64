"""What a partner says of what was sent to it: 997, 999, TA1 and CONTRL of its syntax, 824 and APERAK of what it says.

Each is matched and entered in a transaction of its own; what fits nothing is a finding and a task, and harms nothing.
"""

from collections.abc import Iterable
from functools import partial

from app.domain.findings import Finding
from app.formats.edi import acknowledged as reading
from app.formats.edi.advised import KINDS as ADVICE
from app.formats.edi.advised import advised
from app.formats.edi.interchange import Interchange, MessageRead
from app.pipeline import edi_acknowledged as settling
from app.pipeline.edi_advice import Said, enter_advice
from app.pipeline.edi_agreed import Agreed, addresses_of
from app.pipeline.edi_terms import Address
from app.pipeline.messages import RawMessage
from app.pipeline.ports import Ports
from app.pipeline.transactions import in_transaction
from app.storage.unit_of_work import UnitOfWork

HEARD = reading.KINDS | ADVICE
"""Messages that are no documents: they speak of something that was sent."""


def hear(message: MessageRead, around: RawMessage, agreed: Agreed, ports: Ports) -> tuple[Finding, ...]:
    """Enter what `message` says; `around.message_id` is its own. What was odd about it."""
    if message.name in ADVICE:
        return _advised(message, around, agreed, ports)
    return _settled(reading.acknowledged(message), around.organisation_id, agreed, ports)


def hear_notices(interchange: Interchange, partner_id: str, agreed: Agreed, ports: Ports) -> None:
    """Enter what the TA1 segments of a partner's interchange say."""
    _settled(reading.notices(interchange), partner_id, agreed, ports)


def _advised(message: MessageRead, around: RawMessage, agreed: Agreed, ports: Ports) -> tuple[Finding, ...]:
    found: list[Finding] = []
    partner, own = addresses_of(message.group.interchange)
    for number, told in enumerate(advised(message), 1):
        said = Said(
            organisation_id=agreed.heard_by,
            partner_id=around.organisation_id,
            own=own,
            their=partner,
            source=f"{around.message_id}:{number}",
            told=told,
        )
        found += in_transaction(ports.database, partial(_entered, said, ports))
    return tuple(found)


def _entered(said: Said, ports: Ports, uow: UnitOfWork) -> list[Finding]:
    return enter_advice(uow.session, said, ports.clock())


def _settled(
    told: Iterable[reading.Acknowledged], partner_id: str, agreed: Agreed, ports: Ports
) -> tuple[Finding, ...]:
    between = settling.Between(agreed.heard_by, partner_id)
    found: list[Finding] = []
    for each in told:
        settled = in_transaction(ports.database, partial(_settle, between, _as_entered(each), ports))
        found += settled.findings
    return tuple(found)


def _settle(between: settling.Between, told: settling.Acknowledged, ports: Ports, uow: UnitOfWork) -> settling.Settled:
    return settling.settle(uow.session, between, told, ports.clock())


def _as_entered(told: reading.Acknowledged) -> settling.Acknowledged:
    return settling.Acknowledged(
        standard=told.standard,
        kind=told.kind,
        number=told.number,
        sender=Address(id=told.sender, qualifier=told.sender_qualifier),
        receiver=Address(id=told.receiver, qualifier=told.receiver_qualifier),
        interchange=_said(told.interchange) if told.interchange else None,
        group=_said(told.group) if told.group else None,
        messages=tuple(_said(each) for each in told.messages),
        counts=told.counts,
        parties=told.parties,
        test=told.test,
    )


def _said(told: reading.Said) -> settling.Said:
    answer = settling.Answer(str(told.answer)) if told.answer else None
    return settling.Said(told.number, answer, told.faults, told.name)
