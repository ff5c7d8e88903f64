"""Lists of the document itself that segments within its lists' items add to."""

from pathlib import Path

import pytest

from app.domain.documents import DespatchAdvice
from app.domain.identifiers import Identifier
from app.formats.edi.delimiters import X12
from app.formats.lens import BrokenMapping, made, read
from tests.edi_trees import tree_of
from tests.unit.test_lens_hierarchy import MAPPING, SHIPMENT
from tests.unit.test_lens_mappings import folder_with

SN1 = "\n      - {seg: SN1, el: {2: quantity}}\n"
FAR = "{seg: MAN, if: {1: GM}, each: //shipment.transport_units, el: {2: .}"


def test_a_lines_marks_are_the_shipments_transport_units(tmp_path: Path) -> None:
    rule = f"      - {FAR}, only: read, why: they are the shipment's}}\n"
    mapping = MAPPING.replace(SN1, SN1 + rule, 1)
    notice = made("x12/856", "", folder_with(tmp_path, x12_856=mapping))
    at = SHIPMENT.index("HL*4*2*I*0")
    segments = [*SHIPMENT[:at], "MAN*GM*001", "MAN*GM*002", *SHIPMENT[at:]]
    document = read(tree_of(notice.message, segments, "*"), X12, notice).document
    assert isinstance(document, DespatchAdvice)
    assert document.shipment is not None
    assert document.shipment.transport_units == (Identifier("001"), Identifier("002"))


def test_such_a_rule_is_only_read(tmp_path: Path) -> None:
    mapping = MAPPING.replace(SN1, f"{SN1}      - {FAR}}}\n", 1)
    with pytest.raises(BrokenMapping) as caught:
        made("x12/856", "", folder_with(tmp_path, x12_856=mapping))
    assert [each.code for each in caught.value.findings] == ["lens.only_read"]
