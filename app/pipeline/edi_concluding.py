"""Step 4 of an interchange's way: what became of it, and the bytes that answer it, in one transaction.

Two who worked on the same interchange conclude it once, and claim numbers once: the first one's answer stands.
"""

from sqlalchemy.orm import Session

from app.formats.edi.acknowledge import Acknowledgement
from app.formats.edi.interchange import Verdict as EdiVerdict
from app.formats.edi.interchange import verdict_of
from app.pipeline.edi_agreed import Agreed
from app.pipeline.edi_answers import send_back
from app.pipeline.edi_business import numbers_of, unagreed, written_advice
from app.pipeline.edi_interchanges import Conclusion, MessageEntry, State, conclude, locked_interchange
from app.pipeline.edi_outcomes import InterchangeOutcome, MessageOutcome, is_rejected
from app.pipeline.messages import RawMessage, Verdict
from app.pipeline.ports import Ports
from app.storage.models import EdiAgreement

MOST_FAULTS_KEPT = 20
_STATES = {
    EdiVerdict.ACCEPTED: State.ACCEPTED,
    EdiVerdict.ACCEPTED_WITH_ERRORS: State.ACCEPTED_WITH_ERRORS,
    EdiVerdict.REJECTED: State.REJECTED,
}


def conclude_interchange(
    outcome: InterchangeOutcome, answers: list[Acknowledgement], message: RawMessage, agreed: Agreed, ports: Ports
) -> None:
    """Enter what became of it and put its answer on the way; completes `outcome`.

    Args:
        answers: the functional acknowledgements that its syntax calls for.
        message: that brought it.
    """
    outcome.verdict = _verdict(outcome)
    with ports.database.unit_of_work() as uow:
        row = locked_interchange(uow.session, outcome.id)
        if not row.verdict:
            written = _answer(uow.session, outcome, answers, agreed, ports)
            conclude(uow.session, row.id, _conclusion(outcome, written), ports.clock())
        outcome.verdict, outcome.acknowledgement = row.verdict, row.acknowledgement
        send_back(uow, outcome.id, message, ports)
        uow.commit()


def _verdict(outcome: InterchangeOutcome) -> str:
    """The syntax's verdict, and what became of the documents."""
    syntax = verdict_of(outcome.interchange)
    refused = [each.is_refused for each in outcome.messages]
    if outcome.interchange.is_broken or not refused:
        return str(syntax)
    if any(refused):
        return str(EdiVerdict.REJECTED if all(refused) else EdiVerdict.PARTIALLY_ACCEPTED)
    heeded = any(is_rejected(each.message) for each in outcome.messages)  # in spite of its faults
    return str(EdiVerdict.ACCEPTED_WITH_ERRORS if heeded else syntax)


def _conclusion(outcome: InterchangeOutcome, answer: bytes) -> Conclusion:
    return Conclusion(
        verdict=outcome.verdict,
        messages=tuple(_entry(position, each) for position, each in enumerate(outcome.messages, 1)),
        group_count=outcome.interchange.groups,
        error_count=sum(len(each.findings) for each in outcome.messages) + len(outcome.findings),
        acknowledgement=answer,
    )


def _entry(position: int, taken: MessageOutcome) -> MessageEntry:
    message, outcome = taken.message, taken.outcome
    standard = message.group.interchange.standard
    codes = [each.code_in(standard) for each in message.faults if each.is_error]
    return MessageEntry(
        position=position,
        control_number=message.control[:14],
        type=message.name[:12],
        group_number=message.group.control[:14],
        document_id=outcome.document_id if outcome else None,
        state=_state(taken),
        faults=tuple(code for code in codes if code)[:MOST_FAULTS_KEPT],
    )


def _state(taken: MessageOutcome) -> State:
    outcome = taken.outcome
    if outcome is not None and outcome.verdict in (Verdict.REJECTED, Verdict.CONFLICT):
        return State.REJECTED
    if not is_rejected(taken.message):
        return _STATES[taken.message.verdict]
    return State.ACCEPTED_WITH_ERRORS if taken.heard else State.REJECTED


def _answer(
    session: Session, outcome: InterchangeOutcome, answers: list[Acknowledgement], agreed: Agreed, ports: Ports
) -> bytes:
    """The bytes of everything that is answered."""
    agreement = session.get(EdiAgreement, agreed.agreement_id) if agreed.agreement_id else None
    between = agreement or unagreed(outcome.interchange, agreed.organisation_id)
    now = ports.clock()
    written = b"".join(each.content(numbers_of(session, between, each), now) for each in answers)
    return written + (written_advice(session, outcome, agreement, ports) if agreement else b"")
