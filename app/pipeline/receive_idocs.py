"""The way of a file of IDocs: SAP writes many into one. Each goes the way of a document (`receive.py`) by itself, under
an id of its own, so that a fault in one doesn't spoil its neighbours and nothing is taken twice.

A signed file is one message, which its signature covers as a whole: it isn't taken apart.
"""

import re
from dataclasses import dataclass, replace

from app.errors import Refused
from app.formats.idoc import Idoc, documents_in
from app.pipeline.body import check_size, parsed
from app.pipeline.messages import Outcome, RawMessage
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.safe import Limits, XmlBody
from app.signatures.xmldsig import carries_signature

_IDOC = re.compile(rb"<IDOC[\s>]")
_CONTROL = "IDOC/EDI_DC40"
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class IdocOutcome:
    """What became of one IDoc; `name` is its message and number, as its sender knows it (`ORDERS 712345`)."""

    name: str
    outcome: Outcome


def receive_idocs(message: RawMessage, ports: Ports) -> list[IdocOutcome]:
    """Take each IDoc of a file with several, in order; nothing, with nothing done, where the message isn't one."""
    apart = _apart(message.body, Limits(size=ports.settings.max_document_bytes))
    return [
        IdocOutcome(_name(each), receive(_of_its_own(message, each, position), ports))
        for position, each in enumerate(apart, 1)
    ]


def _apart(raw: bytes, limits: Limits) -> list[XmlBody]:
    if len(_IDOC.findall(raw)) < 2:
        return []
    try:
        check_size(raw, limits)
        body = parsed(raw, limits)
    except Refused:  # taken as the one document that it isn't, it is told what is wrong with it
        return []
    if not isinstance(body, XmlBody) or not Idoc().recognises(body) or carries_signature(body.root):
        return []
    found = documents_in(body)
    return found if len(found) > 1 else []


def _of_its_own(message: RawMessage, idoc: XmlBody, position: int) -> RawMessage:
    return replace(message, body=idoc.raw, message_id=f"{message.message_id}#{position}" if message.message_id else "")


def _name(idoc: XmlBody) -> str:
    said = (idoc.root.findtext(f"{_CONTROL}/{field}") or "" for field in ("MESTYP", "DOCNUM"))
    kind, number = (each.strip()[:_LONGEST_NAME] for each in said)
    return f"{kind or idoc.root.tag} {number.lstrip('0')}".strip()
