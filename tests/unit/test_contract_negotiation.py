"""A contract's way: versions in a chain, acceptance, signatures, consents; and the redline between versions."""

from datetime import date
from time import process_time
from typing import Any

import pytest

from app.domain.documents.base import Price
from app.domain.documents.contract import Clause, PriceLine, Term
from app.domain.negotiation.diff import ChangeKind, Mark, marks, redline
from app.domain.negotiation.machine import IllegalMove
from app.domain.negotiation.situation import Effect
from app.domain.negotiation.steps import actions
from app.errors import CountersignError
from tests.negotiating import Bench, a_contract, codes, events, item, money

CT = ("contract", "CT-1")


def proposed(**rules: Any) -> Bench:
    made = Bench(rules)
    assert not made.send(a_contract(), digest="a1").refused
    return made


def agreed() -> Bench:
    made = proposed()
    made.fire("accept", "seller", digest="sha-256:a1")
    return made


def signing() -> Bench:
    made = agreed()
    made.fire("release_to_sign", "buyer")
    return made


def executed() -> Bench:
    made = signing()
    made.fire("sign", "buyer")
    made.fire("sign", "seller")
    return made


def refusal(made: Bench, event: str, side: str, reason: str = "", **detail: Any) -> str:
    with pytest.raises(CountersignError) as caught:
        made.fire(event, side, reason, **detail)
    return caught.value.code


def offered(made: Bench, side: str) -> list[str]:
    return [each.event for each in actions(made.contract, side)]


def test_the_first_version_is_proposed_and_the_other_party_has_the_ball() -> None:
    made = proposed()
    assert (made.last.state, made.last.ball, made.last.proposer) == ("PROPOSED", "seller", "buyer")
    assert events(made.last) == ["submit_internal", "approve_to_send"]
    assert (made.contract.facts.contract.version, made.contract.facts.contract.digest) == (1, "sha-256:a1")
    assert made.open[CT] == "CT-1"


def test_a_version_waits_for_a_review_where_the_policy_says_so() -> None:
    made = proposed(contract_review=True)
    assert (made.last.state, made.last.ball, made.last.effects) == ("INTERNAL_REVIEW", "buyer", (Effect.HOLD,))
    assert offered(made, "seller") == []
    assert refusal(made, "approve_to_send", "seller") == "negotiation.wrong_party"
    assert made.fire("approve_to_send", "buyer").effects == (Effect.RELEASE,)
    assert made.last.ball == "seller"


def test_a_contract_starts_with_version_one() -> None:
    assert codes(Bench().send(a_contract(2, "sha-256:a1"))) == ["contract.first_version"]
    assert codes(Bench().send(a_contract(1, "sha-256:a1"))) == ["contract.first_version"]


def test_the_next_version_by_the_other_party_swaps_the_roles() -> None:
    made = proposed()
    move = made.send(a_contract(2, "sha-256:a1", by_buyer=False), digest="b2")
    assert (move.state, move.proposer, move.ball) == ("PROPOSED", "seller", "buyer")
    assert events(move) == ["counter", "approve_to_send"]
    assert Effect.VOID_SIGNATURES in move.effects
    move = made.send(a_contract(3, "sha-256:b2"), digest="c3")
    assert (move.proposer, made.contract.facts.contract.version) == ("buyer", 3)


def test_the_proposer_may_not_answer_himself() -> None:
    assert codes(proposed().send(a_contract(2, "sha-256:a1"))) == ["negotiation.out_of_turn"]


@pytest.mark.parametrize(("version", "previous"), [(2, "sha-256:ff"), (2, ""), (3, "sha-256:a1"), (1, "sha-256:a1")])
def test_a_version_that_does_not_continue_the_chain_is_refused(version: int, previous: str) -> None:
    move = proposed().send(a_contract(version, previous, by_buyer=False))
    assert codes(move) == ["contract.version_conflict"]
    assert "version 2 after sha-256:a1" in move.findings[0].message()


def test_a_digest_is_compared_without_regard_to_case() -> None:
    assert not proposed().send(a_contract(2, "sha-256:A1", by_buyer=False)).refused


def test_accepting_names_the_version_and_agrees_to_the_open_one() -> None:
    made = proposed()
    assert refusal(made, "accept", "buyer") == "negotiation.wrong_party"
    assert refusal(made, "accept", "seller", digest="sha-256:ff") == "contract.other_digest"
    move = made.fire("accept", "seller", digest="A1")
    assert (move.state, made.contract.facts.contract.accepted_by, made.agreed[CT]) == ("AGREED", "seller", "CT-1")
    assert made.open[CT] == "CT-1", "it waits for its signatures"


