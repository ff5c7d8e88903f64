"""Interchanges that come in: once, whoever brings them how often, and from whichever process."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.pipeline.edi_interchanges import (
    Entered,
    Leaving,
    MessageEntry,
    Standing,
    State,
    enter_outbound,
    find_interchange,
    interchanges_of,
)
from app.storage.database import Database
from app.storage.models import EdiInterchange
from tests.edi_world import OURS, THEIRS, Edi


@pytest.fixture
def edi(database: Database, tmp_path: Path) -> Edi:
    return Edi.made(database, tmp_path)


def rows(edi: Edi) -> int:
    with edi.database.reading() as session:
        return session.scalar(select(func.count()).select_from(EdiInterchange)) or 0


def test_the_same_interchange_again_gets_the_first_acknowledgement_again(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    first = edi.bring(agreement)
    assert (first.standing, first.to_be_worked_on, first.findings) == (Standing.NEW, True, ())
    message = MessageEntry(position=1, control_number="0001", type="850", group_number="1", state=State.ACCEPTED)
    assert edi.conclude(first, b"ISA*997", "accepted", message) == b"ISA*997"
    again = edi.bring(agreement)
    assert (again.standing, again.to_be_worked_on) == (Standing.REPEATED, False)
    assert (again.interchange.id, again.interchange.acknowledgement) == (first.interchange.id, b"ISA*997")
    assert [(each.code, str(each.severity)) for each in again.findings] == [("edi.duplicate_interchange", "warning")]
    assert "000000001" in again.findings[0].message("zh")
    assert edi.states(first.interchange.id) == ["accepted"]


def test_another_content_under_a_used_number_is_rejected_and_changes_nothing(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    edi.conclude(edi.bring(agreement), b"ISA*997")
    for _ in range(2):
        other = edi.bring(agreement, sha256="f" * 64)
        assert (other.standing, other.to_be_worked_on) == (Standing.CONFLICTING, False)
        assert [(each.code, str(each.severity)) for each in other.findings] == [("edi.control_number_reused", "error")]
        assert rows(edi) == 2
    assert edi.conclude(other, b"ISA*TA1", "rejected") == b"ISA*TA1"
    assert edi.bring(agreement, sha256="f" * 64).interchange.acknowledgement == b"ISA*TA1"
    first = edi.bring(agreement)
    assert (first.standing, first.interchange.acknowledgement) == (Standing.REPEATED, b"ISA*997")


def test_a_broken_interchange_does_not_use_its_number(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    cut, whole = {"sha256": "c" * 64, "broken": True}, {"sha256": "d" * 64}
    first = edi.bring(agreement, **cut)
    assert (first.standing, edi.bring(agreement, **cut).standing) == (Standing.NEW, Standing.UNFINISHED)
    edi.conclude(first, b"ISA*TA1", "rejected")
    assert edi.bring(agreement, **whole).standing is Standing.NEW
    again = edi.bring(agreement, **cut)
    assert (again.standing, again.interchange.acknowledgement) == (Standing.REPEATED, b"ISA*TA1")
    assert edi.bring(agreement, sha256="e" * 64, broken=True).standing is Standing.NEW
    assert edi.bring(agreement, sha256="e" * 64).standing is Standing.CONFLICTING
    assert rows(edi) == 3


def test_what_was_broken_for_the_terms_of_then_is_taken_under_those_of_now(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    edi.conclude(edi.bring(agreement, broken=True), b"ISA*TA1", "rejected")
    now = edi.bring(agreement)
    assert (now.standing, now.to_be_worked_on) == (Standing.NEW, True)
    edi.conclude(now, b"ISA*997")
    again = edi.bring(agreement)
    assert (again.standing, again.interchange.acknowledgement) == (Standing.REPEATED, b"ISA*997")


def test_numbers_of_tests_are_apart_from_those_of_production(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    assert edi.bring(agreement, test=True).standing is Standing.NEW
    assert edi.bring(agreement, sha256="f" * 64).standing is Standing.NEW
    assert edi.bring(agreement, sha256="f" * 64, test=True).standing is Standing.CONFLICTING


def test_one_whose_work_was_not_concluded_goes_on_and_is_concluded_once(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    edi.bring(agreement)  # and the process ended
    second, third = edi.bring(agreement), edi.bring(agreement)
    assert [(each.standing, each.to_be_worked_on) for each in (second, third)] == [(Standing.UNFINISHED, True)] * 2
    message = MessageEntry(position=1, control_number="0001", type="850", state=State.REJECTED, faults=("5",))
    assert edi.conclude(second, b"first", "rejected", message) == b"first"
    assert edi.conclude(third, b"second", "accepted", message) == b"first"
    assert edi.states(second.interchange.id) == ["rejected"]


def test_numbers_are_told_apart_by_addresses_standard_organisation_and_direction(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")
    others = [
        {"sender": replace(THEIRS["x12"], id="987654321")},
        {"receiver": replace(OURS["x12"], qualifier="12")},
        {"standard": "edifact"},
        {"standard": "edifact", "sender": replace(THEIRS["x12"], sub_address="DIV")},
        {"organisation_id": edi.world.supplier},
    ]
    assert {edi.bring(agreement, **each).standing for each in [{}, *others]} == {Standing.NEW}
    edi.send(edi.agreement())
    assert rows(edi) == len(others) + 2


def test_a_partner_who_begins_anew_every_day_is_told_apart_by_the_day_where_that_was_agreed(edi: Edi) -> None:
    daily = edi.agreement(direction="inbound", duplicates="day")
    standings = [edi.bring(daily, prepared=each).standing for each in ("260302 0801", "260302 0900", "260303 0801")]
    assert standings == [Standing.NEW, Standing.UNFINISHED, Standing.NEW]
    forever = edi.agreement("edifact", "inbound")
    standings = [
        edi.bring(forever, standard="edifact", prepared=each).standing for each in ("260302 0801", "260303 0801")
    ]
    assert standings == [Standing.NEW, Standing.UNFINISHED]


def test_traffic_without_an_agreement_is_entered_too(edi: Edi) -> None:
    assert [edi.bring(None).standing for _ in range(2)] == [Standing.NEW, Standing.UNFINISHED]


def test_what_a_hostile_envelope_says_can_be_stored(edi: Edi) -> None:
    strange = "\x00" + "9" * 500
    entered = edi.bring(None, number=strange, prepared=strange)
    message = MessageEntry(position=1, control_number=strange, type=strange, group_number=strange, state=State.REJECTED)
    edi.conclude(entered, b"", "rejected", message)
    assert edi.bring(None, number=strange, prepared=strange).standing is Standing.REPEATED


def test_sixteen_who_bring_the_same_at_once_enter_it_once(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")

    def bring(_: int) -> Entered:
        return edi.bring(agreement)

    with ThreadPoolExecutor(16) as pool:
        entered = list(pool.map(bring, range(16)))
    assert sorted(each.standing for each in entered) == [Standing.NEW] + [Standing.UNFINISHED] * 15
    assert len({each.interchange.id for each in entered}) == rows(edi) == 1


def test_sixteen_who_bring_two_contents_under_one_number_enter_each_once(edi: Edi) -> None:
    agreement = edi.agreement(direction="inbound")

    def bring(number: int) -> Entered:
        return edi.bring(agreement, sha256="ab"[number % 2] * 64)

    with ThreadPoolExecutor(16) as pool:
        entered = list(pool.map(bring, range(16)))
    assert [each.standing for each in entered].count(Standing.CONFLICTING) == 8
    assert len({each.interchange.id for each in entered}) == rows(edi) == 2


def test_an_outbound_number_can_not_be_used_twice(edi: Edi) -> None:
    agreement = edi.agreement()
    leaving = Leaving(control_number="000000001", prepared="260302 0800", sha256="b" * 64)

    def leave() -> None:
        with edi.database.unit_of_work() as uow:
            enter_outbound(uow.session, agreement, leaving, edi.clock())
            uow.commit()

    leave()
    with pytest.raises(IntegrityError):
        leave()


def test_an_interchange_is_its_organisations_own(edi: Edi) -> None:
    key = edi.send(edi.agreement())
    with edi.database.reading() as session:
        assert find_interchange(session, edi.world.buyer, key) is not None
        assert find_interchange(session, edi.world.supplier, key) is None
        assert find_interchange(session, edi.world.buyer, "nothing") is None
        assert [each.id for each in session.scalars(interchanges_of(edi.world.buyer))] == [key]
        assert session.scalars(interchanges_of(edi.world.supplier)).all() == []
