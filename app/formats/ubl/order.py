"""In which order an element's children stand: UBL's fact table, as ranks ready for sorting."""

from collections.abc import Mapping

from app.safe.facts import child_order, type_of

_NONE: Mapping[str, int] = {}
_ranks: dict[str, Mapping[str, int]] = {}


def ranks(element: str) -> Mapping[str, int]:
    """The place of each child that `element` may have, by name; empty for names that UBL doesn't have."""
    known = _ranks.get(element)
    return _learnt(element) if known is None else known


def _learnt(element: str) -> Mapping[str, int]:
    type_name = type_of(element)
    if type_name is None:
        # not remembered: names come from senders, of whom there is no end
        return _NONE
    return _ranks.setdefault(element, {child: rank for rank, child in enumerate(child_order(type_name))})
