"""The way of a file of IDocs. Each goes the way of a document (`receive.py`) by itself, under an id of its own, so that
a fault in one doesn't spoil its neighbours and nothing is taken twice.
"""

from dataclasses import dataclass, replace

from app.pipeline.idocs_apart import idocs_apart
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.safe import Limits


@dataclass(frozen=True, slots=True)
class IdocOutcome:
    """What became of one IDoc; `name` is its message and number, as its sender knows it (`ORDERS 712345`)."""

    name: str
    outcome: Outcome


def receive_idocs(message: RawMessage, ports: Ports) -> list[IdocOutcome]:
    """Take each IDoc of a file with several, in order; nothing, with nothing done, where the message isn't one."""
    apart = list(idocs_apart(message.body, Limits(size=ports.settings.max_document_bytes)))
    return [
        IdocOutcome(name, receive(_of_its_own(message, raw, position), ports))
        for position, (name, raw) in enumerate(apart, 1)
    ]


def _of_its_own(message: RawMessage, raw: bytes, position: int) -> RawMessage:
    return replace(message, body=raw, message_id=f"{message.message_id}#{position}" if message.message_id else "")
