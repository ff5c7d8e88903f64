"""A Cross Industry Invoice as a semantic invoice: every business term where CII has it, each value with its place."""

import re
from dataclasses import replace

import pytest

from app.domain.codelists import code_list
from app.domain.findings import Finding
from app.formats.cii.format import CREDIT_NOTES
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931.model import Invoice
from app.validation.en16931.profiles import MINIMUM, SPARED
from app.validation.en16931.read_cii import read_cii
from app.validation.en16931.read_cii_values import path_of_value
from app.validation.en16931.semantic import judge_cii
from app.validation.values import Values
from tests.cii_documents import SAMPLES, Cii, en_16931
from tests.oracles.mutator import mutants

TRANSACTION = "/CrossIndustryInvoice/rsm:SupplyChainTradeTransaction"
SETTLEMENT = f"{TRANSACTION}/ram:ApplicableHeaderTradeSettlement"


def tree_of(text: str) -> Tree:
    return Tree(parse_xml(text.encode()).root)


def read(message: Cii | str) -> Invoice:
    return read_cii(tree_of(message if isinstance(message, str) else message.text()))


def findings_in(message: Cii | str) -> list[Finding]:
    return judge_cii(tree_of(message if isinstance(message, str) else message.text()))


def fired(message: Cii | str) -> set[str]:
    return {each.code for each in findings_in(message)}


def texts(values: Values) -> list[str]:
    return [each.text for each in values]


def edited(old: str, new: str, count: int = -1) -> str:
    """The whole sample with something else in it."""
    text = en_16931().text()
    assert old in text, old
    return text.replace(old, new, count)


HEADER = {
    "numbers": ["INV-2026-7"],
    "issued": ["2026-03-02"],
    "type_codes": ["380"],
    "currencies": ["EUR"],
    "tax_currencies": ["SEK"],
    "tax_points": ["2026-02-28"],
    "due_dates": ["2026-04-01"],
    "buyer_references": ["04011000-12345-03"],
    "projects": ["PRJ-1"],
    "contracts": ["C-77"],
    "orders": ["PO-1001"],
    "sales_orders": ["SO-3"],
    "receipts": ["RA-1"],
    "despatches": ["DA-1"],
    "tenders": ["TENDER-1"],
    "accounting": ["COST-9"],
    "payment_terms": ["30 days net"],
    "notes": ["#AAI#Thank you for your order.", "Second note"],
    "profiles": ["urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"],
    "specifications": ["urn:cen.eu:en16931:2017"],
}


@pytest.mark.parametrize("term", HEADER)
def test_a_term_of_the_header_is_found(term: str) -> None:
    assert texts(getattr(read(en_16931()), term)) == HEADER[term]


def test_the_seller_has_its_names_numbers_and_addresses() -> None:
    (seller,) = read(en_16931()).sellers

    assert texts(seller.names) == ["Silver Supplies AB"]
    assert texts(seller.trading_names) == ["Silver Supplies"]
    assert texts(seller.ids) == ["SUP-7", "7300010000001"]
    assert texts(seller.legal_ids) == ["5560004750"]
    assert texts(seller.legal_forms) == ["Limited liability company"]
    assert [each.get("schemeID") for each in seller.endpoints] == ["0088"]
    assert [(texts(each.numbers), texts(each.schemes)) for each in seller.registrations] == [
        (["SE556000475001"], ["VAT"]),
        (["556000-4750"], ["TAX"]),
    ]
    assert [each.is_vat for each in seller.registrations] == [True, False]
    (address,) = seller.addresses
    assert texts(address.streets) == ["Storgatan 5", "3 tr"]
    assert texts(address.countries) == ["SE"]
    (contact,) = seller.contacts
    assert texts(contact.emails) == ["lars.berg@silver.example"]


def test_payee_and_representative_are_known_by_their_names() -> None:
    invoice = read(en_16931())

    assert [texts(each.trading_names) for each in invoice.payees] == [["Factoring Bank"]]
    assert [texts(each.trading_names) for each in invoice.representatives] == [["Fiscal Agents Ltd"]]


