"""A document of a known form is found as good, and as wrong, as if no form were known."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import etree

from app.safe.cut import Cut
from app.safe.tree import Element, Tree
from app.safe.xml import parse_xml
from app.validation import known_forms, learned_form
from app.validation.known_forms import FORMS, Forms
from app.validation.learned_form import Asking, Form, learned
from app.validation.rule import Asked, Fault, Rule
from app.validation.rulesets import ASKED, judge
from app.validation.subject import Subject
from tests.bench.documents import an_invoice_of, invoices_of_other_forms, other_invoices_of
from tests.oracles.known_forms import SETS, built_in, compare

BILL = an_invoice_of(3).decode()
BOTH = SETS[-1]
ASKING = tuple(ASKED[each] for each in BOTH)


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    FORMS.clear()
    yield
    FORMS.clear()


def found(text: str | bytes, *, forms: bool = True) -> list[tuple[str, str, int | None]]:
    body = parse_xml(text if isinstance(text, bytes) else text.encode())
    subject = Subject(body.root, cut=body.cut if forms else None)
    return [(each.code, each.path, each.line) for each in judge(subject, BOTH).findings]


def cut(text: str | bytes) -> Cut:
    made = parse_xml(text if isinstance(text, bytes) else text.encode()).cut
    assert made is not None
    return made


def is_known(text: str | bytes) -> bool:
    return FORMS.is_good(cut(text), ASKING)


def known_bill() -> None:
    found(BILL)
    found(BILL)
    assert is_known(BILL)


def test_mutants_are_found_the_same_whether_their_form_is_known_or_not() -> None:
    result = compare(160, 11, built_in())
    assert result.different == []
    assert 20 < result.known < result.good < 140


def test_a_form_is_known_from_its_second_good_document_on() -> None:
    first, second, third = other_invoices_of(3, 3)
    assert (found(first), is_known(first)) == ([], False)
    assert (found(second), is_known(second), is_known(third)) == ([], True, True)


def test_documents_whose_values_all_differ_are_found_good_by_their_form() -> None:
    known_bill()
    assert [raw for raw in other_invoices_of(3, 40) if not is_known(raw)] == []


def test_bills_that_are_alike_but_for_the_number_of_their_lines_are_of_one_form() -> None:
    first, second = (next(other_invoices_of(lines, 1)) for lines in (12, 31))
    for raw in (first, first, second):
        assert found(raw) == []
    assert len(FORMS._turns) == 1


def test_every_line_is_reckoned_though_the_form_is_known() -> None:
    for lines in (12, 12, 15):
        assert found(an_invoice_of(lines)) == []
    bill = an_invoice_of(15).decode()
    wrong = bill.replace(">6188.81</", ">6189.81</").replace(">308.68</", ">307.68</")
    assert [code for code, _, _ in found(wrong)] == ["PEPPOL-EN16931-R120"] * 2
    assert found(wrong) == found(wrong, forms=False)
    assert found(bill) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (">2629.50</cbc:PayableAmount>", ">2629.51</cbc:PayableAmount>", "BR-CO-16"),
        ("<cbc:Name>Box of nails", "<cbc:Name> ", "BR-25"),
        ("<cbc:Note>As agreed by telephone.", "<cbc:Note>", "PEPPOL-EN16931-R008"),
        (">37.58</cbc:PriceAmount>", ">x</cbc:PriceAmount>", "BR-27"),
        ("<cbc:ID>VAT</cbc:ID>", "<cbc:ID>GST</cbc:ID>", "BR-CO-04"),
        ("<cbc:DueDate>2026-03-31", "<cbc:DueDate>31.03.2026", "PEPPOL-EN16931-F001"),
        ("<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>EUX", "BR-CL-04"),
        ("<cbc:CompanyID>ATU12345675", "<cbc:CompanyID>NO974760673MVA", "NO-R-002"),
        (">2183.20</cbc:TaxableAmount>", ">2183.2011</cbc:TaxableAmount>", "BR-DEC-19"),
    ],
)
def test_what_is_wrong_with_a_document_of_a_known_form_is_found(old: str, new: str, code: str) -> None:
    known_bill()
    assert old in BILL
    wrong = BILL.replace(old, new)
    assert code in {each for each, _, _ in found(wrong)}
    assert found(wrong) == found(wrong, forms=False)
    assert found(BILL) == []


def test_references_are_read_as_what_they_stand_for() -> None:
    known_bill()
    assert is_known(BILL.replace("High Street 1", "High &#x26; Low Street &lt;1&gt;"))
    assert not is_known(BILL.replace("<cbc:Note>As agreed by telephone.", "<cbc:Note>&#32;&#9;"))


def test_another_attribute_or_an_element_more_makes_another_form() -> None:
    known_bill()
    assert not is_known(BILL.replace('unitCode="C62"', 'unitCode="KGM"'))
    assert not is_known(BILL.replace("<cbc:Note>", "<cbc:Note/><cbc:Note>"))
    assert not is_known(BILL.replace("cbc:Note>", "cbc:Nota>"))


def test_who_asks_for_less_has_learned_less() -> None:
    known_bill()
    assert FORMS.is_good(cut(BILL), ASKING)
    assert not FORMS.is_good(cut(BILL), ASKING[:1])


def test_a_document_in_which_something_is_wrong_teaches_nothing() -> None:
    wrong = BILL.replace("2629.50", "2629.51")
    for _ in range(3):
        assert found(wrong)
    assert not is_known(BILL)


def _with(check: Callable[[Tree], list[Fault]]) -> Callable[[Tree], Iterator[Asked]]:
    def asking(tree: Tree) -> Iterator[Asked]:
        yield Asked((Rule("X-1", check),), tree)

    return asking


def _told(say: Callable[[Element], object]) -> Callable[[Tree], list[Fault]]:
    return lambda tree: [Fault(each) for each in tree.elements if say(each) == "never"]


@pytest.mark.parametrize(
    "say", [lambda each: each.text, lambda each: each.texts, lambda each: each.line, lambda each: each.source]
)
def test_a_form_whose_rules_look_between_elements_is_not_learned(say: Callable[[Element], object]) -> None:
    body = parse_xml(b"<a>\n<b>1</b>\n</a>")
    assert body.cut is not None
    assert learned(body.root, body.cut, [_with(_told(say))]) is None


def test_a_form_is_not_learned_from_what_a_rule_finds_wrong() -> None:
    body = parse_xml(b"<a>\n<b>1</b>\n</a>")
    assert body.cut is not None
    assert learned(body.root, body.cut, [_with(lambda tree: [Fault(tree.root)])]) is None


def test_what_stands_behind_an_element_that_closes_itself_is_not_its_text() -> None:
    def needs_one(tree: Tree) -> list[Fault]:
        one, other = (tree.named(name)[0] for name in "bc")
        return [] if one.text or other.text else [Fault(other)]

    text = "<a><b/>\n<c>1</c></a>"
    forms, body, asking = Forms(), parse_xml(text.encode()), (_with(needs_one),)
    for _ in range(2):
        forms.remember(body.root, cut(text), asking)
    assert forms.is_good(cut(text), asking)
    assert forms.is_good(cut("<a><b/>else<c>2</c></a>"), asking)
    assert not forms.is_good(cut("<a><b/>else<c></c></a>"), asking)


@pytest.fixture
def lessons(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first tag of every document that a form was to be learned from."""
    given: list[str] = []

    def noting(root: etree._Element, cut: Cut, asking: tuple[Asking, ...]) -> Form | None:
        given.append(root.tag)
        return learned(root, cut, asking)

    monkeypatch.setattr(known_forms, "learned", noting)
    return given


