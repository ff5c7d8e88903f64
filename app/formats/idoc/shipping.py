"""The table of the despatch advice, which is DELVRY03: everything of a delivery is in one segment (E1EDL20)."""

from dataclasses import replace

from app.domain.documents import DespatchAdvice
from app.domain.documents.base import Item, ItemProperty, Period, TaxCategory
from app.domain.documents.despatch_advice import DespatchLine, Shipment
from app.domain.identifiers import Code, DocumentReference
from app.formats.idoc.aggregates import CATEGORIES, VALUE_ADDED_TAX
from app.formats.idoc.codecs import DATE, DECIMAL, EAN, TIME, text_of
from app.formats.idoc.control import RECEIVER, RECORD, SENDER, control_record
from app.formats.idoc.moments import span
from app.formats.idoc.ordering import HEADLESS
from app.formats.idoc.parties import DELIVERY_PARTY, trader
from app.formats.idoc.rules import first_of, quantity
from app.formats.idoc.texts import DELIVERY_ITEM_TEXT, DELIVERY_TEXT
from app.formats.xml.codecs import IDENTIFIER, Codec, trimmed
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, inside, many, one, spread, table

BASIC_TYPE = "DELVRY03"
_DELIVERY = "E1EDL20"
_NAME, _VALUE = ("ATNAM",), ("ATWRT",)


def _said(node: Node, path: tuple[str, ...]) -> str:
    found = node.first(path)
    return "" if found is None else trimmed(found)


def _code(node: Node, _reading: Reading) -> Code | None:
    value = _said(node, _VALUE)
    return Code(value, _said(node, _NAME)) if value else None


def _write_code(node: Node, value: Code) -> None:
    node.ensure(_NAME).text = value.list_id
    node.ensure(_VALUE).text = value.value


def _tax(node: Node, reading: Reading) -> TaxCategory | None:
    name, found = _said(node, _NAME), node.first(_VALUE)
    percent = None if found is None else DECIMAL.read(found, reading)
    return TaxCategory(id=name, percent=percent, scheme=VALUE_ADDED_TAX) if name in CATEGORIES else None


def _write_tax(node: Node, value: TaxCategory) -> None:
    node.ensure(_NAME).text = value.id
    if value.percent is not None:
        node.ensure(_VALUE).text = text_of(value.percent)


_ITEM = table(
    Item,
    one("name", "ARKTX"),
    one("sellers_id", "MATNR"),
    first_of("buyers_id", "KDMAT", "KDMAT35"),
    one("standard_id", "EAN11", EAN),
    one("manufacturers_id", "MFRPN"),
    one("origin_country", "E1EDL35/HERKL"),
    many("descriptions", "E1TXTH9.F03", DELIVERY_ITEM_TEXT.words),
    many("classifications", "E1EDL15.Z01", Codec(_code, _write_code)),
    many("taxes", "E1EDL15.Z02", Codec(_tax, _write_tax)),
    many("properties", "E1EDL15", table(ItemProperty, one("name", "ATNAM"), one("value", "ATWRT"))),
)
"""An item. Batch characteristics (E1EDL15) are its properties, and under our own qualifiers what has no segment."""

_ORDER = table(
    DocumentReference,
    first_of("number", "E1EDL41.001/BSTNR", "VGBEL"),
    first_of("line", "E1EDL41.001/POSEX", "VGPOS"),
    one("issued", "E1EDL41.001/BSTDT", DATE),
    absent={"number": ""},
    unmapped=("type_code", "type_name", "description", "revision", "uri"),
)
"""The buyer's order; a delivery that names none of the buyer's names the one that it was made from."""

LINE = table(
    DespatchLine,
    one("number", "POSNR"),
    quantity("quantity", "LFIMG", "VRKME"),
    one("lot", "CHARG"),
    spread("item", _ITEM, blank=Item()),
    spread("order", _ORDER),
    many("notes", "E1TXTH9", DELIVERY_ITEM_TEXT.note),
    unmapped=("outstanding", "outstanding_reason"),
)

_SHIPMENT = table(
    Shipment,
    one("id", "BOLNR"),
    one("consignment", "TRAID"),
    one("packages", "ANZPK"),
    quantity("gross_weight", "BTGEW", "GEWEI"),
    quantity("gross_volume", "VOLUM", "VOLEH"),
    one("carrier", "E1ADRM1.SP", DELIVERY_PARTY),
    spread(
        "estimated_delivery",
        table(
            Period,
            span("E1EDT13.007/NTANF", "E1EDT13.007/NTANZ", "E1EDT13.007/NTEND", "E1EDT13.007/NTENZ"),
            unmapped=("description",),
        ),
    ),
    many("transport_units", "E1EDL37/EXIDV", IDENTIFIER),
    unmapped=("delivery",),
)


def lines_and_orders() -> Rule:
    """The lines, and the orders that they carry out: a delivery names orders in its lines only."""
    lines = many("lines", "E1EDL24", LINE)

    def read(node: Node, values: Values, reading: Reading) -> None:
        lines.read(node, values, reading)
        named = (each.order for each in values.get("lines", ()) if each.order is not None and each.order.number)
        orders = tuple(dict.fromkeys(replace(each, line="") for each in named))
        if orders:
            values["orders"] = orders

    return Rule({**lines.places, "orders": lines.places["lines"]}, read, lines.write)


def traders() -> tuple[Rule, ...]:
    """Buyer and seller, looked for in the whole message: the control record stands beside the delivery."""
    return (
        trader("buyer", DELIVERY_PARTY, f"{_DELIVERY}/E1ADRM1.AG", f"{_DELIVERY}/E1ADRM1.WE", number=RECEIVER),
        trader("seller", DELIVERY_PARTY, f"{_DELIVERY}/E1ADRM1.LF", f"{_DELIVERY}/E1ADRM1.OSP", number=SENDER),
    )


_ISSUED, _DESPATCHED = f"{_DELIVERY}/E1EDT13.015", f"{_DELIVERY}/E1EDT13.006"

DESPATCH_ADVICE = table(
    DespatchAdvice,
    inside(
        f"IDOC.{BASIC_TYPE}",
        *control_record(BASIC_TYPE, "DESADV", by_buyer=False),
        first_of("issued", f"{_ISSUED}/NTANF", f"{RECORD}/CREDAT", codec=DATE),
        one("issued_at", f"{_ISSUED}/NTANZ", TIME),
        first_of("despatched", f"{_DESPATCHED}/ISDD", f"{_DESPATCHED}/NTANF", codec=DATE, copies=2),
        *traders(),
        inside(
            _DELIVERY,
            first_of("number", "VBELN", "LIFEX", copies=2),
            many("notes", "E1TXTH8", DELIVERY_TEXT.note),
            one("delivery_party", "E1ADRM1.WE", DELIVERY_PARTY),
            one("despatch_party", "E1ADRM1.OSP", DELIVERY_PARTY),
            spread("shipment", _SHIPMENT),
            lines_and_orders(),
        ),
    ),
    unmapped=(*HEADLESS, "currency", "advice_type", "additional_references"),
)
