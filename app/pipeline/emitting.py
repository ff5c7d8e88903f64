"""Documents that this server writes for an organisation: what its people decided in the browser, told to partners."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.documents import Document, DocumentType, Invoice, Order, OrderChange, OrderResponse
from app.domain.negotiation import emit as writing
from app.domain.negotiation.facts import Facts
from app.domain.negotiation.situation import Action
from app.errors import CountersignError
from app.formats.base import NotRenderable
from app.pipeline.convert import read_again
from app.pipeline.held_keys import open_held_key
from app.pipeline.messages import Expected, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.receive import receive
from app.pipeline.repeats import CHANNEL, message_id_of
from app.pipeline.requests import Done, Request
from app.signatures.sign_xml import sign_xml
from app.storage.models import DocumentRecord, Negotiation, NegotiationEvent

ANSWERS_LINES = "CA"
"""The response code that says nothing without an answer to each line."""
TAKEN = (Verdict.ACCEPTED, Verdict.DUPLICATE)


def emit(request: Request, action: Action, ports: Ports) -> Done:
    """Write, sign and send the document that says what was decided.

    Raises:
        CountersignError: there is nothing to write it from, or what the document was refused with.
    """
    with ports.database.reading() as session:
        negotiation = session.get_one(Negotiation, request.negotiation_id)
        document = _written(session, negotiation, request, action, ports)
        raw = _signed(session, document, request.organisation_id, ports)
    outcome = receive(
        RawMessage(
            organisation_id=request.organisation_id,
            channel=CHANNEL,
            body=raw,
            media_type="application/xml",
            message_id=message_id_of(request),
            actor=request.person,
            expected=Expected(request.negotiation_id, request.expected_version),
        ),
        ports,
    )
    if outcome.verdict is Verdict.QUARANTINED:
        raise CountersignError("document.quarantined")
    if outcome.verdict not in TAKEN:
        first = outcome.findings[0]
        raise CountersignError(first.code, path=first.path, line=first.line, **first.params)
    with ports.database.reading() as session:
        moved = session.get_one(Negotiation, request.negotiation_id)
        return Done(moved.id, moved.state, moved.version, outcome)


def _signed(session: Session, document: Document, organisation_id: str, ports: Ports) -> bytes:
    held = open_held_key(session, organisation_id, ports)
    try:
        raw = ports.formats.get("ubl").render(document)
    except NotRenderable as fault:  # what it is about has amounts without a currency, say
        raise CountersignError("delivery.not_renderable", syntax="ubl", why=str(fault)) from None
    return sign_xml(raw, held.private_key, None, now=ports.clock())


def _written(session: Session, negotiation: Negotiation, request: Request, action: Action, ports: Ports) -> Document:
    papers = _Papers(session, negotiation, ports)
    now = ports.clock()
    stamp = writing.Stamp(f"{negotiation.number}-{negotiation.version + 1}", now.date())
    if action.emits is DocumentType.ORDER_RESPONSE and action.code != ANSWERS_LINES:
        return _response(papers, action, request.reason, stamp)
    if action.emits is DocumentType.ORDER_CANCELLATION:
        return writing.order_cancellation(papers.ordered(), request.reason, stamp)
    if action.emits is DocumentType.ORDER_CHANGE:
        return _change(papers, negotiation, action, stamp)
    if action.emits is DocumentType.APPLICATION_RESPONSE:
        return writing.invoice_response(papers.invoice(), action.code, request.reason, stamp)
    raise CountersignError("negotiation.document_needed", event=request.event, document=action.emits)


def _response(papers: "_Papers", action: Action, reason: str, stamp: writing.Stamp) -> OrderResponse:
    response = writing.order_response(papers.ordered(), action.code, stamp, reason=reason)
    # a refusal that named the last change would be taken for a late answer to that, and not for a wish of its own
    return replace(response, order_changes=()) if action.event == "request_cancel" else response


def _change(papers: "_Papers", negotiation: Negotiation, action: Action, stamp: writing.Stamp) -> OrderChange:
    order = Facts.from_dict(negotiation.facts).order
    sequence = str((order.sequence if order else 0) + 1)
    if action.event == "decline_keep":
        return writing.order_change_keeping(papers.agreed(), stamp, sequence)
    if action.event not in ("accept_counter", "accept_change"):
        raise CountersignError("negotiation.document_needed", event=action.event, document=action.emits)
    return writing.order_change_accepting(papers.countered(), papers.counter(), stamp, sequence)


class _Papers:
    """The accepted documents of a negotiation, read from their originals when they are asked for."""

    def __init__(self, session: Session, negotiation: Negotiation, ports: Ports) -> None:
        self._session = session
        self._negotiation = negotiation
        self._ports = ports

    def ordered(self) -> Order | OrderChange:
        """What the buyer asked for last: the order, or its latest change, whatever became of it."""
        found = self._last(("order", "order_change"))
        if not isinstance(found, Order | OrderChange):
            raise CountersignError("negotiation.not_found")
        return found

    def agreed(self) -> Order | OrderChange:
        """The agreed revision; a change that the seller rejected since is not it."""
        row = self._session.get(DocumentRecord, self._negotiation.agreed_document_id or "")
        found = self._read(row)
        return found if isinstance(found, Order | OrderChange) else self.ordered()

    def countered(self) -> Order | OrderChange:
        """What the seller's open proposal changes: the buyer's own open one, or else the agreed revision."""
        step = self._session.scalars(
            select(NegotiationEvent.event)
            .where(
                NegotiationEvent.negotiation_id == self._negotiation.id,
                NegotiationEvent.to_state == self._negotiation.state,
                NegotiationEvent.from_state != self._negotiation.state,
            )
            .order_by(NegotiationEvent.sequence.desc())
            .limit(1)
        ).first()
        return self.agreed() if step == "propose_change" else self.ordered()

    def counter(self) -> OrderResponse:
        """The seller's last answer."""
        found = self._last(("order_response",))
        if not isinstance(found, OrderResponse):
            raise CountersignError("negotiation.not_found")
        return found

    def invoice(self) -> Invoice:
        """The invoice."""
        found = self._last(("invoice",))
        if not isinstance(found, Invoice):
            raise CountersignError("negotiation.not_found")
        return found

    def _last(self, types: Iterable[str]) -> Document | None:
        # by the negotiation's own count, not by the time: a clock can be set back
        row = self._session.scalars(
            select(DocumentRecord)
            .join(NegotiationEvent, NegotiationEvent.document_id == DocumentRecord.id)
            .where(NegotiationEvent.negotiation_id == self._negotiation.id, DocumentRecord.type.in_(tuple(types)))
            .order_by(NegotiationEvent.sequence.desc())
            .limit(1)
        ).first()
        return self._read(row)

    def _read(self, row: DocumentRecord | None) -> Document | None:
        if row is None:
            return None
        return read_again(self._ports.payloads.open(self._session, row.payload, row.id), row, self._ports)
