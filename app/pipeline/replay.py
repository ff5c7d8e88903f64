"""Quarantine: staff have a kept document processed again, after the fault that stopped it was repaired."""

from app.domain.findings import finding
from app.pipeline.admit import admit, quarantine, reject
from app.pipeline.answers import answer_of
from app.pipeline.messages import Judged, Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.receive import judge
from app.pipeline.record import claimed
from app.pipeline.rows import ACCEPTED, QUARANTINED, REJECTED, fill_row, findings_of, settle_answers
from app.pipeline.transactions import in_transaction
from app.storage.models import DocumentRecord, Negotiation
from app.storage.unit_of_work import UnitOfWork

_VERDICTS = {ACCEPTED: Verdict.ACCEPTED, REJECTED: Verdict.REJECTED, QUARANTINED: Verdict.QUARANTINED}


def replay(document_id: str, ports: Ports) -> Outcome | None:
    """Judge and admit a quarantined original anew, in its own row; None where it isn't in quarantine."""
    message = _message_of(document_id, ports)
    if message is None:
        return None
    judged = judge(message, ports)
    return in_transaction(ports.database, lambda uow: _replay_once(uow, document_id, judged, ports))


def _replay_once(uow: UnitOfWork, document_id: str, judged: Judged, ports: Ports) -> Outcome | None:
    row = uow.session.get(DocumentRecord, document_id, with_for_update={"of": DocumentRecord}, populate_existing=True)
    if row is None or row.state != QUARANTINED:
        return None
    row.fault = ""
    fill_row(row, judged)
    negotiation = _settle(uow, row, judged, ports)
    settle_answers(uow.session, row, answer_of(row, negotiation, ports.settings.public_url))
    return Outcome(_VERDICTS[row.state], row.id, findings=findings_of(row))


def _settle(uow: UnitOfWork, row: DocumentRecord, judged: Judged, ports: Ports) -> Negotiation | None:
    if judged.fault:
        quarantine(row, judged.fault)
    elif judged.rejected:
        reject(row, ())
    elif claimed(uow.session, row.sender_id, judged):
        reject(row, (finding("document.duplicate", type=row.type, number=row.number),))
    else:
        return admit(uow, row, judged, ports)
    return None


def _message_of(document_id: str, ports: Ports) -> RawMessage | None:
    with ports.database.reading() as session:
        row = session.get(DocumentRecord, document_id)
        if row is None or row.state != QUARANTINED:
            return None
        body = ports.payloads.open(session, row.payload, row.id)
        return RawMessage(row.sender_id, row.channel, body, row.media_type, **row.read_by)
