"""UNB to UNZ, UNG to UNE, UNH to UNT: what they say and whether they agree (ISO 9735)."""

from app.formats.edi import faults
from app.formats.edi.delimiters import split_released, unreleased
from app.formats.edi.explain import is_date, is_time
from app.formats.edi.faults import Fault, Kind, Level
from app.formats.edi.grammar import Grammar, Message, Segment, UnknownGrammar, grammar
from app.formats.edi.imported import BrokenGrammar
from app.formats.edi.interchange import Group, Interchange, MessageRead, differs
from app.formats.edi.reader import Reading
from app.formats.edi.text import CHARSETS

_VERSIONS = ("1", "2", "3", "4")
_MOMENT = 4
"""S004's place in UNB and UNG."""
_WITH_CENTURY = 4
"""Since this version of the syntax dates have one."""
_LENGTHS_OF_DATES = (6, 8)


class EdifactEnvelope:
    """EDIFACT's headers and trailers."""

    standard = "edifact"
    interchange_tags = ("UNB", "UNZ")
    group_tags = ("UNG", "UNE")
    message_tags = ("UNH", "UNT")

    def __init__(self) -> None:
        self._version = 3

    def _segment(self, tag: str) -> Segment:
        return grammar("edifact", "service-v4" if self._version >= 4 else "service-v3").segments[tag]

    def _parts(self, reading: Reading, raw: str, least: int) -> list[list[str]]:
        """A segment's elements, each as its components, their release characters taken away."""
        marks = reading.source.header.marks
        elements = [
            [unreleased(each, marks.release) for each in split_released(text, marks.component, marks.release)]
            for text in reading.elements(raw)
        ]
        return elements + [[""]] * (least + 1 - len(elements))

    def begin_interchange(self, reading: Reading, raw: str) -> Interchange:
        """From UNB."""
        header = reading.source.header
        parts = self._parts(reading, raw, 11)
        interchange = Interchange("edifact", header.marks, header.charset, reading.number, reading.offset, raw)
        syntax = [*parts[1], ""]
        self._version = int(syntax[1]) if syntax[1] in _VERSIONS else 3
        interchange.version = f"{syntax[0]}:{syntax[1]}"
        interchange.sender, interchange.sender_qualifier = _two(parts[2])
        interchange.receiver, interchange.receiver_qualifier = _two(parts[3])
        interchange.date, interchange.time = _two(parts[4])
        interchange.control = parts[5][0]
        interchange.acknowledge, interchange.test = parts[9][0] == "1", parts[11][0] in ("1", "2", "3", "4")
        self._check_header(reading, interchange, syntax)
        self._check_delimiters(reading, interchange)
        sub_addresses = ["".join(each[2:3]) for each in parts[2:4]]
        if interchange.control and reading.interchanges.add(interchange.identity(sub_addresses)):
            reading.add(interchange.faults, faults.INTERCHANGE_NUMBER_TWICE, "UNB", 5, value=interchange.control)
        return interchange

    def _check_header(self, reading: Reading, interchange: Interchange, syntax: list[str]) -> None:
        found = interchange.faults
        if syntax[1] not in _VERSIONS:
            reading.add(found, faults.SYNTAX_VERSION, "UNB", 1, 2, value=syntax[1])
        if syntax[0] not in CHARSETS and not syntax[0].startswith("IA"):
            reading.add(found, faults.CHARACTER_SET, "UNB", 1, 1, value=syntax[0])
        said = {(each.element, each.component) for each in found}
        before = len(found)
        reading.explain(interchange.header, self._segment("UNB"), found)
        fresh = [each for each in found[before:] if (each.element, each.component) not in said]
        for each in fresh:
            each.standard_code = each.kind.edifact
            each.kind = faults.INTERCHANGE_ELEMENT
        found[before:] = [each for each in fresh if (each.element, each.component) not in ((1, 1), (1, 2))]
        self._check_moment(reading, found, (interchange.date, interchange.time), faults.INTERCHANGE_ELEMENT)

    def _check_moment(self, reading: Reading, found: list[Fault], moment: tuple[str, str], kind: Kind) -> None:
        """S004, in the same place of UNB and UNG: a day of the calendar, an hour of the day."""
        date, time = moment
        tag = "UNB" if kind.level is Level.INTERCHANGE else "UNG"
        if any(each.element == _MOMENT for each in found) or not date:
            return
        if len(date) not in _LENGTHS_OF_DATES or not is_date(date):
            reading.add(found, kind, tag, _MOMENT, 1, value=date, standard_code=faults.DATE.edifact)
        elif self._version >= _WITH_CENTURY and len(date) == _LENGTHS_OF_DATES[0]:
            reading.add(found, faults.DATE_WITHOUT_CENTURY, tag, _MOMENT, 1, value=date)
        if not is_time(time):
            reading.add(found, kind, tag, _MOMENT, 2, value=time, standard_code=faults.TIME.edifact)

    def _check_delimiters(self, reading: Reading, interchange: Interchange) -> None:
        """UNA names six characters, and no two are the same."""
        marks = interchange.marks
        named = [marks.component, marks.element, marks.decimal, marks.release, marks.repetition, marks.terminator]
        for number, each in enumerate(named, 1):
            if each and each in named[: number - 1]:
                offset = reading.offset - reading.source.header.skipped
                reading.add(interchange.faults, faults.DELIMITERS, "UNA", number, value=each, offset=offset)

    def begin_group(self, reading: Reading, interchange: Interchange, raw: str) -> Group:
        """From UNG."""
        parts = self._parts(reading, raw, 8)
        group = Group(interchange, reading.number, reading.offset, raw)
        group.code = parts[1][0]
        group.sender, group.receiver = parts[2][0], parts[3][0]
        group.control = parts[5][0]
        group.version = ":".join(parts[7])
        if interchange.messages and not interchange.groups:
            reading.add(interchange.faults, faults.GROUPS_MIXED, "UNG")
        before = len(group.faults)
        reading.explain(raw, self._segment("UNG"), group.faults)
        for each in group.faults[before:]:
            each.standard_code, each.kind = each.kind.edifact, faults.GROUP_ELEMENT
        self._check_moment(reading, group.faults, _two(parts[4]), faults.GROUP_ELEMENT)
        if group.control and reading.groups.add(group.control):
            reading.add(group.faults, faults.GROUP_NUMBER_TWICE, "UNG", 5, value=group.control)
        return group

    def begin_message(
        self, reading: Reading, group: Group, raw: str
    ) -> tuple[MessageRead, Message | None, Grammar | None]:
        """From UNH."""
        parts = self._parts(reading, raw, 2)
        kind = [*parts[2], "", "", "", "", ""]
        name, directory, association = kind[0], kind[1] + kind[2], kind[4]
        message = MessageRead(group, name, directory, parts[1][0], raw, reading.number, reading.offset, association)
        interchange = group.interchange
        if not group.header and interchange.groups:
            reading.add(interchange.faults, faults.GROUPS_MIXED, "UNH")
        self._check_message_header(reading, message, group)
        try:
            found = self._grammar(name, directory)
        except UnknownGrammar as unknown:
            self._say_unknown(reading, message, unknown)
            return message, None, None
        if name not in found.messages:
            reading.add(message.faults, faults.MESSAGE_UNSUPPORTED, "UNH", 2, 1, value=name[:80], position=1)
            message.version = ""
        return message, found.messages.get(name), found

    def _grammar(self, name: str, directory: str) -> Grammar:
        if name == "CONTRL":
            return grammar("edifact", "service-v4" if self._version >= 4 else "service-v3")
        return grammar("edifact", directory)

    def _say_unknown(self, reading: Reading, message: MessageRead, unknown: UnknownGrammar) -> None:
        kind, params = faults.VERSION_UNSUPPORTED, {"version": message.version[:12]}
        if isinstance(unknown, BrokenGrammar):
            kind, params = faults.GRAMMAR_BROKEN, params | {"file": str(unknown.file), "why": unknown.why}
        reading.add(message.faults, kind, "UNH", 2, 3, value=message.name[:80], position=1, params=params)
        message.version = ""

    def _check_message_header(self, reading: Reading, message: MessageRead, group: Group) -> None:
        reading.explain(message.header, self._segment("UNH"), message.faults)
        for each in message.faults:
            each.position = 1
            if each.element == 1:
                each.standard_code, each.kind = each.kind.edifact, faults.MESSAGE_NUMBER
        if group.code and group.code != message.name:
            params = {"group": group.code}
            reading.add(
                message.faults,
                faults.MESSAGE_OF_OTHER_GROUP,
                "UNH",
                2,
                1,
                value=message.name,
                position=1,
                params=params,
            )
        if message.control and reading.messages.add(message.control):
            reading.add(message.faults, faults.MESSAGE_NUMBER_TWICE, "UNH", 1, position=1, value=message.control)

    def end_message(self, reading: Reading, message: MessageRead) -> None:
        """UNT's 0074 counts the segments, its 0062 repeats UNH's."""
        position = message.segments
        if message.association:
            # the association that 0057 names (EANCOM, EDIEL …) has codes besides the directory's
            for each in message.faults:
                if each.kind is faults.CODE and each.position > 1:
                    each.kind = faults.CODE_OF_ASSOCIATION
                    each.params = {"association": message.association}
        if not message.trailer:
            reading.add(message.faults, faults.TRAILER_MISSING, "UNT", position=position)
            return
        parts = self._parts(reading, message.trailer, 2)
        if not message.version:
            reading.explain_trailer(message, self._segment("UNT"))
        count, control = parts[1][0], parts[2][0]
        if differs(count, message.segments):
            params = {"counted": str(message.segments)}
            reading.add(message.faults, faults.SEGMENT_COUNT, "UNT", 1, value=count, position=position, params=params)
        if control and control != message.control:
            params = {"expected": message.control}
            reading.add(
                message.faults, faults.MESSAGE_NUMBER_DIFFERS, "UNT", 2, value=control, position=position, params=params
            )

    def end_group(self, reading: Reading, group: Group, raw: str) -> None:
        """UNE's 0060 counts the messages, its 0048 repeats UNG's."""
        if not raw:
            reading.add(group.faults, faults.GROUP_TRAILER_MISSING, "UNE")
            return
        group.trailer = raw
        self._compare(reading, group.faults, raw, (group.counted, group.control))

    def end_interchange(self, reading: Reading, interchange: Interchange, raw: str) -> None:
        """UNZ's 0036 counts the groups, or the messages where there are none; its 0020 repeats UNB's."""
        interchange.trailer = raw
        if not interchange.header:
            return
        counted = interchange.groups or interchange.messages
        self._compare(reading, interchange.faults, raw, (counted, interchange.control))

    def _compare(self, reading: Reading, found: list[Fault], raw: str, wanted: tuple[int, str]) -> None:
        parts = self._parts(reading, raw, 2)
        tag, (counted, control) = parts[0][0], wanted
        of_group = tag == "UNE"
        counts = faults.MESSAGE_COUNT if of_group else faults.GROUP_COUNT
        others = faults.GROUP_NUMBER_DIFFERS if of_group else faults.INTERCHANGE_NUMBER_DIFFERS
        params = {"counted": str(counted), "expected": control}
        reading.explain(raw, self._segment(tag), found, (counts, others), params)
        count, number = parts[1][0], parts[2][0]
        if differs(count, counted):
            reading.add(found, counts, tag, 1, value=count, params=params)
        if number and number != control:
            reading.add(found, others, tag, 2, value=number, params=params)

    def other(self, _reading: Reading, _interchange: Interchange, _raw: str) -> bool:
        """None."""
        return False


def _two(parts: list[str]) -> tuple[str, str]:
    return parts[0], parts[1] if len(parts) > 1 else ""
