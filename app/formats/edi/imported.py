"""Grammars of EDIFACT directories that an operator imported: files of the installation's data folder.

They add to the grammars that come with Countersign and never replace one. A file is looked at again when it has
changed: what was imported is known at once, by servers that run, too.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.formats.edi.grammar import Grammar, UnknownGrammar, read_grammar

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

_SCHEMA = Path(__file__).resolve().parents[3] / "schemas" / "grammar.schema.json"
_STANDARD = "edifact"
_LONGEST_REASON = 200
_data: list[Callable[[], Path]] = []


class BrokenGrammar(UnknownGrammar):
    """A file of an imported grammar can't be used; `file` is its path, `why` says what is wrong with it."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why


def look_in(data: Callable[[], Path]) -> None:
    """From now on, imported grammars are those below the data folder that `data` tells when one is needed."""
    _data[:] = [data]


def folder(data: Path) -> Path:
    """Where grammars of EDIFACT directories are, below a data folder."""
    return data / "grammars" / _STANDARD


def files() -> Iterator[Path]:
    """The files of imported grammars, by name."""
    for data in _data:
        yield from sorted(folder(data()).glob("*.json"))


def imported(standard: str, name: str) -> Grammar:
    """The grammar of a directory that was imported, by its name in small letters.

    Raises:
        UnknownGrammar: none was.
        BrokenGrammar: its file isn't a grammar.
    """
    if standard != _STANDARD or not name.isalnum() or not name.isascii() or not _data:
        raise UnknownGrammar(name)
    file = folder(_data[0]()) / f"{name}.json"
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        raise UnknownGrammar(name) from None
    return _read(file, changed)


@lru_cache(maxsize=32)
def _read(file: Path, _changed: int) -> Grammar:
    try:
        data = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BrokenGrammar(file, str(error.strerror)) from None
    except ValueError as error:
        raise BrokenGrammar(file, str(error)) from None
    if why := what_is_wrong(data, file.stem):
        raise BrokenGrammar(file, why)
    return read_grammar(data)


def what_is_wrong(data: Any, name: str) -> str:
    """Why this is no grammar of the directory called `name` (in small letters); "" where it is one."""
    from jsonschema.exceptions import best_match

    fault = best_match(_validator().iter_errors(data))
    if fault is not None:
        return f"{fault.json_path}: {fault.message}"[:_LONGEST_REASON]
    if (data["standard"], data["version"].lower()) != (_STANDARD, name):
        return f"it says that it is {data['standard']} {data['version']}"
    for message, parts in data["messages"].items():
        if not _is_framed(parts):
            return f"{message} isn't between UNH and UNT"
        if not all(map(_begins_with_segment, parts)):
            return f"{message} has a loop that doesn't begin with a segment"
    try:
        read_grammar(data)
    except KeyError as missing:
        return f"there is no segment {missing.args[0]}"
    return ""


def _is_framed(parts: list[Any]) -> bool:
    return isinstance(parts[0], list) and isinstance(parts[-1], list) and (parts[0][0], parts[-1][0]) == ("UNH", "UNT")


def _begins_with_segment(part: Any) -> bool:
    """Whether it is a segment, or a loop that begins with one, as every loop in it does."""
    return isinstance(part, list) or (isinstance(part["of"][0], list) and all(map(_begins_with_segment, part["of"])))


@cache
def _validator() -> "Draft202012Validator":
    """Loaded when there is a grammar to look at: files are checked without it."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")))
