"""Rules that go together: those of everyone, and those of a country, which concern some documents only."""

from collections.abc import Callable
from typing import NamedTuple

from app.validation.peppol.billing import Billing
from app.validation.rule import Rule


class Family(NamedTuple):
    """Rules with the condition that all of them share.

    Attributes:
        rules: what is judged where the condition holds.
        concerns: whether a document is judged at all; one for which that can't be told isn't.
    """

    rules: tuple[Rule, ...]
    concerns: Callable[[Billing], bool] = lambda _: True
