"""Whatever is sent, in whatever order: no table is left, the ledgers stay sound, what was agreed stays agreed."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.negotiation.diff import marks, redline
from app.domain.negotiation.facts import Facts
from app.domain.negotiation.ledger import invariants
from app.domain.negotiation.machine import Table, allowed, ball, fire, sides
from app.domain.negotiation.policy import Policy
from app.domain.negotiation.situation import Move, Situation
from app.domain.negotiation.steps import actions
from app.domain.negotiation.tables import TABLES
from app.errors import CountersignError
from tests.negotiating import (
    Bench,
    a_cancellation,
    a_change,
    a_contract,
    a_credit_note,
    a_despatch,
    a_receipt,
    a_remittance,
    a_response,
    a_verdict,
    an_invoice,
    an_order,
    answer,
    changed,
    charged,
)

PO = ("purchase-order", "PO-1")
ADOPTING = {"accept_all", "accept_counter", "accept_change"}
GAME = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LEAN = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

quantities = st.sampled_from(["0", "1", "4", "8", "10", "12", "50"])
statuses = st.sampled_from(["1", "3", "5", "7", "42", "", "66"])
numbers = st.sampled_from(["1", "2", "9"])
answers = st.builds(
    lambda number, status, quantity, back, price: answer(number, status, quantity, back=back, price=price),
    numbers,
    statuses,
    st.none() | quantities,
    st.none() | st.sampled_from(["1", "4"]),
    st.none() | st.sampled_from(["6", "40", "41"]),
)
changes = st.builds(
    lambda number, status, quantity, price: changed(number, status, quantity, price),
    numbers,
    st.sampled_from(["", "1", "2", "3", "4"]),
    quantities,
    st.sampled_from(["6", "40", "41"]),
)
codes = st.sampled_from(["AB", "AP", "RE", "CA", ""])
whole = [a_response("AB"), a_response("AP"), a_response("RE", note="No"), a_cancellation(), an_order()]
documents = st.one_of(
    st.sampled_from(whole),
    st.builds(lambda code, lines: a_response(code, *lines), codes, st.lists(answers, max_size=3)),
    st.just(a_response("CA", answer("1", "3", "8"), answer("2", "5"))),
    st.builds(lambda lines: a_change(*lines), st.lists(changes, max_size=3)),
    st.just(a_change(changed("1", "3", "8"), changed("2", "", "50", "6"))),
    st.builds(lambda one, two: a_despatch(l1=one, l2=two), quantities, quantities),
    st.builds(lambda one, rejected: a_receipt(l1=one, rejected=rejected), quantities, st.sampled_from(["0", "1"])),
    st.builds(
        lambda number, quantity, price: an_invoice(charged("1", quantity, price), number=number),
        st.sampled_from(["INV-1", "INV-2"]),
        st.sampled_from(["1", "4", "10"]),
        st.sampled_from(["40", "41"]),
    ),
    st.builds(a_verdict, st.sampled_from(["AB", "UQ", "CA", "RE", "AP", "PD", "?"]), st.sampled_from(["", "Why"])),
    st.builds(a_credit_note, st.sampled_from(["40", "400", "0"])),
    st.builds(a_remittance, st.sampled_from(["40", "100", "400"])),
)
timeouts = st.tuples(st.sampled_from(["t_perform", "retract", "t_offer", "decline_keep"]), st.just("either"))
SHIPPING = (a_despatch(l1="4"), a_despatch(l1="1", l2="12"), a_receipt(l1="4"), a_receipt(l1="1", rejected="1"))
PROPOSALS = (
    a_change(changed("1", "3", "8")),
    a_change(changed("1", "3", "4"), changed("2", "2", "50", "6")),
    a_change(changed("1", "3", "12", "39"), changed("3", "1", "5")),
    a_response("CA", answer("1", "3", "8")),
    a_response("CA", answer("1", "3", "6", back="4"), answer("2", "7")),
    a_response("CA", answer("1", "5"), answer("2", "3", "12", price="7"), answer("3", "1", "1", price="2")),
)
INVOICES = tuple(
    an_invoice(charged("1", quantity, price), number=number)
    for number, quantity, price in (("INV-1", "4", "40"), ("INV-2", "1", "40"), ("INV-3", "4", "41"))
)
SETTLING = (a_remittance("100"), a_remittance("160"), a_credit_note("40"), a_credit_note("160"), a_credit_note("164"))
VERDICTS = tuple(a_verdict(code, "Why") for code in ("UQ", "CA", "RE", "AP", "AP", "PD"))
AGREED = (*SHIPPING, *SHIPPING, *PROPOSALS, *INVOICES, *VERDICTS, *SETTLING)
RESTATED = (a_change(changed("1", "3", "8")), a_change(changed("1")), a_cancellation())
FITTING = {
    "ISSUED": (a_response("AB"), a_response("AP"), a_response("AP"), *PROPOSALS[-2:]),
    "ACKNOWLEDGED": (a_response("AP"), *PROPOSALS[-2:]),
    "COUNTERED": (("accept_counter", "either"), *PROPOSALS[:3]),
    "OPEN": AGREED,
    "CHANGE_BY_BUYER": (*SHIPPING, a_response("AP"), a_response("RE"), *PROPOSALS[3:], ("t_perform", "either")),
    "CHANGE_BY_SELLER": (*SHIPPING, ("accept_change", "either"), ("decline_keep", "either"), *RESTATED),
    "CANCEL_BY_BUYER": (*SHIPPING, a_response("AP"), a_response("RE"), ("t_perform", "either")),
}
"""What is likely to do something in a state of the order, so that a game gets somewhere."""


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
@given(data=st.data())
@LEAN
def test_a_random_walk_never_leaves_its_table(table: Table, data: st.DataObject) -> None:
    state = table.start
    for _ in range(40):
        rows = allowed(table, state)
        if not rows:
            assert state in table.ends
            return
        row = data.draw(st.sampled_from(rows))
        step = fire(table, state, row.event, row.actor)
        assert (step.to_state, step.to_state in table.states) == (row.to_state, True)
        state = step.to_state
        proposer = data.draw(st.sampled_from(["buyer", "seller"]))
        assert (ball(table, state, proposer) == "") == (state not in table.waits)
        assert sides(table, row, proposer) <= {"buyer", "seller", "timer", "bank", "server"}


def agreed_terms(situation: Situation) -> tuple[Any, ...]:
    order = situation.facts.order
    return tuple((line.terms, line.due, line.rejected) for line in order.lines) if order and order.agreed else ()


def play(made: Bench, step: Any) -> Move | None:
    """Send a document, or fire an event by whoever may; what is refused is part of the game."""
    if not isinstance(step, tuple):
        return made.send(step)
    for side in ("timer", "buyer", "seller"):
        try:
            return made.fire(step[0], side, "", PO)
        except CountersignError:
            continue
    return None


def game(data: st.DataObject, made: Bench) -> Iterator[tuple[Any, dict[tuple[str, str], Situation], Move | None]]:
    """Sixteen steps, four in five of them fitting: (the step, what was there before it, the move)."""
    made.send(an_order())
    for _ in range(16):
        fitting = FITTING.get(made.order.state, ())
        anything = data.draw(st.integers(0, 4)) == 0 or not fitting
        step = data.draw(documents | timeouts if anything else st.sampled_from(fitting))
        before = dict(made.negotiations)
        yield step, before, play(made, step)
        if made.order.ended and made.order.state != "CLOSED":
            return


@given(data=st.data())
@GAME
def test_whatever_documents_come_the_ledger_is_sound_and_what_was_agreed_stays_agreed(data: st.DataObject) -> None:
    made = Bench()
    agreed = ""
    for step, before, move in game(data, made):
        after = made.order
        fired = {each.event for each in move.events} if move and not move.refused else set()
        if before[PO].facts.order.agreed and not fired & ADOPTING:
            assert agreed_terms(after) == agreed_terms(before[PO]), (step, fired)
            assert made.agreed[PO] == agreed
        assert invariants(after.state, after.facts.order, Policy()) == ()
        assert (made.open[PO] == "") == (ball(after.table, after.state, after.proposer) == "")
        agreed = made.agreed[PO]


@given(data=st.data())
@GAME
def test_whatever_documents_come_no_invoice_is_paid_or_credited_beyond_what_is_payable(data: st.DataObject) -> None:
    made = Bench()
    for _ in game(data, made):
        for key, situation in made.negotiations.items():
            if situation.facts.invoice:
                invoice = situation.facts.invoice
                assert 0 <= invoice.paid + invoice.credited <= invoice.payable
                assert (made.open[key] == "") == (ball(situation.table, situation.state, situation.proposer) == "")
        booked = [each.facts.invoice for each in made.negotiations.values() if each.facts.invoice]
        quantities = sum(line.quantity for each in booked if each.booked for line in each.lines)
        assert quantities == sum(line.invoiced for line in made.order.facts.order.lines)


@given(data=st.data())
@GAME
def test_a_refused_document_changes_nothing_and_says_why_in_both_languages(data: st.DataObject) -> None:
    made = Bench()
    for _, before, move in game(data, made):
        if move and move.refused:
            assert (made.negotiations, move.events) == (before, ())
        for each in move.findings if move else ():
            texts = (each.message("en"), each.message("zh"), each.hint("en"), each.hint("zh"))
            assert all(texts[:2])
            assert "{" not in "".join(texts)


@given(data=st.data())
@GAME
def test_every_action_that_is_offered_can_be_fired_or_names_its_document(data: st.DataObject) -> None:
    made = Bench()
    for _ in game(data, made):
        pass
    for key, situation in list(made.negotiations.items()):
        for side in ("buyer", "seller"):
            for action in actions(situation, side):
                try_out = Bench(negotiations=dict(made.negotiations), agreed=dict(made.agreed), open=dict(made.open))
                refused = code_of(try_out, action.event, side, key)
                assert refused in {"", "negotiation.document_needed"}, (key, situation.state, action)
                assert not refused or action.emits is not None


def code_of(made: Bench, event: str, side: str, key: tuple[str, str]) -> str:
    """The code with which an event is refused; "" where it isn't."""
    try:
        made.fire(event, side, "Because", key)
    except CountersignError as error:
        return error.code
    return ""


