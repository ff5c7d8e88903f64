"""Two organisations that exchange X12 and EDIFACT, and what they send to each other, in few words."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.access.organisations import NewPartnership, link
from app.pipeline.edi_acknowledged import Acknowledged, Between, Settled, settle
from app.pipeline.edi_agreements import Place, Saved, own_address, save, their_address
from app.pipeline.edi_interchanges import (
    Arrived,
    Conclusion,
    Entered,
    Leaving,
    MessageEntry,
    conclude,
    enter,
    enter_outbound,
    mark_sent,
)
from app.pipeline.edi_numbers import Kind, claim, formatted
from app.pipeline.edi_terms import Address
from app.storage.database import Database
from app.storage.models import EdiAgreement, EdiInterchange, EdiMessage, EdiTask
from tests.exchange_world import Ticking, World, ports_for

OURS = {"x12": Address(qualifier="ZZ", id="BUYER"), "edifact": Address(qualifier="14", id="5790000435951")}
THEIRS = {"x12": Address(qualifier="01", id="123456789"), "edifact": Address(qualifier="14", id="4012345000009")}
ADDRESSES = {
    standard: {
        "own_qualifier": OURS[standard].qualifier,
        "own_id": OURS[standard].id,
        "their_qualifier": THEIRS[standard].qualifier,
        "their_id": THEIRS[standard].id,
    }
    for standard in OURS
}


@dataclass
class Edi:
    """The buyer's side of it."""

    world: World
    clock: Ticking

    @classmethod
    def made(cls, database: Database, folder: Path) -> "Edi":
        clock = Ticking()
        world = World.made(ports_for(database, folder, clock))
        with database.unit_of_work() as uow:
            link(uow.session, NewPartnership(world.buyer, world.supplier), clock())
            uow.commit()
        return cls(world, clock)

    @property
    def database(self) -> Database:
        return self.world.ports.database

    def place(self, standard: str = "x12", direction: str = "outbound", **values: str) -> Place:
        given = {"organisation_id": self.world.buyer, "partner_id": self.world.supplier, **values}
        return Place(standard=standard, direction=direction, **given)

    def save(self, place: Place, **given: Any) -> Saved:
        with self.database.unit_of_work() as uow:
            saved = save(uow.session, place, {**ADDRESSES[place.standard], **given}, self.clock())
            uow.commit()
        return saved

    def agreement(self, standard: str = "x12", direction: str = "outbound", **given: Any) -> EdiAgreement:
        saved = self.save(self.place(standard, direction), **given)
        assert saved.agreement is not None, saved.findings
        return saved.agreement

    def bring(self, agreement: EdiAgreement | None, number: str = "000000001", **values: Any) -> Entered:
        arrived = Arrived(
            organisation_id=self.world.buyer,
            standard="x12",
            sender=THEIRS["x12"],
            receiver=OURS["x12"],
            control_number=number,
            prepared="260302 0801",
            sha256="a" * 64,
        )
        with self.database.unit_of_work() as uow:
            entered = enter(uow.session, replace(arrived, **values), agreement, self.clock())
            uow.commit()
        return entered

    def conclude(self, entered: Entered, acknowledgement: bytes, verdict: str = "accepted", *messages: Any) -> bytes:
        with self.database.unit_of_work() as uow:
            conclusion = Conclusion(verdict=verdict, acknowledgement=acknowledgement, messages=messages)
            answered = conclude(uow.session, entered.interchange.id, conclusion, self.clock())
            uow.commit()
        return answered

    def send(self, agreement: EdiAgreement, count: int = 1, *, sent: bool = True, grouped: bool = True) -> str:
        """An interchange of `count` messages of one group; its id."""
        with self.database.unit_of_work() as uow:
            interchange = leave(uow.session, agreement, count, self.clock(), grouped=grouped)
            if sent:
                mark_sent(uow.session, interchange.id, self.clock())
            uow.commit()
        return interchange.id

    def hear(self, told: Acknowledged, organisation_id: str = "", partner_id: str = "") -> Settled:
        between = Between(organisation_id or self.world.buyer, partner_id or self.world.supplier)
        with self.database.unit_of_work() as uow:
            settled = settle(uow.session, between, told, self.clock())
            uow.commit()
        return settled

    def messages(self, interchange_id: str) -> list[EdiMessage]:
        with self.database.reading() as session:
            return list(session.get_one(EdiInterchange, interchange_id).messages)

    def states(self, interchange_id: str) -> list[str]:
        return [each.state for each in self.messages(interchange_id)]

    def tasks(self, *, closed: bool = False) -> list[str]:
        with self.database.reading() as session:
            return [each.kind for each in session.query(EdiTask) if (each.closed_at is not None) is closed]


def leave(session: Any, agreement: EdiAgreement, count: int, now: Any, *, grouped: bool = True) -> EdiInterchange:
    """Claim numbers and enter an interchange under them, in the caller's transaction."""
    standard = agreement.standard
    interchange = formatted(standard, Kind.INTERCHANGE, claim(session, agreement, Kind.INTERCHANGE)[0])
    group = formatted(standard, Kind.GROUP, claim(session, agreement, Kind.GROUP)[0]) if grouped else ""
    numbers = claim(session, agreement, Kind.MESSAGE, count)
    entries = tuple(
        MessageEntry(
            position=position,
            control_number=formatted(standard, Kind.MESSAGE, number),
            type="850" if standard == "x12" else "ORDERS",
            group_number=group,
        )
        for position, number in enumerate(numbers, 1)
    )
    leaving = Leaving(control_number=interchange, prepared="260302 0800", sha256="b" * 64, messages=entries)
    return enter_outbound(session, agreement, leaving, now)


def addresses_of(agreement: EdiAgreement) -> tuple[Address, Address]:
    """Own and partner's."""
    return own_address(agreement), their_address(agreement)
