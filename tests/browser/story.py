"""A small history for a browser to look at: orders, a counter-offer, invoices, a contract, deliveries."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.domain.documents import Contract
from app.domain.documents.contract import Clause
from app.formats import FORMATS
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


def play(site: Site) -> None:
    """Everything that the pages should have something of."""
    _orders(site)
    _invoices(site)
    _contract(site)
    _exchange(site)


def _orders(site: Site) -> None:
    order = an_order().with_lines(4).build()
    for number in range(2, 6):
        site.taken(an_order().with_lines(number).numbered(f"PO-10{number:02}").build())
    site.taken(order)
    site.taken(an_order_response(order, "CA").build())


def _invoices(site: Site) -> None:
    for number, lines in (("PO-2001", 3), ("PO-2002", 2)):
        order = an_order().with_lines(lines).numbered(number).build()
        advice = a_despatch_advice_for(order).build()
        parts = [order, an_order_response(order, "AP").build(), advice, a_receipt_for(advice).build()]
        for each in (*parts, an_invoice_for(order).build()):
            site.taken(each)
    site.taken(an_application_response(an_invoice_for(order).build(), "UQ").build())


def _contract(site: Site) -> None:
    first = a_contract()
    site.taken(first.build())
    penalty = Clause(id="c9", heading="Late delivery", text="For each week of delay the price falls by 1 %.")
    second = first.next_version(digest_of(first.build())).with_clause(penalty).build()
    subject = replace(second.clauses[0], text="The seller supplies sterile surgical gloves (无菌手套).")
    site.taken(replace(second, clauses=(subject, *second.clauses[1:])))


def digest_of(contract: Contract) -> str:
    """The digest by which the next version names this one."""
    return "sha-256:" + hashlib.sha256(FORMATS.get("json").render(contract)).hexdigest()


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
