"""In which order an element's children stand: UBL's fact table, as ranks ready for sorting."""

from collections.abc import Mapping
from functools import cache

from app.safe.facts import child_order, type_of

_NONE: Mapping[str, int] = {}


@cache
def _ranks_of_type(type_name: str) -> Mapping[str, int]:
    return {child: rank for rank, child in enumerate(child_order(type_name))}


def ranks(element: str) -> Mapping[str, int]:
    """The place of each child that `element` may have, by name; empty for names that UBL doesn't have."""
    # the cache is by type and not by element: elements' names come from senders, of whom there is no end
    type_name = type_of(element)
    return _ranks_of_type(type_name) if type_name else _NONE
