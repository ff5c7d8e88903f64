"""The lenses that there are: found by standard, version, message and partner, made once, kept.

lens("x12", "005010", "850", partner="acme")
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path as File
from typing import Any

from app.domain.documents import DOCUMENTS, Document, DocumentType
from app.domain.findings import Finding
from app.formats.edi.delimiters import Delimiters
from app.formats.edi.grammar import Message, UnknownGrammar, grammar
from app.formats.edi.loops import Loop
from app.formats.lens.binding import PLACELESS, Binding
from app.formats.lens.bound import BoundRule
from app.formats.lens.checking import fights
from app.formats.lens.codecs import CODECS
from app.formats.lens.compiling import Level, compiled
from app.formats.lens.faults import BrokenMapping, UnknownMapping, fault
from app.formats.lens.files import MAPPINGS, Assembled, assembled
from app.formats.lens.frames import Shape
from app.formats.lens.kinds import Kind, Sign, kind_of, refused
from app.formats.lens.likeness import Likeness
from app.formats.lens.memory import Memory, equip, memory_of
from app.formats.lens.paths import NoSuchPath, Path, has_path, resolved
from app.formats.lens.state import ReadState
from app.formats.lens.tree import Tree
from app.formats.lens.written import Written, load_written

_PLANS = 64
"""So many are kept compiled, of all lenses and delimiters: a plan and what it learns take one to nine megabytes, few
delimiters are in use, and somebody may try them all."""

_DIRECTORY = re.compile(r"[A-Z]([0-9]{2})([AB])")
_FIRST_YEAR = 50
"""Directories of 50 and later are of the last century."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A lens compiled for one type of document and one set of delimiters."""

    cls: type[Document]
    level: Level
    shape: Shape
    currency: Callable[[Loop], str]
    defaults: tuple[tuple[int, Any], ...]
    tree: Tree | None = None
    memory: Memory | None = None
    marks: Delimiters = field(kw_only=True)


@dataclass(frozen=True, slots=True, eq=False)
class Lens:
    """A mapping for one message of one version, both ways.

    Attributes:
        name: `x12/850`, or `partners/acme/850`.
        require: paths that the document must have something at.
        like: the version that the mapping was written for where it isn't the message's; "" where it is.
        left_out: what the message's version has no place for, then.
    """

    name: str
    message: Message
    kinds: tuple[Kind, ...]
    defaults: Mapping[str, Any]
    require: tuple[Path, ...]
    like: str = ""
    left_out: tuple[Finding, ...] = ()

    @property
    def types(self) -> frozenset[DocumentType]:
        """The types of document that it can read and write."""
        return frozenset(each.cls.type for each in self.kinds)

    def kind_of(self, message: Loop, marks: Delimiters) -> Kind:
        """The kind of document that a message is."""
        return kind_of(self.kinds, message, marks)

    def refused(self, body: Loop, marks: Delimiters) -> Finding | None:
        """Why a message is none of these documents, although it has their segments; None where it is one."""
        return refused(self.kinds, body, marks, self.message.name)

    def kind_for(self, type_: DocumentType) -> Kind | None:
        """The kind for a type of document, None where the message has no such thing."""
        return next((each for each in self.kinds if each.cls.type is type_), None)

    def plan(self, kind: Kind, marks: Delimiters) -> Plan:
        """The lens, compiled."""
        return _plan(self, kind.cls.type, marks)


def lens(standard: str, version: str, message: str, partner: str = "", folder: File = MAPPINGS) -> Lens:
    """The lens for a message, with the partner's overlay where it has one.

    A message of a directory that was imported is mapped like the same message of a directory that has a mapping.

    Raises:
        UnknownMapping: there is none for that message of that version.
        BrokenMapping: there is one, and it is wrong.
    """
    version = version.upper()
    name = _index(folder).get((standard, version, message))
    if name is not None:
        return _written_for(name, version, partner, folder)
    try:
        definition = grammar(standard, version).messages[message]
    except (UnknownGrammar, KeyError):
        raise UnknownMapping(f"{standard} {version} {message}") from None
    return nearest(definition, partner, folder)


def lens_for(message: Message, partner: str = "") -> Lens:
    """The lens for messages of a definition, which was read by it: a directory may have been imported again since.

    Raises: as `lens`.
    """
    name = _index(MAPPINGS).get((message.standard, message.version, message.name))
    return _written_for(name, message.version, partner, MAPPINGS) if name else nearest(message, partner)


@lru_cache(256)
def _written_for(name: str, version: str, partner: str, folder: File) -> Lens:
    return made(_own(name, partner, folder), version, folder)


def nearest(message: Message, partner: str = "", folder: File = MAPPINGS) -> Lens:
    """The lens of another directory's mapping that has the most places in a message; of several, the nearest in time.

    One that the partner has an overlay for comes first.

    Raises:
        UnknownMapping: no mapping can be used for it.
        BrokenMapping: the partner's overlay is wrong.
    """
    found = _nearest(message, partner, folder)
    if found is None:
        raise UnknownMapping(f"{message.standard} {message.version} {message.name}")
    return found


