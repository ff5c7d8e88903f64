"""A named set of interchangeable parts: syntaxes, transports, document types.

Registering something is what makes the contract tests try it, so a second entry under a name is a mistake, never a
replacement.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class DuplicateName(ValueError):
    """Two parts were registered under one name."""


class Registry(Generic[T]):
    """Parts by name, in the order in which they were added."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._parts: dict[str, T] = {}

    def add(self, name: str, part: T) -> T:
        """Add `part`; raises DuplicateName where the name is taken."""
        if name in self._parts:
            raise DuplicateName(f"{self._kind} {name!r} is registered twice")
        self._parts[name] = part
        return part

    def get(self, name: str) -> T:
        """The part called `name`; raises KeyError, naming what there is."""
        try:
            return self._parts[name]
        except KeyError:
            raise KeyError(f"no {self._kind} {name!r}; there are: {', '.join(self._parts) or 'none'}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def items(self) -> Iterator[tuple[str, T]]:
        """Names and parts, in the order of registration."""
        return iter(self._parts.items())
