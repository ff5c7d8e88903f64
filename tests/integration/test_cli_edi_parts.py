"""Interchanges of several documents in a terminal: each is judged and rewritten by itself."""

import json
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.formats.lens import BrokenMapping
from app.formats.lens.faults import fault
from app.formats.ubl import Ubl
from tests.edi_documents import invoice_810
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


def test_a_document_that_the_syntax_has_not_leaves_the_others_of_its_file_be(folder: Path) -> None:
    invoice = invoice_810()
    invoice.segments.insert(invoice.index("BIG") + 1, ["CUR", "SE", "USD"])
    invoice.segments[invoice.index("SE")][1] = str(int(invoice.segments[invoice.index("SE")][1]) + 1)
    Path("both.x12").write_bytes(order_850("PO-1").raw() + invoice.raw())
    result = call("convert", "both.x12", "--to", "cii", "--out", "out", "--losses", "losses.json")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[0] == "Error: both.x12 [850 0001]: cii has no order"
    assert [each.name for each in (folder / "out").iterdir()] == ["both-2.xml"]
    assert {each["document"] for each in json.loads(Path("losses.json").read_bytes())} == {"810 0001"}


def test_where_nothing_is_written_nothing_is_said_of_losses(folder: Path) -> None:
    call("convert", "orders.x12", "--to", "cii", "--out", "out", "--losses", "losses.json")
    assert not Path("losses.json").exists()


def test_a_full_disk_is_told_in_a_line(folder: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no device that is always full")
    Path("one.x12").write_bytes(order_850("PO-1").raw())
    for words in (("--out", "/dev/full"), ("--out", "one.json", "--losses", "/dev/full")):
        assert told_by("convert", "one.x12", "--to", "json", *words) == "Error: /dev/full: No space left on device"


def test_a_mapping_that_is_wrong_is_told_with_file_and_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = fault("lens.no_rule_to_patch", "partners/acme/850.yaml", 3, rule="REF[1=QQ]")

    def broken(*_: object) -> NoReturn:
        raise BrokenMapping([wrong])

    monkeypatch.setattr("app.formats.lens.lens_for", broken)
    said = told_by("convert", "orders.x12", "--to", "json", "--out", "out")
    assert said.splitlines()[:2] == [
        "Error: the mapping is wrong:",
        "  error lens.no_rule_to_patch 3:partners/acme/850.yaml",
    ]


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


def told_by(*arguments: object) -> str:
    """What a call that can't be carried out says."""
    result = call(*map(str, arguments))
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.strip()


def test_convert_writes_nothing_that_cannot_be_read(folder: Path) -> None:
    paper = order_850("PO-1")
    del paper.segments[paper.index("CUR")]
    paper.segments[paper.index("SE")][1] = "8"
    (folder / "order.x12").write_bytes(paper.raw())
    for syntax in ("ubl", "cxml", "idoc", "ubl-json"):
        said = told_by("convert", "order.x12", "--to", syntax, "--out", "written", "--losses", "losses")
        assert said == f"Error: order.x12: {syntax} can't say order 'PO-1': the amount 12.5 has no currency"
    assert not Path("written").exists()
    assert told_by("convert", "order.x12", "--to", "cii") == "Error: order.x12: cii has no order"


def test_what_is_written_and_cannot_be_read_is_told_with_all_that_is_known_to_be_lost(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ubl, "render", lambda _self, _order: b"<Order/>")
    paper = order_850("PO-1")
    paper.segments.insert(paper.index("CUR") + 1, ["FOB", "CC", "OR", "ORIGIN"])
    paper.segments[paper.index("SE")][1] = "10"
    Path("order.x12").write_bytes(paper.raw())
    said = told_by("convert", "order.x12", "--to", "ubl", "--out", "written", "--losses", "losses")
    assert "not written, as what ubl says of it can't be read" in said
    assert "message.unrecognised" in said
    assert not Path("written").exists()
    lost = json.loads(Path("losses").read_bytes())
    assert {each["kind"] for each in lost} == {"unreadable", "complement"}


def test_a_partner_without_mappings_is_told(folder: Path) -> None:
    for command in (("convert", "orders.x12", "--to", "json"), ("edi", "map", "test", "orders.x12")):
        assert "no partner's mappings are called nope" in told_by(*command, "--partner", "nope")
