"""Odd files, one by one: what is said of them, where, with which code of the standard, and what is answered."""

from io import BytesIO
from time import process_time

import pytest

from app.formats.edi.apart import alone
from app.formats.edi.interchange import Interchange, MessageRead
from app.formats.edi.reader import Began, Options, read
from app.formats.edi.report import Report
from app.formats.edi.source import CHUNK, LONGEST_SEGMENT, count_interchanges
from tests.edi_interchanges import GOOD_850, GOOD_ORDERS, answers, edifact, faults_of, inner, x12

_850 = x12(GOOD_850)
_ORDERS = edifact(GOOD_ORDERS)
_SET = ("ST*850*0001", *GOOD_850, "SE*4*0001")
_ISA, _GS, _ST, _BEG, _PO1, _SE, _GE, _IEA = (each.decode() for each in _850.split(b"~")[:-1])
_UNB, _UNH, *_BODY, _UNT, _UNZ = (each.decode() for each in _ORDERS.split(b"'")[:-1])
_MESSAGE = (_UNH, *_BODY, _UNT)
_DIGITS = b"1" * 5_000
_UNG = "UNG+ORDERS+A+B+201122:0304+5+UN+D:96A"
_UNB_4 = _UNB.replace("UNOC:3+", "UNOC:4+").replace("+201122", "+20201122")
_ISA_5 = _ISA.replace("*U*00401", "*^*00501")
_GS_5 = _GS.replace("004010", "005010")


def _x12(*segments: str, end: str = "~") -> bytes:
    return "".join(each + end for each in segments).encode("latin-1")


def _edifact(*segments: str) -> bytes:
    return _x12(*segments, end="'")


def _told(data: bytes) -> list[str]:
    """Findings: the standard's code, the segment's number, the place; warnings in brackets, with our own code."""
    return [_as_text(each) for each in Report().take(read(BytesIO(data))).findings]


def _as_text(row: dict[str, object]) -> str:
    place = f"{row['tag']}{row['element'] or ''}" + (f".{row['component']}" if row["component"] else "")
    is_error = row["severity"] == "error"
    return f"{row['standard_code']} {row['segment']} {place}" if is_error else f"({row['code']} {row['segment']})"


def _verdict(data: bytes) -> str:
    return str(Report().take(read(BytesIO(data))).verdict)


