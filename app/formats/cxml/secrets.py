"""What authenticates a sender in a cXML message: a password, in the clear. It is nobody's business beyond the door.

It never gets into a document or its complement, and so into no rendering, no finding, no log and no digest. Nor does
the number of a payment card, of which only the last digits are kept; whoever receives the order has it in the original.
"""

from copy import deepcopy

from lxml import etree

from app.safe.doctype import without_cxml_doctype
from app.safe.xml import parse_xml

SECRETS = ("SharedSecret", "CredentialMac", "DigitalSignature")
"""The elements of a Credential that prove who sends (cXML 1.2, element Credential)."""

CARD, _NUMBER, _SHOWN = "PCard", "number", 4


def without_secrets(root: etree._Element) -> etree._Element:
    """A message without them: a copy where there are any, itself where there are none."""
    if next(root.iter(*SECRETS), None) is None:
        return root
    bare = deepcopy(root)
    for found in list(bare.iter(*SECRETS)):
        parent = found.getparent()
        if parent is not None:
            _take_out(parent, found)
    return bare


def readable(root: etree._Element) -> etree._Element:
    """A message as it may be read and kept as a document: without secrets, and with the ends of card numbers only."""
    bare = without_secrets(root)
    if next(bare.iter(CARD), None) is None:
        return bare
    masked = deepcopy(bare) if bare is root else bare
    for card in masked.iter(CARD):
        number = card.get(_NUMBER, "")
        hidden = len(number) - _SHOWN if len(number) > _SHOWN else len(number)
        card.set(_NUMBER, "*" * hidden + number[hidden:])
    return masked


def handed_on(raw: bytes) -> bytes:
    """An original as somebody other than its sender may see it: the same bytes where it holds no secret.

    With one it is written anew without it, comments and all else kept but the DOCTYPE; its digest isn't the original's.

    Raises:
        Refused: it isn't XML that this server takes.
    """
    root = parse_xml(without_cxml_doctype(raw), keep_comments=True).root
    bare = without_secrets(root)
    return raw if bare is root else etree.tostring(bare.getroottree(), encoding="UTF-8", xml_declaration=True)


def speaks_of_secrets(*texts: str) -> bool:
    """Whether any of some texts names such an element."""
    return any(name in text for name in SECRETS for text in texts)


def _take_out(parent: etree._Element, found: etree._Element) -> None:
    tail, before = found.tail, found.getprevious()
    parent.remove(found)
    if tail and tail.strip() and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail and tail.strip():
        parent.text = (parent.text or "") + tail
