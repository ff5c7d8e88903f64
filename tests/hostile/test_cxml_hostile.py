"""cXML made to do harm: DOCTYPEs that aren't cXML's, places that contradict, complements of strangers."""

import time
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest
from lxml import etree

from app.domain.documents import Complement, Leftover, Order
from app.errors import Refused
from app.formats.cxml import Cxml
from app.formats.cxml.response import TEXTS, Answer, response
from app.pipeline.body import parsed
from app.safe import DEFAULT_LIMITS
from app.safe.doctype import without_cxml_doctype
from tests import cxml_messages as sent
from tests.builders import an_order

CXML = Cxml()
GOOD = '<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">'
BODY = "<cXML payloadID='1'/>"


@pytest.mark.parametrize(
    "text",
    [
        GOOD + BODY,
        GOOD.replace('"', "'") + BODY,
        GOOD.replace("http:", "https:") + "\n" + BODY,
        GOOD.replace("xml.cxml.org", "xml.cXML.org") + BODY,
        GOOD.replace("cXML.dtd", "Fulfill.dtd").replace("1.2.063", "1.2.014") + BODY,
        GOOD.replace("cXML.dtd", "InvoiceDetail.dtd").replace(">", "\n >") + BODY,
        "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- - a -->" + GOOD.replace(" ", "\n") + "<!--b--><?c d?>" + BODY,
        "\ufeff" + GOOD + BODY,
    ],
)
def test_the_doctype_of_cxml_is_blanked_out(text: str) -> None:
    raw = text.encode()
    blanked = without_cxml_doctype(raw)
    assert (len(blanked), blanked.count(b"\n"), blanked.count(b"\r")) == (len(raw), raw.count(b"\n"), raw.count(b"\r"))
    assert parsed(raw, DEFAULT_LIMITS).root.tag == "cXML"  # type: ignore[union-attr]


INTERNAL = GOOD.replace('dtd">', 'dtd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>')
PUBLIC = GOOD.replace("SYSTEM", 'PUBLIC "-//cXML//EN"')


@pytest.mark.parametrize(
    "text",
    [
        INTERNAL + "<cXML>&x;</cXML>",
        GOOD.replace('dtd">', 'dtd" []>') + BODY,
        PUBLIC + BODY,
        GOOD + GOOD + BODY,
        GOOD + "<Order/>",
        GOOD + "<cXMLX/>",
        GOOD.replace("DOCTYPE cXML", "DOCTYPE Order") + BODY,
        GOOD.replace("DOCTYPE cXML", "DOCTYPE cxml") + BODY,
        GOOD.replace("xml.cxml.org", "xml.cxml.org.evil.example") + BODY,
        GOOD.replace("xml.cxml.org", "evil.example") + BODY,
        GOOD.replace("xml.cxml.org/", "xml.cxml.org@evil.example/") + BODY,
        GOOD.replace("http:", "file:") + BODY,
        GOOD.replace("http:", "ftp:") + BODY,
        GOOD.replace("cXML.dtd", "../../x.dtd") + BODY,
        GOOD.replace("cXML.dtd", "cXML.dtd?x") + BODY,
        GOOD.replace("1.2.063", "1.2.063/..") + BODY,
        GOOD.replace("cXML SYSTEM", "cXML") + BODY,
        "<!DOCTYPE cXML>" + BODY,
        "<!DOCTYPE cXML [<!ENTITY a 'b'>]>" + BODY,
        "<cXML>" + GOOD + "</cXML>",
        BODY + GOOD,
        "<!-- -- -->" + INTERNAL + BODY,
        "<!-- " + GOOD + " -->" + INTERNAL + BODY,
        "<!-- <cXML " + "--><!DOCTYPE x [<!ELEMENT cXML ANY>]>" + BODY,
        GOOD + "<!-- <cXML --><!DOCTYPE x>" + BODY,
    ],
)
def test_every_other_doctype_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(text.encode(), DEFAULT_LIMITS)
    assert refused.value.code in ("xml.doctype", "xml.malformed")
    assert without_cxml_doctype(text.encode()).count(b"DOCTYPE") >= 1


def test_a_doctype_in_another_encoding_is_refused() -> None:
    with pytest.raises(Refused, match="DOCTYPE"):
        parsed((GOOD + BODY).encode("utf-16"), DEFAULT_LIMITS)


@pytest.mark.parametrize("piece", ["<!--", "<?x ", "<!DOCTYPE", "<!-- -", "<?a ?", " ", '<!DOCTYPE cXML SYSTEM "'])
def test_looking_for_a_doctype_takes_no_time(piece: str) -> None:
    raw = ("<?xml version='1.0'?>" + piece * 200_000 + "<!DOCTYPE").encode()
    start = time.process_time()
    without_cxml_doctype(raw)
    assert time.process_time() - start < 1


