"""Units of X12 and EDIFACT: the same thing on both sides, and never pieces where something else was said."""

from dataclasses import replace

import pytest

from app.domain.codelists import codes
from app.domain.documents import Order
from app.domain.documents.base import Price
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.delimiters import EDIFACT, X12
from app.formats.lens import Reading, Writing, lens, read, write
from app.formats.lens.files import tables_of
from tests.edi_trees import tree_of

MARKS = replace(X12, repetition="")


def read_x12(line: str) -> Reading:
    found = lens("x12", "004010", "850")
    body = ["ST*850*1", "BEG*00*SA*PO1**20260302", line, "CTT*1", "SE*1*1"]
    return read(tree_of(found.message, body, "*"), MARKS, found)


def read_edifact(*line: str) -> Order:
    found = lens("edifact", "D96A", "ORDERS")
    body = ["UNH+1", "BGM+220+PO1+9", "DTM+137:20260302:102", *line, "UNS+S", "UNT+1+1"]
    document = read(tree_of(found.message, body, "+"), EDIFACT, found).document
    assert isinstance(document, Order)
    return document


def order(line: str) -> Order:
    document = read_x12(line).document
    assert isinstance(document, Order)
    return document


def in_edifact(document: Order) -> Writing:
    return write(document, lens("edifact", "D96A", "ORDERS"), EDIFACT)


def in_x12(document: Order, name: str = "850") -> list[str]:
    return list(write(document, lens("x12", "004010", name), MARKS).loop.flat())


@pytest.mark.parametrize(
    ("code", "unit", "edifact"), [("CA", "XCS", "CS"), ("CN", "XCX", "XCX"), ("CT", "XCT", "CT"), ("TN", "STN", "STN")]
)
def test_a_package_is_the_same_in_both_standards(code: str, unit: str, edifact: str) -> None:
    document = order(f"PO1*1*10*{code}")
    assert document.lines[0].quantity == Quantity.of("10", unit)
    assert f"PO1*1*10*{code}" in in_x12(replace(document, complement=None))
    assert f"QTY+21:10:{edifact}" in in_edifact(document).loop.flat()


def test_a_can_of_either_shape_is_a_can() -> None:
    document = order("PO1*1*10*CN")
    line = replace(document.lines[0], quantity=Quantity.of("10", "XCA"))
    assert "PO1*1*10*CN" in in_x12(replace(document, complement=None, lines=(line,)))


def test_the_table_has_no_unit_that_recommendation_20_does_not_have() -> None:
    assert set(tables_of()["x12-unit"].to_domain.values()) <= codes("unece-rec20")


@pytest.mark.parametrize("code", ["PF", "CS", "EC"])
def test_a_unit_that_is_not_known_is_mutually_defined_and_not_pieces(code: str) -> None:
    line = f"PO1*2*4*{code}"
    reading = read_x12(line)
    assert isinstance(reading.document, Order)
    assert [(each.code, each.path) for each in reading.findings] == [("lens.unknown_code", "850/PO1[1]/PO1-02")]
    assert reading.document.lines[0].quantity == Quantity.of("4", "ZZ")
    assert line in in_x12(reading.document)
    writing = in_edifact(reading.document)
    assert "QTY+21:4:ZZ" in writing.loop.flat()
    assert ("complement", "850/PO1[1]/PO1-03") in [(each.kind, each.path) for each in writing.losses]


@pytest.mark.parametrize("line", ["PO1*1*4*ZZ", "PO1*1*4", "PO1*1*4**27.5", "PO1*1"])
def test_a_line_of_x12_comes_back_with_its_unit_or_without_one(line: str) -> None:
    assert line in in_x12(order(line))


def test_a_quantity_without_a_unit_is_of_pieces_in_x12() -> None:
    document = read_edifact("LIN+1", "QTY+21:48", "PRI+AAA:27.5")
    assert "PO1*1*48*UN*27.5" in in_x12(document)


@pytest.mark.parametrize("unit", ["EACH", "KILOGRAM"])
def test_a_unit_that_edifact_has_no_room_for_is_left_out_and_told(unit: str) -> None:
    document = order("PO1*1*3*EA*5*HP")
    price = Price(amount=Amount.of("5", "USD"), base_quantity=Quantity.of("100", unit))
    line = replace(document.lines[0], quantity=Quantity.of("3", unit), price=price)
    writing = in_edifact(replace(document, complement=None, lines=(line,)))
    assert {"QTY+21:3:ZZ", "PRI+AAA:5:::100:ZZ"} <= set(writing.loop.flat())
    told = [(each.path, each.value, each.kind) for each in writing.losses]
    assert ("/lines/0/quantity/unit", unit, "too_long") in told
    assert ("/lines/0/price/base_quantity/unit", unit, "too_long") in told


def test_a_tax_of_x12_is_named_in_an_edifact_invoice() -> None:
    found, to = lens("x12", "004010", "810"), lens("edifact", "D96A", "INVOIC")
    body = ["ST*810*1", "BIG*20260302*I1", "CUR*SE*USD", "IT1*1*10*EA*12.5", "TXI*ST*8.75*7", "TDS*13375"]
    ends = ["TXI*ST*8.75*7*****125", "TXI*CT*1*1*****100", "CTT*1", "SE*1*1"]
    document = read(tree_of(found.message, [*body, *ends], "*"), MARKS, found).document
    assert document is not None
    taxes = [each for each in write(document, to, EDIFACT).loop.flat() if each.startswith("TAX")]
    assert taxes == ["TAX+7+STT+++:::7", "TAX+7+STT+++:::7", "TAX+7+OTH+++:::1"]
