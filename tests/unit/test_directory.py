"""Folders as partners use them: real files, odd names, half-written ones, and links that lead elsewhere."""

import os
from pathlib import Path

import pytest

from app.errors import Refused
from app.transports.base import Inbound, Outbound, SendOutcome, Settings
from app.transports.directory import DirectoryTransport, file_name


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "root" / "acme" / "in").mkdir(parents=True)
    return tmp_path / "root"


@pytest.fixture
def folder(root: Path) -> Path:
    return root / "acme" / "in"


@pytest.fixture
def transport(root: Path) -> DirectoryTransport:
    return DirectoryTransport(root, limit=1000)


def at(path: str = "acme/in", **values: object) -> Settings:
    return Settings({"path": path, "settle_seconds": 0, **values})


def test_an_organisation_reaches_its_own_folders_and_no_others(transport: DirectoryTransport, root: Path) -> None:
    for owner in ("org-1", "org-2"):
        (root / owner / "out").mkdir(parents=True)
    result = transport.send(an_order(), Settings({"path": "out"}, owner="org-1"))
    assert result.outcome == SendOutcome.SENT
    assert len(names(root / "org-1" / "out")) == 1
    assert names(root / "org-2" / "out") == []
    assert lying_in(transport, Settings({"path": "out", "settle_seconds": 0}, owner="org-2")) == []
    missing = transport.send(an_order(), Settings({"path": "in"}, owner="org-1"))
    assert "“org-1/in” is not there" in missing.detail


def an_order(content: bytes = b"<Order/>", number: str = "PO/4711 ü") -> Outbound:
    return Outbound("0190-d1", "doc-1", "order", number, "application/xml", "order.xml", content)


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def lying_in(transport: DirectoryTransport, settings: Settings | None = None) -> list[Inbound]:
    return list(transport.poll(settings or at()))


def test_a_document_appears_complete_under_its_number_and_delivery(transport: DirectoryTransport, folder: Path) -> None:
    result = transport.send(an_order(), at())
    assert (result.outcome, result.detail) == (SendOutcome.SENT, "PO_4711_ü-0190-d1.xml")
    assert names(folder) == ["PO_4711_ü-0190-d1.xml"]
    assert (folder / "PO_4711_ü-0190-d1.xml").read_bytes() == b"<Order/>"


def test_a_retry_makes_the_same_file_and_no_second_one(transport: DirectoryTransport, folder: Path) -> None:
    transport.send(an_order(), at())
    assert transport.send(an_order(), at()).outcome == SendOutcome.SENT
    assert len(names(folder)) == 1


def test_nothing_is_ever_overwritten(transport: DirectoryTransport, folder: Path) -> None:
    (folder / file_name(an_order())).write_bytes(b"the partner's own")
    result = transport.send(an_order(), at())
    assert result.outcome == SendOutcome.PERMANENT
    assert "nothing is overwritten" in result.detail
    assert (folder / file_name(an_order())).read_bytes() == b"the partner's own"


