"""XML that was written to break parsers: each piece gets a precise code, at once, or is harmless."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from lxml import etree

from app.errors import Refused, entry
from app.safe.xml import parse_xml
from app.validation.xsd import validate_ubl

SECOND = 1.0
ATTACKS = Path(__file__).with_name("xml_corpus.tsv").read_text(encoding="utf-8").splitlines()
DOCTYPE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


def outcome(raw: bytes) -> str:
    """The code, or "accepted"; fails where it took over a second of this process's time."""
    began = time.process_time()
    try:
        parse_xml(raw)
        code = "accepted"
    except Refused as refused:
        entry(refused.code)
        code = refused.code
    assert time.process_time() - began < SECOND
    return code


@pytest.mark.corpus
@pytest.mark.parametrize("attack", ATTACKS)
def test_each_attack_of_the_corpus_gets_its_code(corpus: Path, attack: str) -> None:
    path, code = attack.split("\t")
    assert outcome((corpus / "security" / path).read_bytes()) == code


@pytest.mark.corpus
def test_no_attack_of_the_corpus_is_left_out(corpus: Path) -> None:
    folders = [corpus / "security" / name for name in ("defusedxml", "libxml2")]
    files = {
        str(path.relative_to(corpus / "security")) for each in folders for path in each.rglob("*") if path.is_file()
    }
    assert files == {line.split("\t")[0] for line in ATTACKS}


@pytest.mark.corpus
def test_no_xml_anywhere_in_the_corpus_breaks_the_parser(corpus: Path) -> None:
    for path in (corpus / "security").rglob("*.xml"):
        assert outcome(path.read_bytes())


@pytest.mark.corpus
def test_an_xinclude_is_an_element_like_any_other(corpus: Path) -> None:
    root = parse_xml((corpus / "security/libxml2/test/XInclude/docs/include.xml").read_bytes()).root
    assert [each for each in root.iter(etree.Element) if etree.QName(each).localname == "include"]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037", "utf-7"]
)
def test_an_external_entity_gets_through_in_no_encoding(codec: str) -> None:
    assert outcome(DOCTYPE.encode(codec)) in {"xml.doctype", "xml.encoding", "xml.malformed"}


def many(count: int, piece: str) -> bytes:
    return "".join(piece.replace("#", str(number)) for number in range(count)).encode()


BOMBS: dict[str, tuple[Callable[[], bytes], str]] = {
    "100 MB": (lambda: b"<a>" + b"x" * 100_000_000 + b"</a>", "xml.too_large"),
    "100,000 levels": (lambda: b"<a>" * 100_000, "xml.too_deep"),
    "a million elements": (lambda: b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "xml.too_many_elements"),
    "a million attributes": (lambda: b"<a " + many(1_000_000, "a#='' ") + b"/>", "xml.tag_too_long"),
    "a million namespaces": (lambda: b"<a " + many(800_000, "xmlns:a#='u:' ") + b"/>", "xml.tag_too_long"),
    "5,000 attributes": (lambda: b"<a " + many(5_000, "a#='' ") + b"/>", "xml.too_many_attributes"),
    "a long name": (lambda: b"<" + b"a" * 10_000_000 + b"/>", "xml.tag_too_long"),
    "a name of 2,000 letters": (lambda: b"<" + b"a" * 2_000 + b"/>", "xml.name_too_long"),
    "a long attribute": (lambda: b"<a b='" + b">" * 10_000_000 + b"'/>", "xml.tag_too_long"),
    "a long attribute name": (lambda: b"<a " + b"b" * 10_000_000 + b"=''/>", "xml.tag_too_long"),
    "100,000 names": (lambda: b"<a>" + many(100_000, "<b#/>") + b"</a>", "xml.too_many_names"),
    "a long text": (lambda: b"<a>" + b"x" * 11_000_000 + b"</a>", "xml.text_too_long"),
    "a long text in pieces": (
        lambda: b"<a>" + b"x<!-- -->" * 1_200_000 + b"\n" * 9_000_000 + b"</a>",
        "xml.text_too_long",
    ),
    "a long CDATA section": (lambda: b"<a><![CDATA[" + b"]" * 11_000_000 + b"]]></a>", "xml.text_too_long"),
    "a million instructions": (lambda: b"<?a?>" * 1_000_000 + b"<a/>", "xml.processing_instruction"),
    "an open comment": (lambda: b"<a><!--" + b"- " * 5_000_000, "xml.malformed"),
    "an open tag": (lambda: b"<a " + b" " * 10_000_000, "xml.tag_too_long"),
    "a billion laughs": (
        lambda: b"<!DOCTYPE a [<!ENTITY b0 'x'>" + many(20, "<!ENTITY c# '&b0;&b0;'>") + b"]><a>&c1;</a>",
        "xml.doctype",
    ),
    "a quadratic entity": (
        lambda: b"<!DOCTYPE a [<!ENTITY b '" + b"x" * 50_000 + b"'>]><a>" + b"&b;" * 50_000 + b"</a>",
        "xml.doctype",
    ),
    "a parameter entity": (lambda: b"<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://127.0.0.1:1/'>%b;]><a/>", "xml.doctype"),
    "an external DTD": (lambda: b"<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>", "xml.doctype"),
    "a late DOCTYPE": (lambda: b"<!-- -->" * 1_000_000 + b"<!DOCTYPE a><a/>", "xml.doctype"),
    "UTF-7": (lambda: b"<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE a+AD4", "xml.encoding"),
    "a NUL": (lambda: b"<a>\x00</a>", "xml.malformed"),
    "NULs only": (lambda: b"\x00" * 1_000, "xml.encoding"),
    "a lone surrogate": (lambda: "<a>\ud800</a>".encode("utf-8", "surrogatepass"), "xml.encoding"),
    "a lone surrogate by number": (lambda: b"<a>&#xDC00;</a>", "xml.malformed"),
    "a lone surrogate in UTF-16": (lambda: "<a>\ud800</a>".encode("utf-16", "surrogatepass"), "xml.encoding"),
    "a number beyond Unicode": (lambda: b"<a>&#x110000;</a>", "xml.malformed"),
    "half a character": (lambda: b"<a>\xe4\xbd</a>", "xml.encoding"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_within_a_second(name: str) -> None:
    build, code = BOMBS[name]
    assert outcome(build()) == code


def test_bytes_changed_at_random_are_refused_or_parsed_and_never_break_anything() -> None:
    random = Random(5)
    good = (
        '<?xml version="1.0" encoding="UTF-8"?><Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" '
        'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">'
        '<cbc:ID schemeID="é">1</cbc:ID>'
        "<!-- c --><cbc:Note><![CDATA[x]]>&amp;&#x4E2D;</cbc:Note></Order>"
    ).encode()
    for _ in range(3_000):
        raw = bytearray(good)
        for _ in range(random.randint(1, 4)):
            raw[random.randrange(len(raw))] = random.choice([random.randrange(256), *b"<>&\"'=/:!?[]-"])
        try:
            body = parse_xml(bytes(raw))
        except Refused:
            continue
        assert etree.tostring(body.root)
        assert validate_ubl(body)
