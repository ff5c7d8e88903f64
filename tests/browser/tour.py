"""Takes the pictures of docs/tour/: `python -m tests.browser.tour`.

They are taken of the real pages, over a real server with a small history, so that they can't show what isn't there.
"""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Browser, Page

from app.storage.database import Database
from tests.browser.browsing import chromium, log_in, serving
from tests.browser.story import play
from tests.edi_documents import order_850
from tests.integration.web_support import a_site, email_of

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

# picture: (who, language, window, page to begin at, link to follow or "", what is to be seen)
PICTURES = {
    "01-log-in": ("", "en", DESK, "/login", "", "The log-in page"),
    "02-work-list": ("approver", "en", DESK, "/", "", "The work list: what waits for us"),
    "03-counter-offer": ("buyer", "en", DESK, "/", "PO-1001", "A counter-offer, compared with the order line by line"),
    "04-document": ("approver", "en", DESK, "/documents?q=INV-PO-2001", "INV-PO-2001", "An invoice as people read it"),
    "05-invoice": ("accounts_payable", "en", DESK, "/", "INV-PO-2001", "An invoice, matched and waiting for approval"),
    "06-contract": ("approver", "en", DESK, "/contracts", "C-77", "A contract with its versions"),
    "07-redline": ("approver", "en", DESK, "/contracts", "C-77>Compare versions", "Two versions compared"),
    "08-deliveries": ("administrator", "en", DESK, "/deliveries", "", "Deliveries to the organisation's own systems"),
    "09-people": ("administrator", "en", DESK, "/people", "", "People, and what each role may do"),
    "10-work-list-zh": ("approver", "zh", DESK, "/", "", "The work list in Chinese"),
    "11-counter-offer-zh": ("buyer", "zh", DESK, "/", "PO-1001", "The counter-offer in Chinese"),
    "12-phone": ("approver", "en", PHONE, "/", "", "The work list on a phone"),
    "13-phone-document-zh": (
        "approver",
        "zh",
        PHONE,
        "/documents?q=PO-1002",
        "PO-1002",
        "An order on a phone, in Chinese",
    ),
    "14-dark": ("buyer", "en", DESK, "/", "PO-1001", "The same in the dark"),
    "15-explained": (
        "buyer",
        "en",
        DESK,
        "/edi/interchanges",
        "",
        "An X12 order, and what is wrong with it",
    ),
    "16-explained-zh": ("buyer", "zh", PHONE, "/edi/interchanges", "", "The same in Chinese, on a phone"),
    "17-agreement": ("administrator", "en", DESK, "/edi/agreements", "", "What is agreed on X12 with a partner"),
}


def take_pictures() -> None:
    """All of them, and the page that shows them."""
    TOUR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/tour.db")
        database.create_all()
        site = a_site(database, Path(folder), lambda: NOW)
        play(site)
        with serving(site) as address, chromium() as browser:
            for name in PICTURES:
                _take(browser, address, name)
        database.dispose()
    (TOUR / "README.md").write_text(_page(), "utf-8")


def _take(browser: Browser, address: str, name: str) -> None:
    who, language, window, path, links, _ = PICTURES[name]
    scheme = "dark" if "dark" in name else "light"
    context = browser.new_context(viewport=window, color_scheme=scheme, locale="en-GB")
    page = context.new_page()
    if who:
        log_in(page, address, email_of(who), language)
    page.goto(address + path)
    for link in filter(None, links.split(">")):
        _follow(page, link)
    if "explained" in name:
        page.fill("#text", _faulty_order())
        page.locator("main button.main").click()
        page.wait_for_load_state()
    if "agreement" in name:
        page.locator("main form button").first.click()
        page.wait_for_load_state()
    page.screenshot(path=TOUR / f"{name}.png", full_page=True)
    context.close()


def _follow(page: Page, words: str) -> None:
    page.locator("main").get_by_role("link", name=words).first.click()
    page.wait_for_load_state()


def _faulty_order() -> str:
    """An 850 with a unit that there is none of, a date that is none, and a line that is counted twice."""
    paper = order_850()
    paper.segments[paper.index("PO1")][3] = "QQ"
    paper.segments[paper.index("DTM")][2] = "20260231"
    paper.segments[paper.index("SE")][1] = "22"
    return paper.raw().decode()


def _page() -> str:
    shown = "\n\n".join(f"## {told}\n\n![{told}]({name}.png)" for name, (*_, told) in PICTURES.items())
    return f"# A tour of the pages\n\nMade by `python -m tests.browser.tour`.\n\n{shown}\n"


if __name__ == "__main__":
    take_pictures()
