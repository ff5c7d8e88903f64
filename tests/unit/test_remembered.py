"""What texts are as values is remembered, but neither without bound nor where it is nothing."""

import pytest

from app.validation.schematron import remembered
from app.validation.schematron.remembered import LONGEST, Remembered


def test_a_text_is_read_once() -> None:
    asked: list[str] = []
    known = Remembered(lambda text: asked.append(text) or float(text))
    assert (known["1.5"], known["1.5"], asked) == (1.5, 1.5, ["1.5"])


def test_what_is_no_value_is_no_value_the_next_time_either() -> None:
    known = Remembered(float)
    for _ in range(2):
        with pytest.raises(ValueError, match="could not convert"):
            known["x"]


def test_no_document_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 10)
    known = Remembered(float)
    found = [known[f"{number}.25"] for number in range(100)]
    assert found == [number + 0.25 for number in range(100)]
    assert len(known) <= 10
    assert known["1" * LONGEST + "0"] == float("1" * LONGEST + "0")
    assert all(len(text) <= LONGEST for text in known)
