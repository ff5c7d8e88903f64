"""Characters: which bytes stand for them in an interchange, and which of them a character set has."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

CHARSETS = {
    "UNOA": "ascii",
    "UNOB": "ascii",
    "UNOC": "iso8859-1",
    "UNOD": "iso8859-2",
    "UNOE": "iso8859-5",
    "UNOF": "iso8859-7",
    "UNOG": "iso8859-3",
    "UNOH": "iso8859-4",
    "UNOI": "iso8859-6",
    "UNOJ": "iso8859-8",
    "UNOK": "iso8859-9",
    "UNOL": "iso8859-15",
    "UNOW": "utf-8",
    "UNOX": "iso2022_jp_2",
    "UNOY": "utf-8",
}
"""Data element 0001 (ISO 9735 and its parts; UNTDID, service code list)."""

GUESS = "guess"
"""For X12, which doesn't say: UTF-8 where it is, else Latin-1."""
_ESCAPING = "iso2022_jp_2"
_LEVEL_A = r"A-Z0-9 .,\-()/=!\"%&*;<>'+:?_"
_CONTROLS = r"\x00-\x1f\x7f"
"""No character set is about these; they are faults of their own."""
_OF_LATIN = r"¡¿ÀÁÂÄÇÈÉÊËÌÍÎÏÑÒÓÔÖÙÚÛÜàáâäçèéêëìíîïñòóôöùúûüß"
_ALLOWED = {
    "UNOA": _LEVEL_A,
    "UNOB": "a-z" + _LEVEL_A,
    "UNOW": r"\x00-\U0010ffff",
    "UNOX": r"\x00-\U0010ffff",
    "UNOY": r"\x00-\U0010ffff",
    "X12": r"\x20-\x7e" + _OF_LATIN,
}
"""ISO 9735, level A and B (with the low line, which syntax 4 has); X12.6, extended and select language characters."""
_ANY_BUT_CONTROLS = r"\x00-\x7f\xa0-\U0010ffff"
"""The parts of ISO 8859 have controls where Windows has quotation marks."""
_DOUBLE = re.compile(r"(?<=\x1b\$[@AB])[^\x1b]+|(?<=\x1b\$\([CD])[^\x1b]+")
_RAISED = {each: each | 0x80 for each in range(0x21, 0x7F)}
_LOWERED = {raised: each for each, raised in _RAISED.items()}


class Strange(StrEnum):
    """Why a text isn't one of its character set."""

    BYTES = "bytes"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Repertoire:
    """What an interchange's texts may be made of.

    Attributes:
        name: of the character set, as the standard names it.
        charset: as Python names it.
        outside: finds a character that isn't in it.
        is_ascii: whether it has all of ASCII, so that a text of that needn't be looked at.
    """

    name: str
    charset: str
    outside: re.Pattern[str]
    is_ascii: bool

    def strange(self, text: str) -> Strange | None:
        """What is strange about a text, given as Latin-1; None where nothing is."""
        if text.isascii() and self.is_ascii:
            return None
        characters = _characters(text, self.charset)
        if characters is None:
            return Strange.BYTES
        return Strange.CHARACTERS if self.outside.search(characters) else None


@lru_cache(maxsize=128)
def repertoire(name: str, marks: str) -> Repertoire:
    """What a text in the character set `name` (0001, or `X12`) may be made of; `marks` are the delimiters."""
    charset = CHARSETS.get(name, GUESS)
    allowed = _ALLOWED.get(name, _ANY_BUT_CONTROLS)
    pattern = re.compile(f"[^{allowed}{_CONTROLS}{re.escape(marks)}]")
    return Repertoire(name, charset, pattern, name not in ("UNOA", "UNOB"))


def decoded(piece: str, charset: str) -> str:
    """A segment's characters from its bytes (given as Latin-1); bytes that mean nothing stay as they are."""
    if piece.isascii() and charset != _ESCAPING:
        return piece
    characters = _characters(piece, charset)
    return piece if characters is None else characters


def _characters(text: str, charset: str) -> str | None:
    """The characters that bytes stand for; None where they are none of the set. Where UTF-8 is guessed, any are."""
    if charset == _ESCAPING:
        text = _DOUBLE.sub(lambda found: found[0].translate(_LOWERED), text)
    try:
        return text.encode("latin-1").decode("utf-8" if charset in ("ascii", GUESS) else charset)
    except UnicodeDecodeError:
        return text if charset in ("ascii", GUESS) else None


def without_likeness(text: str, charset: str) -> str:
    """Bytes of two-byte characters between escape sequences get an eighth bit, so that none looks like a delimiter.

    `decoded` takes it away again. Doing it twice does no harm; the text must not begin within such a sequence.
    """
    if charset != _ESCAPING or "\x1b" not in text:
        return text
    return _DOUBLE.sub(lambda found: found[0].translate(_RAISED), text)
