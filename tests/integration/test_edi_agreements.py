"""Agreements: made as a whole, found by the two addresses, and nobody else's."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.formats.lens import MAPPINGS
from app.pipeline import edi_agreements
from app.pipeline.edi_agreements import (
    agreed_terms,
    agreement_for,
    agreements_of,
    finding_none,
    shown,
)
from app.pipeline.edi_terms import Address
from app.storage.database import Database
from app.storage.models import EdiAgreement, Organisation
from app.storage.types import new_key
from tests.edi_world import ADDRESSES, OURS, THEIRS, Edi


@pytest.fixture
def edi(database: Database, tmp_path: Path) -> Edi:
    return Edi.made(database, tmp_path)


def found(edi: Edi, organisation_id: str = "", standard: str = "x12", **addresses: Address) -> EdiAgreement | None:
    both = {"receiver": OURS[standard], "sender": THEIRS[standard], **addresses}
    with edi.database.reading() as session:
        return agreement_for(session, organisation_id or edi.world.buyer, standard, **both)


def another_organisation(edi: Edi, name: str = "Third") -> str:
    key = new_key()
    with edi.database.unit_of_work() as uow:
        wrapped = edi.world.ports.payloads.keys.new_organisation_key()
        uow.session.add(Organisation(id=key, name=name, wrapped_key=wrapped, created_at=edi.clock()))
        uow.commit()
    return key


def test_an_agreement_is_made_changed_and_shown_with_its_defaults(edi: Edi) -> None:
    first = edi.save(edi.place(), version="00501", test=True)
    assert first.agreement is not None
    assert {"own_id", "version", "test", "acknowledgement"} <= set(first.changed)
    again = edi.save(edi.place(), version="00501", acknowledgement="999")
    assert again.agreement is not None
    assert (again.agreement.id, set(again.changed)) == (first.agreement.id, {"test", "acknowledgement"})
    terms = agreed_terms(again.agreement)
    assert (terms.version, terms.test, terms.acknowledgement, terms.segment_terminator) == ("00501", False, "999", "~")
    assert edi.save(edi.place(), **shown(again.agreement)).changed == ()


def test_one_that_can_not_hold_is_not_saved_and_every_fault_is_said(edi: Edi) -> None:
    saved = edi.save(edi.place(), own_id="A*B", their_qualifier="Z", version="4010", their_sub_address=7, active="no")
    assert [each.params["name"] for each in saved.findings] == ["their_sub_address", "active", "version"]
    saved = edi.save(edi.place(), own_id="A*B", their_qualifier="Z", version="4010")
    assert [each.params["name"] for each in saved.findings] == ["version", "their_qualifier"]
    saved = edi.save(edi.place(), own_id="A*B")
    assert [each.code for each in saved.findings] == ["edi_agreement.delimiter_in_address"]
    assert edi.save(edi.place("edifact"), own_id="A+B").agreement  # EDIFACT releases it
    with edi.database.reading() as session:
        assert [each.standard for each in agreements_of(session, edi.world.buyer)] == ["edifact"]


@pytest.mark.parametrize(("release", "codes"), [("", ["edi_agreement.delimiter_in_address"]), ("?", [])])
def test_an_address_holds_no_delimiter_that_can_not_be_released(edi: Edi, release: str, codes: list[str]) -> None:
    saved = edi.save(edi.place("edifact"), own_id="A+B", release_character=release)
    assert [each.code for each in saved.findings] == codes


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The overlay acme."""
    for folder in ("x12", "codes"):
        shutil.copytree(MAPPINGS / folder, tmp_path / folder)
    file = tmp_path / "partners" / "acme" / "850.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("extends: x12/850\n", "utf-8")
    monkeypatch.setattr(edi_agreements, "OVERLAYS", tmp_path / "partners")
    return file


@pytest.mark.usefixtures("overlay")
def test_an_overlay_that_there_is_not_is_said_when_the_agreement_is_saved(edi: Edi) -> None:
    [finding] = edi.save(edi.place(), overlay="acmee").findings
    assert (finding.code, finding.params) == ("edi_agreement.overlay_unknown", {"overlay": "acmee", "known": "acme"})
    assert edi.agreement(overlay="acme").terms["overlay"] == "acme"