def test_declining_and_withdrawing_need_a_reason_and_end_it() -> None:
    assert refusal(proposed(), "decline", "seller") == "negotiation.reason_required"
    assert proposed().fire("decline", "seller", "Too dear").state == "DECLINED"
    made = proposed()
    assert made.fire("withdraw", "buyer", "Budget cut").ball == ""
    assert (made.open[CT], codes(made.send(a_contract(2, "sha-256:a1", by_buyer=False)))) == ("", ["negotiation.ended"])


def test_two_signatures_execute_the_contract() -> None:
    made = signing()
    move = made.fire("sign", "buyer", digest="sha-256:a1")
    assert (move.state, move.ball, move.effects) == ("SIGNED_ONE", "seller", (Effect.SIGNED,))
    assert refusal(made, "sign", "buyer") == "contract.already_signed"
    assert offered(made, "seller") == ["sign", "refuse", "reopen"]
    assert offered(made, "buyer") == ["refuse", "reopen"]
    move = made.fire("sign", "seller")
    assert (move.state, move.ball, move.effects) == ("EXECUTED", "", (Effect.SIGNED, Effect.EXECUTED))
    assert (made.agreed[CT], made.open[CT]) == ("CT-1", "")


def test_the_seller_may_sign_first() -> None:
    made = signing()
    assert made.fire("sign", "seller").ball == "buyer"


def test_signing_another_version_is_refused() -> None:
    assert refusal(signing(), "sign", "buyer", digest="sha-256:00") == "contract.other_digest"


def test_nothing_is_signed_before_it_is_released() -> None:
    with pytest.raises(IllegalMove) as caught:
        agreed().fire("sign", "buyer")
    assert "release_to_sign" in caught.value.allowed


def test_a_new_version_voids_acceptance_and_signatures() -> None:
    made = signing()
    made.fire("sign", "buyer")
    move = made.send(a_contract(2, "sha-256:a1", by_buyer=False), digest="b2")
    now = made.contract.facts.contract
    assert (move.state, events(move), move.ball) == ("PROPOSED", ["reopen"], "buyer")
    assert Effect.VOID_SIGNATURES in move.effects
    assert (now.accepted_by, now.signed_by_buyer, now.signed_by_seller) == ("", False, False)
    made = agreed()
    assert events(made.send(a_contract(2, "sha-256:a1"))) == ["new_version"]
    assert codes(signing().send(a_contract(2, "sha-256:a1"))) == ["negotiation.out_of_turn"]


def test_reopening_without_a_new_version_voids_the_signature() -> None:
    made = signing()
    made.fire("sign", "buyer")
    move = made.fire("reopen", "seller")
    assert (move.state, move.ball, move.open, move.effects) == ("PROPOSED", "seller", "keep", (Effect.VOID_SIGNATURES,))


def test_refusing_to_sign_leaves_nobody_the_ball() -> None:
    made = signing()
    made.fire("sign", "buyer")
    assert (made.fire("refuse", "seller", "Changed our mind").state, made.last.ball) == ("DECLINED", "")


def test_it_takes_effect_on_its_day_and_not_before() -> None:
    made = executed()
    with pytest.raises(CountersignError) as caught:
        made.fire("t_effective", "timer")
    assert caught.value.code == "contract.not_yet"
    early = Bench()
    early.send(a_contract(term=Term(start=date(2026, 1, 1))), digest="a1")
    for event, side in (("accept", "seller"), ("release_to_sign", "seller"), ("sign", "seller"), ("sign", "buyer")):
        early.fire(event, side)
    assert early.fire("t_effective", "timer").state == "ACTIVE"
    assert refusal(early, "t_end", "buyer") == "negotiation.wrong_party"


def test_what_needs_both_takes_the_consent_of_each() -> None:
    made = executed()
    move = made.fire("rescind", "buyer", "By agreement")
    assert (move.state, move.events, move.ball) == ("EXECUTED", (), "seller")
    assert refusal(made, "rescind", "buyer", "Again") == "contract.already_consented"
    assert "rescind" not in offered(made, "buyer")
    move = made.fire("rescind", "seller", "By agreement")
    assert (move.state, events(move), move.ball) == ("TERMINATED", ["rescind"], "")


def test_a_version_is_a_document_not_an_event() -> None:
    assert refusal(proposed(), "counter", "seller") == "negotiation.document_needed"


# The redline


def clause(id_: str, text: str = "", *below: Clause, heading: str = "") -> Clause:
    return Clause(id=id_, heading=heading, text=text, clauses=below)


