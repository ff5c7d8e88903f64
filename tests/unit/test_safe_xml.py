"""What the guarded XML parser gives to honest senders, and how precisely it refuses."""

import pytest

from app.errors import Refused
from app.safe import DEFAULT_LIMITS, Limits
from app.safe.xml import canonical, parse_xml, text_of


def refusal(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Refused:
    with pytest.raises(Refused) as caught:
        parse_xml(raw, limits)
    return caught.value


def test_a_body_keeps_the_bytes_that_it_was_parsed_from() -> None:
    raw = b'\xef\xbb\xbf<?xml version="1.0"?>\n<Order/>'
    body = parse_xml(raw)
    assert body.raw == raw
    assert body.root.tag == "Order"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("UTF-8", "utf-8"),
        ("utf-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("GB18030", "gb18030"),
    ],
)
def test_a_chinese_name_is_read_in_every_accepted_encoding(declared: str, codec: str) -> None:
    raw = f'<?xml version="1.0" encoding="{declared}"?>\n<Name>上海钢铁</Name>'.encode(codec)
    assert parse_xml(raw).root.text == "上海钢铁"


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "iso-8859-15"])
def test_western_encodings_are_read(declared: str) -> None:
    raw = f'<?xml version="1.0" encoding="{declared}"?><Name>Zürich</Name>'.encode("latin-1")
    assert parse_xml(raw).root.text == "Zürich"


def test_text_around_a_comment_is_one_text() -> None:
    assert parse_xml(b"<ID>A<!-- no -->B</ID>").root.text == "AB"


def test_a_tree_with_comments_is_read_as_one_text_too() -> None:
    root = parse_xml(b"<ID>A<!-- 1 -->B<!-- 2 -->C<Sub>x</Sub></ID>", keep_comments=True).root
    assert root.text == "A"
    assert text_of(root) == "ABC"


def test_cdata_is_text() -> None:
    assert parse_xml(b"<ID>A<![CDATA[<B>]]>C</ID>").root.text == "A<B>C"


def test_both_trees_have_the_same_canonical_form() -> None:
    raw = b"<a xmlns='urn:a' c='1' b='2'><!-- x --><b>1</b></a>"
    assert canonical(parse_xml(raw).root) == canonical(parse_xml(raw, keep_comments=True).root)
    assert canonical(parse_xml(raw).root) == b'<a xmlns="urn:a" b="2" c="1"><b>1</b></a>'


def test_a_style_sheet_before_the_root_is_ignored() -> None:
    assert parse_xml(b'<?xml-stylesheet href="http://example.invalid/x.xsl"?><Order/>').root.tag == "Order"


def test_lines_are_counted_in_the_message_as_it_came() -> None:
    root = parse_xml(b'<?xml version="1.0"?>\n\n<a>\n<!--\n\n-->\n<b/></a>').root
    assert (root.sourceline, root[0].sourceline) == (3, 7)


def test_a_refusal_names_the_line_and_what_was_met() -> None:
    error = refusal(b"<a>\n<b>\n</a>")
    assert (error.code, error.line, error.params["what"]) == ("xml.malformed", 3, "mismatched tag")
    assert "mismatched tag" in error.message()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "xml.empty"),
        (b" \r\n\t", "xml.empty"),
        (b"<a>", "xml.malformed"),
        (b"<a/><b/>", "xml.malformed"),
        (b"no xml", "xml.malformed"),
        (b"<a b='1' b='2'/>", "xml.malformed"),
        (b"<x:a/>", "xml.malformed"),
        (b"<a>&unknown;</a>", "xml.malformed"),
        (b"<a>\x00</a>", "xml.malformed"),
        (b"<a>&#0;</a>", "xml.malformed"),
        (b"<a>&#xD800;</a>", "xml.malformed"),
        (b"<a>\xed\xa0\x80</a>", "xml.encoding"),
        (b"<a>\xc0\xbc</a>", "xml.encoding"),
        (b'<?xml version="1.1"?><a/>', "xml.version"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-', "xml.encoding"),
        (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "xml.encoding"),
        (b'<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>', "xml.encoding"),
        ("<a/>".encode("utf-16-le"), "xml.encoding"),
        ("<a/>".encode("utf-32"), "xml.encoding"),
        ('<?xml version="1.0" encoding="utf-8"?><a/>'.encode("utf-16"), "xml.encoding"),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="gbk"?><a/>', "xml.encoding"),
        (b"\xff\xfe<", "xml.encoding"),
        (b"<a xmlns='../a'/>", "xml.relative_namespace"),
        (b"<a><b xmlns:x='a/b'/></a>", "xml.relative_namespace"),
        (b"<a><?go there?></a>", "xml.processing_instruction"),
        (b"<a/><?go there?>", "xml.processing_instruction"),
        (b"<!DOCTYPE a><a/>", "xml.doctype"),
        ("<!DOCTYPE a><a/>".encode("utf-16"), "xml.doctype"),
        (b"\xef\xbb\xbf<!-- x --><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "xml.doctype"),
        ('<?xml version="1.0" encoding="gbk"?><!DOCTYPE a><a/>'.encode("gbk"), "xml.doctype"),
    ],
)
def test_what_can_not_be_used_has_a_precise_code(raw: bytes, code: str) -> None:
    assert refusal(raw).code == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"<a>" * 5 + b"</a>" * 5, "xml.too_deep"),
        (b"<a>" + b"<b/>" * 10 + b"</a>", "xml.too_many_elements"),
        (b"<a b='' c='' d='' e=''/>", "xml.too_many_attributes"),
        (b"<a xmlns:b='u:b' xmlns:c='u:c' d='' e=''/>", "xml.too_many_attributes"),
        (b"<a>" + b"x" * 21 + b"</a>", "xml.text_too_long"),
        (b"<a>" + b"x" * 100 + b"</a>", "xml.too_large"),
    ],
)
def test_each_limit_has_its_own_code(raw: bytes, code: str) -> None:
    assert refusal(raw, Limits(size=80, depth=4, elements=10, attributes=3, text=20)).code == code


def test_limits_are_inclusive() -> None:
    limits = Limits(size=80, depth=2, elements=3, attributes=1, text=20)
    assert len(parse_xml(b"<a><b c=''/><b>" + b"x" * 20 + b"</b></a>", limits).root) == 2


def test_every_code_speaks_chinese() -> None:
    assert (
        refusal(b"<!DOCTYPE a><a/>").message("zh")
        == "文档包含 DOCTYPE 声明，不予接受（唯一例外是 cXML 自身的、不含内部声明的 DOCTYPE）。"
    )
