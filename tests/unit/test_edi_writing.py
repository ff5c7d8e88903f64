"""Segments and envelopes as they are written."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.formats.edi.delimiters import EDIFACT, EDIFACT_4, X12, Delimiters
from app.formats.edi.writing import (
    OutgoingGroup,
    OutgoingMessage,
    Parameters,
    Repeated,
    Unwritable,
    Writer,
    encoded,
    enveloped,
)
from tests.edi_interchanges import faults_of

_AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
_X12 = Parameters(
    standard="x12",
    sender="BUYER",
    sender_qualifier="ZZ",
    receiver="SUPPLIER",
    receiver_qualifier="01",
    version="00401",
    control="42",
    at=_AT,
    marks=X12,
)
_EDIFACT = replace(_X12, standard="edifact", version="UNOC:3", marks=EDIFACT, charset="iso8859-1", test=True)
_850 = OutgoingMessage("850", "0001", ["BEG*00*SA*1**20201101", "PO1*1*5*EA"])
_ORDERS = OutgoingMessage(
    "ORDERS", "1", ["BGM+220+1+9", "DTM+137:20201101:102", "NAD+BY", "LIN+1", "UNS+S"], "D:96A:UN"
)


def _written(parameters: Parameters, *groups: OutgoingGroup) -> bytes:
    return b"".join(encoded(enveloped(parameters, groups), parameters.charset))


def test_empty_elements_and_components_at_the_end_are_left_out() -> None:
    writer = Writer(EDIFACT)
    assert writer.segment("NAD", "BY", ("579", "", "9"), "", ("", "")) == "NAD+BY+579::9"
    assert writer.segment("LIN", "1", "", ("4711", "SRS", "", ""), "") == "LIN+1++4711:SRS"
    assert writer.segment("UNS", "", "") == "UNS"


def test_edifact_releases_what_is_a_delimiter() -> None:
    assert Writer(EDIFACT).segment("FTX", "AAI", ("Tom's 5+5?", "a:b")) == "FTX+AAI+Tom?'s 5?+5??:a?:b"
    assert Writer(EDIFACT).segment("FTX", "a:b") == "FTX+a?:b"
    assert Writer(EDIFACT_4).segment("FTX", "2*3") == "FTX+2?*3"
    assert Writer(EDIFACT).segment("FTX", "2*3") == "FTX+2*3"


def test_x12_replaces_what_is_a_delimiter_or_refuses_it() -> None:
    assert Writer(X12).segment("MSG", "5*5~>^") == "MSG*5 5   "
    with pytest.raises(Unwritable) as refused:
        Writer(X12, replacement=None).segment("MSG", "5*5")
    assert refused.value.value == "5*5"


def test_repetitions_are_joined_with_their_separator() -> None:
    assert Writer(EDIFACT_4).segment("ABC", Repeated(("1", "2")), Repeated((("a", "b"), ("c",)))) == "ABC+1*2+a:b*c"


def test_line_breaks_become_blanks_and_foreign_characters_question_marks() -> None:
    assert Writer(EDIFACT, "iso8859-1").segment("FTX", "a\r\nb", "ü", "中") == "FTX+a b+ü+??"
    assert Writer(X12).segment("MSG", "中") == "MSG*中"


def test_an_x12_interchange_is_whole() -> None:
    content = _written(_X12, OutgoingGroup([_850], "PO", "17", "004010", "APPA", "APPB"))
    assert content.decode() == (
        "ISA*00*          *00*          *ZZ*BUYER          *01*SUPPLIER       *261122*1405*U*00401*000000042*0*P*>~"
        "GS*PO*APPA*APPB*20261122*1405*17*X*004010~ST*850*0001~BEG*00*SA*1**20201101~PO1*1*5*EA~SE*4*0001~"
        "GE*1*17~IEA*1*000000042~"
    )
    assert faults_of(content) == []


def test_isa_keeps_its_width_and_names_the_repetition_separator_from_00402_on() -> None:
    content = _written(replace(_X12, sender="X" * 40, version="00501", acknowledge=True))
    isa = content[:106].decode()
    assert isa.endswith("~")
    assert "*XXXXXXXXXXXXXXX*01*" in isa
    assert "*^*00501*000000042*1*P*>~" in isa


def test_an_edifact_interchange_is_whole() -> None:
    content = _written(_EDIFACT, OutgoingGroup([_ORDERS]))
    assert content.decode() == (
        "UNB+UNOC:3+BUYER:ZZ+SUPPLIER:01+261122:1405+42++++++1'UNH+1+ORDERS:D:96A:UN'BGM+220+1+9'"
        "DTM+137:20201101:102'NAD+BY'LIN+1'UNS+S'UNT+7+1'UNZ+1+42'"
    )
    assert faults_of(content) == []


def test_an_edifact_group_is_written_where_it_has_a_number() -> None:
    content = _written(_EDIFACT, OutgoingGroup([_ORDERS], "ORDERS", "5", "D:96A:UN:EAN008", "A", "B"))
    assert b"UNG+ORDERS+A+B+261122:1405+5+UN+D:96A:EAN008'" in content
    assert content.endswith(b"UNE+1+5'UNZ+1+42'")
    assert faults_of(content) == []


def test_una_is_written_only_where_delimiters_are_not_the_usual_ones() -> None:
    assert _written(replace(_EDIFACT, marks=EDIFACT_4, version="UNOC:4")).startswith(b"UNB+UNOC:4")
    odd = Delimiters("|", ";", "~", "", "!", ".", "\r\n")
    assert _written(replace(_EDIFACT, marks=odd)).startswith(b"UNA;|.! ~\r\nUNB|UNOC;3|")


def test_line_ends_follow_segments_where_they_are_wanted() -> None:
    content = _written(
        replace(_X12, marks=replace(X12, ending="\r\n")), OutgoingGroup([_850], "PO", "1", "004010", "AA", "BB")
    )
    assert content.count(b"~\r\n") == content.count(b"~") == 8
    assert faults_of(content) == []


def test_what_is_written_is_never_in_memory_as_a_whole() -> None:
    endless = OutgoingMessage("850", "0001", iter(lambda: "PO1*1*5*EA", None))
    pieces = enveloped(_X12, [OutgoingGroup([endless], "PO", "1", "004010", "AA", "BB")])
    assert max(len(next(pieces)) for _ in range(20)) == 11_000
