"""A process is killed while it sends an interchange: no number is missing, and the partner gets the very same bytes."""

import multiprocessing
import signal
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.clock import utc_now
from app.exchange.channels import Channels
from app.pipeline.edi_agreements import Place, save
from app.pipeline.outbox import LEASE_SECONDS, SECONDS_OF_A_COMPANION
from app.storage.database import Database
from app.storage.models import Channel, EdiInterchange, EdiMessage
from app.storage.types import new_key
from app.transports.directory import DirectoryTransport
from tests.builders import an_order
from tests.crash.edi_sender import POINTS, send_and_die
from tests.exchange_world import Ticking, never_receives, ports_for
from tests.trading import Trade

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["tests.crash.edi_sender", "tests.crash.edi_claimant", "tests.crash.victim"])
ADDRESSES = {"own_qualifier": "ZZ", "own_id": "BIRCH", "their_qualifier": "01", "their_id": "SILVER"}


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    transport = DirectoryTransport(tmp_path / "exchange")
    return Trade.between(ports_for(database, tmp_path, Ticking(utc_now()), transport))


def a_channel(trade: Trade, folder: Path, **terms: int) -> str:
    key, now = new_key(), trade.ports.clock()
    (folder / "exchange" / trade.seller.id / "out").mkdir(parents=True)
    filled = {"name": "ERP", "settings": {"path": "out"}, "retry_minutes": [], "document_types": []}
    place = Place(organisation_id=trade.buyer.id, partner_id=trade.seller.id, standard="x12", direction="outbound")
    with trade.ports.database.unit_of_work() as uow:
        uow.session.add(
            Channel(
                id=key,
                organisation_id=trade.seller.id,
                kind="directory",
                syntax="x12",
                created_at=now,
                **filled,
            )
        )
        assert not save(uow.session, place, {**ADDRESSES, **terms}, now).findings
        uow.commit()
    return key


def sent_before_it_died(database: Database, folder: Path, trade: Trade, channel: str, point: str) -> dict[str, bytes]:
    url = database.engine.url.render_as_string(hide_password=False)
    process = _forks.Process(target=send_and_die, args=(url, str(folder), channel, point))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    return files(folder, trade)


def sent_afterwards(folder: Path, trade: Trade, channel: str, count: int) -> dict[str, bytes]:
    assert isinstance(trade.ports.clock, Ticking)
    trade.ports.clock.now = utc_now()
    trade.ports.clock.forward(seconds=LEASE_SECONDS + SECONDS_OF_A_COMPANION * count)
    assert Channels(trade.ports, never_receives, "tests", lambda: False).drain(channel) == {"sent": count}
    return files(folder, trade)


def files(folder: Path, trade: Trade) -> dict[str, bytes]:
    out = folder / "exchange" / trade.seller.id / "out"
    return {each.name: each.read_bytes() for each in out.glob("*.x12")}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_sender_leaves_no_gap_and_the_same_bytes_leave_again(
    trade: Trade, database: Database, tmp_path: Path, point: str
) -> None:
    channel = a_channel(trade, tmp_path)
    for number in ("PO-1", "PO-2"):
        assert trade.send(an_order().numbered(number).build()).document_id
    before = sent_before_it_died(database, tmp_path, trade, channel, point)

    after = sent_afterwards(tmp_path, trade, channel, 2)
    assert len(after) == 2
    assert before.items() <= after.items()
    with database.reading() as session:
        numbers = sorted(session.scalars(select(EdiInterchange.control_number)))
        messages = sorted(session.scalars(select(EdiMessage.control_number)))
        assert all(session.scalars(select(EdiInterchange.sent_at)))
    assert (numbers, messages) == (["000000001", "000000002"], ["0001", "0002"])
    assert sorted(each.split(b"*")[13] for each in after.values()) == [b"000000001", b"000000002"]


@pytest.mark.parametrize("point", POINTS)
def test_three_documents_that_leave_together_do_so_once_whenever_their_sender_is_killed(
    trade: Trade, database: Database, tmp_path: Path, point: str
) -> None:
    channel = a_channel(trade, tmp_path, batch_documents=3, batch_minutes=60)
    for number in ("PO-1", "PO-2", "PO-3"):
        assert trade.send(an_order().numbered(number).build()).document_id
    before = sent_before_it_died(database, tmp_path, trade, channel, point)
    after = sent_afterwards(tmp_path, trade, channel, 3)
    assert len(after) == 1
    assert before.items() <= after.items()
    with database.reading() as session:
        [interchange] = session.scalars(select(EdiInterchange))
        messages = sorted((each.control_number, each.state) for each in interchange.messages)
    assert interchange.control_number == "000000001"
    assert messages == [("0001", "sent"), ("0002", "sent"), ("0003", "sent")]
    [content] = after.values()
    assert content.count(b"ST*850*") == 3
