"""IDocs made to hurt: whatever is done to them, the answer is a document or findings, and it comes soon."""

from collections.abc import Callable
from random import Random
from time import process_time

import pytest

from app.errors import Refused
from app.formats.base import NotRenderable
from app.formats.idoc import Idoc, documents_in
from app.safe import XmlBody
from app.safe.xml import parse_xml
from tests.idoc_documents import SAP, IdocText, Segment, order_item, sap_order, segment

IDOC = Idoc()
TIMES = 8
FAR_FROM_SQUARE = 3

ODD = (
    "",
    " ",
    "-",
    "--1",
    "1-2",
    "9" * 400,
    "NaN",
    "1e9",
    "00000000",
    "99999999",
    "2026-02-30",
    "٣",
    "\u00a0",
    "x.y",
    "001",
)


def answer_to(text: str) -> None:
    """Reads, and writes again what was read; nothing else than the two refusals may come of it."""
    try:
        body = parse_xml(text.encode())
    except Refused:
        return
    parsed = IDOC.read(body) if IDOC.recognises(body) else None
    if parsed is None or parsed.document is None:
        assert parsed is None or parsed.findings
        return
    try:
        IDOC.render(parsed.document)
    except NotRenderable:
        return


@pytest.mark.parametrize("name", SAP)
def test_a_field_that_says_anything_ends_in_a_document_or_findings(name: str) -> None:
    text, random = SAP[name].text(), Random(name)
    lines = text.splitlines()
    fields = [index for index, line in enumerate(lines) if "</" in line and line.strip()[1] != "/"]
    for index in random.sample(fields, min(60, len(fields))):
        before, _, rest = lines[index].partition(">")
        value = random.choice(ODD)
        changed = [*lines[:index], f"{before}>{value}<{rest.partition('<')[2]}", *lines[index + 1 :]]
        answer_to("\n".join(changed))


@pytest.mark.parametrize("name", SAP)
def test_lines_left_out_doubled_or_exchanged_end_in_a_document_or_findings(name: str) -> None:
    lines, random = SAP[name].text().splitlines(), Random(name)
    for _ in range(40):
        one, other = random.randrange(3, len(lines)), random.randrange(3, len(lines))
        answer_to("\n".join(lines[:one] + lines[one + 1 :]))
        answer_to("\n".join([*lines[:one], lines[one], *lines[one:]]))
        changed = list(lines)
        changed[one], changed[other] = changed[other], changed[one]
        answer_to("\n".join(changed))


@pytest.mark.parametrize(
    "text",
    [
        "<IDOC/>",
        "<ORDERS05><IDOC/></ORDERS05>",
        "<ORDERS05><IDOC><EDI_DC40/></IDOC></ORDERS05>",
        "<ORDERS05><IDOC><IDOC/><E1EDK01><IDOC/></E1EDK01></IDOC></ORDERS05>",
        "<ORDERS05>text<IDOC>text</IDOC>text</ORDERS05>",
        "<ORDERS05 root.name='x'><IDOC/></ORDERS05>",
        "<ORDERS05><IDOC.ORDERS05/><IDOC/></ORDERS05>",
        "<ORDERS05><IDOC><E1EDKA1.AG/></IDOC></ORDERS05>",
        "<ORDERS05><IDOC xmlns='urn:x'/></ORDERS05>",
        "<x:ORDERS05 xmlns:x='urn:x'><IDOC/></x:ORDERS05>",
        "<IDOC><IDOC><EDI_DC40><IDOCTYP>INVOIC02</IDOCTYP></EDI_DC40></IDOC></IDOC>",
        "<DELVRY03><IDOC><EDI_DC40/><E1EDL20/><E1EDL20/></IDOC></DELVRY03>",
    ],
)
def test_shells_of_idocs_end_in_findings(text: str) -> None:
    answer_to(text)


def test_names_of_ours_are_no_names_of_saps() -> None:
    text = sap_order().text().replace('<E1EDK02 SEGMENT="1">', '<E1EDK02.001 SEGMENT="1">')
    text = text.replace("</E1EDK02>", "</E1EDK02.001>")
    assert [each.code for each in IDOC.read(parse_xml(text.encode())).findings] == ["idoc.name"]


def cost_of(work: Callable[[], object]) -> float:
    """The least of several tries, in seconds of a processor."""
    costs = []
    for _ in range(3):
        before = process_time()
        work()
        costs.append(process_time() - before)
    return min(costs)


def assert_grows_with_length(work_of: Callable[[int], Callable[[], object]], length: int) -> None:
    """What is eight times as long costs far less than the sixty-four times that a loop within a loop would."""
    assert cost_of(work_of(TIMES * length)) < FAR_FROM_SQUARE * TIMES * cost_of(work_of(length))


def order_of(*items: Segment) -> XmlBody:
    others = (each for each in sap_order().segments if each.name != "E1EDP01")
    return parse_xml(IdocText("ORDERS05", (*others, *items)).text().encode())


def test_a_long_order_costs_what_its_length_does() -> None:
    def reading(length: int) -> Callable[[], object]:
        body = order_of(*(order_item(number) for number in range(1, length + 1)))
        return lambda: IDOC.read(body)

    def writing(length: int) -> Callable[[], object]:
        document = IDOC.read(order_of(*(order_item(number) for number in range(1, length + 1)))).document
        assert document is not None
        return lambda: IDOC.render(document)

    assert_grows_with_length(reading, 40)
    assert_grows_with_length(writing, 40)


def test_thousands_of_faults_cost_what_their_number_does_and_are_not_all_told() -> None:
    def reading(length: int) -> Callable[[], object]:
        days = tuple(segment("E1EDP20", EDATU="yesterday") for _ in range(length))
        body = order_of(segment("E1EDP01", *days, POSEX="1"))
        return lambda: IDOC.read(body)

    assert_grows_with_length(reading, 400)
    assert len(IDOC.read(order_of(segment("E1EDP01", *(segment("E1EDP20", EDATU="x"),) * 3000))).findings) == 1000


def test_thousands_of_idocs_in_one_file_are_parted() -> None:
    inner = '<IDOC BEGIN="1"><EDI_DC40 SEGMENT="1"><MESTYP>ORDERS</MESTYP></EDI_DC40></IDOC>\n'

    def parting(length: int) -> Callable[[], object]:
        body = parse_xml(f"<ORDERS05>\n{inner * length}</ORDERS05>".encode())
        return lambda: documents_in(body)

    assert_grows_with_length(parting, 600)
    body = parse_xml(f"<ORDERS05>\n{inner * 5000}</ORDERS05>".encode())
    assert len(documents_in(body)) == 5000
