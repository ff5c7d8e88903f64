"""Finds what code lists are for in a UBL document, wherever it stands."""

from collections.abc import Callable, Mapping

from app.safe.tree import Element, Tree
from app.validation.en16931.ubl_names import (
    ADDITIONAL_DOCUMENT,
    AMOUNT,
    BASE_AMOUNT,
    CLASSIFIED_CATEGORY,
    COMPANY_ID,
    COUNTRY_CODE,
    DESCRIPTION_CODE,
    DOCUMENT_REFERENCE,
    ID,
    LINE_AMOUNT,
    PARTY_LEGAL_ENTITY,
    PAYEE,
    PAYMENT_MEANS,
    PERIOD,
    SUPPLIER,
    TAX_AMOUNT,
    TAX_CATEGORY,
    TYPE_CODE,
    cac,
    cbc,
)

INVOICED_OBJECT = "130"

_PARTY_IDENTIFICATION = cac("PartyIdentification")
_OWNERS = frozenset((SUPPLIER, PAYEE))
_NAMES: Mapping[str, tuple[str, ...]] = {
    "invoice_types": (cbc("InvoiceTypeCode"),),
    "credit_note_types": (cbc("CreditNoteTypeCode"),),
    "amounts": (
        AMOUNT,
        BASE_AMOUNT,
        cbc("PriceAmount"),
        TAX_AMOUNT,
        cbc("TaxableAmount"),
        LINE_AMOUNT,
        cbc("TaxExclusiveAmount"),
        cbc("TaxInclusiveAmount"),
        cbc("AllowanceTotalAmount"),
        cbc("ChargeTotalAmount"),
        cbc("PrepaidAmount"),
        cbc("PayableRoundingAmount"),
        cbc("PayableAmount"),
    ),
    "currencies": (cbc("DocumentCurrencyCode"),),
    "tax_currencies": (cbc("TaxCurrencyCode"),),
    "exemptions": (cbc("TaxExemptionReasonCode"),),
    "quantities": (cbc("InvoicedQuantity"), cbc("BaseQuantity"), cbc("CreditedQuantity")),
    "attachments": (cbc("EmbeddedDocumentBinaryObject"),),
    "endpoints": (cbc("EndpointID"),),
}
"""Elements by their own names."""

_PLACES: Mapping[str, tuple[str, str]] = {
    "tax_points": (PERIOD, DESCRIPTION_CODE),
    "registrations": (PARTY_LEGAL_ENTITY, COMPANY_ID),
    "classifications": (cac("CommodityClassification"), cbc("ItemClassificationCode")),
    "countries": (cac("Country"), COUNTRY_CODE),
    "origins": (cac("OriginCountry"), COUNTRY_CODE),
    "payment_means": (PAYMENT_MEANS, cbc("PaymentMeansCode")),
    "categories": (TAX_CATEGORY, ID),
    "item_categories": (CLASSIFIED_CATEGORY, ID),
    "standard_ids": (cac("StandardItemIdentification"), ID),
    "locations": (cac("DeliveryLocation"), ID),
}
"""Elements by the one that they are in and their own names."""


def coded_in(tree: Tree, kind: str) -> list[Element]:
    """The elements of a kind; see `codes` for the kinds."""
    if kind in _NAMES:
        by_name = tree.by_name
        return [each for name in _NAMES[kind] if name in by_name for each in by_name[name]]
    if kind in _PLACES:
        return _within(tree, *_PLACES[kind])
    return _OTHERS[kind](tree)


def _within(tree: Tree, parent: str, name: str) -> list[Element]:
    return [child for each in tree.named(parent) if name in each.children for child in each.children[name]]


def _objects(tree: Tree) -> list[Element]:
    documents = tree.named(ADDITIONAL_DOCUMENT) + tree.named(DOCUMENT_REFERENCE)
    objects = [each for each in documents if any(code.text == INVOICED_OBJECT for code in each.all(TYPE_CODE))]
    return [number for each in objects for number in each.all(ID)]


def _own_ids(tree: Tree) -> list[Element]:
    return [each for each in _within(tree, _PARTY_IDENTIFICATION, ID) if _is_of_owner(each)]


def _other_ids(tree: Tree) -> list[Element]:
    return [each for each in _within(tree, _PARTY_IDENTIFICATION, ID) if not _is_of_owner(each)]


def _is_of_owner(party_id: Element) -> bool:
    return any(each.name in _OWNERS for each in party_id.ancestors())


_OTHERS: Mapping[str, Callable[[Tree], list[Element]]] = {
    "objects": _objects,
    "own_ids": _own_ids,
    "other_ids": _other_ids,
}
