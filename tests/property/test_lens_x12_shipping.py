"""Ship notices in X12: whatever hierarchy was read is written again, and what is written is read as it was."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import DespatchAdvice, DocumentType
from app.domain.documents.base import Delivery, Item, Period
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.identifiers import DocumentReference, Identifier
from app.domain.parties import Address, Contact, Party, TaxRegistration
from app.domain.quantities import Quantity
from app.formats.edi.loops import Loop
from app.formats.lens import lens, read, write
from app.formats.lens.difference import body_of
from tests.edi_trees import RandomMessage
from tests.property.test_lens_messages import ORDER_CODES, tags_of
from tests.x12_fulfilment import VERSIONS, came_back, lines_of, of_the_corpus, reading_of, was_kept
from tests.x12_messages import MARKS

SHIPMENT = [
    "BSN*00*SH-4711*20260302*101530*{structure}",
    "HL*1**S",
    "TD1*CTN25*3****G*12.5*LB*1.2*CF",
    "TD5*O*2*OVNT*M*Overnight Inc",
    "TD3*TL**1234567",
    "REF*SI*S-1",
    "REF*CN*PRO-9",
    "REF*PO*PO-1*first",
    "REF*BM*BOL-1*bill",
    "REF*SE*serial",
    "MAN*GM*003401234500000001",
    "DTM*011*20260302",
    "DTM*017*20260305",
    "DTM*064*20260304",
    "DTM*063*20260306",
    "DTM*035*20260305",
    "FOB*PP",
    "N1*SF*Warehouse 2*92*W2",
    "N3*2 Dock Road",
    "N4*Reno*NV*89521*US",
    "N1*SE*Supplier Co*1*123456789",
    "REF*VX*VAT1",
    "PER*IC*Ann Lee*TE*15550100*EM*ann@supplier.example",
    "N1*BY*Buyer Co*UL*4012345000009",
    "N1*ST*Store 9*92*S9",
    "N3*1 High Street*Floor 2",
    "N4*Springfield*IL*62701*US",
    "N1*CA*Overnight Inc*2*OVNT",
    "N1*DA*Gate 3*92*G3",
]
ORDER = ["HL*{own}*{above}*O", "PRF*PO-1**2*20260105***SA", "TD1*CTN*4"]
LINE = [
    "HL*{own}*{above}*I",
    "LIN*7*VP*V1*BP*B1*MG*M1*UP*012345678905*PL*20*LT*L-5*CH*US",
    "SN1*7*10*EA*100",
    "PO4*1*24*EA",
    "PID*F****Hex bolt",
    "PID*F****Zinc plated",
]
BARE = ["HL*{own}*{above}*I", "LIN**VP*V2", "SN1**5*KG", "REF*LT*L-6"]
PACK = ["HL*{own}*{above}*P", "MAN*GM*00340123450000000{own}"]
TARE = ["HL*{own}*{above}*T", "MAN*GM*00340123450000000{own}"]
SHAPES = {
    "0004": [(1, ORDER), (2, LINE), (2, BARE)],
    "0001": [(1, ORDER), (2, PACK), (3, LINE), (2, PACK), (5, BARE)],
    "0002": [(1, ORDER), (2, LINE), (3, PACK), (2, BARE), (5, PACK)],
    "0003": [(1, PACK), (2, ORDER), (3, LINE), (1, PACK), (5, ORDER), (6, BARE)],
    "ZZZZ": [(1, ORDER), (2, TARE), (3, PACK), (4, LINE), (3, BARE)],
}
"""By their structure codes: what is within which loop, each by the number of the one above it."""

CODES = {
    **ORDER_CODES,
    "98": ["BY", "SE", "VN", "ST", "SF", "SH", "DA", "CA", "ZZ"],
    "128": ["SI", "CN", "PO", "BM", "IV", "VX", "LT", "ZZ", "XX"],
    "374": ["011", "017", "002", "063", "064", "069", "035", "999"],
    "88": ["GM", "CP", "UC", "R"],
    "187": ["G", "N", ""],
    "735": ["S", "O", "T", "P", "I", "I", "F"],
    "235": [*ORDER_CODES["235"], "PL", "LT", "CH"],
    "1005": ["0001", "0002", "0004", ""],
    "640": ["AS", ""],
}
HEADINGS = ["BSN*00*SH1*20260302*1200*0001", "BSN*14*SH1*20260302*0000", "BSN*00*SH1*20260302*123001*0004*AS"]


def hierarchy(seed: int, version: str, plain: bool) -> Loop:
    """A ship notice of any hierarchy; one that isn't plain has odd numbers, and child codes or not."""
    found, random = lens("x12", version, "856"), Random(seed)
    heading = random.choice(HEADINGS)
    invented = [
        RandomMessage(seed + number, MARKS[version], CODES, {"BSN": heading}, tags_of(found)).of(found.message)
        for number in range(random.randint(1, 6))
    ]
    root = invented[0]
    root.loops = [each for one in invented for each in one.loops]
    path: list[str] = []
    for number, each in enumerate(root.loops, 1):
        del path[random.randint(0, len(path)) if len(path) < 5 else 3 :]
        code = each.segments[0].split("*")[3]
        name = str(number) if plain else f"{number}X{random.randint(0, 3)}"
        hl = f"HL*{name}*{path[-1] if path else ''}*{code}" + ("" if plain else random.choice(("*1", "*0", "")))
        each.segments = [hl, *each.segments[1:]]
        path.append(name)
    return root


