"""Interchanges with one fault each, made of good ones, and what an acknowledgement has to say of that fault.

Run `python -m tests.oracles.edi_faults` for the figures: how many were found with the right code at the right place.
"""

import io
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.formats.edi.grammar import Element, Grammar, Message, Segment, grammar
from app.formats.edi.reader import read
from app.formats.edi.report import Report
from tests.edi_documents import Paper, good_papers


@dataclass(frozen=True)
class Case:
    """One fault.

    Attributes:
        kind: what was done.
        raw: the interchange.
        code: the standard's code for it.
        segment: number of the segment at which it has to be told, from 1; tag, element, component: where in it.
    """

    kind: str
    raw: bytes
    code: str
    segment: int
    tag: str
    element: int | None = None
    component: int | None = None


Maker = Callable[[Paper], Iterator[Case]]
_QUOTE = "\x84"
"""Where Windows has a quotation mark, ISO 8859-1 has nothing."""


def _grammar(paper: Paper) -> Grammar:
    return grammar(paper.standard, paper.version)


def _message(paper: Paper) -> Message:
    return _grammar(paper).messages[paper.name]


def _body(paper: Paper) -> Iterator[tuple[int, Segment]]:
    """The message's segments between header and trailer, with their definitions."""
    for number in range(paper.first + 1, paper.index("SE" if paper.standard == "x12" else "UNT")):
        yield number, _grammar(paper).segments[paper.segments[number][0]]


def _values(paper: Paper) -> Iterator[tuple[int, int, int | None, Element, str]]:
    """Every filled value: segment, element, component, its definition, the value."""
    for number, segment in _body(paper):
        row = paper.segments[number]
        for place, element in enumerate(segment.elements[: len(row) - 1], 1):
            if not element.components:
                if row[place]:
                    yield number, place, None, element, row[place]
                continue
            for at, value in enumerate(row[place].split(paper.component)):
                if value:
                    yield number, place, at + 1, element.components[at], value


def _with(paper: Paper, number: int, place: int, component: int | None, value: str) -> Paper:
    changed = paper.copy()
    row = changed.segments[number]
    if component is None:
        row[place] = value
    else:
        parts = row[place].split(paper.component)
        parts[component - 1] = value
        row[place] = paper.component.join(parts)
    return changed


def _value_cases(
    paper: Paper, kind: str, code: tuple[str, str], made: Callable[[Element, str], str | None]
) -> Iterator[Case]:
    for number, place, component, element, value in _values(paper):
        bad = made(element, value)
        if bad is None:
            continue
        changed = _with(paper, number, place, component, bad)
        standard_code = code[paper.standard == "edifact"]
        yield Case(kind, changed.raw(), standard_code, number + 1, paper.segments[number][0], place, component)


def _plain(element: Element) -> bool:
    return element.codes is None


def too_long(paper: Paper) -> Iterator[Case]:
    """A value one character longer than it may be."""

    def made(element: Element, _value: str) -> str | None:
        digit = "1" if element.type in ("R", "n", "N0", "N2") else "A"
        fits = _plain(element) and element.type not in ("DT", "TM")
        return digit * (element.max + 1) if fits and element.max < 200 else None

    return _value_cases(paper, "too long", ("5", "39"), made)


def too_short(paper: Paper) -> Iterator[Case]:
    """A value shorter than it may be."""

    def made(element: Element, _value: str) -> str | None:
        return "A" * (element.min - 1) if _plain(element) and element.min > 1 and element.type == "AN" else None

    return _value_cases(paper, "too short", ("4", "40"), made)


def control_character(paper: Paper) -> Iterator[Case]:
    """A control character within a text."""
    return _value_cases(
        paper,
        "control character",
        ("6", "21"),
        lambda element, value: (
            f"{value[:1]}\x07{value[1:]}" if element.type in ("AN", "an") and _plain(element) else None
        ),
    )


def letters_in_number(paper: Paper) -> Iterator[Case]:
    """Letters where a number is due."""
    return _value_cases(
        paper,
        "letters in a number",
        ("6", "37"),
        lambda element, _value: "1X" if element.type in ("R", "n", "N0", "N2") and element.max > 1 else None,
    )


