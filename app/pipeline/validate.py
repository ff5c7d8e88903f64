"""Step 3: is it right? Schema and business rules; every finding, not the first."""

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.safe import Body, XmlBody
from app.validation.business import check
from app.validation.contract import validate_contract
from app.validation.xsd import validate_ubl

_SCHEMAS = {"ubl": validate_ubl, "contract-xml": validate_contract}

LONGEST = {"number": 200, "revision": 100, "currency": 3, "total": 64}
"""In characters; a currency is an ISO 4217 code."""


def check_schema(body: Body, syntax: str) -> list[Finding]:
    """The schema's findings for a body; a syntax whose reader checks everything itself has none here."""
    validate = _SCHEMAS.get(syntax)
    return validate(body) if validate and isinstance(body, XmlBody) else []


def check_rules(document: Document | None) -> list[Finding]:
    """The business rules' findings, and those of `check_fits`."""
    return [*check(document), *check_fits(document)] if document is not None else []


def check_fits(document: Document) -> list[Finding]:
    """A finding for each of the texts that records and negotiations are found by, where it is longer than any is."""
    totals = getattr(document, "totals", None)
    texts = {
        "number": document.number,
        "revision": document.revision,
        "currency": document.currency,
        "total": totals.payable.text if totals is not None else "",
    }
    return [
        finding("document.too_long", what=name, length=len(text), limit=LONGEST[name])
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    ]
