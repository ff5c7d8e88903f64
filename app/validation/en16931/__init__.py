"""The rules of EN 16931, built in: the semantic ones over the invoice model, those of a syntax over its tree.

A family of rules is a module with a table `RULES`. Rules here never refuse and never change a document; what their
findings say is in `app.errors.rules`.
"""

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
from app.validation.en16931.ubl_syntax import UBL_SYNTAX, judge_syntax
from app.validation.rule import MOST_FINDINGS, Bench, Rule

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

__all__ = ["SEMANTIC", "SEMANTIC_BY_USE", "UBL", "UBL_SYNTAX", "judge_ubl", "read_ubl"]


def judge_ubl(tree: Tree, limit: int = MOST_FINDINGS, invoice: Invoice | None = None) -> list[Finding]:
    """What EN 16931 finds wrong with a UBL Invoice or CreditNote.

    Args:
        tree: the document.
        limit: how many findings are enough; one more then says that there are more.
        invoice: what `read_ubl` makes of `tree`, where the caller has it already.
    """
    bench = Bench(UBL, partial(path_of, prefixes=PREFIXES), limit)
    read = read_ubl(tree) if invoice is None else invoice
    bench.judge(SEMANTIC_BY_USE.worth_judging(read), read)
    judge_syntax(tree, read, bench)
    return bench.findings