def two_decimal_marks(paper: Paper) -> Iterator[Case]:
    """A number with two decimal marks."""
    return _value_cases(
        paper,
        "two decimal marks",
        ("6", "19"),
        lambda element, _value: "1.2.3" if element.type in ("R", "n") and element.max > 5 else None,
    )


def unknown_code(paper: Paper) -> Iterator[Case]:
    """A code that isn't in its list."""

    def made(element: Element, _value: str) -> str | None:
        if element.codes is None:
            return None
        for candidate in ("~", "Q" * element.max, "Y" * element.max, "9" * element.max, "X" * max(element.min, 1)):
            if candidate not in element.codes and candidate != "~":
                return candidate
        return None

    return _value_cases(paper, "unknown code", ("7", "12"), made)


def no_such_day(paper: Paper) -> Iterator[Case]:
    """The 30th of February."""
    if paper.standard == "x12":
        yield from _value_cases(
            paper, "no such day", ("8", ""), lambda element, _value: "20260230" if element.type == "DT" else None
        )
        return
    for number, _segment in _body(paper):
        row = paper.segments[number]
        if row[0] == "DTM" and row[1].endswith(":102"):
            qualifier = row[1].split(":")[0]
            changed = paper.copy()
            changed.segments[number][1] = f"{qualifier}:20260230:102"
            yield Case("no such day", changed.raw(), "12", number + 1, "DTM", 1, 2)


def no_such_time(paper: Paper) -> Iterator[Case]:
    """Half past twenty-five."""
    return _value_cases(
        paper, "no such time", ("9", ""), lambda element, _value: "2530" if element.type == "TM" else None
    )


def element_missing(paper: Paper) -> Iterator[Case]:
    """A mandatory element left out."""
    for number, segment in _body(paper):
        row = paper.segments[number]
        for place, element in enumerate(segment.elements[: len(row) - 1], 1):
            if element.required and row[place]:
                changed = paper.copy()
                changed.segments[number][place] = ""
                code = "1" if paper.standard == "x12" else "13"
                yield Case("element missing", changed.raw(), code, number + 1, row[0], place)


def component_missing(paper: Paper) -> Iterator[Case]:
    """A mandatory component left out."""
    for number, place, component, element, _value in _values(paper):
        if component is not None and element.required:
            parts = paper.segments[number][place].split(paper.component)
            if len([each for each in parts if each]) < 2:
                continue
            code = "1" if paper.standard == "x12" else "13"
            changed = _with(paper, number, place, component, "")
            yield Case(
                "component missing", changed.raw(), code, number + 1, paper.segments[number][0], place, component
            )


def too_many_elements(paper: Paper) -> Iterator[Case]:
    """An element more than the segment has."""
    for number, segment in _body(paper):
        changed = paper.copy()
        row = changed.segments[number]
        row += [""] * (len(segment.elements) + 1 - len(row))
        row.append("X")
        code = "3" if paper.standard == "x12" else "16"
        yield Case("too many elements", changed.raw(), code, number + 1, row[0], len(segment.elements) + 1)


def too_many_components(paper: Paper) -> Iterator[Case]:
    """A component more than the composite has."""
    for number, segment in _body(paper):
        row = paper.segments[number]
        for place, element in enumerate(segment.elements[: len(row) - 1], 1):
            if element.components and row[place]:
                changed = paper.copy()
                parts = row[place].split(paper.component)
                parts += [""] * (len(element.components) - len(parts)) + ["X"]
                changed.segments[number][place] = paper.component.join(parts)
                code = "13" if paper.standard == "x12" else "16"
                yield Case(
                    "too many components", changed.raw(), code, number + 1, row[0], place, len(element.components) + 1
                )


def _inserted(paper: Paper, at: int, row: list[str]) -> Paper:
    changed = paper.copy()
    changed.segments.insert(at, row)
    return changed.recount()


def unknown_segment(paper: Paper) -> Iterator[Case]:
    """A segment that the standard doesn't have."""
    for number, _segment in _body(paper):
        code = "1" if paper.standard == "x12" else "15"
        yield Case("unknown segment", _inserted(paper, number, ["ZZQ", "1"]).raw(), code, number + 1, "ZZQ")


