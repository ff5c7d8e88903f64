"""What comes before an order is taken, kept and handed on like any document, and belongs to no negotiation."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.documents import Document, DocumentType
from app.evidence.verify import verify_receipt
from app.pipeline.convert import render_as
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.receive_interchange import receive_interchange
from app.storage.database import Database
from app.storage.models import FeedEntry, Negotiation
from tests.builders import a_document
from tests.offers import a_catalogue
from tests.trading import Trade

OFFERS = (DocumentType.CATALOGUE, DocumentType.REQUEST_FOR_QUOTATION, DocumentType.QUOTATION)


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


@pytest.fixture(params=OFFERS)
def offer(request: pytest.FixtureRequest) -> Document:
    return a_document(request.param)


def test_an_offer_is_handed_on_with_a_receipt_and_without_a_negotiation(trade: Trade, offer: Document) -> None:
    raw = trade.json(offer)
    outcome = trade.submit(trade.sender_of(offer), raw)
    assert (outcome.verdict, outcome.findings) == (Verdict.ACCEPTED, ())
    answer = json.loads(outcome.answer)
    assert (answer["state"], answer["negotiation"]) == ("accepted", None)
    assert verify_receipt(answer["receipt"], raw, trade.ports.signer.jwks()).proven
    assert (trade.count(FeedEntry), trade.count(Negotiation)) == (1, 0)
    assert trade.record(outcome).handed_on_at is not None


def test_the_same_offer_again_is_a_duplicate_and_another_of_its_number_a_conflict(
    trade: Trade, offer: Document
) -> None:
    sender = trade.sender_of(offer)
    first = trade.submit(sender, trade.json(offer))
    again = trade.submit(sender, trade.json(offer))
    other = trade.submit(sender, trade.json(replace(offer, currency="", uuid="another")))
    assert (again.verdict, again.answer) == (Verdict.DUPLICATE, first.answer)
    assert (other.verdict, [each.code for each in other.findings]) == (Verdict.CONFLICT, ["document.number_conflict"])
    assert trade.count(FeedEntry) == 1


def test_only_the_party_that_it_is_from_can_send_it(trade: Trade, offer: Document) -> None:
    sender = trade.seller if offer.sent_by_buyer else trade.buyer
    outcome = trade.submit(sender, sender.signed_json(offer, trade.ports))
    assert outcome.verdict == Verdict.REJECTED
    assert trade.count(FeedEntry) == 0


def test_a_catalogue_is_renewed_by_its_next_version(trade: Trade) -> None:
    catalogue = a_catalogue().build()
    for version in ("2", "3"):
        assert trade.submit(trade.seller, trade.json(replace(catalogue, version=version))).verdict == Verdict.ACCEPTED
    assert trade.count(FeedEntry) == 2


@pytest.mark.parametrize("syntax", ["x12", "edifact"])
def test_offers_come_in_interchanges_and_are_acknowledged(trade: Trade, syntax: str, offer: Document) -> None:
    company = trade.sender_of(offer)
    raw = trade.ports.formats.get(syntax).render(offer)
    (outcome,) = receive_interchange(RawMessage(company.id, "api", raw), trade.ports)
    (message,) = outcome.messages
    assert message.outcome is not None, message.findings
    assert (message.outcome.verdict, outcome.verdict) == (Verdict.ACCEPTED, "accepted")
    assert (b"AK5*A" if syntax == "x12" else b"UCI+") in outcome.acknowledgement
    assert (trade.count(FeedEntry), trade.count(Negotiation)) == (1, 0)


@pytest.mark.parametrize("syntax", ["json", "ubl", "x12", "edifact"])
def test_an_offer_is_had_in_any_syntax_that_has_it(trade: Trade, syntax: str, offer: Document) -> None:
    raw = trade.xml(offer)
    outcome = trade.submit(trade.sender_of(offer), raw)
    assert outcome.verdict == Verdict.ACCEPTED
    rendered = render_as(raw, trade.record(outcome), syntax, trade.ports)
    assert offer.number.encode() in rendered.content
