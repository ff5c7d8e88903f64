"""Grammars that an operator imported: known at once, never instead of ours, and a broken file is named."""

import json
import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.formats.edi import imported
from app.formats.edi.grammar import GRAMMARS, grammar
from app.formats.edi.reader import read
from app.formats.edi.report import Report
from app.formats.lens import UnknownMapping, lens
from tests.edi_documents import Paper, orders
from tests.edifact_messages import messages_in, reading_of
from tests.unit.test_edi_directory import MODERN, folder_of


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder."""
    before = imported._data[:]
    imported.look_in(lambda: tmp_path)
    imported.folder(tmp_path).mkdir(parents=True)
    yield tmp_path
    imported._data[:] = before


def run(data: Path, *arguments: str) -> Result:
    return CliRunner(env={"COUNTERSIGN_DATA": str(data)}).invoke(main, ["edi", *arguments])


def a_grammar(version: str = "D97A") -> dict[str, Any]:
    """D.96A under another name."""
    made: dict[str, Any] = json.loads((GRAMMARS / "edifact" / "d96a.json").read_text("utf-8"))
    return made | {"version": version, "messages": {"ORDERS": made["messages"]["ORDERS"]}}


UNH, UNT = ["UNH", "M", 1], ["UNT", "M", 1]


def _loop(*parts: Any) -> dict[str, Any]:
    return {"loop": "SG1", "status": "M", "max": 1, "of": list(parts)}


def an_order(directory: str = "D97A") -> Paper:
    paper = orders("D96A")
    paper.segments[paper.first][2] = f"ORDERS:{directory[0]}:{directory[1:]}:UN"
    return paper


def put(data: Path, name: str, content: Any) -> Path:
    file = imported.folder(data) / f"{name}.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def findings(paper: Paper) -> list[dict[str, Any]]:
    return Report().take(read(BytesIO(paper.raw()))).findings


def test_what_was_imported_is_known_at_once(data: Path, tmp_path: Path) -> None:
    message = an_order("D19B").raw().replace(b"ORDERS:", b"XXXXXX:")
    sent = tmp_path / "sent.edi"
    sent.write_bytes(message)
    assert "edi.version_unsupported" in run(data, "check", str(sent)).output
    made = run(data, "import", "--directory", "D.19B", str(folder_of(tmp_path, MODERN)))
    assert made.exit_code == 0, made.output
    assert str(imported.folder(data) / "d19b.json") in made.output
    assert "edi.version_unsupported" not in run(data, "check", str(sent)).output
    assert "edifact D19B: XXXXXX" in run(data, "grammars").output


def test_a_file_that_changed_is_read_again(data: Path) -> None:
    file = put(data, "d97a", a_grammar())
    assert findings(an_order()) == []
    made = a_grammar()
    made["messages"]["ORDERS"].insert(1, ["UNS", "M", 1])
    put(data, "d97a", made)
    os.utime(file, ns=(0, 0))
    assert [each["code"] for each in findings(an_order())] == ["edi.segment_missing"]


def test_what_comes_with_the_server_is_not_replaced(data: Path) -> None:
    put(data, "d96a", a_grammar("D96A") | {"messages": {}})
    assert "ORDERS" in grammar("edifact", "D96A").messages
    listed = run(data, "grammars")
    assert listed.exit_code == 1
    assert "edifact D96A: not used" in listed.output
    refused = run(data, "import", "--directory", "D96A", "anything")
    assert refused.exit_code == 2
    assert "D96A comes with Countersign" in refused.output


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "Expecting property name"),
        ([], "is not of type 'object'"),
        (a_grammar("D99B"), "it says that it is edifact D99B"),
        (a_grammar() | {"segments": {}}, "there is no segment UNH"),
        (a_grammar() | {"messages": {"ORDERS": [["BGM", "M", 1]]}}, "ORDERS isn't between UNH and UNT"),
        (a_grammar() | {"messages": {"ORDERS": [["BGM", "M", -1]]}}, "messages.ORDERS"),
        (a_grammar() | {"messages": {"ORDERS": [UNH, _loop(_loop(["NAD", "M", 1])), UNT]}}, "has a loop that doesn't"),
        (a_grammar() | {"messages": {"ORDERS": [_loop(UNH, ["BGM", "M", 1]), UNT]}}, "isn't between UNH and UNT"),
    ],
)
def test_a_broken_file_is_named(data: Path, content: Any, why: str) -> None:
    file = put(data, "d97a", content)
    [found] = findings(an_order())
    assert (found["code"], found["standard_code"], found["tag"]) == ("edi.grammar_broken", "12", "UNH")
    assert str(file) in found["message"]
    assert why in found["message"]
    listed = run(data, "grammars")
    assert (listed.exit_code, why in listed.output) == (1, True)


def test_a_name_in_a_message_is_no_path(data: Path) -> None:
    (data / "x.json").write_text(json.dumps(a_grammar()), "utf-8")
    for name in ("D../../x", "D..", "D", "DÄ1", "D" * 300):
        assert "edi.version_unsupported" in [each["code"] for each in findings(an_order(name))]


def test_its_messages_are_mapped_like_those_of_the_nearest_directory(data: Path, tmp_path: Path) -> None:
    """D.97A has BGM as D.01B has it, and the rest as D.96A."""
    d01b = json.loads((GRAMMARS / "edifact" / "d01b.json").read_text("utf-8"))
    made = a_grammar()
    put(data, "d97a", made | {"segments": made["segments"] | {"BGM": d01b["segments"]["BGM"]}})
    (told,), (known,) = messages_in(an_order().raw()), messages_in(orders("D96A").raw())
    ours, theirs = reading_of(told).document, reading_of(known).document
    assert ours is not None
    assert ours == theirs
    sent = tmp_path / "sent.edi"
    sent.write_bytes(an_order().raw())
    tried = run(data, "map", "test", str(sent))
    assert (tried.exit_code, "by edifact/orders-d96a: same" in tried.output) == (0, True), tried.output
    assert "ORDERS is mapped by edifact/orders-d96a, which is for D96A" in run(data, "grammars").output
    shown = run(data, "map", "explain", "edifact/orders-d96a", "--version", "D97A")
    assert re.search(r"^BGM +02\.1 +number ", shown.output, re.MULTILINE)


def test_what_a_directory_has_no_place_for_is_named(data: Path) -> None:
    made = a_grammar()
    made["segments"]["FTX"]["elements"] = made["segments"]["FTX"]["elements"][:3]
    put(data, "d97a", made)
    assert "left out: FTX: the segment FTX has no element 4.1-4.5" in run(data, "grammars").output


def test_a_directory_that_is_imported_again_is_mapped_anew(data: Path) -> None:
    file = put(data, "d97a", a_grammar())
    assert lens("edifact", "D97A", "ORDERS").left_out == ()
    made = a_grammar()
    made["segments"]["FTX"]["elements"] = made["segments"]["FTX"]["elements"][:3]
    put(data, "d97a", made)
    os.utime(file, ns=(0, 0))
    assert lens("edifact", "D97A", "ORDERS").left_out
    file.unlink()
    with pytest.raises(UnknownMapping):
        lens("edifact", "D97A", "ORDERS")


@pytest.mark.parametrize(("times", "told"), [(2, []), (5, []), (6, ["edi.segment_too_often"])])
def test_a_segment_with_two_places_in_a_row_may_come_as_often_as_both_let_it(
    data: Path, times: int, told: list[str]
) -> None:
    unh, bgm, *rest = a_grammar()["messages"]["ORDERS"]
    texts = [["FTX", "C", 2], ["ALI", "C", 1], ["FTX", "C", 3]]
    put(data, "d97a", a_grammar() | {"messages": {"ORDERS": [unh, bgm, *texts, *rest]}})
    paper = an_order()
    begin = next(at for at, each in enumerate(paper.segments) if each[0] == "BGM")
    paper.segments[begin + 1 : begin + 1] = [["FTX", "AAI", "", "", "text"] for _ in range(times)]
    unt = next(each for each in paper.segments if each[0] == "UNT")
    unt[1] = str(len(paper.segments) - paper.first - 1)
    assert [each["code"] for each in findings(paper)] == told
