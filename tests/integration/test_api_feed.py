"""The feed over HTTP, on a real server with its sealer: nothing is missed, nothing comes twice."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.access.clients import Scope
from app.storage.models import FeedCounter
from tests.integration.server import Caller, Running

UNKNOWN = "018f0000-0000-7000-8000-000000000000"


def end_of(caller: Caller) -> int:
    """The cursor behind everything that is in the feed now."""
    cursor = 0
    while page := caller.get(f"/feed?after={cursor}&limit=200").json:
        if not page["entries"]:
            return cursor
        cursor = page["next"]
    raise AssertionError("a page is never empty JSON")


def next_entries(caller: Caller, after: int, count: int = 1) -> list[dict[str, Any]]:
    """The next entries, waited for."""
    entries: list[dict[str, Any]] = []
    until = time.monotonic() + 30
    while len(entries) < count and time.monotonic() < until:
        page = caller.get(f"/feed?after={after}&wait=5").json
        entries, after = entries + page["entries"], page["next"]
    return entries


def test_what_is_accepted_comes_in_its_receivers_feed_and_in_nobody_elses(server: Running) -> None:
    cursors = [end_of(each) for each in (server.seller, server.buyer)]
    record = server.accepted()
    (entry,) = next_entries(server.seller, cursors[0])
    assert (entry["document"]["id"], entry["offer"], entry["acknowledgement"]) == (record["id"], 1, None)
    assert (entry["document"]["receipt"], entry["document"]["sha256"]) == (record["receipt"], record["sha256"])
    assert server.buyer.get(f"/feed?after={cursors[1]}").json == {"entries": [], "next": cursors[1]}
    assert server.outsider.get("/feed").json == {"entries": [], "next": 0}


def test_a_waiting_poll_wakes_within_about_a_second_of_the_commit(server: Running) -> None:
    cursor = end_of(server.seller)
    with ThreadPoolExecutor(1) as pool:
        poll = pool.submit(lambda: (server.seller.get(f"/feed?after={cursor}&wait=20"), time.monotonic()))
        time.sleep(0.5)
        assert not poll.done()
        server.accepted()
        committed = time.monotonic()
        answer, answered = poll.result()
    assert len(answer.json["entries"]) == 1
    assert answered - committed < 2.5  # a second, and what a busy machine adds


def test_a_wait_ends_with_nothing_where_nothing_comes(server: Running) -> None:
    cursor, began = end_of(server.buyer), time.monotonic()
    answer = server.buyer.get(f"/feed?after={cursor}&wait=1")
    assert (answer.status, answer.json) == (200, {"entries": [], "next": cursor})
    assert 0.9 < time.monotonic() - began < 4


@pytest.mark.parametrize("query", ["wait=31", "wait=-1", "wait=nan", "limit=0", "limit=201", "after=-1", "after=x"])
def test_what_a_poll_asks_for_is_bounded(server: Running, query: str) -> None:
    answer = server.seller.get(f"/feed?{query}")
    assert (answer.status, answer.code) == (422, "api.invalid")


def test_waiting_polls_leave_threads_to_everybody_else(server: Running) -> None:
    cursor = end_of(server.buyer)
    polls = [threading.Thread(target=server.buyer.get, args=(f"/feed?after={cursor}&wait=4",)) for _ in range(30)]
    for each in polls:
        each.start()
    time.sleep(0.5)
    began = time.monotonic()
    assert server.seller.get("/documents?limit=1").status == 200
    assert time.monotonic() - began < 2
    for each in polls:
        each.join()


def test_a_cursor_that_retention_has_overtaken_is_410_and_one_of_the_future_is_refused(server: Running) -> None:
    server.accepted()
    end = end_of(server.seller)
    with server.ports.database.unit_of_work() as uow:
        uow.session.get_one(FeedCounter, server.trade.seller.id).removed = 1
        uow.commit()
    try:
        gone = server.seller.get("/feed?after=0")
        assert (gone.status, gone.code) == (410, "feed.cursor_gone")
        assert "after=1" in gone.json["detail"]
        assert server.seller.get("/feed?after=1").status == 200
    finally:
        with server.ports.database.unit_of_work() as uow:
            uow.session.get_one(FeedCounter, server.trade.seller.id).removed = 0
            uow.commit()
    for beyond in (end + 1_000, 10**30):
        ahead = server.seller.get(f"/feed?after={beyond}")
        assert (ahead.status, ahead.code) == (422, "feed.cursor_ahead")


def acknowledge(caller: Caller, document_id: str, status: str, reason: str = "") -> str:
    said = {"document_id": document_id, "status": status, "reason": reason}
    return str(caller.post("/feed/ack", {"acknowledgements": [said]}).json["results"][0]["result"])


def test_what_failed_is_offered_again_until_it_is_taken(server: Running) -> None:
    cursor = end_of(server.seller)
    key = server.accepted()["id"]
    (first,) = next_entries(server.seller, cursor)
    assert acknowledge(server.seller, key, "failed", "no such article") == "offered_again"
    (second,) = next_entries(server.seller, first["position"])
    assert (second["document"]["id"], second["offer"]) == (key, 2)
    assert acknowledge(server.seller, key, "taken") == "taken"
    assert acknowledge(server.seller, key, "taken") == "taken"
    assert acknowledge(server.seller, key, "failed", "too late") == "taken"
    assert next_entries(server.seller, cursor, 2)[1]["acknowledgement"] == "taken"
    assert server.seller.get(f"/feed?after={second['position']}&wait=1.5").json["entries"] == []


def test_only_the_receiver_can_acknowledge(server: Running) -> None:
    cursor = end_of(server.seller)
    key = server.accepted()["id"]
    next_entries(server.seller, cursor)
    assert [acknowledge(each, key, "taken") for each in (server.buyer, server.outsider)] == ["not_found"] * 2
    assert acknowledge(server.seller, UNKNOWN, "taken") == "not_found"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"acknowledgements": []}, 422),
        ({"acknowledgements": [{"document_id": UNKNOWN, "status": "eaten"}]}, 422),
        ({"acknowledgements": [{"document_id": UNKNOWN, "status": "failed"}]}, 422),
        ({"acknowledgements": [{"document_id": UNKNOWN, "status": "failed", "reason": " "}]}, 422),
        ({"acknowledgements": [{"document_id": UNKNOWN, "status": "taken"}] * 201}, 422),
        ({"acknowledgements": [{"document_id": "a\0b", "status": "taken"}]}, 400),
        ({}, 422),
        ([], 422),
    ],
)
def test_an_acknowledgement_that_says_nothing_is_refused(server: Running, body: Any, status: int) -> None:
    assert server.seller.post("/feed/ack", body).status == status


def test_the_feed_has_a_scope_of_its_own(server: Running) -> None:
    reader = server.caller(server.trade.seller, Scope.DOCUMENTS_READ)
    assert (reader.get("/feed").status, reader.post("/feed/ack", {}).status) == (403, 403)
    assert server.caller(server.trade.seller, Scope.FEED).get("/feed").status == 200
    assert server.nobody().get("/feed").status == 401


def test_a_supplier_who_polls_while_eight_writers_commit_misses_nothing_and_gets_nothing_twice(server: Running) -> None:
    writers, each_writes = 8, 5
    cursor = end_of(server.seller)
    raws = [[server.xml(server.order()) for _ in range(each_writes)] for _ in range(writers)]
    finished = threading.Event()
    got: list[dict[str, Any]] = []

    def poll() -> None:
        after = cursor
        while True:
            last_round = finished.is_set()
            page = server.seller.get(f"/feed?after={after}&limit=3&wait=2").json
            got.extend(page["entries"])
            after = page["next"]
            if last_round and not page["entries"]:
                return

    def write(mine: list[bytes]) -> list[str]:
        return [server.buyer.submit(raw).json["id"] for raw in mine]

    poller = threading.Thread(target=poll)
    poller.start()
    with ThreadPoolExecutor(writers) as pool:
        written = {key for keys in pool.map(write, raws) for key in keys}
    finished.set()
    poller.join()
    positions = [each["position"] for each in got]
    assert len(written) == writers * each_writes
    assert sorted(each["document"]["id"] for each in got) == sorted(written)
    assert positions == list(range(cursor + 1, cursor + 1 + len(written)))
