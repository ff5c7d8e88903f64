"""The words in which steps are asked for and answered: where a negotiation stands, who moves, and what the move was."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from app.domain.documents import DocumentType
from app.domain.findings import Finding, rejects
from app.domain.negotiation import contract, invoice, order
from app.domain.negotiation.facts import Facts
from app.domain.negotiation.machine import BUYER, PARTIES, SELLER, Row, Table, ball, fire, other, row_for, sides
from app.domain.negotiation.policy import Policy
from app.domain.negotiation.tables import TABLES

Agreed = Literal["keep", "this", "open"]
Open = Literal["keep", "this", "none", "agreed"]
_ON_THE_TABLE = {
    "purchase-order": order.ON_THE_TABLE,
    "contract": contract.ON_THE_TABLE,
    "invoice": invoice.ON_THE_TABLE,
}
_PEOPLE = {"A": "approver", "C": "clerk"}


class Effect(StrEnum):
    """What the server has to do beside storing the move.

    Attributes:
        HOLD: don't hand the document on yet: it waits for an approval inside the sender's organisation.
        RELEASE: hand the open document on now.
        VOID_SIGNATURES: signatures of earlier versions no longer count.
        SIGNED: the signature that came with the event counts. EXECUTED: it was the last one needed.
        BOOKED: an order's ledger moved without a step of the machine.
        BOOK_INVOICE, UNBOOK_INVOICE: put the invoice's quantities into its order's ledger, or take them out again
            (`book_invoice` of fulfilment.py).
    """

    HOLD = "hold"
    RELEASE = "release"
    VOID_SIGNATURES = "void_signatures"
    SIGNED = "signed"
    EXECUTED = "executed"
    BOOKED = "booked"
    BOOK_INVOICE = "book_invoice"
    UNBOOK_INVOICE = "unbook_invoice"


@dataclass(frozen=True, slots=True)
class Thread:
    """A negotiation that a document belongs to.

    Attributes:
        primary: the document moves this one; a thread that isn't primary is only booked on, and is passed over where
            no such negotiation exists.
    """

    kind: str
    number: str
    primary: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Where a negotiation stands, as it is stored."""

    kind: str
    number: str
    state: str
    proposer: str = ""
    facts: Facts = field(default_factory=Facts)

    @property
    def table(self) -> Table:
        """The machine that this negotiation runs on."""
        return TABLES[self.kind]

    @property
    def ended(self) -> bool:
        """Whether the machine stopped here."""
        return self.state in self.table.ends


@dataclass(frozen=True, kw_only=True)
class Context:
    """Who moves, when, and by which rules.

    Attributes:
        sender: "buyer" or "seller"; for events also "timer", "server" or "bank".
        rules: the relationship's policy as stored (see Policy.of).
        digest: the hexadecimal SHA-256 of this document's original bytes.
        current_digest: that of the contract's current version, where it isn't the one in the facts.
        order: the situation of the order that an invoice refers to, where there is one.
        thread: the thread that is being moved; the document's first where it is None.
    """

    sender: str
    now: datetime
    rules: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    current_digest: str = ""
    order: Situation | None = None
    thread: Thread | None = None

    @cached_property
    def policy(self) -> Policy:
        """The rules in their typed form."""
        return Policy.of(self.rules)


@dataclass(frozen=True, slots=True)
class Fired:
    """An event that took place; `actor` is a party, approver, clerk, bank, timer or server."""

    event: str
    actor: str
    from_state: str
    to_state: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What a document or an event does to one negotiation.

    Attributes:
        events: the steps of the machine, in order; none where only the ledger moved.
        agreed: what becomes of the agreed document: it stays, it is this one, it is the one that was open.
        open: what becomes of the open one: it stays, it is this one, there is none, it is the agreed one again.
        findings: an error among them refuses the document, and then nothing else of the move counts.
    """

    state: str
    ball: str = ""
    proposer: str = ""
    facts: Facts = field(default_factory=Facts)
    events: tuple[Fired, ...] = ()
    agreed: Agreed = "keep"
    open: Open = "keep"
    findings: tuple[Finding, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the document is refused."""
        return rejects(self.findings)

    def having(self, *findings: Finding) -> "Move":
        """The same move, with those findings too."""
        return replace(self, findings=self.findings + findings)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a party can do now.

    Attributes:
        label: the key of its words, `purchase-order.accept_all`.
        emits: the type of the document that says it to the other party; None where the event stands for itself.
        code: the response code that such a document carries.
    """

    event: str
    label: str
    needs_reason: bool
    emits: DocumentType | None = None
    code: str = ""


def stay(situation: Situation, facts: Facts | None = None, *effects: Effect) -> Move:
    """A move that fires nothing: the ledger may move, the state doesn't."""
    now = facts or situation.facts
    return Move(
        state=situation.state,
        ball=ball(situation.table, situation.state, situation.proposer, awaited(situation.state, now)),
        proposer=situation.proposer,
        facts=now,
        effects=effects,
    )