def read_with(extrinsic: str, more: str = "") -> Order | None:
    header = f'<Extrinsic name="countersign:{extrinsic}">{more}</Extrinsic>'
    raw = sent.order().replace(b'<Extrinsic name="department">', header.encode() + b'<Extrinsic name="department">')
    found = CXML.read(parsed(raw, DEFAULT_LIMITS)).document
    assert isinstance(found, Order)
    again = CXML.read(parsed(CXML.render(found), DEFAULT_LIMITS)).document
    assert again is not None
    assert replace(again, complement=None) == replace(found, complement=None)
    return found


@pytest.mark.parametrize(
    ("pointer", "content"),
    [
        ("/lines/0/price/amount/value", '"0.01"'),
        ("/lines/0/price", '{"amount": {"value": "0.01", "currency": "EUR"}}'),
        ("/lines/0/quantity", '{"value": "1000000"}'),
        ("/number", '"PO-8"'),
        ("/seller/endpoint", '{"value": "666", "scheme": "0060"}'),
        ("/totals/payable", '{"value": "1", "currency": "EUR"}'),
        ("/type", '"invoice"'),
        ("/lines", "[]"),
        ("/lines/7", "{}"),
        ("/lines/02/price", "1"),
        ("/lines/-1/price", "1"),
        ("/unknown", "1"),
        ("/customer_reference", "{"),
        ("/originator", '"not a party"'),
        ("/complement", '{"syntax": "cxml", "items": [{"kind": "element", "path": "/a", "content": "<x/>"}]}'),
        ("/complement", '{"syntax": "ubl"}'),
        ("/", "[" * 5000),
        ("", "{}"),
        ("/originator/name", '"\\u0000"'),
    ],
)
def test_an_addition_never_overrules_what_the_message_says(pointer: str, content: str) -> None:
    plain = read_with("", "")
    found = read_with(pointer, content)
    assert plain is not None
    assert found is not None
    assert replace(found, complement=None) == replace(plain, complement=None)


def test_an_addition_fills_what_the_message_is_silent_about() -> None:
    found = read_with("/accounting_cost", '"4711"')
    assert found is not None
    assert found.accounting_cost == "4711"


@pytest.mark.parametrize(
    "item",
    [
        Leftover("tail", "/cXML/Header", "\x00 text"),
        Leftover("tail", "/cXML/Nothing[3]/Here", "text"),
        Leftover("tail", "not a path", "text"),
        Leftover("envelope", "/cXML/@timestamp", "no JSON"),
        Leftover("envelope", "/cXML/@timestamp", '["2026-03-02T00:00:00+00:00", "</cXML>"]'),
        Leftover("element", "/cXML/Header/Sender/Credential/SharedSecret", "<SharedSecret>x</SharedSecret>"),
        Leftover("element", "/cXML/Request/OrderRequest", "<OrderRequest/>"),
        Leftover("lexical", "/cXML/Request/OrderRequest/OrderRequestHeader/@orderID", '["PO-1001", "PO-2"]'),
        Leftover("element", "/cXML/x", "<!DOCTYPE x><x/>"),
        Leftover("renamed", "/cXML/Request/OrderRequest/ItemOut", "ItemIn"),
        Leftover("moved", "/cXML/Request/OrderRequest/ItemOut", '["ItemDetail", "BlanketItemDetail"]'),
    ],
)
def test_a_strangers_complement_changes_nothing_of_the_business(item: Leftover) -> None:
    order = an_order().with_lines(2).with_(complement=Complement("cxml", (item,))).build()
    found = CXML.read(parsed(CXML.render(order), DEFAULT_LIMITS)).document
    assert found is not None
    assert replace(found, complement=None) == replace(order, complement=None)
    assert b"SharedSecret" not in CXML.render(order)


MESSAGES = [sent.order(), sent.confirmation(items=sent.confirmed("1", "1", sent.status("accept", "1")))]
MESSAGES += [sent.ship_notice(), sent.invoice(), sent.status_update('<InvoiceStatus type="paid"/>')]


def test_damaged_messages_are_explained_or_come_out_again() -> None:
    random = Random(4711)
    for _ in range(300):
        raw = bytearray(random.choice(MESSAGES))
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(raw))
            raw[at : at + random.randint(0, 6)] = random.choice(
                (b"", b"<", b">", b'"', b"9", b"-", b"\xff", b"&#0;", b"e")
            )
        start = time.process_time()
        try:
            found = CXML.read(parsed(bytes(raw), DEFAULT_LIMITS))
        except Refused:
            continue
        if found.document is not None:
            assert CXML.render(found.document)
        else:
            assert found.findings
        assert time.process_time() - start < 1


def test_an_answer_holds_any_words() -> None:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    for code in (*TEXTS, 299, 499, 599):
        raw = response(Answer(code, "<b>&\x00\ud800 ]]>", "zh", "0c30050@x\x01"), now)
        status = parsed(raw, DEFAULT_LIMITS).root.find("Response/Status")  # type: ignore[union-attr]
        assert status is not None
        assert (status.get("code"), bool(status.get("text"))) == (str(code), True)
        assert (status.text or "").startswith("<b>&")
        assert etree.QName(status).localname == "Status"
