"""What a partner says of what was sent to it: 997, 999, TA1 and CONTRL of its syntax, 824 and APERAK of what it says.

Each is matched and entered in a transaction of its own; what fits nothing is a finding and a task, and harms nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice

from app.domain.findings import Finding
from app.errors import edi_exchange as errors
from app.formats.edi import acknowledged as reading
from app.formats.edi import faults
from app.formats.edi.advised import KINDS as ADVICE
from app.formats.edi.advised import advised
from app.formats.edi.faults import Fault, Level
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.told import finding_of
from app.pipeline import edi_acknowledged as settling
from app.pipeline.edi_advice import Said, enter_advice
from app.pipeline.edi_agreed import Agreed, addresses_of
from app.pipeline.edi_outcomes import is_rejected
from app.pipeline.edi_tasks import Matter, open_task
from app.pipeline.edi_terms import Address
from app.pipeline.messages import RawMessage
from app.pipeline.ports import Ports
from app.pipeline.transactions import in_transaction
from app.storage.unit_of_work import UnitOfWork

_HARMLESS = (faults.CODE, faults.TOO_MANY_ELEMENTS, faults.TOO_MANY_COMPONENTS, faults.TOO_LONG)
"""Codes that there aren't, and more than there is room for: the rest says what it says."""
_MOST_TOLD = 5

HEARD = reading.KINDS | ADVICE
"""Messages that are no documents: they speak of something that was sent."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of it. `taken`: whether it was entered; `findings`: what was odd about it."""

    taken: bool
    findings: tuple[Finding, ...] = ()


def hear(message: MessageRead, around: RawMessage, agreed: Agreed, ports: Ports) -> Heard:
    """Enter what `message` says; `around.message_id` is its own.

    Nobody answers an acknowledgement, so its sender never learns of a fault in it: what leaves no doubt of what it says
    is entered, and staff are told of any other.
    """
    if message.name in ADVICE:
        if is_rejected(message):  # which the acknowledgement says
            return Heard(taken=False)
        return Heard(taken=True, findings=_advised(message, around, agreed, ports))
    told = reading.acknowledged(message) if _is_sound(message) else []
    found = _settled(told, around.organisation_id, agreed, ports)
    if not told or any(_is_unclear(each) for each in told):
        group, interchange = message.group, message.group.interchange
        wrong = (*interchange.faults, *group.faults, *message.faults)
        matter = _unreadable(message.name, around.message_id, interchange, wrong)
        in_transaction(ports.database, partial(_open, matter, agreed.heard_by, ports))
        found += (matter.finding,)
    return Heard(taken=bool(told), findings=found)


def hear_notices(interchange: Interchange, partner_id: str, agreed: Agreed, ports: Ports) -> None:
    """Enter what the TA1 segments of a partner's interchange say."""
    told = list(reading.notices(interchange))
    _settled(told, partner_id, agreed, ports)
    if any(_is_unclear(each) for each in told):
        source = f"TA1 {addresses_of(interchange)[0].key} {interchange.control.strip()}"
        matter = _unreadable("TA1", source, interchange, interchange.faults)
        in_transaction(ports.database, partial(_open, matter, agreed.heard_by, ports))


def _is_sound(message: MessageRead) -> bool:
    """Whether its faults and those of what it stands in leave no doubt of what it says."""
    within = [*message.faults, *(each for each in message.group.faults if each.kind.level is not Level.SEGMENT)]
    return not message.group.interchange.is_broken and all(each.kind in _HARMLESS for each in within if each.is_error)


def _is_unclear(told: reading.Acknowledged) -> bool:
    """Whether an answer is a code that there isn't."""
    answers = [told.interchange, told.group, *told.messages]
    return any(each is not None and each.answer is None for each in answers)


def _unreadable(kind: str, source: str, interchange: Interchange, wrong: Iterable[Fault]) -> Matter:
    """A matter of what is wrong with it; `source` tells it from others."""
    errors_in_it = (each for each in wrong if each.is_error)
    words = [finding_of(each, interchange.standard).message() for each in islice(errors_in_it, _MOST_TOLD)]
    params = {
        "kind": kind,
        "sender": addresses_of(interchange)[0].key,
        "interchange": interchange.control.strip(),
        "why": " ".join(words) or "–",
    }
    return Matter(errors.ACKNOWLEDGEMENT_UNREADABLE, source, params)


def _open(matter: Matter, organisation_id: str, ports: Ports, uow: UnitOfWork) -> None:
    open_task(uow.session, organisation_id, matter, ports.clock())


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
