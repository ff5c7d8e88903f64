"""What the traffic with partners in X12 and EDIFACT leaves for staff to look into."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.access.roles import Permission
from app.domain.findings import Finding
from app.errors import CountersignError
from app.pipeline.edi_tasks import close_task, open_tasks
from app.storage.models import EdiTask
from app.web.acting import acting, back_to
from app.web.blueprint import blueprint, db, ports
from app.web.guard import needs, not_found, organisation_id, visitor
from app.web.language import language
from app.web.queries import page_of


@blueprint.get("/edi/tasks")
@needs(Permission.VIEW)
def edi_tasks() -> ResponseReturnValue:
    """What is open, the longest waiting first."""
    page = page_of(db(), open_tasks(organisation_id()), request.args.get("page", 1, int))
    return render_template("edi_tasks.html", page=page, told={each.id: _told(each) for each in page.rows})


@blueprint.post("/edi/tasks/<task_id>/close")
@needs(Permission.RETRY_DELIVERIES)
def close_edi_task(task_id: str) -> ResponseReturnValue:
    """Somebody has looked into it."""
    try:
        with acting("edi_task.close", f"edi_task:{task_id}") as uow:
            close_task(uow.session, organisation_id(), task_id, visitor().person.email, ports().clock())
    except CountersignError:
        not_found()
    return back_to("edi_tasks", "edi-task-closed")


def _told(task: EdiTask) -> tuple[str, str]:
    """What it is about, and what can be done."""
    found = Finding(task.kind, params=task.params)
    return found.message(language()), found.hint(language())
