"""Segments that say parts of one quantity, such as the ACKs of an order's line: their quantities add up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.domain.quantities import Quantity
from app.formats.lens.paths import Path

Part = tuple[Any, Quantity | None]
"""A part's status and quantity."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How the parts that a loop says add up.

    Attributes:
        sum, by: the paths of a part's quantity and status.
        mixed: the status where those of the parts differ.
        unless: the status of parts that only count where there are no others.
    """

    sum: Path
    by: Path
    mixed: str
    unless: str

    def quantity(self, parts: Sequence[Part]) -> Quantity | None:
        """What the parts come to."""
        counted = [each for status, each in parts if status != self.unless] or [each for _, each in parts]
        said = [each for each in counted if each is not None]
        if len(said) < 2:
            return said[0] if said else None
        return Quantity(sum((each.value for each in said), Decimal(0)), said[0].unit)

    def status(self, parts: Sequence[Part]) -> Any:
        """The status of all parts together."""
        found = {status for status, _ in parts}
        return found.pop() if len(found) == 1 else self.mixed


def parts_of(written: Mapping[str, Any], path_of: Callable[[str], Path | None]) -> Parts | None:
    """What a rule's `again` says of parts; None where it only says that there is more than one segment."""
    said = written.get("again")
    total, by = (path_of(said[word]) for word in ("sum", "by")) if isinstance(said, dict) else (None, None)
    return Parts(total, by, said["mixed"], said["unless"]) if total and by and isinstance(said, dict) else None
