"""What waits for staff in the traffic with partners: on the work list, on a page of its own, and off it when done."""

from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access import passwords
from app.errors import edi_exchange as errors
from app.pipeline.edi_acknowledged import mark_overdue
from app.pipeline.edi_agreements import Place, save
from app.pipeline.edi_interchanges import mark_sent
from app.pipeline.edi_tasks import Matter, open_task
from app.storage.database import Database
from app.storage.models import AuditEntry, EdiMessage, EdiTask
from tests.builders import an_order
from tests.edi_world import ADDRESSES, leave
from tests.integration.web_support import NOW, Browser, Site, a_site, email_of


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return a_site(database, tmp_path)


def an_overdue_order(site: Site) -> str:
    """The task that an order left which the supplier's system never acknowledged."""
    document_id = site.taken(an_order().numbered("PO-9").build())
    with site.ports.database.unit_of_work() as uow:
        place = Place(organisation_id=site.buyer_id, partner_id=site.seller_id, standard="x12", direction="outbound")
        agreement = save(uow.session, place, {**ADDRESSES["x12"], "acknowledgement_minutes": 1}, NOW).agreement
        assert agreement is not None
        interchange = leave(uow.session, agreement, 1, NOW)
        uow.session.query(EdiMessage).update({"document_id": document_id})
        mark_sent(uow.session, interchange.id, NOW)
        uow.session.query(EdiMessage).update({"due_at": NOW})
        mark_overdue(uow.session, NOW)
        uow.commit()
        return uow.session.scalars(select(EdiTask.id)).one()


def text_of(browser: Browser, path: str) -> str:
    response = browser.open(path)
    assert response.status_code == 200
    return unescape(response.get_data(as_text=True))


def test_an_overdue_acknowledgement_is_on_the_work_list_until_somebody_has_looked_into_it(site: Site) -> None:
    task = an_overdue_order(site)
    buyer = site.browser(email_of("buyer"))
    assert 'href="/edi/tasks">X12 and EDIFACT to look into: 1<' in text_of(buyer, "/")
    page = text_of(buyer, "/edi/tasks")
    assert "Silver" in page
    assert "850 PO-9 (interchange 000000001)" in page
    assert "/documents/" in page
    assert buyer.send(f"/edi/tasks/{task}/close").status_code == 302
    assert "Nothing is left to look into." in text_of(buyer, "/edi/tasks")
    assert "/edi/tasks" not in text_of(buyer, "/")
    assert buyer.send(f"/edi/tasks/{task}/close").status_code == 404
    with site.ports.database.reading() as session:
        closed = session.get_one(EdiTask, task)
        assert (closed.closed_by, closed.closed_at) == (email_of("buyer"), NOW)
        assert session.scalars(select(AuditEntry.action)).all().count("edi_task.close") == 1


def test_a_task_about_no_document_leads_to_its_interchange(site: Site) -> None:
    with site.ports.database.unit_of_work() as uow:
        place = Place(organisation_id=site.buyer_id, partner_id=site.seller_id, standard="x12", direction="outbound")
        agreement = save(uow.session, place, ADDRESSES["x12"], NOW).agreement
        assert agreement is not None
        interchange = leave(uow.session, agreement, 1, NOW)
        params = {"number": "000000001"}
        about = Matter(errors.TASK_NUMBER_REUSED, interchange.id, params, interchange_id=interchange.id)
        open_task(uow.session, site.buyer_id, about, NOW)
        uow.commit()
        path = f"/edi/interchanges/{interchange.id}"
    buyer = site.browser(email_of("buyer"))
    assert f'href="{path}"' in text_of(buyer, "/edi/tasks")
    assert buyer.open(path).status_code == 200


def test_who_may_only_look_does_not_close_and_a_stranger_sees_nothing(site: Site) -> None:
    task = an_overdue_order(site)
    viewer, stranger = site.browser(email_of("viewer")), site.browser(email_of("buyer", "seller"))
    assert "<form" not in text_of(viewer, "/edi/tasks").split("<main")[1].split("</table>")[0]
    assert viewer.send(f"/edi/tasks/{task}/close").status_code == 403
    assert "PO-9" not in text_of(stranger, "/edi/tasks")
    assert "/edi/tasks" not in text_of(stranger, "/").split("<main")[1]
    assert stranger.send(f"/edi/tasks/{task}/close").status_code == 404


def test_the_page_reads_in_chinese_too(site: Site) -> None:
    an_overdue_order(site)
    buyer = site.browser(email_of("buyer"))
    buyer.open("/me")
    buyer.send("/language", language="zh", back="/me")
    page = text_of(buyer, "/edi/tasks")
    assert "尚未确认 850 PO-9" in page