def test_an_overlay_that_is_wrong_is_said_when_the_agreement_is_saved(edi: Edi, overlay: Path) -> None:
    overlay.write_text('extends: x12/850\npatch:\n- {at: "REF[1=QQ]", drop: true}\n', "utf-8")
    saved = edi.save(edi.place(), overlay="acme")
    assert saved.agreement is None
    assert [each.message() for each in saved.findings] == [
        "The mapping overlay “acme” can't be used: partners/acme/850.yaml:3 (lens.no_rule_to_patch)."
    ]


def test_an_interchange_finds_its_agreement_by_both_addresses(edi: Edi) -> None:
    made = edi.agreement(direction="inbound")
    edi.agreement("edifact", "inbound")
    edi.agreement(direction="outbound")
    match = found(edi)
    assert match is not None
    assert match.id == made.id
    padded = Address(qualifier="ZZ", id="BUYER".ljust(15))
    assert found(edi, receiver=padded) is not None
    assert found(edi, receiver=replace(OURS["x12"], qualifier="12")) is None
    assert found(edi, sender=replace(THEIRS["x12"], id="987654321")) is None
    assert found(edi, receiver=THEIRS["x12"], sender=OURS["x12"]) is None
    said = finding_none("x12", receiver=OURS["x12"], sender=THEIRS["x12"]).message()
    assert ("ZZ:BUYER" in said, "01:123456789" in said) == (True, True)


def test_an_agreement_that_names_a_sub_address_comes_before_the_one_for_all(edi: Edi) -> None:
    for_all = edi.agreement("edifact", "inbound")
    other = edi.place("edifact", "inbound", partner_id=another_organisation(edi))
    special = edi.save(other, their_sub_address="DIV1").agreement
    assert special is not None
    for sub_address, wanted in (("DIV1", special.id), ("DIV2", for_all.id), ("", for_all.id)):
        match = found(edi, standard="edifact", sender=replace(THEIRS["edifact"], sub_address=sub_address))
        assert match is not None
        assert match.id == wanted, sub_address


def test_one_pair_of_addresses_belongs_to_one_agreement_of_an_organisation(edi: Edi) -> None:
    edi.agreement(direction="inbound")
    third = another_organisation(edi)
    refused = edi.save(edi.place(direction="inbound", partner_id=third))
    assert [each.code for each in refused.findings] == ["edi_agreement.addresses_taken"]
    assert "Supplier" in refused.findings[0].message()
    assert edi.save(edi.place(direction="inbound", organisation_id=third)).agreement  # another one's own business
    both = edi.save(edi.place(direction="inbound"), their_qualifier="ZZ", their_id="BUYER")
    assert [each.code for each in both.findings] == ["edi_agreement.same_address"]


def test_nobody_finds_what_another_organisation_agreed(edi: Edi) -> None:
    edi.agreement(direction="inbound")
    third = another_organisation(edi)
    assert found(edi, organisation_id=third) is None
    assert found(edi, organisation_id=edi.world.supplier) is None
    with edi.database.reading() as session:
        assert agreements_of(session, third) == agreements_of(session, edi.world.supplier) == []


def test_an_agreement_that_was_ended_is_found_no_more(edi: Edi) -> None:
    edi.agreement(direction="inbound", active=False)
    edi.agreement(direction="outbound")
    assert found(edi) is None


def test_two_who_take_the_same_addresses_at_once_are_not_both_let(edi: Edi, monkeypatch: pytest.MonkeyPatch) -> None:
    edi.agreement(direction="inbound")
    third = another_organisation(edi)
    blind: Any = lambda *given: None  # noqa: E731  (as if the other one had not committed yet)
    monkeypatch.setattr("app.pipeline.edi_agreements._with_addresses", blind)
    refused = edi.save(edi.place(direction="inbound", partner_id=third))
    assert [each.code for each in refused.findings] == ["edi_agreement.addresses_taken"]
    edi.save(edi.place(direction="inbound", partner_id=third), their_id="OTHER")
    refused = edi.save(edi.place(direction="inbound", partner_id=third))
    assert [each.code for each in refused.findings] == ["edi_agreement.addresses_taken"]
    assert ADDRESSES["x12"]["their_id"] == "123456789"