def foreign_segment(paper: Paper) -> Iterator[Case]:
    """A segment of the standard that the message doesn't have."""
    tags = {each.tag for each in _message(paper).places}
    for tag, segment in sorted(_grammar(paper).segments.items()):
        if tag in tags or segment.elements[0].components or tag in ("ISA", "GS", "GE", "IEA", "ST", "SE", "TA1"):
            continue
        if tag.startswith("UN"):
            continue
        number = paper.first + 2
        code = "6" if paper.standard == "x12" else "15"
        yield Case("segment of other messages", _inserted(paper, number, [tag, "1"]).raw(), code, number + 1, tag)
        return


def segment_missing(paper: Paper) -> Iterator[Case]:
    """A mandatory segment left out."""
    for place in _message(paper).places[1:-1]:
        if not place.required or place.loop.parent is not None:
            continue
        number = paper.index(place.tag)
        if sum(each[0] == place.tag for each in paper.segments) > 1:
            continue
        changed = paper.copy()
        del changed.segments[number]
        code = "3" if paper.standard == "x12" else "13"
        yield Case("segment missing", changed.recount().raw(), code, number + 1, place.tag)


def segment_too_often(paper: Paper) -> Iterator[Case]:
    """A segment once more than it may come."""
    for tag, most in (("BEG", 1), ("BIG", 1), ("BSN", 1), ("PER", 3), ("BGM", 1), ("COM", 5)):
        if not any(each[0] == tag for each in paper.segments):
            continue
        number = paper.index(tag)
        changed = paper.copy()
        changed.segments[number + 1 : number + 1] = [list(paper.segments[number]) for _ in range(most)]
        code = "5" if paper.standard == "x12" else "35"
        yield Case("segment too often", changed.recount().raw(), code, number + most + 1, tag)


def loop_too_often(paper: Paper) -> Iterator[Case]:
    """A loop once more than it may come."""
    limits = {
        "850": ("SAC", 25),
        "810": ("N1", 200),
        "ORDERS": ("CUX", 5),
        "INVOIC": ("CUX", 5),
    }
    if paper.name not in limits:
        return
    tag, most = limits[paper.name]
    number = paper.index(tag)
    changed = paper.copy()
    changed.segments[number:number] = [list(paper.segments[number]) for _ in range(most)]
    code = "4" if paper.standard == "x12" else "36"
    if _message(paper).places[0] and most in {
        each.loop.repeats for each in _message(paper).places if each.tag == tag and each.loop.parent is not None
    }:
        yield Case("loop too often", changed.recount().raw(), code, number + most + 1, tag)


def out_of_order(paper: Paper) -> Iterator[Case]:
    """A segment of the heading behind the lines."""
    moved = {"850": "BEG", "810": "BIG", "856": "BSN", "ORDERS": "BGM", "INVOIC": "BGM"}[paper.name]
    number = paper.index(moved)
    changed = paper.copy()
    row = changed.segments.pop(number)
    changed.segments.insert(number + 3, row)
    code = "7" if paper.standard == "x12" else "15"
    yield Case("out of order", changed.raw(), code, number + 4, moved)


def syntax_notes(paper: Paper) -> Iterator[Case]:
    """Elements that need, or exclude, each other."""
    if paper.standard != "x12":
        return
    rows = {
        "850": [
            ("REF", ["REF", "DP"], "2", 2),
            ("PER", ["PER", "BD", "Ann Lee", "TE"], "2", 4),
            ("N1", ["N1", "BY", "Buyer Co", "92"], "2", 4),
            ("N1", ["N1", "BY"], "2", 2),
            ("DTM", ["DTM", "002"], "2", 2),
            ("DTM", ["DTM", "002", "", "", "ET"], "2", None),
            ("PO1", ["PO1", "1", "10", "EA", "12.5", "", "VP"], "2", 7),
            ("PO1", ["PO1", "1", "", "EA", "12.5", "", "VP", "AB"], "2", 2),
        ],
        "810": [("REF", ["REF", "IA"], "2", 2)],
        "856": [("TD1", ["TD1", "CTN25", "3", "", "", "", "G", "12.5"], "2", 8)],
    }
    for tag, row, code, element in rows.get(paper.name, []):
        changed = paper.copy()
        number = paper.index(tag)
        changed.segments[number] = list(row)
        yield Case(f"syntax note {code}", changed.raw(), code, number + 1, tag, element)


