"""Control numbers: without a gap and without a duplicate, whoever else claims at the same time and whoever dies.

A number is claimed in the transaction that stores what it numbers. The series' row stays locked until that ends, so the
next claimant sees either the number used, or, after a roll-back, the same number free again.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.pipeline.edi_agreements import own_address, their_address
from app.pipeline.edi_terms import EDIFACT, X12
from app.storage.models import EdiAgreement, EdiControlNumber


class Kind(StrEnum):
    """What is numbered: ISA13 or 0020, GS06 or 0048, ST02 or 0062."""

    INTERCHANGE = "interchange"
    GROUP = "group"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two addresses (`qualifier:identifier`) between which nothing was agreed: what is answered is numbered, too."""

    organisation_id: str
    standard: str
    sender: str
    receiver: str


LIMITS = {X12: 999_999_999, EDIFACT: 99_999_999_999_999}
"""The last number before a series begins again at 1: nine digits (I12, 28, 329), or the 14 characters of 0020.

Zero is never used: partners' systems take it for "none"."""

_LEAST_DIGITS = {(X12, Kind.INTERCHANGE): 9, (X12, Kind.MESSAGE): 4}
"""I12 is exactly nine digits, 329 four at least; every other one has no leading zeros."""


def claim(session: Session, between: EdiAgreement | Pair, kind: Kind, count: int = 1) -> tuple[int, ...]:
    """The next `count` numbers of what the organisation sends to the agreement's partner, in order.

    Acknowledgements of what comes in by an inbound agreement draw from the same series as what goes out to the same
    address. Must be called within a unit of work that stores what is numbered: a roll-back gives the numbers back. Who
    claims several kinds does so in the order of Kind, or two transactions wait for each other; nothing slow may follow
    before the commit, for others who send to this partner wait for it.
    """
    if not 1 <= count <= LIMITS[between.standard]:
        raise ValueError(f"{count} numbers can't be claimed")
    following = _move(session, between, kind, count)
    if following is None:
        _begin(session, between, kind)
        following = _move(session, between, kind, count)
    if following is None:
        raise AssertionError("the series was begun, or somebody else began it")
    limit = LIMITS[between.standard]
    return tuple((following - 1 - count + step) % limit + 1 for step in range(count))


def formatted(standard: str, kind: Kind, number: int) -> str:
    """`number` as the envelope writes it."""
    return str(number).zfill(_LEAST_DIGITS.get((standard, kind), 1))


def _move(session: Session, between: EdiAgreement | Pair, kind: Kind, count: int) -> int | None:
    # one statement that reads and writes: a read before it could see what another transaction is about to change
    moved = (EdiControlNumber.next_value - 1 + count) % LIMITS[between.standard] + 1
    return session.scalar(
        update(EdiControlNumber)
        .filter_by(**_series(between, kind))
        .values(next_value=moved)
        .returning(EdiControlNumber.next_value)
        .execution_options(synchronize_session=False)
    )


def _begin(session: Session, between: EdiAgreement | Pair, kind: Kind) -> None:
    try:
        with session.begin_nested():
            session.add(EdiControlNumber(**_series(between, kind), next_value=1))
            session.flush()
    except IntegrityError:  # another process was first, and has committed
        return


def _series(between: EdiAgreement | Pair, kind: Kind) -> dict[str, str]:
    if isinstance(between, Pair):
        sender, receiver = between.sender, between.receiver
    else:
        sender, receiver = own_address(between).key, their_address(between).key
    return {
        "organisation_id": between.organisation_id,
        "standard": between.standard,
        "sender": sender,
        "receiver": receiver,
        "kind": str(kind),
    }
