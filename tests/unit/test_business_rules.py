"""The business rules: consistent documents pass, and each contradiction is named where it is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from app.domain.documents import Complement, Contract, Document, DocumentType, Invoice, Leftover
from app.domain.documents.base import AllowanceCharge, Delivery, Period, Price, TaxCategory, TaxSubtotal, TaxTotal
from app.domain.documents.contract import Clause, RenewalKind, Term
from app.domain.documents.despatch_advice import Shipment
from app.domain.findings import Severity, rejects
from app.domain.identifiers import DocumentReference
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.errors import entry
from app.formats.contract import ContractXml
from app.formats.ubl import Ubl
from app.safe.xml import parse_xml
from app.validation.business import check
from app.validation.contract import validate_contract
from tests.builders import (
    a_contract,
    a_document,
    a_remittance_for,
    an_application_response,
    an_invoice_for,
    an_order,
    an_order_cancellation,
    an_order_response,
)
from tests.building import eur, pieces
from tests.strategies import documents

ORDER = an_order().with_lines(2).build()
INVOICE = an_invoice_for(ORDER).build()
PEPPOL = "urn:fdc:peppol.eu:poacc:trns:order_response:3"
EN16931 = "urn:cen.eu:en16931:2017"


def verdict(document: Document) -> list[tuple[str, str, str]]:
    return [(str(each.severity), each.code, each.path) for each in check(document)]


def first_line(document: Any, **fields: Any) -> Any:
    return replace(document, lines=(replace(document.lines[0], **fields), *document.lines[1:]))


def totals(invoice: Invoice, **fields: Any) -> Invoice:
    return replace(invoice, totals=replace(invoice.totals, **fields))


def priced(contract: Contract, **fields: Any) -> Contract:
    return replace(contract, price_lines=(replace(contract.price_lines[0], **fields), *contract.price_lines[1:]))


def term(**fields: Any) -> Contract:
    return a_contract().with_(term=Term(**{"start": date(2026, 4, 1), **fields})).build()


@pytest.mark.parametrize("type_", DocumentType)
def test_a_consistent_document_has_no_findings(type_: DocumentType) -> None:
    assert check(a_document(type_)) == []


@pytest.mark.corpus
def test_no_official_example_is_rejected(corpus: Path) -> None:
    tried = 0
    for file in sorted((corpus / "ubl/2.1/xml").glob("*.xml")):
        body = parse_xml(file.read_bytes())
        if Ubl().document_type(body) is not None:
            document = Ubl().read(body).document
            assert document is not None, file.name
            assert not rejects(check(document)), (file.name, verdict(document))
            tried += 1
    assert tried >= 20


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (replace(ORDER, number=" "), ("error", "business.number_missing", "/number")),
        (replace(ORDER, lines=()), ("error", "business.no_lines", "/lines")),
        (first_line(ORDER, number=""), ("error", "business.line_number_missing", "/lines/0/number")),
        (first_line(ORDER, number="2"), ("error", "business.line_number_repeated", "/lines/1/number")),
        (
            replace(ORDER, validity=Period(start=date(2026, 5, 1), end=date(2026, 4, 1))),
            ("error", "business.period_backwards", "/validity"),
        ),
        (
            replace(ORDER, payment_terms=(replace(ORDER.payment_terms[0], discount_percent=Decimal("1E-40")),)),
            ("error", "business.number_too_long", "/payment_terms/0/discount_percent"),
        ),
    ],
)
def test_any_document_needs_a_number_and_numbered_lines(document: Document, expected: tuple[str, str, str]) -> None:
    assert verdict(document) == [expected]


def test_one_document_has_one_currency() -> None:
    mixed = first_line(ORDER, total_tax=Amount.of("1.00", "SEK"))
    assert verdict(mixed) == [("error", "business.other_currency", "/lines/0/total_tax/currency")]
    (found,) = check(mixed)
    assert "SEK" in found.message()
    assert "EUR" in found.message("zh")
    assert verdict(first_line(ORDER, total_tax=Amount.of("1.00", "kr"))) == [
        ("error", "business.bad_currency", "/lines/0/total_tax/currency")
    ]


@pytest.mark.parametrize("currency", ["XYZ", "eur", "EURO"])
def test_three_letters_are_not_yet_a_currency(currency: str) -> None:
    found = [each[1] for each in verdict(first_line(ORDER, total_tax=Amount.of("1.00", currency)))]
    assert found == ["business.bad_currency"]


@pytest.mark.parametrize("currency", ["", " "])
def test_an_amount_without_a_currency_is_told_as_one(currency: str) -> None:
    (found,) = check(first_line(ORDER, total_tax=Amount.of("1.00", currency)))
    assert (found.code, found.path) == ("business.no_currency", "/lines/0/total_tax/currency")
    assert found.message("zh") == "该金额没有注明货币。"


@pytest.mark.parametrize("currency", ["CNY", "HRK", "CNH"])
def test_currencies_of_the_past_and_of_the_rules_are_currencies(currency: str) -> None:
    assert "business.bad_currency" not in {each[1] for each in verdict(replace(ORDER, currency=currency))}
    found = [each[1] for each in verdict(first_line(ORDER, total_tax=Amount.of("1.00", currency)))]
    assert found == ["business.other_currency"]


def test_a_document_that_names_no_currency_has_that_of_its_first_amount() -> None:
    assert check(replace(ORDER, currency="")) == []
    mixed = first_line(replace(ORDER, currency=""), total_tax=Amount.of("1.00", "SEK"))
    assert [each[1] for each in verdict(mixed)] == ["business.other_currency"]


def test_the_tax_may_be_stated_in_the_tax_currency_too() -> None:
    in_kronor = TaxTotal(amount=Amount.of("68.10", "SEK"))
    invoice = replace(INVOICE, tax_currency="SEK", taxes=(*INVOICE.taxes, in_kronor))
    assert check(invoice) == []
    assert [each[1] for each in verdict(replace(invoice, tax_currency=""))] == ["business.other_currency"]


@pytest.mark.parametrize("quantity", ["0", "-1", "-0.00"])
def test_nothing_can_t_be_ordered(quantity: str) -> None:
    order = first_line(ORDER, quantity=pieces(quantity), amount=None)
    assert ("error", "business.quantity_not_positive", "/lines/0/quantity/value") in verdict(order)


def test_a_deleted_line_may_have_no_quantity_left() -> None:
    change = a_document(DocumentType.ORDER_CHANGE)
    assert verdict(first_line(change, status="2", quantity=pieces("0"), amount=None)) == []


def test_a_price_for_nothing_is_refused_and_divides_nothing() -> None:
    order = first_line(ORDER, price=Price(amount=eur("1.25"), base_quantity=pieces("0")))
    assert verdict(order) == [("error", "business.quantity_not_positive", "/lines/0/price/base_quantity/value")]


@pytest.mark.parametrize(
    ("type_", "field"),
    [
        (DocumentType.DESPATCH_ADVICE, "quantity"),
        (DocumentType.DESPATCH_ADVICE, "outstanding"),
        (DocumentType.RECEIPT_ADVICE, "received"),
        (DocumentType.RECEIPT_ADVICE, "short"),
        (DocumentType.RECEIPT_ADVICE, "rejected"),
        (DocumentType.ORDER_RESPONSE, "back_ordered"),
    ],
)
def test_less_than_nothing_is_neither_sent_nor_received(type_: DocumentType, field: str) -> None:
    document = first_line(a_document(type_), **{field: pieces("-1")})
    assert verdict(document) == [("error", "business.quantity_negative", f"/lines/0/{field}/value")]
    assert verdict(first_line(a_document(type_), **{field: pieces("0")})) == []


def test_a_wrong_line_amount_in_an_order_is_a_warning_that_says_what_was_expected() -> None:
    order = replace(first_line(ORDER, amount=eur("13.00")), totals=None)
    assert verdict(order) == [("warning", "business.line_amount", "/lines/0/amount/value")]
    assert "13.00" in check(order)[0].message()
    assert "12.50" in check(order)[0].message()


@pytest.mark.parametrize(
    ("fields", "fits"),
    [
        ({"amount": eur("12.52")}, True),
        ({"amount": eur("12.53")}, False),
        ({"amount": eur("13")}, True),
        ({"amount": eur("14")}, False),
        ({"price": Price(amount=eur("125"), base_quantity=pieces("100"))}, True),
        ({"price": Price(amount=eur("125"), base_quantity=Quantity.of("100", "BX"))}, True),
        ({"price": Price(amount=eur("1.30"))}, False),
        ({"price": None}, True),
        ({"allowances_charges": (AllowanceCharge(is_charge=True, amount=eur("1")),), "amount": eur("13.50")}, True),
        ({"allowances_charges": (AllowanceCharge(is_charge=False, amount=eur("1")),), "amount": eur("13.50")}, False),
    ],
)
def test_a_line_comes_to_quantity_by_price_within_rounding(fields: dict[str, Any], fits: bool) -> None:
    order = replace(first_line(ORDER, **fields), totals=None)
    found = [each for each in verdict(order) if each[1] == "business.line_amount"]
    assert found == ([] if fits else [("warning", "business.line_amount", "/lines/0/amount/value")])


@pytest.mark.parametrize(
    ("fields", "severity", "code", "member"),
    [
        ({"lines": eur("1")}, "error", "business.lines_total", "lines"),
        ({"payable": eur("1")}, "error", "business.payable_total", "payable"),
        ({"prepaid": eur("1")}, "error", "business.payable_total", "payable"),
        ({"allowances": eur("1")}, "error", "business.allowances_total", "allowances"),
        ({"charges": eur("1")}, "error", "business.charges_total", "charges"),
        ({"tax_exclusive": eur("1")}, "warning", "business.tax_exclusive_total", "tax_exclusive"),
        ({"tax_inclusive": eur("1")}, "warning", "business.tax_inclusive_total", "tax_inclusive"),
    ],
)
def test_an_invoice_s_totals_add_up(fields: dict[str, Any], severity: str, code: str, member: str) -> None:
    assert (severity, code, f"/totals/{member}/value") in verdict(totals(INVOICE, **fields))


def test_every_sum_is_strict_where_the_sender_follows_the_european_norm() -> None:
    invoice = replace(totals(INVOICE, tax_exclusive=eur("1")), customization_id=EN16931)
    assert {each[0] for each in verdict(invoice)} == {"error"}


def test_taxes_add_up() -> None:
    def taxed(tax: str, percent: str, total: str) -> Invoice:
        category = TaxCategory(id="S", percent=Decimal(percent), scheme="VAT")
        lines = INVOICE.totals.lines
        subtotal = TaxSubtotal(taxable=lines, tax=eur(tax), category=category)
        without = replace(INVOICE.totals, tax_inclusive=None)
        return replace(INVOICE, taxes=(TaxTotal(amount=eur(total), subtotals=(subtotal,)),), totals=without)

    owed = INVOICE.taxes[0].amount.text
    assert verdict(taxed(owed, "20", owed)) == []
    assert verdict(taxed(owed, "20", "1.00")) == [("error", "business.tax_total", "/taxes/0/amount/value")]
    assert verdict(taxed(owed, "10", owed)) == [("warning", "business.tax_share", "/taxes/0/subtotals/0/tax/value")]


def test_numbers_too_long_to_reckon_with_are_refused_and_not_reckoned_with() -> None:
    invoice = totals(first_line(INVOICE, quantity=pieces("9" * 40)), payable=Amount.of("0." + "1" * 1_000, "EUR"))
    assert {each[1] for each in verdict(invoice)} == {"business.number_too_long"}


def test_payment_before_the_issue_is_a_warning() -> None:
    invoice = replace(INVOICE, due=INVOICE.issued - timedelta(days=1))
    assert verdict(invoice) == [("warning", "business.due_before_issue", "/due")]


def test_an_answer_names_what_it_answers() -> None:
    nameless = replace(an_order_response(ORDER).build(), orders=(DocumentReference(number=""),))
    assert verdict(nameless) == [("error", "business.reference_missing", "/orders")]
    assert verdict(an_order_cancellation(ORDER).with_(orders=()).build()) == [
        ("error", "business.reference_missing", "/orders")
    ]
    assert verdict(an_application_response(INVOICE).with_(answers=()).build()) == [
        ("error", "business.reference_missing", "/answers")
    ]
    change: Any = a_document(DocumentType.ORDER_CHANGE)
    assert verdict(replace(change, order=DocumentReference(number=""))) == [
        ("error", "business.reference_missing", "/order/number")
    ]


def test_an_answered_line_names_the_order_s_line() -> None:
    response = first_line(an_order_response(ORDER, "CA").build(), order_line="")
    assert verdict(response) == [("error", "business.line_reference_missing", "/lines/0/order_line")]


@pytest.mark.parametrize(
    ("code", "lines", "plain", "peppol"),
    [
        ("AP", False, [], []),
        ("CA", True, [], []),
        ("CA", False, ["warning business.lines_needed"], ["error business.lines_needed"]),
        ("RE", True, [], ["error business.lines_forbidden"]),
        ("AB", True, [], ["error business.lines_forbidden"]),
        ("29", False, [], ["error business.unknown_code"]),
        ("", True, [], ["error business.unknown_code"]),
    ],
)
def test_an_answer_s_code_fits_its_lines(code: str, lines: bool, plain: list[str], peppol: list[str]) -> None:
    by_line = an_order_response(ORDER, "CA").build()
    response = replace(by_line, code=code, lines=by_line.lines if lines else ())
    found = [
        [f"{each[0]} {each[1]}" for each in verdict(replace(response, customization_id=id_))] for id_ in ("", PEPPOL)
    ]
    assert found == [plain, peppol]


def test_peppol_knows_five_answers_to_a_line() -> None:
    response = first_line(an_order_response(ORDER, "CA").build(), status="99")
    assert verdict(response) == []
    assert verdict(replace(response, profile_id="urn:fdc:peppol.eu:poacc:bis:ordering:3")) == [
        ("error", "business.unknown_code", "/lines/0/status")
    ]


@pytest.mark.parametrize(
    ("code", "expected"), [("AP", []), ("UQ", ["business.reason_missing"]), ("XX", ["business.unknown_code"])]
)
def test_peppol_s_invoice_response_gives_reasons(code: str, expected: list[str]) -> None:
    response = (
        an_application_response(INVOICE).with_(profile_id="urn:fdc:peppol.eu:poacc:bis:invoice_response:3").build()
    )
    answer = replace(response.answers[0], code=code)
    assert [each[1] for each in verdict(replace(response, answers=(answer,)))] == expected


def test_a_remittance_that_does_not_add_up_is_a_warning() -> None:
    remittance = a_remittance_for(INVOICE).with_(total_payment=eur("1.00")).build()
    assert verdict(remittance) == [("warning", "business.payment_total", "/total_payment/value")]


DIGEST = "sha-256:" + "0" * 64
CONTRACT = a_contract().build()


@pytest.mark.parametrize(
    ("contract", "expected"),
    [
        (replace(CONTRACT, version=0), ("business.bad_version", "/version")),
        (replace(CONTRACT, version=10**7), ("business.bad_version", "/version")),
        (replace(CONTRACT, version=2), ("business.previous_digest_missing", "/previous_digest")),
        (replace(CONTRACT, previous_digest=DIGEST), ("business.previous_digest_forbidden", "/previous_digest")),
        (replace(CONTRACT, version=2, previous_digest="md5:0"), ("business.bad_digest", "/previous_digest")),
        (replace(CONTRACT, currency="Euro", price_lines=()), ("business.bad_currency", "/currency")),
        (replace(CONTRACT, clauses=(Clause(id=""),)), ("business.bad_id", "/clauses/0/id")),
        (
            replace(CONTRACT, clauses=(Clause(id="c", clauses=(Clause(id="d"), Clause(id="c"))),)),
            ("business.repeated_id", "/clauses/0/clauses/1/id"),
        ),
        (replace(CONTRACT, price_lines=CONTRACT.price_lines * 2), ("business.repeated_id", "/price_lines/1/id")),
        (
            priced(CONTRACT, minimum=pieces("10"), maximum=pieces("5")),
            ("business.range_backwards", "/price_lines/0"),
        ),
        (
            priced(CONTRACT, valid_from=date(2026, 5, 1), valid_to=date(2026, 4, 1)),
            ("business.period_backwards", "/price_lines/0"),
        ),
        (
            priced(CONTRACT, price=Price(amount=eur("-1"))),
            ("business.price_negative", "/price_lines/0/price/amount/value"),
        ),
        (term(end=date(2026, 3, 31)), ("business.period_backwards", "/term")),
        (term(notice="3 months"), ("business.bad_duration", "/term/notice")),
        (term(notice="P"), ("business.bad_duration", "/term/notice")),
        (
            term(end=date(2027, 3, 31), renewal=RenewalKind.AUTOMATIC),
            ("business.renewal_period_missing", "/term/renewal_period"),
        ),
    ],
)
def test_a_contract_s_versions_clauses_term_and_prices_fit(contract: Contract, expected: tuple[str, str]) -> None:
    assert verdict(contract) == [("error", *expected)]


def test_version_two_names_version_one() -> None:
    assert check(a_contract().next_version(DIGEST).build()) == []


def test_an_automatic_renewal_of_what_never_ends_is_a_warning() -> None:
    contract = term(renewal=RenewalKind.AUTOMATIC, renewal_period="P1Y")
    assert verdict(contract) == [("warning", "business.renewal_without_end", "/term/end")]


def test_clauses_do_not_nest_for_ever() -> None:
    def nested(depth: int) -> Contract:
        clause = Clause(id="c1")
        for number in range(2, depth + 1):
            clause = Clause(id=f"c{number}", clauses=(clause,))
        return replace(CONTRACT, clauses=(clause,))

    assert verdict(nested(32)) == []
    assert [each[1] for each in verdict(nested(40))] == ["business.clauses_too_deep"]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(contract=documents(DocumentType.CONTRACT))
def test_a_contract_without_an_error_is_valid_as_contract_xml(contract: Contract) -> None:
    likely = replace(
        contract,
        version=1,
        previous_digest="",
        currency="",
        term=Term(start=contract.term.start, notice="P3M"),
        price_lines=tuple(replace(line, id=f"p{index}") for index, line in enumerate(contract.price_lines)),
    )
    assume(not rejects(check(likely)))
    assert validate_contract(parse_xml(ContractXml().render(likely))) == []


@pytest.mark.parametrize("type_", DocumentType)
def test_rules_do_not_look_at_what_the_model_has_no_place_for(type_: DocumentType) -> None:
    beyond = Complement("ubl", (Leftover("element", "/x", "<x/>"),))
    assert check(replace(a_document(type_), complement=beyond)) == []


def test_every_finding_has_words_in_both_languages() -> None:
    broken: list[Callable[[], Document]] = [lambda: replace(INVOICE, number=""), lambda: replace(CONTRACT, version=2)]
    for make in broken:
        for each in check(make()):
            known = entry(each.code)
            assert all((known.en, known.zh, known.hint_en, known.hint_zh))
            assert "{" not in each.message() + each.hint("zh")
            assert each.severity is Severity.ERROR


def an_order_wanted(end: date) -> Document:
    return replace(ORDER, deliveries=(Delivery(requested=Period(end=end)),))


DESPATCH = a_document(DocumentType.DESPATCH_ADVICE)
RECEIPT = a_document(DocumentType.RECEIPT_ADVICE)
BEFORE = ORDER.issued - timedelta(days=1)


@pytest.mark.parametrize(
    ("document", "code", "path"),
    [
        (an_order_wanted(BEFORE), "business.delivery_before_issue", "/deliveries/0/requested/end"),
        (replace(ORDER, validity=Period(end=BEFORE)), "business.validity_over", "/validity/end"),
        (first_line(ORDER, quantity=Quantity(Decimal(1), "Q1Q")), "business.unknown_unit", "/lines/0/quantity/unit"),
        (replace(DESPATCH, lines=()), "business.no_lines", "/lines"),
        (
            replace(first_line(DESPATCH, order=None), orders=()),
            "business.reference_missing",
            "/orders",
        ),
        (
            first_line(RECEIPT, rejected=Quantity(Decimal(1), "C62"), reject_reason="", reject_reason_code=""),
            "business.rejection_unreasoned",
            "/lines/0/reject_reason",
        ),
        (
            first_line(RECEIPT, received=Quantity(Decimal(1)), rejected=Quantity(Decimal(2)), reject_reason="wet"),
            "business.rejected_more",
            "/lines/0/rejected/value",
        ),
        (
            first_line(RECEIPT, received_on=RECEIPT.issued + timedelta(days=1)),
            "business.received_after_issue",
            "/lines/0/received_on",
        ),
    ],
)
def test_what_cannot_be_meant_is_a_warning_at_its_place(document: Document, code: str, path: str) -> None:
    assert ("warning", code, path) in verdict(document)
    assert not rejects(check(document))


def test_a_price_for_another_unit_than_the_lines_is_pointed_out() -> None:
    line = ORDER.lines[0]
    price = replace(line.price, base_quantity=Quantity(Decimal(1), "KGM"))
    found = verdict(first_line(ORDER, price=price))
    assert ("warning", "business.other_unit", "/lines/0/price/base_quantity/unit") in found


def test_nobody_is_paid_for_being_ordered_from() -> None:
    line = ORDER.lines[0]
    found = verdict(first_line(ORDER, price=replace(line.price, amount=eur("-1.00"))))
    assert ("error", "business.price_negative", "/lines/0/price/amount/value") in found


def test_goods_arrive_after_they_left() -> None:
    shipment = Shipment(estimated_delivery=Period(end=date(2026, 3, 1)))
    found = verdict(replace(DESPATCH, despatched=date(2026, 3, 2), shipment=shipment))
    assert ("warning", "business.arrival_before_despatch", "/shipment/estimated_delivery/end") in found


def test_a_change_under_peppol_has_a_known_status_for_every_line() -> None:
    change = a_document(DocumentType.ORDER_CHANGE)
    strict = replace(first_line(change, status="9"), customization_id="urn:fdc:peppol.eu:poacc:trns:order_change:3")
    assert ("error", "business.unknown_code", "/lines/0/status") in verdict(strict)
