"""Staff walk through the pages in a real browser: at a desk and on a phone, with JavaScript and without."""

from collections.abc import Iterator

import pytest

from app.storage.database import Database
from tests.browser.browsing import CHROMIUM, chromium, complaints, log_in, serving
from tests.browser.story import play
from tests.integration.web_support import PASSWORD, a_site, email_of

pytestmark = pytest.mark.browser
if not CHROMIUM.exists():
    pytest.skip(
        f"LEFT OUT: no browser at {CHROMIUM}; install chromium to try the pages in one", allow_module_level=True
    )

from playwright.sync_api import Browser, Page, expect  # noqa: E402  (a module that is only there with the browser)

LANDMARKS = """() => ({
  h1: document.querySelectorAll("h1").length,
  main: document.querySelectorAll("main").length,
  lang: document.documentElement.lang,
  unlabelled: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((each) => !each.labels.length && !each.ariaLabel).map((each) => each.name),
  nameless: [...document.querySelectorAll("a, button, summary")].filter((each) => !each.textContent.trim()).length,
  headless: [...document.querySelectorAll("table")].filter((each) => !each.caption).length,
  unscoped: [...document.querySelectorAll("th")].filter((each) => !each.scope).length,
  wide: document.documentElement.scrollWidth > innerWidth,
})"""
GOOD = {"h1": 1, "main": 1, "unlabelled": [], "nameless": 0, "headless": 0, "unscoped": 0, "wide": False}
PLACES = ["/", "/negotiations", "/contracts", "/documents", "/deliveries", "/quarantine", "/partners", "/keys"]
PLACES += ["/channels", "/people", "/clients", "/audit", "/me", "/nowhere"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    database = Database(f"sqlite:///{folder / 'test.db'}")
    database.create_all()
    site = a_site(database, folder)
    play(site)
    with serving(site) as running:
        yield running
    database.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh")])
def test_every_page_is_sound_at_a_desk_and_on_a_phone(
    browser: Browser, address: str, width: int, language: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    heard = complaints(page)
    log_in(page, address, email_of("administrator"), language)
    for path in [*PLACES, *_records(page, address)]:
        page.goto(address + path)
        found = page.evaluate(LANDMARKS)
        assert found == {**GOOD, "lang": "zh-Hans" if language == "zh" else "en"}, path
    page.close()
    assert [each for each in heard if "404" not in each] == []


def _records(page: Page, address: str) -> list[str]:
    """One page of each kind of record, as the lists link to them."""
    found = []
    for path in (
        "/negotiations?kind=purchase-order",
        "/contracts",
        "/documents",
        "/deliveries",
        "/partners",
        "/channels",
    ):
        page.goto(address + path)
        href = page.locator("tbody th a").first.get_attribute("href")
        assert href
        found.append(href)
    return [*found, f"{found[2]}/original", f"{found[1]}/redline"]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_buyer_finds_the_counter_offer_compares_it_and_goes_on(
    browser: Browser, address: str, javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    log_in(page, address, email_of("buyer"))
    page.get_by_role("link", name="PO-1001").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Purchase order PO-1001")
    expect(page.locator("table.compare tbody tr")).to_have_count(4)
    expect(page.get_by_role("button", name="Accept the counter-offer")).to_be_visible()
    page.get_by_role("link", name="Order response OR-PO-1001").first.click()
    expect(page.get_by_role("heading", name="Signature", exact=True)).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    context.close()


def test_a_keyboard_reaches_the_content_first_and_the_search_by_a_slash(browser: Browser, address: str) -> None:
    page = browser.new_page()
    log_in(page, address, email_of("viewer"))
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.close()


def test_a_contract_is_accepted_released_and_signed_in_the_browser(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    log_in(page, address, email_of("approver"))
    page.goto(f"{address}/contracts")
    page.get_by_role("link", name="C-77").click()
    page.get_by_role("button", name="Accept this version").click()
    if not page.get_by_role("button", name="Release for signing").count():
        log_out_and_in(page, address)
        page.goto(f"{address}/contracts")
        page.get_by_role("link", name="C-77").click()
    page.get_by_role("button", name="Release for signing").click()
    page.get_by_role("link", name="Read and sign").click()
    page.get_by_label("I have read this version").check()
    page.get_by_label("Your password, again").fill(PASSWORD)
    page.get_by_role("button", name="Sign this version").click()
    expect(page.locator(".notice")).to_have_text("You have signed this version.")
    expect(page.get_by_text("Signed by one party").first).to_be_visible()
    page.close()


def log_out_and_in(page: Page, address: str) -> None:
    page.get_by_role("button", name="Log out").click()
    log_in(page, address, email_of("approver", "seller"))