@lru_cache(64)
def _nearest(message: Message, partner: str, folder: File) -> Lens | None:
    """Kept by the message itself: a directory that is imported again has other ones."""
    found: list[tuple[Lens, Likeness]] = []
    for (standard, version, name), mapping in _index(folder).items():
        if (standard, name) == (message.standard, message.name):
            likeness = Likeness(grammar(standard, version).messages[name], message)
            with suppress(BrokenMapping):  # which of several documents a message is can't be told there, say
                found.append((_bound(assembled(mapping, folder), message, likeness), likeness))
    age = _age(message.version)

    def fitness(lens: Lens) -> tuple[bool, int, int]:
        reach = sum(_reach(kind.rules) for kind in lens.kinds)
        return _own(lens.name, partner, folder) != lens.name, reach, -abs(_age(lens.like) - age)

    usable = [each for each in found if _is_enough(each[0])]
    if not usable:
        return None
    best, likeness = max(usable, key=lambda each: fitness(each[0]))
    own = _own(best.name, partner, folder)
    if own == best.name:
        return best
    made(own, folder=folder)  # what is wrong with an overlay itself is told as for its own directory
    return _bound(assembled(own, folder), message, likeness)


def _is_enough(lens: Lens) -> bool:
    """Whether it reads what no document can be without."""
    own = ([rule for rule in kind.rules if rule.each is None] for kind in lens.kinds)
    return all({"number", "issued"} <= {each.path.text for rule in rules for each in rule.elements} for rules in own)


def _reach(rules: list[BoundRule]) -> int:
    """How many elements rules have."""
    return sum(len(each.elements) + len(each.pairs.by if each.pairs else ()) + _reach(each.children) for each in rules)


def _age(directory: str) -> int:
    """When a directory came out, in half years: D.96A, D.01B, S.93A."""
    found = _DIRECTORY.fullmatch(directory)
    if found is None:
        return 0
    year = int(found[1])
    return 2 * (year + 100 * (year < _FIRST_YEAR)) + "AB".find(found[2])


def _own(name: str, partner: str, folder: File) -> str:
    """The partner's overlay of a mapping, or the mapping."""
    overlay = f"partners/{partner}/{name.partition('/')[2]}"
    is_there = partner.replace("-", "").replace("_", "").isalnum() and (folder / f"{overlay}.yaml").is_file()
    return overlay if is_there else name


def made(name: str, version: str = "", folder: File = MAPPINGS) -> Lens:
    """The lens that a mapping file is, for one of its versions (its first, where none is named) or for another one.

    Raises:
        BrokenMapping: with everything that is wrong; a version that the mapping isn't written for may lack places.
    """
    parts = assembled(name, folder)
    model = _message_of(parts, parts.versions[0])
    wanted = version.upper() or parts.versions[0]
    message = _message_of(parts, wanted)
    return _bound(parts, message, None if wanted in parts.versions else Likeness(model, message))


def _message_of(parts: Assembled, version: str) -> Message:
    try:
        return grammar(parts.standard, version).messages[parts.message]
    except (UnknownGrammar, KeyError):
        params = {"standard": parts.standard, "version": version, "message": parts.message}
        raise BrokenMapping([fault("lens.no_grammar", f"{parts.name}.yaml", 1, **params)]) from None


def _bound(parts: Assembled, message: Message, likeness: Likeness | None) -> Lens:
    faults: list[Finding] = []
    kinds = tuple(_kinds(parts, Binding(message, parts.tables, likeness), faults))
    require = tuple(_required(parts, kinds, faults))
    faults.extend(_unfit_defaults(parts.defaults, kinds))
    left_out = tuple(each for each in faults if likeness and each.code in PLACELESS)
    if len(left_out) < len(faults):
        raise BrokenMapping(faults)
    like = likeness.model.version if likeness else ""
    return Lens(parts.name, message, kinds, parts.defaults, require, like, left_out)


@cache
def _index(folder: File) -> Mapping[tuple[str, str, str], str]:
    """Which mapping is for which message."""
    found = {}
    for standard in ("x12", "edifact"):
        for path in sorted((folder / standard).glob("*.yaml")):
            parts = _head(f"{standard}/{path.stem}", folder)
            for version in parts["versions"]:
                found[(standard, version, parts["message"])] = f"{standard}/{path.stem}"
    return found


def _head(name: str, folder: File) -> Mapping[str, Any]:
    """What a mapping says of itself, that of what it extends included."""
    written = load_written(folder / f"{name}.yaml", f"{name}.yaml") or {}
    base = _head(str(written["extends"]), folder) if "extends" in written else {}
    return {"versions": [], "message": "", **base, **written}


