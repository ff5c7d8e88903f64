"""SAP IDocs in XML: ORDERS05 (ORDERS, ORDCHG, ORDRSP), DELVRY03 (DESADV) and INVOIC02 (INVOIC)."""

from app.formats.idoc.format import Idoc
from app.formats.idoc.shape import documents_in

__all__ = ["Idoc", "documents_in"]
