"""Documents with every field at random: what no person would write, and every format must carry.

Field by field from the dataclasses' own types, so that a new field is tried from the day it is added.
"""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import UTC, date, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from random import Random
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from app.domain.documents import DOCUMENTS, Document, DocumentType
from app.domain.documents.base import Note
from app.domain.money import Amount
from app.domain.quantities import Quantity

WORDS = ("glove", "Straße", "手套", "“quoted” & <marked>", "a  b", "ÅÄÖ 😀", "0", "]]>", "tab\there", "1 < 2")
LANGUAGES = ("", "en", "zh-Hans")
ZONES = (None, UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=8)))
DEPTH = 3


class Inventor:
    """Invents values.

    Attributes:
        left_out: fields that keep their default, by (class name, field name); "*" is any class.
        at_least_one: names of fields that must not be empty.
        fixed: values for fields, by field name.
    """

    def __init__(
        self,
        random: Random,
        *,
        left_out: Collection[tuple[str, str]] = (),
        at_least_one: Collection[str] = (),
        fixed: Mapping[str, Any] | None = None,
    ) -> None:
        self.random = random
        self.left_out = set(left_out) | {("*", "complement")}
        self.at_least_one = set(at_least_one)
        self.fixed = dict(fixed or {})

    def document(self, type_: DocumentType) -> Document:
        """A document of the type, every field at random."""
        document: Document = self.instance(DOCUMENTS[type_], "", 0)
        return document

    def instance(self, cls: type, holder: str, depth: int) -> Any:
        """An instance of a dataclass; `holder` is the name of the field that it is for."""
        special = self._special(cls)
        if special is not None:
            return special
        hints = get_type_hints(cls)
        for _ in range(20):
            chosen = [each for each in fields(cls) if self._is_filled(cls, each, holder)]
            made = cls(**{each.name: self._field(hints[each.name], each, depth) for each in chosen})
            if not _is_blank(made):
                return made
        raise AssertionError(f"every {cls.__name__} comes out blank")

    def _special(self, cls: type) -> Any:
        if cls is Amount:
            return Amount(self._decimal(), self.random.choice(("EUR", "CNY")))
        if cls is Quantity:
            return Quantity(self._decimal(), self.random.choice(("", "C62", "KGM")))
        if cls is Note:
            return Note(self._text(), self.random.choice(LANGUAGES))
        return None

    def _is_filled(self, cls: type, field: "Field[Any]", holder: str) -> bool:
        if {(cls.__name__, field.name), ("*", field.name), (holder, field.name)} & self.left_out:
            return False
        required = field.default is MISSING or field.name in self.at_least_one
        return required or field.name in self.fixed or self.random.random() < 0.6

    def _field(self, hint: Any, field: "Field[Any]", depth: int) -> Any:
        if field.name in self.fixed:
            return self.fixed[field.name]
        least = int(field.name in self.at_least_one)
        return self._value(hint, field.name, depth, least)

    def _value(self, hint: Any, holder: str, depth: int, least: int = 0) -> Any:
        if isinstance(hint, UnionType):
            (hint,) = (each for each in get_args(hint) if each is not type(None))
        if get_origin(hint) is tuple:
            count = least if depth > DEPTH else self.random.randint(least, 2)
            return tuple(self._value(get_args(hint)[0], holder, depth + 1) for _ in range(count))
        if is_dataclass(hint):
            return self.instance(hint, holder, depth + 1)
        return self._plain(hint)

    def _plain(self, hint: Any) -> Any:
        random = self.random
        if issubclass(hint, StrEnum):
            return random.choice(list(hint))
        makers = {
            str: self._text,
            bool: lambda: random.random() < 0.5,
            int: lambda: random.randint(1, 99),
            Decimal: self._decimal,
            date: lambda: date(2020, 1, 1) + timedelta(days=random.randint(0, 4000)),
            time: lambda: time(
                random.randint(0, 23), 5, random.choice((0, 7)), random.choice((0, 250000)), random.choice(ZONES)
            ),
        }
        return makers[hint]()

    def _text(self) -> str:
        return " ".join(self.random.choice(WORDS) for _ in range(self.random.randint(1, 3)))

    def _decimal(self) -> Decimal:
        return Decimal(self.random.randint(-999999, 999999)).scaleb(-self.random.choice((0, 2, 4)))


def _is_blank(made: Any) -> bool:
    required = any(each.default is MISSING for each in fields(made))
    return not required and made == type(made)()
