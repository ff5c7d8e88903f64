"""In which order an element's children stand: the syntaxes' fact tables, as ranks ready for sorting."""

from collections.abc import Mapping

from app.formats.xml import cii_facts, cxml_facts, idoc_facts
from app.safe.facts import child_order, type_of

_NONE: Mapping[str, int] = {}
_ranks: dict[str, Mapping[str, int]] = {}


def ranks(element: str) -> Mapping[str, int]:
    """The place of each child that `element` may have, by name; empty for names that no syntax here has."""
    known = _ranks.get(element)
    return _learnt(element) if known is None else known


def _learnt(element: str) -> Mapping[str, int]:
    type_name = type_of(element)
    children = _children_of(element) if type_name is None else child_order(type_name)
    if type_name is None and not children:
        # not remembered: names come from senders, of whom there is no end
        return _NONE
    return _ranks.setdefault(element, {child: rank for rank, child in enumerate(children)})


def _children_of(element: str) -> tuple[str, ...]:
    if element.startswith("{"):
        return cii_facts.children_of(element)
    return cxml_facts.children_of(element) or idoc_facts.children_of(element)
