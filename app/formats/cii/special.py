"""The few rules where CII and the business cut things differently: creditors, taxes, prices, supporting documents."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.domain.documents.base import AllowanceCharge, Price, TaxSubtotal, TaxTotal
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.formats.cii.aggregates import PRICE_ALLOWANCE, REFERENCE, TAX_SUBTOTAL
from app.formats.cii.codecs import AMOUNT, DATE
from app.formats.cii.identity import SEPA, only_with
from app.formats.xml.codecs import QUANTITY, Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, one, table

SUPPORTING_DOCUMENT = "916"
"""UNTDID 1001: what BG-24 is about, which the model's references have no code for."""

_SETTLEMENT = "ram:ApplicableHeaderTradeSettlement"
_SUMMATION = "ram:SpecifiedTradeSettlementHeaderMonetarySummation"
(_TAX,) = steps("ram:ApplicableTradeTax")
TAX_TOTAL_AMOUNT = steps("ram:TaxTotalAmount")[0]


def type_code() -> Rule:
    """What kind of invoice it is (BT-3); without it nobody can tell an invoice from a credit note."""
    plain = one("type_code", "rsm:ExchangedDocument/ram:TypeCode")

    def read(node: Node, values: Values, reading: Reading) -> None:
        plain.read(node, values, reading)
        if "type_code" not in values:
            reading.missing(node, plain.places["type_code"])

    return Rule(plain.places, read, plain.write)


def creditor_reference() -> Rule:
    """What a bank gave a creditor to be known by (BT-90): CII keeps it apart, in the model it is one of a party's.

    It is the payee's where there is one, else the seller's. To be read after both of them.
    """
    creditor = steps(f"{_SETTLEMENT}/ram:CreditorReferenceID")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        found = node.first(creditor)
        owner = "payee" if "payee" in values else "seller"
        if found is not None and trimmed(found) and owner in values:
            party = values[owner]
            values[owner] = replace(party, ids=(*party.ids, Identifier(trimmed(found), SEPA)))

    def write(document: Any, node: Node) -> None:
        parties = (each for each in (document.payee, document.seller) if each is not None)
        reference = next((each.value for party in parties for each in party.ids if each.scheme == SEPA), "")
        if reference:
            node.ensure(creditor).text = reference

    return Rule({}, read, write)


def taxes() -> Rule:
    """Tax totals (BT-110, BT-111) and their break-down (BG-23), which CII has side by side.

    A share belongs to the first total of its currency. Where no total is given it is the sum of the shares.
    """
    summation = steps(_SUMMATION)

    def read(node: Node, values: Values, reading: Reading) -> None:
        holder = node.first(summation)
        group = [] if holder is None else holder.groups.get(TAX_TOTAL_AMOUNT, [])
        amounts = [each for each in (AMOUNT.read(found, reading) for found in group) if each is not None]
        found = (TAX_SUBTOTAL.read(each, reading) for each in node.groups.get(_TAX, ()))
        shares = [each for each in found if each is not None]
        if shares and not amounts:
            amounts = [_sum_of(shares)]
        if amounts:
            values["taxes"] = _tax_totals(amounts, shares)

    def write(document: Any, node: Node) -> None:
        for total in document.taxes:
            AMOUNT.write(node.ensure(summation).add(TAX_TOTAL_AMOUNT), total.amount)
            for share in total.subtotals:
                TAX_SUBTOTAL.write(node.add(_TAX), share)

    return Rule({"taxes": (_TAX,)}, read, write)


def _sum_of(shares: Sequence[TaxSubtotal]) -> Amount:
    return Amount(sum((each.tax.value for each in shares), Decimal(0)), shares[0].tax.currency)


def _tax_totals(amounts: Sequence[Amount], shares: Sequence[TaxSubtotal]) -> tuple[TaxTotal, ...]:
    first_of = {each.currency: index for index, each in reversed(list(enumerate(amounts)))}
    owned: list[list[TaxSubtotal]] = [[] for _ in amounts]
    for share in shares:
        owned[first_of.get(share.tax.currency, 0)].append(share)
    return tuple(TaxTotal(amount=each, subtotals=tuple(own)) for each, own in zip(amounts, owned, strict=True))


def tax_point() -> Rule:
    """The day on which tax falls due (BT-7): one in the model, repeated with each share of the tax in CII.

    To be written after the taxes.
    """
    place = steps("ram:TaxPointDate/udt:DateString")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = next(filter(None, (each.first(place) for each in node.groups.get(_TAX, ()))), None)
        value = None if found is None else DATE.read(found, reading)
        if value is not None:
            values["tax_point"] = value

    def write(document: Any, node: Node) -> None:
        if document.tax_point is not None:
            for each in node.groups.get(_TAX, ()):
                DATE.write(each.ensure(place), document.tax_point)

    return Rule({"tax_point": (_TAX, *place)}, read, write)


_NET, _GROSS = "ram:NetPriceProductTradePrice", "ram:GrossPriceProductTradePrice"


def _price_allowance() -> Rule:
    """What was taken off the gross price (BT-147), with that price as its base (BT-148).

    A gross price alone stays in the complement: the model knows it only as what an allowance is taken off. To be read
    after the net price.
    """
    applied, gross = steps(f"{_GROSS}/ram:AppliedTradeAllowanceCharge"), steps(f"{_GROSS}/ram:ChargeAmount")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found, base = node.first(applied), node.first(gross)
        allowance = None if found is None else PRICE_ALLOWANCE.read(found, reading)
        if allowance is None or "amount" not in values:
            return
        said = _gross(values["amount"], allowance) if base is None else AMOUNT.read(base, reading)
        values["allowance"] = replace(allowance, base=said)

    def write(price: Any, node: Node) -> None:
        allowance = price.allowance
        if allowance is not None:
            AMOUNT.write(node.ensure(gross), allowance.base or _gross(price.amount, allowance))
            PRICE_ALLOWANCE.write(node.ensure(applied), allowance)

    return Rule({"allowance": applied}, read, write)


def _gross(net: Amount, allowance: AllowanceCharge) -> Amount:
    """What CII demands beside an allowance, where nobody said it."""
    off = allowance.amount.value * (-1 if allowance.is_charge else 1)
    return Amount(net.value + off, net.currency)


PRICE = only_with(
    _NET,
    table(
        Price,
        one("amount", f"{_NET}/ram:ChargeAmount", AMOUNT),
        one("base_quantity", f"{_NET}/ram:BasisQuantity", QUANTITY),
        _price_allowance(),
    ),
)
"""BG-29, on a line's agreement."""


def _supporting(node: Node, reading: Reading) -> Any:
    reference = REFERENCE.read(node, reading)
    if reference is None or reference.type_code != SUPPORTING_DOCUMENT:
        return reference
    return replace(reference, type_code="")


def _write_supporting(node: Node, value: Any) -> None:
    REFERENCE.write(node, value if value.type_code else replace(value, type_code=SUPPORTING_DOCUMENT))


SUPPORTING_REFERENCE = Codec(_supporting, _write_supporting)


def _line_tax(node: Node, reading: Reading) -> TaxTotal | None:
    amount = AMOUNT.read(node, reading)
    return None if amount is None else TaxTotal(amount=amount)


def _write_line_tax(node: Node, value: TaxTotal) -> None:
    AMOUNT.write(node, value.amount)


LINE_TAX = Codec(_line_tax, _write_line_tax)
"""The tax on one line; its break-down has no place."""
