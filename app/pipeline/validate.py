"""Step 3: is it right? Schema and business rules; every finding, not the first."""

from app.domain.documents import Document
from app.domain.findings import Finding
from app.safe import Body, XmlBody
from app.validation.business import check
from app.validation.contract import validate_contract
from app.validation.xsd import validate_ubl

_SCHEMAS = {"ubl": validate_ubl, "contract-xml": validate_contract}


def check_schema(body: Body, syntax: str) -> list[Finding]:
    """The schema's findings for a body; a syntax whose reader checks everything itself has none here."""
    validate = _SCHEMAS.get(syntax)
    return validate(body) if validate and isinstance(body, XmlBody) else []


def check_rules(document: Document | None) -> list[Finding]:
    """The business rules' findings."""
    return check(document) if document is not None else []
