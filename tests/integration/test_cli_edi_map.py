"""`countersign edi map`: mappings tried on files, explained and compared, as a person sees it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.edi_documents import Paper, order_850, orders


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["edi", "map", *arguments])


def written(folder: Path, paper: Paper) -> str:
    file = folder / f"{paper.name}.edi"
    file.write_bytes(paper.raw())
    return str(file)


def test_messages_that_come_back_as_they_were_are_the_same(tmp_path: Path) -> None:
    found = run("test", written(tmp_path, order_850()), written(tmp_path, orders()))
    assert found.exit_code == 0, found.output
    assert "850 0001 by x12/850: same" in found.output
    assert "ORDERS 1 by edifact/orders-d96a: same" in found.output


def test_what_a_document_keeps_beside_its_fields_is_shown_where_asked_for(tmp_path: Path) -> None:
    file = written(tmp_path, order_850())
    assert "  kept segment 850/" in run("test", "--kept", file).output
    told = json.loads(run("test", "--json", file).output)
    assert (told["verdict"], told["mapping"]) == ("same", "x12/850")


def test_a_rejected_message_is_told_with_its_faults(tmp_path: Path) -> None:
    paper = order_850()
    paper.segments[paper.index("PO1")][2] = "ten"
    found = run("test", written(tmp_path, paper))
    assert found.exit_code == 1
    assert "850 0001: rejected" in found.output
    assert "edi.not_a_number" in found.output


def test_what_is_no_interchange_ends_with_status_2(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")
    assert run("test", str(tmp_path / "x")).exit_code == 2
    assert run("test", str(tmp_path / "nothing")).exit_code == 2


def test_a_file_that_cant_be_read_keeps_none_from_being_tested(tmp_path: Path) -> None:
    found = run("test", str(tmp_path / "nothing"), written(tmp_path, order_850()))
    assert found.exit_code == 2
    assert "nothing: No such file" in found.stderr
    assert "850 0001 by x12/850: same" in found.stdout


def test_where_there_is_no_message_none_came_back(tmp_path: Path) -> None:
    paper = order_850()
    paper.segments[:] = [each for each in paper.segments if each[0] in ("ISA", "IEA")]
    file = written(tmp_path, paper)
    found = run("test", file)
    assert (found.exit_code, found.stdout) == (1, "")
    assert f"{file}: there is no message in it" in found.stderr


def test_an_output_that_has_not_every_character_is_no_fault_of_the_file(tmp_path: Path) -> None:
    found = CliRunner(charset="cp1252").invoke(main, ["edi", "check", written(tmp_path, order_850())])
    assert found.exit_code == 0, found.exception
    assert "BUYERCO \\u2192 SUPPLIERCO" in found.output


def test_a_mapping_is_explained_from_both_sides() -> None:
    by_message = run("explain", "x12/850").output.splitlines()
    assert by_message[0].split() == ["segment", "element", "path", "type", "direction"]
    assert any(line.split()[:3] == ["BEG", "03", "number"] for line in by_message)
    rows = [json.loads(line) for line in run("explain", "--by-document", "--json", "x12/850").output.splitlines()]
    found = [(row["document"], row["path"]) for row in rows]
    assert found == sorted(found)


def test_what_is_only_put_is_explained_as_written_and_what_tells_documents_apart_as_both() -> None:
    rows = [line.split() for line in run("explain", "x12/850").output.splitlines()]
    assert ["BEG", "01", "00", "constant", "both"] in rows
    assert ["BEG", "02", "SA", "constant", "write"] in rows
    rows = [line.split() for line in run("explain", "x12/860").output.splitlines()]
    assert ["BCH", "01", "01", "constant", "both"] in rows


def test_a_code_that_a_mappings_own_table_lacks_is_told_with_the_codes_that_it_has(tmp_path: Path) -> None:
    paper = order_850()
    paper.segments[paper.index("SAC")][1] = "N"
    assert "The code N isn't in the table A, C." in run("test", written(tmp_path, paper)).output


@pytest.mark.parametrize("command", ["explain", "diff"])
def test_a_mapping_that_is_not_there_is_said_with_those_that_are(command: str) -> None:
    names = ["x12/nonsense"] * (2 if command == "diff" else 1)
    found = run(command, *names)
    assert found.exit_code == 2
    assert "x12/850" in found.output


def test_two_mappings_are_compared() -> None:
    assert run("diff", "x12/850", "x12/850").exit_code == 0
    found = run("diff", "edifact/orders-d96a", "edifact/orders-d01b")
    assert found.exit_code == 1
    assert {line[:1] for line in found.output.splitlines()[1:]} <= {"-", "+"}