def notice(structure: str) -> list[str]:
    """A ship notice of a structure."""
    body = [each.format(structure=structure) for each in SHIPMENT]
    for own, (above, segments) in enumerate(SHAPES[structure], 2):
        body += [each.format(own=own, above=above) for each in segments]
    return [*body, f"CTT*{len(SHAPES[structure]) + 1}"]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("structure", sorted(SHAPES))
def test_a_ship_notice_is_read_whatever_its_structure(structure: str, version: str) -> None:
    reading = reading_of("856", notice(structure), version)
    assert reading.findings == ()
    advice = reading.document
    assert isinstance(advice, DespatchAdvice)
    assert replace(advice, complement=None) == DespatchAdvice(
        number="SH-4711",
        issued=date(2026, 3, 2),
        issued_at=time(10, 15, 30),
        buyer=Party(name="Buyer Co", ids=(Identifier("4012345000009", "0088"),)),
        seller=SUPPLIER,
        orders=(DocumentReference(number="PO-1", description="first"),),
        additional_references=(DocumentReference(number="BOL-1", type_code="705", description="bill"),),
        despatch_party=WAREHOUSE,
        delivery_party=STORE,
        despatched=date(2026, 3, 2),
        shipment=replace(SENT, transport_units=units(structure)),
        lines=(BOLTS, SCREWS),
    )


def units(structure: str) -> tuple[Identifier, ...]:
    """The transport units of a ship notice: the shipment's own, and what its packs and tares are."""
    packs = [own for own, (_, segments) in enumerate(SHAPES[structure], 2) if segments in (PACK, TARE)]
    return tuple(Identifier(f"00340123450000000{number}") for number in (1, *packs))


