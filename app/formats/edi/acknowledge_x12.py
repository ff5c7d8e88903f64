"""997, 999 and TA1: what X12's acknowledgements say of an interchange, its groups and their transaction sets.

A TA1 is about the interchange; a 997 or 999 about one group. A rejected interchange gets a TA1 alone.
"""

import re
from collections.abc import Iterator, Sequence

from app.formats.edi.acknowledge import MOST_LISTED, Acknowledgement, Listed, On, Policy, Segments
from app.formats.edi.faults import Fault, Level
from app.formats.edi.fitting import fitted
from app.formats.edi.grammar import Grammar, grammar
from app.formats.edi.interchange import Group, Interchange, MessageRead, Verdict, together
from app.formats.edi.mirror import charset_of, service, sound
from app.formats.edi.writing import OutgoingGroup, Value, writer_for
from app.formats.edi.x12_envelope import can_be_named

MOST_DETAILS = 200_000
"""Segments about faults in one acknowledgement; beyond them, transaction sets are rejected without saying where."""
_IMPLEMENTATION = "005010X231A1"
"""The 999's own."""
_NEWER = "005010"
_OLDER = "004010"
_VERSION = re.compile(r"[0-9]{6}(?:[^X\W].*)?")
"""A version that isn't one of an implementation: a 997 has none."""
_ACKNOWLEDGEMENTS = "FA"
_IN_ERROR = "5"
_HAS_ELEMENT_ERRORS = "8"
_MOST_ELEMENTS = 99
_MOST_CODES = 5
_CONTENT = "024"
_STANDS_FOR = {"12": "3", "13": "3"}
"""Codes that 004010 doesn't have yet, and what it has instead: too many elements."""
_BY_SERIOUSNESS = (22, 23, 26, 27, 4, 2, 3, 17, 18, 25, 1, 6, 5, 8, 7, 9, 16, 14, 15, 20, 21, 24, 19, 10, 11, 12, 13)
"""TA105, what spoils most first."""
_STATUS = {
    Verdict.ACCEPTED: "A",
    Verdict.ACCEPTED_WITH_ERRORS: "E",
    Verdict.PARTIALLY_ACCEPTED: "P",
    Verdict.REJECTED: "R",
}
"""AK501, IK501 and AK901."""


class X12Answering:
    """Answers one interchange."""

    def __init__(self, interchange: Interchange, policy: Policy) -> None:
        self._interchange = interchange
        self._policy = policy
        self._group: _GroupAnswer | None = None
        self._open: Group | None = None
        self._answered: dict[tuple[str, OutgoingGroup], list[Segments]] = {}
        self._has_codeless_groups = False
        self._groups = 0

    def begin_group(self, group: Group) -> None:
        """Groups of acknowledgements are not answered; one that AK1 can't name has broken the interchange."""
        self._group = None
        if group.code == _ACKNOWLEDGEMENTS:
            return
        self._groups += 1
        if can_be_named(group):
            self._group = _GroupAnswer(group, self._policy)

    def message(self, message: MessageRead) -> None:
        """AK2 to AK5."""
        if self._group is not None and message.group.header:
            self._group.message(message)

    def end_group(self, group: Group) -> None:
        """AK1 and AK9. Some faults of a group have no code there, and are told by the TA1."""
        if self._group is None:
            return
        self._has_codeless_groups |= any(each.is_error and not _code_in_ak9(each) for each in group.faults)
        if verdict_of_group(group) is not Verdict.ACCEPTED or self._policy.on is On.ALWAYS:
            self._answered.setdefault(self._group.envelope(), []).append(self._group.body())
        self._group = None

    def answers(self) -> list[Acknowledgement]:
        """The TA1, then the rest; only the TA1 where the interchange is rejected."""
        interchange = self._interchange
        ta1 = self._ta1()
        found = [] if ta1 is None else [Acknowledgement("TA1", interchange, notices=(ta1,))]
        if interchange.is_broken:
            return found
        for (kind, group), bodies in self._answered.items():
            version = group.version if kind == "999" and "X" in group.version else ""
            found.append(Acknowledgement(kind, interchange, group, list(bodies), message_version=version))
        return found

    def _ta1(self) -> str | None:
        interchange = self._interchange
        if not self._groups and (interchange.groups or interchange.notices):
            return None
        code = _interchange_code(interchange)
        if code is None and self._has_codeless_groups:
            code = _CONTENT
        asked = interchange.acknowledge and self._policy.on is On.ALWAYS
        if code is None and not asked:
            return None
        status = "R" if interchange.is_broken else "E" if code else "A"
        values = (interchange.control, interchange.date, interchange.time, status, code or "000")
        segment = service(interchange)["TA1"]
        writer = writer_for(sound(interchange.marks, "x12"), charset_of(interchange))
        checked = fitted(_with_date(values, interchange), segment, writer.marks.special)
        return writer.segment("TA1", *checked)


