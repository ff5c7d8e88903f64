"""The password once more, before what must be done by this very person: signing, or choosing another password."""

from flask import request

from app.access.login import Attempt, Denied, check
from app.access.login import log_in as settle
from app.errors import CountersignError
from app.errors.access import LOCKED, PASSWORD_WRONG
from app.web.blueprint import db, ports, throttle
from app.web.guard import visitor


def require_password(field: str) -> None:
    """Compare the form's `field`, under the same waits as the log-in: no form must be the easy way to guess it.

    Raises:
        CountersignError: access.locked, access.password_wrong.
    """
    person = visitor().person
    attempt = Attempt(person.email, request.form.get(field, ""), request.remote_addr or "", ports().clock())
    right = check(db(), attempt, throttle())
    if isinstance(right, Denied):
        raise CountersignError(LOCKED, minutes=right.minutes)
    if not right:
        with ports().database.unit_of_work() as uow:
            settle(uow.session, attempt, False, throttle())
            uow.commit()
        raise CountersignError(PASSWORD_WRONG)
