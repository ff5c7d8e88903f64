"""A message read into a document, and what it says beyond it."""

from dataclasses import dataclass, replace

from app.domain.documents import Complement, Document, Leftover
from app.domain.findings import Finding
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.canonical_marks import canonical
from app.formats.lens.difference import Difference, body_of
from app.formats.lens.library import Kind, Lens, Plan
from app.formats.lens.running import read_level, verify_level, write_level
from app.formats.lens.state import ReadState, WriteState
from app.formats.lens.tree import FLAT


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave: a document, unless what it can't be without is missing; and all that is wrong."""

    document: Document | None
    findings: tuple[Finding, ...] = ()


def read(message: Loop, marks: Delimiters, lens: Lens) -> Reading:
    """Read a message. Faults are findings at their segments, and stop nothing else."""
    kind = lens.kind_of(message, marks)
    plan = lens.plan(kind, marks)
    body, items = nested_body(message, plan, lens, marks)
    document, state = read_document(body, plan, lens)
    if document is None:
        return Reading(None, tuple(state.findings))
    if any(each.content == FLAT for each in items):
        state.lacking("lens.no_tree")
    verify_level(plan.level, body, document, state)
    items += differences(body, document, plan, lens, state)
    items = canonical(items, lens.message.standard, marks, lens.message.name)
    if items:
        document = replace(document, complement=Complement(lens.message.standard, tuple(items)))
    return Reading(document, tuple(state.findings))


def read_document(message: Loop, plan: Plan, lens: Lens) -> tuple[Document | None, ReadState]:
    """The document alone, without what it doesn't hold."""
    state = ReadState(message, lens.message.name, plan.currency(message))
    frame = plan.shape.frame()
    state.root = frame
    read_level(plan.level, message, frame, state)
    for slot, value in plan.defaults:
        if frame[slot] is None:
            frame[slot] = value
    document: Document | None = plan.shape.build(frame)
    if document is None:
        for member in plan.shape.missing(frame):
            state.lacking("lens.missing", member=member, where=_where(plan, member))
        return None, state
    for path in lens.require:
        if not path.get(document):
            state.lacking("lens.required", member=path.text, where=_where(plan, path.text))
    return document, state


def nested_body(message: Loop, plan: Plan, lens: Lens, marks: Delimiters) -> tuple[Loop, list[Leftover]]:
    """A message's body, its hierarchy hung up where it has one, and what numbering it anew wouldn't give."""
    body = body_of(message, len(lens.message.places) - 1)
    nested = plan.tree.nested(body, marks.element) if plan.tree else None
    if plan.tree is None:
        return body, []
    if nested is None:
        return body, [Leftover("tree", lens.message.name, FLAT)]
    return nested, plan.tree.stripped(nested, marks.element, lens.message.name)


def differences(body: Loop, document: Document, plan: Plan, lens: Lens, state: ReadState) -> list[Leftover]:
    """What the message says and the rules don't write for the document; and the reverse."""
    writing = WriteState(document.currency)
    if document.currency == state.currency:
        writing.known = state.known
    difference = Difference(plan.marks)
    difference.compare(plan.level, lens.message.root, body, written_body(document, plan, writing), lens.message.name)
    return difference.items


def written_body(document: Document, plan: Plan, state: WriteState | None = None) -> Loop:
    """What the rules write for a document, and nothing else."""
    body = Loop(0)
    write_level(plan.level, document, body, state or WriteState(document.currency))
    return body


def _where(plan: Plan, member: str) -> str:
    """The segments that would say it."""
    places = [
        f"{act.rule.place.tag}-{element.label}"
        for act in plan.level.acts
        if act.rule.each is None
        for element in act.rule.elements
        if element.path.text == member
    ]
    return ", ".join(places) or member


def kind_of(lens: Lens, document: Document) -> Kind | None:
    """How the lens writes that type of document; None where its message is for others."""
    return lens.kind_for(document.type)
