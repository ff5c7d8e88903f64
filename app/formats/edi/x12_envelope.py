"""ISA to IEA, GS to GE, ST to SE: what they say, whether they agree (X12.5, X12.6), and the codes of TA1 and AK9."""

import re

from app.formats.edi import faults
from app.formats.edi.explain import is_date
from app.formats.edi.grammar import Element, Grammar, Message, Segment, UnknownGrammar, grammar
from app.formats.edi.interchange import Group, Interchange, MessageRead, differs
from app.formats.edi.reader import Reading

ENVELOPE = "envelope"
_ISA_CODES = (
    "010",
    "011",
    "012",
    "013",
    "005",
    "006",
    "007",
    "008",
    "014",
    "015",
    "016",
    "017",
    "018",
    "019",
    "020",
    "027",
)
"""TA105 for each element of ISA."""
_ISA11_IS_REPETITION = "00402"
_CONTENT = "024"
"""TA105 for what has no code of its own: a repetition separator that is none."""
_NEAREST = {"0040": "004010", "0050": "005010"}
"""Versions between releases differ in code values and few elements; they are judged by the release."""
_KNOWN = ("004010", "005010")
_MOST_NOTICES = 1_000


_ISA_REPETITION, _ISA_COMPONENT = 11, 16
_GS_CODE, _GS_NUMBER = 1, 6
_ISA_KINDS = {12: faults.INTERCHANGE_VERSION, 13: faults.INTERCHANGE_NUMBER}


def _fits(value: str, element: Element) -> bool:
    return value in element.codes if element.codes is not None else len(value) <= element.max


def _is_there(value: str, element: Element) -> bool:
    return 0 < len(value) <= element.max


def _is_day(value: str, element: Element) -> bool:
    return len(value) == element.max and is_date(value)


def _is_time(value: str, _element: Element) -> bool:
    return _TIME.fullmatch(value) is not None


def _is_number(value: str, element: Element) -> bool:
    return value.isascii() and value.isdigit() and len(value) == element.max


_TIME = re.compile("(?:[01][0-9]|2[0-3])[0-5][0-9]")
_ISA_CHECKS = {6: _is_there, 8: _is_there, 9: _is_day, 10: _is_time, 13: _is_number}


