"""Amounts whose sign a message turns round."""

from decimal import Decimal

import pytest

from app.formats.lens.codecs import CODECS


@pytest.mark.parametrize(("text", "value"), [("-5.00", "5.00"), ("3", "-3"), ("0.00", "0.00")])
def test_a_negated_number_has_the_other_sign_in_the_document(text: str, value: str) -> None:
    codec = CODECS["negated"]
    assert str(codec.read(text)) == value
    assert codec.write(Decimal(value)) == text