def test_goods_went_somewhere_on_a_day() -> None:
    (delivery,) = read(en_16931()).deliveries

    assert texts(delivery.dates) == ["2026-02-28"]
    assert texts(delivery.locations) == ["5790000435951"]
    assert texts(delivery.addresses[0].countries) == ["DK"]


def test_a_group_of_delivery_that_says_nothing_is_no_delivery() -> None:
    assert read(replace(en_16931(), delivery="")).deliveries == []


def test_payment_has_its_account_and_bank() -> None:
    (payment,) = read(en_16931()).payments

    assert texts(payment.codes) == ["58"]
    assert texts(payment.remittances) == ["INV-2026-7"]
    (transfer,) = payment.transfers
    assert texts(transfer.accounts) == ["SE4550000000058398257466"]
    assert texts(transfer.names) == ["Silver Supplies AB"]
    assert texts(transfer.institutions) == ["ESSESESS"]


def test_an_account_with_an_iban_and_another_number_is_one_account() -> None:
    both = edited("</ram:IBANID>", "</ram:IBANID><ram:ProprietaryID>50000000058398257466</ram:ProprietaryID>")

    assert texts(read(both).payments[0].transfers[0].accounts) == ["SE4550000000058398257466"]
    assert fired(both) == set()


def test_totals_are_found_with_the_charges_beside_them() -> None:
    (totals,) = read(en_16931()).totals

    assert texts(totals.lines) == ["200.00"]
    assert texts(totals.without_vat) == ["200.00"]
    assert texts(totals.with_vat) == ["250.00"]
    assert texts(totals.due) == ["230.00"]
    assert [each.is_charge for each in totals.beside] == [False, True]


def test_allowances_and_charges_are_told_apart() -> None:
    allowance, charge = read(en_16931()).allowances

    assert (allowance.is_charge, charge.is_charge) == (False, True)
    assert (texts(allowance.percentages), texts(allowance.bases)) == (["5"], ["200.00"])
    assert (allowance.categories[0].code, allowance.categories[0].is_vat) == ("S", True)


def test_the_break_down_belongs_to_the_total_in_the_invoices_currency() -> None:
    in_euro, in_krona = read(en_16931()).tax_totals

    assert [texts(each.taxes) for each in in_euro.breakdowns] == [["50.00"]]
    assert [each.get("currencyID") for each in in_krona.amounts] == ["SEK"]
    assert in_krona.breakdowns == []


def test_a_line_has_its_product_price_and_charges() -> None:
    (line,) = read(en_16931()).lines

    assert line.top
    assert texts(line.numbers) == ["1"]
    assert texts(line.notes) == ["Handle with care"]
    assert (texts(line.quantities), line.quantities[0].get("unitCode")) == (["10"], "C62")
    assert texts(line.amounts) == ["200.00"]
    assert texts(line.order_lines) == ["10"]
    assert texts(line.accounting) == ["COST-9"]
    assert texts(line.names) == ["Surgical glove"]
    assert (texts(line.standard_ids), line.standard_ids[0].get("schemeID")) == (["05901234123457"], "0160")
    assert (texts(line.classifications), line.classifications[0].get("listID")) == (["42132203"], "TST")
    assert texts(line.origins) == ["MY"]
    assert [(texts(each.names), texts(each.values)) for each in line.attributes] == [(["Colour"], ["blue"])]
    assert [(texts(each.starts), texts(each.ends)) for each in line.periods] == [(["2026-02-01"], ["2026-02-28"])]
    assert [each.is_charge for each in line.allowances] == [False, True]
    assert [each.code for each in line.categories] == ["S"]


def test_a_gross_price_and_the_discount_on_it_are_found() -> None:
    (line,) = read(en_16931()).lines

    assert (texts(line.prices), texts(line.gross_prices), texts(line.discounts)) == (["20.00"], ["22.50"], ["2.50"])
    assert texts(line.price_allowances[0].bases) == ["22.50"]


