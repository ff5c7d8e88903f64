"""Characters: which bytes stand for them in an interchange."""

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


def decoded(piece: str, charset: str) -> str:
    """A segment's characters from its bytes (given as Latin-1); bytes that mean nothing stay as they are."""
    if piece.isascii() and charset != "iso2022_jp_2":
        return piece
    if charset in ("ascii", GUESS):
        charset = "utf-8"
    try:
        return piece.encode("latin-1").decode(charset)
    except UnicodeDecodeError:
        return piece


def is_sound(raw: bytes, charset: str) -> bool:
    """Whether the bytes are characters of that set."""
    try:
        raw.decode(charset)
    except UnicodeDecodeError:
        return False
    return True
