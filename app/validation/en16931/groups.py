"""The smaller business groups of EN 16931-1, of which `model` is made. What holds for all of them is said there."""

from app.validation.values import Value, Values, normalized

NONE: Values = ()


def _is_vat(schemes: Values) -> bool:
    # the first comparison answers for nearly every category of nearly every document
    return bool(schemes) and (
        schemes[0].text == "VAT" or any(normalized(each.text.upper()) == "VAT" for each in schemes)
    )


class Group:
    """A business group. `place` is where it is."""

    __slots__ = ("place",)

    def __init__(self, place: Value) -> None:
        self.place = place


class Category(Group):
    """A VAT category: of a line (BT-151, 152), an allowance or charge (BT-95, 96, 102, 103) or a break-down (BT-118 …).

    Attributes:
        codes: UNTDID 5305.
        rates: per cent (BT-96, 103, 119, 152).
        schemes: the tax that it is a category of; `is_vat` where that is VAT.
        unclear: the second identifier of a tax that has two, which leaves open which tax it is.
        reasons, reason_codes: why nothing is due (BT-120, BT-121).
        code: the first code, normalised.
    """

    __slots__ = ("code", "codes", "is_vat", "rates", "reason_codes", "reasons", "schemes", "unclear")

    def __init__(self, place: Value, codes: Values, rates: Values, schemes: Values) -> None:
        self.place = place
        self.codes = codes
        self.rates = rates
        self.schemes = schemes
        self.reasons: Values = NONE
        self.reason_codes: Values = NONE
        self.unclear: Value | None = None
        self.code = normalized(codes[0].text) if codes else ""
        self.is_vat = _is_vat(schemes)


class AllowanceCharge(Group):
    """An allowance (BG-20, BG-27) or a charge (BG-21, BG-28).

    Attributes:
        is_charge: None where the document doesn't say; `indicators` is what it says, where its syntax has such a thing.
        level: "document", "line", "price", or "" for one that stands where EN 16931 has none.
        amounts: BT-92, 99, 136, 141; bases: BT-93, 100, 137, 142; percentages: BT-94, 101, 138, 143.
        reasons, reason_codes: BT-97, 98, 104, 105, 139, 140, 144, 145.
        categories: BT-95, 96, 102, 103.
    """

    __slots__ = (
        "amounts",
        "bases",
        "categories",
        "indicators",
        "is_charge",
        "level",
        "percentages",
        "reason_codes",
        "reasons",
    )

    def __init__(self, place: Value, is_charge: bool | None, level: str) -> None:
        self.place = place
        self.is_charge = is_charge
        self.level = level
        self.indicators: Values = NONE
        self.amounts: Values = NONE
        self.bases: Values = NONE
        self.percentages: Values = NONE
        self.reasons: Values = NONE
        self.reason_codes: Values = NONE
        self.categories: list[Category] = []


class Address(Group):
    """A postal address (BG-5, 8, 12, 15); `countries` is BT-40, 55, 69, 80."""

    __slots__ = ("cities", "countries", "lines", "post_codes", "streets", "subdivisions")

    def __init__(self, place: Value) -> None:
        self.place = place
        self.streets: Values = NONE
        self.cities: Values = NONE
        self.post_codes: Values = NONE
        self.subdivisions: Values = NONE
        self.lines: Values = NONE
        self.countries: Values = NONE


class TaxRegistration(Group):
    """A tax number (BT-31, 32, 48, 63) and the taxes it is registered for; `is_vat` where VAT is one of them.

    Attributes:
        unclear: the second identifier of a tax that has two, which leaves open which tax it is.
    """

    __slots__ = ("is_vat", "numbers", "schemes", "unclear")

    def __init__(self, place: Value, numbers: Values, schemes: Values) -> None:
        self.place = place
        self.numbers = numbers
        self.schemes = schemes
        self.unclear: Value | None = None
        self.is_vat = _is_vat(schemes)


class Contact(Group):
    """A contact (BG-6, BG-9)."""

    __slots__ = ("emails", "names", "telephones")

    def __init__(self, place: Value) -> None:
        self.place = place
        self.names: Values = NONE
        self.telephones: Values = NONE
        self.emails: Values = NONE


class Party(Group):
    """Seller (BG-4), buyer (BG-7), payee (BG-10) or tax representative (BG-11).

    Attributes:
        place: of the group itself (in UBL the AccountingSupplierParty).
        top: whether it is directly in the document.
        names: registered names (BT-27, 44); trading_names: BT-28, 45, 59, 62.
        ids: BT-29, 46, 60; legal_ids: BT-30, 47, 61; legal_forms: BT-33; endpoints: BT-34, 49.
        registrations: BT-31, 32, 48, 63.
    """

    __slots__ = (
        "addresses",
        "contacts",
        "endpoints",
        "ids",
        "legal_forms",
        "legal_ids",
        "names",
        "registrations",
        "top",
        "trading_names",
    )

    def __init__(self, place: Value, top: bool = True) -> None:
        self.place = place
        self.top = top
        self.names: Values = NONE
        self.trading_names: Values = NONE
        self.ids: Values = NONE
        self.legal_ids: Values = NONE
        self.legal_forms: Values = NONE
        self.endpoints: Values = NONE
        self.registrations: list[TaxRegistration] = []
        self.addresses: list[Address] = []
        self.contacts: list[Contact] = []


