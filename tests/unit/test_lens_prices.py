"""Prices for more than one: what X12's code for the basis of a unit price says, and what is written without one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.documents import Catalogue, Document, Invoice, Order
from app.domain.documents.base import Price
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.delimiters import EDIFACT, X12
from app.formats.lens import Reading, Writing, lens, read, write
from tests.edi_trees import tree_of

MARKS = replace(X12, repetition="")
INVOICE = ["BIG*20260302*I1**PO1", "CUR*SE*USD"]


def reading_of(name: str, body: list[str]) -> Reading:
    found = lens("x12", "004010", name)
    return read(tree_of(found.message, [f"ST*{name}*1", *body, "SE*1*1"], "*"), MARKS, found)


def read_as(name: str, body: list[str]) -> Document:
    document = reading_of(name, body).document
    assert document is not None
    return document


def writing_of(document: Document, name: str) -> Writing:
    return write(document, lens("x12", "004010", name), MARKS)


def segments(document: Document, name: str) -> list[str]:
    return list(writing_of(document, name).loop.flat())


def order(line: str) -> Order:
    document = read_as("850", ["BEG*00*SA*PO1**20260302", "CUR*BY*USD", line, "CTT*1"])
    assert isinstance(document, Order)
    return document


def invoice(*line: str) -> Invoice:
    document = read_as("810", [*INVOICE, *line, "TDS*2500"])
    assert isinstance(document, Invoice)
    return document


def priced(document: Order, amount: str, base: str, unit: str = "EA") -> Order:
    price = Price(amount=Amount.of(amount, "USD"), base_quantity=Quantity.of(base, unit))
    return replace(document, complement=None, lines=(replace(document.lines[0], price=price),))


def price_of(line: str) -> Price | None:
    return order(line).lines[0].price


@pytest.mark.parametrize(
    ("unit", "code", "base"),
    [
        ("EA", "PE", ("1", "EA")),
        ("EA", "UM", ("1", "EA")),
        ("EA", "PN", ("10", "EA")),
        ("PC", "PD", ("12", "H87")),
        ("EA", "HP", ("100", "EA")),
        ("KG", "TC", ("100", "KGM")),
        ("EA", "TP", ("1000", "EA")),
        ("EA", "TT", ("10000", "EA")),
        ("EA", "HT", ("100000", "EA")),
        ("EA", "PP", ("1", "LBR")),
        ("FT", "TF", ("1000", "FOT")),
        ("DZ", "PD", ("1", "DZN")),
        ("DZ", "PE", ("1", "DZN")),
        ("TH", "TP", ("1", "MIL")),
        ("HU", "TP", ("10", "CEN")),
    ],
)
def test_a_price_is_for_as_many_as_its_basis_says_and_comes_back(unit: str, code: str, base: tuple[str, str]) -> None:
    line = f"PO1*1*200*{unit}*12.5*{code}"
    document = order(line)
    price = document.lines[0].price
    assert price is not None
    assert price.base_quantity == Quantity.of(*base)
    writing = writing_of(document, "850")
    assert line in writing.loop.flat()
    assert writing.losses == ()
    again = next(one for one in segments(replace(document, complement=None), "850") if one.startswith("PO1"))
    assert order(again).lines == document.lines


@pytest.mark.parametrize("code", ["CT", "NT", "QT", ""])
def test_what_kind_of_price_it_is_makes_it_none_for_more_than_one(code: str) -> None:
    line = f"PO1*1*200*EA*12.5*{code}".rstrip("*")
    price = price_of(line)
    assert price is not None
    assert price.base_quantity is None
    assert line in segments(order(line), "850")


@pytest.mark.parametrize(
    ("name", "body", "segment"),
    [
        ("855", ["BAK*00*AC*PO1*20260302", "PO1*1*200*EA*12.5*HP", "CTT*1"], "PO1*1*200*EA*12.5*HP"),
        ("860", ["BCH*04*SA*PO1**2*20260302", "POC*1*CA*200**EA*12.5*HP", "CTT*1"], "POC*1*CA*200**EA*12.5*HP"),
        ("865", ["BCA*00*AD*PO1***20260302", "POC*1*CA*200**EA*12.5*HP", "CTT*1"], "POC*1*CA*200**EA*12.5*HP"),
        ("840", ["BQT*00*R1*20260302*20260401", "PO1*1*200*EA*12.5*HP", "CTT*1"], "PO1*1*200*EA*12.5*HP"),
        ("843", ["BQR*00*Q1*20260302", "PO1*1*200*EA*12.5*HP", "CTT*1"], "PO1*1*200*EA*12.5*HP"),
    ],
)
def test_every_message_with_prices_says_for_how_many(name: str, body: list[str], segment: str) -> None:
    document = read_as(name, body)
    assert document.lines[0].price.base_quantity == Quantity.of("100", "EA")  # type: ignore[attr-defined]  # all have lines
    assert segment in segments(replace(document, complement=None), name)


def test_a_catalogue_says_for_how_many() -> None:
    body = ["BCT*PC*C1", "DTM*102*20260302", "LIN*1*VP*A", "CTP**CAT*12.5*10*EA****HP", "CTT*1"]
    document = read_as("832", body)
    assert document.lines[0].prices[0].price.base_quantity == Quantity.of("100", "EA")  # type: ignore[attr-defined]  # it has lines
    assert "CTP**CAT*12.5*10*EA****HP" in segments(replace(document, complement=None), "832")


def test_an_amount_follows_from_a_price_for_a_hundred() -> None:
    document = invoice("IT1*1*200*EA*12.5*HP*VP*AB")
    assert document.lines[0].amount == Amount.of("25.00", "USD")
    assert not [each for each in segments(replace(document, complement=None), "810") if each.startswith("PAM")]


@pytest.mark.parametrize("code", ["PT", "PB", "PP"])
def test_no_amount_follows_from_a_price_for_something_else(code: str) -> None:
    """A ton is one of several, a year is no quantity, and what 200 pieces weigh isn't said."""
    reading = reading_of("810", [*INVOICE, f"IT1*1*200*EA*12.5*{code}*VP*AB", "TDS*2500"])
    assert isinstance(reading.document, Invoice)
    assert reading.document.lines == ()
    assert "lens.incomplete" in [each.code for each in reading.findings]


