"""What comes in is judged by the rules that it names, and by those that its receiver asks for."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.documents import Invoice
from app.domain.findings import Finding
from app.domain.money import Amount
from app.pipeline.messages import Outcome, Verdict
from app.storage.database import Database
from app.validation.schematron.opening import open_bytes
from app.validation.schematron.store import NewSet, RulesStore
from tests.builders import an_invoice_for, an_order
from tests.keys import NOW
from tests.trading import Trade

EN16931 = "urn:cen.eu:en16931:2017"
COLOURS = "urn:example:colours:1"
SCHEMATRON = b"""<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">
  <ns prefix="cbc" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
  <pattern><rule context="/*">
    <assert id="COLOUR-1" flag="fatal" test="contains(cbc:Note, 'blue')"
      >The note says <value-of select="cbc:Note"/>.</assert>
  </rule></pattern>
</schema>"""

ORDER = an_order().with_lines(1).build()


@pytest.fixture
def store(tmp_path: Path) -> RulesStore:
    store = RulesStore(tmp_path / "rules")
    (source, digest) = open_bytes("colours.sch", SCHEMATRON)
    store.install(NewSet("colours", source, "colours.sch", digest, specifications=(COLOURS,)), NOW)
    return store


@pytest.fixture
def trade(database: Database, tmp_path: Path, store: RulesStore) -> Trade:
    return Trade.opened(database, tmp_path).with_ports(rules=store)


def codes(outcome: Outcome) -> set[str]:
    return {each.code for each in outcome.findings}


def found(trade: Trade, outcome: Outcome) -> dict[str, Finding]:
    stored = [Finding.from_dict(each) for each in trade.record(outcome).findings]
    return {each.code: each for each in stored}


def an_invoice(**fields: object) -> Invoice:
    return replace(an_invoice_for(ORDER).build(), customization_id=EN16931, **fields)


def test_an_invoice_that_breaks_a_rule_of_its_norm_is_rejected_and_says_what_was_expected(trade: Trade) -> None:
    trade.send(ORDER)
    invoice = an_invoice()
    wrong = replace(invoice.totals, tax_exclusive=Amount(Decimal("1.00"), invoice.currency))
    outcome = trade.send(replace(invoice, totals=wrong))
    assert outcome.verdict is Verdict.REJECTED
    fault = found(trade, outcome)["BR-CO-13"]
    assert fault.params["found"] == "1.00"
    assert fault.term == "BT-109"
    assert fault.path == "/Invoice/cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount"
    assert "BT-109" in fault.message("zh")


def test_a_specification_that_nobody_here_knows_is_a_warning_and_no_more(trade: Trade) -> None:
    outcome = trade.send(replace(ORDER, customization_id="urn:example:unheard-of:7"))
    assert outcome.verdict is Verdict.ACCEPTED
    assert found(trade, outcome)["rules.unknown"].params["customization"] == "urn:example:unheard-of:7"


def test_an_installed_set_judges_the_documents_that_name_its_specification(trade: Trade) -> None:
    outcome = trade.send(replace(ORDER, customization_id=COLOURS))
    assert outcome.verdict is Verdict.REJECTED
    assert found(trade, outcome)["COLOUR-1"].ruleset == "colours"
    assert "The note says" in found(trade, outcome)["COLOUR-1"].message()


def test_a_receiver_may_ask_for_more_than_the_document_does(trade: Trade) -> None:
    trade.policy(trade.seller, trade.buyer, rulesets=["colours"])
    assert "COLOUR-1" in codes(trade.send(ORDER))


def test_rules_that_are_gone_cost_nobody_a_document(trade: Trade, store: RulesStore) -> None:
    trade.policy(trade.seller, trade.buyer, rulesets=["colours"])
    store.remove("colours")
    outcome = trade.send(ORDER)
    assert outcome.verdict is Verdict.ACCEPTED
    assert "rules.not_installed" in found(trade, outcome)


def test_rules_that_were_tampered_with_are_not_run_and_the_document_is_quarantined(
    trade: Trade, store: RulesStore
) -> None:
    compiled = next(store.folder.glob("colours/*.py"))
    compiled.write_text(compiled.read_text() + "\nraise SystemExit\n")
    fresh = trade.with_ports(rules=RulesStore(store.folder))
    outcome = fresh.send(replace(ORDER, customization_id=COLOURS))
    assert outcome.verdict is Verdict.QUARANTINED
    assert fresh.record(outcome).sha256


def test_a_document_that_was_accepted_gets_its_first_answer_whatever_rules_have_come_since(
    trade: Trade, store: RulesStore, tmp_path: Path
) -> None:
    before = trade.with_ports(rules=RulesStore(tmp_path / "none"))
    body = trade.xml(replace(ORDER, customization_id=COLOURS))
    first = before.submit(trade.buyer, body, message_id="1")
    assert first.verdict is Verdict.ACCEPTED
    for message_id in ("", "1", "2"):
        again = trade.submit(trade.buyer, body, message_id=message_id)
        assert (again.verdict, again.document_id) == (Verdict.DUPLICATE, first.document_id), message_id
        assert again.answer == first.answer


def test_another_document_of_the_same_number_is_judged_by_the_rules_of_today(
    trade: Trade, store: RulesStore, tmp_path: Path
) -> None:
    before = trade.with_ports(rules=RulesStore(tmp_path / "none"))
    assert before.send(replace(ORDER, customization_id=COLOURS)).verdict is Verdict.ACCEPTED
    other = an_order().with_lines(2).build()
    assert "COLOUR-1" in codes(trade.send(replace(other, customization_id=COLOURS)))


def test_a_document_that_was_accepted_is_still_refused_without_its_signature(trade: Trade) -> None:
    assert trade.send(ORDER).verdict is Verdict.ACCEPTED
    bare = trade.ports.formats.get("json").render(ORDER)
    assert "signature.required" in codes(trade.submit(trade.buyer, bare))
