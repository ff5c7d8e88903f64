"""Derive the fact tables beside this file from the official rules for UBL: rule ids, severities and paths, no prose.

    python schemas/en16931/derive_facts.py EN16931-UBL-validation-preprocessed.sch [OUTPUT_FOLDER]

Run it again when the standard's rules are released anew; a test derives the tables and compares, and sees that every
rule that fits neither table is written by hand in app/validation/en16931/ubl_syntax_rules.py. This script is not part
of the server and reads only the file given.

- `ubl_not_used.tsv`: rule, severity, then the paths at which nothing may stand: from the root, or from anywhere where
  they begin with `//`; `@name` is an attribute.
- `ubl_at_most_once.tsv`: rule, severity, the elements in which (`/` for the root), the path that may be there once.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

SCHEMATRON = "{http://purl.oclc.org/dsdl/schematron}"
SEVERITY = {"fatal": "error", "warning": "warning"}
ROOT = "/ubl:Invoice | /cn:CreditNote"
LINES = ("cac:InvoiceLine", "cac:CreditNoteLine")

PATH = r"(?://)?(?:[a-z]+:\w+/)*(?:[a-z]+:|@)\w+"
NOT_USED = re.compile(rf"not\((\({'[|]'.join(LINES)}\)/)?({PATH})\)")
NOT_USED_BUT = re.compile(r"count\((//@(\w+))\) - count\(//(cbc:\w+)/@\2\) <= 0")
AT_MOST_ONCE = re.compile(rf"\(?count\(({PATH})(?<!@name)\) ?<= ?1\)?")

Row = tuple[str, ...]


def assertions(schematron: Path) -> Iterator[Row]:
    """Context, id, severity and test of each assertion about UBL's syntax."""
    for rule in etree.parse(str(schematron)).getroot().iter(SCHEMATRON + "rule"):
        for each in rule.iterchildren(SCHEMATRON + "assert"):
            if each.get("id").startswith("UBL-"):
                test = " ".join(each.get("test").split())
                yield rule.get("context"), each.get("id"), SEVERITY[each.get("flag")], test


def not_used(context: str, rule: str, severity: str, test: str) -> Row | None:
    """The row of an assertion that something isn't there; None for any other."""
    if found := NOT_USED_BUT.fullmatch(test):
        return rule, severity, found[1], found[3]
    found = NOT_USED.fullmatch(test)
    if not found or context != ROOT:
        return None
    parents = [f"{line}/" for line in LINES] if found[1] else [""]
    return rule, severity, " ".join(parent + found[2] for parent in parents)


def at_most_once(context: str, rule: str, severity: str, test: str) -> Row | None:
    """The row of an assertion that something is there once at most; None for any other."""
    found = AT_MOST_ONCE.fullmatch(test)
    if not found or "[" in context or found[1].startswith("//"):
        return None
    return rule, severity, " ".join(_contexts(context)), found[1]


def _contexts(context: str) -> Iterable[str]:
    return ["/"] if context == ROOT else [each.strip() for each in context.split("|")]


def write(path: Path, rows: Iterable[Row]) -> None:
    """One tab-separated line a row, in the rules' order."""
    path.write_text("".join("\t".join(row) + "\n" for row in sorted(rows)), encoding="utf-8")


def derive(schematron: Path, output: Path) -> list[str]:
    """Write both tables; the ids of the rules that are in neither."""
    tables: dict[str, list[Row]] = {"ubl_not_used": [], "ubl_at_most_once": []}
    left = []
    for each in assertions(schematron):
        if row := not_used(*each):
            tables["ubl_not_used"].append(row)
        elif row := at_most_once(*each):
            tables["ubl_at_most_once"].append(row)
        else:
            left.append(each[1])
    for name, rows in tables.items():
        write(output / f"{name}.tsv", rows)
    return sorted(left)


if __name__ == "__main__":
    here = Path(__file__).parent
    derive(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else here)
