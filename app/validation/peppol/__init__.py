"""The rules of Peppol BIS Billing 3 (release 2026.5), built in: 165 with the national ones, over a UBL document.

A family of rules is a module; a country has one of its own, and is judged only where it is concerned. Rules here never
refuse and never change a document; what their findings say is in `app.errors.rules`.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from app.domain.findings import Finding
from app.safe.tree import Tree, path_of
from app.validation.en16931.ubl_names import PREFIXES
from app.validation.lines_alike import Alike
from app.validation.peppol import (
    charges,
    codes,
    denmark,
    document,
    germany,
    germany_payment,
    greece,
    iceland,
    italy,
    lines,
    netherlands,
    norway,
    numbers,
    sweden,
)
from app.validation.peppol.billing import Billing
from app.validation.peppol.reading import holds
from app.validation.rule import MOST_FINDINGS, Asked, Bench, Rule

PEPPOL_BILLING = "peppol-billing"
"""The name of the set of rules."""

FAMILIES = (
    document.FAMILY,
    charges.FAMILY,
    lines.FAMILY,
    numbers.FAMILY,
    codes.FAMILY,
    *norway.FAMILIES,
    *denmark.FAMILIES,
    *italy.FAMILIES,
    *sweden.FAMILIES,
    *greece.FAMILIES,
    *iceland.FAMILIES,
    *netherlands.FAMILIES,
    *germany.FAMILIES,
    *germany_payment.FAMILIES,
)
RULES: tuple[Rule, ...] = tuple(rule for family in FAMILIES for rule in family.rules)
"""All of them, for the pages that tell about rules."""

__all__ = [
    "PEPPOL_BILLING",
    "RULES",
    "amounts_agree",
    "asked_of_billing",
    "asked_of_short_billing",
    "judge_billing",
]


def judge_billing(tree: Tree, limit: int = MOST_FINDINGS, alike: Sequence[Alike] = ()) -> list[Finding]:
    """What Peppol BIS Billing 3 finds wrong with a UBL Invoice or CreditNote.

    Args:
        tree: the document.
        limit: how many findings are enough; one more then says that there are more.
        alike: the document's lines, where each of them stands for several.
    """
    bench = Bench(PEPPOL_BILLING, partial(path_of, prefixes=PREFIXES), limit)
    for each in asked_of_billing(tree, alike):
        bench.judge(each.rules, each.subject)
        if len(bench.findings) >= limit:
            break
    return bench.findings


def asked_of_billing(tree: Tree, alike: Sequence[Alike] = ()) -> Iterator[Asked]:
    """The rules that look at a UBL Invoice or CreditNote, with what they look at; see `judge_billing`."""
    billing = Billing(tree, alike)
    for family in FAMILIES:
        if holds(family.concerns, billing):
            yield Asked(family.rules, billing, billing.forget)


def asked_of_short_billing(tree: Tree) -> Iterator[Asked]:
    """The same, but for R120, where lines stand for several; see `amounts_agree`."""
    for asked in asked_of_billing(tree):
        yield asked._replace(rules=[each for each in asked.rules if each.id != lines.OF_EVERY_LINE])


def amounts_agree(tree: Tree, alike: Sequence[Alike]) -> bool:
    """Whether R120 finds nothing in any line; may raise NotEvaluable."""
    return not any(True for _ in lines.net_amount_is_quantity_times_price(Billing(tree, alike)))