_TOLD = {
    # ISA
    "good": (_850, []),
    "a byte order mark": (b"\xef\xbb\xbf" + _850, []),
    "ISA without its blanks": (_850.replace(b" ", b""), ["(edi.header_trimmed 1)"]),
    "lines of 80": (
        b"\r\n".join(_850[at : at + 80] for at in range(0, len(_850), 80)),
        ["(edi.header_trimmed 1)", "(edi.wrapped 1)"],
    ),
    "control characters for separators": (_850.translate(bytes.maketrans(b"*>~", b"\x1d\x1f\x1c")), []),
    "tabulators for separators": (_850.replace(b"*", b"\t"), []),
    "ISA16 as the element separator": (_850.replace(b"T*>", b"T**"), ["027 1 ISA16"]),
    "a blank for ISA16": (_850.replace(b"T*>", b"T* "), ["(edi.no_separator 1)"]),
    "ISA16 left out": (_850.replace(b"T*>", b"T*"), ["(edi.no_separator 1)"]),
    "00501 without repetition separator": (
        _x12(_ISA_5.replace("*^*", "*U*"), _GS_5, *_SET, _GE, _IEA),
        ["(edi.no_separator 1)"],
    ),
    "a repetition separator in 00401": (
        _850.replace(b"*U*", b"*^*").replace(b"4711", b"47^11"),
        ["(edi.separator_too_early 1)"],
    ),
    "a letter for the standard's identifier": (_850.replace(b"*U*", b"*X*"), ["016 1 ISA11"]),
    "the repetition separator for components": (
        _x12(_ISA_5.replace("*^*", "*>*"), _GS_5, *_SET, _GE, _IEA),
        ["024 1 ISA11"],
    ),
    # where files end
    "no terminator at the end": (_850[:-1], ["(edi.unterminated 8)"]),
    "cut off in a segment": (_850[:190], ["2 5 SE", "3 5 GE", "023 5 IEA"]),
    "cut off behind a segment": (_x12(_ISA, _GS, _ST, _BEG, _PO1), ["2 5 SE", "3 5 GE", "023 5 IEA"]),
    "cut off in the trailer": (_850[:-5], ["001 8 IEA2", "(edi.unterminated 8)"]),
    "the next interchange before this one's end": (
        _x12(_ISA, _GS, *_SET, _GE) + _850.replace(b"000000042", b"000000043"),
        ["022 8 IEA"],
    ),
    "the other standard before this one's end": (
        _x12(_ISA, _GS, _ST, _BEG, _PO1) + _ORDERS,
        ["2 6 SE", "3 6 GE", "022 6 IEA"],
    ),
    "X12 before EDIFACT has ended": (_edifact(_UNB, *_MESSAGE[:-1]) + _850, ["13 8 UNT", "13 8 UNZ"]),
    "a mail's end": (_850 + b"--\nsent by hand\n", ["022 9 ISA"]),
    "several lines of something": (_850 + b"hello~world~GE*1*1~IEA*1*2~", ["022 9 ISA"]),
    "a second trailer": (_850 + _IEA.encode() + b"~", ["022 9 ISA"]),
    "a segment without an end": (
        _850[:190] + b"A" * (LONGEST_SEGMENT + 1),
        ["3 4 PO1", "2 4 SE", "3 4 GE", "004 5 IEA"],
    ),
    "an ISA that breaks off": (
        _850 + _ISA[:60].encode(),
        [f"{code} 9 ISA{place}" for code, place in zip(range(14, 21), range(9, 16), strict=True)],
    ),
    # groups and numbers
    "no group": (_x12(_ISA, "IEA*0*000000042"), ["024 2 IEA"]),
    "a notice and no group": (_x12(_ISA, "TA1*000000001*201122*0304*A*000", "IEA*0*000000042"), []),
    "a group without a set": (_x12(_ISA, _GS, "GE*0*17", _IEA), ["024 3 GE"]),
    "a group that says that it has one": (_x12(_ISA, _GS, "GE*1*17", _IEA), ["5 3 GE1"]),
    "a date of six digits in GS": (_850.replace(b"APPB*20201122", b"APPB*201122"), ["024 2 GS4"]),
    "numbers that differ by a zero": (
        _x12(_ISA, _GS, *_SET, *(each.replace("0001", "00001") for each in _SET), "GE*2*17", _IEA),
        [],
    ),
    "a set's number again in another group": (
        _x12(_ISA, _GS, *_SET, _GE, _GS.replace("*17*", "*18*"), *_SET, "GE*1*18", "IEA*2*000000042"),
        [],
    ),
    "a group's number again": (_x12(_ISA, _GS, *_SET, _GE, _GS, *_SET, _GE, "IEA*2*000000042"), ["19 8 GS6"]),
    "an interchange's number again": (_850 + _850, ["025 9 ISA13"]),
    "an interchange's number from somebody else": (_850 + _850.replace(b"SENDER", b"ANOTHR"), []),
    "groups of two versions": (
        _x12(_ISA, _GS, *_SET, _GE, _GS_5.replace("*17*", "*18*"), *_SET, "GE*1*18", "IEA*2*000000042"),
        [],
    ),
    "a set within a set": (_x12(_ISA, _GS, *_SET[:-1], *_SET, "GE*2*17", _IEA), ["2 6 SE", "23 6 ST2"]),
    "a set behind an interchange": (
        _850 + _x12(*_SET),
        ["1 9 ST1", "022 9 ISA", "022 9 GS", "023 12 IEA"],
    ),
    # elements
    "an exponent": (_850.replace(b"9.5", b"9.5E-2"), []),
    "a decimal mark at the right end in X12": (_850.replace(b"9.5", b"95."), []),
    "a decimal mark alone": (_850.replace(b"9.5", b"."), ["6 5 PO14"]),
    "a decimal mark at the right end in EDIFACT": (edifact((*GOOD_ORDERS[:4], "QTY+21:5.", "UNS+S")), ["19 7 QTY1.2"]),
    "a decimal mark that separates": (
        b"UNA:,.? '" + edifact((*GOOD_ORDERS[:4], "QTY+21:5+5", "UNS+S")).replace(b"+", b","),
        ["16 7 QTY2"],
    ),
    "an exponent that is none": (_850.replace(b"9.5", b"9.5E"), ["6 5 PO14"]),
    "an exponent in an implied decimal": (
        x12((*GOOD_850, "CTT*1E1")),
        ["6 6 CTT1"],
    ),
    "letters beyond English": (x12((*GOOD_850, "PID*F****Schlüssel")), []),
    "Chinese": (x12((*GOOD_850, "PID*F****钥匙")), ["(edi.outside_character_set 6)"]),
    "counts of five thousand digits": (
        _850.replace(b"SE*4", b"SE*" + _DIGITS).replace(b"GE*1", b"GE*" + _DIGITS).replace(b"IEA*1", b"IEA*" + _DIGITS),
        ["5 6 SE1", "4 6 SE1", "5 7 GE1", "5 7 GE1", "021 8 IEA1", "021 8 IEA1"],
    ),
    "counts of five thousand digits in EDIFACT": (
        _ORDERS.replace(b"UNT+7", b"UNT+" + _DIGITS).replace(b"UNZ+1", b"UNZ+" + _DIGITS),
        ["39 8 UNT1", "29 8 UNT1", "29 9 UNZ1", "29 9 UNZ1"],
    ),
    # lines
    "EDIFACT in lines of CR LF": (_x12(_UNB, *_MESSAGE, _UNZ, end="\r\n"), []),
    "EDIFACT in lines of CR": (_x12(_UNB, *_MESSAGE, _UNZ, end="\r"), []),
    "EDIFACT in lines of both": (_x12(_UNB, *_MESSAGE, end="\r\n") + _x12(_UNZ, end="\n"), []),
    # weeks
    "a Sunday": (_ORDERS.replace(b"20201101:102", b"20537:103"), []),
    "a week that is none": (_ORDERS.replace(b"20201101:102", b"20547:103"), ["12 4 DTM1.2"]),
    "a day of the week that is none": (_ORDERS.replace(b"20201101:102", b"20530:103"), ["12 4 DTM1.2"]),
    # UNA
    "UNA": (b"UNA:+.? '" + _ORDERS, []),
    "UNA on its own line": (b"UNA:+,? '\r\n" + _ORDERS, []),
    "UNA of other characters": (b"UNA;|,! ~" + _ORDERS.translate(bytes.maketrans(b":+'", b";|~")), []),
    "UNA with repetition": (b"UNA:+.?*'" + _edifact(_UNB_4, *_MESSAGE, _UNZ), []),
    "UNA with a repetition that syntax 3 doesn't have": (b"UNA:+.?*'" + _ORDERS, []),
    "UNA without release": (
        b"UNA:+.  '" + _ORDERS.replace(b"20201101", b"20201301"),
        ["12 4 DTM1.2"],
    ),
    "UNA with a character for two": (b"UNA:+?? '" + _ORDERS, ["20 1 UNA4"]),
    "information separators of level B": (
        _ORDERS.replace(b"UNOC", b"UNOB").translate(bytes.maketrans(b"+:'", b"\x1d\x1f\x1c")),
        [],
    ),
    # releases
    "a release character released at an end": (edifact((*GOOD_ORDERS[:2], "FTX+AAI+++what??", *GOOD_ORDERS[2:])), []),
    "a terminator released": (edifact((*GOOD_ORDERS[:2], "FTX+AAI+++what???' more", *GOOD_ORDERS[2:])), []),
    "the last terminator released": (_ORDERS[:-1] + b"?'", ["28 9 UNZ2", "(edi.unterminated 9)"]),
    # groups and levels
    "no message": (_edifact(_UNB, "UNZ+0+42"), ["32 2 UNZ"]),
    "a group without a message": (_edifact(_UNB, _UNG, "UNE+0+5", _UNZ), ["32 3 UNE"]),
    "messages in a group": (_edifact(_UNB, _UNG, *_MESSAGE, "UNE+1+5", _UNZ), []),
    "a message behind a group": (
        _edifact(_UNB, _UNG, *_MESSAGE, "UNE+1+5", _UNH.replace("1", "2", 1), *_BODY, "UNT+7+2", _UNZ),
        ["30 11 UNH"],
    ),
    "a group behind a message": (
        _edifact(_UNB, *_MESSAGE, _UNG, *_MESSAGE, "UNE+1+5", _UNZ),
        ["30 9 UNG"],
    ),
    "an invoice group with an order": (
        _edifact(_UNB, _UNG.replace("ORDERS", "INVOIC"), *_MESSAGE, "UNE+1+5", _UNZ),
        ["31 3 UNH2.1"],
    ),
    "a repetition too many in X12": (
        _x12(_ISA_5, _GS_5, *_SET, _GE, _IEA).replace(b"4711", b"47^11"),
        ["12 4 BEG3"],
    ),
    "a component too many in X12": (_850.replace(b"4711", b"47>11"), ["6 4 BEG3"]),
    "a count below nothing": (_850.replace(b"GE*1", b"GE*-1"), ["5 7 GE1"]),
    "a count with decimals": (_ORDERS.replace(b"UNT+7", b"UNT+7.0"), ["29 8 UNT1"]),
    "one UNA for two interchanges": (
        b"UNA;|,! ~" + (_ORDERS + _ORDERS.replace(b"+42", b"+43")).translate(bytes.maketrans(b":+'", b";|~")),
        [],
    ),
    "the usual separators behind others": (
        b"UNA;|,! ~" + _ORDERS.translate(bytes.maketrans(b":+'", b";|~")) + _ORDERS.replace(b"+42", b"+43"),
        [],
    ),
    "files strung together with their marks": (
        b"\xef\xbb\xbf" + _850 + b"\r\n\xef\xbb\xbf" + _ORDERS + b"\xef\xbb\xbf",
        [],
    ),
    "a repetition where none may be": (
        _edifact(_UNB_4, *_MESSAGE, _UNZ).replace(b"4711", b"47*11"),
        ["35 3 BGM2"],
    ),
    "an asterisk in syntax 3": (_ORDERS.replace(b"4711", b"47*11"), []),
    # character sets
    "small letters in UNOA": (
        _ORDERS.replace(b"UNOC", b"UNOA").replace(b"SENDER", b"sender"),
        ["(edi.outside_character_set 1)"],
    ),
    "small letters in UNOB": (_ORDERS.replace(b"UNOC", b"UNOB").replace(b"SENDER", b"sender"), []),
    "Windows' quotation marks in UNOC": (
        _ORDERS.replace(b"4711", b"\x844711\x93"),
        ["(edi.outside_character_set 3)"],
    ),
    "Latin-1 in UNOY": (
        _ORDERS.replace(b"UNOC", b"UNOY").replace(b"4711", b"gr\xfc\xdfe"),
        ["(edi.bytes_of_character_set 3)"],
    ),
    # no interchange
    "nothing": (b" \r\n\x1a", ["None 1 None"]),
    "UNA alone": (b"UNA:+.? '", ["None 1 None"]),
    "another UNA than what follows": (b"UNA;|.! ~" + _ORDERS, ["None 1 None"]),
}
"""What is sent, and what is said of it."""


