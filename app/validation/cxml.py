"""cXML against its official DTD, where whoever runs the server has put that file: the project has none of its own.

A DTD is read from that one file, by the parser of DTDs alone: no message names it, nothing is fetched, and one that
refers to further files isn't used.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from app.domain.findings import Finding, finding, warning
from app.safe import XmlBody

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "local"
"""Where the operator puts `cXML.dtd`, `Fulfill.dtd` and `InvoiceDetail.dtd`, as cxml.org hands them out."""

FILES: Mapping[str, str] = {
    "ConfirmationRequest": "Fulfill.dtd",
    "ShipNoticeRequest": "Fulfill.dtd",
    "InvoiceDetailRequest": "InvoiceDetail.dtd",
}
"""Where it isn't cXML.dtd, by the element in Request."""

MOST = 100
_SHOWN = 300
_REFERS = re.compile(rb"<!ENTITY\s+(?:%\s+)?\S+\s+(?:SYSTEM|PUBLIC)\s")
# a DTD keeps the errors of its last validation
_ONE_AT_A_TIME = Lock()


def validate_cxml(body: XmlBody, folder: Path = FOLDER) -> list[Finding]:
    """What departs from the DTD of the message, with lines, a hundred at most; nothing where there is no such file."""
    path = folder / FILES.get(_asked(body.root), "cXML.dtd")
    if not path.is_file():
        return []
    dtd = _loaded(path, path.stat().st_mtime_ns)
    if dtd is None:
        return [warning("cxml.dtd_unusable", "", name=path.name)]
    with _ONE_AT_A_TIME:
        is_valid = dtd.validate(body.root)
        log: Any = dtd.error_log
        errors = [] if is_valid else list(log)[:MOST]
    return [_found(each) for each in errors]


def _asked(root: etree._Element) -> str:
    request = root.find("Request")
    return "" if request is None else next((str(each.tag) for each in request if isinstance(each.tag, str)), "")


@lru_cache(maxsize=8)
def _loaded(path: Path, _changed: int) -> etree.DTD | None:
    """The DTD in a file; None for a file that is none, or that needs others."""
    if _REFERS.search(path.read_bytes()):
        return None
    try:
        with path.open("rb") as file:
            return etree.DTD(file)
    except etree.DTDParseError:
        return None


def _found(error: Any) -> Finding:
    return finding("cxml.dtd", "", error.line or None, what=error.message[:_SHOWN])
