"""Reads an invoice line of a UBL document. There may be thousands: what isn't there costs one look-up."""

from app.safe.tree import Element
from app.validation.en16931.groups import NONE, Period, Reference
from app.validation.en16931.model import Line
from app.validation.en16931.read_ubl_everywhere import Everywhere
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    AMOUNT,
    BASE_AMOUNT,
    CLASSIFIED_CATEGORY,
    COUNTRY_CODE,
    DESCRIPTION_CODE,
    DOCUMENT_REFERENCE,
    ID,
    ITEM,
    ITEM_PROPERTY,
    LINE_AMOUNT,
    NAME,
    NOTE,
    PERIOD,
    PRICE,
    TYPE_CODE,
    cac,
    cbc,
)
from app.validation.values import Values

_INVOICED = cbc("InvoicedQuantity")
_CREDITED = cbc("CreditedQuantity")
_COST = cbc("AccountingCost")
_ORDER_LINE = cac("OrderLineReference")
_LINE_ID = cbc("LineID")
_PRICE_AMOUNT = cbc("PriceAmount")
_BASE_QUANTITY = cbc("BaseQuantity")
_DESCRIPTION = cbc("Description")
_SELLERS_ID = cac("SellersItemIdentification")
_BUYERS_ID = cac("BuyersItemIdentification")
_STANDARD_ID = cac("StandardItemIdentification")
_CLASSIFICATION = cac("CommodityClassification")
_CLASSIFICATION_CODE = cbc("ItemClassificationCode")
_ORIGIN = cac("OriginCountry")
_START = cbc("StartDate")
_END = cbc("EndDate")


def line_at(place: Element, top: bool, everywhere: Everywhere) -> Line:
    """An InvoiceLine or CreditNoteLine.

    Args:
        place: the line's element.
        top: whether it is directly in the document.
        everywhere: the document's categories, allowances and charges.
    """
    line = Line(place, top)
    get = place.children.get
    line.numbers = get(ID, NONE)
    line.notes = get(NOTE, NONE)
    line.quantities = _both(get(_INVOICED, NONE), get(_CREDITED, NONE))
    line.amounts = get(LINE_AMOUNT, NONE)
    line.accounting = get(_COST, NONE)
    line.order_lines = _within(get(_ORDER_LINE), _LINE_ID)
    if ALLOWANCE_CHARGE in place.children:
        line.allowances = [everywhere.charges[each] for each in place.children[ALLOWANCE_CHARGE]]
    if PERIOD in place.children:
        line.periods = [period_at(each) for each in place.children[PERIOD]]
    if DOCUMENT_REFERENCE in place.children:
        line.objects = [_object_at(each) for each in place.children[DOCUMENT_REFERENCE]]
    _read_prices(line, get(PRICE, ()), everywhere)
    _read_items(line, get(ITEM, ()), everywhere)
    return line


def period_at(place: Element) -> Period:
    """An InvoicePeriod, of a line or of the document."""
    get = place.children.get
    return Period(place, get(_START, NONE), get(_END, NONE), get(DESCRIPTION_CODE, NONE))


def _object_at(place: Element) -> Reference:
    reference = Reference(place, place.children.get(ID, NONE))
    reference.type_codes = place.children.get(TYPE_CODE, NONE)
    return reference


def _read_prices(line: Line, prices: "list[Element] | tuple[()]", everywhere: Everywhere) -> None:
    for each in prices:
        get = each.children.get
        line.prices = _both(line.prices, get(_PRICE_AMOUNT, NONE))
        line.base_quantities = _both(line.base_quantities, get(_BASE_QUANTITY, NONE))
        charges = get(ALLOWANCE_CHARGE)
        if charges:
            line.price_allowances = line.price_allowances + [everywhere.charges[one] for one in charges]
            line.discounts = _both(line.discounts, _within(charges, AMOUNT))
            line.gross_prices = _both(line.gross_prices, _within(charges, BASE_AMOUNT))


def _read_items(line: Line, items: "list[Element] | tuple[()]", everywhere: Everywhere) -> None:
    for each in items:
        get = each.children.get
        line.names = _both(line.names, get(NAME, NONE))
        line.descriptions = _both(line.descriptions, get(_DESCRIPTION, NONE))
        line.sellers_ids = _both(line.sellers_ids, _within(get(_SELLERS_ID), ID))
        line.buyers_ids = _both(line.buyers_ids, _within(get(_BUYERS_ID), ID))
        line.standard_ids = _both(line.standard_ids, _within(get(_STANDARD_ID), ID))
        line.classifications = _both(line.classifications, _within(get(_CLASSIFICATION), _CLASSIFICATION_CODE))
        line.origins = _both(line.origins, _within(get(_ORIGIN), COUNTRY_CODE))
        line.categories += [everywhere.item_categories[one] for one in get(CLASSIFIED_CATEGORY, ())]
        if ITEM_PROPERTY in each.children:
            line.attributes += [everywhere.attributes[one] for one in each.children[ITEM_PROPERTY]]


def _both(some: Values, others: Values) -> Values:
    """The values of two places; one of them is nearly always empty."""
    if not some:
        return others
    return [*some, *others] if others else some


def _within(parents: "list[Element] | None", name: str) -> Values:
    """The children of that name of all parents."""
    if not parents:
        return NONE
    if len(parents) == 1:
        return parents[0].children.get(name, NONE)
    return [child for each in parents for child in each.children.get(name, ())]