def envelope_of_message(paper: Paper) -> Iterator[Case]:
    """Header and trailer of the message."""
    is_x12 = paper.standard == "x12"
    trailer = paper.index("SE" if is_x12 else "UNT")
    tag = paper.segments[trailer][0]

    def changed(number: int, place: int, value: str) -> bytes:
        copy = paper.copy()
        copy.segments[number][place] = value
        return copy.raw()

    count = int(paper.segments[trailer][1])
    for wrong in (count + 1, count - 1, 0, 99):
        yield Case("segment count", changed(trailer, 1, str(wrong)), "4" if is_x12 else "29", trailer + 1, tag, 1)
    yield Case("message number differs", changed(trailer, 2, "0009"), "3" if is_x12 else "28", trailer + 1, tag, 2)
    without = paper.copy()
    del without.segments[trailer]
    yield Case("message trailer missing", without.raw(), "2" if is_x12 else "13", trailer + 1, tag)
    twice = paper.copy()
    twice.segments[trailer + 1 : trailer + 1] = [list(each) for each in paper.segments[paper.first : trailer + 1]]
    end = len(twice.segments) - (2 if is_x12 else 1)
    twice.segments[end][1] = "2"
    header = paper.segments[paper.first][0]
    code = "23" if is_x12 else "26"
    yield Case("message number twice", twice.raw(), code, trailer + 2, header, 2 if is_x12 else 1)
    if is_x12:
        yield Case("message unsupported", changed(paper.first, 1, "898"), "1", paper.first + 1, "ST", 1)
        other = {"850": "810", "810": "850", "856": "850"}[paper.name]
        yield Case("message of another group", changed(paper.first, 1, other), "6", paper.first + 1, "ST", 1)
        yield Case("message number too short", changed(paper.first, 2, "1"), "7", paper.first + 1, "ST", 2)
        return
    kind = paper.segments[paper.first][2].split(":")
    for place, value, said in ((1, "NOSUCH", "message unsupported"), (3, "77A", "directory unsupported")):
        parts = list(kind)
        parts[place - 1] = value
        yield Case(said, changed(paper.first, 2, ":".join(parts)), "12", paper.first + 1, "UNH", 2, place)


def envelope_of_group(paper: Paper) -> Iterator[Case]:
    """GS and GE."""
    if paper.standard != "x12":
        return
    gs, ge = paper.index("GS"), paper.index("GE")
    for name, number, place, value, code in (
        ("group unsupported", gs, 1, "QQ", "1"),
        ("group version", gs, 8, "009010", "2"),
        ("group number", gs, 6, "X1", "6"),
        ("message count", ge, 1, "7", "5"),
        ("group number differs", ge, 2, "18", "4"),
    ):
        changed = paper.copy()
        changed.segments[number][place] = value
        yield Case(name, changed.raw(), code, number + 1, paper.segments[number][0], place)
    without = paper.copy()
    del without.segments[ge]
    yield Case("group trailer missing", without.raw(), "3", ge + 1, "GE")
    twice = paper.copy()
    twice.segments[ge + 1 : ge + 1] = [list(each) for each in paper.segments[gs : ge + 1]]
    twice.segments[-1][1] = "2"
    yield Case("group number twice", twice.raw(), "19", ge + 2, "GS", 6)


