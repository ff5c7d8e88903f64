"""The control record (EDI_DC40): what an IDoc says about itself, most of which follows from the document."""

import re
from typing import Any

from app.domain.parties import Party
from app.formats.idoc.codecs import DATE, TIME
from app.formats.idoc.rules import always
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, one

RECORD = "EDI_DC40"
SENDER, RECEIVER = f"{RECORD}/SNDPRN", f"{RECORD}/RCVPRN"
_SENDER_ADDRESS, _RECEIVER_ADDRESS = f"{RECORD}/SNDLAD", f"{RECORD}/RCVLAD"
_LONGEST_NUMBER = 10
"""SNDPRN and RCVPRN are CHAR 10, and keys: a GLN has no place there, and part of one would be somebody else's number.

It goes to the logical address (CHAR 70), by which a receiver finds the partner that it has under a number of its own.
"""
PASSING = frozenset(
    {"DOCNUM", "DOCREL", "STATUS", "CREDAT", "CRETIM", "REFINT", "REFGRP", "REFMES", "SERIAL", "ARCKEY"}
)
"""The fields that are other ones when the same document is sent again."""

_INTO_SAP = "2"
_CUSTOMER, _VENDOR = "KU", "LI"


_FORM = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def _uuid(node: Node, _reading: Reading) -> str:
    text = trimmed(node)
    return text if _FORM.fullmatch(text) else ""


def _write_uuid(node: Node, value: str) -> None:
    node.text = value if _FORM.fullmatch(value) else ""


_UUID = Codec(_uuid, _write_uuid)
"""The key by which an archive knows the message, as far as that is a universal one."""


def control_record(basic_type: str, message: str, *, by_buyer: bool) -> tuple[Rule, ...]:
    """The rules of the control record of one message type, which buyers or sellers send."""
    return (
        always(f"{RECORD}/TABNAM", RECORD),
        always(f"{RECORD}/DIRECT", _INTO_SAP),
        always(f"{RECORD}/IDOCTYP", basic_type),
        always(f"{RECORD}/MESTYP", message),
        always(f"{RECORD}/SNDPRT", _CUSTOMER if by_buyer else _VENDOR),
        always(f"{RECORD}/RCVPRT", _VENDOR if by_buyer else _CUSTOMER),
        one("uuid", f"{RECORD}/ARCKEY", _UUID),
        _partners_and_time(by_buyer),
    )


def _partners_and_time(by_buyer: bool) -> Rule:
    """The numbers of the two partners and the time of sending: written as the document has them, never read."""
    sender, receiver = ((steps(SENDER), steps(_SENDER_ADDRESS)), (steps(RECEIVER), steps(_RECEIVER_ADDRESS)))
    day, hour = steps(f"{RECORD}/CREDAT"), steps(f"{RECORD}/CRETIM")

    def read(_node: Node, _values: Values, _reading: Reading) -> None:
        return

    def write(document: Any, node: Node) -> None:
        pair = (document.buyer, document.seller) if by_buyer else (document.seller, document.buyer)
        for (place, address), party in zip((sender, receiver), pair, strict=True):
            number = partner_number(party)
            node.ensure(place if len(number) <= _LONGEST_NUMBER else address).text = number
        DATE.write(node.ensure(day), document.issued)
        if document.issued_at is not None:
            TIME.write(node.ensure(hour), document.issued_at)

    return Rule({}, read, write)


def partner_number(party: Party) -> str:
    """The number by which a partner is known: one without a scheme is one that partners gave to each other."""
    own = next((each.value for each in party.ids if not each.scheme), "")
    known = (*(each.value for each in party.ids), party.endpoint.value if party.endpoint else "")
    return own or next(iter(known), "")