class Period(Group):
    """Invoicing period (BG-14) or line period (BG-26).

    Attributes:
        top: whether it is where it belongs: directly in the document, or in the line that has it.
        blank: whether it says nothing at all.
        starts: BT-73, BT-134; ends: BT-74, BT-135; codes: BT-8, which UBL keeps here.
    """

    __slots__ = ("blank", "codes", "ends", "starts", "top")

    def __init__(self, place: Value, starts: Values, ends: Values, codes: Values = NONE) -> None:
        self.place = place
        self.starts = starts
        self.ends = ends
        self.codes = codes
        self.top = True
        self.blank = not (starts or ends or codes)


class Delivery(Group):
    """Delivery information (BG-13): BT-70 names, BT-71 locations, BT-72 dates, BG-15 addresses.

    `top` is whether it is directly in the document.
    """

    __slots__ = ("addresses", "dates", "locations", "names", "top")

    def __init__(self, place: Value, top: bool = True) -> None:
        self.place = place
        self.top = top
        self.names: Values = NONE
        self.locations: Values = NONE
        self.dates: Values = NONE
        self.addresses: list[Address] = []


class Payment(Group):
    """Payment instructions (BG-16).

    Attributes:
        codes: BT-81; remittances: BT-83.
        transfers: the credit transfer groups (BG-17), each with its `accounts` (BT-84).
        cards: primary account numbers (BT-87).
        mandates: BT-89; debited_accounts: BT-91.
    """

    __slots__ = ("cards", "codes", "debited_accounts", "mandates", "remittances", "transfers")

    def __init__(self, place: Value) -> None:
        self.place = place
        self.codes: Values = NONE
        self.remittances: Values = NONE
        self.transfers: list[Transfer] = []
        self.cards: Values = NONE
        self.mandates: Values = NONE
        self.debited_accounts: Values = NONE


class Transfer(Group):
    """Credit transfer (BG-17): BT-84 accounts, BT-85 names, BT-86 institutions."""

    __slots__ = ("accounts", "institutions", "names")

    def __init__(self, place: Value, accounts: Values, names: Values = NONE, institutions: Values = NONE) -> None:
        self.place = place
        self.accounts = accounts
        self.names = names
        self.institutions = institutions


class Totals(Group):
    """Document totals (BG-22) but for VAT.

    Attributes:
        top: whether it is directly in the document; beside: the allowances and charges that stand beside it.
        lines: BT-106; allowances: BT-107; charges: BT-108; without_vat: BT-109; with_vat: BT-112; paid: BT-113;
            rounding: BT-114; due: BT-115.
    """

    __slots__ = (
        "allowances",
        "beside",
        "charges",
        "due",
        "lines",
        "paid",
        "rounding",
        "top",
        "with_vat",
        "without_vat",
    )

    def __init__(self, place: Value, top: bool = True) -> None:
        self.place = place
        self.top = top
        self.beside: list[AllowanceCharge] = []
        self.lines: Values = NONE
        self.allowances: Values = NONE
        self.charges: Values = NONE
        self.without_vat: Values = NONE
        self.with_vat: Values = NONE
        self.paid: Values = NONE
        self.rounding: Values = NONE
        self.due: Values = NONE


class Breakdown(Group):
    """A VAT break-down (BG-23): BT-116 taxable, BT-117 taxes, BT-118 … BT-121 categories."""

    __slots__ = ("categories", "taxable", "taxes")

    def __init__(self, place: Value, taxable: Values, taxes: Values) -> None:
        self.place = place
        self.taxable = taxable
        self.taxes = taxes
        self.categories: list[Category] = []


class TaxTotal(Group):
    """An invoice total VAT amount (BT-110, or BT-111 in the accounting currency) with its break-downs.

    Attributes:
        amounts: each with its currency as attribute `currencyID`.
    """

    __slots__ = ("amounts", "breakdowns")

    def __init__(self, place: Value, amounts: Values) -> None:
        self.place = place
        self.amounts = amounts
        self.breakdowns: list[Breakdown] = []


class Attribute(Group):
    """An item attribute (BG-32): BT-160 names, BT-161 values."""

    __slots__ = ("names", "values")

    def __init__(self, place: Value, names: Values, values: Values) -> None:
        self.place = place
        self.names = names
        self.values = values


class Reference(Group):
    """Another document: preceding invoice (BG-3), supporting document (BG-24), invoiced object (BT-18, BT-128) …

    Attributes:
        ids: its number, with its scheme as attribute `schemeID`.
        dates: BT-26. type_codes: UBL's DocumentTypeCode (130 marks an invoiced object).
        descriptions: BT-123; locations: BT-124; contents: BT-125, with attributes `mimeCode` and `filename`.
    """

    __slots__ = ("contents", "dates", "descriptions", "ids", "locations", "type_codes")

    def __init__(self, place: Value, ids: Values) -> None:
        self.place = place
        self.ids = ids
        self.dates: Values = NONE
        self.type_codes: Values = NONE
        self.descriptions: Values = NONE
        self.locations: Values = NONE
        self.contents: Values = NONE