def envelope_of_interchange(paper: Paper) -> Iterator[Case]:
    """ISA and IEA, UNB and UNZ."""
    last = len(paper.segments) - 1
    if paper.standard == "x12":
        rows = [
            ("authorization qualifier", 0, 1, "99", "010"),
            ("security qualifier", 0, 3, "99", "012"),
            ("sender qualifier", 0, 5, "Q9", "005"),
            ("sender", 0, 6, " " * 15, "006"),
            ("receiver qualifier", 0, 7, "Q9", "007"),
            ("receiver", 0, 8, " " * 15, "008"),
            ("interchange date", 0, 9, "261305", "014"),
            ("interchange time", 0, 10, "2561", "015"),
            ("controls version", 0, 12, "99999", "017"),
            ("interchange number", 0, 13, "00000001X", "018"),
            ("acknowledgement requested", 0, 14, "7", "019"),
            ("test indicator", 0, 15, "Q", "020"),
            ("group count", last, 1, "3", "021"),
            ("interchange number differs", last, 2, "000000018", "001"),
        ]
    else:
        rows = [
            ("character set", 0, 1, "UNOQ:3", "46"),
            ("syntax version", 0, 1, "UNOC:9", "2"),
            ("sender", 0, 2, "", "13"),
            ("receiver", 0, 3, "", "13"),
            ("interchange time", 0, 4, "260105", "13"),
            ("interchange number", 0, 5, "", "13"),
            ("interchange number too long", 0, 5, "1" * 15, "39"),
            ("message count", last, 1, "4", "29"),
            ("interchange number differs", last, 2, "18", "28"),
        ]
    for name, number, place, value, code in rows:
        changed = paper.copy()
        changed.segments[number][place] = value
        yield Case(name, changed.raw(), code, number + 1, paper.segments[number][0], place)
    without = paper.copy()
    tag = without.segments.pop()[0]
    yield Case("interchange trailer missing", without.raw(), "023" if tag == "IEA" else "13", last, tag)
    again = paper.raw() + paper.raw()
    code, element = ("025", 13) if tag == "IEA" else ("26", 5)
    yield Case("interchange twice", again, code, last + 2, paper.segments[0][0], element)


def stray_between(paper: Paper) -> Iterator[Case]:
    """A segment between messages."""
    number = paper.index("SE" if paper.standard == "x12" else "UNT") + 1
    changed = paper.copy()
    changed.segments.insert(number, ["NTE", "", "X"] if paper.standard == "x12" else ["FTX", "AAI"])
    code = "2" if paper.standard == "x12" else "33"
    yield Case("segment between messages", changed.raw(), code, number + 1, changed.segments[number][0])


def outside_character_set(paper: Paper) -> Iterator[Case]:
    """A text with a character that the interchange's character set doesn't have; one that isn't made of characters."""
    is_x12 = paper.standard == "x12"
    for number, place, component, element, value in _values(paper):
        if element.type not in ("AN", "an") or element.codes is not None or len(value) + 2 > element.max:
            continue
        where = (number + 1, paper.segments[number][0], place, component)
        strange = _with(paper, number, place, component, value + ("語" if is_x12 else _QUOTE))
        yield Case("outside the character set", strange.raw(), "6" if is_x12 else "21", *where)
        if not is_x12:
            strange.segments[0][1] = "UNOY:3"
            raw = strange.raw().replace(_QUOTE.encode(), b"\xff")
            yield Case("bytes of no character", raw, "21", *where)


def small_letters(paper: Paper) -> Iterator[Case]:
    """Small letters where there may be capitals only."""
    if paper.standard == "x12":
        return
    capitals = paper.copy()
    capitals.segments = [[value.upper() for value in each] for each in paper.segments]
    capitals.segments[0][1] = "UNOA:3"
    for number, place, component, element, value in _values(capitals):
        if element.type == "an" and element.codes is None and value.isalpha():
            changed = _with(capitals, number, place, component, value.lower())
            tag = paper.segments[number][0]
            yield Case("small letters", changed.raw(), "21", number + 1, tag, place, component)


def delimiters(paper: Paper) -> Iterator[Case]:
    """A character that stands for two things."""
    if paper.standard == "edifact":
        for advice, place in (("UNA:+?? '", 4), ("UNA:+.. '", 4), ("UNA:+:? '", 3)):
            yield Case("one character for two delimiters", advice.encode() + paper.raw(), "20", 1, "UNA", place)
        return
    places = [(16, "*", "027"), (16, "~", "027")]
    if paper.version > "00402":
        places.append((11, ">", "024"))
    for place, mark, code in places:
        raw = paper.raw()
        at = raw.index(b">") if place == 16 else raw.index(b"^")
        yield Case("one character for two delimiters", raw[:at] + mark.encode() + raw[at + 1 :], code, 1, "ISA", place)


