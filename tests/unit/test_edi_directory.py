"""A grammar is made from an EDIFACT directory's own files, in the layouts of the nineties and of today.

The directory here is invented: no segment, element or code of it means anything.
"""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from app.errors import Refused
from app.formats.edi.directory import import_directory
from app.formats.edi.grammar import read_grammar

SCHEMA = Path(__file__).parents[2] / "schemas" / "grammar.schema.json"
RULE = "-" * 70
Files = dict[str, str]

MESSAGE = """
4.3    Message structure

4.3.1  Segment table

       The words of the contents: Segment group 9 is not one.

4.3.1  Segment table

Pos     Tag Name                                     S   R

            HEADER SECTION

00010   UNH Message header                           M   1
00020 + AAA A thing                                  M   1
00030   BBB Another thing                            C   35

00040       ---- Segment group 1  ------------------ C   99---------------+
00050   CCC A third                                  M   1                |
00060 X AAA A thing                                  C   9                |
                                                                          |
00070       ---- Segment group 2  ------------------ C   9999------------+|
00080   BBB Another thing                            M   1               ||
00090   CCC A third                                  C   5---------------+|
                                                                          |
00100       ---- Segment group 3  ------------------ M   1---------------+|
00110   CCC A third, whose name is longer than the
            column                                   M   1---------------++

            SUMMARY SECTION

00120*  UNS Section control                          M   1
00130   UNT Message trailer                          M   1
"""
TREE = [
    ["UNH", "M", 1],
    ["AAA", "M", 1],
    ["BBB", "C", 35],
    {
        "loop": "SG1",
        "status": "C",
        "max": 99,
        "of": [
            ["CCC", "M", 1],
            ["AAA", "C", 9],
            {"loop": "SG2", "status": "C", "max": 9999, "of": [["BBB", "M", 1], ["CCC", "C", 5]]},
            {"loop": "SG3", "status": "M", "max": 1, "of": [["CCC", "M", 1]]},
        ],
    },
    ["UNS", "M", 1],
    ["UNT", "M", 1],
]

SEGMENTS = f"""2.   Segment specifications

     a plus sign (+)    for an addition

{RULE}

       AAA  A THING

       Function: To say a thing, of which there are
                 1000 in this world.

010    9001 THING CODE                                 M    1 an..3

020    C901 THING DETAILS                              C    1
       9002  Thing name                                M      an..35
*      9003  Quantity of the thing in
             its own units                             C      n..15

030 +  9004 DAY OF THE THING                           C    1 n8

       Note:
            9005  is no element of this segment        C      an..9

{RULE}

|      BBB  ANOTHER THING

       Function: Another.

010    C902 OTHER DETAILS                              C    5
       9001  Thing code                                C      an..3
       1131  Code list                                 C      an..17

{RULE}

       CCC  A THIRD

010    9004 DAY OF THE THING                           M    1 n8
"""
ELEMENTS = f"""
{RULE}

     9001  Thing code                                              [C]

     Desc: Code for a thing.

     Repr: an..3

{RULE}
     9002  Thing name                                              [B]

     Repr: an..35
{RULE}
     9003  Quantity                                                [B]

     Repr: n..15
{RULE}
     9004  Day                                                     [B]

     Repr: n8
"""
CODES = f"""
     Change indicators

{RULE}

*    9001  Thing code                                              [C]

     Desc: Code for a thing.

     Repr: an..3

     1     First thing
              The first thing, before
              2     Second thing.

+    12    Twelfth thing, with a name so long that it goes on in
           13    the next line
              Described.

X    ZZZ   Mutually defined
              As agreed.

     Note:
           7 things are too many.

{RULE}

     1131  Code list                                               [C]

     Repr: an..17

     1     A list
"""
MODERN: Files = {
    "XXXXXX_D.19B": MESSAGE,
    "EDSD.19B": SEGMENTS,
    "EDED.19B": ELEMENTS,
    "UNCL.19B": CODES,
    "EDSDI1.19B": "an index, to be passed over",
}

