"""Pages of lists that only grow at their front: a cursor is the last row's time and key, so nothing is skipped."""

import base64
import binascii
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.clock import from_iso, iso
from app.errors import CountersignError

T = TypeVar("T")


def page_of(
    session: Session,
    wanted: Select[T],
    time: InstrumentedAttribute[datetime],
    key: InstrumentedAttribute[str],
    query: dict[str, Any],
) -> tuple[list[T], str | None]:
    """One page, the newest first, and the cursor of the next one (None at the end)."""
    if query.get("after"):
        moment, last = _opened(query["after"])
        wanted = wanted.where(or_(time < moment, and_(time == moment, key < last)))
    ordered = wanted.order_by(time.desc(), key.desc()).limit(query["limit"] + 1)
    rows = list(session.scalars(ordered))
    page = rows[: query["limit"]]
    if len(rows) <= query["limit"]:
        return page, None
    return page, _closed(getattr(page[-1], time.key), getattr(page[-1], key.key))


def _closed(moment: datetime, key: str) -> str:
    return base64.urlsafe_b64encode(f"{iso(moment)} {key}".encode()).decode().rstrip("=")


def _opened(cursor: str) -> tuple[datetime, str]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        moment, _, key = base64.urlsafe_b64decode(padded.encode("ascii")).decode("ascii").partition(" ")
        if not key.isprintable():
            raise ValueError(key)
        return from_iso(moment), key
    except (ValueError, OverflowError, binascii.Error):
        raise CountersignError("api.bad_request", detail="`after` is not a cursor of this list") from None
