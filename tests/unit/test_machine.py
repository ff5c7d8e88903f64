"""The engine and its three tables: what the design says, and nothing else."""

from collections import deque
from pathlib import Path

import pytest

from app.domain.negotiation import chart, contract, invoice, order
from app.domain.negotiation.carried import CARRIED, CARRIED_BY_SIDE, NEEDS_DOCUMENT
from app.domain.negotiation.machine import IllegalMove, Table, allowed, ball, fire, other, row_for, rows_of, sides
from app.domain.negotiation.tables import TABLES
from app.errors import CountersignError
from tests.conftest import ROOT

EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
DESIGN = ROOT.parent / "shared" / "design" / "state-machines.txt"
OWN_MOVES = {"VALIDATED", "RECEIVED"}
"""States in which the server moves at once and nobody is waited for."""


def reachable(table: Table, start: str) -> set[str]:
    seen, todo = {start}, deque([start])
    while todo:
        for row in table.rows_from(todo.popleft()):
            if row.to_state not in seen:
                seen.add(row.to_state)
                todo.append(row.to_state)
    return seen


def read_design(path: Path) -> dict[str, tuple[str, set[str], list[str]]]:
    """kind → (start, ends, lines of rows), as the design's file has them."""
    found: dict[str, tuple[str, set[str], list[str]]] = {}
    kind = ""
    for line in path.read_text().splitlines():
        if line.startswith("## "):
            kind, _, rest = line[3:].partition(": start ")
            start, _, ends = rest.partition(" · ends ")
            found[kind] = (start, set(ends.partition(" (")[0].split()), [])
        elif kind and line.strip():
            found[kind][2].append(line.strip())
    return found


@EVERY
def test_a_table_is_exactly_the_designs(table: Table) -> None:
    if not DESIGN.is_file():
        pytest.skip("LEFT OUT: the design isn't here")
    start, ends, rows = read_design(DESIGN)[table.kind]
    assert table.start == start
    assert table.ends == ends
    assert [f"{row.state} {row.event} {row.actor} {row.to_state}" for row in table.rows] == rows


@EVERY
def test_the_same_event_by_the_same_actor_never_leads_to_two_states(table: Table) -> None:
    keys = [(row.state, row.event, row.actor) for row in table.rows]
    assert len(set(keys)) == len(keys)


@EVERY
def test_every_state_is_reachable_and_every_one_that_is_no_end_can_end(table: Table) -> None:
    assert reachable(table, table.start) == table.states
    for state in table.states - table.ends:
        assert reachable(table, state) & table.ends, state


@EVERY
def test_every_state_that_waits_for_somebody_has_a_timer(table: Table) -> None:
    for state in table.waits.keys() - {table.start} - OWN_MOVES:
        assert any(row.actor == "T" for row in table.rows_from(state)), state


@EVERY
def test_whoever_has_the_ball_can_do_something(table: Table) -> None:
    for state in table.waits.keys() - OWN_MOVES:
        for proposer in ("buyer", "seller"):
            mover = ball(table, state, proposer)
            assert mover in {"buyer", "seller"}
            rows = table.rows_from(state)
            assert any(mover in sides(table, row, proposer) or row.actor == "K" for row in rows), (state, mover)


@EVERY
def test_nobody_has_the_ball_in_an_end(table: Table) -> None:
    assert not table.waits.keys() & table.ends
    assert table.waits.keys() <= table.states


@EVERY
def test_what_is_said_about_events_names_events_that_exist(table: Table) -> None:
    known = {row.event for row in table.rows}
    modules = {"purchase-order": order, "contract": contract, "invoice": invoice}
    assert known >= modules[table.kind].REASONED
    assert set(modules[table.kind].ON_THE_TABLE) <= known
    assert {event for kind, event in (*CARRIED, *NEEDS_DOCUMENT) if kind == table.kind} <= known
    assert {key for key in table.whose} <= {(row.state, row.event) for row in table.rows}


def test_only_an_orders_events_are_said_by_either_side() -> None:
    assert {event for event, _ in CARRIED_BY_SIDE} <= {row.event for row in TABLES["purchase-order"].rows}