CONTRACT_EVENTS = [
    "accept",
    "decline",
    "withdraw",
    "release_to_sign",
    "sign",
    "refuse",
    "reopen",
    "rescind",
    "t_offer",
    "t_sign",
]
contract_steps = st.lists(
    st.tuples(st.sampled_from([*CONTRACT_EVENTS, "next version"]), st.sampled_from(["buyer", "seller", "timer"])),
    max_size=20,
)


@given(steps=contract_steps)
@LEAN
def test_whatever_is_done_to_a_contract_only_the_current_version_is_ever_executed(steps: list[tuple[str, str]]) -> None:
    made = Bench()
    made.send(a_contract(), digest="d1")
    for event, side in steps:
        now = made.contract.facts.contract
        if event == "next version":
            version = now.version + 1
            made.send(a_contract(version, now.digest, by_buyer=side == "buyer"), digest=f"d{version}")
        else:
            try:
                made.fire(event, side, "Because")
            except CountersignError:
                continue
        after, situation = made.contract.facts.contract, made.contract
        if after.version != now.version:
            assert (after.signed_by_buyer, after.signed_by_seller, after.accepted_by) == (False, False, "")
        if situation.state == "EXECUTED":
            assert after.signed_by_buyer
            assert after.signed_by_seller
        awaited = after.consent != ""
        open_ = made.open["contract", "CT-1"] != "" or awaited
        assert open_ == (made.last.ball != "")


