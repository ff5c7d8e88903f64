"""An invoice sent as Cross Industry Invoice is taken like one in UBL: signed, matched with its order, handed on."""

from pathlib import Path

import pytest

from app.domain.documents import Invoice
from app.formats.cii import Cii
from app.formats.ubl import Ubl
from app.pipeline.messages import Outcome, Verdict
from app.safe.xml import parse_xml
from app.signatures.sign_xml import sign_xml
from app.storage.database import Database
from app.storage.models import DocumentRecord
from tests.builders import an_invoice_for, an_order, an_order_response
from tests.trading import Trade


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


@pytest.fixture
def invoice(trade: Trade) -> Invoice:
    """The invoice for an order that both sides have agreed on."""
    order = an_order().build()
    trade.send(order)
    trade.send(an_order_response(order).build())
    return an_invoice_for(order).build()


def submitted(trade: Trade, raw: bytes) -> Outcome:
    return trade.submit(trade.seller, raw)


def test_a_signed_invoice_in_cii_is_accepted(trade: Trade, invoice: Invoice) -> None:
    outcome = submitted(trade, trade.xml(invoice, "cii"))
    assert outcome.verdict is Verdict.ACCEPTED, outcome.findings
    with trade.ports.database.reading() as session:
        row = session.get_one(DocumentRecord, outcome.document_id)
        assert (row.syntax, row.type, row.number) == ("cii", "invoice", invoice.number)


def test_the_same_invoice_in_cii_and_then_in_ubl_is_a_repeat(trade: Trade, invoice: Invoice) -> None:
    first = submitted(trade, trade.xml(invoice, "cii"))
    again = submitted(trade, trade.xml(invoice))
    assert first.verdict is Verdict.ACCEPTED, first.findings
    assert again.verdict is Verdict.DUPLICATE
    assert again.document_id == first.document_id


def test_a_faulty_invoice_in_cii_is_refused_with_all_its_faults(trade: Trade, invoice: Invoice) -> None:
    wrong = Cii().render(invoice).replace(b'format="102"', b'format="203"').replace(b"<ram:LineID>1<", b"<ram:LineID><")
    signer = trade.seller.signer
    outcome = submitted(trade, sign_xml(wrong, signer.private_key, signer.certificate, now=trade.ports.clock()))
    assert outcome.verdict is Verdict.REJECTED
    assert {each.code for each in outcome.findings} == {"cii.date_format", "cii.missing"}


def test_who_signs_something_else_is_refused(trade: Trade, invoice: Invoice) -> None:
    raw = trade.xml(invoice, "cii").replace(b"<ram:DuePayableAmount>", b"<ram:DuePayableAmount>9")
    outcome = submitted(trade, raw)
    assert outcome.verdict is Verdict.REJECTED
    assert {each.code.partition(".")[0] for each in outcome.findings} == {"signature"}


def test_what_came_in_cii_can_be_had_in_ubl(trade: Trade, invoice: Invoice) -> None:
    came = Cii().read(parse_xml(trade.xml(invoice, "cii"))).document
    assert came is not None
    assert Ubl().read(parse_xml(Ubl().render(came))).document == invoice
