"""A message read into a document, and what it says beyond it."""

from dataclasses import dataclass, replace

from app.domain.documents import Complement, Document, Leftover
from app.domain.findings import Finding
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.canonical_marks import canonical
from app.formats.lens.difference import Difference, body_of
from app.formats.lens.frames import Frame
from app.formats.lens.learning import learned
from app.formats.lens.library import Lens, Plan
from app.formats.lens.memory import Memory, Sight
from app.formats.lens.paths import has_path
from app.formats.lens.rendering import write_level
from app.formats.lens.running import beyond, filled, read_level, verify_level
from app.formats.lens.sketch import Unlike
from app.formats.lens.state import ReadState, Told, WriteState
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
    refused = lens.refused(body, marks)
    if refused is not None:
        return Reading(None, (refused,))
    sight = plan.memory.sight(body) if plan.memory else None
    found = _Message(body, plan, lens, sight)
    document = found.document()
    if document is None:
        return Reading(None, tuple(found.state.findings))
    if any(each.content == FLAT for each in items):
        found.state.lacking("lens.no_tree")
    verify_level(plan.level, body, document, found.state)
    items += [Leftover(*each) for each in found.beyond(document)]
    items = canonical(items, lens.message.standard, marks, lens.message.name)
    if items:
        document = replace(document, complement=Complement(lens.message.standard, tuple(items)))
    return Reading(document, tuple(found.state.findings))


def read_document(message: Loop, plan: Plan, lens: Lens) -> tuple[Document | None, ReadState]:
    """The document alone, without what it doesn't hold."""
    found = _Message(message, plan, lens, None)
    found.state.compares = False
    return found.document(), found.state


def nested_body(message: Loop, plan: Plan, lens: Lens, marks: Delimiters) -> tuple[Loop, list[Leftover]]:
    """A message's body, its hierarchy hung up where it has one, and what numbering it anew wouldn't give."""
    body = body_of(message, len(lens.message.places) - 1)
    nested = plan.tree.nested(body, marks.element) if plan.tree else None
    if plan.tree is None:
        return body, []
    if nested is None:
        return body, [Leftover("tree", lens.message.name, FLAT)]
    return nested, plan.tree.stripped(nested, marks.element, lens.message.name)


class _Message:
    """One message's body being read: as it was learned of others like it, or else by the rules."""

    def __init__(self, body: Loop, plan: Plan, lens: Lens, sight: Sight | None) -> None:
        self._body = body
        self._plan = plan
        self._lens = lens
        self._sight = sight
        self._lesson = sight.lesson if sight else None
        self._name = lens.message.name
        self.state = ReadState(body, self._name, plan.currency(body))

    def document(self) -> Document | None:
        """The document; None, with findings, where it lacks what it can't be without."""
        plan, state = self._plan, self.state
        frame = self._frame()
        for slot, value in plan.defaults:
            if frame[slot] is None:
                frame[slot] = value
        document: Document | None = plan.shape.build(frame)
        if document is None:
            for member in plan.shape.missing(frame):
                state.lacking("lens.missing", member=member, where=_where(plan, member))
            return None
        for path in self._lens.require:
            if has_path(type(document), path.text) and not path.get(document):
                state.lacking("lens.required", member=path.text, where=_where(plan, path.text))
        return document

    def _frame(self) -> Frame:
        if self._lesson and self._sight:
            try:
                return filled(self._lesson, self._sight, self.state)
            except Unlike:
                self._lesson = None
                self.state.findings.clear()
        frame = self._plan.shape.frame()
        self.state.root = frame
        read_level(self._plan.level, self._body, frame, self.state)
        return frame

    def beyond(self, document: Document) -> list[Told]:
        """What the message says and the rules don't write for the document; and the reverse."""
        if document.currency != self.state.currency:
            return self._compared(document, None)
        if self._lesson and self._sight:
            try:
                return beyond(self._lesson, self._sight, document, self.state, self._name)
            except Unlike:
                pass
        found = self._compared(document, self.state)
        if self._sight and self._plan.memory and self._plan.memory.is_due(self._sight):
            self._learn(self._plan.memory, self._sight, document, found)
        return found

    def _compared(self, document: Document, reading: ReadState | None) -> list[Told]:
        writing = WriteState(document.currency, reading)
        difference = Difference(self._plan.marks, writing.beyond)
        written = written_body(document, self._plan, writing)
        difference.compare(self._plan.level, self._lens.message.root, self._body, written, self._name)
        return difference.items if difference.has_all(writing.reused) else self._compared(document, None)

    def _learn(self, memory: Memory, sight: Sight, document: Document, found: list[Told]) -> None:
        """Learn of a message, if that gives of itself just what the rules gave."""
        sight.lesson = learned(memory.subject, sight, document, document.currency, self._body)
        if sight.lesson is not None:
            again = _Message(self._body, self._plan, self._lens, sight)
            told = again.learned_of(document)
            sight.lesson = sight.lesson if told == found else None
        memory.keep(sight, sight.lesson)

    def learned_of(self, document: Document) -> list[Told] | None:
        """What the message says beyond `document`, all as it was learned; None where that is another document."""
        if repr(self.document()) != repr(document) or self._lesson is None or self._sight is None:
            return None
        try:
            return beyond(self._lesson, self._sight, document, self.state, self._name)
        except Unlike:
            return None


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
