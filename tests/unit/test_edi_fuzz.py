"""Files with random edits do no harm; `python -m tests.oracles.edi_fuzz --count 1000000` tries many more."""

import pytest

from tests.oracles.edi_fuzz import Run, case, seeds

CASES = 2_000
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_whatever_is_done_to_a_file_it_is_read_answered_and_mapped(part: int) -> None:
    run = Run(seed=4)
    for number in range(part, CASES, PARTS):
        run.look_at(number)
    assert run.failures == {}


def test_a_case_is_always_the_same() -> None:
    originals = seeds()
    assert case(1, 17, originals) == case(1, 17, originals)
    assert len({case(1, number, originals) for number in range(200)}) > 190
