"""Reads what a CII document says of money: allowances and charges, VAT, totals, and how to pay."""

from app.safe.tree import Element
from app.validation.en16931.cii_names import (
    ACTUAL_AMOUNT,
    BASIS_AMOUNT,
    DATE_TIME,
    ID,
    LINE_TOTAL,
    SUMMATION,
    TAX,
    TAX_TOTAL_AMOUNT,
    TYPE_CODE,
    ram,
    udt,
)
from app.validation.en16931.groups import (
    NONE,
    AllowanceCharge,
    Breakdown,
    Category,
    Payment,
    Period,
    TaxTotal,
    Totals,
    Transfer,
)
from app.validation.en16931.read_cii_values import Restated, days
from app.validation.values import ZERO, NotEvaluable, Values, decimal, normalized

CURRENCY = "currencyID"

_TRUTH = {"true": True, "1": True, "false": False, "0": False}

_INDICATOR = (ram("ChargeIndicator"), udt("Indicator"))
_CATEGORY_TAX = ram("CategoryTradeTax")
_PERCENT = ram("CalculationPercent")
_REASON = ram("Reason")
_REASON_CODE = ram("ReasonCode")
_CATEGORY_CODE = ram("CategoryCode")
_RATE = ram("RateApplicablePercent")
_EXEMPTION = ram("ExemptionReason")
_EXEMPTION_CODE = ram("ExemptionReasonCode")
_CALCULATED = ram("CalculatedAmount")
_INVOICE_CURRENCY = ram("InvoiceCurrencyCode")
_TAX_CURRENCY = ram("TaxCurrencyCode")
_AMOUNTS_OF_TOTALS = (
    ("lines", LINE_TOTAL),
    ("allowances", ram("AllowanceTotalAmount")),
    ("charges", ram("ChargeTotalAmount")),
    ("without_vat", ram("TaxBasisTotalAmount")),
    ("with_vat", ram("GrandTotalAmount")),
    ("paid", ram("TotalPrepaidAmount")),
    ("rounding", ram("RoundingAmount")),
    ("due", ram("DuePayableAmount")),
)
_ACCOUNT = ram("PayeePartyCreditorFinancialAccount")
_INSTITUTION = ram("PayeeSpecifiedCreditorFinancialInstitution")
_TERMS = ram("SpecifiedTradePaymentTerms")


def category_at(place: Element) -> Category:
    """The category in an ApplicableTradeTax or CategoryTradeTax."""
    get = place.children.get
    category = Category(place, get(_CATEGORY_CODE, NONE), get(_RATE, NONE), get(TYPE_CODE, NONE))
    category.reasons = get(_EXEMPTION, NONE)
    category.reason_codes = get(_EXEMPTION_CODE, NONE)
    return category


def charge_at(place: Element, level: str) -> AllowanceCharge:
    """An allowance or charge.

    Args:
        place: its element.
        level: "document", "line" or "price".
    """
    get = place.children.get
    indicators = place.all(*_INDICATOR)
    is_charge = _TRUTH.get(indicators[0].text.strip()) if indicators else None
    charge = AllowanceCharge(place, is_charge, level)
    charge.indicators = indicators
    charge.amounts = get(ACTUAL_AMOUNT, NONE)
    charge.bases = get(BASIS_AMOUNT, NONE)
    charge.percentages = get(_PERCENT, NONE)
    charge.reasons = get(_REASON, NONE)
    charge.reason_codes = get(_REASON_CODE, NONE)
    charge.categories = [category_at(each) for each in get(_CATEGORY_TAX, ())]
    return charge


def period_at(place: Element) -> Period:
    """A BillingSpecifiedPeriod, of a line or of the document."""
    starts = place.all(ram("StartDateTime"), DATE_TIME)
    return Period(place, days(starts), days(place.all(ram("EndDateTime"), DATE_TIME)))


def totals_in(settlement: Element, beside: list[AllowanceCharge]) -> list[Totals]:
    """The totals (BG-22) of a settlement whose allowances and charges are `beside`."""
    return [_totals_at(each, beside) for each in settlement.all(SUMMATION)]


