"""Rules about days: what cannot be meant, since it lies in another order than trade has it.

Days are facts that people agree on after all, so these are warnings; a period that ends before it begins is not.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.domain.documents import DespatchAdvice, ReceiptAdvice
from app.domain.findings import Finding, warning


def valid_when_issued(document: Any) -> Iterator[Finding]:
    """A document that had ceased to be valid when it was issued binds nobody."""
    validity = document.validity
    if validity and validity.end and validity.end < document.issued:
        yield warning("business.validity_over", "/validity/end", found=validity.end, expected=document.issued)


def wanted_after_issue(document: Any) -> Iterator[Finding]:
    """Nothing can be delivered before it is ordered."""
    for path, delivery in _deliveries(document):
        end = delivery.requested.end if delivery.requested else None
        if end and end < document.issued:
            place = f"{path}/requested/end"
            yield warning("business.delivery_before_issue", place, found=end, expected=document.issued)


def promised_after_issue(document: Any) -> Iterator[Finding]:
    """Nobody promises what is past."""
    for path, delivery in _deliveries(document):
        end = delivery.promised.end if delivery.promised else None
        if end and end < document.issued:
            place = f"{path}/promised/end"
            yield warning("business.delivery_before_issue", place, found=end, expected=document.issued)


def _deliveries(document: Any) -> Iterator[tuple[str, Any]]:
    for index, delivery in enumerate(document.deliveries):
        yield f"/deliveries/{index}", delivery
    for number, line in enumerate(document.lines):
        for index, delivery in enumerate(line.deliveries):
            yield f"/lines/{number}/deliveries/{index}", delivery


def arrives_after_despatch(advice: DespatchAdvice) -> Iterator[Finding]:
    """Goods arrive after they have left."""
    expected = advice.shipment.estimated_delivery if advice.shipment else None
    left, arrives = advice.despatched, expected.end if expected else None
    if left and arrives and arrives < left:
        place = "/shipment/estimated_delivery/end"
        yield warning("business.arrival_before_despatch", place, found=arrives, expected=left)


def received_by_issue(receipt: ReceiptAdvice) -> Iterator[Finding]:
    """What arrives later can't have been received."""
    for index, line in enumerate(receipt.lines):
        if _after(line.received_on, receipt.issued):
            place = f"/lines/{index}/received_on"
            yield warning("business.received_after_issue", place, found=line.received_on, expected=receipt.issued)


def _after(day: date | None, other: date) -> bool:
    return day is not None and day > other