def names(folder: File = MAPPINGS) -> Iterator[str]:
    """All mapping files, the partners' included."""
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        if name.split("/")[0] in ("x12", "edifact", "partners"):
            yield name


def _kinds(parts: Assembled, binding: Binding, faults: list[Finding]) -> Iterator[Kind]:
    written = parts.document if isinstance(parts.document, list) else [Written({"is": parts.document})]
    for each in written:
        cls = DOCUMENTS[DocumentType(each["is"])]
        rules = binding.rules(parts.rules, cls, bool(each.get("own")))
        signs = tuple(_signs(binding, each))
        faults.extend(one for one in [*binding.faults, *fights(rules)] if one not in faults)
        for sign in signs:
            for rule in rules:
                if rule.place.index == sign.place and sign.at not in [guard.at for guard in rule.guards]:
                    rule.puts.setdefault(sign.at, sign.values[0])
        yield Kind(cls, rules, signs)


def _signs(binding: Binding, written: Written) -> Iterator[Sign]:
    for where, said in written.get("if", {}).items():
        tag, _, element = where.partition(".")
        place = binding.heading(tag)
        at = binding.place(place.segment, element) if place else None
        values = tuple(said) if isinstance(said, list) else (said,)
        if place and at:
            yield Sign(place.index, at, values)
        elif not (binding.likeness and "" in values):  # a directory that can't say it says nothing else either
            about = {"document": str(written["is"]), "segment": tag, "element": element}
            binding.faults.append(fault("lens.no_test", written.file, written.line, **about))


def _required(parts: Assembled, kinds: tuple[Kind, ...], faults: list[Finding]) -> Iterator[Path]:
    for text, written in parts.require:
        try:
            yield resolved(kinds[-1].cls, text)
        except NoSuchPath:
            cls = kinds[-1].cls.__name__
            line = written.line if isinstance(written, Written) else 1
            faults.append(fault("lens.no_path", written.file, line, rule="require", path=text, type=cls))


def _unfit_defaults(defaults: Written, kinds: tuple[Kind, ...]) -> Iterator[Finding]:
    """Defaults that no document has a place for, or that can't be said as text."""
    for path, value in defaults.items():
        found = [resolved(each.cls, path) for each in kinds if has_path(each.cls, path)]
        if not found:
            cls = kinds[-1].cls.__name__
            yield fault("lens.no_path", defaults.file, defaults.line, rule="defaults", path=path, type=cls)
        elif any(not _is_default(value, each) for each in found):
            yield fault("lens.no_default", defaults.file, defaults.line, path=path, value=value)


def _is_default(value: str, path: Path) -> bool:
    return not path.many and (path.type is str or (path.type is int and value.isascii() and value.isdecimal()))


@lru_cache(_PLANS)
def _plan(lens: Lens, type_: DocumentType, marks: Delimiters) -> Plan:
    kind = next(each for each in lens.kinds if each.cls.type is type_)
    defaults = lens.defaults
    shape = Shape(kind.cls)
    level = compiled(kind.rules, shape, marks)
    filled = tuple(
        (shape.slot(resolved(kind.cls, path)), _typed(kind.cls, path, text))
        for path, text in defaults.items()
        if has_path(kind.cls, path)
    )
    currency = _currency_finder(level, shape, str(defaults.get("currency", "")))
    shape.finish()
    equip(level, marks)
    memory = memory_of(level, shape, None, lens.message.root, marks)
    return Plan(kind.cls, level, shape, currency, filled, _tree(kind.rules), memory, marks=marks)


def _tree(rules: list[BoundRule]) -> Tree | None:
    """Where the message has its hierarchy, if it has one."""
    for rule in rules:
        if rule.tree is not None:
            id_, parent, child = (int(rule.tree.get(word, 0)) for word in ("id", "parent", "child"))
            return Tree(rule.place.index, rule.place.tag, id_, parent, child)
    return None


def _typed(cls: type[Document], path: str, text: Any) -> Any:
    kind = resolved(cls, path).type
    return CODECS["int"].read(text) if kind is int else text


def _currency_finder(level: Level, shape: Shape, otherwise: str) -> Callable[[Loop], str]:
    """What finds a message's currency before anything else is read, since amounts may come first."""
    slot = shape.slots.get("currency")
    acts = [each for each in level.acts if any(one.path.text == "currency" for one in each.rule.elements)]
    if slot is None or not acts:
        return lambda _message: otherwise

    def find(message: Loop) -> str:
        for act in acts:
            station = level.station(act.level is not None, act.place)
            openings = [each.segments[0] for each in message.loops if each.place == act.place]
            own = [one for at, one in zip(message.places, message.segments, strict=True) if at == act.place]
            for segment in openings if act.level is not None else own:
                cells = station.cut(segment) if station else []
                if cells and act.takes(cells):
                    frame = shape.frame()
                    for read in act.readers:
                        read(cells, frame, ReadState(message, "", ""))
                    if frame[slot]:
                        return str(frame[slot])
        return otherwise

    return find