OLD: Files = {
    "XXXXXX_D.93A": """
4.3.1  Segment table

Pos     Tag Name                                      S   R

0010   UNH Message header                            M   1
0020 * AAA A thing                                   M   1

0030       ÄÄÄÄÄ Segment Group 1  ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ C   10ÄÄÄÄÄÄÄÄÄÄ¿
0040   BBB Another thing                             M   1           ³
                                                                     ³
0050       ÄÄÄÄÄ Segment Group 2  ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ C   5ÄÄÄÄÄÄÄÄÄÄ¿³
0060   CCC A third                                   M   1ÄÄÄÄÄÄÄÄÄÄÁÙ
0070   UNT Message trailer                           M   1
""",
    "TRSD.93A": """
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
       AAA    A THING

       Function: To say a thing.

010   9001  THING, CODED                                   M

020 * C901  THING DETAILS                                  C

ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
     + BBB    ANOTHER THING
010   C902  OTHER DETAILS                                  M
      9001   Thing, coded                                  C  an..3
      1131   Code list qualifier                           C  an..3
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
       CCC    A THIRD
010   9004  DAY OF THE THING                               M  n6
""",
    "TRCD.93A": """
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
       C901  THING DETAILS

       Desc: A thing in detail.

010   9002   Thing                                         M
020 + 9003   Quantity                                      C  n1..9
""",
    "TRED.93A": """
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
  9001  Thing, coded

  Desc: Code.

  Repr: an..3
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
* 9002  Thing

  Repr: a3
""",
    "UNCL-1.93A": """
ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ
* 9001  Thing, coded

  Desc: Code.

  Repr: an..3

        1 First thing
             The first, not
             AB nor another.
+      12 Twelfth thing
   AB     Lettered thing
             With letters.
""",
}