@pytest.mark.parametrize("data", [b"UIB+UNOA:4+1'UIZ'", b"UNA:+.? '\r\nUIB+UNOA:4+1'UIZ'"])
def test_an_interactive_interchange_is_refused_by_its_name(data: bytes) -> None:
    findings = Report().take(read(BytesIO(data))).as_dict("f")["findings"]
    assert [each["code"] for each in findings] == ["edi.unreadable_interactive"]


@pytest.mark.parametrize("case", _TOLD)
def test_what_is_said_of_an_odd_file(case: str) -> None:
    data, expected = _TOLD[case]
    told = _told(data) or [_as_text(each) for each in Report().take(read(BytesIO(data))).as_dict("f")["findings"]]
    if case == "an ISA that breaks off":
        expected = [*(f"0{each}" for each in expected), "023 9 IEA"]
    assert told == expected


_ANSWERED = {
    "a header whose separators are one": (_850.replace(b"T*>", b"T**"), ["TA1*000000042*201122*0304*R*027"]),
    "an interchange before this one has ended": (
        _x12(_ISA, _GS, *_SET, _GE) + _850.replace(b"000000042", b"000000043"),
        [
            "TA1*000000042*201122*0304*R*022",
            "AK1*PO*17",
            "AK2*850*0001",
            "AK5*A",
            "AK9*A*1*1*1",
        ],
    ),
    "a file that ends too early": (_850[:190], ["TA1*000000042*201122*0304*R*023"]),
    "an interchange with nothing in it": (
        _x12(_ISA, "IEA*0*000000042"),
        ["TA1*000000042*201122*0304*R*024"],
    ),
    "a group with nothing in it": (
        _x12(_ISA, _GS, "GE*0*17", _IEA),
        ["TA1*000000042*201122*0304*E*024", "AK1*PO*17", "AK9*R*0*0*0"],
    ),
    "a date of six digits in GS": (
        _850.replace(b"APPB*20201122", b"APPB*201122"),
        ["TA1*000000042*201122*0304*E*024", "AK1*PO*17", "AK9*R*1*1*0"],
    ),
    "characters that X12 doesn't have": (
        x12((*GOOD_850, "PID*F****钥匙")),
        ["AK1*PO*17", "AK2*850*0001", "AK5*A", "AK9*A*1*1*1"],
    ),
    "components": (
        x12((*GOOD_850, "MEA***1*A>B")),
        [
            "AK1*PO*17",
            "AK2*850*0001",
            "AK3*MEA*4*PO1*8",
            "AK4*4>1*355*4*A",
            "AK4*4>1*355*7*A",
            "AK4*4>2*1018*6*B",
            "AK5*R*5",
            "AK9*R*1*1*0",
        ],
    ),
    "UNA with a character for two": (b"UNA:+?? '" + _ORDERS, ["UCI+42+SENDER:14+RECEIVER:14+4+20+UNA+5"]),
    "an EDIFACT interchange with nothing in it": (
        _edifact(_UNB, "UNZ+0+42"),
        ["UCI+42+SENDER:14+RECEIVER:14+4+32+UNZ"],
    ),
    "an EDIFACT group with nothing in it": (
        _edifact(_UNB, _UNG, "UNE+0+5", _UNZ),
        ["UCI+42+SENDER:14+RECEIVER:14+7", "UCF+5+A+B+4+32+UNE"],
    ),
    "a repetition too many": (
        _edifact(_UNB_4, *_MESSAGE, _UNZ).replace(b"4711", b"47*11"),
        ["UCI+42+SENDER:14+RECEIVER:14+7", "UCM+1+ORDERS:D:96A:UN+4", "UCS+2", "UCD+35+3::2"],
    ),
    "a trailer's element in a version that isn't known": (
        _850.replace(b"004010", b"003010").replace(b"SE*4", b"SE*A"),
        ["AK1*PO*17", "AK2*850*0001", "AK3*SE*4**8", "AK4*1*96*6*A", "AK5*R*1*5", "AK9*R*1*1*0*2"],
    ),
    "small letters in UNOA": (
        _ORDERS.replace(b"UNOC", b"UNOA").replace(b"SENDER", b"sender"),
        ["UCI+42+sender:14+RECEIVER:14+7", "UCM+1+ORDERS:D:96A:UN+7"],
    ),
}
"""What is sent, and what is answered."""