def _totals_at(place: Element, beside: list[AllowanceCharge]) -> Totals:
    totals = Totals(place)
    totals.beside = beside
    for name, amount in _AMOUNTS_OF_TOTALS:
        if amount in place.children:
            setattr(totals, name, place.children[amount])
    return totals


def tax_totals_in(settlement: Element) -> list[TaxTotal]:
    """The VAT totals (BT-110, BT-111) with their break-downs (BG-23), which CII has side by side.

    A share belongs to the first total of its currency, or else of the invoice's. Shares whose total is missing stay
    together without one.
    """
    shares = [_breakdown_at(each) for each in settlement.all(TAX)]
    found = [TaxTotal(each, [each]) for each in settlement.all(SUMMATION, TAX_TOTAL_AMOUNT)]
    currency, tax_currency = _code(settlement, _INVOICE_CURRENCY), _code(settlement, _TAX_CURRENCY)
    homes = {_currency_stated(each.amounts) or currency: each for each in reversed(found)}
    if shares and currency not in homes and homes.keys() <= {tax_currency}:
        homes[currency] = _unstated(settlement, shares, currency)
        found.append(homes[currency])
    for share in shares:
        home = homes.get(_currency_stated(share.taxes) or currency) or homes.get(currency)
        if home is None:
            home = homes[currency] = TaxTotal(settlement.first(SUMMATION) or settlement, NONE)
            found.append(home)
        home.breakdowns.append(share)
    return found


def _code(settlement: Element, name: str) -> str:
    code = settlement.first(name)
    return normalized(code.text) if code is not None else ""


def _currency_stated(amounts: Values) -> str | None:
    return amounts[0].get(CURRENCY) if amounts else None


def _unstated(settlement: Element, shares: list[Breakdown], currency: str) -> TaxTotal:
    """The total that CII lets an invoice leave out on which no VAT is due: then it is zero."""
    place = settlement.first(SUMMATION) or settlement
    nothing = Restated("0", place, {CURRENCY: currency})
    return TaxTotal(place, [nothing] if all(map(_is_zero, shares)) else NONE)


def _is_zero(share: Breakdown) -> bool:
    try:
        return len(share.taxes) == 1 and decimal(share.taxes[0]) == ZERO
    except NotEvaluable:
        return False


def _breakdown_at(place: Element) -> Breakdown:
    get = place.children.get
    breakdown = Breakdown(place, get(BASIS_AMOUNT, NONE), get(_CALCULATED, NONE))
    breakdown.categories = [category_at(place)]
    return breakdown


def payments_in(settlement: Element) -> list[Payment]:
    """The means of payment (BG-16); what CII says once, holds for each of them."""
    remittances = settlement.all(ram("PaymentReference"))
    mandates = settlement.all(_TERMS, ram("DirectDebitMandateID"))
    payments = [_payment_at(each) for each in settlement.all(ram("SpecifiedTradeSettlementPaymentMeans"))]
    for each in payments:
        each.remittances = remittances
        each.mandates = mandates
    return payments


def _payment_at(place: Element) -> Payment:
    payment = Payment(place)
    payment.codes = place.all(TYPE_CODE)
    payment.transfers = _transfers_in(place)
    payment.cards = place.all(ram("ApplicableTradeSettlementFinancialCard"), ID)
    payment.debited_accounts = place.all(ram("PayerPartyDebtorFinancialAccount"), ram("IBANID"))
    return payment


def _transfers_in(place: Element) -> list[Transfer]:
    """The account, with its bank beside it; or a bank alone, which is no place to transfer money to."""
    institutions = place.all(_INSTITUTION)
    codes = [code for each in institutions for code in each.all(ram("BICID"))]
    accounts = [_transfer_at(each, codes) for each in place.all(_ACCOUNT)]
    return accounts or [Transfer(each, NONE, NONE, codes) for each in institutions]


def _transfer_at(place: Element, institutions: list[Element]) -> Transfer:
    # an account is named by its IBAN, or by another number where it has none; one with both is still one account
    accounts = place.all(ram("IBANID")) or place.all(ram("ProprietaryID"))
    return Transfer(place, accounts, place.all(ram("AccountName")), institutions)
