"""Which negotiations there are."""

from app.domain.negotiation.contract import CONTRACT
from app.domain.negotiation.invoice import INVOICE
from app.domain.negotiation.machine import Table
from app.domain.negotiation.order import PURCHASE_ORDER

TABLES: dict[str, Table] = {table.kind: table for table in (PURCHASE_ORDER, CONTRACT, INVOICE)}
