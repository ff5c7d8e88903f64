"""What a lens does, as rows for people; the differences between two lenses; and a lens tried on a message.

All plain data: how it is shown is the command line's matter.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from app.domain.findings import Finding
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.loops import Loop
from app.formats.lens.bound import BoundElement, BoundRule, label_of
from app.formats.lens.difference import body_of
from app.formats.lens.kinds import Kind
from app.formats.lens.library import Lens
from app.formats.lens.losses import Loss
from app.formats.lens.reading import read
from app.formats.lens.writing import write


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a lens knows: an element of the message, and what it is in the document.

    Attributes:
        segment: where in the message, with the conditions of its rules (`PO1/PID[1=F]`); element: `05`, `03.2`.
        path: in the document (`lines[].item.name`); for a constant, what is written; for a calc, its formula.
        type: how the value is written (`date8`, `code x12-unit`, `constant`, `count` …).
        direction: `both`, `read` or `write`. document: the type of document. place: file and line of the rule.
    """

    segment: str
    element: str
    path: str
    type: str
    direction: str
    document: str
    place: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A round trip: the message read and written again.

    Attributes:
        differences: (in the message, as written) for each segment that didn't come back; empty if all did.
        kept: what the document doesn't hold and its complement does, as (kind, path, content).
        losses: what is in the document and not in the message written.
    """

    findings: tuple[Finding, ...]
    differences: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str, str], ...]
    losses: tuple[Loss, ...]

    @property
    def succeeded(self) -> bool:
        """Whether the message was read and came back as it was."""
        return not self.differences and not self.losses


def test(lens: Lens, message: Loop, marks: Delimiters) -> Trial:
    """Read a message, write it again, and compare the two."""
    reading = read(message, marks, lens)
    theirs = list(body_of(message, len(lens.message.places) - 1).flat())
    if reading.document is None:
        return Trial(reading.findings, tuple((each, "") for each in theirs), (), ())
    writing = write(reading.document, lens, marks)
    ours = list(writing.loop.flat())
    items = reading.document.complement.items if reading.document.complement else ()
    kept = tuple((each.kind, each.path, each.content) for each in items)
    return Trial(reading.findings, tuple(_differences(theirs, ours)), kept, writing.losses)


def _differences(theirs: list[str], ours: list[str]) -> Iterator[tuple[str, str]]:
    for index in range(max(len(theirs), len(ours))):
        one = theirs[index] if index < len(theirs) else ""
        other = ours[index] if index < len(ours) else ""
        if one != other:
            yield one, other


def explain(lens: Lens) -> tuple[Row, ...]:
    """All that a lens maps, in the order of the message."""
    return tuple(row for kind in lens.kinds for row in _rows(kind.rules, ("", ""), kind))


def diff(one: Lens, other: Lens) -> tuple[tuple[str, Row], ...]:
    """The rows that only `one` (`-`) or only `other` (`+`) has, wherever they are written."""
    ours, theirs = ({_said(row): row for row in explain(each)} for each in (one, other))
    gone = [("-", row) for said, row in ours.items() if said not in theirs]
    return (*gone, *(("+", row) for said, row in theirs.items() if said not in ours))


def _said(row: Row) -> tuple[str, ...]:
    return tuple(value for name, value in asdict(row).items() if name != "place")


def _rows(rules: list[BoundRule], outer: tuple[str, str], kind: Kind) -> Iterator[Row]:
    """The rows of rules within a loop and an object: `outer` is how segments' names and paths begin."""
    above, prefix = outer
    for rule in sorted(rules, key=lambda each: each.place.index):
        segment = f"{above}{rule.name}"
        inner = f"{prefix}{rule.each.text}[]." if rule.each and rule.each.steps else prefix
        place = f"{rule.written.file}:{rule.written.line}"
        for element, path, type_, direction in sorted(_said_by(rule, inner, kind)):
            yield Row(segment, element, path, type_, direction, str(kind.cls.type), place)
        yield from _rows(rule.children, (f"{segment}/", inner), kind)


def _said_by(rule: BoundRule, prefix: str, kind: Kind) -> Iterator[tuple[str, str, str, str]]:
    tested = {each.at for each in kind.signs if each.place == rule.place.index}
    for at, text in rule.puts.items():
        # what is put isn't looked at when a message is read, unless it says which document the message is
        yield label_of(at), text, "constant", "both" if at in tested else "write"
    for label, path, type_ in _mapped(rule, prefix):
        yield label, path, type_, rule.only or "both"


def _mapped(rule: BoundRule, prefix: str) -> Iterator[tuple[str, str, str]]:
    for calc in rule.calcs:
        yield label_of(calc.at), ".".join(each.text for each in calc.steps), calc.kind
    for element in rule.elements:
        yield from _element(element, prefix, element.label)
    if rule.pairs:
        for codes, element in rule.pairs.by.items():
            yield from _element(element, prefix, f"{rule.pairs.cells[0][0][0]:02}…={codes}")


def _element(element: BoundElement, prefix: str, label: str) -> Iterator[tuple[str, str, str]]:
    path = prefix + element.path.text if element.path.steps else prefix[:-1]
    yield label, f"{path}.{element.part}" if element.part else path, element.codec.name
    if element.beside:
        codec = element.beside_codec.name if element.beside_codec else element.constant or "text"
        yield label_of(element.beside), f"{path} (beside {label})", codec
