"""What the rules about VAT categories look for: one check a rule number, for whichever of the nine families.

What the families differ in is in `vat_families`; what they look at is gathered in `vat_use`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

from app.validation.en16931.groups import Breakdown, Category, Party
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import as_found, is_of_vat, not_as_reckoned, place_of
from app.validation.en16931.vat_families import (
    INTRA_COMMUNITY,
    OUT_OF_SCOPE,
    SPLIT_PAYMENT,
    STANDARD,
    Family,
    Needed,
    Rate,
)
from app.validation.en16931.vat_sums import Tally
from app.validation.en16931.vat_use import Uses, VatUse, categories_of, code_of, vat_of
from app.validation.rule import Fault
from app.validation.values import (
    HUNDRED,
    ZERO,
    NotEvaluable,
    Value,
    Values,
    decimal_of,
    double,
    normalized,
    only,
    rounded,
)

Faults = list[Fault]
_UNIT = Decimal(1)
_AT_HOME = "IT"


def broken_down(family: Family, invoice: Invoice) -> Faults:
    """Rule 01: what is used has a break-down; and nothing else has one, where there may be several."""
    return (
        _broken_down_by_rate(family, vat_of(invoice)) if family.by_rate else _broken_down_once(family, vat_of(invoice))
    )


def _broken_down_once(family: Family, vat: VatUse) -> Faults:
    used = vat.anywhere.first(family.code)
    if used is None:
        return []
    listed = [
        category
        for _, category in vat.breakdowns
        if is_of_vat(category)
        for code in category.codes
        if normalized(code.text) == family.code
    ]
    if len(listed) == 1:
        return []
    return [Fault(listed[1].place if listed else used.place, {"found": str(len(listed))})]


def _broken_down_by_rate(family: Family, vat: VatUse) -> Faults:
    uses = vat.charged_or_sold_of_any_tax if family.any_tax else vat.charged_or_sold
    uses.must_be_clear()
    used = uses.first(family.code)
    if used is not None:
        return [] if _is_listed(family, vat) else [Fault(used.place, {"found": "0"})]
    listed = [
        each for _, each in vat.breakdowns if code_of(each) == family.code and (family.any_tax or is_of_vat(each))
    ]
    return [Fault(listed[0].place, {"found": str(len(listed))})] if listed else []


def _is_listed(family: Family, vat: VatUse) -> bool:
    if not family.as_written:
        for _, category in vat.breakdowns:
            code_of(category)
    return any(
        any(_is_code(each, family) for each in category.codes) and (family.break_down_of_any_tax or is_of_vat(category))
        for _, category in vat.breakdowns
    )


def _is_code(code: Value, family: Family) -> bool:
    return (code.text if family.as_written else normalized(code.text)) == family.code


def sold_by_known_parties(family: Family, invoice: Invoice) -> Faults:
    """Rule 02: lines of the category need parties that are known to the tax office, or such that aren't."""
    vat = vat_of(invoice)
    if not family.any_tax:
        return _parties(family, vat, vat.items)
    of_any_tax = vat.items_of_any_tax.first(family.code)
    if of_any_tax is None:
        return []
    return _parties(family, vat, vat.items) if vat.items.first(family.code) else [Fault(of_any_tax.place)]


def allowed_by_known_parties(family: Family, invoice: Invoice) -> Faults:
    """Rule 03: allowances of the category need the same."""
    vat = vat_of(invoice)
    return _parties(family, vat, vat.own_allowances if family is OUT_OF_SCOPE else vat.allowances)


def charged_by_known_parties(family: Family, invoice: Invoice) -> Faults:
    """Rule 04: charges of the category need the same."""
    vat = vat_of(invoice)
    if family.charge_as_written and not _is_written(family, invoice):
        return []
    return _parties(family, vat, vat.own_charges if family is OUT_OF_SCOPE else vat.charges)


def _is_written(family: Family, invoice: Invoice) -> bool:
    charged = categories_of(invoice.all_allowances, is_charge=True)
    return any(any(code.text == family.code for code in each.codes) and is_of_vat(each) for each in charged)


def _parties(family: Family, vat: VatUse, uses: Uses) -> Faults:
    used = uses.first(family.code)
    if used is None:
        return []
    invoice = vat.invoice
    if family.seller is Needed.NOTHING:
        return _known_for_vat(invoice)
    if not (_has_number(invoice.sellers, family.seller) or _has_number(invoice.representatives, Needed.VAT)):
        return [Fault(place_of([each.place for each in invoice.sellers], used))]
    if not _has_number(invoice.buyers, family.buyer):
        return [Fault(place_of([each.place for each in invoice.buyers], used))]
    return []


