"""A cXML sender's password reaches nobody else, whichever way the document goes on."""

from pathlib import Path

import pytest

from app.pipeline.convert import original_for
from app.pipeline.messages import RawMessage
from app.pipeline.receive import receive
from app.storage.database import Database
from app.storage.models import DocumentRecord
from tests.builders import an_order
from tests.trading import Trade

SECRET = b"abracadabra-5417"


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    opened = Trade.opened(database, tmp_path)
    opened.policy(opened.seller, opened.buyer, signed=[])
    return opened


def test_the_receiver_gets_the_original_without_its_senders_password(trade: Trade) -> None:
    raw = trade.ports.formats.get("cxml").render(an_order().build())
    at = raw.index(b"</Credential>", raw.index(b"<Sender>"))
    raw = raw[:at] + b"<SharedSecret>" + SECRET + b"</SharedSecret>" + raw[at:]
    outcome = receive(RawMessage(trade.buyer.id, "api", raw), trade.ports)
    row = trade.record(outcome)
    with trade.ports.database.reading() as session:
        kept = trade.ports.payloads.open(session, session.get_one(DocumentRecord, row.id).payload, row.id)
    assert kept == raw
    assert original_for(kept, row, trade.buyer.id) == raw
    shown = original_for(kept, row, trade.seller.id)
    assert SECRET not in shown
    assert b"PO-1001" in shown
