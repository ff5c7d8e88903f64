"""What isn't UBL, inside ExtensionContent: OASIS leaves to its users how that looks in JSON.

An extension that came as XML is one text in JSON, `{"_": "<…>"}`. One that came as any other JSON object is one text in
XML, inside an element of our own. So either comes back as it was, and neither is ever guessed at.
"""

import re
from typing import Any

from lxml import etree

from app.errors import Refused
from app.formats.json.text import to_text
from app.formats.ubl_json.dialect import VALUE
from app.safe.json import parse_json
from app.safe.xml import parse_xml

CARRIER = "{urn:countersign:ubl-json:1}Extension"
"""The element whose text is an extension's JSON."""

_OWN: Any = {None: "urn:countersign:ubl-json:1"}
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


def extension_element(value: dict[str, Any]) -> etree._Element:
    """The content of an extension as an element.

    Raises:
        Refused: it says that it is XML, and isn't, or is hostile.
    """
    text = value.get(VALUE)
    if len(value) == 1 and isinstance(text, str) and text.lstrip().startswith("<"):
        return parse_xml(text.encode()).root
    carrier = etree.Element(CARRIER, nsmap=_OWN)
    # JSON escapes every other character that XML can't carry
    carrier.text = _NOT_IN_XML.sub(lambda found: f"\\u{ord(found.group()):04x}", to_text(value))
    return carrier


def extension_value(content: etree._Element) -> dict[str, Any]:
    """The inverse: what an ExtensionContent element holds, as JSON."""
    children = [each for each in content if isinstance(each.tag, str)]
    carried = _carried(children[0]) if len(children) == 1 and children[0].tag == CARRIER else None
    if carried is not None:
        return carried
    return {VALUE: "".join(etree.tostring(each, encoding="unicode", with_tail=False) for each in children)}


def _carried(carrier: etree._Element) -> dict[str, Any] | None:
    try:
        value = parse_json((carrier.text or "").encode()).value
    except Refused:
        return None
    return value if isinstance(value, dict) else None
