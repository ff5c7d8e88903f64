"""Reads a buyer's order change into the order as it would be, and compares it with what the seller proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.documents import OrderChange
from app.domain.documents.order_change import ChangedLine
from app.domain.findings import Finding, finding
from app.domain.negotiation.facts import LineFacts, LineTerms, Proposal, ProposedLine
from app.domain.negotiation.terms import ONE, restated, same_terms, terms_of
from app.domain.negotiation.units import convert

STATUSES = {
    "": "kept",
    "1": "added",
    "2": "deleted",
    "3": "changed",
    "4": "kept",
    # UBL 2.1's own names for a line's status
    "Added": "added",
    "Cancelled": "deleted",
    "Revised": "changed",
    "NoStatus": "kept",
}
"""UNCL 1229 on a change's line, in words."""
GONE = frozenset({"rejected", "deleted"})


def change_of(
    change: OrderChange, current: Mapping[str, LineTerms], offered: Mapping[str, LineTerms] | None = None
) -> tuple[Proposal, tuple[Finding, ...]]:
    """The order as `change` would have it: lines that it doesn't name stay as they are in the revision `current`.

    `offered` are lines that the seller would add: restating one of them adds nothing of the buyer's own.
    """
    known = {**(offered or {}), **current}
    lines = {number: ProposedLine(terms=terms, status="kept") for number, terms in current.items()}
    faults: list[Finding] = []
    seen: set[str] = set()
    for index, line in enumerate(change.lines):
        found = _faults(line, known, current, seen)
        faults += [replace(each, path=f"/lines/{index}") for each in found]
        seen.add(line.number)
        if not found:
            lines[line.number] = _line(change, line, known.get(line.number))
    return Proposal(by="buyer", number=change.number, lines=tuple(lines.values())), tuple(faults)


def difference(change: Proposal, proposed: Iterable[ProposedLine]) -> str:
    """The number of the first line in which `change` isn't what was proposed; "" where it restates it."""
    theirs = {line.terms.number: line.terms for line in proposed if line.status not in GONE and line.terms.quantity}
    mine = {line.terms.number: line.terms for line in change.lines if line.status not in GONE and line.terms.quantity}
    for number in (*theirs, *mine):
        if number not in mine or number not in theirs or not same_terms(mine[number], theirs[number]):
            return number
    return ""


def as_agreed(lines: Iterable[LineFacts]) -> tuple[ProposedLine, ...]:
    """The agreed lines in the form of a proposal, to compare a change with."""
    return tuple(ProposedLine(terms=line.terms, status="kept") for line in lines if not line.rejected)


def _line(change: OrderChange, line: ChangedLine, base: LineTerms | None) -> ProposedLine:
    status = STATUSES[line.status]
    said = terms_of(line, change.deliveries)
    if line.quantity is None and base is not None:
        said = replace(said, quantity=base.quantity, unit=base.unit)
    return ProposedLine(terms=restated(said, base), status=status)


def _faults(
    line: ChangedLine, known: Mapping[str, LineTerms], current: Mapping[str, LineTerms], seen: set[str]
) -> list[Finding]:
    if line.status not in STATUSES:
        expected = ", ".join(code for code in STATUSES if code.isdigit())
        return [finding("order.unknown_status", line_number=line.number, status=line.status, expected=expected)]
    found = [finding("order.duplicate_line", line_number=line.number)] if line.number in seen else []
    added = STATUSES[line.status] == "added"
    if added and line.number in current:
        found.append(finding("order.line_exists", line_number=line.number))
    if not added and line.number not in known:
        found.append(finding("order.unknown_line", line_number=line.number))
    return found + _quantity_faults(line, known.get(line.number))


def _quantity_faults(line: ChangedLine, base: LineTerms | None) -> list[Finding]:
    if line.quantity is None:
        return []
    if line.quantity.value < 0:
        return [finding("order.bad_quantity", line_number=line.number, quantity=line.quantity.value, expected="≥ 0")]
    if base and convert(ONE, line.quantity.unit, base.unit) is None:
        found, expected = line.quantity.unit or "-", base.unit or "-"
        return [finding("order.unit_mismatch", line_number=line.number, found=found, expected=expected)]
    return []
