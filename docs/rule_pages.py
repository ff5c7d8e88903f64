"""A page for each built-in rule: what it asks, why, an example that breaks it, what is then found, how to repair it.

Examples are run while the pages are written: what a page shows as found is what validation finds.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from app.domain.findings import Finding
from app.errors import entry
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation import en16931, peppol
from app.validation.rule import Rule
from tests.rule_examples import apply

SETS: Mapping[str, tuple[str, tuple[Rule, ...]]] = {
    "en16931-ubl": (
        "EN 16931 for UBL (CEN/TC 434 validation artefacts 1.3.16)",
        (*en16931.SEMANTIC, *en16931.UBL_SYNTAX),
    ),
    "peppol-billing": ("Peppol BIS Billing 3 (release 2026.5)", peppol.RULES),
}
_CONTEXT = 2
_LONGEST = 40


def rule_pages(folder: Path) -> dict[Path, str]:
    """Every page of `docs/rules` by its path."""
    pages: dict[Path, str] = {}
    rows: list[str] = []
    for name, (title, rules) in SETS.items():
        rows += ["", f"## `{name}`: {title}", "", "| rule | about | severity | terms |", "|---|---|---|---|"]
        for rule in sorted(rules, key=lambda each: _natural(each.id)):
            pages[folder / name / f"{rule.id}.md"] = _page(name, rule)
            about = _plain(entry(rule.entry or rule.id).en)
            rows.append(f"| [{rule.id}]({name}/{rule.id}.md) | {about} | {rule.severity} | {rule.terms} |")
    pages[folder / "index.md"] = "\n".join([*_INTRODUCTION, *rows, ""])
    return pages


_INTRODUCTION = (
    "# Rules of standards",
    "",
    "Each rule of the built-in sets has a page: what it asks, why, an example that breaks it, what is then found, and",
    "how to repair it. [How rules are chosen and installed](../rules.md) has a page of its own. `{…}` stands for what",
    "is filled in.",
)


def _page(ruleset: str, rule: Rule) -> str:
    found = _found(ruleset, rule) if rule.example else None
    lines = [f"# {rule.id}", "", f"`{ruleset}` · {rule.severity}{_terms(rule)} · [all rules](../index.md)", ""]
    lines += ["## What it asks, and why", "", rule.why or _plain(entry(rule.entry or rule.id).en), ""]
    lines += ["## What is found, and how to repair it", "", *_words(rule, found)]
    if found:
        lines += ["## An example that breaks it", "", "```diff", *_difference(rule.example), "```", ""]
        lines += [f"It is found at `{found.path}`.", ""]
        if "expected" in found.params:
            lines += [f"Found: `{found.params.get('found', '')}`. Expected: `{found.params['expected']}`.", ""]
    return "\n".join(lines)


def _words(rule: Rule, found: Finding | None) -> list[str]:
    """The words in both languages: as they are for the example, or as they stand in the catalogue."""
    words = entry(rule.entry or rule.id)
    if found:
        said = [(found.message(), found.hint()), (found.message("zh"), found.hint("zh"))]
    else:
        said = [(words.en, words.hint_en), (words.zh, words.hint_zh)]
    return [line for message, hint in said for line in (f"**{_plain(message)}** {_plain(hint)}".strip(), "")]


def _terms(rule: Rule) -> str:
    return f" · {rule.terms}" if rule.terms else ""


def _natural(id_: str) -> list[tuple[int, str]]:
    """Sorts BR-9 before BR-10."""
    return [(int(each), "") if each.isdigit() else (-1, each) for each in re.split(r"(\d+)", id_)]


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_").replace("|", "\\|")


def _found(ruleset: str, rule: Rule) -> Finding:
    tree = Tree(parse_xml(apply(rule.example)).root)
    judge = en16931.judge_ubl(tree) if ruleset == "en16931-ubl" else peppol.judge_billing(tree)
    found: dict[str, list[Finding]] = defaultdict(list)
    for each in judge:
        found[each.code].append(each)
    return found[rule.id][0]


def _difference(example: str) -> Iterator[str]:
    """What the example changes in the good document, with the lines around it."""
    base = next((line.split()[1] for line in example.split("\n") if line.strip().startswith("base ")), "invoice")
    before, after = _lines(apply(f"base {base}")), _lines(apply(example))
    shown = 0
    for line in difflib.unified_diff(before, after, lineterm="", n=_CONTEXT):
        if line.startswith(("---", "+++", "@@")):
            if shown and line.startswith("@@"):
                yield " …"
            continue
        shown += 1
        if shown > _LONGEST:
            yield " …"
            return
        yield line


def _lines(raw: bytes) -> list[str]:
    root = etree.fromstring(raw, etree.XMLParser(remove_blank_text=True))
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="unicode").splitlines()
