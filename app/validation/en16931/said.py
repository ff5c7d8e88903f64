"""A value that stands in no XML: text, attributes as UBL names them, and a place in the sender's own terms."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.validation.values import Answer, Value, Values

_NO_ATTRIBUTES: Mapping[str, str] = {}


class Said:
    """A `Value`: what was said, and where.

    Attributes:
        text: in the form that EN 16931 writes it in.
        path: a JSON Pointer.
    """

    __slots__ = ("_attributes", "path", "text")

    line: int | None = None

    def __init__(self, text: str, path: str, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> None:
        self.text = text
        self.path = path
        self._attributes = attributes

    def about(self, question: Callable[[str], Answer]) -> Answer:
        """See `Value`."""
        return question(self.text)

    def get(self, attribute: str) -> str | None:
        """An attribute by its name in UBL; None where it has none."""
        return self._attributes.get(attribute)


def one(given: str | date | Decimal | None, path: str) -> Values:
    """A term that is said once, or not at all."""
    if given is None or given == "":
        return ()
    return (Said(f"{given:f}" if isinstance(given, Decimal) else str(given), path),)


def amount(given: Amount | None, path: str) -> Values:
    """An amount of money, with its currency."""
    return () if given is None else (Said(given.text, f"{path}/value", {"currencyID": given.currency}),)


def quantity(given: Quantity | None, path: str) -> Values:
    """A quantity, with its unit where it has one."""
    if given is None:
        return ()
    return (Said(given.text, f"{path}/value", {"unitCode": given.unit} if given.unit else _NO_ATTRIBUTES),)


def named(given: Identifier, path: str) -> Said:
    """An identifier, with its scheme where it has one."""
    return Said(given.value, f"{path}/value", {"schemeID": given.scheme} if given.scheme else _NO_ATTRIBUTES)


def pointer_to(value: Value) -> str:
    """Where `value` was said."""
    return value.path if isinstance(value, Said) else ""
