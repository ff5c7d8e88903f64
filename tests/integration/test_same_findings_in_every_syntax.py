"""One invoice gets the same findings from EN 16931's rules, whether it is said in UBL, in CII or in Countersign JSON.

Faults are carried from a UBL document through the domain into the other syntaxes. Those that the domain can't carry
are listed with the reason, and made in a CII message by hand.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from app.domain.documents import CreditNote, Invoice
from app.formats.base import NotRenderable
from app.formats.cii import Cii
from app.formats.json.format import CountersignJson
from app.formats.ubl import Ubl
from app.safe.json import parse_json
from app.safe.tree import Tree
from app.safe.xml import parse_xml
from app.validation.en16931 import SEMANTIC, judge_ubl
from app.validation.en16931.semantic import judge_cii, judge_document
from app.validation.rule import Rule
from tests.oracles.mutator import mutants
from tests.rule_examples import apply, base_document

IDS = frozenset(rule.id for rule in SEMANTIC)
EXAMPLES = [rule for rule in SEMANTIC if rule.example]
UBL_BILLS = ("}Invoice", "}CreditNote")
RAM = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
PREFIXES = {
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "ram": RAM,
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}

NOT_READ = "the domain demands it, and a document without it is refused before any rule sees it"
NO_PLACE = "the domain has no place for it; it stays in the complement of its own syntax"
EMPTY = "the domain knows no group that says nothing; reading leaves it out"
NEVER_WITHOUT = "CII tells an invoice from a credit note by it alone, so that its writer never leaves it out"

NOT_CARRIED = {
    "BR-02": NOT_READ,
    "BR-03": NOT_READ,
    "BR-04": NEVER_WITHOUT,
    "BR-15": NOT_READ,
    "BR-21": NOT_READ,
    "BR-24": NOT_READ,
    "BR-26": NOT_READ,
    "BR-31": NOT_READ,
    "BR-36": NOT_READ,
    "BR-41": NOT_READ,
    "BR-43": NOT_READ,
    "BR-46": NOT_READ,
    "BR-49": NOT_READ,
    "BR-50": EMPTY,
    "BR-51": NO_PLACE,
    "BR-52": NOT_READ,
    "BR-55": NOT_READ,
    "BR-CL-06": NO_PLACE,
    "BR-CL-07": NO_PLACE,
    "BR-CL-24": NO_PLACE,
    "BR-CO-03": NO_PLACE,
    "BR-CO-19": EMPTY,
    "BR-CO-20": EMPTY,
    "BR-O-11": NOT_READ,
}
"""The rules whose faults don't come through the domain, and why."""

_LINE = "//ram:IncludedSupplyChainTradeLineItem[1]"
_SETTLEMENT = "//ram:ApplicableHeaderTradeSettlement"
_TRANSFER = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans[1]"
BY_HAND = {
    "BR-02": "remove //rsm:ExchangedDocument/ram:ID",
    "BR-03": "remove //ram:IssueDateTime",
    "BR-04": "set //rsm:ExchangedDocument/ram:TypeCode",
    "BR-15": "remove //ram:DuePayableAmount",
    "BR-21": f"remove {_LINE}/ram:AssociatedDocumentLineDocument/ram:LineID",
    "BR-24": f"remove {_LINE}//ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount",
    "BR-26": f"remove {_LINE}//ram:NetPriceProductTradePrice",
    "BR-31": f"remove {_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[1]/ram:ActualAmount",
    "BR-36": f"remove {_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge[2]/ram:ActualAmount",
    "BR-41": f"remove {_LINE}//ram:SpecifiedTradeAllowanceCharge[1]/ram:ActualAmount",
    "BR-43": f"remove {_LINE}//ram:SpecifiedTradeAllowanceCharge[2]/ram:ActualAmount",
    "BR-46": f"remove {_SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount",
    "BR-49": f"remove {_TRANSFER}/ram:TypeCode",
    "BR-50": f"set {_TRANSFER}//ram:IBANID",
    "BR-51": f"add {_TRANSFER} <ram:ApplicableTradeSettlementFinancialCard><ram:ID>4111111111111111</ram:ID>"
    "</ram:ApplicableTradeSettlementFinancialCard>",
    "BR-52": "remove //ram:AdditionalReferencedDocument/ram:IssuerAssignedID",
    "BR-55": "remove //ram:InvoiceReferencedDocument/ram:IssuerAssignedID",
    "BR-CL-06": f"add {_SETTLEMENT}/ram:ApplicableTradeTax <ram:DueDateTypeCode>35</ram:DueDateTypeCode>",
    "BR-CL-07": "add //ram:ApplicableHeaderTradeAgreement <ram:AdditionalReferencedDocument><ram:IssuerAssignedID>1"
    "</ram:IssuerAssignedID><ram:TypeCode>130</ram:TypeCode><ram:ReferenceTypeCode>none</ram:ReferenceTypeCode>"
    "</ram:AdditionalReferencedDocument>",
    "BR-CL-24": "add //ram:AdditionalReferencedDocument "
    '<ram:AttachmentBinaryObject mimeCode="text/x" filename="a">YQ==</ram:AttachmentBinaryObject>',
    "BR-CO-03": f"add {_SETTLEMENT}/ram:ApplicableTradeTax <ram:DueDateTypeCode>5"
    '</ram:DueDateTypeCode><ram:TaxPointDate><udt:DateString format="102">20260302</udt:DateString></ram:TaxPointDate>',
    "BR-CO-19": f"remove {_SETTLEMENT}/ram:BillingSpecifiedPeriod/*",
    "BR-CO-20": f"remove {_LINE}//ram:BillingSpecifiedPeriod/*",
    "BR-O-11": f"set {_SETTLEMENT}/ram:ApplicableTradeTax/ram:CategoryCode O\n"
    f"add {_SETTLEMENT} <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>"
    "</ram:ApplicableTradeTax>",
}
"""The same faults, made in the CII rendering of the good invoice."""


