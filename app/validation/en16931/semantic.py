"""EN 16931's rules about business terms, held against invoices that are not in UBL.

The rules are the same for every syntax; what a place is called is the syntax's own.
"""

from collections.abc import Callable

from app.domain.documents import CreditNote, Invoice
from app.domain.findings import Finding
from app.safe.tree import Tree
from app.validation.en16931 import SEMANTIC_BY_USE, model
from app.validation.en16931.profiles import applying
from app.validation.en16931.read_cii import read_cii
from app.validation.en16931.read_cii_values import path_of_value
from app.validation.en16931.read_document import read_document
from app.validation.en16931.said import pointer_to
from app.validation.rule import MOST_FINDINGS, Bench
from app.validation.values import Value

CII = "en16931-cii"
"""The name of the set of rules for CII messages."""
ANY = "en16931"
"""The name of the set of rules for documents of every other syntax."""


def judge_cii(tree: Tree, limit: int = MOST_FINDINGS) -> list[Finding]:
    """What EN 16931 finds wrong with a CrossIndustryInvoice; paths are XPaths with the customary prefixes.

    Args:
        tree: the message.
        limit: how many findings are enough; one more then says that there are more.
    """
    return _judge(read_cii(tree), CII, path_of_value, limit)


def judge_document(document: Invoice | CreditNote, limit: int = MOST_FINDINGS) -> list[Finding]:
    """What EN 16931 finds wrong with a document, whatever its syntax was; paths are JSON Pointers into its JSON.

    What the domain has no place for is not seen.
    """
    return _judge(read_document(document), ANY, pointer_to, limit)


def _judge(invoice: model.Invoice, ruleset: str, path_of: Callable[[Value], str], limit: int) -> list[Finding]:
    bench = Bench(ruleset, path_of, limit)
    bench.judge(applying(SEMANTIC_BY_USE.worth_judging(invoice), invoice), invoice)
    return bench.findings
