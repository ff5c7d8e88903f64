"""Control numbers: one series a pair of addresses, given back by a roll-back, and begun again at their end."""

from pathlib import Path

import pytest

from app.pipeline.edi_numbers import LIMITS, Kind, claim, formatted
from app.storage.database import Database
from app.storage.models import EdiAgreement, EdiControlNumber
from tests.edi_world import Edi


@pytest.fixture
def edi(database: Database, tmp_path: Path) -> Edi:
    return Edi.made(database, tmp_path)


def claimed(
    edi: Edi, agreement: EdiAgreement, kind: Kind = Kind.INTERCHANGE, count: int = 1, *, commit: bool = True
) -> tuple[int, ...]:
    with edi.database.unit_of_work() as uow:
        numbers = claim(uow.session, agreement, kind, count)
        if commit:
            uow.commit()
    return numbers


def test_numbers_begin_at_one_and_follow_each_other(edi: Edi) -> None:
    agreement = edi.agreement()
    assert [claimed(edi, agreement, count=count) for count in (1, 3, 1)] == [(1,), (2, 3, 4), (5,)]
    assert claimed(edi, agreement, Kind.GROUP) == claimed(edi, agreement, Kind.MESSAGE) == (1,)


def test_a_roll_back_leaves_no_gap(edi: Edi) -> None:
    agreement = edi.agreement()
    assert claimed(edi, agreement, commit=False) == (1,)
    assert claimed(edi, agreement) == (1,)
    assert claimed(edi, agreement, count=5, commit=False) == (2, 3, 4, 5, 6)
    assert claimed(edi, agreement) == (2,)


def test_documents_and_acknowledgements_to_one_address_are_numbered_together(edi: Edi) -> None:
    outbound, inbound = edi.agreement(), edi.agreement(direction="inbound")
    assert [claimed(edi, each) for each in (outbound, inbound, outbound)] == [(1,), (2,), (3,)]
    assert claimed(edi, edi.agreement("edifact")) == (1,)


@pytest.mark.parametrize("standard", ["x12", "edifact"])
def test_after_the_last_number_comes_one_and_never_nought(edi: Edi, standard: str) -> None:
    agreement = edi.agreement(standard)
    claimed(edi, agreement)
    with edi.database.unit_of_work() as uow:
        uow.session.query(EdiControlNumber).update({"next_value": LIMITS[standard] - 1})
        uow.commit()
    last = LIMITS[standard]
    assert claimed(edi, agreement, count=4) == (last - 1, last, 1, 2)
    assert claimed(edi, agreement) == (3,)
    with edi.database.unit_of_work() as uow:
        uow.session.query(EdiControlNumber).update({"next_value": last})
        uow.commit()
    assert [claimed(edi, agreement) for _ in range(2)] == [(last,), (1,)]


def test_numbers_are_written_as_the_envelope_wants_them() -> None:
    assert [formatted("x12", kind, 7) for kind in Kind] == ["000000007", "7", "0007"]
    assert [formatted("x12", kind, LIMITS["x12"]) for kind in Kind] == ["999999999"] * 3
    assert [formatted("edifact", kind, 7) for kind in Kind] == ["7"] * 3
    assert len(formatted("edifact", Kind.INTERCHANGE, LIMITS["edifact"])) == 14


@pytest.mark.parametrize("count", [0, -1, 1_000_000_000])
def test_no_number_or_more_than_there_are_can_not_be_claimed(edi: Edi, count: int) -> None:
    with pytest.raises(ValueError, match="can't be claimed"):
        claimed(edi, edi.agreement(), count=count)
