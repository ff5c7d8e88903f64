"""The semantic invoice of EN 16931-1: its business terms (BT) and groups (BG), whatever syntax they came in.

Every term is a list of the values found for it, because a document may say a thing twice or not at all, and rules are
about exactly that. A value knows where it is. The readers (`read_ubl`, `read_cii`, `read_document`) fill it; rules
read it; nobody writes it.

Lists named `all_…` hold what is found anywhere in the document, however misplaced, because some rules are about that.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.validation.en16931.groups import (
    NONE,
    AllowanceCharge,
    Attribute,
    Category,
    Delivery,
    Group,
    Party,
    Payment,
    Period,
    Reference,
    TaxRegistration,
    TaxTotal,
    Totals,
)
from app.validation.values import Value, Values


class Line(Group):
    """An invoice line (BG-25) with its price (BG-29) and item (BG-31).

    Attributes:
        top: whether it is directly in the document.
        credited: whether it is a line of a credit note, wherever it stands.
        numbers: BT-126; notes: BT-127; objects: BT-128; quantities: BT-129 with `unitCode` (BT-130);
            amounts: BT-131; order_lines: BT-132; accounting: BT-133; periods: BG-26.
        allowances: BG-27 and BG-28, and any other allowance or charge of the line (see their `is_charge`).
        prices: BT-146; discounts: BT-147; gross_prices: BT-148; base_quantities: BT-149 with `unitCode` (BT-150).
        price_allowances: the allowances of the price, as they stand.
        names: BT-153; descriptions: BT-154; sellers_ids: BT-155; buyers_ids: BT-156; standard_ids: BT-157;
            classifications: BT-158; origins: BT-159; attributes: BG-32; categories: BT-151, BT-152.
    """

    __slots__ = (
        "accounting",
        "allowances",
        "amounts",
        "attributes",
        "base_quantities",
        "buyers_ids",
        "categories",
        "classifications",
        "credited",
        "descriptions",
        "discounts",
        "gross_prices",
        "names",
        "notes",
        "numbers",
        "objects",
        "order_lines",
        "origins",
        "periods",
        "price_allowances",
        "prices",
        "quantities",
        "sellers_ids",
        "standard_ids",
        "top",
    )

    def __init__(self, place: Value, top: bool) -> None:
        self.place = place
        self.top = top
        self.credited = False
        self.numbers: Values = NONE
        self.notes: Values = NONE
        self.objects: list[Reference] = []
        self.quantities: Values = NONE
        self.amounts: Values = NONE
        self.order_lines: Values = NONE
        self.accounting: Values = NONE
        self.periods: list[Period] = []
        self.allowances: list[AllowanceCharge] = []
        self.prices: Values = NONE
        self.discounts: Values = NONE
        self.gross_prices: Values = NONE
        self.base_quantities: Values = NONE
        self.price_allowances: list[AllowanceCharge] = []
        self.names: Values = NONE
        self.descriptions: Values = NONE
        self.sellers_ids: Values = NONE
        self.buyers_ids: Values = NONE
        self.standard_ids: Values = NONE
        self.classifications: Values = NONE
        self.origins: Values = NONE
        self.attributes: list[Attribute] = []
        self.categories: list[Category] = []


class Invoice(Group):
    """The whole: an invoice, or a credit note (`is_credit`).

    Attributes:
        numbers: BT-1; issued: BT-2; type_codes: BT-3; currencies: BT-5; tax_currencies: BT-6; tax_points: BT-7;
            tax_point_codes: BT-8; due_dates: BT-9; buyer_references: BT-10; projects: BT-11; contracts: BT-12;
            orders: BT-13; sales_orders: BT-14; receipts: BT-15; despatches: BT-16; tenders: BT-17;
            accounting: BT-19; payment_terms: BT-20; notes: BT-22; profiles: BT-23; specifications: BT-24.
        preceding: BG-3; documents: BG-24 and BT-18 (in UBL the AdditionalDocumentReferences).
        sellers, buyers, payees, representatives: BG-4, BG-7, BG-10, BG-11: one each in a good document.
        deliveries: BG-13; periods: BG-14; payments: BG-16; totals: BG-22; lines: BG-25.
            These and the parties are all that there are, wherever they stand; those with a `top` say whether that is
            where it should be.
        tax_totals: BT-110, BT-111, BG-23; all_tax_totals: misplaced ones, too.
        allowances: BG-20 and BG-21. all_allowances: those of lines and prices, and misplaced ones, too.
        all_line_categories: every category of an item, wherever it stands.
        all_categories: every other VAT category, wherever it stands.
        reckoned: what a family of rules has reckoned from all this once, by the family's name; no reader fills it.
        coded: finds the values that a code list is for (see `codes`), where a syntax has them wherever they stand.
        source: what the values are parts of, and must live as long as they do.
        all_countries: every country code. all_registrations: every tax number. all_attributes: every item attribute.
    """

    __slots__ = (
        "accounting",
        "all_allowances",
        "all_attributes",
        "all_categories",
        "all_countries",
        "all_line_categories",
        "all_registrations",
        "all_tax_totals",
        "allowances",
        "buyer_references",
        "buyers",
        "coded",
        "contracts",
        "currencies",
        "deliveries",
        "despatches",
        "documents",
        "due_dates",
        "is_credit",
        "issued",
        "lines",
        "notes",
        "numbers",
        "orders",
        "payees",
        "payment_terms",
        "payments",
        "periods",
        "preceding",
        "profiles",
        "projects",
        "receipts",
        "reckoned",
        "representatives",
        "sales_orders",
        "sellers",
        "source",
        "specifications",
        "tax_currencies",
        "tax_point_codes",
        "tax_points",
        "tax_totals",
        "tenders",
        "totals",
        "type_codes",
    )

    def __init__(self, place: Value, is_credit: bool) -> None:
        self.place = place
        self.is_credit = is_credit
        self.coded: Callable[[str], Sequence[Value]] | None = None
        self.source: object = None
        for name in _VALUES:
            setattr(self, name, NONE)
        self.preceding: list[Reference] = []
        self.documents: list[Reference] = []
        self.sellers: list[Party] = []
        self.buyers: list[Party] = []
        self.payees: list[Party] = []
        self.representatives: list[Party] = []
        self.deliveries: list[Delivery] = []
        self.periods: list[Period] = []
        self.payments: list[Payment] = []
        self.allowances: list[AllowanceCharge] = []
        self.totals: list[Totals] = []
        self.tax_totals: list[TaxTotal] = []
        self.lines: list[Line] = []
        self.all_allowances: list[AllowanceCharge] = []
        self.all_line_categories: list[Category] = []
        self.all_categories: list[Category] = []
        self.all_countries: list[Value] = []
        self.all_registrations: list[TaxRegistration] = []
        self.all_tax_totals: list[TaxTotal] = []
        self.all_attributes: list[Attribute] = []
        self.reckoned: dict[str, Any] = {}

    numbers: Values
    issued: Values
    type_codes: Values
    currencies: Values
    tax_currencies: Values
    tax_points: Values
    tax_point_codes: Values
    due_dates: Values
    buyer_references: Values
    projects: Values
    contracts: Values
    orders: Values
    sales_orders: Values
    receipts: Values
    despatches: Values
    tenders: Values
    accounting: Values
    payment_terms: Values
    notes: Values
    profiles: Values
    specifications: Values


_VALUES = tuple(name for name, type_ in Invoice.__annotations__.items() if type_ is Values)
