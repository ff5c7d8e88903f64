"""Random edits of valid files: what arrives is read, told, shown, answered and mapped, at once, without an exception.

    python -m tests.oracles.edi_fuzz --count 1000000 --seed 1

An interrupt ends it with what came of it until then.
A case is known by the seed and its number alone, so that one that failed can be made again (`--first`, `--count 1`).
"""

import argparse
import io
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from app import collector
from app.formats import lens as mapping
from app.formats.base import NotRenderable
from app.formats.edi.acknowledge import Acknowledgement, Acknowledger, Policy
from app.formats.edi.acknowledged import acknowledged, notices
from app.formats.edi.anatomy import anatomy
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import Ended, Event, Options, read
from app.formats.edi.report import Report
from tests.conftest import corpus_folder
from tests.edi_documents import good_papers

LONGEST = 1.0
"""Seconds of CPU that a case may take."""
LARGEST = 8 * 1024
"""Bytes of a file that is edited; faults don't need large files."""
OPTIONS = (Options(keep=True), Options(keep=True, lenient=True), Options(keep=False))
AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_MARKS = b"*>~^:+'?|\n\r\x1c\x1d\x00\xff\xc3 .,-"
_TAGS = b"ISA IEA GS GE ST SE UNA UNB UNZ UNG UNE UNH UNT TA1 HL N1 LIN PO1 BEG BGM LS LE UNS AK9 UCI".split()
_NUMBERS = (b"-", b"1E5", b"99999999999999999999", b"-0", b"00000000", b"20269999", b"NaN", b"1,5", b".")

Edit = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def seeds() -> list[bytes]:
    """Valid files: those of the tests, what is answered to them, and the corpus where there is one."""
    good = [each.raw() for each in good_papers()]
    answers = [answer.content(Numbers(1, 1), AT) for raw in good for answer in _answers(read(io.BytesIO(raw)))]
    files = sorted(each for each in (corpus_folder() / "edi").rglob("*") if each.is_file())
    return [*good, *answers, *(raw for each in files if 0 < len(raw := each.read_bytes()) <= LARGEST)]


def case(seed: int, number: int, originals: Sequence[bytes]) -> bytes:
    """Case `number`: a file with one to eight edits."""
    chance = random.Random(f"{seed}/{number}")
    raw = chance.choice(originals)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 5, 8))):
        raw = chance.choice(EDITS)(chance, raw, originals)
    return raw[: 4 * LARGEST]


def look_at(raw: bytes, options: Options) -> None:
    """Do with a file everything that is done with one that arrives."""
    report, acknowledger = Report(), Acknowledger(Policy(lenient=options.lenient))
    for event in read(io.BytesIO(raw), options):
        report.see(event)
        for answer in acknowledger.take(event):
            _read_back(answer)
        _take(event)
    told = "".join(f"{each['message']}{each['hint']}" for each in report.findings)
    unsaid = [each for each in _PLACEHOLDER.findall(told) if each.encode() not in raw]
    assert not unsaid, f"a message doesn't say {unsaid[0]}"
    report.as_dict("file")
    anatomy(raw, "zh")


def _answers(events: Iterator[Event]) -> Iterator[Acknowledgement]:
    acknowledger = Acknowledger(Policy())
    for event in events:
        yield from acknowledger.take(event)


def _read_back(answer: Acknowledgement) -> None:
    """What is answered must itself be read by anybody."""
    content = answer.content(Numbers(7, 1), AT)
    report = Report().take(read(io.BytesIO(content)))
    errors = [(each["code"], each["segment"], each["tag"], each["element"]) for each in report.findings]
    assert not report.errors, f"the answer is faulty itself: {errors[:3]} {content!r}"


def _take(event: Event) -> None:
    if isinstance(event, MessageRead):
        acknowledged(event)
        _map(event)
    elif isinstance(event, Ended) and isinstance(event.what, Interchange):
        list(notices(event.what))


def _map(message: MessageRead) -> None:
    about = message.group.interchange
    try:
        lens = mapping.lens(about.standard, message.version, message.name)
    except mapping.UnknownMapping:
        return
    if message.loop is not None:
        document = mapping.read(message.loop, about.marks, lens).document
        if document is not None:
            try:
                mapping.write(document, lens, about.marks)
            except NotRenderable:
                return


def _change_bytes(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    found = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found) or 1)
        found[at : at + chance.randint(0, 1)] = bytes([chance.choice((chance.randrange(256), chance.choice(_MARKS)))])
    return bytes(found)


