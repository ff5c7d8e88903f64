"""The tables of what ORDERS05 and INVOIC02 share: references, terms, taxes, items."""

from typing import Any

from app.domain.documents.base import DeliveryTerms, Item, ItemProperty, PaymentTerms, TaxCategory
from app.domain.identifiers import Code, DocumentReference
from app.formats.cii.identity import only_with
from app.formats.idoc.codecs import DATE, DECIMAL, EAN
from app.formats.idoc.rules import first_of
from app.formats.idoc.texts import ITEM_TEXT
from app.formats.xml.codecs import Codec, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, many, one, table

_UNMAPPED = ("type_code", "type_name", "description", "revision", "uri")

REFERENCE = only_with(
    "BELNR",
    table(
        DocumentReference,
        one("number", "BELNR"),
        one("line", "POSNR"),
        one("issued", "DATUM", DATE),
        absent={"number": ""},
        unmapped=_UNMAPPED,
    ),
)
"""E1EDK02."""

LINE_REFERENCE = table(
    DocumentReference,
    one("number", "BELNR"),
    one("line", "ZEILE"),
    one("issued", "DATUM", DATE),
    absent={"number": ""},
    unmapped=_UNMAPPED,
)
"""E1EDP02."""

DELIVERY_TERMS = table(
    DeliveryTerms,
    one("id", "E1EDK17.001/LKOND"),
    one("terms", "E1EDK17.001/LKTEXT"),
    one("location", "E1EDK17.002/LKTEXT"),
)

_TERMS = table(
    PaymentTerms,
    one("note", "ZTERM_TXT"),
    one("discount_percent", "PRZNT", DECIMAL),
    unmapped=("due", "period"),
)


def _payment_terms() -> Rule:
    """Terms of payment, numbered. In how many days is told, from when isn't: the days stay in the complement."""
    terms = many("payment_terms", "E1EDK18", _TERMS)

    def write(document: Any, node: Node) -> None:
        terms.write(document, node)
        for number, each in enumerate(node.groups.get("E1EDK18", ()), 1):
            each.ensure(("QUALF",)).text = f"{number:03}"

    return Rule(terms.places, terms.read, write)


PAYMENT_TERMS = _payment_terms()

VALUE_ADDED_TAX = "VAT"
CATEGORIES = frozenset({"S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B", "AA", "H", "A", "C"})
"""UNCL 5305, as far as invoices use it. SAP's own keys of taxes (V1, A0 …) mean something else in every system."""


def of_vat(codec: Codec) -> Codec:
    """`codec`, with the scheme that all of SAP's tax segments are of."""

    def read(node: Node, reading: Reading) -> Any:
        found = codec.read(node, reading)
        return (
            None
            if found is None
            else TaxCategory(
                id=found.id, percent=found.percent, exemption_reason=found.exemption_reason, scheme=VALUE_ADDED_TAX
            )
        )

    return Codec(read, codec.write)


def _category_id(node: Node, _reading: Reading) -> str:
    text = trimmed(node)
    return text if text in CATEGORIES else ""


def _write_text(node: Node, value: str) -> None:
    node.text = value


ID_AND_PERCENT = (one("id", "MWSKZ", Codec(_category_id, _write_text)), one("percent", "MSATZ", DECIMAL))

TAX_CATEGORY = of_vat(
    table(
        TaxCategory,
        *ID_AND_PERCENT,
        one("exemption_reason", "KTEXT"),
        unmapped=("scheme", "exemption_reason_code"),
    )
)
"""E1EDK04 and E1EDP04."""


def only_if_said(codec: Codec, *paths: str) -> Codec:
    """`codec`, for an element that says something at one of the paths."""
    places = [steps(path) for path in paths]

    def read(node: Node, reading: Reading) -> Any:
        said = (node.first(place) for place in places)
        return codec.read(node, reading) if any(each is not None and trimmed(each) for each in said) else None

    return Codec(read, codec.write)


def _code(node: Node, _reading: Reading) -> Code | None:
    code, list_id = (trimmed(found) if (found := node.first((name,))) else "" for name in ("IDTNR", "KTEXT"))
    return Code(code, list_id) if code else None


def _write_code(node: Node, value: Code) -> None:
    node.ensure(("IDTNR",)).text = value.value
    node.ensure(("KTEXT",)).text = value.list_id


def item(origin: str) -> Codec:
    """What an item is; `origin` is where the basic type has the country of origin."""
    return table(
        Item,
        first_of("name", *(f"E1EDP19.{each}/KTEXT" for each in ("001", "002", "003"))),
        one("buyers_id", "E1EDP19.001/IDTNR"),
        first_of("sellers_id", "E1EDP19.002/IDTNR"),
        one("standard_id", "E1EDP19.003/IDTNR", EAN),
        one("manufacturers_id", "E1EDP19.004/IDTNR"),
        one("origin_country", origin),
        many("descriptions", "E1EDPT1.F03", ITEM_TEXT.words),
        many("classifications", "E1EDP19.Z01", Codec(_code, _write_code)),
        many(
            "properties",
            "E1EDP19.Z03",
            table(ItemProperty, one("name", "IDTNR"), one("value", "KTEXT")),
        ),
        many("taxes", "E1EDP04", TAX_CATEGORY),
    )
