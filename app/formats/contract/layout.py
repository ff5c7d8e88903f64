"""How the domain's fields are named in Contract XML, where a name isn't just the field's in capitals (tax_point,
TaxPoint), and which of them are attributes. The rest follows from the dataclasses.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.documents.base import AllowanceCharge, Item, Note
from app.domain.documents.contract import Clause, Contract, PriceLine
from app.domain.identifiers import Code, Identifier
from app.domain.money import Amount
from app.domain.parties import Address, Party
from app.domain.quantities import Quantity
from app.formats.contract.values import SPELT, TEXT
from app.formats.json.scalars import Value

NAMESPACE = "urn:countersign:contract:1"
EXTENSION_TAG = f"{{{NAMESPACE}}}Extension"
SIGNATURE_TAG = "{http://www.w3.org/2000/09/xmldsig#}Signature"
BESIDE = frozenset({EXTENSION_TAG, SIGNATURE_TAG})
"""Children of the root that the model has no field for: kept in the complement, and left to who verified it."""

NAMES: dict[tuple[type, str], str] = {
    (Address, "lines"): "Line",
    (AllowanceCharge, "is_charge"): "Charge",
    (Clause, "clauses"): "Clause",
    (Contract, "clauses"): "Clause",
    (Contract, "notes"): "Note",
    (Contract, "price_lines"): "PriceLine",
    (Contract, "proposed_by_buyer"): "ProposedBy",
    (Item, "classifications"): "Classification",
    (Item, "descriptions"): "Description",
    (Item, "properties"): "Property",
    (Item, "taxes"): "Tax",
    (Party, "ids"): "Id",
    (Party, "tax_registrations"): "TaxRegistration",
}

ATTRIBUTES = {(Clause, "id"), (PriceLine, "id")}
ALWAYS_WRITTEN = {(Contract, "version"), (Contract, "proposed_by_buyer")}
"""Written even where they have the default value: who reads a contract wants to see them."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value of two parts: an element's text (`content` gets it) and an attribute (`attribute`, of field `label`)."""

    make: Callable[..., Any]
    value: Value
    content: str
    label: str
    attribute: str
    required: bool = False


LABELLED: dict[type, Labelled] = {
    Amount: Labelled(Amount.of, SPELT, "text", "currency", "currency", required=True),
    Quantity: Labelled(Quantity.of, SPELT, "text", "unit", "unit"),
    Identifier: Labelled(Identifier, TEXT, "value", "scheme", "scheme"),
    Code: Labelled(Code, TEXT, "value", "list_id", "list"),
    Note: Labelled(Note, TEXT, "text", "language", "language"),
}


def name_of(cls: type, field: str) -> str:
    """The name of the element or attribute that a field becomes."""
    if (cls, field) in ATTRIBUTES:
        return field
    return NAMES.get((cls, field)) or "".join(part.capitalize() for part in field.split("_"))
