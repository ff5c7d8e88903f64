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


@dataclass(frozen=True, slots=True)
class EdiBody:
    """An interchange of X12 or EDIFACT, not yet cut: its own reader is under limits of its own.

    Attributes:
        raw: the interchange as it came.
        standard: x12 or edifact.
        overlay: the partner's mapping, by name; "" for none.
        currency: of messages that name none; "" where they must.
        lenient: whether messages with faults within segments are taken, with errors.
        found: what a format has made out of it, kept for the format's next question.
    """

    raw: bytes
    standard: str
    overlay: str = ""
    currency: str = ""
    lenient: bool = False
    found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)


Body = XmlBody | JsonBody | EdiBody
