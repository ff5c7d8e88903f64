"""Documents with every field at random: what an IDoc holds of them it holds for good, and the core it always holds."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.documents import Document, DocumentType
from app.domain.money import Amount
from app.domain.parties import Party
from app.formats.idoc import Idoc
from app.formats.idoc.tables import TABLES
from app.safe.xml import parse_xml
from tests.invented import Inventor

IDOC = Idoc()
CURRENCY = "EUR"
CORE = ("number", "issued", "currency", "order_type", "code", "due", "despatched", "buyer_reference")
LINE_CORE = ("number", "quantity", "amount", "lot", "order_line", "status")
ITEM_CORE = ("name", "sellers_id", "buyers_id", "manufacturers_id", "origin_country", "properties")
TOTALS_CORE = ("payable", "lines", "tax_exclusive", "allowances", "charges", "prepaid", "rounding")


class OneCurrency(Inventor):
    """Invents documents in one currency, which is all that an IDoc has."""

    def _special(self, cls: type) -> Any:
        return Amount(self._decimal(), CURRENCY) if cls is Amount else super()._special(cls)


def invented(type_: DocumentType, seed: int) -> Document:
    """A random document; codes that decide what kind of document it is are left to their usual values."""
    inventor = OneCurrency(Random(seed), at_least_one=("lines",), fixed={"currency": CURRENCY, "type_code": ""})
    document: Any = inventor.document(type_)
    if type_ is not DocumentType.CREDIT_NOTE:
        return document
    # one that takes instead of giving is not written: tests/unit/test_idoc_writing.py
    payable = Amount(abs(document.totals.payable.value) + 1, CURRENCY)
    return replace(document, totals=replace(document.totals, payable=payable))


def core(document: Any) -> list[Any]:
    """What every partner has to get, in whatever syntax he gets it."""
    lines = [
        [
            *(
                getattr(line, name, None)
                for name in LINE_CORE
                if type(getattr(line, name, None)).__name__ != _REFERENCE
            ),
            *(getattr(line.item, name) for name in ITEM_CORE),
            line.price.amount if getattr(line, "price", None) else None,
        ]
        for line in getattr(document, "lines", ())
    ]
    totals = getattr(document, "totals", None)
    sums = [getattr(totals, name) for name in TOTALS_CORE] if totals else None
    notes = [note.text for note in document.notes]
    header = [getattr(document, name, None) for name in CORE if not _is_despatch_currency(document, name)]
    return [*header, _known(document.buyer), _known(document.seller), lines, sums, notes]


_REFERENCE = "DocumentReference"


def _is_despatch_currency(document: Any, name: str) -> bool:
    return name == "currency" and document.type is DocumentType.DESPATCH_ADVICE


def _known(party: Party) -> list[Any]:
    return [party.name, party.legal_name, party.endpoint, party.ids, party.legal_id, party.tax_registrations]


@pytest.mark.parametrize("type_", sorted(TABLES))
@settings(max_examples=60, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**9))
def test_what_an_idoc_holds_of_any_document_it_holds_for_good(type_: DocumentType, seed: int) -> None:
    document = invented(type_, seed)
    first = IDOC.render(document)
    parsed = IDOC.read(parse_xml(first))
    assert parsed.findings == ()
    assert parsed.document is not None
    assert core(parsed.document) == core(document)
    again = IDOC.render(parsed.document)
    assert IDOC.read(parse_xml(again)).document == parsed.document