def cut_off(paper: Paper) -> Iterator[Case]:
    """The file ends within a segment; it goes on without an end; it goes on with something else."""
    is_x12 = paper.standard == "x12"
    raw, tag = paper.raw(), paper.segments[-1][0]
    lines = raw.split(b"\n")
    for number in range(1, len(paper.segments) - 1):
        rest = b"\n".join([*lines[:number], lines[number][:5]])
        yield Case("cut off", rest, "023" if is_x12 else "13", number + 1, tag)
    last = len(paper.segments)
    header = paper.segments[0][0]
    yield Case("trailing data", raw + b"-- 1 file sent --\n", "022" if is_x12 else "33", last + 1, header)
    if paper.name in ("850", "ORDERS"):
        endless = raw[: -len(lines[-2]) - 1] + b"A" * 1_200_000
        yield Case("segment without an end", endless, "004" if is_x12 else "22", last, tag)
    without = b"\n".join(lines[:-2]) + b"\n"
    yield Case("next interchange too early", without + raw, "022" if is_x12 else "13", last, tag)


def nothing_within(paper: Paper) -> Iterator[Case]:
    """Interchanges and groups without a message; messages in and outside groups."""
    head, tail = paper.segments[0], paper.segments[-1]
    empty = paper.copy()
    empty.segments = [head, [tail[0], "0", tail[2]]]
    yield Case("interchange empty", empty.raw(), "024" if tail[0] == "IEA" else "32", 2, tail[0])
    if paper.standard == "x12":
        empty.segments = [head, paper.segments[1], ["GE", "0", "17"], tail]
        yield Case("group empty", empty.raw(), "024", 3, "GE")
        return
    group = [paper.name, "A", "B", "260105:0930", "5", "UN", f"{paper.version[0]}:{paper.version[1:]}"]
    empty.segments = [head, ["UNG", *group], ["UNE", "0", "5"], tail]
    yield Case("group empty", empty.raw(), "32", 3, "UNE")
    message = paper.segments[1:-1]
    mixed = paper.copy()
    mixed.segments = [head, ["UNG", *group], *message, ["UNE", "1", "5"], *message, tail]
    yield Case("messages and groups", mixed.raw(), "30", len(message) + 4, "UNH")


MAKERS: tuple[Maker, ...] = (
    too_long,
    too_short,
    control_character,
    letters_in_number,
    two_decimal_marks,
    unknown_code,
    no_such_day,
    no_such_time,
    element_missing,
    component_missing,
    too_many_elements,
    too_many_components,
    unknown_segment,
    foreign_segment,
    segment_missing,
    segment_too_often,
    loop_too_often,
    out_of_order,
    syntax_notes,
    envelope_of_message,
    envelope_of_group,
    envelope_of_interchange,
    stray_between,
    outside_character_set,
    small_letters,
    delimiters,
    cut_off,
    nothing_within,
)


def cases() -> Iterator[Case]:
    """All of them."""
    for paper in good_papers():
        for maker in MAKERS:
            yield from maker(paper)


def found(case: Case) -> bool:
    """Whether the reader tells of the fault with its code and its place."""
    report = Report().take(read(io.BytesIO(case.raw)))
    return any(
        (each["standard_code"], each["segment"], each["tag"]) == (case.code, case.segment, case.tag)
        and (case.element is None or each["element"] == case.element)
        and (case.component is None or each["component"] in (case.component, None))
        for each in report.findings
    )


def main() -> None:
    """Print the figures, and every case that was missed."""
    kinds: Counter[str] = Counter()
    missed = []
    for case in cases():
        kinds[case.kind] += 1
        if not found(case):
            missed.append(case)
    for case in missed:
        report = Report().take(read(io.BytesIO(case.raw)))
        told = [(each["standard_code"], each["segment"], each["tag"], each["element"]) for each in report.findings]
        print("MISSED", case.kind, (case.code, case.segment, case.tag, case.element, case.component), told[:5])
    total = sum(kinds.values())
    alarms = [each.name for each in good_papers() if Report().take(read(io.BytesIO(each.raw()))).findings]
    print(f"{total - len(missed)} of {total} faults of {len(kinds)} kinds found; false alarms: {len(alarms)}")
    sys.exit(1 if len(missed) > total * 0.02 or alarms else 0)


if __name__ == "__main__":
    main()
