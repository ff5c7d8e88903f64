"""A parsed body with the bytes that it was parsed from: what the readers of formats are given."""

from dataclasses import dataclass
from typing import Any

from lxml import etree


@dataclass(frozen=True, slots=True)
class XmlBody:
    """`root` was parsed from `raw` and nothing else; its elements' `sourceline` are lines of the message as it came."""

    raw: bytes
    root: etree._Element


@dataclass(frozen=True, slots=True)
class JsonBody:
    """`value` was parsed from `raw` and nothing else; numbers are Decimal or int, objects have no duplicate keys."""

    raw: bytes
    value: Any


Body = XmlBody | JsonBody