def _drop(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + raw[at + chance.choice((1, 2, 8, 40)) :]


def _truncate(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _repeat(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    at, size = chance.randrange(len(raw) + 1), chance.choice((1, 10, 60, 400))
    return raw[:at] + raw[at : at + size] * chance.choice((2, 3, 30)) + raw[at + size :]


def _splice(chance: random.Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    start = chance.randrange(len(other) + 1)
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + other[start : start + chance.choice((20, 200, 4_000))] + raw[at:]


def _follow(chance: random.Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    return raw + chance.choice((b"", b"\n", b"\r\n  ", b"junk")) + chance.choice(others)


def _swap_mark(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    """A delimiter that is another character from some point on, or everywhere."""
    mark, other = chance.choice(b"*>~^:+'?"), chance.choice(_MARKS)
    at = chance.choice((0, chance.randrange(len(raw) + 1)))
    return raw[:at] + raw[at:].replace(bytes([mark]), bytes([other]))


def _edit_segments(chance: random.Random, raw: bytes, others: Sequence[bytes]) -> bytes:
    mark = b"~" if raw.count(b"~") > raw.count(b"'") else b"'"
    segments = raw.split(mark)
    at, to = chance.randrange(len(segments)), chance.randrange(len(segments))
    match chance.randrange(6):
        case 0:
            del segments[at]
        case 1:
            segments.insert(to, segments[at])
        case 2:
            segments[at], segments[to] = segments[to], segments[at]
        case 3:
            chance.shuffle(segments)
        case 4:
            segments.insert(at, chance.choice(chance.choice(others).split(mark)))
        case _:
            segments[at] = chance.choice(_TAGS) + segments[at][chance.choice((2, 3)) :]
    return mark.join(segments)


def _edit_element(chance: random.Random, raw: bytes, _others: Sequence[bytes]) -> bytes:
    mark = b"*" if raw.count(b"*") > raw.count(b"+") else b"+"
    elements = raw.split(mark)
    at = chance.randrange(len(elements))
    value = elements[at]
    elements[at] = chance.choice(
        (
            b"",
            value * chance.choice((2, 50)),
            value[:1],
            value + mark * chance.choice((1, 120)),
            chance.choice(_NUMBERS),
            "ÄÖ中\u0000".encode(),
            b"\xff\xfe",
            b"?" * chance.choice((1, 2, 3, 500)),
            b":" * chance.choice((1, 30)),
        )
    )
    return mark.join(elements)


EDITS: Sequence[Edit] = (
    _change_bytes,
    _change_bytes,
    _drop,
    _truncate,
    _repeat,
    _splice,
    _follow,
    _swap_mark,
    _edit_segments,
    _edit_segments,
    _edit_element,
    _edit_element,
)


@dataclass
class Run:
    """What came of a run; `failures` are told by case number. `paused`: cases that were slow once, not again."""

    seed: int
    originals: Sequence[bytes] = field(default_factory=seeds)
    count: int = 0
    paused: int = 0
    slowest: tuple[float, int] = (0.0, -1)
    failures: dict[int, str] = field(default_factory=dict)

    def look_at(self, number: int) -> None:
        """Make a case and look at it."""
        took = self._seconds(number)
        if took > LONGEST:
            # once in ten thousand cases it is the garbage collector, which looks through what all of them left
            self.paused += 1
            took = self._seconds(number)
        self.count += 1
        self.slowest = max(self.slowest, (took, number))
        if took > LONGEST:
            self.failures.setdefault(number, f"took {took:.2f} s")

    def _seconds(self, number: int) -> float:
        raw = case(self.seed, number, self.originals)
        began = time.process_time()
        try:
            look_at(raw, OPTIONS[number % len(OPTIONS)])
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.failures[number] = f"{type(error).__name__} in {Path(where.filename).name}:{where.lineno}: {error}"
        return time.process_time() - began


def main() -> None:
    """Look at many cases; exit status 1 if any failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    asked = parser.parse_args()
    collector.tune()
    run, began = Run(asked.seed), time.monotonic()
    with suppress(KeyboardInterrupt):
        for number in range(asked.first, asked.first + asked.count):
            run.look_at(number)
            if time.monotonic() - began > asked.seconds:
                break
    kinds = Counter(each.partition(": ")[0] for each in run.failures.values())
    for number, failure in list(run.failures.items())[:50]:
        print(number, failure[:400])
    for kind, count in kinds.most_common():
        print(f"{count:8} × {kind}")
    slowest, which = run.slowest
    print(f"{run.count:,} cases, {len(run.failures)} failed; the slowest took {slowest:.2f} s (case {which})")
    print(f"{run.paused} more took longer than {LONGEST} s the first time only")
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
