"""One engine that runs any transition table.

The tables are data (order.py, contract.py, invoice.py), so that the pages, the API's list of actions, the diagrams in
docs/ and the tests are all made from them. This module must know nothing of any document or of any one table.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.errors import CountersignError

BUYER, SELLER = "buyer", "seller"
PARTIES = frozenset({BUYER, SELLER})
EITHER = frozenset({"any", "both"})
ACTORS = frozenset({"B", "S", "A", "P", "O", "C", "K", "T", "Y"}) | EITHER
"""Buyer, seller, approver, proposer, the other party, clerk, bank, timer, the server itself; `any` is either party,
`both` needs the consent of each."""

_OUTSIDERS = {"K": frozenset({"bank"}), "T": frozenset({"timer"}), "Y": frozenset({"server"})}
_PARTIES_OF = {"B": frozenset({BUYER}), "S": frozenset({SELLER}), "C": frozenset({BUYER})}


@dataclass(frozen=True, slots=True)
class Row:
    """In `state`, `actor` may do `event`, which leads to `to_state`."""

    state: str
    event: str
    actor: str
    to_state: str


@dataclass(frozen=True, slots=True)
class Transition:
    """One step that was taken."""

    event: str
    actor: str
    from_state: str
    to_state: str


@dataclass(frozen=True, slots=True)
class Table:
    """A machine as data.

    Attributes:
        waits: whose move it is in a state (B, S, P or O); a state that is missing here has no open proposal.
        approvers: the parties whose people are meant by the actor A.
        whose: for (state, event), the actors that are meant where the row's own doesn't say it (`CY`: clerk, server).
    """

    kind: str
    start: str
    ends: frozenset[str]
    rows: tuple[Row, ...]
    waits: Mapping[str, str] = field(default_factory=dict)
    approvers: frozenset[str] = frozenset({BUYER})
    whose: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @property
    def states(self) -> frozenset[str]:
        """Every state that a row names."""
        return frozenset(state for row in self.rows for state in (row.state, row.to_state))

    def rows_from(self, state: str) -> tuple[Row, ...]:
        """The rows that leave `state`, in the table's order."""
        return tuple(row for row in self.rows if row.state == state)


class IllegalMove(CountersignError):
    """The table has no such event in this state, or not for this actor."""

    def __init__(self, table: Table, state: str, event: str, allowed_events: Iterable[str]) -> None:
        self.state = state
        self.event = event
        self.allowed = tuple(sorted(set(allowed_events)))
        shown = ", ".join(self.allowed) or "-"
        super().__init__("negotiation.illegal_move", kind=table.kind, state=state, event=event, allowed=shown)


def rows_of(text: str) -> tuple[Row, ...]:
    """Rows written as lines of `state event actor next-state`.

    Raises:
        ValueError: a line isn't four words, or names an actor that doesn't exist.
    """
    rows = tuple(_row(line) for line in text.strip().splitlines())
    unknown = {row.actor for row in rows} - ACTORS
    if unknown:
        raise ValueError(f"unknown actors {sorted(unknown)}")
    return rows


def _row(line: str) -> Row:
    state, event, actor, to_state = line.split()
    return Row(state, event, actor, to_state)


def fire(table: Table, state: str, event: str, actor: str) -> Transition:
    """The step that `event` by `actor` takes from `state`; raises IllegalMove where the table has none."""
    for row in table.rows_from(state):
        if row.event == event and _admits(row.actor, actor):
            return Transition(event, actor, state, row.to_state)
    raise IllegalMove(table, state, event, (row.event for row in allowed(table, state, actor)))


def allowed(table: Table, state: str, actor: str | None = None) -> tuple[Row, ...]:
    """What `actor` (anybody, where none is named) may do in `state`."""
    return tuple(row for row in table.rows_from(state) if actor is None or _admits(row.actor, actor))


def sides(table: Table, row: Row, proposer: str) -> frozenset[str]:
    """Who may fire `row` when `proposer` has the proposal on the table: parties, or bank, timer, server."""
    roles = table.whose.get((row.state, row.event), row.actor)
    if roles in EITHER:
        return PARTIES
    meant = {"P": frozenset({proposer}), "O": frozenset({other(proposer)}), "A": table.approvers}
    known = {**_OUTSIDERS, **_PARTIES_OF, **meant}
    return frozenset().union(*(known[role] for role in roles))


def row_for(table: Table, state: str, event: str, side: str, proposer: str) -> Row:
    """The row by which `side` may fire `event` in `state`.

    Raises:
        IllegalMove: the table has no such event in this state.
        CountersignError: negotiation.wrong_party, the event is the other side's.
    """
    rows = [row for row in table.rows_from(state) if row.event == event]
    if not rows:
        possible = (row.event for row in table.rows_from(state) if side in sides(table, row, proposer))
        raise IllegalMove(table, state, event, possible)
    for row in rows:
        if side in sides(table, row, proposer):
            return row
    raise CountersignError("negotiation.wrong_party", event=event, state=state, side=side)


def ball(table: Table, state: str, proposer: str = "", awaited: str = "") -> str:
    """Whose move it is, "buyer" or "seller"; "" exactly when no proposal is open.

    `awaited` is the party that one thing more is expected of (the second signature, the other consent), where the state
    alone doesn't say it.
    """
    if awaited:
        return awaited
    role = table.waits.get(state, "")
    if role in _PARTIES_OF:
        return next(iter(_PARTIES_OF[role]))
    return {"P": proposer, "O": other(proposer)}.get(role, "")


def other(side: str) -> str:
    """The other party of the two; "" for anybody else."""
    return {BUYER: SELLER, SELLER: BUYER}.get(side, "")


def _admits(row_actor: str, actor: str) -> bool:
    return actor == row_actor or (row_actor in EITHER and actor in {"B", "S", "P", "O"})
