"""Arbitrary documents for property tests, made from the domain's own type hints."""

import string
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from app.domain.documents import DOCUMENTS, Complement, Document, DocumentType
from app.domain.documents.contract import Clause
from app.domain.money import Amount
from app.domain.quantities import Quantity

_OFFSETS = st.one_of(st.none(), st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes))))
TEXT = st.text(
    st.one_of(
        st.sampled_from(string.ascii_letters + " <&>\"'\n\t中文🧾"), st.characters(exclude_categories=["Cc", "Cs"])
    ),
    max_size=8,
).filter(lambda text: "\ufffe" not in text and "\uffff" not in text)
SPELLINGS = st.one_of(
    st.decimals(-(10**9), 10**9, places=2).map(str), st.sampled_from(["+1.0", "007", ".5", "5.", " 1 ", "-0"])
)
_SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    bool: st.booleans(),
    int: st.integers(1, 10**6),
    date: st.dates(),
    time: st.times(timezones=_OFFSETS).map(lambda moment: moment.replace(fold=0)),
    Decimal: st.decimals(-1000, 1000, places=3),
    Amount: st.builds(Amount.of, SPELLINGS, st.sampled_from(["EUR", "CNY"])),
    Quantity: st.builds(Quantity.of, SPELLINGS, st.sampled_from(["", "C62", "KGM"])),
    Complement: st.nothing(),
}


@cache
def documents(type_: DocumentType) -> st.SearchStrategy[Document]:
    """Documents of a type without a complement; required fields always, of the others a few."""
    strategy: st.SearchStrategy[Document] = _of(DOCUMENTS[type_])
    return strategy


@cache
def _of(hint: Any) -> st.SearchStrategy[Any]:
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) in {Union, types.UnionType}:
        return st.one_of(st.none(), _of(next(each for each in get_args(hint) if each is not type(None))))
    if get_origin(hint) is tuple:
        return st.lists(_of(get_args(hint)[0]), max_size=2).map(tuple)
    if hint is Clause:
        return st.recursive(
            _clause(st.just(())), lambda inner: _clause(st.lists(inner, max_size=2).map(tuple)), max_leaves=4
        )
    if is_dataclass(hint):
        return _built(hint)
    assert issubclass(hint, StrEnum)
    return st.sampled_from(hint)


def _clause(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Clause]:
    return st.builds(
        Clause, id=st.from_regex(r"[a-z][0-9.]{0,5}", fullmatch=True), heading=TEXT, text=TEXT, clauses=inner
    )


def _built(cls: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    required = {each.name: _of(hints[each.name]) for each in fields(cls) if each.default is MISSING}
    optional = {each.name: hints[each.name] for each in fields(cls) if each.default is not MISSING and each.compare}

    @st.composite
    def build(draw: st.DrawFn) -> Any:
        names = draw(st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True)) if optional else []
        chosen = {name: draw(_of(optional[name])) for name in names if name != "complement"}
        return cls(**{name: draw(strategy) for name, strategy in required.items()}, **chosen)

    return build()
