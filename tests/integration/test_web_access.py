"""Who gets in, who may do what, and that nobody sees what isn't his."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.access import passwords
from app.access.roles import Role
from app.storage.database import Database
from app.storage.models import Person
from app.storage.models import Session as LogIn
from app.web.guard import HEADERS
from tests.builders import an_order, an_order_response
from tests.integration.web_support import PASSWORD, Site, a_site, email_of


@pytest.fixture(autouse=True)
def _quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    database.create_all()
    yield a_site(database, tmp_path)
    database.dispose()


PAGES = ["/", "/documents", "/negotiations", "/contracts", "/deliveries", "/quarantine", "/partners", "/keys"]
PAGES += ["/channels", "/me", "/documents/upload", "/people", "/clients", "/audit"]
ADMINISTRATORS_ONLY = {"/people", "/clients", "/audit"}


def test_without_a_log_in_every_page_leads_to_the_log_in(site: Site) -> None:
    browser = site.browser()
    for path in PAGES:
        response = browser.open(path)
        assert (response.status_code, response.location.split("?")[0]) == (302, "/login"), path


def test_the_matrix_of_roles_and_pages(site: Site) -> None:
    for role in Role:
        browser = site.browser(email_of(role))
        for path in PAGES:
            allowed = path not in ADMINISTRATORS_ONLY or role is Role.ADMINISTRATOR
            allowed &= path != "/documents/upload" or role in (Role.BUYER, Role.APPROVER)
            assert browser.open(path).status_code == (200 if allowed else 403), (role, path)


def test_the_matrix_of_roles_and_deeds(site: Site) -> None:
    order = an_order().build()
    site.taken(order)
    site.taken(an_order_response(order, "CA").build())
    negotiation = f"/negotiations/{site.negotiation_id(order.number)}"
    administrator = {Role.ADMINISTRATOR}
    deeds = {
        "/partners": administrator,
        "/keys": administrator,
        "/keys/none/revoke": administrator,
        "/schedules/none/run": administrator,
        "/channels/none/pause": administrator,
        "/people": administrator,
        "/clients": administrator,
        "/quarantine/none/replay": administrator,
        "/deliveries/none/retry": {Role.ADMINISTRATOR, Role.BUYER},
        f"{negotiation}/events": {Role.BUYER, Role.APPROVER},
        f"{negotiation}/sign": {Role.APPROVER},
    }
    for role in Role:
        browser = site.browser(email_of(role))
        for path, allowed in deeds.items():
            status = browser.send(path, event="accept_counter", version="99").status_code
            assert (status != 403) == (role in allowed), (role, path, status)


def test_after_logging_in_one_is_where_one_wanted_to_be_but_never_elsewhere(site: Site) -> None:
    browser = site.browser()
    assert browser.open("/keys").location == "/login?next=/keys"
    wanted = {"/keys": "/keys", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/", "": "/"}
    for asked, reached in wanted.items():
        browser = site.browser()
        browser.open("/login")
        response = browser.send("/login", email=email_of("viewer"), password=PASSWORD, next=asked)
        assert response.location == reached


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(site: Site) -> None:
    pages = []
    for email in (email_of("viewer"), "nobody@birch.example"):
        browser = site.browser()
        assert browser.log_in(email, "wrong password").status_code == 401
        pages.append(browser.last.replace(email, "-"))
    strip = [page.split("<main")[1].split("csrf")[0] for page in pages]
    assert strip[0] == strip[1]


def test_five_wrong_passwords_lock_the_account_for_a_while(site: Site) -> None:
    browser = site.browser()
    for _ in range(5):
        assert browser.log_in(email_of("viewer"), "wrong password").status_code == 401
    assert browser.log_in(email_of("viewer")).status_code == 401
    assert "Try again in 1 min" in browser.last
    site.clock.now += timedelta(minutes=1)
    assert browser.log_in(email_of("viewer")).status_code == 302


def test_no_form_is_taken_without_its_token(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    posts = [rule for rule in site.app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    assert len(posts) > 15
    for rule in posts:
        path = rule.rule.replace("<any(pause, resume):change>", "pause").replace("<page:path>", "x")
        path = path.replace("<any(retry, hold, release, resend):action>", "retry")
        for name in rule.arguments:
            path = path.replace(f"<{name}>", "none")
        for data in ({}, {"csrf": ""}, {"csrf": "guessed"}):
            assert browser.client.post(path, data=data).status_code == 400, path


def test_a_token_of_somebody_elses_session_does_not_help(site: Site) -> None:
    mine, other = site.browser(email_of("administrator")), site.browser(email_of("viewer"))
    other.open("/me")
    mine.last = other.last
    assert mine.send("/logout").status_code == 400


def test_logging_in_gives_a_fresh_session_and_logging_out_ends_it(site: Site) -> None:
    browser = site.browser()
    browser.client.set_cookie("countersign_session", "chosen by somebody else")
    browser.log_in(email_of("viewer"))
    cookie = browser.client.get_cookie("countersign_session")
    assert cookie is not None
    assert cookie.value != "chosen by somebody else"
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    browser.send("/logout")
    browser.client.set_cookie("countersign_session", cookie.value)
    assert browser.open("/").status_code == 302


def test_logging_out_everywhere_ends_the_sessions_of_other_browsers(site: Site) -> None:
    first, second = site.browser(email_of("viewer")), site.browser(email_of("viewer"))
    first.open("/me")
    first.send("/logout", everywhere="yes")
    assert second.open("/").status_code == 302


def test_a_session_ends_after_an_hour_without_use_and_goes_on_with_use(site: Site) -> None:
    browser = site.browser(email_of("viewer"))
    for _ in range(3):
        site.clock.now += timedelta(minutes=50)
        assert browser.open("/").status_code == 200
    site.clock.now += timedelta(minutes=60)
    assert browser.open("/").status_code == 302


def test_every_page_carries_the_headers_that_keep_strangers_code_out(site: Site) -> None:
    browser = site.browser(email_of("viewer"))
    for path in ("/", "/login", "/nowhere", "/static/countersign.css"):
        headers = browser.open(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path
        assert "unsafe" not in headers["Content-Security-Policy"]
    assert browser.open("/").headers["Cache-Control"] == "no-store"


def test_pages_have_no_script_or_style_of_their_own(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    for path in PAGES:
        browser.open(path)
        for forbidden in ("<style", " style=", " onclick=", "javascript:", "<script>"):
            assert forbidden not in browser.last, (path, forbidden)


def test_a_changed_role_holds_from_the_next_click_on(site: Site) -> None:
    administrator, viewer = site.browser(email_of("administrator")), site.browser(email_of("viewer"))
    with site.ports.database.reading() as session:
        person = session.scalars(select(Person.id).where(Person.email == email_of("viewer"))).one()
    administrator.open("/people")
    assert administrator.send(f"/people/{person}", change="role", role="buyer").status_code == 302
    assert viewer.open("/").status_code == 302
    assert viewer.log_in(email_of("viewer")).status_code == 302
    assert viewer.open("/documents/upload").status_code == 200


def test_an_api_key_is_shown_once(site: Site) -> None:
    browser = site.browser(email_of("administrator"))
    browser.open("/clients")
    response = browser.send("/clients", name="ERP", scopes=["feed", "documents:read"])
    key = response.get_data(as_text=True).split('id="new-key">')[1].split("<")[0]
    assert key.startswith("csk_")
    assert key not in browser.open("/clients").get_data(as_text=True)


def test_the_sessions_table_grows_by_log_ins_only(site: Site) -> None:
    browser = site.browser(email_of("viewer"))
    for _ in range(3):
        browser.open("/")
    with site.ports.database.reading() as session:
        assert len(session.scalars(select(LogIn)).all()) == 1