def test_a_price_with_a_basis_that_is_not_known_stays_in_the_complement_and_is_told() -> None:
    body = ["BEG*00*SA*PO1**20260302", "PO1*1*200*EA*12.5*PT", "CTT*1"]
    reading = reading_of("850", body)
    assert isinstance(reading.document, Order)
    assert reading.document.lines[0].price is None
    assert ("lens.unknown_code", "850/PO1[1]/PO1-05") in [(each.code, each.path) for each in reading.findings]
    assert body[1] in segments(reading.document, "850")


@pytest.mark.parametrize(
    ("amount", "base", "written", "kinds"),
    [
        ("1250", "1000", "1250*TP", {}),
        ("27.5", "50", "0.55", {"amount/value": "changed", "base_quantity/value": "unmapped"}),
        ("1", "3", "0.3333333333333333", {"amount/value": "rounded", "base_quantity/value": "unmapped"}),
        ("20", "0.5", "40", {"amount/value": "changed", "base_quantity/value": "unmapped"}),
        ("5", "0", "", {"amount/value": "code", "base_quantity/value": "unmapped", "amount/currency": "unmapped"}),
    ],
)
def test_a_price_that_no_code_is_for_is_written_for_one(
    amount: str, base: str, written: str, kinds: dict[str, str]
) -> None:
    writing = writing_of(priced(order("PO1*1*200*EA*1"), amount, base), "850")
    assert f"PO1*1*200*EA*{written}".rstrip("*") in writing.loop.flat()
    losses = {each.path.removeprefix("/lines/0/price/"): each.kind for each in writing.losses}
    losses.pop("base_quantity/unit", None)
    assert losses == kinds


def test_a_price_for_another_unit_is_written_where_a_code_names_it_and_else_left_out() -> None:
    line = order("PO1*1*200*EA*1")
    assert "PO1*1*200*EA*3*PP" in segments(priced(line, "3", "1", "LBR"), "850")
    assert "PO1*1*200*EA*0.03*PP" in segments(priced(line, "3", "100", "LBR"), "850")
    writing = writing_of(priced(line, "3", "100", "XCT"), "850")
    assert "PO1*1*200*EA" in writing.loop.flat()
    assert ("/lines/0/price/amount/value", "3", "code") in [(one.path, one.value, one.kind) for one in writing.losses]


