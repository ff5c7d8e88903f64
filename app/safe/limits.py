"""How much of anything a message may have before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, all inclusive; sizes in bytes."""

    size: int = 20 * 1024 * 1024
    depth: int = 100
    elements: int = 500_000
    attributes: int = 100
    text: int = 10 * 1024 * 1024


DEFAULT_LIMITS = Limits()