class _GroupAnswer:
    """Answers one group."""

    def __init__(self, group: Group, policy: Policy) -> None:
        self._about = group
        interchange = group.interchange
        release = release_of(group)
        self.kind = _kind(group, release, policy)
        self._grammar: Grammar = grammar("x12", release)
        self._writer = writer_for(sound(interchange.marks, "x12"), charset_of(interchange))
        self._listed = Listed(MOST_LISTED if policy.every_message else 0)
        self._details = 0
        self._prefix = "IK" if self.kind == "999" else "AK"
        self._release = release

    def envelope(self) -> tuple[str, OutgoingGroup]:
        """Kind and group of the answer: groups with the same are answered together."""
        of_implementation = self.kind == "999" and "X" in self._about.version
        version = _IMPLEMENTATION if of_implementation else ""
        return self.kind, answering_group(self._about, _ACKNOWLEDGEMENTS, self._release, version)

    def message(self, message: MessageRead) -> None:
        """AK2, AK3 and AK4 for each fault, AK5."""
        errors = [each for each in message.faults if each.is_error]
        if not self._listed.wants(faulty=bool(errors)):
            return
        name = message.name
        if name not in (self._grammar.segments["AK2"].elements[0].codes or (name,)):
            name = _set_of_group(self._about)
        segments = [self._segment("AK2", name, message.control, message.association)]
        if self._details < MOST_DETAILS:
            segments += self._places(errors)
        self._details += len(segments) - 1
        segments.append(self._segment(f"{self._prefix}5", _STATUS[message.verdict], *self._codes(errors)))
        self._listed.add(segments, faulty=bool(errors))

    def body(self) -> Segments:
        """The whole acknowledgement."""
        group = self._about
        verdict = verdict_of_group(group)
        body = Segments()
        body.add([self._segment("AK1", group.code, group.control, group.version)])
        body.add(self._listed.told(faulty_only=group.is_broken))
        good = 0 if group.is_broken else group.counted - group.verdicts[Verdict.REJECTED]
        counts = (_said_count(group), str(group.counted), str(good))
        codes = _distinct([_code_in_ak9(each) for each in group.faults if each.is_error])
        body.add([self._segment("AK9", _STATUS[verdict], *counts, *codes)])
        return body

    def _segment(self, tag: str, *values: Value) -> str:
        segment = self._grammar.segments[tag]
        return self._writer.segment(tag, *fitted(values[: len(segment.elements)], segment, self._writer.marks.special))

    def _places(self, errors: Sequence[Fault]) -> Iterator[str]:
        for first, elements in in_segments(errors):
            code = _HAS_ELEMENT_ERRORS if elements else first.code_in("x12")
            yield self._segment(f"{self._prefix}3", first.tag, str(first.position), first.loop, code)
            for each in elements[:_MOST_ELEMENTS]:
                place = tuple(str(number or "") for number in (each.element, each.component, each.repetition))
                code = each.code_in("x12")
                if self._release == _OLDER:
                    code = _STANDS_FOR.get(code, code)
                yield self._segment(f"{self._prefix}4", place, each.reference, code, each.value)

    def _codes(self, errors: Sequence[Fault]) -> list[str]:
        own = [each.code_in("x12") for each in errors if each.kind.level is Level.MESSAGE]
        within = [_IN_ERROR] if any(each.kind.level is not Level.MESSAGE for each in errors) else []
        return _distinct(own)[: _MOST_CODES - len(within)] + within


