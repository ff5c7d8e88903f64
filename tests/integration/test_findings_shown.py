"""What a reader sees of findings: together what is one fault, and still in words when its rule is long gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.access import passwords
from app.api import shapes
from app.domain.findings import Finding
from app.pipeline.messages import Outcome
from app.storage.database import Database
from app.storage.models import DocumentRecord
from tests.builders import an_order
from tests.integration.web_support import Site, a_site, email_of
from tests.unit.test_web_words import translated

GONE = {
    "code": "NO-SUCH-RULE-7",
    "severity": "error",
    "path": "/Order/cbc:Note",
    "line": 4,
    "message": "The note is {blue}.",
    "hint": "Make it red.",
    "params": {"colour": "blue"},
    "ruleset": "colours",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(passwords, "_hasher", passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    database = Database(f"sqlite:///{tmp_path / 'test.db'}")
    database.create_all()
    yield a_site(database, tmp_path)
    database.dispose()


def rejected_with(site: Site, *findings: dict[str, object]) -> str:
    outcome: Outcome = site.submit(an_order().with_(number=" ").build())
    with site.ports.database.unit_of_work() as uow:
        uow.session.get_one(DocumentRecord, outcome.document_id).findings = list(findings)
        uow.commit()
    return outcome.document_id


def test_a_finding_whose_rule_is_gone_keeps_the_words_that_it_had() -> None:
    kept = Finding.from_dict(GONE)
    assert kept.message("zh") == kept.message() == "The note is {blue}."
    assert kept.hint() == "Make it red."
    assert Finding.from_dict(kept.as_dict()) == kept


def test_pages_and_api_show_findings_of_rules_that_are_gone(site: Site) -> None:
    document_id = rejected_with(site, GONE)
    page = site.browser(email_of("viewer")).open(f"/documents/{document_id}").get_data(as_text=True)
    assert "The note is {blue}." in page
    assert "NO-SUCH-RULE-7" in page
    assert "<small>colours</small>" in page
    with site.ports.database.reading() as session:
        shape = shapes.document(session.get_one(DocumentRecord, document_id), "zh")
    assert shape["findings"][0]["message"] == "The note is {blue}."


def test_what_one_rule_says_stands_together_and_errors_come_first(site: Site) -> None:
    many = [Finding("BR-24", f"/Invoice/cac:InvoiceLine[{n}]", n, ruleset="en16931-ubl").as_dict() for n in range(1, 9)]
    unknown = Finding.from_dict({**GONE, "code": "rules.unknown", "severity": "warning"}).as_dict()
    document_id = rejected_with(site, unknown, *many)
    browser = site.browser(email_of("viewer"))
    page = browser.open(f"/documents/{document_id}").get_data(as_text=True)
    assert page.index("BR-24") < page.index("rules.unknown")
    assert page.count(Finding("BR-24").message()) == 1
    assert "8 places" in page
    assert "<summary>5 more</summary>" in page
    assert page.count("/Invoice/cac:InvoiceLine[") == 8
    assert "EN 16931" in page
    browser.send("/language", language="zh", back="/")
    chinese = browser.open(f"/documents/{document_id}").get_data(as_text=True)
    assert str(translated()["%(count)s more"].string) % {"count": 5} in chinese
