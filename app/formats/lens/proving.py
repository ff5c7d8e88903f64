"""Proofs that what is read of a loop is written again as it was, so that it needn't be written to find that out.

What a message says beyond its document is the difference between it and what the rules write for the document. Most
loops have none: everything in them is a rule's, in the rules' order, in the spelling that is written. A proof says so
for one segment; `running` puts them together for a loop. Whatever isn't plain has no proof, and is written and
compared: a word of the language that this module doesn't know makes a rule unprovable, never wrong.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, fields, make_dataclass, replace
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from app.domain.money import Amount
from app.formats.edi.loops import Loop
from app.formats.lens.bound import BoundElement, BoundPairs, BoundRule
from app.formats.lens.codecs import TEXT
from app.formats.lens.element_writers import writer_of
from app.formats.lens.elements import CODED, reader_of
from app.formats.lens.frames import Shape
from app.formats.lens.layout import Layout
from app.formats.lens.paths import Path, Step, known_fields, resolved
from app.formats.lens.state import ReadState, WriteState

if TYPE_CHECKING:
    from app.formats.lens.compiling import Act, Level

Proof = Callable[[str, list[str]], bool]
Test = Callable[[list[str]], bool]
_MOST_SEEN = 20_000
_SOMETHING = ("-",)
_UNKNOWN = (-2, "", 0, 0, 0)
_PLAIN_WORDS = frozenset(
    {"cells", "grammar", "path", "codec", "beside", "beside_codec", "beside_grammar", "constant", "part", "length"}
    | {"otherwise", "join"}
)
_PLAIN_RULE = frozenset(
    {"written", "place", "loop", "guards", "elements", "pairs", "puts", "each", "item", "children", "always", "again"}
)


def proof_of(act: "Act", layout: Layout) -> Proof | None:
    """A proof for the segments of a rule, which is None where it can't have one."""
    rule = act.rule
    if not _is_plain(rule, _PLAIN_RULE) or not all(_is_plain(each, _PLAIN_WORDS) for each in _elements_of(rule)):
        return None
    needed = _needed_cells(rule, layout)
    texts = [each for each in rule.elements if _is_plain_text(each)]
    tests = [_tried(each, layout) for each in rule.elements if each not in texts]
    pairs = _pairs_test(rule.pairs, layout) if rule.pairs else None
    if needed is None or (rule.pairs and pairs is None):
        return None
    if pairs:
        tests.append(pairs)
    if rule.place.segment.notes or any(each.components for each in rule.place.segment.elements):
        tests.append(_notes_test(act, layout))
    lengths = [(layout.cell(each.cells[0]), each.grammar.min, each.grammar.max) for each in texts]
    return _proof(act, layout, needed, tests, lengths)


def _proof(
    act: "Act", layout: Layout, needed: Sequence[int], tests: Sequence[Test], lengths: Sequence[tuple[int, int, int]]
) -> Proof:
    whole, mapped = layout.checker(), _mapped(act.rule, layout)
    rest = itemgetter(0, 0, *(cell for cell in layout.plain_cells() if cell not in mapped))
    said = itemgetter(*(needed or sorted(mapped)), 0, 0)
    constants, enough = rest(act.blank), all if needed else any
    # a segment as short as the shortest of its texts may be, has none that is too long
    harmless = min((longest if shortest <= 1 else 0 for _, shortest, longest in lengths), default=_MOST_SEEN)
    lengths_are_right = _lengths_test(lengths)

    def proof(raw: str, cells: list[str]) -> bool:
        if rest(cells) != constants or not whole(raw, cells) or not enough(said(cells)[:-2] or _SOMETHING):
            return False
        for test in tests:
            if not test(cells):
                return False
        return len(raw) <= harmless or lengths_are_right(cells)

    return proof


def _mapped(rule: BoundRule, layout: Layout) -> set[int]:
    """The cells that say something of the document."""
    found = {layout.cell(at) for each in rule.elements for at in (*each.cells, *([each.beside] if each.beside else []))}
    return found | {layout.cell(at) for pair in (rule.pairs.cells if rule.pairs else ()) for at in pair}


