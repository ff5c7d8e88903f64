"""Faults of syntax: what kinds there are, where one is, and what each is called in the standards' acknowledgements.

X12: AK304/IK304, AK403/IK403, AK502/IK502, AK905, TA105. EDIFACT: data element 0085 of CONTRL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.findings import Severity

MOST_FAULTS = 1_000
"""Of one message's segments; a fault that every line has is understood by then."""
MOST_TOLD = MOST_FAULTS + 50
"""Of an interchange, a group or a message in all: there is room for a trailer's."""


class Level(StrEnum):
    """What a fault is a fault of; acknowledgements have a place for each."""

    ELEMENT = "element"
    SEGMENT = "segment"
    MESSAGE = "message"
    GROUP = "group"
    INTERCHANGE = "interchange"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault.

    Attributes:
        code: in our catalogue, behind `edi.`.
        x12, edifact: its code in acknowledgements, "" where the standard has no such fault.
        severity: warnings are reported, and acknowledged as good.
    """

    code: str
    level: Level
    x12: str
    edifact: str
    severity: Severity = Severity.ERROR


_E, _S, _M, _G, _I = Level.ELEMENT, Level.SEGMENT, Level.MESSAGE, Level.GROUP, Level.INTERCHANGE
_W = Severity.WARNING

ELEMENT_MISSING = Kind("element_missing", _E, "1", "13")
CONDITION = Kind("condition", _E, "2", "48")
TOO_MANY_ELEMENTS = Kind("too_many_elements", _E, "3", "16")
TOO_SHORT = Kind("too_short", _E, "4", "40")
TOO_LONG = Kind("too_long", _E, "5", "39")
CHARACTER = Kind("character", _E, "6", "21")
NOT_A_NUMBER = Kind("not_a_number", _E, "6", "37")
DECIMAL_MARK = Kind("decimal_mark", _E, "6", "19")
NO_DIGIT_BEFORE_MARK = Kind("no_digit_before_mark", _E, "6", "38", _W)
LETTERS_ONLY = Kind("letters_only", _E, "6", "37")
CODE = Kind("code", _E, "7", "12")
CODE_OF_ASSOCIATION = Kind("code_of_association", _E, "7", "12", _W)
DATE = Kind("date", _E, "8", "12")
TIME = Kind("time", _E, "9", "12")
EXCLUSION = Kind("exclusion", _E, "10", "48")
TOO_MANY_REPETITIONS = Kind("too_many_repetitions", _E, "12", "35")
TOO_MANY_COMPONENTS = Kind("too_many_components", _E, "13", "16")
OUTSIDE_CHARACTER_SET = Kind("outside_character_set", _E, "6", "21", _W)
BYTES_OF_CHARACTER_SET = Kind("bytes_of_character_set", _E, "6", "21", _W)

SEGMENT_UNKNOWN = Kind("segment_unknown", _S, "1", "15")
SEGMENT_MISSING = Kind("segment_missing", _S, "3", "13")
LOOP_TOO_OFTEN = Kind("loop_too_often", _S, "4", "36")
SEGMENT_TOO_OFTEN = Kind("segment_too_often", _S, "5", "35")
SEGMENT_NOT_IN_MESSAGE = Kind("segment_not_in_message", _S, "6", "15")
SEGMENT_OUT_OF_ORDER = Kind("segment_out_of_order", _S, "7", "15")
SEGMENT_EMPTY = Kind("segment_empty", _S, "", "", _W)
WRAPPED = Kind("wrapped", _S, "", "", _W)

MESSAGE_UNSUPPORTED = Kind("message_unsupported", _M, "1", "12")
GRAMMAR_BROKEN = Kind("grammar_broken", _M, "1", "12")
VERSION_UNSUPPORTED = Kind("version_unsupported", _M, "1", "12")
TRAILER_MISSING = Kind("trailer_missing", _M, "2", "13")
MESSAGE_NUMBER_DIFFERS = Kind("message_number_differs", _M, "3", "28")
SEGMENT_COUNT = Kind("segment_count", _M, "4", "29")
MESSAGE_IDENTIFIER = Kind("message_identifier", _M, "6", "13")
MESSAGE_NUMBER = Kind("message_number", _M, "7", "13")
MESSAGE_NUMBER_TWICE = Kind("message_number_twice", _M, "23", "26")
MESSAGE_OF_OTHER_GROUP = Kind("message_of_other_group", _M, "6", "31")

GROUP_UNSUPPORTED = Kind("group_unsupported", _G, "1", "12")
GROUP_VERSION = Kind("group_version", _G, "2", "12")
GROUP_TRAILER_MISSING = Kind("group_trailer_missing", _G, "3", "13")
GROUP_NUMBER_DIFFERS = Kind("group_number_differs", _G, "4", "28")
MESSAGE_COUNT = Kind("message_count", _G, "5", "29")
GROUP_NUMBER = Kind("group_number", _G, "6", "13")
GROUP_NUMBER_TWICE = Kind("group_number_twice", _G, "19", "26")
GROUP_ELEMENT = Kind("group_element", _G, "024", "12")
GROUP_EMPTY = Kind("group_empty", _G, "024", "32")
OUTSIDE_MESSAGE = Kind("outside_message", _S, "2", "33")
OUTSIDE_GROUP = Kind("outside_message", _I, "022", "33")
GROUPS_MIXED = Kind("groups_mixed", _I, "022", "30")

INTERCHANGE_NUMBER_DIFFERS = Kind("interchange_number_differs", _I, "001", "28")
INTERCHANGE_TRAILER_MISSING = Kind("interchange_trailer_missing", _I, "023", "13")
GROUP_COUNT = Kind("group_count", _I, "021", "29")
INTERCHANGE_NUMBER = Kind("interchange_number", _I, "018", "12")
INTERCHANGE_NUMBER_TWICE = Kind("interchange_number_twice", _I, "025", "26")
TEST_NOT_EXPECTED = Kind("test_not_expected", _I, "020", "25")
TEST_EXPECTED = Kind("test_expected", _I, "020", "12")
INTERCHANGE_VERSION = Kind("interchange_version", _I, "017", "2")
INTERCHANGE_EMPTY = Kind("interchange_empty", _I, "024", "32")
INTERCHANGE_ELEMENT = Kind("interchange_element", _I, "024", "12")
DATE_WITHOUT_CENTURY = Kind("date_without_century", _I, "", "40", _W)
INTERCHANGE_HEADER = Kind("interchange_header", _I, "022", "13")
HEADER_TRIMMED = Kind("header_trimmed", _I, "", "", _W)
SYNTAX_VERSION = Kind("syntax_version", _I, "", "2")
CHARACTER_SET = Kind("character_set", _I, "", "46")
DELIMITERS = Kind("delimiters", _I, "027", "20")
NO_SEPARATOR = Kind("no_separator", _I, "", "", _W)
SEPARATOR_TOO_EARLY = Kind("separator_too_early", _I, "", "", _W)
TRAILING_DATA = Kind("trailing_data", _I, "022", "33")
CUT_OFF = Kind("cut_off", _I, "023", "13")
UNTERMINATED = Kind("unterminated", _I, "", "", _W)
SEGMENT_TOO_LONG = Kind("segment_too_long", _I, "004", "22")


@dataclass(slots=True)
class Fault:
    """One fault.

    Attributes:
        kind: what is wrong.
        number: the segment's number in the file, from 1.
        position: its number in its message, the header being 1 (AK301, UCS 0096); 0 outside messages.
        tag: the segment's.
        element: number of the data element in the segment, from 1; 0 for the segment as a whole.
        component, repetition: within the element, from 1; 0 where that doesn't apply.
        reference: the element's number in the dictionary (AK402), "" where there is none.
        value: what stands there.
        offset: of the segment's first byte in the file.
        loop: the loop it is in (AK303), "" for none.
        standard_code: the code in acknowledgements where it isn't the kind's (TA105 of a header's element).
    """

    kind: Kind
    number: int
    position: int = 0
    tag: str = ""
    element: int = 0
    component: int = 0
    repetition: int = 0
    reference: str = ""
    value: str = ""
    offset: int = 0
    loop: str = ""
    standard_code: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def code_in(self, standard: str) -> str:
        """Its code in an acknowledgement of that standard."""
        return self.standard_code or (self.kind.x12 if standard == "x12" else self.kind.edifact)

    @property
    def is_error(self) -> bool:
        """Whether it rejects what it is in."""
        return self.kind.severity is Severity.ERROR


def tell(found: list[Fault], *new: Fault) -> None:
    """Put faults to others, as far as there is room; behind warnings there always is some for an error."""
    for each in new:
        if len(found) < MOST_TOLD or (each.is_error and not found[-1].is_error):
            found.append(each)
