"""Writes the pages that follow from the code: error codes, rules, the code lists, and the command line.

    python docs/generate.py

A test fails while they are not what this would write.
"""

import sys
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import click

from app.api.problems import STATUS
from app.cli import main
from app.domain.codelists import CodeList, code_list, code_lists, parts
from app.errors import Entry, entries

DOCS = Path(__file__).resolve().parent
UNDERSTOOD_BUT_REFUSED = 422
TITLES: Mapping[str, str] = {
    "access": "Log-in, people, keys",
    "api": "The API itself",
    "business": "Business rules",
    "certificate": "Certificates",
    "channel": "Channels",
    "cii": "Cross Industry Invoice",
    "contract": "Negotiating contracts",
    "contract_signature": "Signing contracts",
    "contract_xml": "Contract XML",
    "cxml": "cXML",
    "delivery": "Deliveries",
    "document": "Documents as such",
    "edi_agreement": "Agreements on X12 and EDIFACT",
    "edi_task": "X12 and EDIFACT: what staff look into",
    "edi_directory": "EDIFACT directories",
    "evidence": "Receipts and their verification",
    "feed": "The feed",
    "invoice": "Negotiating invoices",
    "json": "JSON",
    "jws": "Signed JSON (JWS)",
    "matching": "Matching invoices",
    "message": "Messages",
    "negotiation": "Negotiations",
    "order": "Negotiating orders",
    "partner": "Partners",
    "party": "Buyer and seller",
    "rules": "Rules of standards",
    "rulesets": "Sets of rules",
    "schedule": "Schedules",
    "schema": "Schemas",
    "signature": "XML signatures, and keys",
    "transport": "Webhooks and folders",
    "ubl": "UBL",
    "ubl_json": "UBL-JSON",
    "xml": "XML",
}


def generated() -> dict[Path, str]:
    """Every generated page by its path."""
    dotted = [each for each in entries() if "." in each.code]  # a rule's own id has no family; docs/rules/ is theirs
    families = {name: list(found) for name, found in groupby(dotted, key=lambda each: each.code.partition(".")[0])}
    pages = {DOCS / "errors" / f"{name}.md": _family(name, found) for name, found in families.items()}
    pages[DOCS / "errors" / "index.md"] = _index(families)
    pages[DOCS / "command-line.md"] = _command_line()
    pages[DOCS / "codelists.md"] = _code_lists()
    return pages


def _family(name: str, found: list[Entry]) -> str:
    lines = [f"# `{name}.*`: {TITLES.get(name, name)}", "", "[All families](index.md)", ""]
    for each in found:
        lines += [f"## {each.code}", "", f"HTTP {status}" if (status := STATUS.get(each.code)) else "", ""]
        lines += _language(each.en, each.hint_en) + _language(each.zh, each.hint_zh)
    return "\n".join(_without_doubled_gaps(lines)) + "\n"


def _language(message: str, hint: str) -> list[str]:
    return [f"**{_plain(message)}** {_plain(hint)}".strip(), ""]


def _plain(text: str) -> str:
    """A catalogue's text as Markdown: what looks like markup is meant as it stands."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_") if "`" not in text else text


def _without_doubled_gaps(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _index(families: Mapping[str, list[Entry]]) -> str:
    rows = [
        f"| [`{name}.*`]({name}.md) | {TITLES.get(name, name)} | {len(found)} |" for name, found in families.items()
    ]
    return "\n".join(
        [
            "# Errors",
            "",
            "Codes are stable: software may branch on them, and a released code keeps its meaning. Every code has",
            "its words in English and in Simplified Chinese; `{…}` stands for what is filled in. A problem answers",
            f"with the HTTP status given at its code, else with {UNDERSTOOD_BUT_REFUSED}: understood, and refused",
            "for what it says. A running server shows the same under `/api/v1/problems`.",
            "",
            "| family | about | codes |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def _code_lists() -> str:
    return "\n".join(
        [
            "# Code lists",
            "",
            "The codes that documents may use are data: one table a list in `schemas/codelists`, with the days from",
            "and to which a code holds where they are known for certain. A list's *parts* are what a rule set accepts:",
            "exactly the codes of that release, whether or not one has been retired since. Names of countries,",
            "currencies and languages come from CLDR, the others are this project's own.",
            "",
            "| list | of | kept by | version | codes |",
            "|---|---|---|---|---|",
            *(_code_list_row(code_list(name)) for name in code_lists()),
            "",
            "## Parts",
            "",
            "| part | accepted by | codes |",
            "|---|---|---|",
            *(_part_row(code_list(part)) for name in code_lists() for part in parts(name)),
            "",
        ]
    )


def _code_list_row(found: CodeList) -> str:
    return f"| `{found.name}` | {found.title} | {found.agency} | {found.version} | {len(found.codes)} |"


def _part_row(found: CodeList) -> str:
    return f"| `{found.name}` | {found.source} | {len(found.codes)} |"


def _command_line() -> str:
    parts = [
        "# The command line",
        "",
        "`countersign` is the same as `python -m app`. Exit status: 0 done; 1 what was asked about is not right",
        "(findings, a refusal, a failed proof); 2 the call can't be carried out, and one line says why. Settings",
        "come from the environment; see [operators](operators.md#settings).",
        "",
    ]
    for context in _commands(main.make_context("countersign", [], resilient_parsing=True, terminal_width=100)):
        parts += [f"## {context.command_path}", "", "```text", context.get_help(), "```", ""]
    return "\n".join(parts)


def _commands(context: click.Context) -> Iterator[click.Context]:
    """A context for each command below the group of `context`; its usage line begins with the whole path."""
    if not isinstance(context.command, click.Group):
        yield context
        return
    for name in context.command.list_commands(context):
        command = context.command.get_command(context, name)
        if command is not None:
            yield from _commands(click.Context(command, parent=context, info_name=name))


def _rules() -> dict[Path, str]:
    """A page a rule; they are written by running every rule's example, so they are made only when they are written."""
    sys.path.insert(0, str(DOCS.parent))
    from docs.rule_pages import rule_pages

    return rule_pages(DOCS / "rules")


if __name__ == "__main__":
    for path, text in (generated() | _rules()).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