def test_the_scheme_of_an_invoiced_object_is_its_reference_type() -> None:
    invoice = read(en_16931())

    assert [(each.text, each.get("schemeID")) for each in invoice.lines[0].objects[0].ids] == [("METER-5", "AWV")]
    supporting, invoiced = invoice.documents
    assert texts(supporting.contents) == ["YSxiCg=="]
    assert supporting.contents[0].get("mimeCode") == "text/csv"
    assert [each.get("schemeID") for each in invoiced.ids] == ["AVV"]


def test_what_rules_look_for_everywhere_is_gathered() -> None:
    invoice = read(en_16931())

    assert [each.level for each in invoice.all_allowances] == ["document", "document", "line", "line", "price"]
    assert len(invoice.all_categories) == 3
    assert len(invoice.all_line_categories) == 1
    assert len(invoice.all_registrations) == 4
    assert sorted(texts(invoice.all_countries)) == ["DK", "DK", "DK", "MY", "SE"]


def test_a_value_knows_its_path_and_its_line() -> None:
    invoice = read(en_16931())

    assert path_of_value(invoice.issued[0]).endswith("rsm:ExchangedDocument/ram:IssueDateTime/udt:DateTimeString")
    assert path_of_value(invoice.preceding[0].dates[0]).endswith("ram:FormattedIssueDateTime/qdt:DateTimeString")
    assert en_16931().text().splitlines()[(invoice.issued[0].line or 0) - 1].strip().startswith("<ram:IssueDateTime>")


def test_the_credit_notes_type_codes_are_those_that_the_reader_of_documents_has() -> None:
    assert code_list("untdid1001/en16931-credit-note").codes == CREDIT_NOTES
    assert read(replace(en_16931(), type_code="381")).is_credit
    assert not read(en_16931()).is_credit


def test_an_empty_message_reads_as_an_empty_invoice() -> None:
    empty = read('<x:CrossIndustryInvoice xmlns:x="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"/>')

    assert (empty.numbers, empty.lines, empty.totals) == ([], [], [])


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_profiles_sample_is_right_by_the_rules_that_apply_to_it(sample: str) -> None:
    assert [(each.code, each.path) for each in findings_in(SAMPLES[sample])] == []


def test_a_date_in_another_format_is_none() -> None:
    other = edited('<udt:DateTimeString format="102">20260302', '<udt:DateTimeString format="610">202603')

    (found,) = findings_in(other)
    assert found.code == "BR-03"
    assert found.path.endswith("ram:IssueDateTime/udt:DateTimeString")


def test_a_period_that_ends_before_it_begins_is_found_in_cii_too() -> None:
    (found,) = findings_in(
        edited("20260228</udt:DateTimeString></ram:EndDateTime>", "20260131</udt:DateTimeString></ram:EndDateTime>", 1)
    )

    assert found.code == "BR-30"
    assert (found.params["found"], found.params["start"]) == ("2026-01-31", "2026-02-01")


