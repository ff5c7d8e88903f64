"""Every built-in rule has a page, and the page shows what validation finds."""

from docs.rule_pages import SETS, rule_pages
from tests.integration.documentation import DOCS


def test_every_rule_has_its_page_as_its_example_is_found_today() -> None:
    pages = rule_pages(DOCS / "rules")
    outdated = [each.name for each, text in pages.items() if not each.is_file() or each.read_text() != text]
    assert not outdated, "run python docs/generate.py"
    assert {each for each in (DOCS / "rules").rglob("*.md")} == set(pages)


def test_the_sets_have_all_rules_of_their_releases() -> None:
    assert {name: len(rules) for name, (_, rules) in SETS.items()} == {"en16931-ubl": 979, "peppol-billing": 165}
