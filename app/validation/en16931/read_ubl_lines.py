"""Reads an invoice line of a UBL document. There may be thousands: what isn't there costs one look-up."""

from collections.abc import Mapping

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
    CREDIT_NOTE_LINE,
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

Children = Mapping[str, list[Element]]

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
    line.credited = place.name == CREDIT_NOTE_LINE
    get = place.children.get
    line.numbers = get(ID, NONE)
    line.notes = get(NOTE, NONE)
    line.quantities = get(_INVOICED, NONE)
    if _CREDITED in place.children:
        line.quantities = [*line.quantities, *place.children[_CREDITED]]
    line.amounts = get(LINE_AMOUNT, NONE)
    line.accounting = get(_COST, NONE)
    line.order_lines = _within(get(_ORDER_LINE), _LINE_ID)
    if ALLOWANCE_CHARGE in place.children:
        line.allowances = [everywhere.charges[each] for each in place.children[ALLOWANCE_CHARGE]]
    if PERIOD in place.children:
        line.periods = [period_at(each) for each in place.children[PERIOD]]
    if DOCUMENT_REFERENCE in place.children:
        line.objects = [_object_at(each) for each in place.children[DOCUMENT_REFERENCE]]
    if PRICE in place.children:
        _read_price(line, _children(place.children[PRICE]), everywhere)
    if ITEM in place.children:
        _read_item(line, _children(place.children[ITEM]), everywhere)
    return line


def period_at(place: Element) -> Period:
    """An InvoicePeriod, of a line or of the document."""
    get = place.children.get
    period = Period(place, get(_START, NONE), get(_END, NONE), get(DESCRIPTION_CODE, NONE))
    period.blank = not place.children
    return period


def _object_at(place: Element) -> Reference:
    reference = Reference(place, place.children.get(ID, NONE))
    reference.type_codes = place.children.get(TYPE_CODE, NONE)
    return reference


def _read_price(line: Line, price: Children, everywhere: Everywhere) -> None:
    line.prices = price.get(_PRICE_AMOUNT, NONE)
    line.base_quantities = price.get(_BASE_QUANTITY, NONE)
    if ALLOWANCE_CHARGE in price:
        charges = price[ALLOWANCE_CHARGE]
        line.price_allowances = [everywhere.charges[each] for each in charges]
        line.discounts = _within(charges, AMOUNT)
        line.gross_prices = _within(charges, BASE_AMOUNT)


def _read_item(line: Line, item: Children, everywhere: Everywhere) -> None:
    get = item.get
    line.names = get(NAME, NONE)
    line.descriptions = get(_DESCRIPTION, NONE)
    line.sellers_ids = _within(get(_SELLERS_ID), ID)
    line.buyers_ids = _within(get(_BUYERS_ID), ID)
    line.standard_ids = _within(get(_STANDARD_ID), ID)
    line.classifications = _within(get(_CLASSIFICATION), _CLASSIFICATION_CODE)
    line.origins = _within(get(_ORIGIN), COUNTRY_CODE)
    if CLASSIFIED_CATEGORY in item:
        line.categories = [everywhere.item_categories[each] for each in item[CLASSIFIED_CATEGORY]]
    if ITEM_PROPERTY in item:
        line.attributes = [everywhere.attributes[each] for each in item[ITEM_PROPERTY]]


def _children(parents: list[Element]) -> Children:
    """The children of all parents by name; there is nearly always one parent."""
    if len(parents) == 1:
        return parents[0].children
    names = {name: None for each in parents for name in each.children}
    return {name: [child for each in parents for child in each.children.get(name, ())] for name in names}


def _within(parents: list[Element] | None, name: str) -> Values:
    """The children of that name of all parents."""
    if not parents:
        return NONE
    if len(parents) == 1:
        return parents[0].children.get(name, NONE)
    return [child for each in parents for child in each.children.get(name, ())]