def in_ubl(raw: bytes) -> set[str]:
    return {each.code for each in judge_ubl(Tree(parse_xml(raw).root))} & IDS


def in_cii(raw: bytes) -> set[str]:
    return {each.code for each in judge_cii(Tree(parse_xml(raw).root))}


def in_json(raw: bytes) -> set[str]:
    document = CountersignJson().read(parse_json(raw)).document
    assert isinstance(document, Invoice | CreditNote)
    return {each.code for each in judge_document(document)}


def read(raw: bytes) -> Invoice | CreditNote | None:
    """The document in a UBL message, without what only UBL can say."""
    document = Ubl().read(parse_xml(raw)).document
    if document is None:
        return None
    assert isinstance(document, Invoice | CreditNote)
    return replace(document, complement=None)


def fired(document: Invoice | CreditNote) -> tuple[set[str], set[str], set[str]]:
    """What UBL, CII and JSON renderings of one document get."""
    return (
        in_ubl(Ubl().render(document)),
        in_cii(Cii().render(document)),
        in_json(CountersignJson().render(document)),
    )


def edited(edits: str) -> bytes:
    """The good invoice in CII, with some edits; the language is that of the rules' examples."""
    good = read(base_document("invoice"))
    assert good is not None
    root = etree.fromstring(Cii().render(good))
    for edit in edits.splitlines():
        _apply(edit, root)
    return etree.tostring(root)


def _apply(edit: str, root: etree._Element) -> None:
    verb, path, rest = (*edit.split(" ", 2), "")[:3]
    places = root.xpath(path, namespaces=PREFIXES)
    assert isinstance(places, list)
    assert places, f"nothing to edit: {edit}"
    for place in places:
        assert isinstance(place, etree._Element)
        _edit(place, verb, rest)


def _edit(place: etree._Element, verb: str, rest: str) -> None:
    parent = place.getparent()
    assert parent is not None
    if verb == "remove":
        parent.remove(place)
    elif verb == "set":
        place.text = rest
    else:
        declared = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in PREFIXES.items())
        place.extend(list(etree.fromstring(f"<x {declared}>{rest}</x>")))


def test_the_good_documents_have_no_findings_in_any_syntax() -> None:
    for base in ("invoice", "creditnote", "peppol"):
        document = read(base_document(base))
        assert document is not None
        assert fired(document) == (set(), set(), set())


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_a_rules_example_gets_the_same_findings_in_every_syntax(rule: Rule) -> None:
    raw = apply(rule.example)
    document = read(raw)
    if rule.id in NOT_CARRIED:
        assert document is None or rule.id not in set.intersection(*fired(document))
        return
    assert document is not None
    expected = in_ubl(raw)
    assert rule.id in expected
    assert fired(document) == (expected, expected, expected)


@pytest.mark.parametrize("rule", [rule for rule in EXAMPLES if rule.id in NOT_CARRIED], ids=lambda rule: rule.id)
def test_a_fault_that_the_domain_cant_carry_gets_the_same_findings_in_cii(rule: Rule) -> None:
    assert rule.id in in_cii(edited(BY_HAND[rule.id]))
    assert in_cii(edited(BY_HAND[rule.id])) == in_ubl(apply(rule.example))


def test_every_listed_rule_is_one_and_is_made_by_hand() -> None:
    assert NOT_CARRIED.keys() == BY_HAND.keys()
    assert NOT_CARRIED.keys() <= IDS


def disagreements(raw: bytes) -> Iterator[str]:
    """Where the renderings of what can be read in `raw` get different findings."""
    document = read(raw)
    if document is None or not document.type_code:
        return
    try:
        ubl, cii, json = fired(document)
    except NotRenderable:
        return
    if not ubl == cii == json:
        yield f"{document.number}: UBL {sorted(ubl)}, CII {sorted(cii)}, JSON {sorted(json)}"


@pytest.mark.parametrize("base", ["invoice", "creditnote"])
def test_documents_that_went_wrong_get_the_same_findings_in_every_syntax(base: str) -> None:
    assert [each for raw in mutants(base_document(base), 60, 7) for each in disagreements(raw)] == []


@pytest.mark.corpus
@pytest.mark.parametrize("folder", ["en16931/examples", "peppol/examples"])
def test_the_published_examples_get_the_same_findings_in_every_syntax(corpus: Path, folder: str) -> None:
    bills = [raw for raw in map(Path.read_bytes, sorted((corpus / folder).rglob("*.[xX][mM][lL]"))) if _is_bill(raw)]

    assert len(bills) >= 9
    assert [each for raw in bills for each in disagreements(raw)] == []
    wrong = (mutant for seed, raw in enumerate(bills) for mutant in mutants(raw, 5, seed))
    assert [each for raw in wrong for each in disagreements(raw)] == []


def _is_bill(raw: bytes) -> bool:
    return parse_xml(raw).root.tag.endswith(UBL_BILLS)
