"""The rules of EN 16931, built in: the semantic ones over the invoice model, those of a syntax over its tree.

A family of rules is a module with a table `RULES`. Rules here never refuse and never change a document; what their
findings say is in `app.errors.rules`.
"""

from collections.abc import Iterator
from functools import partial

from app.domain.findings import Finding
from app.safe.tree import Tree, path_of
from app.validation.en16931 import (
    breakdown,
    charges,
    codes,
    document,
    lines,
    parties,
    payment,
    periods,
    totals,
    vat_rules,
)
from app.validation.en16931.model import Invoice
from app.validation.en16931.read_ubl import read_ubl
from app.validation.en16931.ubl_names import PREFIXES
from app.validation.en16931.ubl_syntax import OF_LINES, OF_TREE, UBL_SYNTAX, judge_unused
from app.validation.rule import MOST_FINDINGS, Asked, Bench, Rule

UBL = "en16931-ubl"
"""The name of the set of rules for UBL documents."""

SEMANTIC: tuple[Rule, ...] = (
    *document.RULES,
    *parties.RULES,
    *periods.RULES,
    *payment.RULES,
    *lines.RULES,
    *charges.RULES,
    *totals.RULES,
    *breakdown.RULES,
    *vat_rules.RULES,
    *codes.RULES,
)
"""The rules over an Invoice, whatever its syntax."""

SEMANTIC_BY_USE = vat_rules.ByUse(SEMANTIC)
"""The same, without those about VAT categories that an invoice doesn't use."""

__all__ = ["SEMANTIC", "SEMANTIC_BY_USE", "UBL", "UBL_SYNTAX", "asked_of_ubl", "judge_ubl", "read_ubl"]


def judge_ubl(tree: Tree, limit: int = MOST_FINDINGS, invoice: Invoice | None = None) -> list[Finding]:
    """What EN 16931 finds wrong with a UBL Invoice or CreditNote.

    Args:
        tree: the document.
        limit: how many findings are enough; one more then says that there are more.
        invoice: what `read_ubl` makes of `tree`, where the caller has it already.
    """
    bench = Bench(UBL, partial(path_of, prefixes=PREFIXES), limit)
    for each in _asked(tree, read_ubl(tree) if invoice is None else invoice):
        bench.judge(each.rules, each.subject)
    judge_unused(tree, bench)
    return bench.findings


def asked_of_ubl(tree: Tree) -> Iterator[Asked]:
    """The rules that look at a UBL Invoice or CreditNote with what they look at, but for those about its form alone.

    Args:
        tree: a document that has nothing in it that EN 16931 has no use for.
    """
    return _asked(tree, read_ubl(tree))


def _asked(tree: Tree, invoice: Invoice) -> Iterator[Asked]:
    yield Asked(SEMANTIC_BY_USE.worth_judging(invoice), invoice, invoice.reckoned.clear)
    yield Asked(OF_LINES, invoice)
    yield Asked(OF_TREE, tree)