def refuse(situation: Situation | None, *findings: Finding) -> Move:
    """A move that changes nothing, because of `findings`."""
    return (stay(situation) if situation else Move(state="")).having(*findings)


def awaited(state: str, facts: Facts) -> str:
    """The party whose second signature or consent is waited for; "" where none is."""
    pact = facts.contract
    if pact is None:
        return ""
    if pact.consent:
        return other(pact.consent_by)
    if state == "SIGNED_ONE":
        return SELLER if pact.signed_by_buyer else BUYER
    return ""


class Walk:
    """Takes steps of one machine, one after the other, and gathers them into a Move."""

    def __init__(self, situation: Situation, side: str, reason: str = "") -> None:
        self._table = situation.table
        self._side = side
        self._reason = reason
        self._events: list[Fired] = []
        self.state = situation.state
        self.proposer = situation.proposer

    def take(self, *events: str) -> "Walk":
        """Fire `events` in order, by whoever of this side's people, or of the server's own, the table names.

        Raises:
            IllegalMove: the table has no such event in the state reached.
        """
        for event in events:
            row = _row_of(self._table, self.state, event, (self._side, self.proposer))
            step = fire(self._table, self.state, event, row.actor)
            who = self._side if self._may(row) and row.actor == "Y" else _name(row, self._side)
            self._events.append(Fired(event, who, step.from_state, step.to_state, self._reason))
            self.state = step.to_state
        return self

    def _may(self, row: Row) -> bool:
        return self._side in sides(self._table, row, self.proposer)

    def move(self, facts: Facts, effects: Iterable[Effect] = ()) -> Move:
        """What was gathered, with the ledger `facts`."""
        has_ball = ball(self._table, self.state, self.proposer, awaited(self.state, facts))
        agreed, open_ = _on_the_table(self._table.kind, [fired.event for fired in self._events], has_ball)
        return Move(
            state=self.state,
            ball=has_ball,
            proposer=self.proposer if has_ball else "",
            facts=facts,
            events=tuple(self._events),
            agreed=agreed,
            open=open_,
            effects=tuple(effects),
        )


def _row_of(table: Table, state: str, event: str, side_and_proposer: tuple[str, str]) -> Row:
    side, proposer = side_and_proposer
    # A party's document may stand for what its bank or this server does: a remittance advice tells of a payment.
    for row in table.rows_from(state):
        if row.event == event and row.actor in "KTY":
            return row
    return row_for(table, state, event, side, proposer)


def _name(row: Row, side: str) -> str:
    outsiders = {"K": "bank", "T": "timer", "Y": "server"}
    return outsiders.get(row.actor) or _PEOPLE.get(row.actor) or (side if side in PARTIES else row.actor)


def _on_the_table(kind: str, events: list[str], has_ball: str) -> tuple[Agreed, Open]:
    agreed: Agreed = "keep"
    open_: Open = "keep"
    for event in events:
        now_agreed, now_open = _ON_THE_TABLE[kind].get(event, ("keep", "keep"))
        agreed = now_agreed if now_agreed != "keep" else agreed  # type: ignore[assignment]  # words of the tables
        open_ = now_open if now_open != "keep" else open_  # type: ignore[assignment]  # words of the tables
    return agreed, (open_ if has_ball else "none") if events else open_
