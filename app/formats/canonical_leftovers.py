"""What of a complement is content and what is presentation, in a form that serialising again doesn't change.

When in doubt it is content: taking a repeat for a conflict is a nuisance that people see, taking a conflict for a
repeat loses what its sender changed.
"""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from app.domain.documents import Complement, Leftover
from app.errors import Refused
from app.formats.xml.names import PREFIXES
from app.safe.xml import parse_xml

ELEMENT = "element"
PRESENTATION = frozenset(
    {"comment", "declaration", "envelope", "instruction", "namespace", "order", "prefix", "signature"}
    | {"delimiters", "length", "tree", "version"}  # of X12 and EDIFACT
)
"""Kinds of leftovers that say nothing of the business. A kind that isn't listed counts as content."""

PASSING = "passing-"
"""How the kinds begin of what is another one each time that the same message is sent: numbers and times of sending."""

_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"
_PREFIX = re.compile(r"[A-Za-z_][\w.\-]*")


def contents_of(complement: Complement | None) -> list[Any]:
    """The content in a complement, sorted, as JSON values."""
    if complement is None:
        return []
    items = [each for each in complement.items if _is_content(each)]
    elements = [each for each in items if each.kind == ELEMENT]
    structures = iter(_structures_of([each.content for each in elements], _prefixes_of(complement)))
    found = [[each.kind, each.path, next(structures) if each.kind == ELEMENT else each.content] for each in items]
    return sorted(found, key=json.dumps)


def _is_content(item: Leftover) -> bool:
    family = item.kind.partition("-")[0]  # a kind may say more behind a dash
    return family not in PRESENTATION and not item.kind.startswith(PASSING) and not is_spelling(item)


def is_spelling(item: Leftover) -> bool:
    """Whether a leftover is one value in two spellings, that of the model and that of the source."""
    return item.kind == "lexical" and _says_the_same(item.content)


def _says_the_same(content: str) -> bool:
    """Whether a leftover of two spellings, the model's and the sender's, has one value spelt in two ways.

    It may as well be two values, where the model has one place for what a syntax says in two.
    """
    try:
        ours, theirs = (str(each).strip() for each in json.loads(content))
        return ours == theirs or Decimal(ours) == Decimal(theirs)
    except (ValueError, TypeError, InvalidOperation, RecursionError):
        return False


def _prefixes_of(complement: Complement) -> dict[str, str]:
    declared = {each.path.removeprefix("/@"): each.content for each in complement.items if each.kind == "namespace"}
    # leftovers of documents that declare nothing else have the customary prefixes
    known = declared or PREFIXES
    return {prefix: uri for prefix, uri in known.items() if uri and (not prefix or _PREFIX.fullmatch(prefix))}


def _structures_of(contents: Sequence[str], prefixes: Mapping[str, str]) -> list[Any]:
    """Elements by their names, attributes and texts, without prefixes; as they are where one isn't XML after all."""
    together = _parsed([f"<i>{each}</i>" for each in contents], prefixes)
    if together is None or len(together) != len(contents):
        return list(contents)
    return [_structure(each)[2:] for each in together]


def _parsed(contents: Sequence[str], prefixes: Mapping[str, str]) -> etree._Element | None:
    declared = "".join(f" xmlns{prefix and ':'}{prefix}={quoteattr(uri)}" for prefix, uri in prefixes.items())
    try:
        return parse_xml(f"<leftovers{declared}>{''.join(contents)}</leftovers>".encode()).root
    except Refused:
        return None


def _structure(element: etree._Element) -> list[Any]:
    children = [[_structure(child), (child.tail or "").strip()] for child in element if child.tag != _SIGNATURE]
    attributes = sorted([str(name), str(value)] for name, value in element.attrib.items())
    text = element.text or ""
    return [str(element.tag), attributes, text.strip() if children else text, children]
