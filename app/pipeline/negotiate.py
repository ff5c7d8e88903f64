"""Step 5: where does it bring the negotiation? The domain says; this stores what it says."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.domain.negotiation.refusals import unknown_reference
from app.domain.negotiation.situation import Context, Effect, Situation, Thread
from app.domain.negotiation.steps import STARTING, move_for_document
from app.domain.negotiation.threads import OF_NO_NEGOTIATION, thread_of
from app.pipeline.booking import book
from app.pipeline.negotiation_rows import Cause, apply, locked, opened, situation_of
from app.pipeline.policy import policy_between
from app.pipeline.ports import Ports
from app.pipeline.visibility import find_negotiation
from app.storage.models import DocumentRecord, Negotiation

BUYER, SELLER = "buyer", "seller"


class NotAllowed(Exception):
    """The negotiation doesn't take this document now; the findings say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__("; ".join(each.code for each in findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a document has brought its (first) negotiation; `held` where it isn't to be handed on yet.

    `negotiation` is None where a document of its type belongs to none.
    """

    negotiation: Negotiation | None
    findings: tuple[Finding, ...] = ()
    held: bool = False


def negotiate(session: Session, row: DocumentRecord, document: Document, ports: Ports) -> Step:
    """Move every negotiation that `document` belongs to.

    Raises:
        NotAllowed: one of them doesn't take it; the caller's savepoint takes everything back.
    """
    if document.type in OF_NO_NEGOTIATION:
        return Step(None)
    threads = thread_of(document)
    primary = [each for each in threads if each.primary]
    if not primary:
        raise NotAllowed([finding("negotiation.no_reference")])
    if len(threads) > 1:
        _lock_all(session, threads, sides_of(row, document))
    steps = [_move(session, row, document, thread, threads, ports) for thread in primary]
    findings = tuple(each for step in steps for each in step.findings)
    return Step(steps[0].negotiation, findings, any(step.held for step in steps))


def _lock_all(session: Session, threads: tuple[Thread, ...], sides: tuple[str, str]) -> None:
    """Lock them in one order everywhere: two documents that name the same orders never wait for each other."""
    for thread in sorted(threads, key=lambda each: (each.kind, each.number)):
        locked(session, thread, sides)


def _move(  # noqa: PLR0913  (the six things that a step is made of; bundling them would only hide that)
    session: Session, row: DocumentRecord, document: Document, thread: Thread, threads: tuple[Thread, ...], ports: Ports
) -> Step:
    sides = sides_of(row, document)
    negotiation = locked(session, thread, sides)
    if negotiation and document.type not in STARTING and not find_negotiation(session, negotiation.id, row.sender_id):
        # it waits for an approval in the other party's house: for this one it doesn't exist yet
        raise NotAllowed([unknown_reference(document, thread.kind, thread.number)])
    situation = situation_of(negotiation) if negotiation else None
    context = Context(
        sender=BUYER if sides[0] == row.sender_id else SELLER,
        now=ports.clock(),
        rules=rules_for(session, thread.kind, sides, row.sender_id),
        digest=row.sha256,
        order=_order_of(session, threads, sides),
        thread=thread,
    )
    move = move_for_document(document, situation, context)
    if move.refused:
        raise NotAllowed(move.findings)
    stored = negotiation or opened(session, thread, sides, ports.clock())
    cause = Cause.of_document(row, ports.clock())
    apply(session, stored, move, cause)
    book(session, stored, move, cause)
    return Step(stored, move.findings, Effect.HOLD in move.effects)


def sides_of(row: DocumentRecord, document: Document) -> tuple[str, str]:
    """The ids of the buyer's and the seller's organisation."""
    if row.receiver_id is None:
        raise AssertionError("a document without a receiver is never negotiated")
    return (row.sender_id, row.receiver_id) if document.sent_by_buyer else (row.receiver_id, row.sender_id)


def rules_for(session: Session, kind: str, sides: tuple[str, str], sender_id: str) -> dict[str, object]:
    """Whose rules hold: the buyer's for orders and invoices, for a contract those of who puts it forward."""
    buyer, seller = sides
    own, other = (buyer, seller) if kind != "contract" or sender_id == buyer else (seller, buyer)
    policy = policy_between(session, own, other)
    return dict(policy.settings) if policy else {}


def _order_of(session: Session, threads: tuple[Thread, ...], sides: tuple[str, str]) -> Situation | None:
    for thread in threads:
        if not thread.primary:
            found = locked(session, thread, sides)
            if found is not None and find_negotiation(session, found.id, sides[1]):
                return situation_of(found)
    return None
