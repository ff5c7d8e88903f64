"""Partners who speak IDoc only: a whole order is negotiated, delivered and charged, and others get their own syntax."""

from pathlib import Path

import pytest

from app.domain.documents import Document
from app.formats.idoc import Idoc
from app.formats.ubl import Ubl
from app.pipeline.messages import Outcome, Verdict
from app.safe.xml import parse_xml
from app.signatures.sign_xml import sign_xml
from app.storage.database import Database
from app.storage.models import DocumentRecord
from tests.builders import a_despatch_advice_for, an_invoice_for, an_order, an_order_response
from tests.idoc_documents import SAP
from tests.integration.test_cli import call
from tests.trading import Trade


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


def sent(trade: Trade, document: Document) -> Outcome:
    sender = trade.buyer if document.sent_by_buyer else trade.seller
    return trade.submit(sender, trade.xml(document, "idoc"))


def test_an_order_is_agreed_changed_delivered_and_charged_in_idocs_alone(trade: Trade) -> None:
    order = an_order().with_lines(2).build()
    story: tuple[Document, ...] = (
        order,
        an_order_response(order).build(),
        a_despatch_advice_for(order).build(),
        an_invoice_for(order).build(),
    )
    for document in story:
        outcome = sent(trade, document)
        assert outcome.verdict is Verdict.ACCEPTED, (document.type, outcome.findings)
        with trade.ports.database.reading() as session:
            row = session.get_one(DocumentRecord, outcome.document_id)
            assert (row.syntax, row.type, row.number) == ("idoc", document.type, document.number)


def test_the_same_order_as_idoc_and_then_in_ubl_is_a_repeat(trade: Trade) -> None:
    order = an_order().build()
    assert sent(trade, order).verdict is Verdict.ACCEPTED
    assert trade.submit(trade.buyer, trade.xml(order)).verdict is Verdict.DUPLICATE


def test_a_faulty_idoc_is_refused_with_all_its_faults(trade: Trade) -> None:
    wrong = Idoc().render(an_order().build()).replace(b"<POSEX>1<", b"<POSEX><").replace(b">12.50<", b">12,50<")
    signer = trade.buyer.signer
    outcome = trade.submit(
        trade.buyer, sign_xml(wrong, signer.private_key, signer.certificate, now=trade.ports.clock())
    )
    assert outcome.verdict is Verdict.REJECTED
    assert {each.code for each in outcome.findings} >= {"idoc.missing", "idoc.decimal"}


@pytest.mark.parametrize("name", SAP)
def test_every_idoc_is_validated_and_converted_on_the_command_line(name: str, tmp_path: Path) -> None:
    came, ubl, back = (tmp_path / each for each in ("came.xml", "ubl.xml", "back.xml"))
    came.write_text(SAP[name].text())
    validated = call("validate", came)
    assert (validated.exit_code, validated.stdout) == (0, f"{came}: valid ({name}, idoc)\n")
    assert call("convert", came, "--to", "ubl", "--out", ubl).exit_code == 0
    assert call("convert", ubl, "--to", "idoc", "--out", back).exit_code == 0
    first, again = (Idoc().read(parse_xml(each.read_bytes())).document for each in (came, back))
    assert first is not None
    assert again is not None
    assert (again.number, again.issued) == (first.number, first.issued)
    assert Ubl().render(again).count(b"LineID") == Ubl().render(first).count(b"LineID")
