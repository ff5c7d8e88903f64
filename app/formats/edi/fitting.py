"""Values copied from a faulty interchange, made to fit where an acknowledgement repeats them.

What an acknowledgement repeats may be the very thing that is wrong. A copy that its own grammar doesn't allow would
make the acknowledgement faulty as well, so it is filled up with zeros or left out; zeros stand for what can't be left
out. A number or name is never cut: it would be another one's. Words for people may be.
"""

import re
from collections.abc import Sequence

from app.formats.edi.grammar import Element, Segment
from app.formats.edi.writing import Value

_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")
_NUMERIC = re.compile(r"n|R|N[0-9]")
_WORDS = frozenset({"3", "352", "4440"})
"""Data elements of free text: TED02, NTE02, FTX's."""


def fitted(values: Sequence[Value], segment: Segment, special: str) -> list[Value]:
    """Values for the elements of a segment, each one as the segment may have it.

    Args:
        special: characters that can't be copied: the delimiters, where there is no release character.
    """
    there = [*values, *[""] * (len(segment.elements) - len(values))]
    return [_element(value, element, special) for value, element in zip(there, segment.elements, strict=False)]


def copied(value: str, element: Element, special: str = "") -> str:
    """One value as an element may have it; "" where it has to be left out, zeros where it can't be."""
    if element.number in _WORDS:
        return _words(value, element, special)
    text = value.strip()
    if _UNPRINTABLE.search(text) or any(each in special for each in text):
        text = ""
    text = _number(text, element) if _NUMERIC.fullmatch(element.type) else _name(text, element)
    if element.codes is not None and text not in element.codes:
        text = ""
    if not text and not element.required:
        return ""
    return text.zfill(element.min) if text else _stand_in(element)


def _element(value: Value, element: Element, special: str) -> Value:
    if not element.components:
        return copied(value if isinstance(value, str) else value[0] if value else "", element, special)  # type: ignore[arg-type]  # nothing copied is a repetition of composites
    given = [value] if isinstance(value, str) else [str(each) for each in value]
    if not any(given) and not element.required:
        return ""
    given += [""] * (len(element.components) - len(given))
    return tuple(copied(each, part, special) for each, part in zip(given, element.components, strict=False))


def _number(text: str, element: Element) -> str:
    if not text.isascii() or not text.isdigit():
        return ""
    text = text if len(text) <= element.max else text.lstrip("0").zfill(element.min)
    return text if len(text) <= element.max else ""


def _name(text: str, element: Element) -> str:
    if element.type == "a" and any(each.isdigit() for each in text):
        return ""
    return text if len(text) <= element.max else ""


def _words(value: str, element: Element, special: str) -> str:
    text = "".join(each for each in _UNPRINTABLE.sub(" ", value) if each not in special)
    return text.strip()[: element.max].strip()


def _stand_in(element: Element) -> str:
    return min(element.codes) if element.codes else "0" * max(element.min, 1)
