"""The story itself, act by act. Everything goes over the public HTTP API."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.demo import papers
from app.demo.client import CallFailed, Client
from app.demo.webhook import Listener
from app.domain.clock import utc_now
from app.domain.documents import Document
from app.domain.negotiation.emit import Stamp, order_change_accepting
from app.evidence.contract_signature import ContractStatement, sign_contract
from app.evidence.verify import verify_receipt
from app.formats import FORMATS
from app.safe.xml import parse_xml
from app.signatures.base import Trust, TrustedKey
from app.signatures.jws import sign_jws
from app.signatures.sign_xml import sign_xml
from app.signatures.xmldsig import verify_xml

ORDER, CONTRACT, INVOICE = "PO-2026-0712", "FC-2026-031", "INV-88104"
PATIENCE_S = 40


@dataclass(frozen=True)
class Identity:
    """A company's own signing key, which never leaves it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @classmethod
    def make(cls, name: str) -> "Identity":
        """A P-256 key with a certificate that the company issued itself."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(hours=1))
            .not_valid_after(now + timedelta(days=365))
            .sign(key, hashes.SHA256())
        )
        return cls(key, certificate)

    @property
    def pem(self) -> str:
        """The certificate as it is registered with the server."""
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def sign_xml(self, document: Document, syntax: str = "ubl") -> bytes:
        """A document as signed XML."""
        return sign_xml(FORMATS.get(syntax).render(document), self.key, self.certificate, now=utc_now())

    def sign_json(self, document: Document, kid: str) -> bytes:
        """A document as Countersign JSON in a compact JWS."""
        return sign_jws(FORMATS.get("json").render(document), self.key, kid=kid)


@dataclass
class Story:
    """Buyer and seller are two clients; they share nothing but the server."""

    buyer: Client
    seller: Client
    listener: Listener
    folder: Path
    say: Callable[[str], None]

    def tell(self) -> None:
        """All acts, in order; raises CallFailed where the server does not do what the story needs."""
        self.today = utc_now().date()
        self.introduce()
        self.connect()
        self.order()
        self.answer()
        self.accept()
        self.agree_on_a_contract()
        self.deliver_and_invoice()
        self.exchange()
        self.say(f"\nDone: {ORDER} is delivered, {INVOICE} is ready to pay, {CONTRACT} is executed.")

    def introduce(self) -> None:
        """Both register their certificates and each other."""
        self.say("\n1. Both companies register their certificates and take each other as partners")
        self.buyer_identity, self.seller_identity = Identity.make("Nordwind ERP"), Identity.make("Suzhou ERP")
        pairs = ((self.buyer, self.buyer_identity, papers.SELLER), (self.seller, self.seller_identity, papers.BUYER))
        for client, identity, other in pairs:
            client.call("POST", "/keys", {"material": identity.pem, "kid": "erp-2026"})
            identifier = {"scheme": other.ids[0].scheme, "value": other.ids[0].value}
            client.call("POST", "/partners", {"identifier": identifier})
        self.jwks = json.loads(self.buyer.raw("GET", "/jwks.json", None, "application/json").data)

    def connect(self) -> None:
        """The buyer wants its documents in a folder on a schedule; the supplier wants its webhook called."""
        self.say("2. The buyer sets up a folder with a schedule, the supplier a signed webhook")
        folder = {"name": "ERP folder", "kind": "directory", "settings": {"path": "erp"}, "immediate": False}
        channel = self.buyer.call("POST", "/channels", folder)
        schedule = {"name": "every ten minutes", "channel_id": channel["id"], "interval_seconds": 600}
        self.schedule = self.buyer.call("POST", "/schedules", schedule)
        hook = {"name": "ERP webhook", "kind": "webhook", "settings": {"url": self.listener.url}}
        self.seller.call("POST", "/channels", {**hook, "secrets": [self.listener.secret]})

    def order(self) -> None:
        """The buyer orders, twice by mistake; the supplier polls."""
        self.say(f"3. The buyer signs and submits {ORDER} (UBL, ECDSA), and by mistake twice")
        self.asked = papers.order(ORDER, self.today)
        signed = self.buyer_identity.sign_xml(self.asked)
        first = self.buyer.submit(signed, "application/xml", "order-1")
        again = self.buyer.submit(signed, "application/xml", "order-1")
        self.need(first[0] == 201 and again[0] == 200 and first[1] == again[1], "the repeat got another answer")
        answer = json.loads(first[1])
        self.need(verify_receipt(answer["receipt"], signed, self.jwks).proven, "the receipt does not verify")
        self.say("   accepted with a signed receipt, which verifies; the repeat got the same answer, byte for byte")
        self.order_negotiation = answer["negotiation"]["id"]

    def answer(self) -> None:
        """The supplier verifies what it got, and counters."""
        record = self.seller.wait_for("order")
        original = self.seller.content(record["id"])
        verified = verify_xml(parse_xml(original), self._trust(self.buyer_identity))
        self.need(verify_receipt(record["receipt"], original, self.jwks).proven, "the supplier's receipt fails")
        self.say(
            f"4. The supplier polls, verifies signature ({verified.algorithm}) and receipt, and answers line by line"
        )
        parsed = FORMATS.get("ubl").read(verified.body).document
        self.counter = papers.counter_offer(parsed, "OR-5501", self.today)  # type: ignore[arg-type]  # it is an order
        self._submit_json(self.seller, self.seller_identity, self.counter)
        state = self.seller.negotiation(self.order_negotiation)
        for line in ("line 1 as ordered", "line 2: 30 instead of 40, at 28.00", "line 3 not available"):
            self.say(f"   {line}")
        self.say(f"   the order is {state['state']}, the ball is the {state['ball']}'s")

    def accept(self) -> None:
        """The buyer restates the counter-offer, which accepts it."""
        self.buyer.wait_for("order_response")
        change = order_change_accepting(self.asked, self.counter, Stamp("OC-2026-0712-1", self.today), "1")
        self.buyer.submit(self.buyer_identity.sign_xml(change), "application/xml")
        state = self.buyer.negotiation(self.order_negotiation)
        self.need(state["state"] == "OPEN", f"the order is {state['state']}")
        self.say("5. The buyer accepts by an order change that restates the counter-offer: the order is OPEN")

    def agree_on_a_contract(self) -> None:
        """Three versions, then both sign the last one."""
        self.say(f"6. {CONTRACT}: three versions, and both sign the third")
        first = papers.contract(CONTRACT, self.today)
        answer = self._submit_contract(self.buyer, self.buyer_identity, first)
        second = papers.next_version(
            first, answer["sha256"], {"payment": "Invoices are due within 30 days."}, by_buyer=False
        )
        answer = self._submit_contract(self.seller, self.seller_identity, second)
        changes = {
            "payment": "Invoices are due within 45 days.",
            "quality.warranty": "The warranty runs for 24 months.",
        }
        answer = self._submit_contract(
            self.buyer, self.buyer_identity, papers.next_version(second, answer["sha256"], changes, by_buyer=True)
        )
        negotiation = answer["negotiation"]["id"]
        self.seller.fire(negotiation, "accept")
        self.buyer.fire(negotiation, "release_to_sign")
        for client, identity, person in (
            (self.buyer, self.buyer_identity, "Anna Petersen"),
            (self.seller, self.seller_identity, "李伟"),
        ):
            self._sign(client, identity, answer, person)
        state = self.buyer.negotiation(negotiation)
        self.need(state["state"] == "EXECUTED", f"the contract is {state['state']}")
        self.say("   v1 by the buyer, v2 by the supplier, v3 by the buyer; accepted, signed twice: EXECUTED")

    def deliver_and_invoice(self) -> None:
        """Goods move, then the invoice is matched with order and receipt, and released."""
        self.say("7. The supplier ships, the buyer receives, the supplier invoices")
        self._submit_json(self.seller, self.seller_identity, papers.despatch_advice("DA-7790", ORDER, self.today))
        self._submit_json(
            self.buyer, self.buyer_identity, papers.receipt_advice("RA-4410", ORDER, "DA-7790", self.today)
        )
        signed = self.seller_identity.sign_xml(papers.invoice(INVOICE, ORDER, self.today))
        answer = json.loads(self.seller.submit(signed, "application/xml")[1])
        negotiation = answer["negotiation"]
        self.need(negotiation["state"] == "MATCHED", f"the invoice is {negotiation['state']}")
        self.say(f"   {INVOICE} over 1,520.00 EUR matches order and receipt: MATCHED")
        state = self.buyer.fire(negotiation["id"], "approve")
        self.need(state["state"] == "APPROVED", f"the invoice is {state['state']}")
        self.say("   the buyer approves it: ready to pay; the supplier is told by an invoice response")

    def exchange(self) -> None:
        """The schedule runs; the webhook was called all along."""
        self.say("8. The schedule of the buyer's folder runs; the supplier's webhook has been called")
        self.buyer.call("POST", f"/schedules/{self.schedule['id']}/run")
        files = self._wait(lambda: sorted(each.name for each in self.folder.glob("[!.]*.*")), 4)
        for name in files:
            self.say(f"   file    {name}")
        for call in self._wait(lambda: list(self.listener.calls), 4):
            self.say(f"   webhook {call.get('type')} {call.get('data', {}).get('number', '')}")

    def _submit_json(self, client: Client, identity: Identity, document: Document) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(
            client.submit(identity.sign_json(document, "erp-2026"), "application/jose")[1]
        )
        return answer

    def _submit_contract(self, client: Client, identity: Identity, contract: Document) -> dict[str, Any]:
        signed = identity.sign_xml(contract, "contract-xml")
        answer: dict[str, Any] = json.loads(client.submit(signed, "application/xml")[1])
        return answer

    def _sign(self, client: Client, identity: Identity, version: dict[str, Any], person: str) -> None:
        negotiation = client.negotiation(version["negotiation"]["id"])
        own = negotiation[negotiation["side"]]["id"]
        statement = ContractStatement(
            contract=CONTRACT,
            version=3,
            sha256=version["sha256"],
            organisation=own,
            person=person,
            at=utc_now(),
        )
        client.fire(negotiation["id"], "sign", signature=sign_contract(statement, identity.key, "erp-2026"))

    def _trust(self, identity: Identity) -> Trust:
        """What the other company gave us, by some other way, long ago."""
        public = identity.key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        certificate = identity.certificate.public_bytes(serialization.Encoding.DER)
        return Trust((TrustedKey("partner", "erp-2026", public, certificate),), utc_now())

    def _wait(self, look: Callable[[], list[Any]], count: int) -> list[Any]:
        until = time.monotonic() + PATIENCE_S
        while len(found := look()) < count and time.monotonic() < until:
            time.sleep(0.2)
        self.need(len(found) >= count, f"only {len(found)} of {count} arrived")
        return found

    def need(self, holds: bool, otherwise: str) -> None:
        """Stop the story where something is not as it should be."""
        if not holds:
            raise CallFailed(otherwise)
