"""A small history for a browser to look at: orders, a counter-offer, invoices, a contract, deliveries."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.access.keys import NewKey, register_key
from app.domain.documents import Contract, Document
from app.domain.documents.contract import Clause
from app.formats import FORMATS
from app.pipeline.messages import RawMessage
from app.pipeline.receive import receive
from app.signatures.sign_xml import sign_xml
from app.storage.models import Channel, Delivery, DeliveryAttempt, DocumentRecord, Schedule, ScheduleRun
from app.storage.types import new_key
from tests.builders import (
    a_contract,
    a_despatch_advice_for,
    a_receipt_for,
    an_application_response,
    an_invoice_for,
    an_order,
    an_order_response,
)
from tests.integration.web_support import Site
from tests.keys import ec_identity

SIGNERS = ("Birch Hospital Trust ERP", "Silver Supplies ERP")


def play(site: Site) -> None:
    """Everything that the pages should have something of."""
    _register_signers(site)
    _orders(site)
    _invoices(site)
    _contract(site)
    _exchange(site)


def _register_signers(site: Site) -> None:
    with site.ports.database.unit_of_work() as uow:
        for organisation_id, name in zip((site.buyer_id, site.seller_id), SIGNERS, strict=True):
            material = ec_identity(name).certificate_pem.encode()
            new = NewKey(organisation_id=organisation_id, material=material, kid=f"{name} 2026")
            register_key(uow.session, new, site.ports.clock())
        uow.commit()


def signed(site: Site, document: Document) -> bytes:
    """`document` as its sender's own system writes and signs it."""
    signer = ec_identity(SIGNERS[0 if document.sent_by_buyer else 1])
    syntax = FORMATS.get("contract-xml" if isinstance(document, Contract) else "ubl")
    raw = syntax.render(document)
    return sign_xml(raw, signer.private_key, signer.certificate, xades=True, now=site.ports.clock())


def taken(site: Site, document: Document) -> str:
    """The digest of `document`, which must be accepted, as it was signed."""
    sender = site.buyer_id if document.sent_by_buyer else site.seller_id
    message = RawMessage(sender, "api", signed(site, document), "application/xml")
    outcome = receive(message, site.ports)
    assert outcome.verdict == "accepted", [each.as_dict() for each in outcome.findings]
    return f"sha-256:{message.sha256}"


def _orders(site: Site) -> None:
    order = an_order().with_lines(4).build()
    for number in range(2, 6):
        taken(site, an_order().with_lines(number).numbered(f"PO-10{number:02}").build())
    taken(site, order)
    taken(site, an_order_response(order, "CA").build())


def _invoices(site: Site) -> None:
    for number, lines in (("PO-2001", 3), ("PO-2002", 2)):
        order = an_order().with_lines(lines).numbered(number).build()
        advice = a_despatch_advice_for(order).build()
        parts = [order, an_order_response(order, "AP").build(), advice, a_receipt_for(advice).build()]
        for each in (*parts, an_invoice_for(order).build()):
            taken(site, each)
    taken(site, an_application_response(an_invoice_for(order).build(), "UQ").build())


def _contract(site: Site) -> None:
    first = a_contract()
    digest = taken(site, first.build())
    penalty = Clause(id="c9", heading="Late delivery", text="For each week of delay the price falls by 1 %.")
    second = first.next_version(digest).with_clause(penalty).build()
    subject = replace(second.clauses[0], text="The seller supplies sterile surgical gloves (无菌手套).")
    taken(site, replace(second, clauses=(subject, *second.clauses[1:])))


def _exchange(site: Site) -> None:
    now = site.ports.clock()
    with site.ports.database.unit_of_work() as uow:
        channel = Channel(id=new_key(), organisation_id=site.buyer_id, name="ERP inbox", kind="webhook", created_at=now)
        channel.settings = {"url": "https://erp.birch.example/countersign"}
        uow.session.add(channel)
        uow.session.flush()
        wanted = select(DocumentRecord).where(DocumentRecord.receiver_id == site.buyer_id)
        for index, record in enumerate(uow.session.scalars(wanted).all()):
            state = ("delivered", "pending", "delivered", "parked")[index % 4]
            _deliver(uow.session, channel, record, state)
        rhythm = {"cron": "0 7 * * mon-fri", "time_zone": "Europe/Copenhagen", "created_at": now}
        schedule = Schedule(
            id=new_key(), organisation_id=site.buyer_id, channel_id=channel.id, name="Every working morning", **rhythm
        )
        uow.session.add(schedule)
        uow.session.flush()
        ran = {"started_at": now, "finished_at": now, "outcome": "done", "detail": {"sent": 3}}
        uow.session.add(ScheduleRun(schedule_id=schedule.id, slot="first", **ran))
        uow.commit()


def _deliver(session: Any, channel: Channel, record: DocumentRecord, state: str) -> None:
    at = record.received_at
    delivery = Delivery(id=new_key(), organisation_id=channel.organisation_id, channel_id=channel.id, state=state)
    delivery.document_id, delivery.created_at, delivery.attempt_count = record.id, at, 2
    delivery.next_attempt_at = at + timedelta(minutes=10)
    session.add(delivery)
    session.flush()
    for number in (1, 2):
        sent = state == "delivered" and number == 2
        attempt = DeliveryAttempt(delivery_id=delivery.id, number=number, started_at=at, finished_at=at)
        attempt.outcome, attempt.status = ("sent", 204) if sent else ("transient", 503)
        attempt.detail = "" if sent else "the receiver answered 503 Service Unavailable"
        session.add(attempt)
