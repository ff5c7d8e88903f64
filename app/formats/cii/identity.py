"""Rules for what CII says in one of several elements: identifiers with and without a scheme, accounts, free lines."""

import re
from typing import Any

from app.domain.identifiers import Identifier
from app.formats.xml.codecs import IDENTIFIER, TEXT, Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

SEPA = "SEPA"
"""The scheme by which UBL marks an identifier as the one that a bank gave to a creditor (BT-90)."""

_OWN, _GLOBAL = steps("ram:ID") + steps("ram:GlobalID")
_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount"
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


def _found(node: Node, reading: Reading) -> tuple[Identifier, ...]:
    group = (*node.groups.get(_OWN, ()), *node.groups.get(_GLOBAL, ()))
    found = (IDENTIFIER.read(each, reading) for each in group)
    return tuple(each for each in found if each is not None)


def _put(node: Node, value: Identifier) -> None:
    IDENTIFIER.write(node.add(_GLOBAL if value.scheme else _OWN), value)


def identifiers(field: str) -> Rule:
    """A tuple of identifiers: those of a scheme are a GlobalID each, the others an ID, which come first.

    A creditor's reference isn't among them: `special.creditor_reference` has it.
    """

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = _found(node, reading)
        if found:
            values[field] = found

    def write(document: Any, node: Node) -> None:
        for each in getattr(document, field):
            if each.scheme != SEPA:
                _put(node, each)

    return Rule({field: (_OWN,)}, read, write)


def identifier(field: str, path: str) -> Rule:
    """One identifier of the element at `path`."""
    here = steps(path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(here)
        found = () if holder is None else _found(holder, reading)
        if found:
            values[field] = found[0]

    def write(document: Any, node: Node) -> None:
        value = getattr(document, field)
        if value is not None:
            _put(node.ensure(here), value)

    return Rule({field: (*here, _OWN)}, read, write)


def in_turn(field: str, *paths: str) -> Rule:
    """A tuple of texts, each in the next of some elements; what there is no element left for isn't written."""
    places = [steps(path) for path in paths]

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = (node.first(place) for place in places)
        texts = tuple(text for text in (TEXT.read(each, reading) for each in found if each is not None) if text)
        if texts:
            values[field] = texts

    def write(document: Any, node: Node) -> None:
        for place, text in zip(places, getattr(document, field), strict=False):
            TEXT.write(node.ensure(place), text)

    return Rule({field: places[0]}, read, write)


def account(field: str) -> Rule:
    """An account's number (BT-84): what has the form of an IBAN (ISO 13616) is one, anything else is proprietary."""
    iban, proprietary = steps(f"{_ACCOUNT}/ram:IBANID"), steps(f"{_ACCOUNT}/ram:ProprietaryID")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found = (node.first(place) for place in (iban, proprietary))
        text = next((trimmed(each) for each in found if each is not None and trimmed(each)), "")
        if text:
            values[field] = text

    def write(document: Any, node: Node) -> None:
        text = getattr(document, field)
        if text:
            is_iban = _IBAN.fullmatch(text.replace(" ", "").upper())
            node.ensure(iban if is_iban else proprietary).text = text

    return Rule({field: iban}, read, write)


def only_with(path: str, codec: Codec) -> Codec:
    """`codec`, for a node that has what it reads only where there is an element at `path`."""
    here = steps(path)

    def read(node: Node, reading: Reading) -> Any:
        return None if node.first(here) is None else codec.read(node, reading)

    return Codec(read, codec.write)


def unless_blank(codec: Codec) -> Codec:
    """`codec`, for an element that may be there and say nothing: then it is as if it weren't."""

    def read(node: Node, reading: Reading) -> Any:
        return codec.read(node, reading) if node.all_text().strip() else None

    return Codec(read, codec.write)
