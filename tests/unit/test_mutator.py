"""Seeded mutants: different, well-formed, and the same every time."""

from lxml import etree

from tests.oracles.mutator import mutants

DOCUMENT = b"""<Order xmlns="urn:o" xmlns:b="urn:b"><!-- gone --><b:ID schemeID="x">1</b:ID>
<b:Amount currencyID="EUR">10.00</b:Amount>
<Line><b:ID>1</b:ID><Item><b:Name>thing</b:Name></Item></Line><Line><b:ID>2</b:ID></Line></Order>"""


def test_the_same_seed_makes_the_same_mutants() -> None:
    assert list(mutants(DOCUMENT, 30, 7)) == list(mutants(DOCUMENT, 30, 7))
    assert list(mutants(DOCUMENT, 10, 7)) == list(mutants(DOCUMENT, 30, 7))[:10]
    assert list(mutants(DOCUMENT, 30, 7)) != list(mutants(DOCUMENT, 30, 8))


def test_mutants_are_well_formed_and_most_of_them_differ() -> None:
    made = list(mutants(DOCUMENT, 200, 1))
    assert {etree.fromstring(each).tag for each in made} == {"{urn:o}Order"}
    assert len(set(made)) > 150


def test_a_document_without_content_can_be_mutated() -> None:
    assert len(list(mutants(b"<a/>", 20, 1))) == 20
