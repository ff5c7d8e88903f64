"""What EN 16931 says about UBL's paths, as tables: what isn't used, and what may be there once.

The rows are facts, derived from the official rules by `schemas/en16931/derive_facts.py`, which describes the notation.
Nothing here looks at a document.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern

from app.domain.findings import Severity
from app.validation.en16931.ubl_names import FAMILY, PREFIXES

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "en16931"
EXTENSIONS = f"{FAMILY}CommonExtensionComponents-2"
NAMESPACES: Mapping[str, str] = {prefix: uri for uri, prefix in PREFIXES.items()} | {"ext": EXTENSIONS}
ANYWHERE = "//"
ROOT = "/"

Names = tuple[str, ...]


def clark(name: str) -> str:
    """`cbc:ID` as lxml names it."""
    prefix, _, local = name.partition(":")
    return intern(f"{{{NAMESPACES[prefix]}}}{local}")


def names_of(path: str) -> Names:
    """The steps of a path of elements; none for ""."""
    return tuple(clark(step) for step in path.split("/")) if path else ()


@dataclass(frozen=True, slots=True)
class NotUsed:
    """A row of the first table: nothing stands at any of `paths`, `but` for the attribute of the element named so."""

    rule: str
    severity: Severity
    paths: Names
    but: str = ""


@dataclass(frozen=True, slots=True)
class AtMostOnce:
    """A row of the second table: `path` is there once at most in each of `contexts`, which are anywhere (or `/`)."""

    rule: str
    severity: Severity
    contexts: Names
    path: str


def not_used() -> Iterator[NotUsed]:
    """The first table."""
    for rule, severity, paths, *but in _rows("ubl_not_used"):
        yield NotUsed(rule, Severity(severity), tuple(paths.split()), *map(clark, but))


def at_most_once() -> Iterator[AtMostOnce]:
    """The second table."""
    for rule, severity, contexts, path in _rows("ubl_at_most_once"):
        yield AtMostOnce(rule, Severity(severity), tuple(contexts.split()), path)


def _rows(name: str) -> Iterator[list[str]]:
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        yield line.split("\t")


@dataclass(slots=True)
class Step:
    """A step of the unused paths from the root.

    Attributes:
        rules: those against an element that stands here.
        attributes: those against an attribute of it, after its name.
        below: the steps below, by the element's name.
    """

    rules: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str]] = field(default_factory=list)
    below: dict[str, "Step"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Anywhere:
    """An unused path that may begin anywhere: its elements, and its attribute or ""; `but` as in its row."""

    rule: str
    path: Names
    attribute: str
    but: str


@dataclass(slots=True)
class Unused:
    """The first table in the shapes in which one walk over a document finds all that it is against."""

    from_root: Step = field(default_factory=Step)
    anywhere: list[Anywhere] = field(default_factory=list)

    def enter(self, row: NotUsed, path: str) -> None:
        """Let `row` be found at `path`, one of its own."""
        elements, attribute = split(path.removeprefix(ANYWHERE))
        names = names_of(elements)
        if path.startswith(ANYWHERE):
            self.anywhere.append(Anywhere(row.rule, names, attribute, row.but))
        elif attribute:
            self._step(names).attributes.append((attribute, row.rule))
        else:
            self._step(names).rules.append(row.rule)

    def _step(self, names: Names) -> Step:
        step = self.from_root
        for name in names:
            step = step.below.setdefault(name, Step())
        return step


def unused(rows: Iterable[NotUsed]) -> Unused:
    """The rows as a walk looks them up."""
    table = Unused()
    for row in rows:
        for path in row.paths:
            table.enter(row, path)
    return table


def split(path: str) -> tuple[str, str]:
    """A path's elements, and its attribute or ""."""
    owner, _, attribute = path.rpartition("@")
    return (owner.removesuffix("/"), attribute) if "@" in path else (path, "")
