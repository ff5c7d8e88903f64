"""Interchanges of any size for the bench: orders of 20 lines each, as partners send them, faultless by the grammars."""

import re
from collections.abc import Iterator
from itertools import count

from tests.edi_documents import edifact, x12

LINES = 20
LONG_TEXTS = {"x12": 150, "edifact": 80}
"""How many texts a line has in a message that is very long: neither standard lets it have as many lines as it likes."""
_AT_ONCE = 100


def x12_orders(count: int, lines: int = LINES, texts: int = 1) -> Iterator[bytes]:
    """An X12 interchange with `count` purchase orders, piece by piece."""
    paper = x12("850", "PO", [])
    head, tail = paper.segments[: paper.first], paper.segments[paper.first + 2 :]
    tail[0][1] = str(count)
    yield _x12(["*".join(each) for each in head])
    for number in range(1, count + 1):
        yield from _message(number, [*_x12_head(number)], (lines, texts), "x12")
    yield _x12(["*".join(each) for each in tail])


def otherwise(orders: bytes) -> bytes:
    """X12 orders that say the same, but not as we would write it: each line has its item numbers in another order."""
    return re.sub(rb"\*(BP\*[^*~]+)\*(VP\*[^*~]+)", rb"*\2*\1", orders)


def no_number_twice(orders: bytes) -> bytes:
    """X12 orders in which each quantity and price is another one, so that nothing can be known of it."""
    numbers = count(100_001, 7)
    return re.sub(rb"(PO1\*\d+\*)\d+(\*EA\*)[0-9.]+", lambda found: _with_numbers(found, next(numbers)), orders)


def _with_numbers(found: re.Match[bytes], number: int) -> bytes:
    return b"%s%d%s%d.%02d" % (found[1], number, found[2], number, number % 100)


def edifact_orders(count: int, lines: int = LINES, texts: int = 1) -> Iterator[bytes]:
    """An EDIFACT interchange with `count` purchase orders (D.96A), piece by piece."""
    paper = edifact("ORDERS", "D96A", [])
    head, tail = paper.segments[: paper.first], paper.segments[paper.first + 2 :]
    tail[0][1] = str(count)
    yield _edifact(["+".join(each) for each in head])
    for number in range(1, count + 1):
        yield from _message(number, [*_edifact_head(number)], (lines, texts), "edifact")
    yield _edifact(["+".join(each) for each in tail])


def _message(number: int, head: list[str], size: tuple[int, int], standard: str) -> Iterator[bytes]:
    """One message of so many lines with so many texts each; a very long one comes in several pieces."""
    lines, texts = size
    ended, line = (_x12, _x12_line) if standard == "x12" else (_edifact, _edifact_line)
    yield ended(head)
    segments = len(head)
    for start in range(1, lines + 1, _AT_ONCE):
        piece = [
            each for place in range(start, min(start + _AT_ONCE, lines + 1)) for each in line(number, place, texts)
        ]
        segments += len(piece)
        yield ended(piece)
    yield ended(
        [f"CTT*{lines}", f"SE*{segments + 2}*{number:04}"]
        if standard == "x12"
        else ["UNS+S", f"CNT+2:{lines}", f"UNT+{segments + 3}+{number:04}"]
    )


def _x12(segments: list[str]) -> bytes:
    return "".join(each + "~\n" for each in segments).encode()


def _edifact(segments: list[str]) -> bytes:
    return "".join(each + "'\n" for each in segments).encode()


def _x12_head(number: int) -> Iterator[str]:
    yield f"ST*850*{number:04}"
    yield f"BEG*00*SA*PO-{number}**20260105"
    yield "CUR*BY*USD"
    yield f"REF*DP*{number % 900 + 100}"
    yield "PER*BD*Ann Lee*TE*15550100*EM*ann@buyer.example"
    yield "DTM*002*20260120"
    yield "N1*BY*Buyer Co*92*B001"
    yield "N3*1 High Street"
    yield "N4*Springfield*IL*62701*US"
    yield f"N1*ST*Warehouse {number % 90}*92*W{number % 900:03}"
    yield "N3*44 Dock Road"
    yield "N4*Columbus*OH*43004*US"


def _x12_line(number: int, place: int, texts: int) -> Iterator[str]:
    yield f"PO1*{place}*{place + number % 7}*EA*{place * 3 % 97}.{place % 90 + 10}**BP*47{place:04}*VP*AB-{place:05}"
    for text in range(texts):
        yield f"PID*F****Hex bolt M{(place + text) % 30} zinc plated"


def _edifact_head(number: int) -> Iterator[str]:
    yield f"UNH+{number:04}+ORDERS:D:96A:UN:EAN008"
    yield f"BGM+220+PO-{number}+9"
    yield "DTM+137:20260105:102"
    yield "DTM+2:20260120:102"
    yield f"RFF+CT:C-{number % 90}"
    yield "NAD+BY+4012345000009::9"
    yield "CTA+OC+:Ann Lee"
    yield "COM+15550100:TE"
    yield "NAD+SU+4098765000004::9"
    yield "NAD+DP+++Warehouse 9+44 Dock Road+Columbus++43004+US"
    yield "CUX+2:USD:9"


def _edifact_line(number: int, place: int, texts: int) -> Iterator[str]:
    yield f"LIN+{place}++4000862141404:EN"
    yield f"PIA+1+AB-{place:05}:SA"
    for text in range(texts):
        yield f"IMD+F++:::Hex bolt M{(place + text) % 30} of zinc plated steel"
    yield f"QTY+21:{place + number % 7}:PCE"
    yield f"PRI+AAA:{place * 3 % 97}.{place % 90 + 10}"
