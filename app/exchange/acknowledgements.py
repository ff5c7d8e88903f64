"""Finds what partners should have acknowledged by now, and makes tasks of it for staff. The leader calls it.

A message is late once: whoever finds it changes its state in the same transaction, so that a second sweep, in this
process or another one, finds nothing.
"""

from datetime import datetime

from app.pipeline.edi_acknowledged import SWEPT_AT_ONCE, mark_overdue
from app.pipeline.transactions import in_transaction
from app.storage.database import Database


def sweep_overdue(database: Database, now: datetime) -> int:
    """Mark everything whose acknowledgement is late at `now`; how many messages there were. Small transactions."""
    late, batch = 0, SWEPT_AT_ONCE
    while batch == SWEPT_AT_ONCE:
        batch = in_transaction(database, lambda uow: mark_overdue(uow.session, now))
        late += batch
    return late
