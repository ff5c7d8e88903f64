"""A step without a document of the caller's: somebody decides in the browser, or a program fires an event.

Where the other party has to be told by a document (an acceptance, a cancellation, an answer to an invoice), that
document is made here, signed with the key that the server holds for the organisation, and takes the way of every other
document. Where the event stands for itself, it is stored as it is.
"""

from sqlalchemy.orm import Session

from app.domain.negotiation.facts import Facts
from app.domain.negotiation.situation import Action, Context, Effect, Move, Situation, Thread
from app.domain.negotiation.steps import actions, move_for_event
from app.errors import CountersignError
from app.pipeline.booking import book, orders_of
from app.pipeline.dispatch import dispatch
from app.pipeline.emitting import emit
from app.pipeline.negotiate import rules_for
from app.pipeline.negotiation_rows import Cause, apply, locked, situation_of
from app.pipeline.ports import Ports
from app.pipeline.repeats import fired_before
from app.pipeline.requests import Done, Request
from app.pipeline.signing import add_signature
from app.pipeline.transactions import in_transaction
from app.pipeline.visibility import find_negotiation
from app.storage.models import DocumentRecord, Negotiation
from app.storage.unit_of_work import UnitOfWork


def act(request: Request, ports: Ports) -> Done:
    """Fire an event.

    Raises:
        CountersignError: `negotiation.*` (not found, another version, not allowed, no reason …), or what the made
            document was refused with.
    """
    with ports.database.reading() as session:
        negotiation = visible(session, request.negotiation_id, request.organisation_id)
        known = fired_before(session, request)
        if known is not None:
            return Done(negotiation.id, known.to_state, negotiation.version)
        _check_version(negotiation, request)
        action = offered(negotiation, request.organisation_id, request.event)
    if action is not None and action.emits is not None:
        _check_reason(action, request)
        return _emit(request, action, ports)
    return in_transaction(ports.database, lambda uow: _fire(uow, request, ports))


def _emit(request: Request, action: Action, ports: Ports) -> Done:
    try:
        return emit(request, action, ports)
    except CountersignError:
        with ports.database.reading() as session:  # the same request may have come twice at the same time
            known = fired_before(session, request)
            if known is None:
                raise
            now = visible(session, request.negotiation_id, request.organisation_id)
            return Done(now.id, known.to_state, now.version)


def visible(session: Session, negotiation_id: str, organisation_id: str) -> Negotiation:
    """A negotiation of the organisation's; raises CountersignError (negotiation.not_found) for any other."""
    found = find_negotiation(session, negotiation_id, organisation_id)
    if found is None:
        raise CountersignError("negotiation.not_found")
    return found


def side_of(negotiation: Negotiation, organisation_id: str) -> str:
    """Which side of it an organisation is on."""
    return "buyer" if organisation_id == negotiation.buyer_id else "seller"


def offered_actions(negotiation: Negotiation, organisation_id: str) -> list[Action]:
    """What an organisation can do now."""
    return actions(situation_of(negotiation), side_of(negotiation, organisation_id))


def offered(negotiation: Negotiation, organisation_id: str, event: str) -> Action | None:
    """The action of that name, where it is offered; otherwise the engine says precisely why not."""
    wanted = "sign" if event in ("sign_first", "sign_second") else event
    return next((each for each in offered_actions(negotiation, organisation_id) if each.event == wanted), None)


def _check_reason(action: Action, request: Request) -> None:
    """The engine asks for reasons of events only; here the event becomes a document, which could do without."""
    if action.needs_reason and not request.reason.strip():
        raise CountersignError("negotiation.reason_required", event=request.event)


def _check_version(negotiation: Negotiation, request: Request) -> None:
    if negotiation.version != request.expected_version:
        raise CountersignError(
            "negotiation.version_conflict", current=negotiation.version, expected=request.expected_version
        )


def _fire(uow: UnitOfWork, request: Request, ports: Ports) -> Done:
    negotiation = _locked_as_seen(uow.session, request)
    known = fired_before(uow.session, request)
    if known is not None:
        return Done(negotiation.id, known.to_state, negotiation.version)
    _check_version(negotiation, request)
    move = _move(uow.session, negotiation, request, ports)
    cause = _cause(request, ports)
    if Effect.SIGNED in move.effects:
        add_signature(uow.session, negotiation, request, ports)
    apply(uow.session, negotiation, move, cause)
    book(uow.session, negotiation, move, cause)
    if Effect.RELEASE in move.effects:
        _release(uow, negotiation, ports)
    return Done(negotiation.id, negotiation.state, negotiation.version)


def _locked_as_seen(session: Session, request: Request) -> Negotiation:
    seen = visible(session, request.negotiation_id, request.organisation_id)
    found = locked(session, Thread(seen.kind, seen.number), (seen.buyer_id, seen.seller_id))
    return found or seen


def _move(session: Session, negotiation: Negotiation, request: Request, ports: Ports) -> Move:
    sides = (negotiation.buyer_id, negotiation.seller_id)
    context = Context(
        sender=side_of(negotiation, request.organisation_id),
        now=ports.clock(),
        rules=rules_for(session, negotiation.kind, sides, request.organisation_id),
        order=order_of(session, negotiation),
    )
    return move_for_event(situation_of(negotiation), request.event, context, request.reason, request.detail)


def order_of(session: Session, negotiation: Negotiation) -> Situation | None:
    """The situation of the first order that an invoice charges, where it is known here."""
    facts = Facts.from_dict(negotiation.facts).invoice
    for number in orders_of(facts) if facts else ():
        found = locked(session, Thread("purchase-order", number), (negotiation.buyer_id, negotiation.seller_id))
        if found is not None:
            return situation_of(found)
    return None


def _cause(request: Request, ports: Ports) -> Cause:
    return Cause(
        at=ports.clock(),
        organisation_id=request.organisation_id,
        person=request.person,
        idempotency_key=request.idempotency_key or None,
    )


def _release(uow: UnitOfWork, negotiation: Negotiation, ports: Ports) -> None:
    """Hand on the document that an approval held back."""
    document_id = negotiation.open_document_id or negotiation.agreed_document_id
    row = uow.session.get(DocumentRecord, document_id) if document_id else None
    if row is not None:
        dispatch(uow, row, ports)
