"""An IDoc's tree as the tables know it, and back: what sets segments of one name apart becomes a part of the name.

SAP's names have no dot. In the tree that is read and written here a name may have one, and after it what the segment
is about: `E1EDKA1.AG` is the E1EDKA1 with PARVW AG (app/formats/xml/idoc_facts.py).
"""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache

from lxml import etree

from app.formats.xml.idoc_facts import Qualifier, children_of, qualifiers, segments
from app.safe import XmlBody

ROOT_NAME = "root.name"
"""The attribute that keeps the root's name where it isn't the basic type's: extensions have names of their own."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_\-]*")


def told_apart(root: etree._Element, basic_type: str) -> etree._Element:
    """A copy of an IDoc with names that say what each segment is about."""
    copy, apart = deepcopy(root), _apart(basic_type)
    if copy.tag != basic_type:
        copy.set(ROOT_NAME, str(copy.tag))
        copy.tag = basic_type
    for element in list(_elements(copy)):
        if element.tag in apart:
            element.tag = _full_name(element, basic_type)
    return copy


def as_sent(root: etree._Element) -> etree._Element:
    """The inverse: `root` itself, with SAP's names again; raises ValueError where a name belies what is in it."""
    basic_type = str(root.tag)
    apart = _apart(basic_type)
    for element in list(_elements(root)):
        full = str(element.tag)
        name = full.partition(".")[0]
        if name != full:
            element.tag = name
        if name in apart and _full_name(element, basic_type) != full:
            raise ValueError(f"{full} is not what is in it")
    name = str(root.attrib.pop(ROOT_NAME, basic_type))
    if not _NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name")
    root.tag = name
    return root


def unknown_name(root: etree._Element) -> str:
    """The first name that no IDoc has, as it would be mistaken for one of those made here; "" where there is none."""
    names = (str(name) for element in root.iter(etree.Element) for name in (element.tag, *element.attrib))
    return next((name for name in names if "." in name.rpartition("}")[2]), "")


def documents_in(body: XmlBody) -> list[XmlBody]:
    """Each IDoc of a file as a file of its own; the lines of its elements are those of the file that it came in."""
    idocs = body.root.findall("IDOC")
    if len(idocs) < 2:
        return [body]
    empty = deepcopy(body.root)
    del empty[:]
    empty.text = None
    return [_alone(idoc, empty) for idoc in idocs]


def _alone(idoc: etree._Element, empty: etree._Element) -> XmlBody:
    root = deepcopy(empty)
    root.append(deepcopy(idoc))
    return XmlBody(etree.tostring(root, encoding="UTF-8"), root)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return root.iterdescendants(etree.Element)


def _full_name(element: etree._Element, basic_type: str) -> str:
    name = str(element.tag)
    known = _apart(basic_type).get(name)
    if isinstance(known, Qualifier):
        value = (element.findtext(known.field) or "").strip()
        return f"{name}.{value}" if value in known.values else name
    return known or name


@cache
def _apart(basic_type: str) -> Mapping[str, Qualifier | str]:
    """The names that say too little, each with the field that says the rest, or with the name in the basic type."""
    with_type = {name: f"{name}.{basic_type}" for name in ("IDOC", *segments())}
    return {**{name: full for name, full in with_type.items() if children_of(full)}, **qualifiers()}
