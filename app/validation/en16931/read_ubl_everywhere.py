"""Reads what a UBL document has of one kind in many places: VAT categories, allowances and charges, item attributes.

Each is made once, wherever it stands, and the groups that it stands in refer to it.
"""

from collections.abc import Iterable

from app.safe.tree import Element, Tree
from app.validation.en16931.groups import NONE, AllowanceCharge, Attribute, Category, TaxRegistration
from app.validation.en16931.ubl_names import (
    ALLOWANCE_CHARGE,
    AMOUNT,
    BASE_AMOUNT,
    CLASSIFIED_CATEGORY,
    CREDIT_NOTE_LINE,
    ID,
    INVOICE_LINE,
    ITEM_PROPERTY,
    NAME,
    PRICE,
    TAX_CATEGORY,
    TAX_SCHEME,
    cbc,
)
from app.validation.values import Value, Values

_PERCENT = cbc("Percent")
_EXEMPTION_REASON = cbc("TaxExemptionReason")
_EXEMPTION_CODE = cbc("TaxExemptionReasonCode")
_INDICATOR = cbc("ChargeIndicator")
_FACTOR = cbc("MultiplierFactorNumeric")
_REASON = cbc("AllowanceChargeReason")
_REASON_CODE = cbc("AllowanceChargeReasonCode")
_VALUE = cbc("Value")
_LEVELS = {INVOICE_LINE: "line", CREDIT_NOTE_LINE: "line", PRICE: "price"}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


class Everywhere:
    """What is found anywhere in a document, by its element.

    Attributes:
        item_categories: every ClassifiedTaxCategory.
        categories: every TaxCategory.
        charges: every AllowanceCharge.
        attributes: every AdditionalItemProperty.
    """

    __slots__ = ("attributes", "categories", "charges", "item_categories")

    def __init__(self, tree: Tree) -> None:
        self.item_categories = {each: _category_at(each) for each in tree.named(CLASSIFIED_CATEGORY)}
        self.categories = {each: _category_at(each) for each in tree.named(TAX_CATEGORY)}
        self.charges = {each: _charge_at(each, self.categories) for each in tree.named(ALLOWANCE_CHARGE)}
        self.attributes = {each: _attribute_at(each) for each in tree.named(ITEM_PROPERTY)}


def _category_at(place: Element) -> Category:
    get = place.children.get
    taxes = get(TAX_SCHEME, ())
    schemes = taxes[0].children.get(ID, NONE) if len(taxes) == 1 else place.all(TAX_SCHEME, ID)
    category = Category(place, get(ID, NONE), get(_PERCENT, NONE), schemes)
    if len(schemes) > 1:
        mark_unclear(category, taxes)
    category.reasons = get(_EXEMPTION_REASON, NONE)
    category.reason_codes = get(_EXEMPTION_CODE, NONE)
    return category


def mark_unclear(group: Category | TaxRegistration, taxes: Iterable[Element]) -> None:
    """Say so where one of the taxes has two identifiers; the group then isn't one of VAT."""
    for each in taxes:
        ids = each.children.get(ID, NONE)
        if len(ids) > 1:
            group.unclear = ids[1]
            group.is_vat = False


def _charge_at(place: Element, categories: dict[Element, Category]) -> AllowanceCharge:
    get = place.children.get
    charge = AllowanceCharge(place, _is_charge(get(_INDICATOR, NONE)), _level(place))
    charge.indicators = get(_INDICATOR, NONE)
    charge.amounts = get(AMOUNT, NONE)
    charge.bases = get(BASE_AMOUNT, NONE)
    charge.percentages = get(_FACTOR, NONE)
    charge.reasons = get(_REASON, NONE)
    charge.reason_codes = get(_REASON_CODE, NONE)
    charge.categories = [categories[each] for each in get(TAX_CATEGORY, ())]
    return charge


def _level(place: Element) -> str:
    parent = place.parent
    if parent is None or parent.parent is None:
        return "document"
    return _LEVELS.get(parent.name, "")


def _is_charge(indicators: Values) -> bool | None:
    """What the document says. Where it says both, it is an allowance: the official rules ask for that first."""
    said = [_truth(each) for each in indicators]
    if False in said:
        return False
    return True if True in said else None


def _truth(indicator: Value) -> bool | None:
    return _TRUTH.get(indicator.text.strip(" \t\r\n"))


def _attribute_at(place: Element) -> Attribute:
    return Attribute(place, place.children.get(NAME, NONE), place.children.get(_VALUE, NONE))
