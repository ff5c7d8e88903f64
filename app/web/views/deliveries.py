"""Deliveries: each document on its way to a partner's system, with every attempt."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import Permission
from app.errors import CountersignError
from app.pipeline import delivery_actions
from app.storage.models import Delivery
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.guard import needs, not_found, organisation_id
from app.web.labels import DELIVERY_STATE
from app.web.language import language
from app.web.queries import page_of

TROUBLE = "trouble"
NOTICES = {"retry": "retried", "hold": "held", "release": "retried", "resend": "resent"}


@blueprint.get("/deliveries")
@needs(Permission.VIEW)
def deliveries() -> ResponseReturnValue:
    """All deliveries, the newest first, by state."""
    state = request.args.get("state", "")
    query = select(Delivery).where(Delivery.organisation_id == organisation_id())
    if state == TROUBLE:
        query = query.where(Delivery.state.in_(("parked", "failed")))
    elif state in DELIVERY_STATE:
        query = query.where(Delivery.state == state)
    newest_first = query.order_by(Delivery.created_at.desc(), Delivery.id.desc())
    page = page_of(db(), newest_first, request.args.get("page", 1, int))
    return render_template("deliveries.html", page=page, state=state, states=DELIVERY_STATE, trouble=TROUBLE)


@blueprint.get("/deliveries/<delivery_id>")
@needs(Permission.VIEW)
def delivery(delivery_id: str) -> ResponseReturnValue:
    """One delivery with every attempt, and what can be done with it now."""
    return _page(_own(db(), delivery_id))


def _page(found: Delivery, error: str = "") -> str:
    return render_template("delivery.html", delivery=found, actions=delivery_actions.actions_for(found), error=error)


@blueprint.post("/deliveries/<delivery_id>/<any(retry, hold, release, resend):action>")
@needs(Permission.RETRY_DELIVERIES)
def act_on_delivery(delivery_id: str, action: str) -> ResponseReturnValue:
    """Try again, hold, release or send once more."""
    try:
        with acting(f"delivery.{action}", f"delivery:{delivery_id}") as uow:
            _own(uow.session, delivery_id)
            changed = _act(uow.session, delivery_id, action)
            uow.after_commit(lambda: ports().wake.channel(changed.channel_id))
    except CountersignError as refused:
        return _page(_own(db(), delivery_id), refused.message(language())), 409
    return back_to("delivery", NOTICES[action], delivery_id=changed.id)


def _act(session: Session, delivery_id: str, action: str) -> Delivery:
    if action == "hold":
        return delivery_actions.hold(session, delivery_id)
    act = {"retry": delivery_actions.retry, "release": delivery_actions.release, "resend": delivery_actions.resend}
    return act[action](session, delivery_id, ports().clock())


def _own(session: Session, delivery_id: str) -> Delivery:
    found = session.get(Delivery, delivery_id)
    return found if found is not None and found.organisation_id == organisation_id() else not_found()
