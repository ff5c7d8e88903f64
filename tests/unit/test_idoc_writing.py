"""What is written as IDocs: fit for SAP to take in, and the same again when it came from SAP."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import etree

from app.domain.documents import Complement, Document, DocumentType, Leftover
from app.domain.documents.base import AllowanceCharge, Note, PaymentTerms
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.parties import Party
from app.domain.quantities import Quantity
from app.formats import FORMATS
from app.formats.base import NotRenderable
from app.formats.canonical import canonical_sha256
from app.formats.idoc import Idoc
from app.formats.idoc.tables import TABLES
from app.formats.losses import losses_of
from app.formats.xml.idoc_facts import children_of, qualifiers
from app.safe import Body
from app.safe.json import parse_json
from app.safe.xml import parse_xml
from tests.builders import a_document, an_invoice_for, an_order
from tests.building import eur
from tests.idoc_documents import SAP, sap_order

IDOC = Idoc()


def read(raw: str | bytes) -> Any:
    parsed = IDOC.read(parse_xml(raw if isinstance(raw, bytes) else raw.encode()))
    assert parsed.document is not None, parsed.findings
    return parsed.document


def canonical(raw: str | bytes) -> str:
    root = parse_xml(raw if isinstance(raw, bytes) else raw.encode()).root
    result: str = etree.canonicalize(etree.tostring(root, encoding="unicode"), strip_text=True)
    return result


def written(document: Document) -> etree._Element:
    return parse_xml(IDOC.render(document)).root


def texts(root: etree._Element, path: str) -> list[str]:
    return [each.text or "" for each in root.iterfind(path)]


@pytest.mark.parametrize("name", SAP)
def test_an_idoc_comes_out_as_it_came_in(name: str) -> None:
    text = SAP[name].text()
    assert canonical(IDOC.render(read(text))) == canonical(text)


@pytest.mark.parametrize("name", SAP)
def test_an_idoc_comes_out_as_it_came_in_through_countersign_json(name: str) -> None:
    text = SAP[name].text()
    through = FORMATS.get("json").read(parse_json(FORMATS.get("json").render(read(text)))).document
    assert through is not None
    assert canonical(IDOC.render(through)) == canonical(text)


UNUSUAL = {
    "no control record": ("<EDI_DC40.*?</EDI_DC40>", ""),
    "no attributes": (' (SEGMENT|BEGIN)="1"', ""),
    "another attribute": ('<E1EDK01 SEGMENT="1">', '<E1EDK01 SEGMENT="" X="y">'),
    "a customer's segment": ("</E1EDK01>", '<Z1OURS SEGMENT="1"><Z>1</Z></Z1OURS></E1EDK01>'),
    "parties in another order": ("(<E1EDKA1.*?</E1EDKA1>\\s*)(<E1EDKA1.*?</E1EDKA1>)", "\\2\\1"),
    "a party twice": ("(<E1EDKA1.*?</E1EDKA1>)", "\\1\\1"),
    "segments apart": ("(<E1EDK17.*?</E1EDK17>)(.*)(<E1EDS01)", "\\2\\1\\3"),
    "a segment that is about nothing": ("<IDDAT>012</IDDAT>", "<IDDAT/>"),
    "an earlier release": ("ORDERS05", "ORDERS04"),
    "spaces of a database": ("<MENGE>1000.000</MENGE>", "<MENGE>       1000.000 </MENGE>"),
    "an empty day": ("<EDATU>20260316</EDATU>", "<EDATU>00000000</EDATU>"),
    "a unit that is too long": ("<MENEE>PCE</MENEE>", "<MENEE>EACH</MENEE>"),
    "a long text": ("<TDLINE>Anlieferung.*?</TDLINE>", f"<TDLINE>{'x' * 70}</TDLINE>"),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_an_unusual_idoc_comes_out_as_it_came_in(case: str) -> None:
    pattern, replacement = UNUSUAL[case]
    text = re.sub(pattern, replacement, sap_order().text(), flags=re.DOTALL)
    assert text != sap_order().text()
    assert canonical(IDOC.render(read(text))) == canonical(text)


def test_the_same_idoc_sent_again_is_the_same_document() -> None:
    text = sap_order().text()
    again = text.replace("0000000000712345", "0000000000712399").replace("071503", "081503")
    assert canonical_sha256(read(again)) == canonical_sha256(read(text))
    other = text.replace("<WERKS>1000</WERKS>", "<WERKS>2000</WERKS>", 1)
    assert canonical_sha256(read(other)) != canonical_sha256(read(text))


def test_a_quantity_changed_since_reading_is_written() -> None:
    order = read(sap_order().text())
    line = replace(order.lines[0], quantity=replace(order.lines[0].quantity, value=order.lines[0].quantity.value / 2))
    root = written(replace(order, lines=(line, *order.lines[1:])))
    assert texts(root, "IDOC/E1EDP01/MENGE") == ["500.000", "1000.000"]
    assert texts(root, "IDOC/E1EDP01/WERKS") == ["1000", "1000"]


@pytest.mark.parametrize("type_", sorted(TABLES))
def test_segments_and_fields_are_saps_and_stand_in_their_order(type_: DocumentType) -> None:
    root = written(a_document(type_))
    basic_type = str(root.tag)
    for element in root.iterdescendants():
        parent = element.getparent()
        assert parent is not None
        if parent is root:
            continue
        known = children_of(f"{parent.tag}.{basic_type}") or children_of(str(parent.tag))
        names = list(dict.fromkeys(each.partition(".")[0] for each in known))
        places = [names.index(str(child.tag)) for child in parent]
        assert places == sorted(places), parent.tag


@pytest.mark.parametrize("type_", sorted(TABLES))
def test_every_segment_says_what_it_is_about(type_: DocumentType) -> None:
    root = written(a_document(type_))
    for element in root.iterdescendants():
        assert len(element) == 0 or element.get("SEGMENT") == "1" or element.tag == "IDOC"
        known = qualifiers().get(str(element.tag))
        # conditions are told apart by what they are, items' properties by nothing
        if known and element.tag not in ("E1EDP05", "E1EDK05", "E1EDL15"):
            assert element.findtext(known.field), element.tag


def test_what_sap_needs_to_take_in_an_order_is_there() -> None:
    root = written(an_order().build())
    assert texts(root, "IDOC/EDI_DC40/MESTYP") == ["ORDERS"]
    # a GLN has no place in the key of ten characters
    assert texts(root, "IDOC/EDI_DC40/SNDPRN") == []
    assert texts(root, "IDOC/EDI_DC40/SNDLAD") == ["5790000435944"]
    assert texts(root, "IDOC/E1EDK02[QUALF='001']/BELNR") == ["PO-1001"]
    assert texts(root, "IDOC/E1EDP01/E1EDP20/WMENG") == ["10"]
    assert texts(root, "IDOC/E1EDP01/MENEE") == ["PCE"]
    assert texts(root, "IDOC/E1EDK18/QUALF") == ["001"]


def test_a_negative_number_has_its_minus_behind() -> None:
    invoice = an_invoice_for(an_order().build()).build()
    totals = replace(invoice.totals, rounding=eur("-0.05"))
    root = written(replace(invoice, totals=totals))
    assert texts(root, "IDOC/E1EDS01[SUMID='Z04']/SUMME") == ["0.05-"]


def test_an_allowance_below_nothing_is_written_as_a_charge() -> None:
    order = an_order().with_(allowances_charges=(AllowanceCharge(is_charge=False, amount=eur("-2.50")),)).build()
    (charge,) = read(IDOC.render(order)).allowances_charges
    assert (charge.is_charge, charge.amount) == (True, eur("2.50"))


def test_a_credit_note_below_nothing_is_refused_as_it_would_be_read_as_one_above() -> None:
    note: Any = a_document(DocumentType.CREDIT_NOTE)
    below = replace(note, totals=replace(note.totals, payable=eur("-5.00")))
    with pytest.raises(NotRenderable, match="below nothing"):
        IDOC.render(below)


def test_a_long_note_is_cut_into_lines_and_joined_again() -> None:
    text = "1234567890 " * 20 + "\n\n– end"
    order = an_order().with_(notes=(Note(text, "en"),)).build()
    lines = texts(written(order), "IDOC/E1EDKT1/E1EDKT2/TDLINE")
    assert max(map(len, lines)) == 70
    assert read(IDOC.render(order)).notes == (Note(text, "en"),)


def test_an_identifier_that_is_no_gtin_is_not_made_one() -> None:
    order = an_order().build()
    item = replace(order.lines[0].item, standard_id=Identifier("X-1", "9999"))
    again = read(IDOC.render(replace(order, lines=(replace(order.lines[0], item=item),))))
    assert again.lines[0].item.standard_id is None


def test_amounts_in_a_second_currency_are_refused_rather_than_changed() -> None:
    order = an_order().build()
    line = replace(order.lines[0], amount=Amount.of("12.50", "SEK"))
    with pytest.raises(NotRenderable, match="one currency"):
        IDOC.render(replace(order, lines=(line,)))


def test_a_document_that_names_no_currency_is_in_that_of_all_its_amounts() -> None:
    invoice = an_invoice_for(an_order().build()).with_(currency="").build()
    root = written(invoice)
    assert texts(root, "IDOC/E1EDK01/CURCY") == ["EUR"]
    assert read(IDOC.render(invoice)).totals == invoice.totals
    mixed = replace(invoice, totals=replace(invoice.totals, payable=Amount.of("1", "SEK")))
    with pytest.raises(NotRenderable, match="one currency"):
        IDOC.render(mixed)


PARTIES = {
    "a legal name alone": (Party(legal_name="City Hospital"), "City Hospital", ""),
    "both names alike": (Party(name="City Hospital", legal_name="City Hospital"), "City Hospital", ""),
    "an endpoint alone": (Party(name="A", endpoint=Identifier("991825827", "0192")), "A", "991825827"),
    "an endpoint and a number": (
        Party(name="A", endpoint=Identifier("991825827", "0192"), ids=(Identifier("991825827"),)),
        "A",
        "991825827",
    ),
}


@pytest.mark.parametrize("case", PARTIES)
def test_a_party_has_a_name_and_a_number_for_sap_and_is_the_same_when_read(case: str) -> None:
    party, name, number = PARTIES[case]
    order = replace(an_order().build(), buyer=party)
    root = written(order)
    assert texts(root, "IDOC/E1EDKA1[PARVW='AG']/NAME1") == [name]
    assert "".join(texts(root, "IDOC/E1EDKA1[PARVW='AG']/PARTN")) == number
    assert read(IDOC.render(order)).buyer == party


def test_a_gln_that_is_a_partys_endpoint_alone_stands_where_sap_has_glns() -> None:
    party = Party(legal_name="City Hospital", endpoint=Identifier("7300010000001", "0088"))
    order = replace(an_order().build(), buyer=party)
    assert texts(written(order), "IDOC/E1EDKA1[PARVW='AG']/ILNNR") == ["7300010000001"]
    assert read(IDOC.render(order)).buyer == party


def test_a_unit_that_has_no_place_is_left_out_and_not_cut() -> None:
    order = an_order().build()
    line = replace(order.lines[0], quantity=Quantity(order.lines[0].quantity.value, "EACH"))
    each = replace(order, lines=(line,))
    assert texts(written(each), "IDOC/E1EDP01/MENEE") == []
    again = read(IDOC.render(each))
    assert again.lines[0].quantity == Quantity(line.quantity.value, "")
    assert [(loss.path, loss.value) for loss in losses_of(each, IDOC, again)] == [("/lines/0/quantity/unit", "EACH")]


def test_a_type_code_that_says_credit_note_makes_no_invoice() -> None:
    invoice = an_invoice_for(an_order().build()).with_(type_code="381").build()
    with pytest.raises(NotRenderable, match="381"):
        IDOC.render(invoice)


def test_days_of_payment_terms_stay_where_they_were() -> None:
    order = read(sap_order().text())
    assert order.payment_terms == (PaymentTerms(discount_percent=order.payment_terms[0].discount_percent),)
    assert texts(written(order), "IDOC/E1EDK18/TAGE") == ["14", "30"]


FORGED = {
    "a name that belies its segment": Leftover(
        "element", "/ORDERS05/IDOC.ORDERS05/E1EDKA1.RE", '<E1EDKA1.RE SEGMENT="1"><PARVW>AG</PARVW></E1EDKA1.RE>'
    ),
    "a root that is no name": Leftover("attribute", "/ORDERS05/@root.name", "{urn:x}y"),
    "another number": Leftover("lexical", "/ORDERS05/IDOC.ORDERS05/E1EDK01/BELNR", '["PO-1001", "PO-1"]'),
    "another message": Leftover("lexical", "/ORDERS05/IDOC.ORDERS05/EDI_DC40/MESTYP", '["ORDERS", "ORDCHG"]'),
    "another IDoc": Leftover("element", "/ORDERS05/IDOC.ORDERS05[2]", "<IDOC.ORDERS05/>"),
    "an attribute with a dot": Leftover("attribute", "/ORDERS05/IDOC.ORDERS05/@a.b", "c"),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_complement_never_changes_what_is_read(case: str) -> None:
    order = an_order().build()
    forged = replace(order, complement=Complement("idoc", (FORGED[case],)))
    again = IDOC.read(parse_xml(IDOC.render(forged)))
    assert again.document is not None, again.findings
    assert replace(again.document, complement=None) == order


def through(document: Any, name: str) -> Any:
    syntax = FORMATS.get(name)
    raw = syntax.render(document)
    body: Body = parse_json(raw) if raw.startswith(b"{") else parse_xml(raw)
    found = syntax.read(body)
    assert found.document is not None, found.findings
    return found.document


def core(document: Any) -> list[Any]:
    lines = [
        (line.number, line.quantity, line.price.amount, line.item.name, line.item.sellers_id, line.item.standard_id)
        for line in document.lines
    ]
    return [document.number, document.issued, document.currency, document.buyer, document.seller, lines]


@pytest.mark.parametrize("name", ["order", "order_change", "invoice", "credit_note"])
def test_the_core_survives_the_way_through_all_syntaxes(name: str) -> None:
    document: Any = a_document(DocumentType(name))
    for syntax in ("idoc", "ubl", "json", "idoc", "ubl"):
        document = through(replace(document, complement=None), syntax)
    assert core(document) == core(a_document(DocumentType(name)))


def test_an_idoc_is_sent_on_as_ubl_and_comes_back_with_its_core() -> None:
    order = read(sap_order().text())
    ubl = through(replace(order, complement=None), "ubl")
    again = through(replace(ubl, complement=None), "idoc")
    assert core(again) == core(order)
    assert again.issued == date(2026, 3, 2)
