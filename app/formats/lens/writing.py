"""A document written as a message, and what the message doesn't hold of it."""

from dataclasses import dataclass, field

from app.domain.documents import Document, Leftover
from app.formats.base import NotRenderable
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.canonical_marks import for_marks
from app.formats.lens.library import Lens, Plan
from app.formats.lens.losses import Loss, losses_between
from app.formats.lens.reading import nested_body, read_document, written_body
from app.formats.lens.restoring import restore
from app.formats.lens.state import WriteState
from app.formats.lens.tree import FLAT
from app.kept import kept


@dataclass
class Writing:
    """A message's body, without its header and trailer. What it lost is only worked out when somebody asks."""

    loop: Loop
    _document: Document
    _plan: Plan
    _lens: Lens
    _marks: Delimiters
    _homeless: tuple[Leftover, ...] = ()
    _remarks: list[tuple[str, str]] = field(default_factory=list)

    @kept
    def losses(self) -> tuple[Loss, ...]:
        """Exactly what the document says and the message doesn't."""
        body, _ = nested_body(self.loop, self._plan, self._lens, self._marks)
        back, _ = read_document(body, self._plan, self._lens)
        found = list(losses_between(self._document, back, self._remarks))
        found.extend(Loss(each.path, each.content, "complement") for each in self._homeless)
        return tuple(found)


def write(document: Document, lens: Lens, marks: Delimiters) -> Writing:
    """Write a document; what its complement has of the same syntax comes back to its place.

    Raises:
        NotRenderable: the message isn't for documents of that type.
    """
    kind = lens.kind_for(document.type)
    if kind is None:
        raise NotRenderable(f"{lens.name} has no {document.type}")
    plan = lens.plan(kind, marks)
    state = WriteState(document.currency)
    body = written_body(document, plan, state)
    homeless: tuple[Leftover, ...] = ()
    items: list[Leftover] = []
    if document.complement is not None:
        homeless = document.complement.items
        if document.complement.syntax == lens.message.standard:
            items = for_marks(homeless, lens.message.standard, marks)
            homeless = tuple(restore(items, body, lens.message.root, marks))
    if plan.tree is not None:
        if not any(each.content == FLAT for each in items):
            plan.tree.numbered(body, marks.element, items, lens.message.name)
        body = plan.tree.flattened(body)
    return Writing(body, document, plan, lens, marks, homeless, state.remarks)
