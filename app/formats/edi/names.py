"""What segments, data elements and their usual codes are called, in our own words: `edi_mappings/names/`.

The standards' own texts are not ours to give away; what a thing is, is a fact. What has no name here is told bare.
"""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

NAMES = Path(__file__).resolve().parents[3] / "edi_mappings" / "names"
LANGUAGES = ("en", "zh")


def segment_name(standard: str, tag: str, language: str = "en") -> str:
    """What a segment is for; "" where there is no name for it."""
    return _name(f"{standard}-segments", tag, language)


def element_name(standard: str, number: str, language: str = "en") -> str:
    """What a data element or composite of the standard's dictionary says (`353`, `C040`); "" as above."""
    return _name(f"{standard}-elements", number, language)


def code_name(standard: str, number: str, code: str, language: str = "en") -> str:
    """What a code of an element means; "" as above."""
    return _name(f"{standard}-codes", f"{number}\t{code}", language)


def _name(table: str, key: str, language: str) -> str:
    found = _table(table).get(key)
    return found[LANGUAGES.index(language)] if found else ""


@cache
def _table(name: str) -> Mapping[str, tuple[str, ...]]:
    with (NAMES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    return {"\t".join(row[:-2]): tuple(row[-2:]) for row in rows}