def _known_for_vat(invoice: Invoice) -> Faults:
    parties = (*invoice.sellers, *invoice.representatives, *invoice.buyers)
    found = next(_vat_numbers(parties), None)
    return [] if found is None else [Fault(found, {"found": as_found(found)})]


def _has_number(parties: Sequence[Party], needed: Needed) -> bool:
    if needed is Needed.NOTHING:
        return True
    if needed is Needed.TAX:
        return any(registration.numbers for each in parties for registration in each.registrations)
    if next(_vat_numbers(parties), None) is not None:
        return True
    return needed is Needed.VAT_OR_REGISTRATION and any(each.legal_ids for each in parties)


def _vat_numbers(parties: Iterable[Party]) -> Iterator[Value]:
    for registration in (each for party in parties for each in party.registrations):
        if registration.unclear is None and len(registration.schemes) > 1:
            raise NotEvaluable(registration.schemes[1], "several")
        if is_of_vat(registration):
            yield from registration.numbers


def rate_of_items(family: Family, invoice: Invoice) -> Faults:
    """Rule 05: the rate of lines' items."""
    return _rates(family, vat_of(invoice).judged_items)


def rate_of_allowances(family: Family, invoice: Invoice) -> Faults:
    """Rule 06: the rate of allowances."""
    return _rates(family, vat_of(invoice).judged_allowances)


def rate_of_charges(family: Family, invoice: Invoice) -> Faults:
    """Rule 07: the rate of charges."""
    return _rates(family, vat_of(invoice).judged_charges)


def _rates(family: Family, categories: dict[str, list[Category]]) -> Faults:
    is_right = _remembering(_IS_RIGHT[family.rate])
    return [_wrong_rate(family, each) for each in categories.get(family.code, ()) if not is_right(each.rates)]


def _remembering(is_right: Callable[[Values], bool]) -> Callable[[Values], bool]:
    """The same test for thousands of lines, which have the same few rates."""
    known: dict[str, bool] = {}

    def test(rates: Values) -> bool:
        if len(rates) != 1:
            return is_right(rates)
        text = rates[0].text
        if text not in known:
            known[text] = is_right(rates)
        return known[text]

    return test


_IS_RIGHT: dict[Rate, Callable[[Values], bool]] = {
    Rate.POSITIVE: lambda rates: any(each > ZERO for each in _numbers(rates)),
    Rate.NOT_NEGATIVE: lambda rates: any(each >= ZERO for each in _numbers(rates)),
    Rate.ZERO: lambda rates: decimal_of(rates) == ZERO,
    Rate.NONE: lambda rates: not rates,
}


def _numbers(rates: Values) -> Iterator[Decimal]:
    """The rates that compare with a number; NaN is neither more nor less than any."""
    return (number for number in map(double, rates) if not number.is_nan())


def _wrong_rate(family: Family, category: Category) -> Fault:
    found = as_found(category.rates[0]) if category.rates else "–"
    expected = {"expected": "0"} if family.rate is Rate.ZERO and category.rates else {}
    return Fault(place_of(category.rates, category), {"found": found, **expected})


def base(family: Family, invoice: Invoice) -> Faults:
    """Rule 08: the break-down's base is what lines, charges and allowances of the category add up to."""
    vat = vat_of(invoice)
    faults = []
    for breakdown, category in _judged(family, vat):
        rate = decimal_of(category.rates) if family.by_rate else None
        if family.by_rate and rate is None:
            continue
        tallies = _tallies(family, vat, rate)
        if not any(_is_base(breakdown.taxable, vat.sums.of(each, family.code, rate), family) for each in tallies):
            expected = vat.sums.of(tallies[0], family.code, rate) if tallies else None
            faults.append(not_as_reckoned(breakdown.taxable, breakdown, expected))
    return faults


def _judged(family: Family, vat: VatUse) -> list[tuple[Breakdown, Category]]:
    return [
        (breakdown, each)
        for breakdown, each in vat.breakdowns
        if each.code == family.code and each.is_vat and len(each.codes) == 1
    ]


def _tallies(family: Family, vat: VatUse, rate: Decimal | None) -> list[Tally]:
    """Of which lines the sums are to be compared: an invoice's, or a credit note's."""
    key, sums = (family.code, rate), vat.sums
    tallies = [each for each in (sums.invoiced, sums.credited) if each is not None]
    if family is not STANDARD:
        return tallies
    return [
        each
        for each in (sums.invoiced or Tally(), sums.credited or Tally())
        if key in each.present or key in sums.charged
    ]


def _is_base(taxable: Values, expected: Decimal, family: Family) -> bool:
    if not family.by_rate:
        return decimal_of(taxable) == expected
    # the official rules reckon the unit by which a base may differ in binary floating point, and so must who agrees
    found = _as_double(taxable)
    return found is not None and Decimal(found - 1) < expected < Decimal(found + 1)


