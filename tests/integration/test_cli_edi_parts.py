"""Interchanges of several documents in a terminal: each is judged and rewritten by itself."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from tests.integration.test_idoc_files import spoilt
from tests.integration.test_receive_interchange import order_850


def call(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    paper = order_850("PO-1", "PO-2", "PO-3")
    paper.segments[paper.index("PO1", 1)][2] = "ten"
    (tmp_path / "orders.x12").write_bytes(paper.raw())
    (tmp_path / "out").mkdir()
    return tmp_path


def test_each_document_of_an_interchange_is_judged_by_itself(folder: Path) -> None:
    result = call("validate", "--json", "orders.x12")
    told = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["file"], each["valid"]) for each in told] == [
        ("orders.x12 [850 0001]", True),
        ("orders.x12 [850 0002]", False),
        ("orders.x12 [850 0003]", True),
    ]
    assert [each["code"] for each in told[1]["findings"]] == ["edi.not_a_number"]
    assert result.exit_code == 1


def test_each_document_of_an_interchange_is_rewritten_but_the_one_that_cant_be_read(folder: Path) -> None:
    result = call("convert", "orders.x12", "--to", "json", "--out", "out", "--losses", "losses.json")
    assert result.exit_code == 2
    assert "orders.x12 [850 0002]: 1 error" in result.stderr
    found = {each.name: json.loads(each.read_bytes())["number"] for each in (folder / "out").iterdir()}
    assert found == {"orders-1.json": "PO-1", "orders-3.json": "PO-3"}
    assert isinstance(json.loads((folder / "losses.json").read_bytes()), list)


def test_several_documents_need_a_folder(folder: Path) -> None:
    for words in ((), ("--out", "one.json")):
        result = call("convert", "orders.x12", "--to", "json", *words)
        assert result.exit_code == 2
        assert "has 3 documents: --out must name a folder that exists" in result.stderr
    assert not Path("one.json").exists()


def test_what_is_wrong_around_documents_and_one_that_is_cut_off_is_told(folder: Path) -> None:
    raw = Path("orders.x12").read_bytes()
    Path("cut.x12").write_bytes(raw[: raw.index(b"\nSE*", raw.index(b"PO-3"))])
    told = [json.loads(line) for line in call("validate", "--json", "cut.x12").stdout.splitlines()]
    assert [each["valid"] for each in told] == [False, False, False]
    assert {"edi.trailer_missing", "edi.group_trailer_missing"} <= {
        one["code"] for each in told for one in each["findings"]
    }


def test_each_idoc_of_a_file_is_judged_and_rewritten_by_itself(folder: Path) -> None:
    Path("idocs.xml").write_bytes(spoilt())
    judged = call("validate", "--json", "--layers", "schema", "idocs.xml")
    told = [json.loads(line) for line in judged.stdout.splitlines()]
    assert [(each["file"], each["valid"]) for each in told] == [
        ("idocs.xml [ORDERS]", True),
        ("idocs.xml [ORDERS]", False),
        ("idocs.xml [ORDERS]", True),
    ]
    rewritten = call("convert", "idocs.xml", "--to", "json", "--out", "out")
    assert "idocs.xml [ORDERS]: 3 errors" in rewritten.stderr
    found = {each.name: json.loads(each.read_bytes())["number"] for each in (folder / "out").iterdir()}
    assert found == {"idocs-1.json": "PO-1", "idocs-3.json": "PO-3"}
