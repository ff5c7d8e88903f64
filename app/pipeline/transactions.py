"""A transaction that is tried again where it clashed with another one, a bounded number of times."""

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError, OperationalError

from app.storage.database import Database
from app.storage.unit_of_work import UnitOfWork

ATTEMPTS = 8
FIRST_WAIT_S = 0.01
GIVE_UP_AFTER_S = 45
"""A little more than SQLite waits for its one writer: nobody's request hangs for eight times as long."""

Result = TypeVar("Result")


def in_transaction(database: Database, work: Callable[[UnitOfWork], Result]) -> Result:
    """Run `work` in one transaction and commit it; whatever it raises rolls everything back.

    A clash with a concurrent transaction (the same key claimed, a deadlock, a lock not got) rolls back, and the whole
    of `work` runs again: it must look at everything anew, because by then the other one's effect is visible.

    Raises:
        IntegrityError, OperationalError: it clashed each time, or it never was a clash.
    """
    until = time.monotonic() + GIVE_UP_AFTER_S
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with database.unit_of_work() as uow:
                result = work(uow)
                uow.commit()
                return result
        except (IntegrityError, OperationalError):
            if attempt == ATTEMPTS or time.monotonic() > until:
                raise
            time.sleep(FIRST_WAIT_S * 2**attempt)
    raise AssertionError("the loop returns or raises")