def _as_double(values: Values) -> float | None:
    if len(values) > 1:
        only(values)
    number = double(values[0]) if values else None
    if number is not None and not number.is_finite():
        raise NotEvaluable(values[0], "number")
    return None if number is None else float(number)


def tax(family: Family, invoice: Invoice) -> Faults:
    """Rule 09: the break-down's tax is zero, or its base times its rate within one unit of the currency."""
    faults = []
    for breakdown, category in _judged(family, vat_of(invoice)):
        stated, reckoned = decimal_of(breakdown.taxes), _tax_on(breakdown.taxable, category, family)
        if stated is None or reckoned is None or not _is_tax(stated, reckoned, family):
            faults.append(not_as_reckoned(breakdown.taxes, breakdown, _signed(reckoned, breakdown.taxable)))
    return faults


def _tax_on(taxable: Values, category: Category, family: Family) -> Decimal | None:
    """On the base without its sign."""
    if not family.by_rate:
        return ZERO
    amount, rate = decimal_of(taxable), decimal_of(category.rates)
    return None if amount is None or rate is None else rounded(abs(amount) * rate / HUNDRED)


def _is_tax(stated: Decimal, reckoned: Decimal, family: Family) -> bool:
    return abs(stated) - _UNIT < reckoned < abs(stated) + _UNIT if family.by_rate else stated == reckoned


def _signed(reckoned: Decimal | None, taxable: Values) -> Decimal | None:
    return reckoned.copy_sign(decimal_of(taxable) or ZERO) if reckoned else reckoned


def reason(family: Family, invoice: Invoice) -> Faults:
    """Rule 10: the break-down says why nothing is due; or there is nothing to say."""
    found = [category for _, category in _judged(family, vat_of(invoice))]
    if family.reasoned:
        return [Fault(each.place) for each in found if not each.reasons and not each.reason_codes]
    return [Fault(reason) for each in found for reason in (*each.reasons, *each.reason_codes)[:1]]


def delivered(invoice: Invoice) -> Faults:
    """BR-IC-11: it is said when the goods crossed the border."""
    used = vat_of(invoice).broken_down.first(INTRA_COMMUNITY.code)
    if used is None:
        return []
    dates = [date for each in invoice.deliveries if each.top for date in each.dates]
    if _is_long(dates) or any(each.top and not each.blank for each in invoice.periods):
        return []
    return [Fault(place_of(dates, used))]


def delivered_to_country(invoice: Invoice) -> Faults:
    """BR-IC-12: and where to."""
    used = vat_of(invoice).broken_down.first(INTRA_COMMUNITY.code)
    if used is None:
        return []
    addresses = [address for each in invoice.deliveries if each.top for address in each.addresses]
    countries = [country for each in addresses for country in each.countries]
    return [] if _is_long(countries) else [Fault(place_of(countries, used))]


def _is_long(values: Values) -> bool:
    one = only(values)
    return one is not None and len(one.text) > 1


def out_of_scope_alone(others: Callable[[VatUse], Iterable[Category]], invoice: Invoice) -> Faults:
    """BR-O-11 to 14: beside a break-down of what is outside of VAT, nothing is inside."""
    vat = vat_of(invoice)
    if vat.broken_down.first(OUT_OF_SCOPE.code) is None:
        return []
    other = next((each for each in others(vat) if code_of(each) != OUT_OF_SCOPE.code and is_of_vat(each)), None)
    return [] if other is None else [Fault(place_of(other.codes, other), {"found": other.code})]


def split_payment_at_home(invoice: Invoice) -> Faults:
    """BR-B-01: split payment is for Italian invoices."""
    if not vat_of(invoice).may_use(SPLIT_PAYMENT) or not _says(
        chain(invoice.all_categories, invoice.all_line_categories), SPLIT_PAYMENT
    ):
        return []
    abroad = [each for each in invoice.all_countries if each.text != _AT_HOME]
    return [Fault(abroad[0], {"found": as_found(abroad[0])})] if abroad else []


def split_payment_alone(invoice: Invoice) -> Faults:
    """BR-B-02: and isn't mixed with the standard rate."""
    if not vat_of(invoice).may_use(SPLIT_PAYMENT):
        return []
    broken = (category for _, category in vat_of(invoice).breakdowns)
    charged = (category for each in invoice.allowances for category in each.categories)
    categories = [*broken, *charged, *invoice.all_line_categories]
    standard = _says(categories, STANDARD.code) if _says(categories, SPLIT_PAYMENT) else None
    return [Fault(standard)] if standard else []


def _says(categories: Iterable[Category], code: str) -> Value | None:
    return next((said for each in categories for said in each.codes if said.text == code), None)
