"""A file of several IDocs taken apart: SAP writes many into one.

A signed file is one message, which its signature covers as a whole: it isn't taken apart.
"""

import re
from collections.abc import Iterator

from app.errors import Refused
from app.formats.idoc import Idoc, documents_in
from app.pipeline.body import check_size, parsed
from app.safe import Limits, XmlBody
from app.signatures.xmldsig import carries_signature

_IDOC = re.compile(rb"<IDOC[\s>]")
_CONTROL = "IDOC/EDI_DC40"
_LONGEST_NAME = 60


def idocs_apart(raw: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """Each IDoc of a file with several, as a file of its own, by its message and number (`ORDERS 712345`).

    Nothing where the file isn't one with several; what is wrong with it is told by taking it as one document.
    """
    for each in _documents(raw, limits):
        yield _name(each), each.raw


def _documents(raw: bytes, limits: Limits) -> list[XmlBody]:
    if len(_IDOC.findall(raw)) < 2:
        return []
    try:
        check_size(raw, limits)
        body = parsed(raw, limits)
    except Refused:
        return []
    if not isinstance(body, XmlBody) or not Idoc().recognises(body) or carries_signature(body.root):
        return []
    found = documents_in(body)
    return found if len(found) > 1 else []


def _name(idoc: XmlBody) -> str:
    said = (idoc.root.findtext(f"{_CONTROL}/{field}") or "" for field in ("MESTYP", "DOCNUM"))
    kind, number = (each.strip()[:_LONGEST_NAME] for each in said)
    return f"{kind or idoc.root.tag} {number.lstrip('0')}".strip()
