"""A tree grown from a message's text is the one that libxml2's tree grows into, however the message is written."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.errors import Refused
from app.safe.tree import Element, Tree
from app.safe.xml import parse_xml

NAMES = st.sampled_from(["a", "b", "p:a", "p:b", "q.-1", "é"])
BLANKS = st.sampled_from(["", "", " ", "\n", "\t ", "\r\n", " \n\n  "])
GAPS = st.sampled_from([" ", "\n", "\t", "\r\n ", "  "])
PLAIN = [
    "x",
    "1.50",
    " ",
    "\n",
    "\r\n",
    "/",
    "=",
    "'",
    '"',
    "]]",
    "é",
    "€",
    "\U0001f600",
    "\u00a0",
    "\u2028",
    ">",
    "\r",
]
REFERENCES = ["amp", "lt", "gt", "quot", "apos", "#65", "#x1F600", "#13", "#10"]
TEXT = st.lists(st.sampled_from([*PLAIN, *(f"&{each};" for each in REFERENCES)]), max_size=5).map("".join)
PROLOGS = st.sampled_from(["", "<?xml version='1.0'?>", '<?xml version="1.0" encoding="UTF-8"?>\r\n', "\n ", "\ufeff"])
ROOTS = st.sampled_from(
    [
        "r xmlns='urn:r' xmlns:p='urn:p'",
        "p:r a='1'\n xmlns:p='urn:p'\t",
        'r xmlns:p="urn:p" xml:lang="de" p:z="&amp;"',
        "r xmlns='' xmlns:p='urn:p'",
    ]
)


@st.composite
def attributes(draw: st.DrawFn) -> str:
    names = draw(st.lists(st.sampled_from(["c", "p:c", "xml:lang", "d"]), unique=True, max_size=3))
    found = []
    for name in names:
        quote = draw(st.sampled_from("'\""))
        value = draw(TEXT).replace(quote, "")
        found.append(f"{draw(GAPS)}{name}{draw(BLANKS)}={draw(BLANKS)}{quote}{value}{quote}")
    return "".join(found)


@st.composite
def elements(draw: st.DrawFn, content: st.SearchStrategy[str]) -> str:
    name, within = draw(NAMES), draw(attributes())
    form = draw(st.sampled_from(["closed", "empty", "full", "full", "full"]))
    if form == "closed":
        return f"<{name}{within}{draw(BLANKS)}/>"
    inner = draw(content) if form == "full" else ""
    return f"<{name}{within}{draw(BLANKS)}>{inner}</{name}{draw(BLANKS)}>"


CONTENT = st.recursive(
    TEXT, lambda inner: st.lists(st.one_of(TEXT, elements(inner)), max_size=4).map("".join), max_leaves=12
)


@st.composite
def messages(draw: st.DrawFn) -> bytes:
    root = draw(ROOTS)
    name = root.split()[0]
    return f"{draw(PROLOGS)}<{root}>{draw(CONTENT)}</{name}>{draw(BLANKS)}".encode()


def told(tree: Tree) -> Iterator[tuple[object, ...]]:
    """All that there is to an element."""
    for each in tree.elements:
        children = {name: [child.index for child in same] for name, same in each.children.items()}
        parent = None if each.parent is None else each.parent.index
        yield each.name, each.text, list(each.attributes.items()), parent, each.index, each.end, children, each.texts
        yield tuple(each.children)


def assert_same(raw: bytes) -> bool:
    """Whether the message could be cut at all."""
    body = parse_xml(raw)
    if body.cut is None:
        return False
    grown, ours = Tree(body.root), Tree(body.root, body.cut)
    assert list(told(ours)) == list(told(grown))
    assert [each.source for each in ours.elements] == list(body.root.iter())
    lines = [(each.line, of_source.line) for each, of_source in zip(ours.elements, grown.elements, strict=True)]
    assert all(line == other for line, other in lines if other is not None and other < 65_000)
    assert all(each.line <= after.line for each, after in pairwise(ours.elements))  # type: ignore[operator]  # all known
    return True


@settings(max_examples=700, deadline=None)
@given(messages())
def test_both_trees_are_the_same(raw: bytes) -> None:
    try:
        assert_same(raw)
    except Refused:
        return


@pytest.mark.parametrize(
    ("raw", "is_cut"),
    [
        (b"<a/>", True),
        (b"<a>x</a>", True),
        (b"<a\n b='1\t2'\n/>", True),
        ("<a>é&#x20AC;\r\n<b/>\r\n</a>".encode("utf-16"), True),
        (b"<a>1 > 0</a>", False),
        (b"<a b='>'/>", False),
        (b"<a><b xmlns='urn:b'/></a>", False),
        (b"<a>\r</a>", False),
        (b"<a><!-- --></a>", False),
    ],
)
def test_what_is_more_than_tags_and_text_is_not_cut(raw: bytes, is_cut: bool) -> None:
    assert assert_same(raw) is is_cut


def test_lines_are_exact_however_many_there_are() -> None:
    body = parse_xml(b"<a>" + b"\n" * 70_000 + b"<b>\n<c/></b></a>")
    tree = Tree(body.root, body.cut)
    assert [each.line for each in tree.elements] == [1, 70_001, 70_002]


@pytest.mark.corpus
def test_both_trees_are_the_same_for_documents_of_others(corpus: Path) -> None:
    cut = 0
    for path in sorted(corpus.rglob("*.xml"))[::10]:
        try:
            cut += assert_same(path.read_bytes())
        except (Refused, etree.XMLSyntaxError):
            continue
    assert cut > 10


def test_an_element_finds_its_libxml2_element() -> None:
    body = parse_xml(b"<a xmlns:p='urn:p'><p:b/></a>")
    tree = Tree(body.root, body.cut)
    found: Element = tree.elements[1]
    assert (found.source.prefix, tree.root.source) == ("p", body.root)
