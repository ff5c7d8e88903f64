"""The rules about VAT categories: ten for each of the nine families, and the few that one category has for itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from app.validation.en16931 import vat
from app.validation.en16931.groups import Category
from app.validation.en16931.model import Invoice
from app.validation.en16931.vat_families import FAMILIES, SPLIT_PAYMENT, Family, Needed, Rate
from app.validation.en16931.vat_use import VatUse, categories_of, vat_of
from app.validation.rule import Fault, Rule

_CATEGORY = "cac:InvoiceLine[1]/cac:Item/cac:ClassifiedTaxCategory/cbc:"
_CHARGE = "cac:AllowanceCharge[{}]/cac:TaxCategory/cbc:"
_BREAKDOWN = "cac:TaxTotal/cac:TaxSubtotal/"
_OF_BREAKDOWN = f"{_BREAKDOWN}cac:TaxCategory/cbc:"
_UNKNOWN_PARTIES = "remove //cac:PartyTaxScheme"

Check = Callable[[Family, Invoice], list[Fault]]
Text = Callable[[Family], str]


@dataclass(frozen=True, slots=True)
class _Number:
    """One of the ten rules that every family has; `terms`, `why` and `example` may depend on the family."""

    number: str
    check: Check
    terms: Text
    why: Text
    example: Text


def _terms_of_parties(term: str) -> Text:
    def terms(family: Family) -> str:
        if family.seller is Needed.NOTHING:
            return f"{term} BT-31 BT-48 BT-63"
        of_buyer = {Needed.NOTHING: "", Needed.VAT: " BT-48", Needed.VAT_OR_REGISTRATION: " BT-48 BT-47"}[family.buyer]
        return f"{'BT-31' if family.seller is Needed.VAT else 'BT-31 BT-32'} BT-63{of_buyer} {term}"

    return terms


def _why_of_parties(family: Family) -> str:
    if family.seller is Needed.NOTHING:
        return "What is outside the scope of VAT is invoiced without VAT numbers: with one, it would be inside."
    seller = f"The seller, or the tax representative, is known by {family.seller.value}"
    buyer = f", and the buyer by {family.buyer.value}" if family.buyer is not Needed.NOTHING else ""
    return f"{seller}{buyer}: without, the tax office can't tell who owes the tax, or why nobody does."


def _example_of_parties(path: str) -> Text:
    def example(family: Family) -> str:
        used = f"set {path}ID {family.code}"
        return used if family.seller is Needed.NOTHING else f"{used}\n{_UNKNOWN_PARTIES}"

    return example


def _why_of_rate(family: Family) -> str:
    if family.rate is Rate.NONE:
        return "What is outside the scope of VAT has no rate, not even 0."
    return f"In this category the rate is {family.rate.value}; another rate is another category."


def _example_of_rate(path: str) -> Text:
    rates = {Rate.POSITIVE: "0", Rate.NOT_NEGATIVE: "-1", Rate.ZERO: "25", Rate.NONE: "0"}

    def example(family: Family) -> str:
        return f"set {path}ID {family.code}\nset {path}Percent {rates[family.rate]}"

    return example


def _always(text: str) -> Text:
    return lambda _family: text


def _why_broken_down(family: Family) -> str:
    if family.by_rate:
        return "What is taxed at a rate is broken down by category and rate, and what is broken down is in the invoice."
    return "All that is in the category has one rate and one reason, and so it has one break-down."


def _example_broken_down(family: Family) -> str:
    return f"remove {_BREAKDOWN.rstrip('/')}" if family.code == "S" else f"set {_CATEGORY}ID {family.code}"


def _why_of_base(family: Family) -> str:
    tolerated = (
        " The official rule lets pass what is off by less than one unit of the currency." if family.by_rate else ""
    )
    return (
        "Lines (BT-131) − allowances (BT-92) + charges (BT-99) of the category"
        f"{' and rate' if family.by_rate else ''} = base (BT-116).{tolerated}"
    )


def _example_of_base(family: Family) -> str:
    return f"set {_OF_BREAKDOWN}ID {family.code}\nset {_BREAKDOWN}cbc:TaxableAmount 690.00"


def _why_of_tax(family: Family) -> str:
    if family.by_rate:
        return "Base (BT-116) × rate (BT-119) ÷ 100 = VAT (BT-117), off by less than one unit of the currency."
    return "No VAT is due in this category, and the break-down says so: 0."


def _example_of_tax(family: Family) -> str:
    return f"set {_OF_BREAKDOWN}ID {family.code}\nset {_BREAKDOWN}cbc:TaxAmount 172.00"


def _why_of_reason(family: Family) -> str:
    if family.reasoned:
        return "Who doesn't charge VAT says why, in words or as a code: the buyer's tax office will ask."
    return "In this category nothing is exempt, and a reason for exemption would contradict it."


def _example_of_reason(family: Family) -> str:
    used = f"set {_OF_BREAKDOWN}ID {family.code}"
    added = f"add {_BREAKDOWN}cac:TaxCategory <cbc:TaxExemptionReason>Reason</cbc:TaxExemptionReason>"
    return used if family.reasoned else f"{used}\n{added}"


_ALLOWANCE, _SURCHARGE = _CHARGE.format(1), _CHARGE.format(2)
_NUMBERS = (
    _Number("01", vat.broken_down, _always("BT-118 BG-23"), _why_broken_down, _example_broken_down),
    _Number(
        "02",
        vat.sold_by_known_parties,
        _terms_of_parties("BT-151"),
        _why_of_parties,
        _example_of_parties(_CATEGORY),
    ),
    _Number(
        "03",
        vat.allowed_by_known_parties,
        _terms_of_parties("BT-95"),
        _why_of_parties,
        _example_of_parties(_ALLOWANCE),
    ),
    _Number(
        "04",
        vat.charged_by_known_parties,
        _terms_of_parties("BT-102"),
        _why_of_parties,
        _example_of_parties(_SURCHARGE),
    ),
    _Number("05", vat.rate_of_items, _always("BT-152"), _why_of_rate, _example_of_rate(_CATEGORY)),
    _Number("06", vat.rate_of_allowances, _always("BT-96"), _why_of_rate, _example_of_rate(_ALLOWANCE)),
    _Number("07", vat.rate_of_charges, _always("BT-103"), _why_of_rate, _example_of_rate(_SURCHARGE)),
    _Number("08", vat.base, _always("BT-116 BT-131 BT-92 BT-99"), _why_of_base, _example_of_base),
    _Number("09", vat.tax, _always("BT-117"), _why_of_tax, _example_of_tax),
    _Number("10", vat.reason, _always("BT-120 BT-121"), _why_of_reason, _example_of_reason),
)


def _rule(family: Family, number: _Number) -> Rule:
    return Rule(
        f"BR-{family.prefix}-{number.number}",
        partial(number.check, family),
        number.terms(family),
        why=number.why(family),
        example=number.example(family),
    )


def _broken_down(use: VatUse) -> Iterable[Category]:
    return (category for _, category in use.breakdowns)


def _items(use: VatUse) -> Iterable[Category]:
    return use.invoice.all_line_categories


def _allowances(use: VatUse) -> Iterable[Category]:
    return categories_of(use.invoice.all_allowances, is_charge=False)


def _charges(use: VatUse) -> Iterable[Category]:
    return categories_of(use.invoice.all_allowances, is_charge=True)


_OUT_OF_SCOPE = f"set {_OF_BREAKDOWN}ID O"
_ONLY = "An invoice is outside the scope of VAT as a whole, or not at all: {} of another category would be taxed."
_OF_ONE = (
    Rule(
        "BR-IC-11",
        vat.delivered,
        "BT-72 BG-14",
        why="A supply to another member state is reported for the period in which it was made.",
        example=f"set {_OF_BREAKDOWN}ID K\nremove cac:InvoicePeriod\nremove cac:Delivery/cbc:ActualDeliveryDate",
    ),
    Rule(
        "BR-IC-12",
        vat.delivered_to_country,
        "BT-80",
        why="The supply is exempt because the goods went to another member state; the invoice says to which.",
        example=f"set {_OF_BREAKDOWN}ID K\nremove cac:Delivery/cac:DeliveryLocation",
    ),
    Rule(
        "BR-O-11",
        partial(vat.out_of_scope_alone, _broken_down),
        "BT-118",
        why=_ONLY.format("a break-down"),
        example=f"{_OUT_OF_SCOPE}\nadd cac:TaxTotal <cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID><cac:TaxScheme>"
        "<cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>",
    ),
    Rule(
        "BR-O-12", partial(vat.out_of_scope_alone, _items), "BT-151", why=_ONLY.format("a line"), example=_OUT_OF_SCOPE
    ),
    Rule(
        "BR-O-13",
        partial(vat.out_of_scope_alone, _allowances),
        "BT-95",
        why=_ONLY.format("an allowance"),
        example=_OUT_OF_SCOPE,
    ),
    Rule(
        "BR-O-14",
        partial(vat.out_of_scope_alone, _charges),
        "BT-102",
        why=_ONLY.format("a charge"),
        example=_OUT_OF_SCOPE,
    ),
    Rule(
        "BR-B-01",
        vat.split_payment_at_home,
        "BT-40 BT-55",
        why="Split payment, where the buyer pays the VAT to the treasury itself, is Italian law; every country that "
        "the invoice names is then Italy.",
        example=f"set {_CATEGORY}ID {SPLIT_PAYMENT}",
    ),
    Rule(
        "BR-B-02",
        vat.split_payment_alone,
        "BT-151 BT-118",
        why="The whole VAT of an invoice is split, or none of it: lines at the standard rate go on another invoice.",
        example=f"set {_CATEGORY}ID {SPLIT_PAYMENT}",
    ),
)

RULES: tuple[Rule, ...] = (*(_rule(family, number) for family in FAMILIES for number in _NUMBERS), *_OF_ONE)
"""All of them."""

_CODE_OF = {f"BR-{family.prefix}-{number.number}": family.code for family in FAMILIES for number in _NUMBERS}
_CODES = frozenset(_CODE_OF.values())


class ByUse:
    """Rules, of which those about a VAT category are judged only for invoices that use it.

    Most invoices use one of the nine categories, and eighty rules needn't be asked. Remembers which rules those are for
    each set of categories, and nothing of any invoice.
    """

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self._rules = rules
        self._known: dict[frozenset[str], tuple[Rule, ...]] = {}

    def worth_judging(self, invoice: Invoice) -> tuple[Rule, ...]:
        """All of them but those that can't find anything."""
        used = vat_of(invoice).codes
        if used is None:
            return self._rules
        used &= _CODES
        if used not in self._known:
            self._known[used] = tuple(each for each in self._rules if _CODE_OF.get(each.id) in (None, *used))
        return self._known[used]
