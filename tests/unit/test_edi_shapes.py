"""The loop over the properties of messages: every kind has its property, and one that fails is told."""

import random

import pytest

from app.formats.lens.library import names
from tests.oracles.edi_shapes import EDIFACT, failures, kinds


@pytest.mark.parametrize("name", sorted(kinds()))
def test_a_case_of_each_kind_is_tried(name: str) -> None:
    case, versions = kinds()[name]
    assert failures(case, versions, random.Random(name), 1) == {}


def test_every_mapped_message_has_one() -> None:
    mapped = {each.split("/")[1].split("-")[0].upper() for each in names() if not each.startswith("partners/")}
    assert mapped <= set(kinds())


def test_one_that_fails_is_told_by_its_number() -> None:
    def wrong(seed: int, version: str) -> None:
        raise AssertionError(f"{seed % 2} {version}")

    (told,) = failures(wrong, EDIFACT[:1], random.Random(1), 1).items()
    assert told[0].endswith(" D96A")
    assert told[1].startswith("AssertionError: ")
