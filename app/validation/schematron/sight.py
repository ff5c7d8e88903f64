"""A document as the rules of a compiled set look at it, one by one and again when its texts have become others.

`app.validation.known_forms` keeps good documents so, and asks of the next one of a form only the rules that read what
is different there. Nothing here knows which those are.
"""

from collections.abc import Callable, Sequence
from decimal import localcontext
from typing import Any

from app.validation.schematron.judgement import Enough, Judgement
from app.validation.schematron.runtime_values import CONTEXT

Check = Callable[[Judgement], None]
"""Shows some nodes to some rules."""


class Sight:
    """One document.

    Args:
        begin: gives a judgement of it in which nothing has been worked out yet.
    """

    def __init__(self, begin: Callable[[], Judgement]) -> None:
        self._begin = begin
        self.forget()

    def forget(self) -> None:
        """Let go of whatever was worked out from texts."""
        self._judgement = self._begin()

    def after(self, check: Check) -> Sequence[Any]:
        """The asserts that have fired since `forget`, those that `check` fires included; raises Refused."""
        try:
            with localcontext(CONTEXT):
                check(self._judgement)
        except Enough:
            pass
        return self._judgement.fired