def _lengths_test(lengths: Sequence[tuple[int, int, int]]) -> Test:
    def test(cells: list[str]) -> bool:
        for cell, shortest, longest in lengths:
            if cells[cell] and not shortest <= len(cells[cell]) <= longest:
                return False
        return True

    return test


def _is_plain(thing: Any, words: frozenset[str]) -> bool:
    """Whether a rule or element has nothing but what is known here."""
    for each in fields(thing):
        if each.name not in words:
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            if getattr(thing, each.name) != default:
                return False
    return True


def _elements_of(rule: BoundRule) -> list[BoundElement]:
    return [*rule.elements, *(rule.pairs.by.values() if rule.pairs else ())]


def _needed_cells(rule: BoundRule, layout: Layout) -> list[int] | None:
    """Cells that mustn't be empty, else something else is written; None where there is no saying."""
    own = {each.path.text: layout.cell(each.cells[0]) for each in rule.elements}
    found = {layout.cell(at) for each in rule.elements for at in each.cells if at in rule.puts}
    found |= {layout.cell(each.cells[0]) for each in rule.elements if each.otherwise or _is_required(each, rule)}
    for element in _elements_of(rule):
        for path in _parents_needs(element.path):
            if path not in own:
                return None
            found.add(own[path])
        if any(step.index for step in element.path.steps):
            return None  # the second item of a list is the first one where that is missing
    return sorted(found)


def _is_required(element: BoundElement, rule: BoundRule) -> bool:
    number = element.cells[0][0]
    return rule.place.segment.elements[number - 1].required


def _parents_needs(path: Path) -> Iterator[str]:
    """The paths without which an object that the path leads through isn't made."""
    for count in range(1, len(path.steps)):
        cls = path.steps[count - 1].field.type
        for name, known in known_fields(cls).items():
            if known.default is MISSING and name != path.steps[count - 1].key:
                yield ".".join([*(_shown(each) for each in path.steps[:count]), name])


def _shown(step: Step) -> str:
    if step.index is not None:
        return f"{step.field.name}[{step.index}]"
    return f"{step.field.name}[{step.key}={step.value}]" if step.key else step.field.name


def _is_plain_text(element: BoundElement) -> bool:
    """Whether an element is nothing but a text of some length."""
    simple = not element.beside and not element.constant and not element.length and len(element.cells) == 1
    text = element.codec is TEXT and element.path.type is str and _is_text(element.grammar.type)
    return simple and text and element.grammar.codes is None


def _is_text(kind: str) -> bool:
    return kind in ("AN", "ID", "an", "a")


def _tried(element: BoundElement, layout: Layout) -> Test:
    """A test that reads and writes the element's texts, once for each that there are."""
    own = [layout.cell(each) for each in element.cells] + ([layout.cell(element.beside)] if element.beside else [])
    trial = _trial(element, layout)
    key_of, seen = itemgetter(*own), dict[Any, bool]()

    def test(cells: list[str]) -> bool:
        key = key_of(cells)
        found = seen.get(key)
        if found is None:
            if len(seen) >= _MOST_SEEN:
                seen.clear()
            found = seen[key] = trial(cells, own)
        return found

    return test


@cache
def _holder(kind: type) -> type:
    """A class for an element's value alone, since the document's may ask for more than that element."""
    return make_dataclass("Holder", [("value", kind | None, None)], frozen=True, slots=True)


def _trial(element: BoundElement, layout: Layout) -> Callable[[list[str], list[int]], bool]:
    """What reads the element's cells and writes them again, by the very closures that do it in earnest."""
    holder = _holder(element.path.type)
    alone = replace(element, path=resolved(holder, "value"))
    shape = Shape(holder)
    read, write = reader_of(alone, layout, shape), writer_of(alone, layout)
    shape.finish()
    own_currency = element.path.type is Amount and element.beside is not None

    def comes_back(cells: list[str], own: list[int]) -> bool:
        if own_currency and cells[own[-1]]:
            return False  # whether it is written depends on the document
        given, out = [""] * layout.cells, [""] * layout.cells
        for cell in own:
            given[cell] = cells[cell]
        reading, writing, frame = ReadState(Loop.begun(0, 1, "-"), "", ""), WriteState(""), shape.frame()
        read(given, frame, reading)
        write(shape.build(frame), out, writing)
        return out == given and not reading.findings and not writing.remarks

    return comes_back