@given(old=st.text(alphabet="ab 买方.\n_1", max_size=40), new=st.text(alphabet="ab 买方.\n_1", max_size=40))
@LEAN
def test_a_redline_gives_back_both_texts(old: str, new: str) -> None:
    found = marks(old, new)
    assert "".join(each.text for each in found if each.op != "added") == old
    assert "".join(each.text for each in found if each.op != "removed") == new
    assert all(each.op == "same" for each in found) == (old == new)


ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=6)


@given(old=ids, new=ids)
@LEAN
def test_a_redline_names_exactly_the_clauses_that_came_went_or_moved(old: list[str], new: list[str]) -> None:
    from tests.unit.test_contract_negotiation import clause

    found = redline(a_contract(clauses=tuple(map(clause, old))), a_contract(clauses=tuple(map(clause, new))))
    named = {kind: [each.id for each in found if each.kind == kind] for kind in ("added", "removed", "moved")}
    assert named["added"] == [each for each in new if each not in old]
    assert named["removed"] == [each for each in old if each not in new]
    stayed = [each for each in new if each in old and each not in named["moved"]]
    assert stayed == [each for each in old if each in stayed], "what isn't marked as moved kept its order"


@given(numbers=st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=4), min_size=1, max_size=4))
@LEAN
def test_facts_survive_being_stored(numbers: list[Decimal]) -> None:
    made = Bench()
    made.send(an_order())
    stored = made.order.facts.as_dict()
    stored["order"]["charges"] = format(numbers[0], "f")
    assert Facts.from_dict(stored).as_dict() == stored