@pytest.mark.parametrize("case", _ANSWERED)
def test_what_is_answered_to_an_odd_file(case: str) -> None:
    data, expected = _ANSWERED[case]
    assert [segment for _, content in answers(data) for segment in inner(content) if segment[:3] != "UNA"] == expected


@pytest.mark.parametrize("before", range(-3, 4))
def test_an_interchange_that_begins_where_two_reads_meet_is_one_of_its_own(before: int) -> None:
    """With delimiters of its own, wherever the boundary is."""
    room = CHUNK + before - len(x12(GOOD_850)) - len("SE*0004")
    texts = ["PID*F****" + "A" * 60] * (room // 70)
    texts.append("PID*F****" + "A" * (10 + room - 70 * len(texts)))
    first = x12((*GOOD_850, *texts))
    first += b"\n" * (CHUNK + before - len(first))
    second = _850.replace(b"000000042", b"000000043").translate(bytes.maketrans(b"*>~", b"|^!"))
    told = Report().take(read(BytesIO(first + second)))
    assert [each["offset"] for each in told.interchanges] == [0, len(first)]
    assert (told.findings, str(told.verdict)) == ([], "accepted")


def test_a_fault_at_the_files_end_has_its_offset() -> None:
    data = _x12(_ISA, _GS, _ST, _BEG, _PO1)
    offsets = {each["offset"] for each in Report().take(read(BytesIO(data))).findings}
    assert offsets == {data.index(b"PO1")}


def test_two_byte_characters_are_no_delimiters() -> None:
    """In ISO 2022 an apostrophe may be half of a Japanese letter."""
    text = "ハンマーとくぎ、がぇぎぐげご"
    raw = edifact((*GOOD_ORDERS[:2], "FTX+AAI+++TEXT", *GOOD_ORDERS[2:]))
    data = raw.replace(b"UNOC:3", b"UNOX:3").replace(b"TEXT", text.encode("iso2022_jp_2"))
    assert b"'" in text.encode("iso2022_jp_2")
    assert faults_of(data) == []
    message = next(each for each in read(BytesIO(data), Options(keep=True)) if isinstance(each, MessageRead))
    assert message.loop is not None
    assert f"FTX+AAI+++{text}" in message.loop.flat()


def test_a_control_number_may_have_released_characters() -> None:
    ung = _UNG.replace("+5+", "+5?'+")
    data = _edifact(_UNB.replace("+42", "+4?+2"), ung, *_MESSAGE, "UNE+1+5?'", _UNZ.replace("+42", "+4?+2"))
    assert _told(data) == []
    message = next(each for each in read(BytesIO(data)) if isinstance(each, MessageRead))
    assert _told(alone(message, data)) == []


_SMALL = "FTX+AAI+++" + ":".join("a" * 3_000)


@pytest.mark.parametrize(
    "data",
    [
        _x12(_ISA, *["A"] * 20_000),
        _x12(_ISA, *["TA1"] * 2_000, _IEA),
        _x12(_ISA, *["GS"] * 2_000, _IEA),
        _edifact(_UNB, _UNG, "UNE+0+5", *["UNH"] * 2_000, _UNZ),
        _edifact(_UNB.replace("UNOC", "UNOA"), _SMALL, *_MESSAGE, _UNZ),
        _edifact(_UNB.replace("UNOC", "UNOA"), _UNH, _SMALL, *_BODY, _UNT, _UNZ),
    ],
    ids=("strays", "notices", "groups without a name", "messages among groups", "letters", "letters in a message"),
)
def test_what_is_wrong_in_one_place_is_told_so_many_times(data: bytes) -> None:
    """A file of nothing but faults must not fill the memory."""
    told = [each.what if isinstance(each, Began) else each for each in read(BytesIO(data))]
    most = max(len(each.faults) for each in told if isinstance(each, Interchange | MessageRead))
    assert 900 < most < 1_100


def test_an_error_behind_very_many_warnings_is_told() -> None:
    data = _edifact(_UNB.replace("UNOC", "UNOA"), *_MESSAGE, _UNZ.replace("42", "43"))
    data = data.replace(b"LIN+1", _SMALL.encode() + b"'LIN+1").replace(b"UNT+7", b"UNT+8")
    assert _verdict(data) == "rejected"
    assert "28 10 UNZ2" in _told(data)


def test_numbers_and_empty_lines_without_end_are_read_once() -> None:
    """What is gone over again for each of its characters takes hours, and these take no time."""
    began = process_time()
    assert _told(_850.replace(b"SE*4*", b"SE*" + b"1" * 40_000 + b"x*")) == ["6 6 SE1"]
    lines = _x12(_ISA, _GS, *_SET, _GE, _IEA, end="\n") + b"\n" * 40_000
    assert _told(lines + lines.replace(b"000000042", b"000000043")) == []
    assert process_time() - began < 10


@pytest.mark.parametrize("width", [7, 40, 79, 80])
@pytest.mark.parametrize("raw", [x12(GOOD_850, GOOD_850), edifact(GOOD_ORDERS, GOOD_ORDERS)])
def test_a_message_of_a_wrapped_file_is_whole_where_it_is_taken_apart(raw: bytes, width: int) -> None:
    """Whatever the line break cuts in two: its trailer, too."""
    at = raw.index(b"GS") if raw.startswith(b"ISA") else raw.index(b"UNH")
    data = raw[:at] + b"\r\n".join(raw[each : each + width] for each in range(at, len(raw), width))
    messages = [each for each in read(BytesIO(data)) if isinstance(each, MessageRead)]
    assert len(messages) == 2
    for each in messages:
        assert data[each.end - 1 : each.end] in (b"~", b"'")
        assert _verdict(alone(each, data)) == "accepted"


def test_a_file_with_a_group_that_is_refused_is_not_accepted() -> None:
    assert _verdict(_x12(_ISA, _GS, "GE*0*17", _IEA)) == "rejected"
    report = Report().take(read(BytesIO(_850 + b"hello~")))
    assert str(report.verdict) == "partially_accepted"
    assert [(each["control"], each["verdict"]) for each in report.interchanges] == [
        ("000000042", "accepted"),
        ("", "rejected"),
    ]


@pytest.mark.parametrize(
    ("data", "count"),
    [
        (b"", 0),
        (b"words", 0),
        (_850, 1),
        (_ORDERS + _850 + _ORDERS, 3),
        (b"UNB+" * 50, 1),
        (b"UNA:+.? '\r\n" + _ORDERS + b"UNB+UNOA:1+ISA*UNB'UNB++.? '", 3),
    ],
)
def test_interchanges_are_counted_as_they_are_read(data: bytes, count: int) -> None:
    begun = [each for each in read(BytesIO(data)) if isinstance(each, Began) and isinstance(each.what, Interchange)]
    assert count_interchanges(BytesIO(data), 10) == len(begun) == count
    assert count_interchanges(BytesIO(data), 2) == min(count, 2)


@pytest.mark.parametrize(
    ("moment", "four", "told"),
    [
        ("260105:0930", False, []),
        ("261305:2560", False, ["12 1 UNB4.1", "12 1 UNB4.2"]),
        ("260105:2400", False, ["12 1 UNB4.2"]),
        ("20260105:0930", True, []),
        ("20260230:0930", True, ["12 1 UNB4.1"]),
        ("2601050:0930", True, ["12 1 UNB4.1"]),
        ("260105:0930", True, ["(edi.date_without_century 1)"]),
    ],
)
def test_when_an_interchange_was_prepared_is_a_day_and_a_time(moment: str, four: bool, told: list[str]) -> None:
    """Many who say that they write syntax version 4 leave the century out all the same: they are taken."""
    unb = f"UNB+UNOC:{4 if four else 3}+SENDER:14+RECEIVER:14+{moment}+42"
    assert _told(edifact(GOOD_ORDERS, unb=unb)) == told


def test_when_a_group_was_prepared_is_a_day_and_a_time() -> None:
    ung = _UNG.replace("201122:0304", "201322:0364")
    assert _told(_edifact(_UNB, ung, *_MESSAGE, "UNE+1+5", _UNZ)) == ["12 2 UNG4.1", "12 2 UNG4.2"]


def _sent_twice(first: bytes, old: bytes = b"", new: bytes = b"") -> list[str]:
    return _told(first + first.replace(old, new, 1))


def test_only_the_same_number_between_the_same_addresses_on_the_same_day_is_told_to_be_used_twice() -> None:
    """Whether numbers begin anew each day is agreed with a partner; sub-addresses are senders of their own."""
    assert _sent_twice(_850) == ["025 9 ISA13"]
    assert _sent_twice(_ORDERS) == ["26 10 UNB5"]
    for change in ((b"*ZZ*SENDER", b"*01*SENDER"), (b"*ZZ*RECEIVER", b"*01*RECEIVER"), (b"*201122*", b"*201123*")):
        assert _sent_twice(_850, *change) == []
    for change in ((b"SENDER:14", b"SENDER:1"), (b"SENDER:14", b"SENDER:14:A"), (b"RECEIVER:14", b"RECEIVER:14:B")):
        assert _sent_twice(_ORDERS, *change) == []
    assert _sent_twice(_ORDERS, b"201122:", b"201123:") == []
