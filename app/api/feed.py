"""The feed: what waits for a supplier's system that polls. Positions never skip and never come late."""

import threading
import time
from typing import Any

from flask_smorest import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.clients import Scope
from app.api import shapes
from app.api.context import own, ports
from app.api.guard import requires
from app.api.problems import language
from app.api.schemas import AcknowledgementResults, Acknowledgements, FeedPage, FeedQuery, Problem
from app.errors import CountersignError
from app.storage.models import FeedCounter, FeedEntry
from app.storage.types import new_key
from app.storage.unit_of_work import UnitOfWork

blueprint = Blueprint("feed", __name__, url_prefix="/api/v1", description="The feed for systems that poll")

LOOK_AGAIN_AFTER_S = 0.2
_waiting = threading.BoundedSemaphore(64)
"""How many requests may wait at once; `serve` leaves a share of the threads to everybody else."""


def let_wait(requests: int) -> None:
    """Bound how many long polls may hold a thread; one more is answered at once, with what there is."""
    global _waiting
    _waiting = threading.BoundedSemaphore(max(1, requests))


@blueprint.route("/feed", methods=["GET"])
@blueprint.doc(
    summary="Poll for documents",
    description="Entries after the cursor, in order. With `wait`, an empty answer is held back until something comes.",
)
@blueprint.arguments(FeedQuery, location="query")
@blueprint.response(200, FeedPage)
@blueprint.alt_response(410, schema=Problem, description="the cursor is older than what is retained")
@requires(Scope.FEED)
def poll(query: dict[str, Any]) -> dict[str, Any]:
    """The next entries of the own organisation's feed."""
    page = _page(query)
    if page["entries"] or not query["wait"] or not _waiting.acquire(blocking=False):
        return page
    try:
        until = time.monotonic() + query["wait"]
        while not page["entries"] and time.monotonic() < until:
            time.sleep(LOOK_AGAIN_AFTER_S)
            page = _page(query)
        return page
    finally:
        _waiting.release()


def _page(query: dict[str, Any]) -> dict[str, Any]:
    with ports().database.reading() as session:
        _check_cursor(session, query["after"])
        rows = session.scalars(
            select(FeedEntry)
            .where(FeedEntry.organisation_id == own(), FeedEntry.position > query["after"])
            .order_by(FeedEntry.position)
            .limit(query["limit"])
        ).all()
        entries = [shapes.feed_entry(each, language()) for each in rows]
    return {"entries": entries, "next": entries[-1]["position"] if entries else query["after"]}


def _check_cursor(session: Session, after: int) -> None:
    counter = session.get(FeedCounter, own())
    removed, last = (counter.removed, counter.last) if counter else (0, 0)
    if after < removed:
        raise CountersignError("feed.cursor_gone", after=after, removed=removed)
    if after > last:
        raise CountersignError("feed.cursor_ahead", after=after, last=last)


@blueprint.route("/feed/ack", methods=["POST"])
@blueprint.doc(
    summary="Say what became of documents",
    description="`taken`, or `failed` with a reason: a document that failed is offered again, at a new position.",
)
@blueprint.arguments(Acknowledgements)
@blueprint.response(200, AcknowledgementResults)
@requires(Scope.FEED)
def acknowledge(body: dict[str, Any]) -> dict[str, Any]:
    """Acknowledge documents of the feed."""
    for each in body["acknowledgements"]:
        if each["status"] == "failed" and not each["reason"].strip():
            raise CountersignError("feed.reason_missing")
    with ports().database.unit_of_work() as uow:
        results = [_acknowledge(uow, each) for each in body["acknowledgements"]]
        uow.after_commit(ports().wake.feed)
        uow.commit()
    return {"results": results}


def _acknowledge(uow: UnitOfWork, said: dict[str, str]) -> dict[str, str]:
    entry = uow.session.scalars(
        select(FeedEntry)
        .where(
            FeedEntry.organisation_id == own(),
            FeedEntry.document_id == said["document_id"],
            FeedEntry.position.is_not(None),
        )
        .order_by(FeedEntry.offer.desc())
        .limit(1)
        .with_for_update(of=FeedEntry)
    ).first()
    result = _enter(uow, entry, said) if entry else "not_found"
    return {"document_id": said["document_id"], "result": result}


def _enter(uow: UnitOfWork, entry: FeedEntry, said: dict[str, str]) -> str:
    """Write the acknowledgement down. The same said twice about one offer changes nothing."""
    if entry.acknowledgement == "failed" and said["status"] == "failed":
        return "offered_again"
    if entry.acknowledgement == "taken":
        return "taken"
    entry.acknowledgement, entry.reason = said["status"], said["reason"]
    entry.acknowledged_at = ports().clock()
    if said["status"] == "taken":
        return "taken"
    uow.session.add(
        FeedEntry(
            id=new_key(),
            organisation_id=entry.organisation_id,
            document_id=entry.document_id,
            created_at=ports().clock(),
            offer=entry.offer + 1,
        )
    )
    return "offered_again"