def changes(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> list[tuple[str, str]]:
    found = redline(a_contract(clauses=old), a_contract(clauses=new))
    return [(each.kind.value, each.id) for each in found]


def test_the_same_version_has_no_redline() -> None:
    assert redline(a_contract(), a_contract()) == []


def test_clauses_are_added_removed_and_moved_by_their_ids() -> None:
    old = (clause("a"), clause("b"), clause("c"), clause("d"))
    assert changes(old, (clause("a"), clause("c"), clause("d"), clause("e"))) == [("added", "e"), ("removed", "b")]
    assert changes(old, (clause("d"), clause("a"), clause("b"), clause("c"))) == [("moved", "d")]
    assert changes(old, (clause("a", "", clause("b")), clause("c"), clause("d"))) == [("moved", "b")]


def test_a_clause_can_move_and_be_reworded_at_once() -> None:
    old = (clause("a", "Pay in 30 days"), clause("b", "", clause("c")))
    new = (clause("b", "", clause("c"), clause("a", "Pay in 45 days")),)
    found = redline(a_contract(clauses=old), a_contract(clauses=new))
    assert [(each.kind, each.field, each.before, each.after) for each in found] == [
        (ChangeKind.MOVED, "", "/1", "b/2"),
        (ChangeKind.REWORDED, "text", "Pay in 30 days", "Pay in 45 days"),
    ]


def test_a_rewording_is_marked_by_words() -> None:
    assert marks("Payment within 30 days net.", "Payment within 45 days net.") == (
        Mark("same", "Payment within "),
        Mark("removed", "30 "),
        Mark("added", "45 "),
        Mark("same", "days net."),
    )
    assert marks("", "new") == (Mark("added", "new"),)
    assert marks("same", "same") == (Mark("same", "same"),)
    assert [each.op for each in marks("a b c d e", "a x c d y e")] == [
        "same",
        "removed",
        "added",
        "same",
        "added",
        "same",
    ]


def test_chinese_is_marked_by_characters() -> None:
    assert marks("买方应在三十日内付款", "买方应在六十日内付款") == (
        Mark("same", "买方应在"),
        Mark("removed", "三"),
        Mark("added", "六"),
        Mark("same", "十日内付款"),
    )


def test_the_marks_of_any_text_give_back_both_versions() -> None:
    for old, new in (("a b c", "c b a"), ("甲乙 x1 丙", "乙甲 x2"), ("", "x"), ("_a__b", "_a_b"), ("é\n\tß", "ß\n")):
        found = marks(old, new)
        assert "".join(each.text for each in found if each.op != "added") == old
        assert "".join(each.text for each in found if each.op != "removed") == new


def test_texts_too_far_apart_are_shown_as_replaced_and_quickly() -> None:
    for old, new in (("x y " * 2000, "y x z " * 2000), (" ".join(map(str, range(3000))), "q " * 3000)):
        started = process_time()
        assert [each.op for each in marks("s " + old, "s " + new)][:3] == ["same", "removed", "added"]
        assert process_time() - started < 5


def test_a_long_clause_is_still_marked_word_by_word() -> None:
    words = [f"word{number}" for number in range(3000)]
    old, new = " ".join(words), " ".join(["New", *words[1:-1], "end"])
    assert [(each.op, each.text) for each in marks(old, new) if each.op != "same"] == [
        ("removed", "word0 "),
        ("added", "New "),
        ("removed", "word2999"),
        ("added", "end"),
    ]


def test_prices_terms_and_the_header_are_compared_field_by_field() -> None:
    old = a_contract()
    new = a_contract(
        title="Frame agreement",
        term=Term(start=date(2026, 4, 1), end=date(2028, 3, 31), notice="P3M"),
        price_lines=(
            PriceLine(id="p1", item=item("1"), price=Price(amount=money("38.50"))),
            PriceLine(id="p2", item=item("2"), price=Price(amount=money("6"))),
        ),
    )
    found = {(each.what, each.id, each.field): each for each in redline(old, new)}
    assert found["price_line", "p1", "price"].before == "40 EUR"
    assert found["price_line", "p1", "price"].after == "38.50 EUR"
    assert found["price_line", "p2", ""].kind is ChangeKind.ADDED
    assert (found["term", "end", "end"].after, found["term", "notice", "notice"].after) == ("2028-03-31", "P3M")
    assert found["header", "title", "title"].marks[-1] == Mark("added", "agreement")
    gone = redline(new, old)
    assert [each.id for each in gone if each.kind is ChangeKind.REMOVED] == ["p2"]
