"""A message that is spared the guard would have passed it: whatever looks plain breaks no limit but depth."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.errors import Refused
from app.safe import DEFAULT_LIMITS, Limits
from app.safe.glance import is_plain, is_too_deep
from app.safe.xml import _Guard, parse_xml

TIGHT = Limits(size=10_000, depth=4, elements=12, attributes=3, text=400)

PIECES = st.sampled_from(
    [
        "<a>",
        "</a>",
        "<b x='1'>",
        "</b>",
        "<c/>",
        "<p:d xmlns:p='urn:x'>",
        "</p:d>",
        "text",
        " ",
        "\n",
        "&amp;",
        "&#58;",
        "<e a=\"1\" b='2' c='3' d='4'/>",
        "<f\ta = '1'\n b=\"=\"/>",
        "<!-- c -->",
        "<![CDATA[<]]>",
        "<?pi x?>",
        "=",
        "'",
        '"',
        "<!DOCTYPE a>",
        "<g xmlns='relative'/>",
        "<h xmlns='a&#58;b'/>",
        '<i xmlns = "urn:y"/>',
        "xmlns",
        "<?xml version='1.0'?>",
        "<?xml version='1.1'?>",
        "x" * 150,
        "<" + "n" * 1_100 + "/>",
        "<j " + "k" * 1_100 + "='1'/>",
        ">",
        "\ufeff",
        "é",
    ]
)


@settings(max_examples=600, deadline=None)
@given(st.lists(PIECES, max_size=14), st.booleans())
def test_what_looks_plain_passes_the_guard(pieces: list[str], wrapped: bool) -> None:
    text = ("<r>" + "".join(pieces) + "</r>" if wrapped else "".join(pieces)).encode()
    if not is_plain(text, TIGHT):
        return
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return  # goes to the guard, which says what is wrong
    if not is_too_deep(root, TIGHT.depth):
        _Guard(TIGHT, watch_text=True, relative_namespaces=False).check(text)


@pytest.mark.parametrize(
    "text",
    [
        b"<!DOCTYPE a><a/>",
        b"<a><!-- hidden --></a>",
        b"<a><?pi?></a>",
        b"<?xml version='1.1'?><a/>",
        b"<a xmlns='here'/>",
        b"<a xmlns='urn&#58;x'/>",
        b"<a " + b" ".join(b"a%d=''" % each for each in range(101)) + b"/>",
        b"<" + b"n" * 1_001 + b"/>",
        b"<a " + b"n" * 1_001 + b"=''/>",
        b"<a>" + b"".join(b"<n%d/>" % each for each in range(5_001)) + b"</a>",
        b"<a>" + b"".join(b"<n%d></n%d>" % (each, each) for each in range(5_001)) + b"</a>",
        b"<a>" + b"".join(b"<n a%d = '1'/>" % each for each in range(5_001)) + b"</a>",
    ],
)
def test_a_message_with_a_sign_of_trouble_is_left_to_the_guard(text: bytes) -> None:
    assert not is_plain(text, DEFAULT_LIMITS)


def test_an_ordinary_message_is_plain() -> None:
    assert is_plain(b"<?xml version=\"1.0\" encoding='UTF-8'?><a xmlns='urn:a' b='1'>x<c/></a>", DEFAULT_LIMITS)


def test_a_plain_message_that_is_too_deep_is_refused_with_the_guards_words() -> None:
    with pytest.raises(Refused) as refused:
        parse_xml(b"<a>" * 101 + b"</a>" * 101)
    assert refused.value.code == "xml.too_deep"


@pytest.mark.parametrize("piece", [b"xmlns:", b"xmlns:a ", b"xmlns ", b"xmlns='", b'xmlns="', b"/>", b"a=", b"="])
def test_a_look_takes_time_in_proportion_to_what_is_looked_at(piece: bytes) -> None:
    started = time.process_time()
    is_plain(b"<a><b></b>" + piece * (3_000_000 // len(piece)) + b"></a>", DEFAULT_LIMITS)
    is_plain(b"<a b='" + piece * (60_000 // len(piece)) + b"'></a>", DEFAULT_LIMITS)
    assert time.process_time() - started < 2
