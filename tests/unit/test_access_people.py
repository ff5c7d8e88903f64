"""Roles, passwords, log-in with its waits, sessions."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import login
from app.access.login import Attempt, Denied, Throttle, wait_after
from app.access.passwords import PasswordRefused, hash_password, verify_password
from app.access.people import NewPerson, PersonRefused, add_person, change_role, set_active, set_password
from app.access.roles import PERMISSIONS, Permission, Role, may
from app.access.sessions import close_all, close_session, csrf_matches, find_session, forget_expired, open_session
from app.storage.models import AuditEntry, Person
from app.storage.models import Session as LogIn
from tests.unit.access_support import NOW, PASSWORD, a_person, an_empty_database


@pytest.fixture
def session() -> Iterator[Session]:
    with an_empty_database() as opened:
        yield opened


def log_in(session: Session, attempt: Attempt, throttle: Throttle) -> Person | Denied:
    right = login.check(session, attempt, throttle)
    return right if isinstance(right, Denied) else login.log_in(session, attempt, right, throttle)


def attempt(password: str = PASSWORD, email: str = "ann@north.example", minutes: float = 0) -> Attempt:
    return Attempt(email, password, "192.0.2.1", NOW + timedelta(minutes=minutes))


@pytest.mark.parametrize("role", Role)
def test_every_role_may_view(role: Role) -> None:
    assert may(role, Permission.VIEW)


def test_who_manages_keys_can_neither_negotiate_nor_sign_nor_approve() -> None:
    assert not PERMISSIONS[Role.ADMINISTRATOR] & {
        Permission.NEGOTIATE,
        Permission.SIGN_CONTRACTS,
        Permission.APPROVE_INVOICES,
    }


def test_an_unknown_role_may_do_nothing() -> None:
    assert not any(may("owner", permission) for permission in Permission)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "access.password_short"),
        ("x" * 300, "access.password_long"),
        ("Password1234", "access.password_common"),
        ("abababababab", "access.password_common"),
    ],
)
def test_a_password_that_would_be_guessed_is_refused(password: str, code: str) -> None:
    with pytest.raises(PasswordRefused) as refused:
        hash_password(password)
    assert refused.value.code == code


def test_a_password_is_verified_and_another_is_not() -> None:
    stored = hash_password(PASSWORD)
    assert PASSWORD not in stored
    assert verify_password(stored, PASSWORD)
    assert not verify_password(stored, PASSWORD + "!")
    assert not verify_password(None, "the password of nobody")
    assert not verify_password("not a hash", PASSWORD)


def test_waits_grow_from_one_to_fifteen_minutes() -> None:
    assert [wait_after(n) // timedelta(minutes=1) for n in range(3, 12)] == [0, 0, 1, 2, 4, 8, 15, 15, 15]


def test_the_right_password_logs_in_whatever_the_case_of_the_address(session: Session) -> None:
    person = a_person(session)
    assert log_in(session, attempt(email=" Ann@North.example"), Throttle()) is person


def test_five_failures_lock_the_account_even_for_the_right_password(session: Session) -> None:
    person = a_person(session)
    for _ in range(5):
        assert log_in(session, attempt("wrong"), Throttle()) == Denied("access.login_failed")
    locked = log_in(session, attempt(minutes=0.5), Throttle())
    assert isinstance(locked, Denied)
    assert (locked.code, locked.minutes) == ("access.locked", 1)
    assert log_in(session, attempt(minutes=1), Throttle()) is person
    assert person.failed_logins == 0


def test_an_address_that_nobody_has_is_locked_like_an_account(session: Session) -> None:
    throttle = Throttle()
    answers = [log_in(session, attempt(email="nobody@north.example"), throttle) for _ in range(6)]
    assert [each.code for each in answers if isinstance(each, Denied)] == ["access.login_failed"] * 5 + [
        "access.locked"
    ]


def test_one_address_that_tries_many_accounts_is_locked_out(session: Session) -> None:
    a_person(session)
    throttle = Throttle()
    for n in range(20):
        log_in(session, attempt("wrong", email=f"guess{n}@north.example"), throttle)
    assert isinstance(log_in(session, attempt(), throttle), Denied)
    elsewhere = Attempt("ann@north.example", PASSWORD, "192.0.2.9", NOW)
    assert isinstance(log_in(session, elsewhere, throttle), Person)


def test_of_many_parallel_guesses_only_the_first_five_count(session: Session) -> None:
    a_person(session)
    throttle = Throttle()
    right = [login.check(session, attempt(), throttle) for _ in range(6)]
    assert right == [True] * 6
    answers = [login.log_in(session, attempt("wrong"), False, throttle) for _ in range(5)]
    assert all(isinstance(each, Denied) for each in answers)
    assert login.log_in(session, attempt(), True, throttle) == Denied("access.locked", wait_after(5))


def test_the_throttle_forgets_the_oldest_rather_than_growing_for_ever() -> None:
    throttle = Throttle(size=3)
    for n in range(10):
        for _ in range(5):
            throttle.fail(str(n), NOW)
    assert [bool(throttle.wait(str(n), NOW)) for n in range(10)] == [False] * 7 + [True] * 3


def test_log_ins_and_failures_are_audited(session: Session) -> None:
    a_person(session)
    log_in(session, attempt("wrong"), Throttle())
    log_in(session, attempt(), Throttle())
    session.flush()
    assert sorted(session.scalars(select(AuditEntry.action))) == ["login.failed", "login.succeeded"]


def test_who_was_put_out_of_action_can_not_log_in(session: Session) -> None:
    person = a_person(session, role="viewer")
    set_active(session, person, False)
    assert isinstance(log_in(session, attempt(), Throttle()), Denied)


def test_the_table_of_sessions_does_not_hold_the_cookies_token(session: Session) -> None:
    opened = open_session(session, a_person(session), NOW)
    session.flush()
    stored = session.scalars(select(LogIn)).one()
    assert opened.token not in (stored.id, stored.csrf_token)
    assert find_session(session, opened.token, NOW) is stored
    assert find_session(session, stored.id, NOW) is None


def test_a_session_ends_when_idle_and_after_twelve_hours(session: Session) -> None:
    opened = open_session(session, a_person(session), NOW)
    session.flush()
    assert find_session(session, opened.token, NOW + timedelta(minutes=59)) is not None
    assert find_session(session, opened.token, NOW + timedelta(minutes=60)) is None
    opened.session.seen_at = NOW + timedelta(hours=12)
    assert find_session(session, opened.token, NOW + timedelta(hours=12)) is None


def test_logging_out_ends_one_session_and_logging_out_everywhere_all(session: Session) -> None:
    person = a_person(session)
    first, second, third = (open_session(session, person, NOW) for _ in range(3))
    session.flush()
    close_session(session, first.token)
    assert find_session(session, second.token, NOW) is not None
    close_all(session, person.id)
    session.expire_all()
    assert [find_session(session, each.token, NOW) for each in (first, second, third)] == [None] * 3


def test_expired_sessions_are_forgotten(session: Session) -> None:
    open_session(session, a_person(session), NOW)
    session.flush()
    forget_expired(session, NOW + timedelta(hours=1))
    assert session.scalars(select(LogIn)).all() == []


def test_an_empty_csrf_token_matches_nothing() -> None:
    assert csrf_matches("token", "token")
    assert not csrf_matches("", "")
    assert not csrf_matches("token", "tökén")


def test_a_new_password_ends_the_old_sessions(session: Session) -> None:
    person = a_person(session)
    opened = open_session(session, person, NOW)
    session.flush()
    set_password(session, person, "another long password")
    session.expire_all()
    assert find_session(session, opened.token, NOW) is None


def test_the_last_administrator_stays(session: Session) -> None:
    person = a_person(session)
    with pytest.raises(PersonRefused, match="last active administrator"):
        change_role(session, person, "viewer")
    with pytest.raises(PersonRefused):
        set_active(session, person, False)


@pytest.mark.parametrize(
    ("email", "role", "code"),
    [
        ("ann@north.example", "viewer", "access.email_taken"),
        ("not an address", "viewer", "access.email_invalid"),
        ("bob@north.example", "king", "access.role_unknown"),
    ],
)
def test_a_person_who_can_not_be_added_is_refused_with_the_reason(
    session: Session, email: str, role: str, code: str
) -> None:
    person = a_person(session)
    with pytest.raises(PersonRefused) as refused:
        add_person(session, NewPerson(person.organisation_id, email, "Bob", role, PASSWORD), NOW)
    assert refused.value.code == code
