"""Seeded ways of spoiling a UBL document, for the tests that compare verdicts."""

from collections.abc import Callable
from copy import deepcopy
from random import Random

from lxml import etree

CBC = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CAC = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BAD_VALUES = (
    *("", " ", "abc", "2024-02-30", "2024-13-01", "30.01.2024", "2024-01-01T00:00:00", "25:00:00", "24:00:00", "9:00"),
    *("1e5", "1,000.00", "+1", "-0", ".5", "5.", "INF", "TRUE", "yes", "1", "0", "2", "true ", "2024-01-01Z"),
    *("SGVsbG8=", "SGVsbG8", "!!", "en-", "english-language", "e n", "١٢", "12\u00a0", "0001-01-01", "-0001-01-01"),
)

Mutation = Callable[[etree._Element, Random], object]


def remove(root: etree._Element, random: Random) -> None:
    node = _inner(root, random)
    _parent(node).remove(node)


def duplicate(root: etree._Element, random: Random) -> None:
    node = _inner(root, random)
    node.addnext(deepcopy(node))


def move(root: etree._Element, random: Random) -> None:
    parent = random.choice([each for each in root.iter(etree.Element) if len(each) > 1])
    parent.insert(random.randrange(len(parent)), random.choice(list(parent)))


def rename(root: etree._Element, random: Random) -> None:
    node = _inner(root, random)
    name = etree.QName(node)
    node.tag = f"{{{name.namespace}}}{random.choice([name.localname + 'X', 'ID', 'Note', 'Party', 'Item'])}"


def wrong_namespace(root: etree._Element, random: Random) -> None:
    node = _inner(root, random)
    node.tag = f"{{{random.choice([CAC, CBC, 'urn:other'])}}}{etree.QName(node).localname}"


def bad_value(root: etree._Element, random: Random) -> None:
    node = random.choice([each for each in root.iter(etree.Element) if not len(each)])
    node.text = random.choice(BAD_VALUES)


def text_in_aggregate(root: etree._Element, random: Random) -> None:
    random.choice([each for each in root.iter(etree.Element) if len(each)]).text = "stray"


def element_in_text(root: etree._Element, random: Random) -> None:
    etree.SubElement(random.choice([each for each in root.iter(etree.Element) if not len(each)]), f"{{{CBC}}}ID")


def lose_attribute(root: etree._Element, random: Random) -> None:
    with_attributes = [each for each in root.iter(etree.Element) if each.attrib]
    if with_attributes:
        node = random.choice(with_attributes)
        del node.attrib[random.choice(list(node.attrib))]


def unknown_attribute(root: etree._Element, random: Random) -> None:
    name = random.choice(["foo", "currencyID", "unitCode", "schemeID", "languageID", "{urn:x}y", "mimeCode"])
    random.choice(list(root.iter(etree.Element))).set(name, random.choice(["EUR", "", "!!", "en"]))


def misplaced_known_element(root: etree._Element, random: Random) -> None:
    parent = random.choice(list(root.iter(etree.Element)))
    parent.insert(random.randrange(len(parent) + 1), deepcopy(_inner(root, random)))


def empty(root: etree._Element, random: Random) -> None:
    node = _inner(root, random)
    tail = node.tail
    node.clear()
    node.tail = tail


MUTATIONS: tuple[Mutation, ...] = (
    remove,
    duplicate,
    move,
    rename,
    wrong_namespace,
    bad_value,
    bad_value,
    text_in_aggregate,
    element_in_text,
    lose_attribute,
    unknown_attribute,
    misplaced_known_element,
    empty,
)


def spoilt(root: etree._Element, random: Random) -> bytes:
    """A copy of `root`, changed in one to three places."""
    copy = deepcopy(root)
    for _ in range(random.choice([1, 1, 1, 2, 3])):
        random.choice(MUTATIONS)(copy, random)
    return etree.tostring(copy, encoding="utf-8", xml_declaration=True)


def _inner(root: etree._Element, random: Random) -> etree._Element:
    return random.choice(list(root.iterdescendants(etree.Element)) or [etree.SubElement(root, "x")])


def _parent(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None
    return parent
