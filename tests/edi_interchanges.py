"""Interchanges of X12 and EDIFACT in few words, and what is answered to them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO

from app.formats.edi.acknowledge import Acknowledgement, Policy, acknowledgements
from app.formats.edi.faults import Fault
from app.formats.edi.interchange import MessageRead
from app.formats.edi.mirror import Numbers
from app.formats.edi.reader import Ended, Options, Unreadable, read
from app.formats.edi.report import Report
from app.pipeline.edi_outcomes import is_rejected

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
GOOD_850 = ("BEG*00*SA*4711**20201101", "PO1*1*5*EA*9.5")
GOOD_ORDERS = ("BGM+220+4711+9", "DTM+137:20201101:102", "NAD+BY+5790000435951::9", "LIN+1", "UNS+S")
_ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *201122*0304*{}*{}*{}*{}*T*>"


def x12(
    *sets: Sequence[str] | str,
    isa: str = "",
    gs: str = "GS*PO*APPA*APPB*20201122*0304*17*X*004010",
    ge: str = "",
    iea: str = "IEA*1*000000042",
    asks: bool = False,
    version: str = "00401",
) -> bytes:
    """An interchange; a set is its segments without ST and SE, or all of them as one text."""
    header = isa or _ISA.format("^" if version > "00401" else "U", version, "000000042", int(asks))
    segments = [header, gs]
    for number, each in enumerate(sets, 1):
        control = f"{number:04}"
        written = (
            each.split("~") if isinstance(each, str) else _wrapped(each, f"ST*850*{control}", f"SE*{{}}*{control}")
        )
        segments += written
    return "".join(f"{each}~" for each in [*segments, ge or f"GE*{len(sets)}*17", iea] if each).encode()


def edifact(
    *messages: Sequence[str] | str, unb: str = "UNB+UNOC:3+SENDER:14+RECEIVER:14+201122:0304+42++++1", unz: str = ""
) -> bytes:
    """An interchange; a message is its segments without UNH and UNT, or all of them as one text."""
    segments = [unb]
    for number, each in enumerate(messages, 1):
        header, trailer = f"UNH+{number}+ORDERS:D:96A:UN", f"UNT+{{}}+{number}"
        segments += each.split("'") if isinstance(each, str) else _wrapped(each, header, trailer)
    return "".join(f"{each}'" for each in [*segments, unz or f"UNZ+{len(messages)}+42"]).encode()


def _wrapped(segments: Sequence[str], header: str, trailer: str) -> list[str]:
    return [header, *segments, trailer.format(len(segments) + 2)]


def answers(data: bytes, policy: Policy | None = None) -> list[tuple[str, bytes]]:
    """All answers, by name; each has the control numbers 7, 1, 1."""
    policy = policy or Policy()

    def numbers(_acknowledgement: Acknowledgement) -> Numbers:
        return Numbers(7)

    return acknowledgements(read(BytesIO(data), Options(lenient=policy.lenient)), policy, numbers, AT)


def said(data: bytes, policy: Policy | None = None) -> list[str]:
    """The segments of the answer, envelope left out; there must be one answer at most."""
    found = answers(data, policy)
    assert len(found) <= 1, found
    return inner(found[0][1]) if found else []


def inner(answer: bytes) -> list[str]:
    """The segments of an answer that are no envelope."""
    text = answer.decode()
    segments = text.split("~" if text.startswith("ISA") else "'")
    return [each for each in segments if each and each[:3] not in _ENVELOPE]


_ENVELOPE = ("ISA", "GS*", "ST*", "SE*", "GE*", "IEA", "UNB", "UNH", "UNT", "UNZ")


def faults_of(data: bytes) -> list[str]:
    """What our own reader says of it."""
    found = []
    for event in read(BytesIO(data)):
        if isinstance(event, Unreadable):
            found.append(event.reason)
        elif isinstance(event, MessageRead):
            found += [_told(each) for each in event.faults]
        elif isinstance(event, Ended):
            found += [_told(each) for each in event.what.faults]
    return found


def _told(fault: Fault) -> str:
    return f"{fault.kind.code} {fault.tag}{fault.element:02} {fault.value}"


def verdicts_of(data: bytes) -> tuple[str, list[str]]:
    """What is reported of an interchange, and which of its messages are taken: all that no envelope rejects."""
    events = list(read(BytesIO(data)))
    messages = [each for each in events if isinstance(each, MessageRead)]
    taken = ["rejected" if is_rejected(each) else str(each.verdict) for each in messages]
    return str(Report().take(events).verdict), taken


def messages_of(data: bytes) -> Iterator[MessageRead]:
    """The messages, with their segments."""
    return (each for each in read(BytesIO(data), Options(keep=True)) if isinstance(each, MessageRead))
