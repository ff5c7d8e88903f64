"""A bill judged by one line for all that are alike is found as good, and as wrong, as when every line is judged."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.safe.element import Element
from app.safe.grown_from_text import FromText
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import SEMANTIC, read_ubl
from app.validation.en16931.ubl_names import LINE_AMOUNT
from app.validation.en16931.ubl_syntax import OF_LINES, OF_TREE, unused
from app.validation.lines_alike import Shortened, free_terms_of
from app.validation.peppol import FAMILIES
from app.validation.peppol.billing import Billing
from app.validation.rule import Rule
from app.validation.rulesets import judge
from app.validation.subject import Subject
from tests.bench.documents import an_invoice_of
from tests.oracles.shortening import LINES, SETS, compare, good_bills

BILL = an_invoice_of(40).decode()

ALLOWED = {
    "BR-21": "whether there are words",
    "BR-25": "whether there are words",
    "PEPPOL-EN16931-R008": "whether there are words",
    "BR-27": "a price's sign, of which alike lines have the same",
    "BR-DEC-23": "decimals, of which alike lines have two at most",
    "UBL-DT-01": "decimals, of which alike lines have two at most",
    "BR-CO-10": "the sum of all amounts",
    "BR-S-08": "the sums of amounts by category and rate",
    "PEPPOL-EN16931-R046": "a price that has a discount, which alike lines have the same",
    "PEPPOL-EN16931-R120": "asked of every line",
}
"""The rules that look at what alike lines may differ in, and at what of it."""
COUNTRIES = ("AT", "DK", "SE", "NO", "DE", "NL", "IT", "GR", "IS")


def codes(text: str, *, is_cut: bool = True) -> list[tuple[str, str, int | None]]:
    body = parse_xml(text.encode())
    subject = Subject(body.root, cut=body.cut if is_cut else None)
    return [(each.code, each.path, each.line) for each in judge(subject, SETS).findings]


def short(text: str) -> Shortened | None:
    body = parse_xml(text.encode())
    return Subject(body.root, cut=body.cut).shortened


def test_mutants_are_found_the_same_both_ways() -> None:
    result = compare(48, 11)
    assert (result.different, result.count > 40) == ([], True)
    assert (result.shortened > 30, result.good > 5) == (True, True)


def test_a_good_bill_is_judged_by_few_lines() -> None:
    for bill in good_bills():
        found = short(bill.decode())
        assert found is not None
        assert len(found.lines_of(Tree(parse_xml(bill).root, found.cut))) < LINES / 4
        assert codes(bill.decode()) == []


def test_the_line_that_stands_for_others_has_the_sum_of_their_amounts() -> None:
    found = short(BILL)
    assert found is not None
    lines = found.lines_of(Tree(parse_xml(BILL.encode()).root, found.cut))
    amounts = [Decimal(each.shown.children[LINE_AMOUNT][0].text) for each in lines]
    total = BILL.partition("<cac:LegalMonetaryTotal>")[2].partition('EUR">')[2].partition("<")[0]
    assert sum(amounts) == Decimal(total)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"C62">2</cbc:InvoicedQuantity>', '"C62">3</cbc:InvoicedQuantity>', "PEPPOL-EN16931-R120"),
        ("<cbc:ID>39</cbc:ID>", "<cbc:ID> </cbc:ID>", "BR-21"),
        ("<cbc:ID>39</cbc:ID>", "", "BR-21"),
        ("<cbc:Name>Lock, size 39</cbc:Name>", "<cbc:Name>&#32;</cbc:Name>", "BR-25"),
        ("<cbc:Name>Lock, size 39</cbc:Name>", "<cbc:Name/>", "PEPPOL-EN16931-R008"),
    ],
)
def test_what_is_wrong_with_one_line_of_many_is_found(old: str, new: str, code: str) -> None:
    assert old in BILL
    wrong = BILL.replace(old, new, 1)
    found = codes(wrong)
    assert code in {each for each, _, _ in found}
    assert found == codes(wrong, is_cut=False)


@pytest.mark.parametrize(
    "text",
    [
        an_invoice_of(7).decode(),
        an_invoice_of(40, alike=False).decode(),
        BILL.replace("<cac:InvoiceLine>", "<cac:InvoiceLine><cac:PartyIdentification/>"),
        BILL.replace("<cac:InvoiceLine>", "<cac:InvoiceLine><cac:InvoiceLine></cac:InvoiceLine>"),
        BILL.replace("</cac:InvoiceLine>", "</cac:InvoiceLine><cbc:Note>x</cbc:Note>"),
        BILL.replace("<cac:InvoiceLine>", "<cac:Shelf><cac:InvoiceLine>", 1).replace(
            "</Invoice>", "</cac:Shelf></Invoice>"
        ),
        BILL.replace('EUR">', 'EUR">0.'),
    ],
    ids=["few", "all different", "what a rule counts", "nested", "not in a row", "elsewhere", "not to be added up"],
)
def test_what_must_be_judged_line_by_line_is(text: str) -> None:
    assert short(text) is None
    assert codes(text) == codes(text, is_cut=False)


class Watched(FromText):
    """An element whose text may differ between alike lines, and which notes who looks at it."""

    __slots__ = ()
    looking = ""
    seen: set[str] = set()  # noqa: RUF012  # filled while a test runs

    @property
    def text(self) -> str:  # type: ignore[override]  # a slot elsewhere
        Watched.seen.add(Watched.looking)
        return Element.text.__get__(self)  # type: ignore[attr-defined,misc,no-any-return]  # the slot


def watched(text: str) -> Tree:
    body = parse_xml(text.encode())
    tree = Tree(body.root, body.cut)
    for each in free_terms_of(tree):
        each.__class__ = Watched
    return tree


def every_rule(tree: Tree) -> Iterator[tuple[Rule, object]]:
    """Each rule with something of its own to look at, so that nothing is remembered from another."""
    yield from ((rule, read_ubl(tree)) for rule in SEMANTIC + OF_LINES)
    yield from ((rule, tree) for rule in OF_TREE)
    yield from ((rule, Billing(tree)) for family in FAMILIES for rule in family.rules)


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_other_rule_looks_at_what_alike_lines_may_differ_in(country: str) -> None:
    Watched.looking, Watched.seen = "reading", set()
    tree = watched(BILL.replace(">AT", f">{country}").replace(">FR", f">{country}"))
    unused(tree)
    for rule, subject in every_rule(tree):
        Watched.looking = rule.id
        list(rule.check(subject))
        Watched.looking = "reading"
    assert ALLOWED.keys() >= Watched.seen
    assert {"BR-21", "BR-CO-10", "PEPPOL-EN16931-R120"} <= Watched.seen
