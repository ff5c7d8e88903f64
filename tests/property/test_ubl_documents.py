"""Documents with every field at random survive UBL, and what is written is valid by the standard's own schemas."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import Document, DocumentType
from app.formats.ubl import Ubl
from app.formats.ubl.names import ROOTS
from app.safe.xml import parse_xml
from tests.invented import Inventor

UBL = Ubl()
SEEDS = range(25)

# what UBL's reference elements have no place for, by the field that holds the reference
_NO_TEXT = ("type_name", "description", "revision", "uri")
_ORDERS_OWN = {
    (holder, name)
    for holder in ("orders", "order", "order_line", "despatch_line", "despatch")
    for name in (*_NO_TEXT, "line")
}
_LINES_OWN = {(holder, name) for holder in ("order_line", "despatch_line", "despatch") for name in _NO_TEXT}
_WITHOUT_LINE = {
    (holder, "line")
    for holder in (
        "quotation",
        "contracts",
        "additional_references",
        "order_changes",
        "billing_references",
        "billing_reference",
        "despatches",
        "receipts",
        "document",
        "catalogue",
        "request",
        "source",
    )
}
NO_PLACE = {
    DocumentType.ORDER_RESPONSE: {("order_changes", "type_code")},
    DocumentType.ORDER_CANCELLATION: {("OrderCancellation", "currency")},
    DocumentType.DESPATCH_ADVICE: {("DespatchAdvice", "currency")},
    DocumentType.RECEIPT_ADVICE: {("ReceiptAdvice", "currency")},
    DocumentType.APPLICATION_RESPONSE: {("ApplicationResponse", "currency")},
    DocumentType.REMITTANCE_ADVICE: {("PaymentMeans", "due")},
    DocumentType.CATALOGUE: {("source", name) for name in ("type_code", "type_name", "uri")},
    DocumentType.QUOTATION: {("Quotation", "payment_terms")},
}
DEMANDED = ("lines", "reasons", "orders", "totals")


def _catalogue(catalogue: Any) -> Any:
    prices = (each.price for line in catalogue.lines for each in line.prices)
    return replace(catalogue, currency=next((each.amount.currency for each in prices), ""))


def _of_its_total(document: Any) -> Any:
    return replace(document, currency=document.currency or document.totals.payable.currency)


def _quotation(quotation: Any) -> Any:
    return replace(_of_its_total(quotation), payment_means=quotation.payment_means[:1])


FITTED: dict[DocumentType, Callable[[Any], Any]] = {
    # UBL has no place for a catalogue's currency but in its prices, nor for a second way to pay in a quotation. What
    # makes an order is in the currency of its total unless it says otherwise
    DocumentType.CATALOGUE: _catalogue,
    DocumentType.ORDER: _of_its_total,
    DocumentType.ORDER_CHANGE: _of_its_total,
    DocumentType.ORDER_RESPONSE: _of_its_total,
    DocumentType.QUOTATION: _quotation,
}


def invented(type_: DocumentType, seed: int) -> Document:
    """A random document, within what UBL has places for; a count of packages is a number there."""
    inventor = Inventor(
        Random(f"{type_}-{seed}"),
        left_out=_ORDERS_OWN | _LINES_OWN | _WITHOUT_LINE | NO_PLACE.get(type_, set()),
        at_least_one=DEMANDED,
        fixed={"packages": "12", "sender_is_buyer": True},
    )
    document: Document = FITTED.get(type_, lambda each: each)(inventor.document(type_))
    return document


CASES = [pytest.param(type_, seed, id=f"{type_}-{seed}") for type_ in ROOTS for seed in SEEDS]


@pytest.mark.parametrize(("type_", "seed"), CASES)
def test_a_document_of_any_content_survives_ubl(type_: DocumentType, seed: int) -> None:
    document = invented(type_, seed)
    parsed = UBL.read(parse_xml(UBL.render(document)))
    assert parsed.findings == ()
    assert parsed.document == document


@cache
def _schema(corpus: Path, root: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(corpus / "ubl" / "2.1" / "xsdrt" / "maindoc" / f"UBL-{root}-2.1.xsd"))


@pytest.mark.corpus
@pytest.mark.parametrize("type_", ROOTS)
def test_what_is_written_is_valid_by_the_official_schema(type_: DocumentType, corpus: Path) -> None:
    schema = _schema(corpus, ROOTS[type_])
    for seed in SEEDS:
        root = etree.fromstring(UBL.render(invented(type_, seed)))
        assert schema.validate(root), [f"{type_}-{seed}: {each.message}" for each in schema.error_log]
