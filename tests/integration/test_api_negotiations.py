"""Negotiations over HTTP, on a real server: where it stands, whose move it is, and what happens on a wrong one."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.access.clients import Scope
from app.domain.documents import Order
from tests.builders import an_order_response
from tests.integration.server import Answer, Caller, Running

UNKNOWN = "018f0000-0000-7000-8000-000000000000"


def opened(server: Running) -> tuple[Order, str]:
    """A fresh order, and its negotiation."""
    order = server.order()
    return order, server.accepted(order)["negotiation"]["id"]


def fire(caller: Caller, negotiation: str, event: str, version: int, **more: Any) -> Answer:
    headers = {"Idempotency_Key": more.pop("key")} if "key" in more else {}
    body = {"event": event, "version": version, **more}
    return caller.post(f"/negotiations/{negotiation}/events", body, **headers)


def test_both_sides_see_where_it_stands_and_what_each_may_do(server: Running) -> None:
    order, key = opened(server)
    buyer, seller = (each.get(f"/negotiations/{key}").json for each in (server.buyer, server.seller))
    assert (buyer["state"], buyer["ball"], buyer["side"], seller["side"]) == ("ISSUED", "seller", "buyer", "seller")
    assert [each["number"] for each in seller["revisions"]] == [order.number]
    assert [each["event"] for each in seller["timeline"]][-1] == [each["event"] for each in buyer["timeline"]][-1]
    assert "accept_all" in {each["event"] for each in seller["allowed_actions"]}
    assert "accept_all" not in {each["event"] for each in buyer["allowed_actions"]}


def test_a_document_moves_it(server: Running) -> None:
    order, key = opened(server)
    response = an_order_response(order, "AP").numbered(f"OR-{order.number}").build()
    assert server.accepted(response)["negotiation"] == {
        "id": key,
        "kind": "purchase-order",
        "number": order.number,
        "state": "OPEN",
        "ball": None,
        "version": server.buyer.get(f"/negotiations/{key}").json["version"],
    }


def test_an_event_moves_it_and_the_document_that_says_so_reaches_the_other_side(server: Running) -> None:
    _, key = opened(server)
    version = server.seller.get(f"/negotiations/{key}").json["version"]
    answer = fire(server.seller, key, "accept_all", version)
    assert (answer.status, answer.json["state"]) == (200, "OPEN"), answer.body
    assert [each["type"] for each in answer.json["revisions"]] == ["order", "order_response"]
    assert answer.json["revisions"][1]["receipt"]


def test_an_event_for_another_version_is_a_conflict(server: Running) -> None:
    _, key = opened(server)
    for version in (0, 99, 10**30, -1):
        answer = fire(server.seller, key, "accept_all", version)
        assert (answer.status, answer.code) == (409, "negotiation.version_conflict")


@pytest.mark.parametrize("event", ["approve", "sign", "no such event", "", "x" * 500])
def test_an_event_that_is_not_possible_is_refused_and_changes_nothing(server: Running, event: str) -> None:
    _, key = opened(server)
    before = server.seller.get(f"/negotiations/{key}").json
    answer = fire(server.seller, key, event, before["version"])
    assert answer.status in (409, 422)
    assert answer.code.startswith("negotiation.")
    assert server.seller.get(f"/negotiations/{key}").json == before


def test_the_wrong_side_cannot_move(server: Running) -> None:
    _, key = opened(server)
    version = server.buyer.get(f"/negotiations/{key}").json["version"]
    answer = fire(server.buyer, key, "accept_all", version)
    assert answer.status == 409
    assert answer.code in ("negotiation.wrong_party", "negotiation.out_of_turn", "negotiation.illegal_move")


def test_the_same_event_with_the_same_key_moves_once(server: Running) -> None:
    order, key = opened(server)
    version = server.seller.get(f"/negotiations/{key}").json["version"]
    again = [fire(server.seller, key, "accept_all", version, key=f"e-{order.number}") for _ in range(2)]
    assert [each.status for each in again] == [200, 200], again[1].body
    assert again[0].json["version"] == again[1].json["version"]
    other = fire(server.seller, key, "reject_all", version, key=f"e-{order.number}", reason="no")
    assert (other.status, other.code) == (409, "negotiation.key_reused")


def test_of_many_moves_at_once_one_is_made(server: Running) -> None:
    _, key = opened(server)
    version = server.seller.get(f"/negotiations/{key}").json["version"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: fire(server.seller, key, "accept_all", version), range(8)))
    assert sorted({each.status for each in answers}) in ([200, 409], [200, 409, 422]), [each.body for each in answers]
    detail = server.seller.get(f"/negotiations/{key}").json
    assert [each["type"] for each in detail["revisions"]].count("order_response") == 1


@pytest.mark.parametrize(
    "body", [{}, {"event": "accept_all"}, {"event": "accept_all", "version": "x"}, [], "text", None, 5]
)
def test_an_event_that_says_too_little_is_refused(server: Running, body: Any) -> None:
    _, key = opened(server)
    answer = server.seller.post(f"/negotiations/{key}/events", body)
    assert answer.status in (400, 415, 422)
    assert answer.code.startswith("api.")


def test_it_is_404_to_everybody_else(server: Running) -> None:
    _, key = opened(server)
    assert server.outsider.get(f"/negotiations/{key}").status == 404
    assert (
        server.outsider.get(f"/negotiations/{key}").json["title"]
        == server.outsider.get(f"/negotiations/{UNKNOWN}").json["title"]
    )
    assert fire(server.outsider, key, "accept_all", 2).status == 404
    assert server.outsider.get("/negotiations").json == {"negotiations": [], "next": None}


def test_reading_and_moving_have_scopes_of_their_own(server: Running) -> None:
    _, key = opened(server)
    reader = server.caller(server.trade.seller, Scope.NEGOTIATIONS_READ)
    writer = server.caller(server.trade.seller, Scope.NEGOTIATIONS_WRITE)
    assert (reader.get("/negotiations").status, fire(reader, key, "accept_all", 2).status) == (200, 403)
    assert (writer.get("/negotiations").status, writer.get(f"/negotiations/{key}").status) == (403, 403)
    assert server.nobody().get("/negotiations").status == 401


def test_the_list_is_narrowed_by_whose_move_it_is(server: Running) -> None:
    order, key = opened(server)
    query = f"/negotiations?number={order.number}&kind=purchase-order&state=ISSUED"
    found = {
        (side, ball): [each["id"] for each in caller.get(f"{query}&ball={ball}").json["negotiations"]]
        for side, caller in (("buyer", server.buyer), ("seller", server.seller))
        for ball in ("mine", "theirs")
    }
    assert found == {
        ("buyer", "mine"): [],
        ("buyer", "theirs"): [key],
        ("seller", "mine"): [key],
        ("seller", "theirs"): [],
    }


def test_pages_of_negotiations_skip_nothing(server: Running) -> None:
    keys = [opened(server)[1] for _ in range(5)]
    path, seen = "/negotiations?limit=2", []
    while path and not set(keys) <= set(seen):
        page = server.buyer.get(path).json
        seen += [each["id"] for each in page["negotiations"]]
        path = f"/negotiations?limit=2&after={page['next']}" if page["next"] else ""
    assert [key for key in seen if key in keys] == keys[::-1]
