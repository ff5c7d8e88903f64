"""Values of texts, remembered: documents say the same numbers, dates and codes again and again, and rules ask often.

What is remembered depends on the text alone and never changes. It is bounded in number and length, so that no document
can fill the memory.
"""

from collections.abc import Callable
from typing import TypeVar

MOST = 20_000
"""Texts of a kind: as many as the amounts of an invoice of ten thousand lines."""
LONGEST = 40

_V = TypeVar("_V")


class Remembered(dict[str, _V]):
    """What a function gives for texts, which are looked up as in a dict; whatever the function raises isn't kept."""

    def __init__(self, of: Callable[[str], _V]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, text: str) -> _V:
        found = self._of(text)
        if len(text) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[text] = found
        return found
