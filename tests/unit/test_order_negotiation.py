"""A purchase order's way, played with documents: what a buyer and a seller would see."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.documents import Document, DocumentType
from app.domain.documents.base import Item, Note
from app.domain.findings import Severity
from app.domain.identifiers import DocumentReference
from app.domain.negotiation.emit import (
    LineAnswer,
    Stamp,
    order_cancellation,
    order_change_accepting,
    order_change_keeping,
    order_response,
)
from app.domain.negotiation.ledger import invariants
from app.domain.negotiation.policy import Policy
from app.domain.negotiation.situation import Context, Effect, Thread
from app.domain.negotiation.steps import actions, move_for_document
from app.domain.negotiation.threads import thread_of
from app.domain.parties import Party
from app.errors import CountersignError
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.negotiating import (
    DAY,
    NOW,
    ORDER,
    Bench,
    a_cancellation,
    a_change,
    a_contract,
    a_despatch,
    a_receipt,
    a_remittance,
    a_response,
    an_invoice,
    an_order,
    answer,
    between,
    changed,
    codes,
    events,
    money,
    order_line,
    so_many,
)

STAMP = Stamp("N-1", DAY)
PO = ("purchase-order", "PO-1")


def bench(*documents, rules=None) -> Bench:
    """A bench on which those documents were played, all of them accepted."""
    made = Bench(rules or {})
    for document in documents:
        move = made.send(document)
        assert not move.refused, codes(move)
    return made


def countered() -> Bench:
    """The seller offers 8 of 10 on line 1 and 6.50 instead of 6 on line 2."""
    return bench(an_order(), a_response("CA", answer("1", "3", "8"), answer("2", "3", "50", price="6.5")))


def agreed(**rules) -> Bench:
    """An order that the seller accepted whole."""
    return bench(an_order(), a_response("AP"), rules=rules)


def offered_actions(made: Bench, side: str) -> list[str]:
    return [each.event for each in actions(made.order, side)]


def test_a_new_order_is_issued_and_the_seller_has_the_ball() -> None:
    made = Bench()
    move = made.send(an_order())
    assert (move.state, move.ball, move.proposer) == ("ISSUED", "seller", "buyer")
    assert [(each.event, each.actor) for each in move.events] == [("submit", "buyer"), ("approve", "approver")]
    assert (move.agreed, move.open, made.open[PO]) == ("keep", "this", "PO-1")


@pytest.mark.parametrize("rules", [{"order_approval": True}, {"order_approval_above": "699.99"}])
def test_an_order_waits_for_an_approval_where_the_policy_says_so(rules: dict[str, object]) -> None:
    made = Bench(rules)
    move = made.send(an_order())
    assert (move.state, move.ball, move.effects) == ("PENDING_APPROVAL", "buyer", (Effect.HOLD,))
    assert codes(made.send(a_response("AP"))) == ["negotiation.out_of_turn"]
    assert offered_actions(made, "seller") == []
    assert offered_actions(made, "buyer") == ["approve", "reject_internal"]
    move = made.fire("approve", "buyer")
    assert (move.state, move.ball, move.effects) == ("ISSUED", "seller", (Effect.RELEASE,))


def test_an_order_at_the_limit_needs_no_approval() -> None:
    assert bench(an_order(), rules={"order_approval_above": "700"}).order.state == "ISSUED"


def test_an_order_without_lines_with_twice_a_number_or_nothing_asked_is_refused_with_every_fault() -> None:
    assert codes(
        Bench().send(an_order(order_line("1")).__class__(number="E", issued=DAY, buyer=Party(), seller=Party()))
    ) == ["order.no_lines"]
    move = Bench().send(an_order(order_line("1"), order_line("1"), order_line("2", "0"), order_line("3", "-5")))
    assert codes(move) == ["order.duplicate_line", "order.bad_quantity", "order.bad_quantity"]
    assert [each.path for each in move.findings] == ["/lines", "/lines/2", "/lines/3"]
    assert (move.state, move.events) == ("DRAFT", ())


def test_an_order_that_is_being_negotiated_cannot_start_again() -> None:
    assert codes(bench(an_order()).send(an_order())) == ["negotiation.already_open"]


def test_an_answer_to_an_order_that_nobody_sent_is_refused() -> None:
    assert codes(Bench().send(a_response("AP"))) == ["negotiation.unknown_reference"]
    assert codes(Bench().send(a_despatch(l1="1"))) == ["negotiation.unknown_reference"]


def test_a_document_from_the_wrong_side_is_refused() -> None:
    made = bench(an_order())
    move = move_for_document(a_response("AP"), made.order, Context(sender="buyer", now=NOW))
    assert codes(move) == ["negotiation.wrong_sender"]
    assert "seller" in move.findings[0].message()


def test_a_document_that_refers_to_nothing_is_refused() -> None:
    move = Bench().send(a_response("AP").__class__(number="R", issued=DAY, buyer=Party(), seller=Party(), code="AP"))
    assert codes(move) == ["negotiation.no_reference"]


def test_an_acknowledgement_is_taken_once_and_noted_after_that() -> None:
    made = bench(an_order(), a_response("AB"))
    assert (made.order.state, made.last.ball) == ("ACKNOWLEDGED", "seller")
    move = made.send(a_response("AB"))
    assert (codes(move), move.refused, move.state) == (["negotiation.noted"], False, "ACKNOWLEDGED")


def test_accepting_confirms_every_line_and_nobody_has_the_ball() -> None:
    made = agreed()
    assert (made.last.state, made.last.ball, made.last.proposer) == ("OPEN", "", "")
    assert (made.agreed[PO], made.open[PO]) == ("PO-1", "")
    assert [line.confirmed for line in made.order.facts.order.lines] == [10, 50]


def test_rejecting_ends_the_order_and_a_missing_reason_is_a_warning() -> None:
    made = bench(an_order(), a_response("RE", note="No stock"))
    assert (made.order.state, made.last.events[0].reason, made.last.findings) == ("REJECTED", "No stock", ())
    assert (made.agreed[PO], made.open[PO]) == ("", "")
    made = bench(an_order(), a_response("RE"))
    assert [(each.code, each.severity) for each in made.last.findings] == [("order.reason_missing", Severity.WARNING)]
    assert codes(made.send(a_response("AP"))) == ["negotiation.ended"]


def test_an_unknown_response_code_is_refused() -> None:
    assert codes(bench(an_order()).send(a_response("29"))) == ["order.unknown_code"]
    assert codes(bench(an_order()).send(a_response(""))) == ["order.unknown_code"]


def test_a_code_for_the_whole_order_may_not_contradict_its_lines() -> None:
    move = bench(an_order()).send(a_response("AP", answer("1", "5"), answer("2", "7")))
    assert codes(move) == ["order.code_contradicts_lines"]
    assert move.findings[0].path == "/lines/1"


def test_a_counter_offer_leaves_the_order_as_it_was_until_the_buyer_answers() -> None:
    made = countered()
    assert (made.last.state, made.last.ball, made.order.proposer) == ("COUNTERED", "buyer", "seller")
    assert [line.confirmed for line in made.order.facts.order.lines] == [0, 0]
    assert (made.agreed[PO], made.open[PO]) == ("", "R-1")
    assert [line.status for line in made.order.facts.order.proposal.lines] == ["changed", "changed"]


def test_every_line_must_be_answered_once_and_every_fault_is_told() -> None:
    lines = (answer("1", "5"), answer("1", "5"), answer("9", "5"), answer("2", "66"))
    move = bench(
        an_order(),
    ).send(a_response("CA", *lines))
    assert codes(move) == ["order.line_answered_twice", "order.unknown_line", "order.unknown_status"]
    move = bench(an_order()).send(a_response("CA", answer("1", "3", "8")))
    assert codes(move) == ["order.line_unanswered"]
    assert "Line 2" in move.findings[0].message()
    assert "第 2 行" in move.findings[0].message("zh")


def test_an_answer_by_lines_without_lines_is_refused() -> None:
    assert codes(agreed().send(a_response("CA"))) == ["order.no_lines"]


def test_answering_every_line_as_asked_is_an_acceptance() -> None:
    made = bench(an_order(), a_response("CA", answer("1", "5"), answer("2", "3", "50")))
    assert (made.order.state, events(made.last), made.agreed[PO]) == ("OPEN", ["accept_all"], "PO-1")
    assert made.line("1").confirmed == 10


def test_rejecting_every_line_is_a_rejection() -> None:
    assert bench(an_order(), a_response("CA", answer("1", "7"), answer("2", "7"))).order.state == "REJECTED"


def test_a_line_marked_as_accepted_with_another_price_is_a_change_and_says_so() -> None:
    made = bench(an_order(), a_response("CA", answer("1", "5", "10", price="41"), answer("2", "5")))
    assert (made.order.state, codes(made.last)) == ("COUNTERED", ["order.answer_contradicts"])


def test_a_promise_within_the_days_asked_for_is_no_change_and_is_remembered() -> None:
    wanted, promised = between(date(2026, 3, 1), date(2026, 3, 20)), between(date(2026, 3, 5), date(2026, 3, 6))
    order = an_order(order_line("1", wanted=wanted))
    made = bench(order, a_response("CA", answer("1", "5", promised=promised)))
    assert made.order.state == "OPEN"
    assert (made.line("1").promised_start, made.line("1").terms.start) == (date(2026, 3, 5), date(2026, 3, 1))
    late = between(date(2026, 3, 19), date(2026, 3, 25))
    assert bench(order, a_response("CA", answer("1", "3", promised=late))).order.state == "COUNTERED"


def test_a_change_that_restates_the_counter_accepts_it() -> None:
    made = countered()
    move = made.send(a_change(changed("1", "3", "8"), changed("2", "3", "50", "6.50"), sequence="1"))
    assert (move.state, events(move), move.ball) == ("OPEN", ["accept_counter"], "")
    assert (made.agreed[PO], made.open[PO]) == ("C-1", "")
    assert (made.line("1").terms.quantity, made.line("1").confirmed) == (8, 8)
    assert made.line("2").terms.price == money("6.5").value


def test_a_change_that_differs_from_the_counter_is_a_new_revision() -> None:
    made = countered()
    move = made.send(a_change(changed("1", "3", "9"), changed("2", "3", "50", "6.50"), sequence="1"))
    assert (move.state, move.ball, events(move)) == ("ISSUED", "seller", ["recounter"])
    assert (made.agreed[PO], made.open[PO], made.line("1").terms.quantity) == ("", "C-1", 9)
    assert bench_accepts_revision(made).line("1").confirmed == 9


def bench_accepts_revision(made: Bench) -> Bench:
    made.send(a_response("AP", order_changes=(DocumentReference(number="C-1"),)))
    assert (made.order.state, made.agreed[PO]) == ("OPEN", "C-1")
    return made


def test_an_answer_to_an_older_revision_is_refused() -> None:
    made = countered()
    made.send(a_change(changed("1", "3", "9"), sequence="1"))
    move = made.send(a_response("AP", order_changes=(DocumentReference(number="C-0"),)))
    assert codes(move) == ["order.revision_conflict"]
    assert "C-1" in move.findings[0].message()


def test_a_change_with_a_sequence_that_was_used_is_refused() -> None:
    made = countered()
    made.send(a_change(changed("1", "3", "8"), changed("2", "3", "50", "6.5"), sequence="2"))
    assert codes(made.send(a_change(changed("1", "3", "9"), sequence="2"))) == ["order.revision_conflict"]


def test_back_ordered_goods_are_agreed_for_later_and_a_rejected_line_stays_in_the_ledger() -> None:
    made = bench(an_order(), a_response("CA", answer("1", "3", "6", back="4"), answer("2", "7")))
    made.send(a_change(changed("1", "", "10"), changed("2", "2", "50", "6")))
    line = made.line("1")
    assert (line.terms.quantity, line.confirmed, line.back_ordered) == (10, 6, 4)
    assert (made.line("2").confirmed, made.line("2").rejected) == (0, 50)
    assert invariants("OPEN", made.order.facts.order, Policy()) == ()
    assert codes(made.send(a_despatch(l2="1"))) == ["order.over_shipped"]


def test_a_substitute_and_an_added_line_are_accepted_by_restating_them() -> None:
    other = Item(name="Better item", sellers_id="S-99")
    extra = answer("3", "1", "1", price="5")
    made = bench(an_order(), a_response("CA", answer("1", "3", substitute=other), answer("2", "5"), extra))
    made.send(a_change(changed("1", "3", item=other), changed("2", "", "50", "6"), changed("3", "1", "1", "5")))
    assert (made.order.state, events(made.last)) == ("OPEN", ["accept_counter"])
    assert (made.line("1").terms.ids, made.line("3").confirmed) == (("seller:S-99",), 1)


def test_a_change_of_an_order_that_waits_for_its_answer_is_out_of_turn() -> None:
    move = bench(an_order()).send(a_change(changed("1", "3", "9")))
    assert codes(move) == ["negotiation.out_of_turn"]
    assert "withdraw" in move.findings[0].hint()


def test_a_change_in_another_currency_or_of_unknown_lines_is_refused_with_every_fault() -> None:
    lines = (changed("9", "3"), changed("1", "1"), changed("2", "77"), changed("1", "3", "-1"))
    move = agreed().send(a_change(*lines, currency="USD"))
    assert codes(move) == [
        "order.unknown_line",
        "order.line_exists",
        "order.unknown_status",
        "order.duplicate_line",
        "order.bad_quantity",
        "order.currency_mismatch",
    ]


@pytest.mark.parametrize(
    ("code", "state", "quantity"), [("AP", "OPEN", 12), ("RE", "OPEN", 10)], ids=["accepted", "rejected"]
)
def test_the_seller_answers_a_buyers_change(code: str, state: str, quantity: int) -> None:
    made = agreed()
    move = made.send(a_change(changed("1", "3", "12"), sequence="1"))
    assert (move.state, move.ball, made.line("1").terms.quantity) == ("CHANGE_BY_BUYER", "seller", 10)
    move = made.send(a_response(code, note="-"))
    assert (move.state, made.line("1").terms.quantity, made.open[PO]) == (state, quantity, "")
    assert made.agreed[PO] == ("C-1" if code == "AP" else "PO-1")
    assert made.line("1").confirmed == quantity


def test_the_seller_counters_a_buyers_change_and_the_buyer_accepts() -> None:
    made = agreed()
    made.send(a_change(changed("1", "3", "20"), changed("2", "2", "50", "6"), sequence="1"))
    move = made.send(a_response("CA", answer("1", "3", "15"), answer("2", "5"), number="R-2"))
    assert (move.state, move.ball, events(move)) == ("CHANGE_BY_SELLER", "buyer", ["counter_change"])
    move = made.send(a_change(changed("1", "3", "15"), changed("2", "2", "50", "6"), number="C-2", sequence="2"))
    assert (move.state, events(move), made.agreed[PO]) == ("OPEN", ["accept_change"], "C-2")
    assert (made.line("1").confirmed, made.line("2")) == (15, None)


def test_refusing_one_line_of_a_change_leaves_that_line_as_it_was_agreed() -> None:
    made = agreed()
    made.send(a_change(changed("1", "3", "20"), changed("2", "3", "60", "6"), sequence="1"))
    made.send(a_response("CA", answer("1", "7"), answer("2", "5")))
    assert made.order.state == "CHANGE_BY_SELLER"
    made.send(a_change(changed("1", "", "10"), changed("2", "3", "60", "6"), number="C-2"))
    assert (made.line("1").confirmed, made.line("2").confirmed) == (10, 60)


def test_the_seller_proposes_a_change_and_the_buyer_keeps_the_order() -> None:
    made = agreed()
    move = made.send(a_response("CA", answer("1", "3", "5"), number="R-2"))
    assert (move.state, move.ball) == ("CHANGE_BY_SELLER", "buyer")
    assert codes(made.send(a_change(changed("1", "3", "7")))) == ["order.change_differs"]
    move = made.send(a_change(changed("1"), changed("2", "", "50", "6")))
    assert (move.state, events(move), made.agreed[PO]) == ("OPEN", ["decline_keep"], "PO-1")
    assert made.line("1").confirmed == 10


def test_a_change_that_changes_nothing_is_noted() -> None:
    move = agreed().send(a_change(changed("1")))
    assert (codes(move), move.state) == (["negotiation.noted"], "OPEN")


def test_a_lapsed_or_retracted_change_leaves_the_agreed_revision_as_it_was() -> None:
    for event, side in (("t_perform", "timer"), ("retract", "buyer")):
        made = agreed()
        before = made.order.facts.order.lines
        made.send(a_change(changed("1", "3", "12"), sequence="1"))
        move = made.fire(event, side)
        assert (move.state, made.order.facts.order.lines, made.agreed[PO], made.open[PO]) == (
            "OPEN",
            before,
            "PO-1",
            "",
        )


def test_goods_that_were_shipped_meanwhile_stop_a_change_at_its_acceptance() -> None:
    made = agreed()
    made.send(a_change(changed("1", "3", "4"), sequence="1"))
    made.send(a_despatch(l1="6"))
    move = made.send(a_response("AP"))
    assert (codes(move), made.order.state) == (["order.below_shipped"], "CHANGE_BY_BUYER")
    assert made.send(a_response("RE", note="Too late")).state == "OPEN"


def test_a_change_below_what_was_shipped_is_refused_at_once() -> None:
    made = agreed()
    made.send(a_despatch(l1="6"))
    assert codes(made.send(a_change(changed("1", "3", "4")))) == ["order.below_shipped"]
    assert codes(made.send(a_change(changed("1", "2")))) == ["order.below_shipped"]
    assert made.send(a_change(changed("1", "3", "6"))).state == "CHANGE_BY_BUYER"


@pytest.mark.parametrize(
    ("documents", "state", "event"),
    [
        ((an_order(),), "CANCELLED", "withdraw"),
        ((an_order(), a_response("AB")), "CANCELLED", "withdraw"),
        ((an_order(), a_response("CA", answer("1", "3", "8"), answer("2", "5"))), "CANCELLED", "cancel"),
        ((an_order(), a_response("AP")), "CANCEL_BY_BUYER", "request_cancel"),
        (
            (an_order(), a_response("AP"), a_response("CA", answer("1", "3", "8"))),
            "CANCEL_BY_BUYER",
            "decline_cancel",
        ),
        ((an_order(), a_response("AP"), a_response("RE", note="Fire")), "CANCELLED", "confirm_cancel"),
    ],
)
def test_a_cancellation_does_what_the_state_makes_of_it(documents: tuple, state: str, event: str) -> None:
    made = bench(*documents)
    move = made.send(a_cancellation("No longer needed"))
    assert (move.state, events(move), move.events[0].reason) == (state, [event], "No longer needed")


@pytest.mark.parametrize(("code", "state"), [("AP", "CANCELLED"), ("RE", "OPEN")])
def test_the_seller_answers_a_cancellation(code: str, state: str) -> None:
    made = agreed()
    made.send(a_cancellation())
    assert made.send(a_response(code, note="-")).state == state
    assert made.agreed[PO] == "PO-1"


def test_nothing_is_cancelled_after_a_shipment_not_even_what_was_asked_before_it() -> None:
    made = agreed()
    made.send(a_cancellation())
    assert made.send(a_despatch(l1="1")).state == "CANCEL_BY_BUYER"
    move = made.send(a_response("AP"))
    assert codes(move) == ["order.already_shipped"]
    assert "quantities" in move.findings[0].hint()
    made = agreed()
    made.send(a_despatch(l1="1"))
    assert codes(made.send(a_cancellation())) == ["order.already_shipped"]
    assert "request_cancel" not in offered_actions(made, "buyer")


def test_a_late_rejection_of_a_change_is_not_taken_for_a_cancellation() -> None:
    made = agreed()
    made.send(a_change(changed("1", "3", "12")))
    made.fire("retract", "buyer")
    move = made.send(a_response("RE", order_changes=(DocumentReference(number="C-1"),)))
    assert codes(move) == ["negotiation.out_of_turn"]


def test_shipping_and_receiving_grow_the_ledger_and_fire_nothing() -> None:
    made = agreed()
    move = made.send(a_despatch(l1="4", l2="50"))
    assert (move.state, move.events, move.effects) == ("OPEN", (), (Effect.BOOKED,))
    made.send(a_despatch("D-2", l1="6"))
    made.send(a_receipt(rejected="1", l1="9"))
    line = made.line("1")
    assert (line.shipped, line.received, line.accepted) == (10, 9, 8)
    assert invariants("OPEN", made.order.facts.order, Policy()) == ()


def test_nothing_is_shipped_on_an_order_that_is_not_agreed() -> None:
    assert codes(bench(an_order()).send(a_despatch(l1="1"))) == ["order.not_open"]
    assert codes(countered().send(a_receipt(l1="1"))) == ["order.not_open"]


def test_shipping_too_much_is_refused_beyond_the_tolerance_and_together_with_every_other_fault() -> None:
    made = agreed()
    move = made.send(a_despatch(l1="11", l9="1", l2="-1"))
    assert sorted(codes(move)) == ["order.bad_quantity", "order.over_shipped", "order.unknown_line"]
    assert made.line("1").shipped == 0
    made = agreed(delivery_tolerance={"relative": "0.1", "absolute": "1"})
    assert not made.send(a_despatch(l1="11")).refused
    assert made.send(a_despatch("D-2", l2="52")).refused, "the stricter of both tolerances wins"


def test_units_are_converted_and_those_that_cannot_be_are_named() -> None:
    made = agreed()
    made.send(a_despatch(l2="2", unit="DZN"))
    assert made.line("2").shipped == 24
    move = made.send(a_despatch("D-2", l2="2", unit="KGM"))
    assert (codes(move), move.findings[0].params["expected"]) == (["order.unit_mismatch"], "EA")


def test_what_arrives_without_an_announcement_counts_as_shipped() -> None:
    made = agreed()
    move = made.send(a_receipt(l1="10"))
    assert (codes(move), move.refused, made.line("1").shipped) == (["order.received_unannounced"], False, 10)
    assert codes(made.send(a_receipt("RA-2", l1="1"))) == ["order.over_received"]


def test_a_line_without_a_number_is_found_by_its_item() -> None:
    despatch = a_despatch(l1="3")
    line = despatch.lines[0]
    without = type(line)(number="7", quantity=so_many(3), item=line.item)
    made = agreed()
    assert not made.send(
        type(despatch)(number="D-3", orders=(ORDER,), lines=(without,), issued=DAY, buyer=Party(), seller=Party())
    ).refused
    assert made.line("1").shipped == 3
    unknown = type(line)(number="7", quantity=so_many(3), item=Item(name="Nobody's"))
    move = made.send(
        type(despatch)(number="D-4", orders=(ORDER,), lines=(unknown,), issued=DAY, buyer=Party(), seller=Party())
    )
    assert codes(move) == ["order.line_unreferenced"]


def test_events_without_documents_are_checked_like_documents() -> None:
    made = agreed()
    with pytest.raises(CountersignError) as caught:
        made.fire("counter", "seller")
    assert caught.value.code == "negotiation.illegal_move"
    with pytest.raises(CountersignError) as caught:
        made.fire("propose_change", "buyer")
    assert caught.value.code == "negotiation.document_needed"
    with pytest.raises(CountersignError) as caught:
        made.fire("close", "seller")
    assert caught.value.code == "negotiation.wrong_party"
    assert made.fire("close", "buyer").state == "CLOSED"
    assert made.fire("reopen", "buyer").state == "OPEN"
    made = bench(an_order())
    with pytest.raises(CountersignError) as caught:
        made.fire("withdraw", "buyer", " ")
    assert caught.value.code == "negotiation.reason_required"
    made = agreed()
    made.send(a_cancellation())
    made.send(a_despatch(l1="1"))
    with pytest.raises(CountersignError) as caught:
        made.fire("accept_cancel", "seller")
    assert caught.value.code == "order.already_shipped"


def test_an_event_accepts_what_is_on_the_table() -> None:
    made = countered()
    move = made.fire("accept_counter", "buyer")
    assert (move.state, move.agreed, made.agreed[PO], made.line("1").confirmed) == ("OPEN", "open", "R-1", 8)


def test_actions_say_which_document_carries_them() -> None:
    made = countered()
    found = {each.event: each for each in actions(made.order, "buyer")}
    assert list(found) == ["accept_counter", "cancel", "recounter"]
    assert found["accept_counter"].emits is DocumentType.ORDER_CHANGE
    assert (found["cancel"].emits, found["cancel"].needs_reason) == (DocumentType.ORDER_CANCELLATION, True)
    assert actions(made.order, "seller") == []
    found = {each.event: each for each in actions(bench(an_order()).order, "seller")}
    assert [(each.event, each.code) for each in found.values()] == [
        ("ack", "AB"),
        ("accept_all", "AP"),
        ("reject_all", "RE"),
        ("counter", "CA"),
    ]
    sellers = {each.event: each.emits for each in actions(agreed().order, "seller")}
    assert sellers == {"propose_change": DocumentType.ORDER_RESPONSE, "request_cancel": DocumentType.ORDER_RESPONSE}


def test_the_documents_that_actions_emit_move_the_order_as_meant() -> None:
    order = an_order()
    made = bench(order)
    given = [LineAnswer(line="1", status="3", quantity=so_many(8)), LineAnswer(line="2", status="7", note="Sold out")]
    counter = order_response(order, "CA", STAMP, given)
    assert made.send(counter).state == "COUNTERED"
    accepting = order_change_accepting(order, counter, STAMP, "1")
    assert [(line.number, line.status) for line in accepting.lines] == [("1", "3"), ("2", "2")]
    assert events(made.send(accepting)) == ["accept_counter"]
    counter = order_response(accepting, "CA", STAMP, [LineAnswer(line="1", status="3", price=money("41"))])
    assert made.send(counter).state == "CHANGE_BY_SELLER"
    assert events(made.send(order_change_keeping(accepting, STAMP, "2"))) == ["decline_keep"]
    cancellation = order_cancellation(accepting, "Project stopped", STAMP)
    assert (made.send(cancellation).state, cancellation.reasons) == ("CANCEL_BY_BUYER", (Note("Project stopped"),))
    assert made.send(order_response(order, "AP", STAMP)).state == "CANCELLED"


def test_accepting_a_counter_restates_days_prices_substitutes_and_added_lines() -> None:
    order = an_order(order_line("1", wanted=between(date(2026, 3, 1), date(2026, 3, 5))), order_line("2"))
    late, other = between(date(2026, 4, 1), date(2026, 4, 2)), Item(name="Other", sellers_id="S-9")
    lines = (
        answer("1", "3", "10", promised=late, price="39"),
        answer("2", "3", substitute=other),
        answer("3", "1", "2", price="1"),
    )
    made = bench(order)
    counter = a_response("CA", *lines)
    made.send(counter)
    accepting = order_change_accepting(order, counter, STAMP)
    assert events(made.send(accepting)) == ["accept_counter"]
    assert accepting.lines[0].deliveries[0].requested == late
    assert (accepting.lines[1].item, accepting.lines[2].status) == (other, "1")


def test_documents_name_the_negotiations_they_belong_to() -> None:
    assert thread_of(an_order()) == (Thread("purchase-order", "PO-1"),)
    assert thread_of(a_response("AB")) == (Thread("purchase-order", "PO-1"),)
    assert thread_of(a_despatch(l1="1")) == (Thread("purchase-order", "PO-1"),)
    assert thread_of(a_contract()) == (Thread("contract", "CT-1"),)
    assert thread_of(a_remittance("1")) == (Thread("invoice", "INV-1"),)
    assert thread_of(an_invoice()) == (Thread("invoice", "INV-1"), Thread("purchase-order", "PO-1", primary=False))


SCENARIOS = {
    1: ("OrderResponse", "OrderChange", "OrderCancellation", ["counter", "recounter", "withdraw"]),
    2: ("OrderChange", "OrderResponse", ["propose_change", "accept_change"]),
    3: ("OrderChange", "OrderResponse", "OrderCancellation", ["propose_change", "accept_change", "request_cancel"]),
    4: ("OrderCancellation", "OrderResponse", ["request_cancel", "accept_cancel"]),
    5: ("OrderCancellation", "OrderResponse", ["request_cancel", "reject_cancel"]),
}


def read(path: Path) -> Document:
    document = Ubl().read(parse_xml(path.read_bytes())).document
    assert document is not None
    return document


@pytest.mark.corpus
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_peppols_own_ordering_scenarios_run_on_the_table(corpus: Path, scenario: int) -> None:
    folder = corpus / "peppol/examples/Advanced Ordering scenarios"
    *names, expected = SCENARIOS[scenario]
    made = bench(read(folder / "advanced_ordering_sc1/Order_sc1.xml"))
    if scenario > 1:
        made.send(replace(a_response("AP"), orders=(DocumentReference(number="Order-1"),)))
    fired = []
    for name in names:
        move = made.send(read(folder / f"advanced_ordering_sc{scenario}/{name}_sc{scenario}.xml"))
        assert (move.refused, move.findings) == (False, ())
        fired += events(move)
    assert fired == expected
