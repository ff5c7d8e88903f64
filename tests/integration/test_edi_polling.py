"""Interchanges that partners put into a folder: each document goes its way, and the acknowledgement comes back."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.exchange.channels import Channels
from app.pipeline.receive import receive
from app.storage.database import Database
from app.storage.models import Channel, Delivery, DocumentRecord, EdiInterchange, PolledItem
from app.storage.types import new_key
from app.transports.directory import DirectoryTransport
from tests.exchange_world import Recorder, Ticking, ports_for
from tests.integration.test_receive_interchange import order_850
from tests.trading import Trade


class Polling:
    """A buyer who puts files into a folder, and has a channel for answers."""

    def __init__(self, trade: Trade, partner: Recorder, root: Path) -> None:
        self.trade, self.partner = trade, partner
        self.folder = root / trade.buyer.id / "in"
        self.folder.mkdir(parents=True)
        self.incoming = self.channel("directory", direction="in", settings={"path": "in", "settle_seconds": 0})
        self.channels = Channels(trade.ports, receive, "tests", lambda: False)

    def channel(self, kind: str, **values: Any) -> str:
        key = new_key()
        filled = {"name": "ERP", "settings": {}, "retry_minutes": [], "document_types": [], **values}
        with self.trade.ports.database.unit_of_work() as uow:
            now = self.trade.ports.clock()
            uow.session.add(Channel(id=key, organisation_id=self.trade.buyer.id, kind=kind, created_at=now, **filled))
            uow.commit()
        return key

    def put(self, raw: bytes, name: str = "orders.x12") -> dict[str, int]:
        (self.folder / name).write_bytes(raw)
        return dict(self.channels.poll(self.incoming) or {})

    def rows(self, model: type) -> list[Any]:
        with self.trade.ports.database.reading() as session:
            return list(session.scalars(select(model)))

    @property
    def item(self) -> PolledItem:
        found: PolledItem = self.rows(PolledItem)[-1]
        return found


@pytest.fixture
def polling(database: Database, tmp_path: Path) -> Polling:
    partner, root = Recorder(), tmp_path / "exchange"
    trade = Trade.between(ports_for(database, tmp_path, Ticking(), DirectoryTransport(root), partner))
    trade.policy(trade.seller, trade.buyer, signed=[])
    return Polling(trade, partner, root)


def spoilt(*numbers: str) -> bytes:
    """An interchange whose second order can't be read."""
    paper = order_850(*numbers)
    paper.segments[paper.index("PO1", 1)][2] = "ten"
    return paper.raw()


def test_every_document_of_a_file_is_taken_and_the_file_is_archived(polling: Polling) -> None:
    assert polling.put(order_850("PO-1", "PO-2").raw()) == {"accepted": 1}
    assert len(polling.rows(DocumentRecord)) == 2
    assert polling.item.detail == "orders.x12; 000000017: accepted, 2 of 2 taken"
    assert (polling.folder / "processed" / "orders.x12").exists()


def test_what_was_refused_of_a_file_is_told_in_the_ledger(polling: Polling) -> None:
    assert polling.put(spoilt("PO-1", "PO-2", "PO-3")) == {"accepted": 1}
    assert polling.item.detail.startswith("orders.x12; 000000017: partially_accepted, 2 of 3 taken; 850 0002: ")
    assert (polling.folder / "processed" / "orders.x12").exists()


def test_a_file_of_which_nothing_was_taken_lies_apart(polling: Polling) -> None:
    paper = order_850("PO-1")
    paper.segments[paper.index("PO1")][2] = "ten"
    assert polling.put(paper.raw()) == {"rejected": 1}
    assert polling.put(b"ISA*nonsense", "other.x12") == {"rejected": 1}
    assert (polling.folder / "failed" / "orders.x12").exists()
    assert (polling.folder / "failed" / "other.x12").exists()


def test_the_acknowledgement_leaves_on_the_channel_that_speaks_the_standard(polling: Polling) -> None:
    polling.channel("recorder", syntax="ubl")
    polling.channel("recorder")
    channel = polling.channel("recorder", syntax="x12")
    polling.put(order_850("PO-1").raw())
    assert dict(polling.channels.drain(channel) or {}) == {"sent": 1}
    [sent], [interchange], [delivery] = polling.partner.sent, polling.rows(EdiInterchange), polling.rows(Delivery)
    assert sent.content == interchange.acknowledgement
    assert b"AK9*A*1*1*1" in sent.content
    assert (sent.filename, sent.event) == ("acknowledgement.x12", "interchange.acknowledged")
    assert (delivery.state, delivery.document_id, delivery.acknowledges_id) == ("delivered", None, interchange.id)


def test_the_same_interchange_again_gets_the_same_bytes_under_the_same_id(polling: Polling) -> None:
    channel = polling.channel("recorder", syntax="x12")
    assert polling.put(order_850("PO-1").raw(), "first.x12") == {"accepted": 1}
    polling.channels.drain(channel)
    assert polling.put(order_850("PO-1").raw(), "again.x12") == {"duplicate": 1}
    polling.channels.drain(channel)
    first, again = polling.partner.sent
    assert (first.delivery_id, first.content) == (again.delivery_id, again.content)
    assert len(polling.rows(Delivery)) == 1
    assert len(polling.rows(DocumentRecord)) == 1


def test_a_partner_without_a_channel_can_still_be_taken_from(polling: Polling) -> None:
    assert polling.put(order_850("PO-1").raw()) == {"accepted": 1}
    assert polling.rows(Delivery) == []


def test_other_content_under_a_used_number_lies_apart_as_a_conflict_and_is_answered(polling: Polling) -> None:
    channel = polling.channel("recorder", syntax="x12")
    polling.put(order_850("PO-1").raw(), "first.x12")
    assert polling.put(order_850("PO-2").raw(), "other.x12") == {"conflict": 1}
    assert (polling.folder / "failed" / "other.x12").exists()
    polling.channels.drain(channel)
    assert [b"*R*025~" in each.content for each in polling.partner.sent] == [False, True]