def test_an_invoices_response_codes_walk_on_the_table() -> None:
    table = TABLES["invoice"]
    for by_state in invoice.BY_CODE.values():
        for state, events in by_state.items():
            for event in events:
                row = next(row for row in table.rows_from(state) if row.event == event)
                state = row.to_state


def test_firing_gives_the_step() -> None:
    step = fire(TABLES["purchase-order"], "ISSUED", "counter", "S")
    assert (step.event, step.actor, step.from_state, step.to_state) == ("counter", "S", "ISSUED", "COUNTERED")


def test_an_illegal_event_says_the_state_the_event_and_what_is_allowed() -> None:
    with pytest.raises(IllegalMove) as caught:
        fire(TABLES["purchase-order"], "COUNTERED", "ack", "S")
    assert caught.value.code == "negotiation.illegal_move"
    assert (caught.value.state, caught.value.event, caught.value.allowed) == ("COUNTERED", "ack", ())
    with pytest.raises(IllegalMove) as caught:
        fire(TABLES["purchase-order"], "COUNTERED", "ack", "B")
    assert caught.value.allowed == ("accept_counter", "cancel", "recounter")
    assert "accept_counter" in str(caught.value)


def test_the_wrong_actor_cannot_fire_a_legal_event() -> None:
    with pytest.raises(IllegalMove):
        fire(TABLES["purchase-order"], "ISSUED", "accept_all", "B")


def test_either_party_may_fire_what_is_anybodys() -> None:
    for actor in ("B", "S", "P", "O"):
        assert fire(TABLES["contract"], "SIGNING", "sign_first", actor).to_state == "SIGNED_ONE"
    with pytest.raises(IllegalMove):
        fire(TABLES["contract"], "SIGNING", "sign_first", "T")


def test_the_same_event_is_the_buyers_and_the_sellers_where_the_table_has_both() -> None:
    table = TABLES["purchase-order"]
    assert row_for(table, "OPEN", "propose_change", "buyer", "").to_state == "CHANGE_BY_BUYER"
    assert row_for(table, "OPEN", "propose_change", "seller", "").to_state == "CHANGE_BY_SELLER"


def test_an_event_of_the_other_side_is_refused_by_its_own_code() -> None:
    with pytest.raises(CountersignError) as caught:
        row_for(TABLES["contract"], "PROPOSED", "accept", "buyer", "buyer")
    assert caught.value.code == "negotiation.wrong_party"
    assert row_for(TABLES["contract"], "PROPOSED", "accept", "seller", "buyer").to_state == "AGREED"


def test_the_ball_of_a_contract_follows_who_proposed() -> None:
    table = TABLES["contract"]
    assert ball(table, "PROPOSED", "buyer") == "seller"
    assert ball(table, "PROPOSED", "seller") == "buyer"
    assert ball(table, "SIGNED_ONE", "buyer", "buyer") == "buyer"
    assert ball(table, "ACTIVE", "") == ""
    assert other("timer") == ""


def test_allowed_lists_an_actors_events_or_everybodys() -> None:
    table = TABLES["purchase-order"]
    assert [row.event for row in allowed(table, "ISSUED", "S")] == ["ack", "accept_all", "reject_all", "counter"]
    assert len(allowed(table, "ISSUED")) == 6


def test_a_table_with_an_unknown_actor_or_a_short_line_does_not_load() -> None:
    with pytest.raises(ValueError, match="unknown actors"):
        rows_of("DRAFT submit Z ISSUED")
    with pytest.raises(ValueError, match="values to unpack"):
        rows_of("DRAFT submit B")


def test_the_page_about_negotiations_agrees_with_the_tables() -> None:
    page = (ROOT / "docs" / "negotiation.md").read_text(encoding="utf-8")
    renew = "from app.domain.negotiation.chart import fill; p = Path('docs/negotiation.md'); p.write_text(fill(...))"
    assert chart.fill(page) == page, f"docs/negotiation.md is out of date; draw it anew: {renew}"
    for table in TABLES.values():
        assert f"<!-- diagram:{table.kind} -->\n```mermaid" in page
        assert f"<!-- table:{table.kind} -->\n| state" in page
