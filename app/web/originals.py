"""Originals as a page can show them: text with line numbers, never more than a browser can bear."""

from dataclasses import dataclass

MOST_BYTES = 2_000_000
MOST_LINES = 5_000
LONGEST_LINE = 4_000
SUFFIXES = {"xml": ".xml", "json": ".json", "jose": ".jws", "jws": ".jws"}


@dataclass(frozen=True, slots=True)
class Text:
    """Lines to show; `cut` where there was more."""

    lines: tuple[str, ...]
    cut: bool


def lines_of(raw: bytes) -> Text:
    """The text of an original; bytes that are no text are shown as replacement characters."""
    text = raw[:MOST_BYTES].decode(_encoding(raw), errors="replace")
    lines = text.splitlines() or [""]
    shown = tuple(line[:LONGEST_LINE] for line in lines[:MOST_LINES])
    return Text(
        shown, len(raw) > MOST_BYTES or len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines)
    )


def _encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8-sig"


def suffix_of(media_type: str) -> str:
    """A file's ending for a media type."""
    base = media_type.partition(";")[0]
    return next((suffix for word, suffix in SUFFIXES.items() if base.endswith(word)), ".bin")
