"""Doing something on a page: one transaction, with its entry in the audit trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from app.access import audit
from app.storage.unit_of_work import UnitOfWork
from app.web.blueprint import ports
from app.web.guard import visitor


@contextmanager
def acting(action: str, subject: str, **detail: object) -> Iterator[UnitOfWork]:
    """A unit of work that is committed at the end of the block, its audit entry included; an exception undoes both."""
    with ports().database.unit_of_work() as uow:
        yield uow
        audit.record(uow.session, audit.Actor.person(visitor().person), action, subject, ports().clock(), **detail)
        uow.commit()


def back_to(endpoint: str, done: str, **values: str) -> Response:
    """To a page that says what was done; a reload there does nothing twice."""
    parameters: dict[str, Any] = {"done": done, **values}
    return redirect(url_for(f"web.{endpoint}", **parameters))
