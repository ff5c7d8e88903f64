"""Numbers that are longer than any element: a fault at their place, and nothing worse."""

from decimal import Decimal

import pytest

from app.formats.edi.delimiters import X12
from app.formats.lens import lens, read
from app.formats.lens.codecs import CODECS, Codec, implied_codec
from tests.edi_trees import tree_of

LONG = "9" * 5_000


@pytest.mark.parametrize("digits", [5_000, 1_000_001])
def test_a_total_of_ever_so_many_digits_is_a_fault_of_its_own(digits: int) -> None:
    found = lens("x12", "004010", "810")
    segments = ["ST*810*1", "BIG*20260302*I1**PO1", "IT1*1*2*EA*3", f"TDS*{'9' * digits}", "CTT*1", "SE*1*1"]
    reading = read(tree_of(found.message, segments, X12.element), X12, found)
    assert ("lens.bad_value", "810/TDS[1]/TDS-01") in [(each.code, each.path) for each in reading.findings]


@pytest.mark.parametrize("codec", [CODECS["dec"], CODECS["negated"], implied_codec(2)])
def test_what_is_too_long_for_any_element_is_no_number(codec: Codec) -> None:
    with pytest.raises(ValueError, match="9999"):
        codec.read(LONG)


def test_an_amount_that_no_element_has_room_for_is_written_out_to_be_refused() -> None:
    assert implied_codec(2).write(Decimal(LONG)) == LONG
