"""An invoice's way: matched, queried, credited, approved, paid; and what it means for its order's ledger."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.documents.application_response import DocumentAnswer, ResponseStatus
from app.domain.identifiers import Code, DocumentReference
from app.domain.negotiation.emit import Stamp, invoice_response
from app.domain.negotiation.ledger import invariants
from app.domain.negotiation.policy import Policy
from app.domain.negotiation.situation import Effect
from app.domain.negotiation.steps import actions
from app.errors import CountersignError
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from tests.negotiating import (
    DAY,
    HEADER,
    Bench,
    a_change,
    a_credit_note,
    a_despatch,
    a_remittance,
    a_response,
    a_verdict,
    an_invoice,
    an_order,
    changed,
    charged,
    codes,
    events,
)

INV = ("invoice", "INV-1")


def delivered(**rules: Any) -> Bench:
    """An agreed order of 10 at 40 and 50 at 6, all of it shipped."""
    made = Bench(rules)
    for document in (an_order(), a_response("AP"), a_despatch(l1="10", l2="50")):
        assert not made.send(document).refused
    return made


def matched() -> Bench:
    made = delivered()
    assert made.send(an_invoice(charged("1", "10", "40"))).state == "MATCHED"
    return made


def excepted() -> Bench:
    """An invoice of 400 that asks 1 too much a piece: 410."""
    made = delivered()
    assert made.send(an_invoice(charged("1", "10", "41"))).state == "EXCEPTION"
    return made


def approved() -> Bench:
    made = matched()
    made.send(a_verdict("AP"))
    return made


def refusal(made: Bench, event: str, side: str, reason: str = "") -> str:
    with pytest.raises(CountersignError) as caught:
        made.fire(event, side, reason, key=INV)
    return caught.value.code


def test_an_invoice_that_matches_waits_for_approval_and_is_booked_on_its_order() -> None:
    made = matched()
    assert events(made.last) == ["validate_ok", "match_ok"]
    assert (made.last.ball, made.last.open, made.last.effects) == ("buyer", "this", (Effect.BOOK_INVOICE,))
    assert (made.invoice.facts.invoice.matched, made.invoice.facts.invoice.mode) == ("ok", "shipped")
    assert (made.line("1").invoiced, made.line("2").invoiced) == (10, 0)


def test_an_invoice_that_differs_is_an_exception_with_every_difference_and_is_not_refused() -> None:
    made = delivered()
    move = made.send(an_invoice(charged("1", "11", "41"), charged("9", "1", "1")))
    assert (move.state, move.refused, events(move)) == ("EXCEPTION", False, ["validate_ok", "match_fail"])
    assert sorted(codes(move)) == ["matching.price", "matching.quantity", "matching.unknown_line"]
    assert made.line("1").invoiced == 0
    assert len(made.invoice.facts.invoice.differences) == 3
    assert made.invoice.facts.invoice.differences[0]["message"]


@pytest.mark.parametrize("order", ["", "PO-404"])
def test_an_invoice_without_a_known_order_is_coded_by_a_clerk(order: str) -> None:
    made = Bench()
    line = charged("1", "1", "9")
    bare = type(line)(number="1", amount=line.amount, quantity=line.quantity, item=line.item)
    move = made.send(an_invoice(bare, order=order))
    assert (move.state, events(move)) == ("CODING", ["validate_ok", "no_po"])
    assert made.fire("coded", "buyer", key=INV).state == "MATCHED"


def test_the_same_invoice_again_is_refused() -> None:
    assert codes(matched().send(an_invoice(charged("1", "10", "40")))) == ["negotiation.already_open"]


def test_the_same_goods_on_another_invoice_are_an_exception() -> None:
    made = matched()
    move = made.send(an_invoice(charged("1", "1", "40"), number="INV-2"))
    assert (move.state, codes(move)) == ("EXCEPTION", ["matching.quantity"])


def test_an_invoice_for_an_order_that_nobody_agreed_to_is_an_exception() -> None:
    made = Bench()
    made.send(an_order())
    assert "matching.order_not_open" in codes(made.send(an_invoice(charged("1", "1", "40"))))


def test_approving_then_paying_in_parts_ends_it() -> None:
    made = approved()
    assert (made.invoice.state, made.agreed[INV], made.open[INV]) == ("APPROVED", "INV-1", "INV-1")
    move = made.send(a_remittance("150"))
    assert (move.state, [(each.event, each.actor) for each in move.events]) == (
        "PART_PAID",
        [("schedule", "buyer"), ("settle_part", "bank")],
    )
    assert codes(made.send(a_remittance("251"))) == ["invoice.over_paid"]
    move = made.send(a_remittance("250"))
    assert (move.state, move.ball, made.invoice.facts.invoice.outstanding) == ("PAID", "", 0)
    assert (made.agreed[INV], made.open[INV]) == ("INV-1", "")
    move = made.fire("bank_return", "bank", key=INV)
    assert (move.state, move.ball, made.open[INV]) == ("RETURNED", "buyer", "INV-1")


def test_what_is_not_approved_is_not_paid() -> None:
    assert codes(matched().send(a_remittance("400"))) == ["negotiation.out_of_turn"]


def test_a_payment_in_another_currency_of_nothing_or_without_an_amount_is_refused() -> None:
    assert codes(approved().send(a_remittance("400", currency="USD"))) == ["invoice.currency_mismatch"]
    assert codes(approved().send(a_remittance("0"))) == ["invoice.bad_amount"]
    empty = a_remittance("1")
    line = type(empty.lines[0])(number="1", billing_references=(DocumentReference(number="INV-1"),))
    assert codes(approved().send(type(empty)(number="RM", lines=(line,), **HEADER))) == ["invoice.amount_missing"]


def test_codes_never_go_backwards() -> None:
    made = matched()
    for code in ("AB", "IP"):
        assert made.send(a_verdict(code)).state == "MATCHED"
    assert codes(made.send(a_verdict("AB"))) == ["invoice.code_backwards"]
    assert made.send(a_verdict("UQ", "Which site?")).state == "QUERIED"
    assert codes(made.send(a_verdict("UQ", "And when?"))) == ["negotiation.noted"]
    made.fire("seller_reply", "seller", key=INV)
    assert made.send(a_verdict("AP")).state == "APPROVED"
    assert codes(made.send(a_verdict("RE", "No"))) == ["invoice.code_backwards"]
    assert made.send(a_verdict("PD")).state == "PAID"
    assert codes(made.send(a_verdict("PD"))) == ["negotiation.noted"]


def test_nothing_follows_a_rejection() -> None:
    made = excepted()
    made.send(a_verdict("RE", "Wrong price"))
    for code in ("AP", "PD", "RE"):
        assert "invoice.code_backwards" in codes(made.send(a_verdict(code, "-")))


@pytest.mark.parametrize("code", ["CA", "UQ", "RE"])
def test_some_codes_need_a_reason(code: str) -> None:
    assert codes(excepted().send(a_verdict(code))) == ["invoice.reason_missing"]
    reason = ResponseStatus(reason=Code("PRI", "OPStatusReason"))
    said = DocumentAnswer(code=code, statuses=(reason,), document=DocumentReference(number="INV-1"))
    move = excepted().send(type(a_verdict("AB"))(number="AR", answers=(said,), **HEADER))
    assert (move.refused, move.events[0].reason) == (False, "PRI")


def test_an_unknown_code_is_refused() -> None:
    assert codes(matched().send(a_verdict("XX"))) == ["invoice.unknown_code"]


def test_a_rejected_invoice_frees_what_it_had_booked() -> None:
    made = matched()
    move = made.send(a_verdict("RE", "Not ours"))
    assert (move.state, events(move), move.effects) == ("REJECTED", ["hold", "reject"], (Effect.UNBOOK_INVOICE,))
    assert (made.line("1").invoiced, made.open[INV]) == (0, "")


def test_an_override_books_the_invoice() -> None:
    made = excepted()
    assert refusal(made, "within_override", "buyer") == "negotiation.reason_required"
    assert refusal(made, "within_override", "seller", "-") == "negotiation.wrong_party"
    move = made.fire("within_override", "buyer", "Agreed by phone", key=INV)
    assert (move.state, move.effects, made.line("1").invoiced) == ("MATCHED", (Effect.BOOK_INVOICE,), 10)


def test_what_an_approver_let_through_is_kept_apart_in_the_ledger() -> None:
    made = delivered()
    made.send(an_invoice(charged("1", "12", "40")))
    made.send(a_verdict("AP"))
    assert (made.line("1").invoiced, made.line("1").overridden) == (12, 12)
    assert invariants("OPEN", made.order.facts.order, Policy()) == ()


def test_a_line_is_not_changed_below_what_was_invoiced() -> None:
    made = Bench({"matching": "2-way"})
    for document in (an_order(), a_response("AP"), an_invoice(charged("1", "10", "40"))):
        made.send(document)
    assert made.invoice.state == "MATCHED"
    assert codes(made.send(a_change(changed("1", "3", "9")))) == ["order.below_shipped"]


def test_credits_answer_what_the_state_waits_for() -> None:
    made = excepted()
    made.send(a_verdict("CA", "Credit 10"))
    assert (made.invoice.state, made.last.ball) == ("COND_ACCEPTED", "seller")
    move = made.send(a_credit_note("10"))
    assert (move.state, events(move), made.invoice.facts.invoice.outstanding) == ("APPROVED", ["credit_partial"], 400)
    made = excepted()
    made.send(a_verdict("UQ", "Wrong price"))
    assert events(made.send(a_credit_note("10"))) == ["seller_reply"]
    made.fire("query", "buyer", "Still wrong", key=INV)
    assert made.send(a_credit_note("400")).state == "CREDITED"


def test_a_full_credit_frees_what_was_booked() -> None:
    made = approved()
    move = made.send(a_credit_note("400"))
    assert (move.state, move.effects, made.line("1").invoiced) == ("CREDITED", (Effect.UNBOOK_INVOICE,), 0)


def test_the_rest_of_a_part_paid_invoice_can_be_credited() -> None:
    made = approved()
    made.send(a_remittance("300"))
    assert codes(made.send(a_credit_note("101"))) == ["invoice.over_credited"]
    assert (made.send(a_credit_note("40")).state, made.last.events) == ("PART_PAID", ())
    assert events(made.send(a_credit_note("60"))) == ["credit_rest"]
    assert (made.invoice.state, made.line("1").invoiced) == ("PAID", 10)


def test_a_credit_in_another_currency_or_after_the_end_is_refused() -> None:
    assert codes(matched().send(a_credit_note("1", currency="USD"))) == ["invoice.currency_mismatch"]
    made = excepted()
    made.send(a_verdict("RE", "No"))
    assert codes(made.send(a_credit_note("1"))) == ["negotiation.ended"]


def test_clerks_and_approvers_act_without_documents() -> None:
    made = matched()
    assert refusal(made, "approve", "seller") == "negotiation.wrong_party"
    assert refusal(made, "hold", "buyer") == "negotiation.reason_required"
    assert refusal(made, "credit_full", "seller") == "negotiation.illegal_move"
    assert made.fire("approve", "buyer", key=INV).events[0].actor == "approver"
    assert made.fire("schedule", "buyer", key=INV).events[0].actor == "buyer"
    assert refusal(made, "settle_full", "buyer") == "negotiation.wrong_party"
    assert made.fire("settle_full", "bank", key=INV).state == "PAID"
    assert made.invoice.facts.invoice.paid == 400


def test_actions_of_an_invoice_say_which_answer_carries_them() -> None:
    made = excepted()
    found = {each.event: (each.code, each.needs_reason) for each in actions(made.invoice, "buyer")}
    assert found == {
        "within_override": ("", True),
        "query": ("UQ", True),
        "reject": ("RE", True),
        "cond_accept": ("CA", True),
    }
    assert actions(made.invoice, "seller") == []
    made.send(a_verdict("UQ", "?"))
    assert [each.event for each in actions(made.invoice, "seller")] == ["seller_reply", "credit_full", "dispute"]


def test_the_response_that_an_action_emits_moves_the_invoice() -> None:
    made = excepted()
    invoice = an_invoice(charged("1", "10", "41"))
    said = invoice_response(invoice, "UQ", "The price is 40", Stamp("AR-1", DAY))
    move = made.send(said)
    assert (move.state, move.events[0].reason, move.events[0].actor) == ("QUERIED", "The price is 40", "clerk")


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("case", "state"),
    [
        ("uc001", "EXCEPTION"),
        ("uc004a", "REJECTED"),
        ("uc004b", "REJECTED"),
        ("uc005", "COND_ACCEPTED"),
        ("uc006a", "QUERIED"),
        ("uc006c", "QUERIED"),
        ("uc003", "APPROVED"),
        ("uc008", "APPROVED"),
    ],
)
def test_peppols_own_invoice_responses_move_an_exception(corpus: Path, case: str, state: str) -> None:
    file = next((corpus / "peppol/examples/Invoice reponse use cases").glob(f"T111-{case}-*.xml"))
    said = Ubl().read(parse_xml(file.read_bytes())).document
    assert said is not None
    made = delivered()
    made.send(an_invoice(charged("1", "10", "41"), number=said.references[0].number))
    move = made.send(said)
    assert (move.refused, move.state) == (False, state)
