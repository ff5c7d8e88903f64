"""What is written is what the standard allows; what follows from something else is neither lacking nor repeated."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.documents import Order
from app.domain.documents.base import AllowanceCharge, DeliveryTerms, Item, PaymentTerms, Price
from app.domain.documents.order import OrderLine
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Party
from app.domain.quantities import Quantity
from app.formats.edi.delimiters import EDIFACT, X12
from app.formats.lens import Loss, UnknownMapping, lens, lens_for, read, write
from app.formats.lens.implied import Formula
from app.formats.lens.paths import resolved
from tests.edi_documents import Paper, good_papers
from tests.edifact_messages import messages_in

FORMULA = Formula(
    tuple(
        tuple(resolved(OrderLine, each) for each in term)
        for term in (("quantity", "price.amount"), ("allowances_charges",))
    )
)


def order(**more: object) -> Order:
    known = {"number": "PO-1", "issued": date(2026, 3, 2), "buyer": Party(), "seller": Party(), "currency": "USD"}
    return Order(**{**known, "order_type": "220", **more})  # type: ignore[arg-type]  # a builder


def written(document: Order) -> tuple[list[str], dict[str, Loss]]:
    found = write(document, lens("x12", "004010", "850"), X12)
    return list(found.loop.flat()), {each.path: each for each in found.losses}


def test_what_a_note_lets_not_stand_alone_is_left_out_and_told() -> None:
    """ITD: a discount goes with the days or the date until which it holds (L03040513)."""
    segments, losses = written(order(payment_terms=(PaymentTerms(discount_percent=Decimal(2), note="2/10"),)))
    assert "ITD************2/10" in segments
    assert losses["/payment_terms/0/discount_percent"].value == "2"


def test_what_is_shorter_than_it_may_be_is_left_out_and_told() -> None:
    party = Party(name="B", address=Address(city="Ö", country="SE", postal_code="1"))
    segments, losses = written(order(buyer=party))
    assert "N4****SE" in segments
    assert losses["/buyer/address/city"].kind == "too_short"


def test_an_order_without_a_type_is_a_usual_one() -> None:
    """BEG can't be without BEG02 (92), and orders of other syntaxes often don't say what they are."""
    segments, losses = written(order(order_type=""))
    assert segments[0].startswith("BEG*00*SA*PO-1")
    assert not losses
    segments, losses = written(order(order_type="258"))
    assert segments[0].startswith("BEG*00*SA*PO-1")
    assert losses["/order_type"].value == "258"


@pytest.mark.parametrize(
    ("standard", "version", "segment"), [("x12", "850", "REF*ZZ*R-1"), ("edifact", "ORDERS", "RFF+ZZZ:R-1")]
)
def test_a_reference_whose_type_the_standard_does_not_know_keeps_its_number(
    standard: str, version: str, segment: str
) -> None:
    for type_code in ("", "ZZZ", "130"):
        references = (DocumentReference(number="R-1", type_code=type_code),)
        found = lens(standard, "004010" if standard == "x12" else "D96A", version)
        writing = write(order(additional_references=references), found, X12 if standard == "x12" else EDIFACT)
        assert segment in list(writing.loop.flat())
        assert [each.value for each in writing.losses] == ([type_code] if type_code else [])


def test_no_more_comes_than_the_grammar_has_room_for() -> None:
    charge = AllowanceCharge(is_charge=True, amount=Amount(Decimal(1), "USD"), reason_code="ZZZ")
    segments, losses = written(order(allowances_charges=(charge,) * 27))
    assert len([each for each in segments if each.startswith("SAC")]) == 25
    assert {each.rpartition("/")[0] for each in losses} >= {"/allowances_charges/25", "/allowances_charges/26"}


def test_a_formula_is_reckoned_with_the_signs_of_allowances() -> None:
    line = OrderLine(
        number="1",
        item=Item(),
        quantity=Quantity(Decimal(3), "EA"),
        price=Price(amount=Amount(Decimal("1.333"), "USD")),
        allowances_charges=(
            AllowanceCharge(is_charge=False, amount=Amount(Decimal(1), "USD")),
            AllowanceCharge(is_charge=True, amount=Amount(Decimal("0.5"), "USD")),
        ),
    )
    assert FORMULA.of(line) == Amount(Decimal("3.50"), "USD")
    assert FORMULA.of(OrderLine(number="1", item=Item())) is None


def test_delivery_terms_without_an_address_code_and_ids_are_sound() -> None:
    document = order(delivery_terms=DeliveryTerms(location="Hamburg"), seller=Party(ids=(Identifier("77", "0088"),)))
    segments, losses = written(document)
    assert "FOB*DF*****DE*Hamburg" in segments
    assert "N1*SE**UL*77" in segments
    assert not losses


@pytest.mark.parametrize("paper", good_papers(), ids=lambda each: f"{each.name} {each.version}")
def test_without_a_component_separator_a_composite_has_one_component(paper: Paper) -> None:
    """An ISA may end before it; nothing is split then, and nothing written that can't be told apart again."""
    (message,) = messages_in(paper.raw())
    assert message.definition is not None
    assert message.loop is not None
    marks = replace(message.group.interchange.marks, component="")
    try:
        found = lens_for(message.definition)
    except UnknownMapping:
        return
    document = read(message.loop, marks, found).document
    if document is not None:
        assert write(document, found, marks).loop.segments