def release_of(group: Group) -> str:
    """The release that a group is answered in."""
    return _NEWER if group.version.startswith(_NEWER[:4]) else _OLDER


def answering_group(group: Group, code: str, release: str, version: str = "") -> OutgoingGroup:
    """The header of a group that answers one: its own turned round, without numbers.

    Args:
        version: GS08; "" for the group's own, or the release where that is none or is an implementation's.
    """
    special = sound(group.interchange.marks, "x12").special
    values = (code, group.receiver, group.sender, "", "", "1", "X", version or group.version)
    checked = [str(each) for each in fitted(values, service(group.interchange)["GS"], special)]
    if not version and not (_VERSION.fullmatch(checked[7]) and checked[7].startswith(release[:4])):
        checked[7] = release
    return OutgoingGroup((), code, "", checked[7], checked[1], checked[2])


def verdict_of_group(group: Group) -> Verdict:
    """The verdict over a group (AK901): its own faults, and its messages."""
    return Verdict.REJECTED if group.is_broken else together(group.verdicts)


def in_segments(errors: Sequence[Fault]) -> Iterator[tuple[Fault, list[Fault]]]:
    """Faults by the segment that they are in: a fault of the segment alone, or the first of its elements and all."""
    elements: list[Fault] = []
    for each in errors:
        if each.kind.level is Level.ELEMENT and elements and elements[0].position == each.position:
            elements.append(each)
            continue
        if elements:
            yield elements[0], elements
        elements = [each] if each.kind.level is Level.ELEMENT else []
        if each.kind.level is Level.SEGMENT:
            yield each, []
    if elements:
        yield elements[0], elements


def _kind(group: Group, release: str, policy: Policy) -> str:
    if release == _OLDER:
        return "997"
    if policy.kind in ("997", "999"):
        return policy.kind
    return "999" if "X" in group.version[6:] else "997"


def _set_of_group(group: Group) -> str:
    """The transaction set that a group is for, where the set's own name is none."""
    groups = grammar("x12", "envelope").groups
    return next((name for name, code in groups.items() if code == group.code), "")


def _said_count(group: Group) -> str:
    """GE01, or what was counted where that says nothing."""
    marks = group.interchange.marks
    said = [*group.trailer.split(marks.element), "", ""][1]
    return said if said.isascii() and said.isdigit() and len(said) <= 6 else str(group.counted)


def _code_in_ak9(fault: Fault) -> str:
    """AK905; "" where it has none: codes of segments and elements mean something else there."""
    code = fault.code_in("x12") if fault.kind.level is Level.GROUP else ""
    return "" if code == _CONTENT else code


def _distinct(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(each for each in codes if each))[:_MOST_CODES]


def _interchange_code(interchange: Interchange) -> str | None:
    """TA105 of the worst fault; None where there is none."""
    known = service(interchange)["TA1"].elements[4].codes or frozenset()
    errors = [each for each in interchange.faults if each.is_error]
    codes = [code if (code := each.code_in("x12")) in known else _CONTENT for each in errors]
    ranks = {f"{code:03}": rank for rank, code in enumerate(_BY_SERIOUSNESS)}
    return min(codes, key=lambda code: ranks.get(code, len(ranks)), default=None)


def _with_date(values: tuple[str, ...], interchange: Interchange) -> tuple[str, ...]:
    """TA102 and TA103 can't repeat a date or time that is none."""
    control, date, time, *rest = values
    wrong = {each.element for each in interchange.faults if each.tag == "ISA"}
    return control, "000101" if 9 in wrong else date, "0000" if 10 in wrong else time, *rest
