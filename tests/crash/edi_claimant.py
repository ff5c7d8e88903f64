"""A process that sends interchanges under numbers that it claims, changes its mind now and then, and may be killed."""

import os
import signal
from random import Random
from typing import NoReturn

from app.domain.clock import utc_now
from app.pipeline.transactions import in_transaction
from app.storage.database import Database
from app.storage.models import EdiAgreement
from app.storage.unit_of_work import UnitOfWork
from tests.edi_world import leave

POINTS = ("", "after claiming", "before the commit", "after the commit")
"""Where it dies; "" is nowhere."""


class ChangedHisMind(Exception):
    """What was begun is rolled back."""


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("dead")


def send_many(url: str, agreement_id: str, seed: int, count: int, dies: str) -> None:
    """Send `count` interchanges; where `dies` names a point, get to it in the middle of them."""
    database, chance = Database(url, pool_size=1), Random(seed)
    for number in range(count):
        fatal = dies if number == count // 2 else ""
        try:
            in_transaction(database, lambda uow, at=fatal: _send(uow, agreement_id, chance, at))  # type: ignore[misc]
        except ChangedHisMind:
            continue
        if fatal == "after the commit":
            die()
    database.dispose()


def _send(uow: UnitOfWork, agreement_id: str, chance: Random, fatal: str) -> None:
    agreement = uow.session.get_one(EdiAgreement, agreement_id)
    leave(uow.session, agreement, chance.randint(1, 4), utc_now())
    if fatal == "after claiming":
        die()
    if not fatal and chance.random() < 0.2:
        raise ChangedHisMind
    if fatal == "before the commit":
        uow.session.flush()
        die()