STORE = Party(
    name="Store 9",
    ids=(Identifier("S9", "92"),),
    address=Address(
        street="1 High Street",
        additional_street="Floor 2",
        city="Springfield",
        region="IL",
        postal_code="62701",
        country="US",
    ),
)
SUPPLIER = Party(
    name="Supplier Co",
    ids=(Identifier("123456789", "0060"),),
    tax_registrations=(TaxRegistration(number="VAT1", scheme="VAT"),),
    contact=Contact(name="Ann Lee", telephone="15550100", email="ann@supplier.example"),
)
WAREHOUSE = Party(
    name="Warehouse 2",
    ids=(Identifier("W2", "92"),),
    address=Address(street="2 Dock Road", city="Reno", region="NV", postal_code="89521", country="US"),
)
SENT = Shipment(
    id="S-1",
    gross_weight=Quantity(Decimal("12.5"), "LBR"),
    gross_volume=Quantity(Decimal("1.2"), "FTQ"),
    packages="3",
    consignment="PRO-9",
    estimated_delivery=Period(start=date(2026, 3, 5), end=date(2026, 3, 5)),
    carrier=Party(name="Overnight Inc", ids=(Identifier("OVNT", "182"),)),
    delivery=Delivery(
        requested=Period(start=date(2026, 3, 4), end=date(2026, 3, 6)),
        actual=date(2026, 3, 5),
        location=Identifier("G3", "92"),
        party=Party(name="Gate 3"),
    ),
)
ORDERED = DocumentReference(number="PO-1", revision="2", issued=date(2026, 1, 5), type_code="220")
BOLTS = DespatchLine(
    number="7",
    order=replace(ORDERED, line="20"),
    quantity=Quantity(Decimal(10), "EA"),
    item=Item(
        name="Hex bolt",
        descriptions=("Zinc plated",),
        sellers_id="V1",
        buyers_id="B1",
        manufacturers_id="M1",
        standard_id=Identifier("012345678905", "0160"),
        origin_country="US",
    ),
    lot="L-5",
)
SCREWS = DespatchLine(
    number="2", order=ORDERED, quantity=Quantity(Decimal(5), "KGM"), item=Item(sellers_id="V2"), lot="L-6"
)


def test_lines_without_orders_are_read_wherever_they_stand() -> None:
    body = ["BSN*00*SH1*20260302*0000", "HL*1**S", "HL*2*1*I", "LIN*1*VP*A", "SN1*1*1*EA", "PRF*PO-2****3"]
    reading = reading_of("856", [*body, "HL*3**S", "HL*4*3*T", "HL*5*4*I", "LIN*2*VP*B", "SN1*2*2*EA"], "004010")
    advice = reading.document
    assert isinstance(advice, DespatchAdvice)
    assert [(each.number, each.item.sellers_id) for each in advice.lines] == [("1", "A"), ("2", "B")]
    assert advice.lines[0].order == DocumentReference(number="PO-2", line="3")
    assert advice.issued_at is None


def test_a_despatch_advice_is_written_order_by_order() -> None:
    advice = reading_of("856", notice("0001"), "005010").document
    assert isinstance(advice, DespatchAdvice)
    other = replace(SCREWS, order=DocumentReference(number="PO-2"))
    fresh = replace(advice, complement=None, issued_at=None, lines=(BOLTS, SCREWS, other))
    written = lines_of(fresh, "856", "005010")
    assert written[0] == "BSN*00*SH-4711*20260302*0000*0004"
    assert [each for each in written if each[:3] in ("HL*", "PRF", "MAN")] == [
        "HL*1**S*1",
        "MAN*GM*00003401234500000001",
        "MAN*GM*00003401234500000003",
        "MAN*GM*00003401234500000005",
        "HL*2*1*O*1",
        "PRF*PO-1**2*20260105***SA",
        "HL*3*2*I*0",
        "HL*4*2*I*0",
        "HL*5*1*O*1",
        "PRF*PO-2",
        "HL*6*5*I*0",
    ]


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS), st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_hierarchy_comes_back_segment_by_segment(seed: int, version: str, plain: bool) -> None:
    found, marks, tree = lens("x12", version, "856"), MARKS[version], hierarchy(seed, version, plain)
    reading = read(tree, marks, found)
    assert reading.document is not None
    written = write(reading.document, found, marks)
    assert list(written.loop.flat()) == list(body_of(tree, len(found.message.places) - 1).flat())
    assert not written.losses


@given(st.integers(0, 1 << 40), st.sampled_from(VERSIONS))
@settings(max_examples=150, deadline=None)
def test_a_despatch_advice_comes_back_less_its_losses(seed: int, version: str) -> None:
    of_the_only_order = (f"/lines/order/{each}" for each in ("number", "issued", "revision", "type_code"))
    was_kept(DocumentType.DESPATCH_ADVICE, "856", seed, version, *of_the_only_order)


@pytest.mark.corpus
def test_ship_notices_that_partners_send_come_back(corpus: Path) -> None:
    assert sum(came_back(each) for each in of_the_corpus(corpus, "856")) >= 2
