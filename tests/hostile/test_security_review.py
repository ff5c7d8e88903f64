"""Ways in that a review looked for: what looks signed and isn't, what is decided without saying so, what leaks."""

from pathlib import Path

import pytest

from app.pipeline.act import act
from app.pipeline.messages import Outcome, Verdict
from app.pipeline.requests import Request
from app.signatures.jws import sign_jws
from app.storage.database import Database
from app.storage.models import Negotiation
from tests.builders import an_order
from tests.trading import Company, Trade

DS = b"http://www.w3.org/2000/09/xmldsig#"


@pytest.fixture
def trade(database: Database, tmp_path: Path) -> Trade:
    return Trade.opened(database, tmp_path)


def asked(negotiation: Negotiation, company: Company, event: str, **more: str) -> Request:
    return Request(negotiation.id, event, company.id, "client:test", negotiation.version, **more)


def codes(outcome: Outcome) -> list[str]:
    return [each.code for each in outcome.findings]


def test_a_signature_that_nobody_looks_at_does_not_replace_the_document_that_says_the_decision(trade: Trade) -> None:
    order = an_order().build()
    negotiation = trade.negotiation_of(trade.send(order))
    done = act(asked(negotiation, trade.seller, "accept_all", signature="anything"), trade.ports)
    assert done.outcome is not None
    assert done.outcome.verdict is Verdict.ACCEPTED
    assert trade.record(done.outcome).type == "order_response"


def test_an_xml_signature_inside_a_jws_is_refused_for_one_signature_would_go_unverified(trade: Trade) -> None:
    inner = trade.seller.signed_xml(an_order().build(), trade.ports)  # the wrong party's, too
    signer = trade.buyer.signer.private_key
    outcome = trade.submit(trade.buyer, sign_jws(inner, signer, kid=trade.buyer.party.name, content_type="xml"))
    assert (outcome.verdict, codes(outcome)) == (Verdict.REJECTED, ["signature.nested"])


@pytest.mark.parametrize(
    "left",
    [b'<ds:SignatureValue xmlns:ds="%b">AAAA</ds:SignatureValue>', b'<ds:SignedInfo xmlns:ds="%b"/>'],
)
def test_the_remains_of_a_signature_are_no_unsigned_document(trade: Trade, left: bytes) -> None:
    trade.policy(trade.seller, trade.buyer, signed=[])
    bare = trade.ports.formats.get("ubl").render(an_order().build())
    ext = b"urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
    head = b'<e:UBLExtensions xmlns:e="%b"><e:UBLExtension><e:ExtensionContent>' % ext
    tail = b"</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
    start = bare.index(b">", bare.index(b"<Order")) + 1
    outcome = trade.submit(trade.buyer, bare[:start] + head + left % DS + tail + bare[start:])
    assert (outcome.verdict, codes(outcome)) == (Verdict.REJECTED, ["signature.missing"])
