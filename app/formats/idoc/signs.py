"""The signs of a credit memo: some systems give what they pay back a minus (`124.95-`), others say CRME and no more.

The model has it positive. What is written has no minus either, as the type says it already.
"""

from dataclasses import replace

from app.domain.documents import CreditNote
from app.domain.documents.base import AllowanceCharge
from app.domain.documents.invoice import InvoiceLine
from app.domain.money import Amount
from app.formats.idoc.conditions import unsigned
from app.formats.xml.codecs import Codec
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.signs import turned


def crediting(codec: Codec) -> Codec:
    """`codec`, for credit notes; writing one that takes instead of giving raises ValueError: it can't be said."""

    def read(node: Node, reading: Reading) -> CreditNote | None:
        note: CreditNote | None = codec.read(node, reading)
        return note if note is None or not _is_below_nothing(note) else _positive(note)

    def write(node: Node, value: CreditNote) -> None:
        if _is_below_nothing(value):
            raise ValueError("a credit memo gives back its amount, whatever the sign: it can't say one below nothing")
        codec.write(node, value)

    return Codec(read, write)


def _is_below_nothing(note: CreditNote) -> bool:
    sums = note.totals
    said = (sums.payable, sums.tax_inclusive, sums.tax_exclusive, sums.lines)
    return next((each.value < 0 for each in said if each is not None and each.value), False)


def _positive(note: CreditNote) -> CreditNote:
    after = turned(note)
    lines = tuple(_positive_line(before, line) for before, line in zip(note.lines, after.lines, strict=True))
    return replace(after, lines=lines, allowances_charges=tuple(map(_positive_allowance, after.allowances_charges)))


def _positive_line(before: InvoiceLine, after: InvoiceLine) -> InvoiceLine:
    """A line turned round: its quantity goes with its amount where it had the sign of it, too."""
    quantity = before.quantity
    has_same_sign = quantity is not None and (quantity.value < 0) == (before.amount.value <= 0)
    return replace(
        after,
        quantity=after.quantity if has_same_sign else quantity,
        price=None if before.price is None else replace(before.price, amount=_magnitude(before.price.amount)),
        allowances_charges=tuple(map(_positive_allowance, after.allowances_charges)),
    )


def _positive_allowance(value: AllowanceCharge) -> AllowanceCharge:
    """Allowances are read without a sign, whatever the document's; a charge that is below nothing now is one."""
    return unsigned(replace(value, is_charge=False)) if value.amount.value < 0 else value


def _magnitude(amount: Amount) -> Amount:
    return Amount(amount.value.copy_abs(), amount.currency)
