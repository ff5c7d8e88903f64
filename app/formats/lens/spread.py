"""A text spread over several elements or components, such as FTX's five, and put together again.

A part that is as long as parts may be goes on in the next one; after a shorter one comes a line break. A full part
that a line ends with is followed by an empty one, so that every text comes back as it was.
"""

from collections.abc import Sequence


def joined(parts: Sequence[str], longest: int, join: str) -> str:
    """The text that the parts are of."""
    last = max((index for index, each in enumerate(parts) if each), default=-1)
    text = ""
    for index, part in enumerate(parts[: last + 1]):
        text += part
        if index < last and len(part) < longest:
            text += join
    return text


def spread(text: str, longest: int, join: str) -> list[str]:
    """The parts of a text, as many as it takes."""
    lines = text.split("\n") if join == "\n" else [text]
    parts: list[str] = []
    for index, line in enumerate(lines):
        pieces = [line[at : at + longest] for at in range(0, len(line), longest)] or [""]
        parts.extend(pieces)
        if len(pieces[-1]) == longest and index < len(lines) - 1:
            parts.append("")
    return parts
