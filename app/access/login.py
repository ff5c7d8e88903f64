"""Logging in: the password, and the waits that make guessing one hopeless.

Failures count per account (in the database) and per address (in this process's memory: an address is cheap to change,
so that what is lost at a restart is little). Addresses that nobody has are counted like accounts, so that a lock-out
doesn't tell which exist.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from app.access import audit
from app.access.passwords import needs_rehash, rehash, verify_password
from app.errors.access import LOCKED, LOGIN_FAILED
from app.storage.models import Person

FREE_FAILURES = 5
LONGEST_WAIT = timedelta(minutes=15)
ADDRESS_ALLOWANCE = 4
"""Behind one address may be a whole office: it may fail so many times as often as an account."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to log in from `address`."""

    email: str
    password: str = field(repr=False)
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not: `code` is in the catalogue; `wait` is zero where another attempt may follow at once."""

    code: str
    wait: timedelta = timedelta()

    @property
    def minutes(self) -> int:
        """The wait, rounded up."""
        return ceil(self.wait / timedelta(minutes=1))


def wait_after(failures: int) -> timedelta:
    """How long after the given number of failures in a row: nothing for the first four, then 1, 2, 4, 8, 15 minutes."""
    if failures < FREE_FAILURES:
        return timedelta()
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(failures - FREE_FAILURES, 10)))


class Throttle:
    """Failures by name (an address, or an e-mail that nobody has), in memory, at most `size` names."""

    def __init__(self, size: int = 10_000) -> None:
        self._size = size
        self._failures: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = Lock()

    def wait(self, name: str, at: datetime) -> timedelta:
        """How long `name` still has to wait."""
        with self._lock:
            _, until = self._failures.get(name, (0, at))
            return max(until - at, timedelta())

    def fail(self, name: str, at: datetime, allowance: int = 1) -> None:
        """Count a failure of `name`, which may fail `allowance` times as often as an account before it waits."""
        with self._lock:
            failures = self._failures.pop(name, (0, at))[0] + 1
            self._failures[name] = (failures, at + wait_after(failures // allowance))
            while len(self._failures) > self._size:
                self._failures.popitem(last=False)

    def clear(self, name: str) -> None:
        """`name` succeeded."""
        with self._lock:
            self._failures.pop(name, None)


def check(session: OrmSession, attempt: Attempt, throttle: Throttle) -> bool | Denied:
    """Whether the password is right; Denied where nobody looks at it because of a wait.

    This only reads, and takes its 30 ms outside of the transaction that writes: guessing passwords must not keep
    the embedded database's one writer busy.
    """
    person = _find(session, attempt)
    wait = _wait(person, attempt, throttle)
    return Denied(LOCKED, wait) if wait else verify_password(person.password_hash if person else None, attempt.password)


def log_in(session: OrmSession, attempt: Attempt, right: bool, throttle: Throttle) -> Person | Denied:
    """The person, or why not, by what `check` found; the waits are looked at again, for attempts come in parallel.

    It doesn't raise, for what a failure writes down must be committed.
    """
    person = _find(session, attempt)
    wait = _wait(person, attempt, throttle)
    if wait:
        return Denied(LOCKED, wait)
    if not right or person is None:
        return _fail(session, person, attempt, throttle)
    return _succeed(session, person, attempt, throttle)


def _find(session: OrmSession, attempt: Attempt) -> Person | None:
    return session.scalar(select(Person).where(Person.email == attempt.email.strip().lower(), Person.active))


def _wait(person: Person | None, attempt: Attempt, throttle: Throttle) -> timedelta:
    own = throttle.wait(_unknown(attempt), attempt.at)
    if person is not None:
        own = max((person.locked_until or attempt.at) - attempt.at, timedelta())
    return max(own, throttle.wait(_address(attempt), attempt.at))


def _fail(session: OrmSession, person: Person | None, attempt: Attempt, throttle: Throttle) -> Denied:
    throttle.fail(_address(attempt), attempt.at, ADDRESS_ALLOWANCE)
    if person is None:
        throttle.fail(_unknown(attempt), attempt.at)
        return Denied(LOGIN_FAILED)
    person.failed_logins += 1
    wait = wait_after(person.failed_logins)
    person.locked_until = attempt.at + wait if wait else None
    _audit(session, person, attempt, "login.failed")
    return Denied(LOGIN_FAILED)


def _succeed(session: OrmSession, person: Person, attempt: Attempt, throttle: Throttle) -> Person:
    throttle.clear(_address(attempt))
    person.failed_logins, person.locked_until = 0, None
    if needs_rehash(person.password_hash):
        person.password_hash = rehash(attempt.password)
    _audit(session, person, attempt, "login.succeeded")
    return person


def _audit(session: OrmSession, person: Person, attempt: Attempt, action: str) -> None:
    audit.record(
        session, audit.Actor.person(person), action, f"person:{person.id}", attempt.at, address=attempt.address
    )


def _address(attempt: Attempt) -> str:
    return f"address:{attempt.address}"


def _unknown(attempt: Attempt) -> str:
    return f"email:{attempt.email.strip().lower()[:254]}"
