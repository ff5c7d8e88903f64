"""What partners say of a document's content in an 824 or APERAK, as plain values."""

import pytest

from app.domain.findings import Finding, finding
from app.formats.edi.acknowledge_business import Judgement, business_answers
from app.formats.edi.acknowledged import Answer
from app.formats.edi.advised import Advised, advised
from app.formats.edi.mirror import Numbers
from tests.edi_interchanges import AT, GOOD_850, GOOD_ORDERS, edifact, messages_of, x12


def heard(sent: bytes, *findings: Finding) -> Advised:
    """What is read of the advice that we'd write about `sent`."""
    [message] = messages_of(sent)
    judgement = Judgement(message=message, document="4711", identifier="A-1", findings=findings, at=AT)
    [answer] = business_answers([judgement])
    [told] = [one for each in messages_of(answer.content(Numbers(7), AT)) for one in advised(each)]
    return told


def test_a_refusal_in_an_824_is_read_with_its_references_and_words() -> None:
    told = heard(x12(GOOD_850), finding("document.number_conflict", type="order", number="4711"))
    assert (told.kind, told.answer, told.numbers) == ("824", Answer.REJECTED, ["4711"])
    assert (told.group, told.control) == ("17", "0001")
    [words] = told.words
    assert words.startswith("848 document.number_conflict: ")
    assert words.endswith(finding("document.number_conflict", type="order", number="4711").message()[-20:])


def test_a_refusal_in_an_aperak_is_read_with_its_references_and_words() -> None:
    told = heard(edifact(GOOD_ORDERS), finding("BR-CO-10"), finding("BR-01"))
    assert (told.kind, told.answer, told.numbers, told.control) == ("APERAK", Answer.REJECTED, ["4711"], "1")
    assert [each.split(":")[0] for each in told.words] == ["BR-CO-10 BR-CO-10", "BR-01 BR-01"]


def test_what_is_taken_is_read_as_taken() -> None:
    assert [heard(each).answer for each in (x12(GOOD_850), edifact(GOOD_ORDERS))] == [Answer.ACCEPTED] * 2


def test_other_messages_say_nothing() -> None:
    assert [advised(each) for each in messages_of(x12(GOOD_850))] == [[]]


def test_an_aperak_that_does_not_say_how_it_answers_refuses_by_its_errors() -> None:
    with_error = ["UNH+1+APERAK:D:96A:UN", "BGM+++9", "RFF+ON:PO-1", "ERC+42", "RFF+ZZZ:9", "UNT+6+1"]
    without = ["UNH+1+APERAK:D:96A:UN", "BGM+++9", "RFF+ON:PO-1", "UNT+4+1"]
    answers = []
    for segments in (with_error, without):
        [message] = messages_of(edifact("'".join(segments)))
        [told] = advised(message)
        answers.append((told.answer, told.numbers))
    assert answers == [(Answer.REJECTED, ["PO-1"]), (Answer.ACCEPTED, ["PO-1"])]


@pytest.mark.parametrize(
    ("beginning", "with_error", "without"),
    [
        ("BGM+313+7+9+AP", Answer.ACCEPTED, Answer.ACCEPTED),
        ("BGM+312+7+9+AD", Answer.ACCEPTED, Answer.ACCEPTED),
        ("BGM+312+7+9+CA", Answer.ACCEPTED_WITH_ERRORS, Answer.ACCEPTED_WITH_ERRORS),
        ("BGM+312+7+9+RE", Answer.REJECTED, Answer.REJECTED),
        # no acknowledgement needed; a message is acknowledged: neither says how it was found
        ("BGM+312+7+9+NA", Answer.REJECTED, Answer.ACCEPTED),
        ("BGM+313+7+9+AB", Answer.REJECTED, Answer.REJECTED),
        ("BGM+312+7+9+AB", Answer.REJECTED, Answer.ACCEPTED),
    ],
)
def test_an_aperak_refuses_by_its_response_code_where_that_is_about_the_document(
    beginning: str, with_error: Answer, without: Answer
) -> None:
    found = []
    for more in (("ERC+42",), ()):
        segments = ["UNH+1+APERAK:D:96A:UN", beginning, "RFF+ON:PO-1", *more]
        [message] = messages_of(edifact("'".join([*segments, f"UNT+{len(segments) + 1}+1"])))
        found += [each.answer for each in advised(message)]
    assert found == [with_error, without]