def test_a_link_in_the_files_place_is_replaced_and_not_written_through(
    transport: DirectoryTransport, folder: Path, tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    (folder / file_name(an_order())).symlink_to(victim)
    assert transport.send(an_order(), at()).outcome == SendOutcome.SENT
    assert victim.read_bytes() == b"precious"
    assert not (folder / file_name(an_order())).is_symlink()


@pytest.mark.parametrize(
    "number", ["../../etc/passwd", "..", "", ".hidden", "a\x00b", "单号" * 200, "CON|<>:*?", "-rf"]
)
def test_whatever_the_number_holds_the_name_is_one_plain_file(
    transport: DirectoryTransport, folder: Path, number: str
) -> None:
    assert transport.send(an_order(number=number), at()).outcome == SendOutcome.SENT
    [name] = names(folder)
    assert not name.startswith((".", "-"))
    assert name.endswith("-0190-d1.xml")


def test_a_disk_that_refuses_leaves_nothing_behind_and_is_tried_again(
    transport: DirectoryTransport, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "rename", full)
    result = transport.send(an_order(), at())
    assert result.outcome == SendOutcome.TRANSIENT
    assert "No space left" in result.detail
    assert names(folder) == []


def test_a_missing_folder_is_said_clearly_and_tried_again(transport: DirectoryTransport) -> None:
    result = transport.send(an_order(), at("acme/gone"))
    assert result.outcome == SendOutcome.TRANSIENT
    assert "“acme/gone” is not there" in result.detail
    with pytest.raises(Refused, match="is not there"):
        lying_in(transport, at("acme/gone"))


@pytest.mark.parametrize("path", ["../outside", "/etc", "acme/../../outside", "link", "acme/link", ".", "", "a\x00b"])
def test_no_path_leads_outside_the_root(transport: DirectoryTransport, root: Path, tmp_path: Path, path: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "order.xml").write_bytes(b"secret")
    (root / "link").symlink_to(outside)
    (root / "acme" / "link").symlink_to(outside)
    result = transport.send(an_order(), at(path))
    assert result.outcome == SendOutcome.PERMANENT
    assert "not below" in result.detail
    with pytest.raises(Refused, match="not below"):
        lying_in(transport, at(path))
    assert names(outside) == ["order.xml"]


def test_what_lies_ready_is_handed_over_oldest_first_and_left_where_it_is(
    transport: DirectoryTransport, folder: Path
) -> None:
    for name in ("b.xml", "a.xml", "订单.xml"):
        (folder / name).write_bytes(name.encode())
        os.utime(folder / name)
    found = lying_in(transport)
    assert [each.filename for each in found] == ["b.xml", "a.xml", "订单.xml"]
    assert found[0].content == b"b.xml"
    assert found[0].message_id.startswith("acme/in/b.xml#")
    assert [each.message_id for each in lying_in(transport)] == [each.message_id for each in found]
    assert len(names(folder)) == 3


@pytest.mark.parametrize("name", [".order.xml", "order.xml.tmp", "order.part", "order.xml.filepart", "order.xml~"])
def test_half_written_files_are_left_alone(transport: DirectoryTransport, folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"half")
    assert lying_in(transport) == []


def test_links_pipes_and_folders_are_not_taken(transport: DirectoryTransport, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link.xml").symlink_to(tmp_path / "secret")
    (folder / "sub").mkdir()
    os.mkfifo(folder / "pipe.xml")
    assert lying_in(transport) == []


def test_a_file_must_have_been_left_alone_for_a_while(root: Path, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"<Order/>")
    os.utime(folder / "order.xml", (0, 0))  # a sender may set this time; it proves nothing
    written = (folder / "order.xml").stat().st_ctime
    early = DirectoryTransport(root, clock=lambda: written + 4)
    late = DirectoryTransport(root, clock=lambda: written + 6)
    settings = Settings({"path": "acme/in"})
    assert lying_in(early, settings) == []
    assert [each.filename for each in lying_in(late, settings)] == ["order.xml"]


def test_with_markers_only_marked_files_are_taken_and_the_marker_goes_too(
    transport: DirectoryTransport, folder: Path
) -> None:
    marked = at(ready_marker=True, settle_seconds=3600)
    (folder / "order.xml").write_bytes(b"<Order/>")
    assert lying_in(transport, marked) == []
    (folder / "order.xml.ready").touch()
    [inbound] = lying_in(transport, marked)
    transport.taken(inbound, marked, accepted=True)
    assert names(folder) == ["processed"]


def test_what_was_taken_is_archived_and_what_was_refused_lies_apart(
    transport: DirectoryTransport, folder: Path
) -> None:
    (folder / "good.xml").write_bytes(b"good")
    (folder / "bad.xml").write_bytes(b"bad")
    for inbound in lying_in(transport):
        transport.taken(inbound, at(), accepted=inbound.content == b"good")
    assert names(folder) == ["failed", "processed"]
    assert names(folder / "processed") == ["good.xml"]
    assert names(folder / "failed") == ["bad.xml"]


def test_two_files_of_one_name_are_both_kept_in_the_archive(transport: DirectoryTransport, folder: Path) -> None:
    for content in (b"first", b"second"):
        (folder / "order.xml").write_bytes(content)
        [inbound] = lying_in(transport)
        transport.taken(inbound, at(), accepted=True)
    kept = sorted((folder / "processed" / name).read_bytes() for name in names(folder / "processed"))
    assert kept == [b"first", b"second"]


def test_a_file_replaced_after_it_was_read_is_not_archived_unread(transport: DirectoryTransport, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"first")
    [inbound] = lying_in(transport)
    (folder / "order.xml").write_bytes(b"second")
    transport.taken(inbound, at(), accepted=True)
    assert names(folder) == ["order.xml"]
    assert lying_in(transport)[0].message_id != inbound.message_id


def test_archiving_what_is_gone_already_harms_nothing(transport: DirectoryTransport, folder: Path) -> None:
    (folder / "order.xml").write_bytes(b"first")
    [inbound] = lying_in(transport)
    transport.taken(inbound, at(), accepted=True)
    transport.taken(inbound, at(), accepted=True)
    assert names(folder) == ["processed"]


def test_an_archive_that_is_a_link_is_refused(transport: DirectoryTransport, folder: Path, tmp_path: Path) -> None:
    (folder / "processed").symlink_to(tmp_path)
    (folder / "order.xml").write_bytes(b"first")
    [inbound] = lying_in(transport)
    with pytest.raises(OSError, match="processed"):
        transport.taken(inbound, at(), accepted=True)
    assert (folder / "order.xml").exists()


def test_of_a_file_above_the_limit_just_enough_is_read_to_be_refused(
    transport: DirectoryTransport, folder: Path
) -> None:
    (folder / "huge.xml").write_bytes(b"x" * 5000)
    [inbound] = lying_in(transport)
    assert len(inbound.content) == 1001
    transport.taken(inbound, at(), accepted=False)
    assert names(folder / "failed") == ["huge.xml"]


def test_names_that_are_not_utf8_are_taken_and_archived(transport: DirectoryTransport, folder: Path) -> None:
    (folder / os.fsdecode(b"order-\xfc.xml")).write_bytes(b"<Order/>")
    [inbound] = lying_in(transport)
    assert inbound.filename == "order-\\xfc.xml"
    inbound.message_id.encode()
    transport.taken(inbound, at(), accepted=True)
    assert os.listdir(os.fsencode(folder / "processed")) == [b"order-\xfc.xml"]


def test_the_longest_name_still_has_an_id_that_can_be_stored(transport: DirectoryTransport, folder: Path) -> None:
    (folder / ("n" * 251 + ".xml")).write_bytes(b"<Order/>")
    [inbound] = lying_in(transport)
    assert len(inbound.message_id) <= 300
    transport.taken(inbound, at(), accepted=True)
    assert names(folder) == ["processed"]


def test_probing_says_whether_the_folder_can_be_used(transport: DirectoryTransport) -> None:
    assert transport.probe(at()).outcome == SendOutcome.SENT
    assert "is not there" in transport.probe(at("acme/gone")).detail


def test_every_fault_of_the_settings_is_named_at_once(transport: DirectoryTransport) -> None:
    assert transport.check(at()) == []
    faults = transport.check(
        Settings({"path": "../x", "settle_seconds": "soon", "ready_marker": 1, "failed": "../up", "mode": 7})
    )
    text = "\n".join(faults)
    for expected in ("mode", "../x", "settle_seconds", "ready_marker", "failed"):
        assert expected in text
    assert len(faults) == 5
    assert "“path” is missing" in transport.check(Settings({}))[0]
