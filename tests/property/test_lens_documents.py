"""Whatever anybody enters in a document, its message is sound, and what it doesn't hold is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.invented_messages import KINDS, Kind, wrong_with


@pytest.mark.parametrize("kind", [each for each in KINDS if each.standard == "edifact" or each.name == "850"], ids=str)
@given(seed=st.integers(0, 1 << 40))
@settings(max_examples=40, deadline=None)
def test_a_document_comes_back_less_its_losses(kind: Kind, seed: int) -> None:
    assert wrong_with(kind, seed) == []
