"""Whether a text is a value of one of XSD's own types, and what such a value looks like.

libxml2 decides, as it does in the full schema, so that the two can't disagree about 2024-02-30 or 1e5.
"""

from functools import cache, lru_cache

from lxml import etree

from app.safe.facts import XSD_NAMESPACE

# Longer texts aren't remembered: their number is small, their size isn't.
LONG = 100

# What to show who got it wrong; the same in every language.
EXAMPLES = {
    "xsd:anyURI": "https://example.com/a",
    "xsd:base64Binary": "SGVsbG8=",
    "xsd:boolean": "true, false",
    "xsd:date": "2026-01-31 (YYYY-MM-DD)",
    "xsd:dateTime": "2026-01-31T09:30:00Z",
    "xsd:decimal": "1234.50",
    "xsd:language": "en, zh-CN",
    "xsd:time": "09:30:00",
}


def is_value(type_name: str, text: str) -> bool:
    """Whether `text` is of the type (`xsd:decimal`); any text is of a type that has no rules (`xsd:string`)."""
    if type_name not in EXAMPLES:
        return True
    return _judged(type_name, text) if len(text) < LONG else _judged.__wrapped__(type_name, text)


@lru_cache(maxsize=2_000)
def _judged(type_name: str, text: str) -> bool:
    sample = etree.Element(type_name.removeprefix("xsd:"))
    sample.text = text
    return _schema().validate(sample)


@cache
def _schema() -> etree.XMLSchema:
    root = etree.Element(f"{{{XSD_NAMESPACE}}}schema", nsmap={"xsd": XSD_NAMESPACE})
    for name in EXAMPLES:
        etree.SubElement(root, f"{{{XSD_NAMESPACE}}}element", name=name.removeprefix("xsd:"), type=name)
    return etree.XMLSchema(root)
