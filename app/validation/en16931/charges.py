"""What allowances and charges must say, of the document (BG-20, BG-21) and of a line (BG-27, BG-28)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.validation.en16931.groups import AllowanceCharge
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import Check, is_of_vat, never, one_of, there, two_decimals
from app.validation.rule import Fault, Rule

_PATH = "cac:AllowanceCharge[cbc:ChargeIndicator='{indicator}']"
_LINE = "cac:InvoiceLine[1]/"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One of the four groups, with the ids of its rules and its business terms.

    Attributes:
        amount, category, reason, reason_again, reason_matches, amount_decimals, base_decimals: rule ids; a line's
            allowance has no category of its own.
        terms: of the amount, the base, the reason with its code, and the category.
    """

    word: str
    of_line: bool
    is_charge: bool
    amount: str
    category: str
    reason: str
    reason_again: str
    reason_matches: str
    amount_decimals: str
    base_decimals: str
    terms: tuple[str, str, str, str]


_KINDS = (
    _Kind(
        "allowance",
        False,
        False,
        "BR-31",
        "BR-32",
        "BR-33",
        "BR-CO-21",
        "BR-CO-05",
        "BR-DEC-01",
        "BR-DEC-02",
        ("BT-92", "BT-93", "BT-97 BT-98", "BT-95"),
    ),
    _Kind(
        "charge",
        False,
        True,
        "BR-36",
        "BR-37",
        "BR-38",
        "BR-CO-22",
        "BR-CO-06",
        "BR-DEC-05",
        "BR-DEC-06",
        ("BT-99", "BT-100", "BT-104 BT-105", "BT-102"),
    ),
    _Kind(
        "allowance",
        True,
        False,
        "BR-41",
        "",
        "BR-42",
        "BR-CO-23",
        "BR-CO-07",
        "BR-DEC-24",
        "BR-DEC-25",
        ("BT-136", "BT-137", "BT-139 BT-140", ""),
    ),
    _Kind(
        "charge",
        True,
        True,
        "BR-43",
        "",
        "BR-44",
        "BR-CO-24",
        "BR-CO-08",
        "BR-DEC-27",
        "BR-DEC-28",
        ("BT-141", "BT-142", "BT-144 BT-145", ""),
    ),
)


def _groups_of(kind: _Kind) -> Callable[[Invoice], list[AllowanceCharge]]:
    if kind.of_line:
        return lambda invoice: [
            each for each in invoice.all_allowances if each.level == "line" and each.is_charge is kind.is_charge
        ]
    return lambda invoice: [each for each in invoice.allowances if each.is_charge is kind.is_charge]


def _has_vat_category(groups: Callable[[Invoice], list[AllowanceCharge]]) -> Check:
    def check(invoice: Invoice) -> list[Fault]:
        return [
            Fault(group.place)
            for group in groups(invoice)
            if not any(is_of_vat(each) and each.codes for each in group.categories)
        ]

    return check


def _rules_of(kind: _Kind) -> Iterable[Rule]:
    groups = _groups_of(kind)
    path = (_LINE if kind.of_line else "") + _PATH.format(indicator=str(kind.is_charge).lower())
    amount, _, _, category = kind.terms
    yield Rule(
        kind.amount,
        there(groups, "amounts"),
        amount,
        why=f"The amount of {kind.word} is what the totals are reckoned with; base and percentage only explain it.",
        example=f"remove {path}/cbc:Amount",
    )
    if category:
        yield Rule(
            kind.category,
            _has_vat_category(groups),
            category,
            why=f"A document level {kind.word} changes the amount that VAT is due on, and so has to say under which "
            "category.",
            example=f"remove {path}/cac:TaxCategory",
        )
    yield from _reason_rules(kind, one_of(groups, "reasons", "reason_codes"), path)
    yield from _decimal_rules(kind, groups, path)


def _reason_rules(kind: _Kind, has_reason: Check, path: str) -> Iterable[Rule]:
    terms = kind.terms[2]
    gone = f"remove {path}/cbc:AllowanceChargeReason\nremove {path}/cbc:AllowanceChargeReasonCode"
    why = f"Whoever approves the invoice has to see what the {kind.word} is for, in words or by a code."
    yield Rule(kind.reason, has_reason, terms, why=why, example=gone)
    twice = f"{why} EN 16931-1 says so twice; this is the same condition as {kind.reason}."
    yield Rule(kind.reason_again, has_reason, terms, why=twice, example=gone)
    unjudged = (
        "Where there is a reason and a code for it, they have to mean the same. No program can tell whether they do: "
        "the official rule accepts everything, and so does this one."
    )
    yield Rule(kind.reason_matches, never, terms, why=unjudged)


def _decimal_rules(kind: _Kind, groups: Callable[[Invoice], list[AllowanceCharge]], path: str) -> Iterable[Rule]:
    why = "Nobody can pay a fraction of a cent, and sums of rounded and unrounded amounts never agree."
    amount, base = kind.terms[:2]
    example = f"set {path}/cbc:Amount 10.001"
    yield Rule(kind.amount_decimals, two_decimals(groups, "amounts"), amount, why=why, example=example)
    example = f"set {path}/cbc:BaseAmount 100.001"
    yield Rule(kind.base_decimals, two_decimals(groups, "bases"), base, why=why, example=example)


RULES: tuple[Rule, ...] = tuple(rule for kind in _KINDS for rule in _rules_of(kind))