def test_a_form_that_can_not_be_learned_is_tried_once(lessons: list[str]) -> None:
    forms, body, asking = Forms(), parse_xml(b"<a>\n<b>1</b>\n</a>"), (_with(_told(lambda each: each.text)),)
    for _ in range(5):
        forms.remember(body.root, cut("<a>\n<b>1</b>\n</a>"), asking)
    assert lessons == ["a"]


def test_a_form_that_takes_too_long_to_learn_is_not_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned_form, "LONGEST_LESSON", -1)
    asking = _with(lambda _: [])
    forms, body = Forms(), parse_xml(b"<a><b>1</b></a>")
    for _ in range(2):
        forms.remember(body.root, cut("<a><b>1</b></a>"), (asking,))
    assert not forms._turns


def test_a_form_that_another_thread_has_is_not_learned_again(lessons: list[str]) -> None:
    known_bill()
    [(_, form)] = FORMS._turns
    with form._busy:
        assert found(BILL) == []
    assert len(lessons) == 1


def test_more_senders_than_there_are_places_do_not_teach_with_every_document(lessons: list[str]) -> None:
    bills = [BILL.replace("ATU12345675", f"ATU123456{number}") for number in range(10, 20)]
    for _ in range(5):
        assert [found(bill) for bill in bills] == [[]] * 10
    assert known_forms.MOST_ALIKE <= len(lessons) < 10


