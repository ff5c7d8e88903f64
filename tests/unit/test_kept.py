"""What is worked out once is kept, and nobody waits for another object's."""

import threading

import pytest

from app.kept import kept
from app.safe.xml import parse_xml
from app.validation.en16931.vat_use import VatUse
from app.validation.peppol.billing import Billing
from app.validation.subject import Subject


class Counted:
    def __init__(self) -> None:
        self.times = 0

    @kept
    def answer(self) -> int:
        """How often it was worked out."""
        self.times += 1
        return self.times


def test_an_answer_is_worked_out_once_for_each_object() -> None:
    one, other = Counted(), Counted()
    assert [one.answer, one.answer, other.answer] == [1, 1, 1]


def test_an_answer_that_was_let_go_is_worked_out_anew() -> None:
    one = Counted()
    assert one.answer == 1
    delattr(one, "answer")
    assert one.answer == 2


def test_an_error_is_not_kept() -> None:
    class Failing:
        fails = True

        @kept
        def answer(self) -> int:
            if self.fails:
                raise ValueError
            return 1

    one = Failing()
    with pytest.raises(ValueError):  # noqa: PT011  # it says nothing
        _ = one.answer
    one.fails = False
    assert one.answer == 1


def test_what_it_says_of_itself_is_what_the_method_says() -> None:
    assert Counted.answer.__doc__ == "How often it was worked out."


def test_an_object_does_not_wait_for_another_one_of_its_class() -> None:
    begun, finished = threading.Event(), threading.Event()

    class Slow:
        is_first = False

        @kept
        def answer(self) -> bool:
            if self.is_first:
                begun.set()
                return finished.wait(10)
            return True

    first, second = Slow(), Slow()
    first.is_first = True
    thread = threading.Thread(target=lambda: first.answer)
    thread.start()
    assert begun.wait(10)
    assert second.answer
    finished.set()
    thread.join()
    assert first.answer


@pytest.mark.parametrize("of", [Subject, Billing, VatUse])
def test_what_judges_documents_keeps_its_facts_so(of: type) -> None:
    assert [name for name, each in vars(of).items() if type(each).__name__ == "cached_property"] == []
    assert any(isinstance(each, kept) for each in vars(of).values())


def test_a_subject_grows_its_tree_once() -> None:
    subject = Subject(parse_xml(b"<a/>").root)
    assert subject.tree is subject.tree
