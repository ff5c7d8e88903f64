"""UBL's components as a reader of JSON needs them: by their names without prefixes, with what their values look like.

UBL-JSON has no namespaces below its head: a member's name is found among those that its parent may have. That works
because no aggregate has a basic and an aggregate component of one name. The facts are those of UBL 2.3, which has all
of 2.1 and for which the dialects were published.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from app.safe.facts import FOLDER, Facts, UblType, facts

_LATER = FOLDER.parent / "2.3"

NUMBER, BOOLEAN, STRING = "number", "boolean", "string"
_SCALARS = {"xsd:decimal": NUMBER, "xsd:boolean": BOOLEAN}
_EXTENSION = "ext:ExtensionContentType"


@dataclass(frozen=True)
class Component:
    """A type of component.

    Attributes:
        scalar: what JSON calls its value ("number", "boolean", "string"); "" for an aggregate.
        is_date: whether its value is a date, which the dialects write with a Z behind it.
        is_instant: whether its value has a time of day.
        is_extension: whether it holds what isn't UBL.
        attributes: the names that members beside the value may have.
    """

    scalar: str
    is_date: bool
    is_instant: bool
    is_extension: bool
    attributes: frozenset[str]
    _type: UblType

    @cached_property
    def members(self) -> Mapping[str, "Member"]:
        """What an aggregate may hold, by name and in the order of the schema."""
        before = facts().types.get(self._type.name)
        once = {name for name, child in (before.children or {}).items() if child.most == 1} if before else set()
        # OASIS has one schema for the parts of an extension, with arrays throughout, for both dialects
        in_extension = self._type.name.startswith("ext:")
        return {
            name.rpartition("}")[2]: Member(name, rank, in_extension or child.most is None, name in once)
            for rank, (name, child) in enumerate((self._type.children or {}).items())
        }


@dataclass(frozen=True, slots=True)
class Member:
    """A component's place in an aggregate.

    Attributes:
        tag: its element's name, as lxml names it.
        rank: its place among its siblings.
        is_many: whether it may occur more than once, and so is an array in both dialects.
        was_one: whether it may occur only once in UBL 2.1; 24 members may more often since then.
    """

    tag: str
    rank: int
    is_many: bool
    was_one: bool

    @property
    def component(self) -> Component:
        """The component itself; looked up late, as a party has a party."""
        found = component_of(self.tag)
        if found is None:
            raise KeyError(self.tag)
        return found


@cache
def library() -> Facts:
    """The facts of UBL 2.1 with those of UBL 2.3 laid over them; read from their files at the first call."""
    first = facts()
    namespaces = {**first.namespaces, **{prefix: uri for prefix, uri in _rows("namespaces.tsv")}}
    elements = {_expanded(name, namespaces): type_name for name, type_name in _rows("elements.tsv")}
    types = {row[0]: UblType(row[0], row[1], row[2], row[3]) for row in _rows("types.tsv")}
    return Facts(namespaces, {**first.elements, **elements}, {**first.types, **types})


def component_of(tag: str) -> Component | None:
    """The component that an element of that name is; None for a name that UBL doesn't have."""
    type_name = library().elements.get(tag)
    return _component(type_name) if type_name is not None else None


def document_tag(name: str) -> str | None:
    """The root element of a document type ("Invoice"); None for a name that is none."""
    return library().documents.get(name)


def is_document_namespace(uri: str) -> bool:
    """Whether `uri` is the namespace of a document type."""
    return library().prefixes.get(uri) in library().documents


@cache
def _component(type_name: str) -> Component:
    found = library().types[type_name]
    is_basic = found.kind not in ("elements", "mixed")
    return Component(
        scalar=_SCALARS.get(found.kind, STRING) if is_basic else "",
        is_date=found.kind == "xsd:date",
        is_instant=found.kind in ("xsd:time", "xsd:dateTime"),
        is_extension=type_name == _EXTENSION,
        attributes=frozenset(found.attributes),
        _type=found,
    )


def _rows(file: str) -> list[list[str]]:
    return [line.split("\t") for line in (_LATER / file).read_text(encoding="utf-8").splitlines()]


def _expanded(name: str, namespaces: Mapping[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{namespaces[prefix]}}}{local}"
