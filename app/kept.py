"""A property that is worked out when it is first asked for, and kept for as long as its object.

That is what functools.cached_property is for; but up to Python 3.11 that has one lock for all objects of a class, so
that whoever asks a small document for something waits until another thread has it from a large one.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class kept(Generic[T]):  # noqa: N801  # it is used as a decorator
    """A method without arguments whose answer is kept in its object's `__dict__`; `delattr` lets go of it.

    For objects of one thread at a time. Threads that share one may both work the answer out.
    """

    def __init__(self, method: Callable[[Any], T]) -> None:
        self._method = method
        self.__doc__ = method.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type | None = None) -> T: ...

    def __get__(self, owner: object | None, kind: type | None = None) -> Self | T:
        # not a data descriptor: once the answer is in the object's dictionary, this isn't asked any more
        if owner is None:
            return self
        answer = owner.__dict__[self._name] = self._method(owner)
        return answer
