"""What is reported as lost is what the source said and the target can't hold: no more, and no less."""

from dataclasses import replace

import pytest

from app.domain.documents import Complement, Leftover
from app.formats import FORMATS
from app.formats.losses import losses_of
from tests.builders import an_order


def lost(kind: str, content: str) -> list[str]:
    """What is reported of one leftover of a cXML message that goes out as UBL."""
    order = an_order().build()
    source = replace(order, complement=Complement("cxml", (Leftover(kind, "/cXML/Request", content),)))
    return [each.value for each in losses_of(source, FORMATS.get("ubl"), order)]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("absent", "Countersign"),
        ("order", '["Shipping", "Tax"]'),
        ("version", "1"),
        ("version-number", "1"),
        ("moved", '["ItemDetail", "BlanketItemDetail"]'),
        ("lexical", '["1.0", "1.00"]'),
        ("lexical", '["2026-03-02T09:00:00+00:00", "2026-03-02T09:00:00Z"]'),
    ],
)
def test_what_the_source_did_not_say_or_said_in_other_letters_is_not_lost(kind: str, content: str) -> None:
    assert lost(kind, content) == []


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("element", "<Payment/>"),
        ("attribute", "yes"),
        ("text", "by hand"),
        ("segment", "NTE*a"),
        ("signature", "<Signature/>"),
        ("lexical", '["5", "2"]'),
        ("lexical", '["2026-03-02T00:00:00+00:00", "2026-03-02T00:00:00-08:00"]'),
        ("lexical", '["2026-03-02T08:00:00+00:00", "2026-03-02T09:00:00+01:00"]'),
    ],
)
def test_what_the_source_said_beyond_the_model_is_lost(kind: str, content: str) -> None:
    assert lost(kind, content) == [content]
