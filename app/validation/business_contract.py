"""Rules for contracts: the chain of versions, the tree of clauses, the term, the price lines.

A contract without an error here can be written as Contract XML that its schema accepts.
"""

import re
from collections.abc import Iterator

from app.domain.documents import Contract
from app.domain.documents.contract import Clause, PriceLine, RenewalKind
from app.domain.findings import Finding, finding, warning
from app.validation.business_header import currencies
from app.validation.business_ordering import positive

LAST_VERSION = 999_999
DEEPEST = 32
_DIGEST = re.compile("sha-256:[0-9a-f]{64}")
_DURATION = re.compile(r"P(?=[0-9])([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?")
_ID = re.compile(r"\S{1,64}")


def version_chain(contract: Contract) -> Iterator[Finding]:
    """Versions count from 1, and every one but the first names the one before it by its digest."""
    digest = contract.previous_digest
    if not 1 <= contract.version <= LAST_VERSION:
        yield finding("business.bad_version", "/version", found=contract.version, expected=LAST_VERSION)
    elif contract.version == 1 and digest:
        yield finding("business.previous_digest_forbidden", "/previous_digest")
    elif contract.version > 1 and not digest:
        yield finding("business.previous_digest_missing", "/previous_digest", version=contract.version)
    if digest and not _DIGEST.fullmatch(digest):
        yield finding("business.bad_digest", "/previous_digest", found=digest[:80])


def currency_known(contract: Contract) -> Iterator[Finding]:
    """The currency of the prices, where it is named."""
    if contract.currency and contract.currency not in currencies():
        yield finding("business.bad_currency", "/currency", found=contract.currency[:80])


def clause_tree(contract: Contract) -> Iterator[Finding]:
    """Each clause has an id of its own, since redlines and comments follow a clause by it."""
    seen: set[str] = set()
    for path, clause in _clauses(contract.clauses, ""):
        yield from _id(clause.id, f"{path}/id", seen)
        level = path.count("/clauses/")
        if level == DEEPEST + 1:
            yield finding("business.clauses_too_deep", path, found=level, expected=DEEPEST)


def _clauses(clauses: tuple[Clause, ...], path: str) -> Iterator[tuple[str, Clause]]:
    for index, clause in enumerate(clauses):
        here = f"{path}/clauses/{index}"
        yield here, clause
        yield from _clauses(clause.clauses, here)


def _id(id_: str, path: str, seen: set[str]) -> Iterator[Finding]:
    if not _ID.fullmatch(id_):
        yield finding("business.bad_id", path, found=id_[:80])
    elif id_ in seen:
        yield finding("business.repeated_id", path, found=id_)
    seen.add(id_)


def term(contract: Contract) -> Iterator[Finding]:
    """A term ends after it starts; an automatic renewal says for how long."""
    stated = contract.term
    if stated.end and stated.end < stated.start:
        yield finding("business.period_backwards", "/term", start=stated.start, end=stated.end)
    for member, text in (("renewal_period", stated.renewal_period), ("notice", stated.notice)):
        if text and not _DURATION.fullmatch(text):
            yield finding("business.bad_duration", f"/term/{member}", found=text[:80])
    if stated.renewal is RenewalKind.AUTOMATIC:
        if not stated.renewal_period:
            yield finding("business.renewal_period_missing", "/term/renewal_period")
        if not stated.end:
            yield warning("business.renewal_without_end", "/term/end")


def price_lines(contract: Contract) -> Iterator[Finding]:
    """Each price line has an id of its own, a price, and ranges that aren't empty."""
    seen: set[str] = set()
    for index, line in enumerate(contract.price_lines):
        path = f"/price_lines/{index}"
        yield from _id(line.id, f"{path}/id", seen)
        yield from _price_line(line, path)


def _price_line(line: PriceLine, path: str) -> Iterator[Finding]:
    yield from positive(line.price.base_quantity, f"{path}/price/base_quantity/value")
    if line.price.amount.value < 0:
        yield finding("business.price_negative", f"{path}/price/amount/value", found=line.price.amount.text)
    if line.minimum and line.maximum and line.maximum.value < line.minimum.value:
        yield finding("business.range_backwards", path, minimum=line.minimum.text, maximum=line.maximum.text)
    if line.valid_from and line.valid_to and line.valid_to < line.valid_from:
        yield finding("business.period_backwards", path, start=line.valid_from, end=line.valid_to)
