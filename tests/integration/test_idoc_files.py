"""Files with several IDocs, as SAP's ports write them: each is taken by itself, however the file comes."""

import re
from io import BytesIO
from pathlib import Path

import pytest

from app.access.roles import Role
from app.exchange.channels import KEPT
from app.formats.idoc import Idoc
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.receive_idocs import IdocOutcome, receive_idocs
from app.signatures.sign_xml import sign_xml
from app.storage.database import Database
from app.storage.models import DocumentRecord
from tests.builders import an_order
from tests.integration.test_edi_polling import Polling
from tests.integration.test_edi_polling import polling as polling
from tests.integration.web_support import a_site, email_of
from tests.trading import Trade


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    opened = Trade.opened(database, tmp_path)
    opened.policy(opened.seller, opened.buyer, signed=[])
    return opened


def a_file(*numbers: str) -> bytes:
    """One file with an order for each number."""
    idocs = [Idoc().render(an_order().numbered(each).build()) for each in numbers]
    pieces = [re.search(rb"<IDOC .*</IDOC>", each, re.DOTALL) for each in idocs]
    return b"<ORDERS05>" + b"".join(each.group() for each in pieces if each) + b"</ORDERS05>"


def spoilt() -> bytes:
    """The second of three has a price that is none."""
    first, second, third = a_file("PO-1", "PO-2", "PO-3").split(b"</IDOC>", 2)
    return b"</IDOC>".join((first, second.replace(b">12.50<", b">12,50<"), third))


def take(trade: Trade, raw: bytes, message_id: str = "") -> list[IdocOutcome]:
    return receive_idocs(RawMessage(trade.buyer.id, "api", raw, message_id=message_id), trade.ports)


def verdicts(taken: list[IdocOutcome]) -> list[str]:
    return [str(each.outcome.verdict) for each in taken]


def test_each_idoc_of_a_file_is_a_document_of_its_own(trade: Trade) -> None:
    taken = take(trade, a_file("PO-1", "PO-2", "PO-3"))
    assert verdicts(taken) == ["accepted"] * 3
    assert [trade.record(each.outcome).number for each in taken] == ["PO-1", "PO-2", "PO-3"]
    assert {each.name for each in taken} == {"ORDERS"}


def test_a_fault_in_one_does_not_spoil_its_neighbours(trade: Trade) -> None:
    taken = take(trade, spoilt())
    assert verdicts(taken) == ["accepted", "rejected", "accepted"]
    assert {each.code for each in taken[1].outcome.findings} >= {"idoc.decimal"}


@pytest.mark.parametrize("message_id", ["", "file-1"])
def test_the_same_file_again_has_no_second_effect(trade: Trade, message_id: str) -> None:
    first = take(trade, spoilt(), message_id)
    again = take(trade, spoilt(), message_id)
    assert verdicts(again) == ["duplicate", "rejected", "duplicate"]
    assert [each.outcome.answer for each in again] == [each.outcome.answer for each in first]
    assert trade.count(DocumentRecord) == 3


def test_a_file_with_one_idoc_and_one_that_is_none_are_left_to_the_usual_way(trade: Trade) -> None:
    signer = trade.buyer.signer
    signed = sign_xml(a_file("PO-1", "PO-2"), signer.private_key, signer.certificate, now=trade.ports.clock())
    hostile = b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + a_file("PO-1", "PO-2")
    for raw in (a_file("PO-1"), signed, hostile, b"<IDOC><IDOC>", b"<x><IDOC></IDOC><y><IDOC/></y></x>"):
        assert take(trade, raw) == []
    assert "idoc.several" in {each.code for each in trade.submit(trade.buyer, signed).findings}
    assert trade.submit(trade.buyer, hostile).verdict is Verdict.REJECTED


def test_a_file_of_idocs_in_a_watched_folder(polling: Polling) -> None:
    assert polling.put(spoilt(), "orders.xml") == {"accepted": 1}
    assert len(polling.rows(DocumentRecord)) == 3
    assert polling.item.detail.startswith("orders.xml; 2 of 3 IDocs taken; ORDERS: ")
    assert polling.item.outcome in KEPT


def test_an_uploaded_file_of_idocs_shows_each_with_its_verdict(database: Database, tmp_path: Path) -> None:
    browser = a_site(database, tmp_path).browser(email_of(Role.BUYER))
    browser.open("/documents/upload")
    answer = browser.send("/documents/upload", file=(BytesIO(spoilt()), "orders.xml"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.count('href="/documents/0') == 2
    assert "idoc.decimal" in page
