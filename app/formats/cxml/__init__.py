"""cXML 1.2: orders, confirmations, ship notices, invoices and status updates, as procurement networks speak it."""

from app.formats.cxml.format import Cxml

__all__ = ["Cxml"]