def test_a_form_is_not_learned_from_a_document_with_a_long_text() -> None:
    for _ in range(3):
        assert found(BILL.replace("As agreed", "As agreed " * (known_forms.MOST_CHARACTERS // 10))) == []
    assert not FORMS._turns


def test_what_decides_which_rules_are_asked_must_be_as_it_was() -> None:
    def asking(tree: Tree) -> Iterator[Asked]:
        if tree.named("b")[0].text == "1":
            yield Asked((Rule("X-1", lambda _: []),), tree)

    body = parse_xml(b"<a><b>1</b><c>1</c></a>")
    assert body.cut is not None
    form = learned(body.root, body.cut, [asking])
    assert form is not None
    one, other = (form.changed_in(cut(text).pieces) for text in ("<a><b>2</b><c>1</c></a>", "<a><b>1</b><c>2</c></a>"))
    assert one is not None
    assert other is not None
    assert form.is_good(cut("<a><b>2</b><c>1</c></a>").pieces, one) is None
    assert form.is_good(cut("<a><b>1</b><c>2</c></a>").pieces, other) is True


def test_strangers_with_ever_new_forms_do_not_displace_what_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_forms, "MOST_FORMS", 3)
    known_bill()
    for _ in range(known_forms.MOST_USES):
        assert is_known(BILL)
    for stranger in invoices_of_other_forms(3, 10):
        found(stranger)
        found(stranger)
    assert is_known(BILL)


def test_what_is_no_longer_used_gives_its_place_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_forms, "MOST_FORMS", 1)
    known_bill()
    [other] = invoices_of_other_forms(3, 1)
    for _ in range(known_forms.MOST_USES + 3):
        found(other)
    assert not is_known(BILL)
    assert is_known(other)


def test_forms_of_as_many_tags_do_not_pile_up() -> None:
    forms, asking = Forms(), _with(lambda _: [])
    for number in range(10):
        text = f"<a><b>1</b><c{number}>1</c{number}></a>"
        for _ in range(2):
            forms.remember(parse_xml(text.encode()).root, cut(text), (asking,))
    assert sum(map(len, forms._known.values())) == known_forms.MOST_ALIKE


def test_threads_that_share_a_form_find_what_each_would_find_alone() -> None:
    known_bill()
    good = [raw.decode() for raw in other_invoices_of(3, 8)]
    wrong = [text.replace("</cbc:PayableAmount>", "1</cbc:PayableAmount>") for text in good]
    alone = [found(text, forms=False) for text in good + wrong]
    start = threading.Barrier(4)

    def work(_number: int) -> list[list[tuple[str, str, int | None]]]:
        start.wait()
        return [found(text) for _ in range(2) for text in good + wrong]

    with ThreadPoolExecutor(4) as pool:
        for answers in pool.map(work, range(4)):
            assert answers == alone * 2
    assert is_known(good[0])


def test_a_child_of_a_process_waits_for_none_of_its_threads() -> None:
    known_bill()
    form = next(iter(FORMS._turns))[1]
    with form._busy, FORMS._learning:
        child = os.fork()
        if not child:
            found(BILL)
            found(BILL)
            os._exit(0 if is_known(BILL) else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert not is_known(BILL)
        assert found(BILL) == []