def folder_of(where: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (where / name).write_bytes(text.encode("latin-1"))
    return where


def archive(files: Mapping[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return written.getvalue()


def imported(where: Path, files: Mapping[str, str], version: str = "D19B") -> Mapping[str, Any]:
    return import_directory([folder_of(where, files)], version)


def refusal(where: Path, files: Mapping[str, str], version: str = "D19B") -> Refused:
    with pytest.raises(Refused) as caught:
        imported(where, files, version)
    return caught.value


def told(where: Path, files: Mapping[str, str]) -> str:
    """The code that the files are refused with, "" where they aren't."""
    try:
        imported(where, files)
    except Refused as fault:
        return fault.code
    return ""


def test_a_message_becomes_a_tree_of_groups(tmp_path: Path) -> None:
    assert imported(tmp_path, MODERN)["messages"] == {"XXXXXX": TREE}


def test_segments_have_their_elements_with_lengths_and_repetitions(tmp_path: Path) -> None:
    found = imported(tmp_path, MODERN)["segments"]
    quantity = ["9003", "C", "n", 1, 15]
    details = {"composite": "C901", "status": "C", "of": [["9002", "M", "an", 1, 35], quantity]}
    other = [["9001", "C", "an", 1, 3], ["1131", "C", "an", 1, 17]]
    assert found["AAA"]["elements"] == [["9001", "M", "an", 1, 3], details, ["9004", "C", "n", 8, 8]]
    assert found["BBB"]["elements"] == [{"composite": "C902", "status": "C", "of": other, "repeats": 5}]
    assert found["CCC"]["elements"] == [["9004", "M", "n", 8, 8]]


def test_code_lists_are_taken_without_their_words(tmp_path: Path) -> None:
    found = imported(tmp_path, MODERN)["codes"]
    assert found["9001"] == "1 12 ZZZ"
    assert "1131" not in found, "anybody's lists are named there"


def test_a_directory_of_the_nineties_is_read(tmp_path: Path) -> None:
    found = imported(tmp_path, OLD, "D93A")
    inner = {"loop": "SG2", "status": "C", "max": 5, "of": [["CCC", "M", 1]]}
    outer = {"loop": "SG1", "status": "C", "max": 10, "of": [["BBB", "M", 1], inner]}
    assert found["messages"]["XXXXXX"] == [["UNH", "M", 1], ["AAA", "M", 1], outer, ["UNT", "M", 1]]
    details = {"composite": "C901", "status": "C", "of": [["9002", "M", "a", 3, 3], ["9003", "C", "n", 1, 9]]}
    assert found["segments"]["AAA"]["elements"] == [["9001", "M", "an", 1, 3], details]
    assert found["codes"]["9001"] == "1 12 AB"


@pytest.mark.parametrize(("files", "version"), [(MODERN, "D19B"), (OLD, "D93A")])
def test_the_outcome_is_a_grammar_that_the_server_reads(tmp_path: Path, files: Files, version: str) -> None:
    found = imported(tmp_path, files, version)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(found)
    grammar = read_grammar(found)
    assert grammar.version == version
    assert [place.tag for place in grammar.messages["XXXXXX"].places][-1] == "UNT"


def test_the_archive_of_the_release_is_opened_with_the_archives_in_it(tmp_path: Path) -> None:
    message = {"XXXXXX_D.19B": MESSAGE}
    rest = {name: text for name, text in MODERN.items() if name not in message}
    outer = archive({"Edmd.zip": archive(message), "rest/Other.zip": archive(rest), "README.TXT": "read me"})
    (tmp_path / "d19b.zip").write_bytes(outer)
    assert import_directory([tmp_path / "d19b.zip"], "D19B")["messages"] == {"XXXXXX": TREE}


def test_only_the_messages_asked_for_are_made(tmp_path: Path) -> None:
    broken = MODERN | {"YYYYYY_D.19B": "not wanted and not readable"}
    found = import_directory([folder_of(tmp_path, broken)], "D19B", ["XXXXXX"])
    assert list(found["messages"]) == ["XXXXXX"]


def test_a_message_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no message ZZZZZZ") as caught:
        import_directory([folder_of(tmp_path, MODERN)], "D19B", ["ZZZZZZ"])
    assert caught.value.code == "edi_directory.missing_message"


def test_without_code_lists_any_code_is_accepted(tmp_path: Path) -> None:
    found = imported(tmp_path, {name: text for name, text in MODERN.items() if not name.startswith("UNCL")})
    assert found["codes"] == {}


Spoil = Callable[[str], str]


@pytest.mark.parametrize(
    ("name", "spoil", "where"),
    [
        ("XXXXXX_D.19B", lambda text: text.replace("C   35", "sometimes"), "sometimes"),
        ("XXXXXX_D.19B", lambda text: text.replace("C   99---------------+", "C   99"), "Segment group 1"),
        ("XXXXXX_D.19B", lambda text: text.replace("M   1---------------++", "M   1--------------+++"), "00110"),
        ("XXXXXX_D.19B", lambda text: text.replace("M   1---------------++", "M   1"), "00130"),
        ("XXXXXX_D.19B", lambda text: "nothing at all", ""),
        ("XXXXXX_D.19B", lambda text: text[: text.index("\n00040")], "BBB Another thing"),
        ("EDSD.19B", lambda text: text.replace("M    1 an..3", "whenever"), "9001 THING CODE"),
        ("EDED.19B", lambda text: text.replace("Repr: n8", "Repr: eight digits"), "eight digits"),
    ],
)
def test_what_is_not_understood_is_told_with_file_and_line(tmp_path: Path, name: str, spoil: Spoil, where: str) -> None:
    spoilt = spoil(MODERN[name])
    fault = refusal(tmp_path, MODERN | {name: spoilt})
    assert fault.code == "edi_directory.unreadable"
    assert fault.params["file"] == name
    assert fault.line is not None
    assert where in [*spoilt.splitlines(), ""][fault.line - 1]
    assert f"{name}, line {fault.line}:" in str(fault)


def test_what_would_be_no_grammar_is_refused_before_it_takes_the_place_of_one(tmp_path: Path) -> None:
    headless = MESSAGE.replace("00010   UNH Message header                           M   1", "")
    fault = refusal(tmp_path, MODERN | {"XXXXXX_D.19B": headless})
    assert fault.code == "edi_directory.unusable"
    assert "XXXXXX isn't between UNH and UNT" in str(fault)


@pytest.mark.parametrize(
    ("without", "code"),
    [
        ("EDSD.19B", "edi_directory.missing_file"),
        ("XXXXXX_D.19B", "edi_directory.missing_file"),
    ],
)
def test_a_directory_without_segments_or_messages_is_refused(tmp_path: Path, without: str, code: str) -> None:
    assert refusal(tmp_path, {name: text for name, text in MODERN.items() if name != without}).code == code


def test_a_text_of_segments_that_has_none_is_as_good_as_missing(tmp_path: Path) -> None:
    assert refusal(tmp_path, MODERN | {"EDSD.19B": "nothing here"}).code == "edi_directory.missing_file"


@pytest.mark.parametrize("missing", ["TRED.93A", "TRCD.93A"])
def test_a_segment_whose_parts_are_described_nowhere_is_refused(tmp_path: Path, missing: str) -> None:
    fault = refusal(tmp_path, {name: text for name, text in OLD.items() if name != missing}, "D93A")
    assert fault.code == "edi_directory.undefined"
    assert fault.params["user"] in ("AAA", "C901")


def test_a_segment_that_only_the_message_knows_is_refused(tmp_path: Path) -> None:
    fault = refusal(tmp_path, MODERN | {"EDSD.19B": SEGMENTS.replace("CCC  A THIRD", "DDD  A THIRD")})
    assert fault.code == "edi_directory.undefined"
    assert fault.params == {"user": "XXXXXX", "name": "CCC"}


def test_files_of_another_release_are_refused(tmp_path: Path) -> None:
    fault = refusal(tmp_path, MODERN, "D20A")
    assert fault.code == "edi_directory.other_release"
    assert fault.params["found"] == "19B"


@pytest.mark.parametrize("version", ["", "96A", "D96", "d96a", "D96AB", "../D96A"])
def test_a_version_that_is_no_directory_is_refused(tmp_path: Path, version: str) -> None:
    assert refusal(tmp_path, MODERN, version).code == "edi_directory.version"


def test_a_file_that_is_none_of_a_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "holiday.txt").write_text("sun", encoding="utf-8")
    with pytest.raises(Refused, match=r"holiday\.txt") as caught:
        import_directory([tmp_path / "holiday.txt"], "D19B")
    assert caught.value.code == "edi_directory.unknown_file"


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    whole = archive(MODERN)
    (tmp_path / "d19b.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused) as caught:
        import_directory([tmp_path / "d19b.zip"], "D19B")
    assert caught.value.code == "edi_directory.archive"


def test_archives_in_archives_without_end_are_refused(tmp_path: Path) -> None:
    inner = archive(MODERN)
    for _ in range(5):
        inner = archive({"inner.zip": inner})
    (tmp_path / "d19b.zip").write_bytes(inner)
    with pytest.raises(Refused) as caught:
        import_directory([tmp_path / "d19b.zip"], "D19B")
    assert caught.value.code == "edi_directory.archive"


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "d19b.zip").write_bytes(archive({f"EDSD-{each}.19B": b"\0" * 40_000_000 for each in range(3)}))
    with pytest.raises(Refused) as caught:
        import_directory([tmp_path / "d19b.zip"], "D19B")
    assert caught.value.code == "edi_directory.too_large"


@settings(max_examples=150, deadline=1000)
@given(name=st.sampled_from(sorted(MODERN)), data=st.data())
def test_a_damaged_text_is_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    text = MODERN[name]
    at = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(at, min(len(text), at + 80)))
    put = data.draw(st.text(st.characters(max_codepoint=255), max_size=20))
    where = tmp_path_factory.mktemp("directory")
    files = MODERN | {name: text[:at] + put + text[end:]}
    assert told(where, files).startswith("edi_directory.") or not told(where, files)
