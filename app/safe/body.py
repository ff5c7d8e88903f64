"""A parsed body with the bytes that it was parsed from: what the readers of formats are given."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from app.safe.cut import Cut


@dataclass(frozen=True, slots=True)
class XmlBody:
    """`root` was parsed from `raw` and nothing else; its elements' `sourceline` are lines of the message as it came.

    Attributes:
        cut: the same message, cut at its tags; None where it isn't so plain.
    """

    raw: bytes
    root: etree._Element
    cut: Cut | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class JsonBody:
    """`value` was parsed from `raw` and nothing else; numbers are Decimal or int, objects have no duplicate keys."""

    raw: bytes
    value: Any


Body = XmlBody | JsonBody
