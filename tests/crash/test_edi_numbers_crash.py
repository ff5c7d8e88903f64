"""Sixteen processes number what they send, some are killed: no control number is missing, and none was used twice."""

import multiprocessing
import signal
from pathlib import Path

from sqlalchemy import select

from app.storage.database import Database
from app.storage.models import EdiInterchange, EdiMessage
from tests.crash.edi_claimant import POINTS, send_many
from tests.edi_world import Edi

PROCESSES = 16
EACH = 8
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.edi_claimant", "tests.crash.victim"])


def test_no_number_is_missing_and_none_used_twice_whoever_is_killed(database: Database, tmp_path: Path) -> None:
    edi = Edi.made(database, tmp_path)
    agreement = edi.agreement()
    url = database.engine.url.render_as_string(hide_password=False)
    dies = [POINTS[number % len(POINTS)] for number in range(PROCESSES)]
    processes = [
        _forks.Process(target=send_many, args=(url, agreement.id, seed, EACH, point)) for seed, point in enumerate(dies)
    ]
    for each in processes:
        each.start()
    for each in processes:
        each.join(120)
    assert [each.exitcode for each in processes] == [-signal.SIGKILL if point else 0 for point in dies]

    edi.send(agreement)  # whatever the dead had locked is free
    with edi.database.reading() as session:
        interchanges = [int(each) for each in session.scalars(select(EdiInterchange.control_number))]
        groups = {int(each) for each in session.scalars(select(EdiMessage.group_number))}
        messages = [int(each) for each in session.scalars(select(EdiMessage.control_number))]
    assert len(interchanges) > PROCESSES * EACH // 2
    assert sorted(interchanges) == list(range(1, len(interchanges) + 1))
    assert groups == set(interchanges)
    assert sorted(messages) == list(range(1, len(messages) + 1))
