"""Folders that partners put documents into: each is taken once, archived when durable, and shown where refused."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.findings import finding
from app.errors import Refused
from app.exchange.channels import Receive
from app.pipeline.messages import Outcome, RawMessage, Verdict
from app.pipeline.ports import Ports
from app.storage.database import Database
from app.storage.models import PolledItem
from app.transports.directory import DirectoryTransport
from tests.exchange_world import Ticking, World, ports_for


class Receiving:
    """Takes messages as the pipeline would, and answers as told."""

    def __init__(self, verdict: Verdict = Verdict.ACCEPTED) -> None:
        self.verdict = verdict
        self.messages: list[RawMessage] = []

    def __call__(self, message: RawMessage, ports: Ports) -> Outcome:
        self.messages.append(message)
        findings = (finding("message.empty"),) if self.verdict is Verdict.REJECTED else ()
        return Outcome(self.verdict, findings=findings)


@pytest.fixture
def folder(tmp_path: Path, world: World) -> Path:
    folder = tmp_path / "exchange" / world.supplier / "acme"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    return World.made(ports_for(database, tmp_path, Ticking(), DirectoryTransport(tmp_path / "exchange")))


@pytest.fixture
def channel(world: World) -> str:
    return world.a_channel("directory", direction="in", settings={"path": "acme", "settle_seconds": 0})


def items(world: World) -> list[PolledItem]:
    with world.ports.database.reading() as session:
        return list(session.scalars(select(PolledItem)))


def poll(world: World, channel: str, receive: Receive) -> dict[str, int]:
    return dict(world.channels(receive).poll(channel) or {})


def test_a_file_is_received_for_the_channels_organisation_and_then_archived(
    world: World, channel: str, folder: Path
) -> None:
    (folder / "order.xml").write_bytes(b"<Order/>")
    receiving = Receiving()
    assert poll(world, channel, receiving) == {"accepted": 1}
    [message] = receiving.messages
    assert (message.organisation_id, message.channel, message.body) == (world.supplier, channel, b"<Order/>")
    assert message.message_id.startswith("acme/order.xml#")
    assert (folder / "processed" / "order.xml").read_bytes() == b"<Order/>"
    [item] = items(world)
    assert (item.outcome, item.detail) == ("accepted", "order.xml")
    assert poll(world, channel, receiving) == {}


def test_a_file_that_was_taken_before_the_process_died_is_only_archived(
    world: World, channel: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "order.xml").write_bytes(b"<Order/>")
    receiving = Receiving()

    def dies(*args: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(DirectoryTransport, "taken", dies)
        with pytest.raises(KeyboardInterrupt):
            poll(world, channel, receiving)
    assert (folder / "order.xml").exists()
    poll(world, channel, receiving)
    assert len(receiving.messages) == 1
    assert (folder / "processed" / "order.xml").exists()


def test_what_is_refused_lies_apart_with_its_reason_in_the_ledger(world: World, channel: str, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"nonsense")
    assert poll(world, channel, Receiving(Verdict.REJECTED)) == {"rejected": 1}
    assert (folder / "failed" / "order.xml").exists()
    [item] = items(world)
    assert item.outcome == "rejected"
    assert item.detail.startswith("order.xml; ")


def test_what_was_refused_is_tried_again_when_somebody_puts_it_back(world: World, channel: str, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"<Order/>")
    poll(world, channel, Receiving(Verdict.REJECTED))
    (folder / "failed" / "order.xml").rename(folder / "order.xml")
    assert poll(world, channel, Receiving()) == {"accepted": 1}
    assert [item.outcome for item in items(world)] == ["accepted"]


def test_a_fault_while_receiving_leaves_the_file_for_the_next_time(world: World, channel: str, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"<Order/>")

    def fails(message: RawMessage, ports: Ports) -> Outcome:
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        poll(world, channel, fails)
    assert (folder / "order.xml").exists()
    assert items(world) == []
    assert poll(world, channel, Receiving()) == {"accepted": 1}


def test_a_missing_folder_is_said_clearly(world: World) -> None:
    channel = world.a_channel("directory", direction="in", settings={"path": "gone"})
    with pytest.raises(Refused, match="/gone” is not there"):
        poll(world, channel, Receiving())
