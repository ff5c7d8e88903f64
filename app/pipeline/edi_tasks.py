"""Tasks: what in the traffic with partners a person must look into. One a matter, however often it is noticed.

Nothing here commits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.findings import Finding, Severity
from app.errors import CountersignError
from app.errors import edi_exchange as errors
from app.pipeline.edi_interchanges import plain
from app.storage.models import EdiMessage, EdiTask
from app.storage.types import new_key

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Matter:
    """What a task is about. `kind` is a code of the catalogue that `params` fill; `subject` tells it from others.

    Attributes:
        message: that was sent, where it is about one. document_id: its document, or that which it is about.
        interchange_id: that which it is about, where it isn't the message's.
    """

    kind: str
    subject: str
    params: Mapping[str, str]
    message: EdiMessage | None = None
    document_id: str | None = None
    interchange_id: str | None = None

    @property
    def finding(self) -> Finding:
        """The same as a finding."""
        return Finding(self.kind, severity=Severity.WARNING, params=dict(self.params))


def open_task(session: Session, organisation_id: str, matter: Matter, now: datetime) -> None:
    """Give it to the organisation's staff, unless they have it or had it."""
    subject = plain(matter.subject, 300)
    known = select(EdiTask.id).filter_by(organisation_id=organisation_id, kind=matter.kind, subject=subject)
    if session.scalar(known) is not None:
        return
    task = EdiTask(
        id=new_key(),
        organisation_id=organisation_id,
        kind=matter.kind,
        subject=subject,
        params={name: plain(value, 300) for name, value in matter.params.items()},
        interchange_id=matter.message.interchange_id if matter.message else matter.interchange_id,
        message_id=matter.message.id if matter.message else None,
        document_id=matter.document_id or (matter.message.document_id if matter.message else None),
        opened_at=now,
    )
    try:
        with session.begin_nested():
            session.add(task)
            session.flush()
    except IntegrityError:  # somebody noticed it at the same moment
        return


def open_tasks(organisation_id: str) -> Select[EdiTask]:
    """What waits for the organisation's staff, the longest waiting first."""
    mine = select(EdiTask).where(EdiTask.organisation_id == organisation_id, EdiTask.closed_at.is_(None))
    return mine.order_by(EdiTask.opened_at, EdiTask.id)


def count_open(session: Session, organisation_id: str) -> int:
    """How many wait."""
    inner = open_tasks(organisation_id).order_by(None).with_only_columns(EdiTask.id).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def close_task(session: Session, organisation_id: str, task_id: str, by: str, now: datetime) -> EdiTask:
    """Somebody has looked into it; raises CountersignError (edi_task.unknown) where it isn't open, or isn't theirs."""
    task = session.scalars(open_tasks(organisation_id).where(EdiTask.id == task_id)).one_or_none()
    if task is None:
        raise CountersignError(errors.TASK_UNKNOWN)
    task.closed_at, task.closed_by = now, by[:320]
    session.flush()
    return task


def close_settled(session: Session, message_id: str, kinds: Iterable[str], now: datetime) -> None:
    """The matter has settled itself: what was overdue has come."""
    session.execute(
        update(EdiTask)
        .where(EdiTask.message_id == message_id, EdiTask.kind.in_(kinds), EdiTask.closed_at.is_(None))
        .values(closed_at=now, closed_by=SYSTEM)
    )