def _pairs_test(pairs: BoundPairs, layout: Layout) -> Test | None:
    """Whether pairs are in the order in which they are written, each by its preferred code."""
    rows = [(layout.cell(code), layout.cell(value)) for code, value in pairs.cells]
    behind = [itemgetter(0, *(cell for row in rows[number:] for cell in row)) for number in range(len(rows))]
    ranks: dict[str, tuple[int, str, int, int, int]] = {}
    for rank, (codes, element) in enumerate(pairs.by.items()):
        if element.beside or not _is_pairable(element):
            return None
        lengths = [each.length for each in pairs.by.values() if each.path.text == element.path.text]
        if len(lengths) > 1 and (0 in lengths or len(set(lengths)) < len(lengths)):
            return None
        shortest, longest = element.length or element.grammar.min, element.length or element.grammar.max
        ranks[codes.split("|")[0]] = (rank, element.path.text, shortest, longest, element.grammar.max)

    def test(cells: list[str]) -> bool:
        last, before = -1, ""
        for number, (code_cell, value_cell) in enumerate(rows):
            code, value = cells[code_cell], cells[value_cell]
            if not code:
                return not any(behind[number](cells)[1:])
            rank, path, shortest, longest, most = ranks.get(code, _UNKNOWN)
            if rank <= last or path == before or not shortest <= len(value) <= longest or len(value) > most:
                return False
            last, before = rank, path
        return True

    return test


def _is_pairable(element: BoundElement) -> bool:
    plain = element.path.type is str or element.path.type in CODED
    return plain and element.codec is TEXT and _is_text(element.grammar.type) and element.grammar.codes is None


def _notes_test(act: "Act", layout: Layout) -> Test:
    """Whether the standard lets the elements stand together that do: told once for each pattern that there is."""
    size, seen = layout.cells, dict[tuple[bool, ...], bool]()

    def test(cells: list[str]) -> bool:
        pattern = tuple(map(bool, cells[:size]))
        found = seen.get(pattern)
        if found is None:
            if len(seen) >= _MOST_SEEN:
                seen.clear()
            tidied = cells[:size]
            found = seen[pattern] = act.tidy(tidied) and tidied == cells[:size]
        return found

    return test


def settle(act: "Act") -> None:
    """Decide whether items of a list can be proved, and take the proofs of rules that share what they read."""
    assert act.shape is not None
    frame = [(act, 0), *_frame_of(act.level, 1)]
    act.provable = not act.shape.implied and not any(
        each.numbered is not None or each.rule.only == "write" for each, _ in frame
    )
    for number, (one, level) in enumerate(frame):
        for other, other_level in frame[number + 1 :]:
            if level == other_level and _parts_of_one(one.rule, other.rule):
                one.clash |= other.bit
                other.clash |= one.bit
            elif any(_overlap(mine, theirs) for mine in _touched(one.rule) for theirs in _touched(other.rule)):
                one.proof = other.proof = None


def _frame_of(level: "Level | None", depth: int) -> Iterator[tuple["Act", int]]:
    """All rules that read into one frame, and a number for the level of each."""
    if level is None:
        return
    own = {id(each): each for station in (*level.segments.values(), *level.loops.values()) for each in station.acts}
    own |= {id(each): each for each in level.acts}
    for each in own.values():
        yield each, id(level)
        if each.shape is None:
            yield from _frame_of(each.level, depth + 1)


def _touched(rule: BoundRule) -> list[tuple[Step, ...]]:
    if rule.each is not None and rule.each.steps:
        return [rule.each.steps]
    return [each.path.steps for each in _elements_of(rule)] + [each.path.steps for each in rule.conditions]


def _parts_of_one(one: BoundRule, other: BoundRule) -> bool:
    """Whether two rules read nothing but parts of the same period."""
    parts = {each.path.text if each.part else "" for each in (*_elements_of(one), *_elements_of(other))}
    return len(parts) == 1 and "" not in parts and not one.each and not other.each


def _overlap(one: tuple[Step, ...], other: tuple[Step, ...]) -> bool:
    return all(
        mine.field.name == theirs.field.name and (mine.pick == theirs.pick or mine.pick is None or theirs.pick is None)
        for mine, theirs in zip(one, other, strict=False)
    )