def test_a_finding_carries_the_rule_set_the_path_and_the_line() -> None:
    (found,) = findings_in(
        edited("<ram:GrandTotalAmount>250.00", "<ram:GrandTotalAmount>251.00").replace(
            "<ram:DuePayableAmount>230.00", "<ram:DuePayableAmount>231.00"
        )
    )

    assert (found.code, found.ruleset, found.term) == ("BR-CO-15", "en16931-cii", "BT-112")
    assert found.path == (f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount")
    assert (found.params["found"], found.params["expected"]) == ("251.00", "250.00")
    assert found.line is not None


VAT = '\n        <ram:TaxTotalAmount currencyID="EUR">50.00</ram:TaxTotalAmount>'


def test_an_invoice_on_which_no_vat_is_due_may_leave_out_its_total() -> None:
    free = (
        edited(VAT, "")
        .replace("CategoryCode>S<", "CategoryCode>Z<")
        .replace("RateApplicablePercent>25<", "RateApplicablePercent>0<")
        .replace("<ram:CalculatedAmount>50.00", "<ram:CalculatedAmount>0.00")
        .replace("<ram:GrandTotalAmount>250.00", "<ram:GrandTotalAmount>200.00")
        .replace("<ram:DuePayableAmount>230.00", "<ram:DuePayableAmount>180.00")
    )

    assert fired(free) == set()


def test_an_invoice_on_which_vat_is_due_may_not() -> None:
    assert fired(edited(VAT, "")) == {"BR-CO-14", "BR-CO-15"}


def test_a_share_of_vat_in_the_accounting_currency_belongs_to_that_total() -> None:
    twice = edited(
        "</ram:ApplicableTradeTax>\n      <ram:BillingSpecifiedPeriod>",
        """</ram:ApplicableTradeTax>
      <ram:ApplicableTradeTax>
        <ram:CalculatedAmount currencyID="SEK">562.50</ram:CalculatedAmount>
        <ram:TypeCode>VAT</ram:TypeCode>
        <ram:BasisAmount currencyID="SEK">2250.00</ram:BasisAmount>
        <ram:CategoryCode>S</ram:CategoryCode>
        <ram:RateApplicablePercent>25</ram:RateApplicablePercent>
      </ram:ApplicableTradeTax>
      <ram:BillingSpecifiedPeriod>""",
    )

    assert [len(each.breakdowns) for each in read(twice).tax_totals] == [1, 1]


def test_the_event_from_which_vat_is_due_is_said_in_untdid_2005() -> None:
    def said(code: str) -> list[str]:
        coded = f"<ram:DueDateTypeCode>{code}</ram:DueDateTypeCode><ram:RateApplicablePercent>"
        sample = SAMPLES["BASIC"].text()
        return texts(read(sample.replace("<ram:RateApplicablePercent>", coded)).tax_point_codes)

    assert [said(code) for code in ("5", "29", "72")] == [["3"], ["35"], ["432"]]
    assert said("35") == ["35 (UNTDID 2475)"]


@pytest.mark.parametrize("sample", ["EN 16931", "EXTENDED"])
def test_whatever_went_wrong_in_a_message_it_ends_in_findings(sample: str) -> None:
    for mutant in mutants(SAMPLES[sample].text().encode(), 150, 3):
        for each in judge_cii(Tree(parse_xml(mutant).root)):
            assert each.path.startswith("/"), each
            assert each.message()


@pytest.mark.timeout(60)
def test_a_flood_of_groups_is_judged_in_linear_time() -> None:
    flood = "<ram:SpecifiedTradeSettlementPaymentMeans/><ram:SpecifiedTradePaymentTerms/>" * 10_000
    tree = tree_of(edited("<ram:PaymentReference>", f"{flood}<ram:PaymentReference>"))

    assert "rules.more_of_one" in {each.code for each in judge_cii(tree)}


def test_minimum_is_not_asked_for_lines_or_a_break_down() -> None:
    whole = fired(replace(SAMPLES["MINIMUM"], guideline="urn:cen.eu:en16931:2017"))

    assert whole == {"BR-10", "BR-12", "BR-16", "BR-CO-10", "BR-CO-13", "BR-CO-16", "BR-CO-18"}
    assert whole < SPARED[MINIMUM]
    assert fired(SAMPLES["MINIMUM"]) == set()


def test_minimum_is_asked_for_everything_else() -> None:
    wrong = SAMPLES["MINIMUM"].text().replace("<ram:GrandTotalAmount>250.00", "<ram:GrandTotalAmount>251.00")

    assert fired(wrong) == {"BR-CO-15"}


def test_basic_wl_is_spared_the_lines_only() -> None:
    sample = SAMPLES["BASIC WL"]

    assert fired(sample) == set()
    assert fired(replace(sample, guideline="urn:cen.eu:en16931:2017")) >= {"BR-16", "BR-CO-10"}
    assert fired(sample.text().replace("<ram:AllowanceTotalAmount>10.00", "<ram:AllowanceTotalAmount>11.00")) == {
        "BR-CO-11",
        "BR-CO-13",
    }


def test_a_profile_spares_only_rules_that_there_are() -> None:
    numbered = re.compile(r"BR-(?:CO-|[A-Z]{1,2}-)?[0-9]{2}")

    assert all(numbered.fullmatch(each) for spared in SPARED.values() for each in spared)
