"""Reads an invoice line of a CII document. There may be thousands: what isn't there costs one look-up."""

from collections.abc import Mapping

from app.safe.tree import Element
from app.validation.en16931.cii_names import (
    ACTUAL_AMOUNT,
    ADDITIONAL_DOCUMENT,
    ALLOWANCE_CHARGE,
    CHARGE_AMOUNT,
    DESCRIPTION,
    GLOBAL_ID,
    ID,
    LINE_ID,
    LINE_TOTAL,
    NAME,
    PERIOD,
    TAX,
    ram,
)
from app.validation.en16931.groups import NONE, AllowanceCharge, Attribute
from app.validation.en16931.model import Line
from app.validation.en16931.read_cii_money import category_at, charge_at, period_at
from app.validation.en16931.read_cii_values import is_object, note, references

Children = Mapping[str, list[Element]]

_NOTHING: Children = {}
_DOCUMENT = ram("AssociatedDocumentLineDocument")
_PRODUCT = ram("SpecifiedTradeProduct")
_AGREEMENT = ram("SpecifiedLineTradeAgreement")
_DELIVERY = ram("SpecifiedLineTradeDelivery")
_SETTLEMENT = ram("SpecifiedLineTradeSettlement")
_NOTE = ram("IncludedNote")
_QUANTITY = ram("BilledQuantity")
_SUMMATION = ram("SpecifiedTradeSettlementLineMonetarySummation")
_ACCOUNT = ram("ReceivableSpecifiedTradeAccountingAccount")
_ORDER = ram("BuyerOrderReferencedDocument")
_NET = ram("NetPriceProductTradePrice")
_GROSS = ram("GrossPriceProductTradePrice")
_BASIS_QUANTITY = ram("BasisQuantity")
_APPLIED = ram("AppliedTradeAllowanceCharge")
_SELLERS_ID = ram("SellerAssignedID")
_BUYERS_ID = ram("BuyerAssignedID")
_CLASSIFICATION = ram("DesignatedProductClassification")
_CLASS_CODE = ram("ClassCode")
_ORIGIN = ram("OriginTradeCountry")
_CHARACTERISTIC = ram("ApplicableProductCharacteristic")
_VALUE = ram("Value")


def line_at(place: Element) -> Line:
    """An IncludedSupplyChainTradeLineItem."""
    line = Line(place, True)
    _read_document(line, _within(place.children, _DOCUMENT))
    _read_product(line, _within(place.children, _PRODUCT))
    _read_agreement(line, _within(place.children, _AGREEMENT))
    line.quantities = _within(place.children, _DELIVERY).get(_QUANTITY, NONE)
    _read_settlement(line, place.first(_SETTLEMENT))
    return line


def _within(children: Children, name: str) -> Children:
    """The children of the first child of that name."""
    return children[name][0].children if name in children else _NOTHING


def _read_document(line: Line, children: Children) -> None:
    line.numbers = children.get(LINE_ID, NONE)
    if _NOTE in children:
        line.notes = [note(each) for each in children[_NOTE]]


def _read_product(line: Line, children: Children) -> None:
    get = children.get
    line.names = get(NAME, NONE)
    line.descriptions = get(DESCRIPTION, NONE)
    line.sellers_ids = get(_SELLERS_ID, NONE)
    line.buyers_ids = get(_BUYERS_ID, NONE)
    line.standard_ids = get(GLOBAL_ID, NONE)
    line.origins = _within(children, _ORIGIN).get(ID, NONE)
    if _CLASSIFICATION in children:
        line.classifications = [code for each in children[_CLASSIFICATION] for code in each.all(_CLASS_CODE)]
    if _CHARACTERISTIC in children:
        line.attributes = [_attribute_at(each) for each in children[_CHARACTERISTIC]]


def _attribute_at(place: Element) -> Attribute:
    return Attribute(place, place.children.get(DESCRIPTION, NONE), place.children.get(_VALUE, NONE))


def _read_agreement(line: Line, children: Children) -> None:
    line.order_lines = _within(children, _ORDER).get(LINE_ID, NONE)
    net = _within(children, _NET)
    line.prices = net.get(CHARGE_AMOUNT, NONE)
    line.base_quantities = net.get(_BASIS_QUANTITY, NONE)
    if _GROSS in children:
        _read_gross_price(line, children[_GROSS][0].children)


def _read_gross_price(line: Line, children: Children) -> None:
    line.gross_prices = children.get(CHARGE_AMOUNT, NONE)
    line.base_quantities = line.base_quantities or children.get(_BASIS_QUANTITY, NONE)
    if _APPLIED in children:
        line.price_allowances = [_discount_at(each, children) for each in children[_APPLIED]]
        line.discounts = [amount for each in children[_APPLIED] for amount in each.children.get(ACTUAL_AMOUNT, NONE)]


def _discount_at(place: Element, gross: Children) -> AllowanceCharge:
    discount = charge_at(place, "price")
    discount.bases = gross.get(CHARGE_AMOUNT, NONE)
    return discount


def _read_settlement(line: Line, place: Element | None) -> None:
    if place is None:
        return
    children = place.children
    line.amounts = _within(children, _SUMMATION).get(LINE_TOTAL, NONE)
    line.categories = [category_at(each) for each in children.get(TAX, ())]
    line.accounting = _within(children, _ACCOUNT).get(ID, NONE)
    if PERIOD in children:
        line.periods = [period_at(each) for each in children[PERIOD]]
    if ALLOWANCE_CHARGE in children:
        line.allowances = [charge_at(each, "line") for each in children[ALLOWANCE_CHARGE]]
    if ADDITIONAL_DOCUMENT in children:
        line.objects = [each for each in references(place) if is_object(each)]
