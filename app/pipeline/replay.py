"""Quarantine: staff have a kept document processed again, after the fault that stopped it was repaired."""

from app.domain.findings import finding
from app.pipeline.admit import admit, quarantine, reject
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.pipeline.receive import judge
from app.pipeline.record import claimed
from app.pipeline.rows import ACCEPTED, QUARANTINED, REJECTED, fill_row, findings_of
from app.storage.models import DocumentRecord

_VERDICTS = {ACCEPTED: Verdict.ACCEPTED, REJECTED: Verdict.REJECTED, QUARANTINED: Verdict.QUARANTINED}


def replay(document_id: str, ports: Ports) -> Outcome | None:
    """Judge and admit a quarantined original anew, in its own row; None where it isn't in quarantine."""
    message = _message_of(document_id, ports)
    if message is None:
        return None
    judged = judge(message, ports)
    with ports.database.unit_of_work() as uow:
        row = uow.session.get(DocumentRecord, document_id, with_for_update={"of": DocumentRecord})
        if row is None or row.state != QUARANTINED:
            return None
        row.fault = ""
        fill_row(row, judged)
        if judged.fault:
            quarantine(row, judged.fault)
        elif judged.rejected:
            reject(row, ())
        elif claimed(uow.session, row.sender_id, judged):
            reject(row, (finding("document.duplicate", type=row.type, number=row.number),))
        else:
            admit(uow, row, judged, ports)
        uow.commit()
        return Outcome(_VERDICTS[row.state], row.id, findings=findings_of(row))


def _message_of(document_id: str, ports: Ports) -> RawMessage | None:
    with ports.database.reading() as session:
        row = session.get(DocumentRecord, document_id)
        if row is None or row.state != QUARANTINED:
            return None
        body = ports.payloads.open(session, row.payload, row.id)
        return RawMessage(row.sender_id, row.channel, body, row.media_type)
