"""Unknown members: taken out of a document into its complement, and put back where they were.

A document's complement may come from another syntax as well (a UBL document that was stored as JSON); then the members
stand beside that syntax's items, and each syntax's writer takes only its own kinds.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.documents import Complement, Document, Leftover
from app.formats.json.reading import MEMBER, unescaped

SYNTAX = "json"


def with_members(document: Document, members: Sequence[Leftover]) -> Document:
    """`document` with the unknown members that were read beside it in its complement."""
    if not members:
        return document
    there = document.complement or Complement(SYNTAX)
    return replace(document, complement=replace(there, items=(*there.items, *members)))


def without_members(complement: Complement | None) -> Complement | None:
    """What of a complement is written as `complement`; None where it is only JSON's own members."""
    if complement is None:
        return None
    others = tuple(each for each in complement.items if each.kind != MEMBER)
    return None if complement.syntax == SYNTAX and not others else replace(complement, items=others)


def members_of(complement: Complement | None) -> list[Leftover]:
    """The unknown members in a complement."""
    return [each for each in complement.items if each.kind == MEMBER] if complement else []


def put_back(written: dict[str, Any], members: Sequence[Leftover]) -> None:
    """Set every member at its place in `written`; one whose object is not there any more is left out."""
    for member in members:
        *way, name = (unescaped(token) for token in member.path.split("/")[1:])
        parent = _follow(written, way)
        if isinstance(parent, dict):
            parent.setdefault(name, json.loads(member.content, parse_float=Decimal, parse_int=Decimal))


def _follow(value: Any, way: Sequence[str]) -> Any:
    for token in way:
        if isinstance(value, list):
            value = value[int(token)] if token.isdecimal() and int(token) < len(value) else None
        else:
            value = value.get(token) if isinstance(value, dict) else None
    return value
