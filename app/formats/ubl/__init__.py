"""UBL 2.1, both ways and without loss, by one table of rules a document. docs/decisions/0004-ubl-mapping.md has why."""

from app.formats.ubl.format import Ubl

__all__ = ["Ubl"]
