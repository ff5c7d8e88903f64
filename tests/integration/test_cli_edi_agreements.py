"""Agreements from a terminal: set, changed, shown, listed, and everything that is wrong with one."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main

PLACE = ("Birch", "Silver", "x12", "inbound")
ADDRESSES = ("own_qualifier=ZZ", "own_id=BIRCH", "their_qualifier=01", "their_id=123456789")


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def done(*arguments: str) -> str:
    result = call(*arguments)
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


@pytest.fixture(autouse=True)
def _a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path / "var"))
    done("init")
    for name, number in (("Birch", "1"), ("Silver", "2"), ("Third", "3")):
        done("organisation", "add", name, "--id", f"0088:{number}")
    done("partner", "add", "Birch", "Silver")


def test_an_agreement_is_made_then_changed_term_by_term() -> None:
    made = done("edi", "agreement", "set", *PLACE, *ADDRESSES, "test=yes", "batch_minutes=5")
    assert done("edi", "agreement", "set", *PLACE, "segment_terminator=0x1c", "test=false") == made
    shown = json.loads(done("edi", "agreement", "show", *PLACE, "--json"))
    assert (shown["own_id"], shown["batch_minutes"], shown["test"]) == ("BIRCH", 5, False)
    assert (shown["segment_terminator"], shown["acknowledgement"]) == ("\x1c", "997")
    lines = done("edi", "agreement", "show", *PLACE).splitlines()
    assert {"own_id=BIRCH", "test=false", "segment_terminator=0x1C", "active=true"} <= set(lines)
    assert done("edi", "agreement", "set", *PLACE, *lines) == made


def test_agreements_are_listed() -> None:
    assert done("edi", "agreement", "list", "Birch") == ""
    done("edi", "agreement", "set", *PLACE, *ADDRESSES)
    done("edi", "agreement", "set", "Birch", "Silver", "edifact", "outbound", "own_id=1", "their_id=2", "active=no")
    listed = done("edi", "agreement", "list", "Birch").splitlines()
    assert ["(ended)" in each for each in listed] == [True, False]
    assert "ZZ:BIRCH 01:123456789" in listed[1]
    rows = [json.loads(each) for each in done("edi", "agreement", "list", "Birch", "--json").splitlines()]
    assert [each["standard"] for each in rows] == ["edifact", "x12"]
    assert done("edi", "agreement", "list", "Silver") == ""


def test_what_is_wrong_with_one_is_said_and_it_is_not_made() -> None:
    result = call("edi", "agreement", "set", *PLACE, *ADDRESSES, "version=4010", "batch_minutes=soon", "active=perhaps")
    assert result.exit_code == 1
    for code in ("edi_agreement.malformed", "edi_agreement.wrong_type"):
        assert code in result.stderr
    assert done("edi", "agreement", "list", "Birch") == ""


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("set", *PLACE, "own_id"), "not NAME=VALUE"),
        (("set", *PLACE, "colour=red"), "has no term “colour”"),
        (("set", *PLACE), "Missing argument"),
        (("set", "Birch", "Third", "x12", "inbound", *ADDRESSES), "doesn't trade with Third"),
        (("set", "Birch", "Nobody", "x12", "inbound", *ADDRESSES), "no organisation"),
        (("show", *PLACE), "no inbound agreement on x12"),
        (("show", "Birch", "Silver", "x13", "inbound"), "x13"),
        (("list", "Nobody"), "no organisation"),
    ],
)
def test_a_call_that_can_not_be_carried_out_says_why(arguments: tuple[str, ...], why: str) -> None:
    result = call("edi", "agreement", *arguments)
    assert result.exit_code == 2
    assert why in result.stderr
