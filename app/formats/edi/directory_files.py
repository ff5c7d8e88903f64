"""The texts of an EDIFACT directory, from files, folders and archives (which hold archives, as the UN packs them).

Archives are never unpacked to disk and are read under limits. What a text says is none of this module's business.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import NoReturn

from app.errors import Refused

LARGEST = 100 * 1024 * 1024
MOST_FILES = 5_000
_DEEPEST = 3
_RELEASE = re.compile(r"[0-9]{2}[A-Z]")
_SHOWN = 60
_WIDEST = 300
"""Lines have 80 characters; what is beyond this is nothing that the UN wrote."""
_DRAWN = str.maketrans(dict.fromkeys("─━Ä", "-") | dict.fromkeys("│┃³¦", "|") | dict.fromkeys("┐┘┴┤└┌¿ÙÁ´", "+"))
"""Tables were once drawn with a PC's own characters, here as they look when read as Unicode or as Latin-1."""


class Kind(StrEnum):
    """What a text of a directory describes."""

    SEGMENTS = "segments (EDSD)"
    COMPOSITES = "composites (EDCD)"
    ELEMENTS = "elements (EDED)"
    CODES = "code lists (UNCL)"
    MESSAGE = "messages"


_KINDS = {"SD": Kind.SEGMENTS, "CD": Kind.COMPOSITES, "ED": Kind.ELEMENTS}
_DIRECTORY = re.compile(r"(?:ED|TR)(SD|CD|ED)")
_CODES = re.compile(r"UNCL(?:-?[0-9])?")
_MESSAGE = re.compile(r"([A-Z]{6})(_D)?")


@dataclass(frozen=True, slots=True)
class Text:
    """A text: what it describes, and its lines with the drawn parts as plain characters.

    Attributes:
        subject: the message's name; "" for the other kinds.
    """

    file: str
    kind: Kind
    subject: str
    lines: list[str]

    def refuse(self, at: int, expected: str) -> NoReturn:
        """Say that a line (from 0) isn't understood."""
        shown = self.lines[at].strip()[:_SHOWN] if at < len(self.lines) else ""
        told = {"file": self.file, "row": at + 1, "expected": expected, "text": shown}
        raise Refused("edi_directory.unreadable", path=self.file, line=at + 1, **told)


def texts(paths: Iterable[Path], release: str) -> Iterator[Text]:
    """All texts of a release (`96A`); raises Refused for what isn't one, is broken, or is of another release."""
    for path in paths:
        found = 0
        for name, raw in _files(path):
            text = _text(name, raw, release)
            if text:
                found += 1
                yield text
        if not found:
            raise Refused("edi_directory.unknown_file", path=str(path), file=path.name)


def _text(name: str, raw: bytes, release: str) -> Text | None:
    """The text, if the name is one that texts of a directory have."""
    stem, *endings = PurePosixPath(name.upper()).name.split(".")
    releases = [ending for ending in endings if _RELEASE.fullmatch(ending)]
    kind, subject = _kind(stem, bool(releases))
    if not kind:
        return None
    if releases and releases[0] != release:
        raise Refused("edi_directory.other_release", path=name, file=name, found=releases[0], wanted=release)
    lines = [line[:_WIDEST] for line in _decoded(raw).translate(_DRAWN).splitlines()]
    return Text(name, kind, subject, lines)


def _kind(stem: str, has_release: bool) -> tuple[Kind | None, str]:
    directory = _DIRECTORY.fullmatch(stem)
    if directory:
        return _KINDS[directory[1]], ""
    if _CODES.fullmatch(stem):
        return Kind.CODES, ""
    message = _MESSAGE.fullmatch(stem)
    if message and (message[2] or has_release):
        return Kind.MESSAGE, message[1]
    return None, ""


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files that a path stands for: itself, those below it, or those in the archive."""
    for file in sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]:
        with file.open("rb") as opened:
            raw = opened.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise Refused("edi_directory.too_large", path=str(file), file=file.name, limit=LARGEST)
        yield from _unpacked(file.name, raw, _DEEPEST)


def _unpacked(name: str, raw: bytes, levels: int) -> Iterator[tuple[str, bytes]]:
    if not raw.startswith(b"PK\x03\x04"):
        yield name, raw
        return
    if not levels:
        raise Refused("edi_directory.archive", path=name, file=name, why="too many archives in archives")
    for inner, content in _entries(name, raw):
        yield from _unpacked(inner, content, levels - 1)


def _entries(name: str, raw: bytes) -> list[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = [each for each in archive.infolist() if not each.is_dir()]
            if len(entries) > MOST_FILES or sum(each.file_size for each in entries) > LARGEST:
                raise Refused("edi_directory.too_large", path=name, file=name, limit=LARGEST)
            return [(each.filename, archive.read(each)) for each in entries]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError) as error:
        raise Refused("edi_directory.archive", path=name, file=name, why=str(error)) from None