class X12Envelope:
    """X12's headers and trailers."""

    standard = "x12"
    interchange_tags = ("ISA", "IEA")
    group_tags = ("GS", "GE")
    message_tags = ("ST", "SE")

    def __init__(self) -> None:
        self._grammar = grammar("x12", ENVELOPE)

    def _segment(self, tag: str) -> Segment:
        return self._grammar.segments[tag]

    def begin_interchange(self, reading: Reading, raw: str) -> Interchange:
        """From ISA. Blanks that fill an element up are not part of it."""
        header = reading.source.header
        elements = [each.strip() for each in raw.split(header.marks.element)]
        elements += [""] * (17 - len(elements))
        interchange = Interchange("x12", header.marks, header.charset, reading.number, reading.offset, raw)
        interchange.sender_qualifier, interchange.sender = elements[5], elements[6]
        interchange.receiver_qualifier, interchange.receiver = elements[7], elements[8]
        interchange.date, interchange.time, interchange.version = elements[9], elements[10], elements[12]
        interchange.control, interchange.test = elements[13], elements[15] == "T"
        interchange.acknowledge = elements[14] == "1"
        self._check_header(reading, interchange, elements)
        self._check_separators(reading, interchange, elements[_ISA_REPETITION])
        if reading.interchanges.add(interchange.identity()):
            reading.add(interchange.faults, faults.INTERCHANGE_NUMBER_TWICE, "ISA", 13, value=elements[13])
        return interchange

    def _check_header(self, reading: Reading, interchange: Interchange, elements: list[str]) -> None:
        for number, element in enumerate(self._segment("ISA").elements, 1):
            value = elements[number]
            if number == _ISA_COMPONENT or (number == _ISA_REPETITION and elements[12] >= _ISA11_IS_REPETITION):
                continue
            if not _ISA_CHECKS.get(number, _fits)(value, element):
                kind = _ISA_KINDS.get(number, faults.INTERCHANGE_ELEMENT)
                code = _ISA_CODES[number - 1]
                if number == _ISA_REPETITION and len(value) == 1 and not value.isalnum():
                    # U was meant: many name the separator of later versions whatever their ISA12
                    kind, code = faults.SEPARATOR_TOO_EARLY, ""
                reading.add(interchange.faults, kind, "ISA", number, value=value[:80], standard_code=code)

    def _check_separators(self, reading: Reading, interchange: Interchange, repetition: str) -> None:
        """ISA16 and ISA11 have to name characters that separate nothing else; some senders name none."""
        found, marks = interchange.faults, interchange.marks
        if not marks.component:
            reading.add(found, faults.NO_SEPARATOR, "ISA", _ISA_COMPONENT)
        elif marks.component in (marks.element, marks.terminator):
            reading.add(found, faults.DELIMITERS, "ISA", _ISA_COMPONENT, value=marks.component)
        if interchange.version < _ISA11_IS_REPETITION:
            return
        if not marks.repetition:
            reading.add(found, faults.NO_SEPARATOR, "ISA", _ISA_REPETITION, value=repetition[:80])
        elif marks.repetition in (marks.element, marks.component, marks.terminator):
            mark = marks.repetition
            reading.add(found, faults.DELIMITERS, "ISA", _ISA_REPETITION, value=mark, standard_code=_CONTENT)

    def begin_group(self, reading: Reading, interchange: Interchange, raw: str) -> Group:
        """From GS."""
        elements = raw.split(reading.source.header.marks.element)
        elements += [""] * (9 - len(elements))
        group = Group(interchange, reading.number, reading.offset, raw)
        group.code, group.sender, group.receiver = elements[1:4]
        group.control, group.version = elements[6], elements[8]
        kinds = (faults.GROUP_UNSUPPORTED, *[faults.GROUP_ELEMENT] * 4, faults.GROUP_NUMBER)
        kinds = (*kinds, faults.GROUP_ELEMENT, faults.GROUP_VERSION)
        reading.explain(raw, self._segment("GS"), group.faults, kinds)
        if not can_be_named(group):
            self._say_nameless(reading, interchange, group)
        if not any(each.kind is faults.GROUP_VERSION for each in group.faults) and not _release(group.version):
            reading.add(group.faults, faults.GROUP_VERSION, "GS", 8, value=group.version[:80])
        if group.control and reading.groups.add(group.control):
            reading.add(group.faults, faults.GROUP_NUMBER_TWICE, "GS", 6, value=group.control)
        return group

    def _say_nameless(self, reading: Reading, interchange: Interchange, group: Group) -> None:
        """No AK1 could tell of the group: what is wrong with its name is the interchange's, and answered by its TA1."""
        moved = [each for each in group.faults if each.element in (_GS_CODE, _GS_NUMBER)]
        group.faults = [each for each in group.faults if each not in moved]
        if not moved:
            reading.add(moved, faults.GROUP_NUMBER, "GS", _GS_NUMBER, value=group.control)
        faults.tell(interchange.faults, *moved)

    def begin_message(
        self, reading: Reading, group: Group, raw: str
    ) -> tuple[MessageRead, Message | None, Grammar | None]:
        """From ST."""
        elements = raw.split(reading.source.header.marks.element)
        elements += [""] * (4 - len(elements))
        name, control, own_version = elements[1:4]
        release = _release(own_version) or _release(group.version)
        message = MessageRead(group, name, release, control, raw, reading.number, reading.offset, own_version)
        self._check_message_header(reading, message, group)
        found = _definition(release)
        definition = found.messages.get(name) if found else None
        if definition is None:
            kind = faults.MESSAGE_UNSUPPORTED if found else faults.VERSION_UNSUPPORTED
            reading.add(
                message.faults, kind, "ST", 1, position=1, value=name[:80], params={"version": group.version[:12]}
            )
            message.version = ""
        return message, definition, found

    def _check_message_header(self, reading: Reading, message: MessageRead, group: Group) -> None:
        kinds = (faults.MESSAGE_IDENTIFIER, faults.MESSAGE_NUMBER, faults.TOO_MANY_ELEMENTS)
        reading.explain(message.header, self._segment("ST"), message.faults, kinds)
        for each in message.faults:
            each.position = 1
        wanted = self._grammar.groups.get(message.name)
        if wanted and group.code in self._grammar.groups.values() and wanted != group.code:
            params = {"group": group.code}
            reading.add(
                message.faults, faults.MESSAGE_OF_OTHER_GROUP, "ST", 1, value=message.name, position=1, params=params
            )
        if message.control and reading.messages.add(message.control):
            reading.add(message.faults, faults.MESSAGE_NUMBER_TWICE, "ST", 2, position=1, value=message.control)

    def end_message(self, reading: Reading, message: MessageRead) -> None:
        """SE01 counts the segments, SE02 repeats ST02."""
        position = message.segments
        if not message.trailer:
            reading.add(message.faults, faults.TRAILER_MISSING, "SE", position=position)
            return
        elements = [*message.trailer.split(reading.source.header.marks.element), "", ""]
        if not message.version:
            reading.explain_trailer(message, self._segment("SE"))
        if differs(elements[1], message.segments):
            params = {"counted": str(message.segments)}
            reading.add(
                message.faults, faults.SEGMENT_COUNT, "SE", 1, value=elements[1], position=position, params=params
            )
        if elements[2] and elements[2] != message.control:
            params = {"expected": message.control}
            reading.add(
                message.faults,
                faults.MESSAGE_NUMBER_DIFFERS,
                "SE",
                2,
                value=elements[2],
                position=position,
                params=params,
            )

    def end_group(self, reading: Reading, group: Group, raw: str) -> None:
        """GE01 counts the transaction sets, GE02 repeats GS06."""
        if not raw:
            reading.add(group.faults, faults.GROUP_TRAILER_MISSING, "GE")
            return
        group.trailer = raw
        elements = [*raw.split(reading.source.header.marks.element), "", ""]
        kinds = (faults.MESSAGE_COUNT, faults.GROUP_NUMBER_DIFFERS)
        params = {"counted": str(group.counted), "expected": group.control}
        reading.explain(raw, self._segment("GE"), group.faults, kinds, params)
        if differs(elements[1], group.counted):
            reading.add(group.faults, kinds[0], "GE", 1, value=elements[1], params=params)
        if elements[2] and elements[2] != group.control:
            reading.add(group.faults, kinds[1], "GE", 2, value=elements[2], params=params)

    def end_interchange(self, reading: Reading, interchange: Interchange, raw: str) -> None:
        """IEA01 counts the groups, IEA02 repeats ISA13."""
        interchange.trailer = raw
        elements = [*raw.split(reading.source.header.marks.element), "", ""]
        if not interchange.header:
            return
        kinds = (faults.GROUP_COUNT, faults.INTERCHANGE_NUMBER_DIFFERS)
        params = {"counted": str(interchange.groups), "expected": interchange.control}
        reading.explain(raw, self._segment("IEA"), interchange.faults, kinds, params)
        if differs(elements[1], interchange.groups):
            reading.add(interchange.faults, kinds[0], "IEA", 1, value=elements[1], params=params)
        is_said = any(each.kind is kinds[1] for each in interchange.faults)
        if elements[2] and elements[2] != interchange.control and not is_said:
            reading.add(interchange.faults, kinds[1], "IEA", 2, value=elements[2], params=params)

    def other(self, reading: Reading, interchange: Interchange, raw: str) -> bool:
        """TA1 and the interchange's optional segments."""
        tag = raw.split(reading.source.header.marks.element, 1)[0]
        if tag == "TA1":
            if len(interchange.notices) < _MOST_NOTICES:
                interchange.notices.append(raw)
            reading.explain(raw, self._segment("TA1"), interchange.faults, (faults.INTERCHANGE_ELEMENT,) * 5)
        return tag in ("TA1", "ISB", "ISE", "TA3")


def can_be_named(group: Group) -> bool:
    """Whether AK1 can repeat a group's GS01 and GS06."""
    codes = grammar("x12", _KNOWN[0]).segments["AK1"].elements[0].codes
    control = group.control
    return (codes is None or group.code in codes) and control.isascii() and control.isdigit() and len(control) <= 9


def _release(version: str) -> str:
    """The release whose grammar a version is judged by; "" where there is none."""
    return version[:6] if version[:6] in _KNOWN else _NEAREST.get(version[:4], "") if len(version) >= 6 else ""


def _definition(release: str) -> Grammar | None:
    try:
        return grammar("x12", release) if release else None
    except UnknownGrammar:
        return None