def test_a_catalogue_has_no_price_that_it_could_only_say_for_another_unit() -> None:
    body = ["BCT*PC*C1", "DTM*102*20260302", "LIN*1*VP*A", "CTP**CAT*12.5*10*EA****HP", "CTT*1"]
    document = read_as("832", body)
    assert isinstance(document, Catalogue)
    [given] = document.lines[0].prices
    other = replace(given, price=replace(given.price, base_quantity=Quantity.of("100", "KGM")))
    other_unit = replace(other, price=replace(given.price, base_quantity=Quantity.of("100", "XCT")))
    line = replace(document.lines[0], prices=(other, other_unit))
    writing = writing_of(replace(document, complement=None, lines=(line,)), "832")
    assert [each for each in writing.loop.flat() if each.startswith("CTP")] == ["CTP**CAT*0.125*10*EA****PK"]
    assert ("/lines/0/prices/1/price/amount/value", "code") in [(each.path, each.kind) for each in writing.losses]


def test_an_amount_is_said_where_the_price_for_one_is_not_exact() -> None:
    document = invoice("IT1*1*3*EA*1.015", "PAM****1*1.02")
    price = Price(amount=Amount.of("1.015", "USD"), base_quantity=Quantity(Decimal(3), "EA"))
    one = replace(document.lines[0], price=price, amount=Amount.of("1.02", "USD"))
    written = segments(replace(document, complement=None, lines=(one,)), "810")
    assert "IT1*1*3*EA*0.3383333333333333" in written
    assert "PAM****1*1.02" in written


@pytest.mark.parametrize("name", ["ORDERS", "ORDCHG", "ORDRSP", "INVOIC", "QUOTES", "REQOTE", "PRICAT"])
@pytest.mark.parametrize("version", ["D96A", "D01B"])
def test_a_gross_price_counts_where_there_is_no_net_one(name: str, version: str) -> None:
    gross, net = "PRI+AAB:30:CA::100:PCE", "PRI+AAA:27.5:CA::10:PCE"
    for prices, amount in (([gross], "30"), ([gross, net], "27.5"), ([net, gross], "27.5")):
        found = lens("edifact", version, name)
        ends = ["UNT+1+1"] if name == "PRICAT" else ["UNS+S", *_totals(name), "UNT+1+1"]
        begins = ["UNH+1", "BGM+9+N1+9", "DTM+137:20260302:102", *_references(name), "CUX+2:EUR:9"]
        group = ["PGI+11"] if name == "PRICAT" else []
        quantity = [] if name == "PRICAT" else ["QTY+21:4:PCE"]
        amounts = ["MOA+203:1"] if name == "INVOIC" else []
        tree = tree_of(found.message, [*begins, *group, "LIN+1", *quantity, *amounts, *prices, *ends], "+")
        document = read(tree, EDIFACT, found).document
        assert document is not None, name
        line = document.lines[0]  # type: ignore[attr-defined]  # all have lines
        [price] = [each.price for each in line.prices] if name == "PRICAT" else [line.price]
        assert price.amount.value == Decimal(amount)
        assert prices == [each for each in write(document, found, EDIFACT).loop.flat() if each.startswith("PRI")]


def _totals(name: str) -> list[str]:
    return ["MOA+9:1"] if name == "INVOIC" else []


def _references(name: str) -> list[str]:
    return {"ORDRSP": ["RFF+ON:PO1"], "ORDCHG": ["RFF+ON:PO1"]}.get(name, [])


def test_a_catalogue_with_several_net_prices_is_written_with_all_of_them() -> None:
    found = lens("edifact", "D96A", "PRICAT")
    prices = ["PRI+AAA:1.25:::1:PCE", "RNG+4+PCE:10:99", "PRI+AAA:1.1", "RNG+4+PCE:100"]
    body = ["UNH+1", "BGM+9+N1+9", "DTM+137:20260302:102", "CUX+2:EUR:8", "PGI+9", "LIN+1", *prices, "UNT+1+1"]
    document = read(tree_of(found.message, body, "+"), EDIFACT, found).document
    assert document is not None
    assert document.complement is None
    assert [each for each in write(document, found, EDIFACT).loop.flat() if each[:3] in ("PRI", "RNG")] == prices
