"""The redline of two versions of a contract as a page: the domain says what changed, this where to show it.

Clauses stand in the order of the newer version, removed ones where they stood; terms and prices as the pages show them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from app.domain.documents import Contract
from app.domain.documents.contract import Clause
from app.domain.negotiation.diff import Change, ChangeKind, Mark, redline
from app.web.formatting import shown
from app.web.sheets.contract import contract_sheet, passages


@dataclass(frozen=True, slots=True)
class RedlinedClause:
    """A clause with what became of it: same, added, removed, moved, reworded, or moved and reworded."""

    id: str
    number: str
    depth: int
    fate: tuple[str, ...]
    heading: tuple[Mark, ...]
    text: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class RedlinedField:
    """A term of the contract beside its clauses, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Placed:
    clause: Clause
    number: str
    depth: int


def redline_fields(before: Contract, after: Contract) -> list[RedlinedField]:
    """The terms and prices that differ, as they are shown."""
    old, new = dict(_told(before)), dict(_told(after))
    labels = dict.fromkeys([*old, *new])
    pairs = (RedlinedField(each, old.get(each, ""), new.get(each, "")) for each in labels)
    return [each for each in pairs if each.before != each.after]


def _told(contract: Contract) -> Iterator[tuple[str, str]]:
    """What versions can differ in beside their clauses; number, day and proposer differ always and are no terms."""
    yield gettext("Title"), contract.title
    yield gettext("Governing law"), contract.governing_law
    yield gettext("Currency"), contract.currency
    sheet = contract_sheet(contract).tidy()
    for title, fields in sheet.sections:
        yield from ((f"{title}: {each.label}", shown(each.value)) for each in fields)
    for table in sheet.tables:
        for row in table.rows:
            cells = " · ".join(filter(None, (shown(cell.value) for cell in row[1:])))
            yield f"{table.caption}: {shown(row[0].value)}", cells


def redline_clauses(before: Contract, after: Contract) -> list[RedlinedClause]:
    """Every clause of `after`, with the removed ones where they stood."""
    changes = _by_clause(redline(before, after))
    removed_after = _removed_after(before, after)
    told = [_removed(each) for each in removed_after.get("", [])]
    for placed in _placed(after):
        told.append(_kept(placed, changes.get(placed.clause.id, [])))
        told += [_removed(each) for each in removed_after.get(placed.clause.id, [])]
    return told


def _by_clause(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for each in changes:
        if each.what == "clause":
            found.setdefault(each.id, []).append(each)
    return found


def _removed_after(before: Contract, after: Contract) -> dict[str, list[_Placed]]:
    """The removed clauses, by the last kept clause in front of them ("" for those at the beginning)."""
    kept = {each.id for each in after.walk()}
    found: dict[str, list[_Placed]] = {}
    last = ""
    for placed in _placed(before):
        if placed.clause.id in kept:
            last = placed.clause.id
        else:
            found.setdefault(last, []).append(placed)
    return found


def _placed(contract: Contract) -> Iterator[_Placed]:
    for clause, passage in zip(contract.walk(), passages(contract.clauses), strict=True):
        yield _Placed(clause, passage.number, passage.depth)


def _removed(old: _Placed) -> RedlinedClause:
    heading, text = _one("removed", old.clause.heading), _one("removed", old.clause.text)
    return RedlinedClause(old.clause.id, old.number, old.depth, ("removed",), heading, text)


def _kept(new: _Placed, changes: list[Change]) -> RedlinedClause:
    fates = tuple(dict.fromkeys(str(each.kind) for each in changes))
    whole = "added" if ChangeKind.ADDED in fates else "same"
    marks = {each.field: each.marks for each in changes if each.kind is ChangeKind.REWORDED}
    heading = marks.get("heading") or _one(whole, new.clause.heading)
    text = marks.get("text") or _one(whole, new.clause.text)
    return RedlinedClause(new.clause.id, new.number, new.depth, fates, heading, text)


def _one(op: str, text: str) -> tuple[Mark, ...]:
    return (Mark(op, text),) if text else ()
