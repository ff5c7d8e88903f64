"""What messages mean: which of several codes counts, whose number one is, and what an amount is of."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from app.domain.documents import Document
from app.formats.edi.delimiters import EDIFACT, X12
from app.formats.lens import Lens, lens, read, write
from tests.edi_trees import tree_of

PARTIES = ("NAD+BY+5412345000013::9", "NAD+SU+4012345500004::9")


def edifact(name: str, *body: str, directory: str = "D96A") -> tuple[Document, Lens]:
    """A message with these segments, read."""
    found = lens("edifact", directory, name)
    segments = [f"UNH+1+{name}:D:{directory[1:]}:UN", *body, "UNT+1+1"]
    return _document(segments, "+", found), found


def x12(name: str, *body: str) -> tuple[Document, Lens]:
    """A transaction set with these segments, read."""
    found = lens("x12", "004010", name)
    return _document([f"ST*{name}*0001", *body, "SE*1*0001"], "*", found), found


def _document(segments: list[str], mark: str, found: Lens) -> Any:
    reading = read(tree_of(found.message, segments, mark), EDIFACT if mark == "+" else X12, found)
    assert reading.document is not None, reading.findings
    return reading.document


def segments_of(document: Document, found: Lens) -> list[str]:
    """What is written for a document, its complement included."""
    return list(write(document, found, EDIFACT if found.message.standard == "edifact" else X12).loop.flat())


def anew(document: Document, standard: str, name: str, version: str = "") -> list[str]:
    """What another message says of the document alone."""
    found = lens(standard, version or ("D96A" if standard == "edifact" else "004010"), name)
    return segments_of(replace(document, complement=None), found)


def invoice(*totals: str, currency: str = "EUR") -> tuple[Any, Lens]:
    line = ("LIN+1++5410738000152:EN", "QTY+47:1:PCE", "MOA+203:100")
    start = ("BGM+380+IN1+9", "DTM+137:20260110:102", *PARTIES, f"CUX+2:{currency}:4")
    return edifact("INVOIC", *start, *line, "UNS+S", "CNT+2:1", *totals)


@pytest.mark.parametrize("order", list(permutations(["MOA+86:116.72", "MOA+9:100.00", "MOA+113:16.72"])))
def test_what_is_due_is_owed_wherever_the_message_says_it(order: tuple[str, ...]) -> None:
    found, mapping = invoice(*order)
    assert found.totals.payable.text == "100.00"
    assert found.totals.tax_inclusive.text == "116.72"
    assert [each for each in segments_of(found, mapping) if each[:3] == "MOA"][1:] == list(order)
    assert "TDS*10000" in anew(found, "x12", "810")


def test_the_message_s_total_is_that_with_taxes_only_where_no_other_is() -> None:
    found, _ = invoice("MOA+86:1", "MOA+128:2", "MOA+39:3", "MOA+77:4", "MOA+9:5")
    assert (found.totals.tax_inclusive.text, found.totals.payable.text) == ("4", "5")
    found, _ = invoice("MOA+86:1", "MOA+128:2", "MOA+39:3")
    assert (found.totals.tax_inclusive.text, found.totals.payable.text) == ("3", "3")
    found, _ = invoice("MOA+128:2", "MOA+86:1")
    assert found.totals.tax_inclusive.text == "2"
    found, _ = invoice("MOA+86:125")
    assert (found.totals.tax_inclusive.text, found.totals.payable.text) == ("125", "125")


@pytest.mark.parametrize("name", ["ORDERS", "ORDRSP", "ORDCHG", "QUOTES"])
def test_what_is_due_counts_for_more_than_a_message_s_total(name: str) -> None:
    head = ("CUX+2:EUR:9", *PARTIES) if name == "QUOTES" else (*PARTIES, "CUX+2:EUR:9")
    start = ("BGM+220+1+9", "DTM+137:20260110:102", "RFF+ON:1", *head, "LIN+1", "QTY+21:1:PCE")
    for totals in (("MOA+86:12", "MOA+9:10"), ("MOA+9:10", "MOA+86:12")):
        found, mapping = edifact(name, *start, "UNS+S", *totals)
        assert found.totals.payable.text == "10"  # type: ignore[attr-defined]
        assert [each for each in segments_of(found, mapping) if each[:3] == "MOA"] == list(totals)
    found, _ = edifact(name, *start, "UNS+S", "MOA+86:12")
    assert "MOA+86:12" in anew(found, "edifact", name)


def test_a_tax_total_said_twice_in_one_currency_is_one_total() -> None:
    totals = ("MOA+77:121", "MOA+9:121", "MOA+124:21", "MOA+176:21:EUR")
    found, mapping = invoice(*totals)
    assert [each.amount.text for each in found.taxes] == ["21"]
    assert [each for each in segments_of(found, mapping) if each[:3] == "MOA"][1:] == list(totals)
    found, mapping = invoice(*totals, "MOA+176:230:SEK")
    assert [(each.amount.text, each.amount.currency) for each in found.taxes] == [("21", "EUR"), ("230", "SEK")]
    assert [each for each in anew(found, "edifact", "INVOIC") if each[:7] == "MOA+176"] == [
        "MOA+176:21",
        "MOA+176:230:SEK",
    ]


@pytest.mark.parametrize(
    ("name", "directory"), [(n, d) for n in ("ORDERS", "ORDCHG", "QUOTES") for d in ("D96A", "D01B")]
)
def test_allowances_and_charges_are_read_by_their_own_codes(name: str, directory: str) -> None:
    head = ("CUX+2:EUR:9", *PARTIES) if name == "QUOTES" else (*PARTIES, "CUX+2:EUR:9")
    body = ("BGM+220+1+9", "DTM+137:20260110:102", "RFF+ON:1", *head)
    allowances = ("ALC+C+++1+FC", "MOA+23:120", "ALC+A+:95++1", "PCD+1:2", "MOA+204:50")
    found, mapping = edifact(
        name, *body, *allowances, "LIN+1", "QTY+21:1:PCE", *allowances, "UNS+S", directory=directory
    )
    line = found.lines[0]  # type: ignore[attr-defined]
    for items in (found.allowances_charges, line.allowances_charges):  # type: ignore[attr-defined]
        said = [(each.is_charge, each.amount.text, each.reason_code, each.factor) for each in items]
        assert said == [(True, "120", "FC", None), (False, "50", "95", 2)]
    again = segments_of(found, mapping)
    assert [each for each in again if each[:3] in ("ALC", "PCD") or each[:6] in ("MOA+23", "MOA+20")] == [
        *allowances
    ] * 2
    assert [each for each in anew(found, "edifact", name) if each[:3] == "ALC"] == ["ALC+C++++FC", "ALC+A+:95"] * 2


def test_a_upc_is_the_item_s_number_and_written_as_one() -> None:
    body = ("BGM+220+1+9", "DTM+137:20260110:102", *PARTIES, "CUX+2:EUR:9")
    lines = ("LIN+1++012345678905:UP", "LIN+2++012345678905:EN", "LIN+3++5410738000152:EN", "LIN+4++10012345678902:SRV")
    found, mapping = edifact("ORDERS", *body, *lines, "UNS+S")
    numbers = ["012345678905", "012345678905", "5410738000152", "10012345678902"]
    assert [each.item.standard_id.value for each in found.lines] == numbers  # type: ignore[attr-defined]
    assert [each for each in segments_of(found, mapping) if each[:3] == "LIN"] == list(lines)
    written = [each.split("+")[-1] for each in anew(found, "edifact", "ORDERS") if each[:3] == "LIN"]
    assert written == ["012345678905:UP", "012345678905:UP", "5410738000152:EN", "10012345678902:EN"]
    written = [each.split("+")[-1] for each in anew(found, "edifact", "ORDERS", "D01B") if each[:3] == "LIN"]
    assert written == ["012345678905:UP", "012345678905:UP", "5410738000152:SRV", "10012345678902:SRV"]
    found, _ = edifact("ORDERS", *body, *lines[:1], "UNS+S", directory="D01B")
    assert found.lines[0].item.standard_id.value == "012345678905"  # type: ignore[attr-defined]


DESADV = ("BGM+351+DES1+9", "DTM+137:20260108:102")
LINE = ("LIN+1++5410738000152:EN", "QTY+12:24")
SSCCS = ["354107380000001051", "354107380000001068", "354107380000001075", "354107380000001082"]


def units(document: Any) -> list[str]:
    return [str(each) for each in document.shipment.transport_units] if document.shipment else []


def test_every_number_of_a_segment_and_of_a_range_is_a_transport_unit() -> None:
    packs = ("PAC+2++201", "PCI+33E", f"GIN+BJ+{SSCCS[0]}+{SSCCS[1]}:{SSCCS[3]}")
    found, mapping = edifact("DESADV", *DESADV, *PARTIES, "CPS+1", *packs, *LINE)
    assert units(found) == SSCCS
    assert [each for each in segments_of(found, mapping) if each[:3] in ("PAC", "PCI", "GIN")] == list(packs)
    assert [each for each in anew(found, "x12", "856") if each[:3] == "MAN"] == [f"MAN*GM*00{each}" for each in SSCCS]
    assert [each[7:] for each in anew(found, "edifact", "DESADV") if each[:3] == "GIN"] == SSCCS


@pytest.mark.parametrize("span", [f"{SSCCS[0]}:354107380000999990", f"{SSCCS[1]}:{SSCCS[0]}", "1:5", "A1:A3"])
def test_a_range_that_cannot_be_told_stays_in_the_message_and_is_told_of(span: str) -> None:
    mapping = lens("edifact", "D96A", "DESADV")
    body = [*DESADV, *PARTIES, "CPS+1", "PAC+2", "PCI+33E", f"GIN+BJ+{SSCCS[0]}+{span}", *LINE]
    segments = ["UNH+1+DESADV:D:96A:UN", *body, "UNT+1+1"]
    reading = read(tree_of(mapping.message, segments, "+"), EDIFACT, mapping)
    assert units(reading.document) == SSCCS[:1]
    assert [(each.code, each.path[-6:], each.params["found"][:3]) for each in reading.findings] == [
        ("lens.range", "GIN-03", span[:3])
    ]
    assert reading.document is not None
    assert f"GIN+BJ+{SSCCS[0]}+{span}" in segments_of(reading.document, mapping)


def test_an_sscc_has_18_digits_whether_its_application_identifier_is_said_or_not() -> None:
    start = ("BSN*00*SHP-1*20260108*1015*0004", "HL*1**S")
    marks = ("MAN*GM*00354107380000001051", "MAN*GM*354107380000001068", "MAN*CP*1Z999")
    line = ("HL*2*1*O", "PRF*PO-1", "HL*3*2*I", "LIN*1*UP*012345678905", "SN1*1*10*EA")
    found, mapping = x12("856", *start, *marks, *line)
    assert units(found) == [*SSCCS[:2], "CP:1Z999"]
    assert [each for each in segments_of(found, mapping) if each[:3] == "MAN"] == list(marks)
    assert [each for each in anew(found, "x12", "856") if each[:3] == "MAN"] == [
        *(f"MAN*GM*00{each}" for each in SSCCS[:2]),
        "MAN*CP*1Z999",
    ]
    assert [each for each in anew(found, "edifact", "DESADV") if each[:3] in ("PAC", "PCI", "GIN")] == [
        *("PAC+1", "PCI+30", f"GIN+BJ+{SSCCS[0]}", "PAC+1", "PCI+30", f"GIN+BJ+{SSCCS[1]}"),
        *("PAC+1", "PCI+24", "GIN+ML+1Z999"),
    ]


def test_lines_without_an_order_belong_to_the_only_one_of_the_message() -> None:
    lines = (*LINE, "LIN+2++5410738000152:EN", "QTY+12:1", "RFF+ON:PO-2:7", "LIN+3++5410738000152:EN", "QTY+12:2")
    start = (*DESADV, "RFF+ON:128576", "DTM+171:20260105:102")
    found, mapping = edifact("DESADV", *start, *PARTIES, "CPS+1", *lines)
    assert [each[:3] for each in segments_of(found, mapping)].count("RFF") == 2
    orders = [each for each in anew(found, "x12", "856") if each[:3] in ("PRF", "HL*", "REF")]
    assert orders == [
        *("HL*1**S*1", "REF*PO*128576"),
        *("HL*2*1*O*1", "PRF*128576***20260105", "HL*3*2*I*0"),
        *("HL*4*1*O*1", "PRF*PO-2", "HL*5*4*I*0"),
        *("HL*6*1*O*1", "PRF*128576***20260105", "HL*7*6*I*0"),
    ]
    found, _ = edifact("DESADV", *start, "RFF+ON:2", *PARTIES, "CPS+1", *LINE)
    assert "PRF" not in {each[:3] for each in anew(found, "x12", "856")}


def test_an_order_of_a_ship_notice_goes_with_its_lines() -> None:
    start = ("BSN*00*SHP-1*20260108*1015*0004", "HL*1**S", "REF*PO*PO-1")
    line = ("HL*3*2*I", "LIN*1*UP*012345678905", "SN1*1*10*EA")
    found, _ = x12("856", *start, "HL*2*1*O", "PRF*PO-1***20260101", *line)
    rows = anew(found, "edifact", "DESADV")
    assert [each for each in rows if each[:3] == "RFF"] == ["RFF+ON:PO-1", "RFF+ON:PO-1"]
    found, mapping = x12("856", *start, "HL*2*1*O", *line)
    assert found.lines[0].order is None  # type: ignore[attr-defined]
    assert "PRF" not in {each[:3] for each in segments_of(found, mapping)}
