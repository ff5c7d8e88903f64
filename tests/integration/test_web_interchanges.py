"""Interchanges on the pages: what became of each document of a file, and the acknowledgement on its way back."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access.roles import Role
from app.pipeline.messages import RawMessage
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import Channel, Delivery
from app.storage.types import new_key
from tests.integration.test_receive_interchange import order_850
from tests.integration.web_support import Site, a_site, email_of


@pytest.fixture
def trading(database: Database, tmp_path: Path) -> Site:
    return a_site(database, tmp_path)


def test_an_uploaded_interchange_shows_each_document_with_its_verdict(trading: Site) -> None:
    paper = order_850("PO-1", "PO-2")
    paper.segments[paper.index("PO1", 1)][2] = "ten"
    browser = trading.browser(email_of(Role.BUYER))
    browser.open("/documents/upload")
    answer = browser.send("/documents/upload", file=(BytesIO(paper.raw()), "orders.x12"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "accepted in part" in page
    assert page.count('href="/documents/') >= 1
    assert "850 0002" in page
    assert "edi.not_a_number" in page
    assert "AK9*P*2*2*1" in page


def test_an_interchange_of_which_nothing_is_taken_is_refused(trading: Site) -> None:
    browser = trading.browser(email_of(Role.BUYER))
    browser.open("/documents/upload")
    assert browser.send("/documents/upload", file=(BytesIO(b"ISA*nonsense"), "x.x12")).status_code == 422
    paper = order_850("PO-1")
    paper.segments[paper.index("PO1")][2] = "ten"
    browser.open("/documents/upload")
    assert browser.send("/documents/upload", file=(BytesIO(paper.raw()), "x.x12")).status_code == 422


def test_an_acknowledgement_is_among_the_deliveries_and_can_be_sent_once_more(trading: Site) -> None:
    with trading.ports.database.unit_of_work() as uow:
        uow.session.add(
            Channel(
                id=new_key(),
                organisation_id=trading.buyer_id,
                name="ERP",
                kind="webhook",
                syntax="x12",
                created_at=trading.ports.clock(),
            )
        )
        uow.commit()
    receive_interchange(RawMessage(trading.buyer_id, "web", order_850("PO-1").raw()), trading.ports)
    with trading.ports.database.unit_of_work() as uow:
        [delivery] = uow.session.scalars(select(Delivery).where(Delivery.acknowledges_id.is_not(None)))
        delivery.state = "delivered"
        uow.commit()
    browser = trading.browser(email_of(Role.ADMINISTRATOR))
    assert "Acknowledgement of 000000017" in browser.open("/deliveries").get_data(as_text=True)
    assert "Acknowledgement of 000000017" in browser.open(f"/deliveries/{delivery.id}").get_data(as_text=True)
    assert browser.send(f"/deliveries/{delivery.id}/resend").status_code == 302
    with trading.ports.database.reading() as session:
        found = session.scalars(select(Delivery.generation).where(Delivery.acknowledges_id.is_not(None)))
        assert sorted(found) == [1, 2]
