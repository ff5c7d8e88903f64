"""Rules bound to a message's grammar and a document's class: here everything that can be wrong with one is found."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.domain.documents import DOCUMENTS, Document, DocumentType
from app.domain.documents.base import Period
from app.domain.findings import Finding
from app.domain.identifiers import Code, Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.formats.edi.grammar import Element, LoopRule, Message, Place, Segment
from app.formats.lens.bound import (
    At,
    BoundElement,
    BoundPairs,
    BoundRow,
    BoundRule,
    Calc,
    Condition,
    Guard,
    Scope,
    Wanted,
    rule_name,
)
from app.formats.lens.codecs import Codec, table_codec
from app.formats.lens.codes import Table, table_of
from app.formats.lens.faults import fault
from app.formats.lens.fitting import codec_for
from app.formats.lens.implied import Formula
from app.formats.lens.likeness import Likeness
from app.formats.lens.parts import parts_of
from app.formats.lens.paths import NoSuchPath, Path, head_of, joined, resolved
from app.formats.lens.places import Part, element_at, numbers, pairs_in, part_of
from app.formats.lens.written import Written

_VALUES = (str, bool, int, date, time, Decimal, Amount, Quantity, Identifier, Code)
DOCUMENTS_OWN = "//"
"""How a path begins that starts at the document, whatever list it stands in."""

PLACELESS = frozenset(("lens.no_segment", "lens.no_loop", "lens.no_element", "lens.type", "lens.formula"))
"""What a rule has against it that only lacks its place in a message."""


@dataclass(slots=True)
class Binding:
    """One mapping being bound for one version of its message, and one type of document.

    With a `likeness` the message is of another directory than the mapping was written for. What has no place there is
    left out: an element with its unit or scheme; a rule with everything in it, since without one of its guards it would
    take what isn't meant.
    """

    message: Message
    tables: Mapping[str, Table]
    likeness: Likeness | None = None
    faults: list[Finding] = field(default_factory=list)

    @property
    def version(self) -> str:
        """The version that the mapping is written for."""
        return self.likeness.model.version if self.likeness else self.message.version

    def rules(self, written: list[Written], cls: type[Document], own: bool = False) -> list[BoundRule]:
        """All rules of the message, or only those that name the type; what is wrong is in `faults`."""
        kind = str(cls.type)
        written = [each for each in written if "for" in each] if own else written
        return list(self._rules(written, Scope(self.message.root, cls, "", kind)))

    def _rules(self, written: list[Written], level: Scope) -> Iterator[BoundRule]:
        for each in written:
            if self.version not in each.get("versions", (self.version,)):
                continue
            types = each.get("for", level.document)
            if level.document in (types if isinstance(types, list) else [types]):
                bound = self._rule(each, level)
                if bound:
                    yield bound

    def _rule(self, written: Written, level: Scope) -> BoundRule | None:
        found, faults = self._part(level.loop, written), len(self.faults)
        if found is None:
            self._fault(written, "lens.no_segment", segment=written["seg"], loop=level.loop.name)
            return None
        loop = found if isinstance(found, LoopRule) else None
        place = found.first if isinstance(found, LoopRule) else found
        rule = BoundRule(written=written, place=place, loop=loop)
        rule.only, rule.always = written.get("only", ""), bool(written.get("always"))
        rule.again, rule.wins, rule.tree = bool(written.get("again")), bool(written.get("wins")), written.get("tree")
        inner = self._inner(rule, level)
        if inner is None:
            return None
        self._fill(rule, inner, level)
        if self.likeness and len(self.faults) > faults:
            return None
        rule.elements = list(self._elements(rule, inner))
        rule.parts = parts_of(written, lambda text: self._path(written, inner, text))
        if "rules" in written:
            if loop is None:
                self._fault(written, "lens.no_loop", segment=place.tag)
                return None
            rule.children = list(self._rules(written["rules"], inner))
        # a list's items can't be made of a rule that reads nothing any more
        return None if self.likeness and written.wants and not rule.says else rule

    def _part(self, loop: LoopRule, written: Written) -> Part | None:
        """The part of a loop that a rule is for."""
        if self.likeness is None:
            return part_of(loop, written)
        model = part_of(self.likeness.model_of(loop), written)
        return self.likeness.other_of(model) if model else None

    def _inner(self, rule: BoundRule, level: Scope) -> Scope | None:
        """The level within a rule: the list's item, or the same object further down."""
        written = rule.written
        loop = rule.loop or level.loop
        if "group" in written:
            return self._group(rule, level, loop)
        if "each" in written and written["each"] == level.group:
            return self._grouped(rule, level, loop)
        if "each" not in written:
            return Scope(loop, level.cls, joined(level.prefix, written.get("at", "")), level.document, level.group)
        rule.far = written["each"].startswith(DOCUMENTS_OWN)
        outer = Scope(loop, DOCUMENTS[DocumentType(level.document)], "", level.document) if rule.far else level
        path = self._path(written, outer, written["each"].removeprefix(DOCUMENTS_OWN))
        if path is None:
            return None
        if rule.far and (rule.only != "read" or rule.loop):
            self._fault(written, "lens.only_read", path=written["each"])
        if not path.many:
            self._fault(written, "lens.not_a_list", path=path.text)
            return None
        rule.each, rule.item = path, path.type
        within = Scope(loop, path.type, written.get("at", ""), level.document)
        if "numbered" in written:
            rule.numbered = self._path(written, within, written["numbered"])
        return within

    def _group(self, rule: BoundRule, level: Scope, loop: LoopRule) -> Scope | None:
        """The level within a rule that stands for items with something in common: at any one of them."""
        written = rule.written
        path = self._path(written, level, written["group"])
        if path is None or not path.many:
            return None
        rule.each, rule.item = path, path.type
        inner = Scope(loop, path.type, "", level.document, written["group"])
        common = [self._path(written, inner, each) for each in written.get("by", [])]
        rule.group = tuple(each for each in common if each)
        rule.sole = self._path(written, level, written["sole"]) if "sole" in written else None
        return inner

    def _grouped(self, rule: BoundRule, level: Scope, loop: LoopRule) -> Scope:
        """The level within a rule for the items of a group."""
        rule.each, rule.item = Path(level.group, (), level.cls, True), level.cls
        within = Scope(loop, level.cls, rule.written.get("at", ""), level.document)
        if "numbered" in rule.written:
            rule.numbered = self._path(rule.written, within, rule.written["numbered"])
        return within

    def _fill(self, rule: BoundRule, inner: Scope, outer: Scope) -> None:
        written = rule.written
        self._constants(rule)
        if "pairs" in written:
            rule.pairs = self._pairs(rule, inner, written["pairs"])
        if "row" in written:
            rule.row = BoundRow(tuple(self._rows(rule, written["row"])))
        for path_text, formula_text in written.get("implied", {}).items():
            path, formula = self._path(written, outer, path_text), self._formula(written, outer, formula_text)
            if path and formula:
                rule.implied.append((path, formula))
        for path_text, value in written.get("when", {}).items():
            path = self._path(written, inner, path_text)
            if path:
                rule.conditions.append(Condition(path, value))
        calcs = (self._calc(rule, outer, text, formula) for text, formula in written.get("calc", {}).items())
        rule.calcs.extend(each for each in calcs if each)

    def _elements(self, rule: BoundRule, level: Scope) -> Iterator[BoundElement]:
        before: list[BoundElement] = []
        for text, value in rule.written.get("el", {}).items():
            faults = len(self.faults)
            element = self._element(rule, level, text, value)
            if element and isinstance(value, dict) and "basis" in value:
                element = element.basis_of(before)
                if element.price is None or element.beside_codec is None:
                    self._fault(rule.written, "lens.not_a_value", path=element.path.text)
                    continue
            if element and not (self.likeness and len(self.faults) > faults):
                before.append(element)
                yield element

    def _constants(self, rule: BoundRule) -> None:
        written, segment = rule.written, rule.place.segment
        for word, guards in (("if", rule.guards), ("unless", rule.unless)):
            for text, value in written.get(word, {}).items():
                at = self._at(written, segment, text)
                if at:
                    guards.append(self._guard(written, at, value))
        puts = {self._at(written, segment, text): value for text, value in written.get("put", {}).items()}
        rule.puts.update({at: value for at, value in puts.items() if at})

    def _guard(self, written: Written, at: At, value: Any) -> Guard:
        if isinstance(value, dict):
            table = self._table(written, value.get("code", ""))
            return Guard(at, tuple(table.to_domain) if table else (), written=False)
        return Guard(at, tuple(value) if isinstance(value, list) else (value,))

    def _element(self, rule: BoundRule, level: Scope, text: str, value: Any) -> BoundElement | None:
        spec: Mapping[str, Any] = value if isinstance(value, dict) else {"p": value}
        cells = self._cells(rule.written, rule.place.segment, text)
        path = self._path(rule.written, level, spec["p"])
        if not cells or path is None:
            return None
        grammar = element_at(rule.place.segment, cells[0])
        assert grammar is not None
        return self._bound_element(rule, Wanted(cells, grammar, path, spec), level)

    def _bound_element(self, rule: BoundRule, wanted: Wanted, level: Scope) -> BoundElement | None:
        written, spec, path = rule.written, wanted.spec, wanted.path
        codec, beside_codec = self._codecs(written, wanted)
        if codec is None:
            return None
        beside_text = spec.get("with", spec.get("format", spec.get("zone")))
        beside = self._at(written, rule.place.segment, beside_text) if beside_text else None
        time_path = self._path(written, level, spec["time"]) if "time" in spec else None
        return BoundElement(
            cells=wanted.cells,
            grammar=wanted.grammar,
            path=path,
            codec=codec,
            beside=beside,
            beside_codec=beside_codec,
            beside_grammar=element_at(rule.place.segment, beside) if beside else None,
            constant=spec.get("as", ""),
            part=spec.get("part", ""),
            time=time_path,
            length=int(spec.get("len", 0)),
            not_length=int(spec.get("not_len", 0)),
            otherwise=spec.get("else", ""),
            join=spec.get("join", "\n"),
            instead=self._path(written, level, spec["or"]) if "or" in spec else None,
            implied=self._formula(written, level, spec["implied"]) if "implied" in spec else None,
            echo=bool(spec.get("echo")),
            unless=self._path(written, level, spec["echo"]) if isinstance(spec.get("echo"), str) else None,
            apart=self._path(written, level, spec["apart"]) if "apart" in spec else None,
        )

    def _formula(self, written: Written, level: Scope, text: str) -> Formula | None:
        """`quantity * price.amount / price.base_quantity + allowances_charges`, or `sum(taxes[0].subtotals.tax)`."""
        found = re.fullmatch(r"sum\((.+)\.([a-z_]+)\)", text)
        terms = [[found[1]]] if found else [re.split(r" [*/] ", each) for each in text.split(" + ")]
        paths = [[self._path(written, level, each) for each in term] for term in terms]
        if not all(path for term in paths for path in term):
            return None
        whole = tuple(tuple(path for path in term if path) for term in paths)
        if found is None:
            return Formula(whole, over=frozenset(joined(level.prefix, each) for each in re.findall(r" / (\S+)", text)))
        field = self._path(written, Scope(level.loop, whole[0][0].type, "", level.document), found[2])
        return Formula(whole, field) if field else None

    def _codecs(self, written: Written, wanted: Wanted) -> tuple[Codec | None, Codec | None]:
        """The codec of the value, and that of what stands beside it."""
        spec, path = wanted.spec, wanted.path
        if (path.type not in _VALUES and not (path.type is Period and "part" in spec)) or path.many:
            self._fault(written, "lens.not_a_value", path=path.text)
            return None, None
        table = self._table_codec(written, spec["code"]) if "code" in spec else None
        if "basis" in spec and path.type is Quantity:
            return self._table_codec(written, spec["basis"]), table
        named = spec.get("t", "")
        if table and path.type in (str, bool, int):
            return table, None
        codec = codec_for(named, path.type, wanted.grammar)
        if codec is None:
            self._fault(written, "lens.type", path=path.text, type=named or wanted.grammar.type)
            return None, None
        if "zone" in spec:
            table = self._table_codec(written, spec.get("code", "zones"))
        return codec, table

    def _table_codec(self, written: Written, name: Any) -> Codec | None:
        table = self._table(written, name)
        return table_codec(table) if table else None

    def _table(self, written: Written, name: Any) -> Table | None:
        if isinstance(name, dict):
            # it is told by its codes: it is written where it is used, and has no name
            return table_of(", ".join(name), name)
        if name not in self.tables:
            self._fault(written, "lens.no_table", table=name)
            return None
        return self.tables[name]

    def _pairs(self, rule: BoundRule, level: Scope, spec: Mapping[str, Any]) -> BoundPairs | None:
        segment, rows = rule.place.segment, self._rows(rule, spec)
        if not rows:
            return None
        by: dict[str, BoundElement] = {}
        for code, target in spec["by"].items():
            element = self._pair_element(rule, level, rows[0][1], target)
            if element:
                by[self._allowed_first(code, element_at(segment, rows[0][0]))] = element
        return BoundPairs(tuple(rows), by)

    def _rows(self, rule: BoundRule, spec: Mapping[str, Any]) -> list[tuple[At, At]]:
        """The places of two things that belong together, again and again; none where one has no place."""
        segment = rule.place.segment
        wanted = pairs_in(spec, self.likeness.width(segment) if self.likeness else len(segment.elements))
        found = [(self._place(segment, one), self._place(segment, other)) for one, other in wanted]
        rows = [(one, other) for one, other in found if one and other]
        if len(rows) < len(wanted):
            element = f"{wanted[0][0][0]}-{wanted[-1][0][0]}"
            self._fault(rule.written, "lens.no_element", segment=segment.tag, element=element)
            return []
        return rows

    def _allowed_first(self, codes: str, qualifier: Element | None) -> str:
        """`SRV|EN` in the order to be written: in another directory than the mapping's, codes that it has are first."""
        if self.likeness is None or qualifier is None or qualifier.codes is None:
            return codes
        known = qualifier.codes
        return "|".join(sorted(codes.split("|"), key=lambda each: each not in known))

    def _pair_element(self, rule: BoundRule, level: Scope, at: At, value: Any) -> BoundElement | None:
        spec: Mapping[str, Any] = value if isinstance(value, dict) else {"p": value}
        path = self._path(rule.written, level, spec["p"])
        grammar = element_at(rule.place.segment, at)
        if path is None or grammar is None:
            return None
        return self._bound_element(rule, Wanted((at,), grammar, path, spec), level)

    def _calc(self, rule: BoundRule, level: Scope, text: str, formula: str) -> Calc | None:
        at = self._at(rule.written, rule.place.segment, text)
        found = re.fullmatch(r"(count|sum)\(([^)]+)\)", formula)
        if at is None:
            return None
        if not found:
            self._fault(rule.written, "lens.formula", formula=formula)
            return None
        steps: list[Path] = []
        cls, rest = level.cls, joined(level.prefix, found[2])
        while rest:
            head, rest = head_of(cls, rest)
            path = self._path(rule.written, Scope(level.loop, cls, "", level.document), head)
            if path is None:
                return None
            steps.append(path)
            cls = path.type
        element = element_at(rule.place.segment, at)
        assert element is not None
        return Calc(at, found[1], tuple(steps), element)

    def _path(self, written: Written, level: Scope, text: str) -> Path | None:
        try:
            return resolved(level.cls, joined(level.prefix, text))
        except NoSuchPath:
            self._fault(written, "lens.no_path", path=joined(level.prefix, text), type=level.cls.__name__)
            return None

    def _cells(self, written: Written, segment: Segment, text: str) -> tuple[At, ...]:
        first, _, last = text.partition("-")
        (element, component), (last_element, last_component) = numbers(first), numbers(last or first)
        if component:
            wanted = [(element, number) for number in range(component, last_component + 1)]
        else:
            wanted = [(number, 0) for number in range(element, last_element + 1)]
        cells = [at for each in wanted if (at := self._place(segment, each))]
        if not wanted or len(cells) < len(wanted):
            self._fault(written, "lens.no_element", segment=segment.tag, element=text)
            return ()
        return tuple(cells)

    def _at(self, written: Written, segment: Segment, text: str) -> At | None:
        at = self.place(segment, str(text))
        if at is None:
            self._fault(written, "lens.no_element", segment=segment.tag, element=text)
        return at

    def heading(self, tag: str) -> Place | None:
        """The place of a segment in the message itself, outside its loops."""
        model = self.likeness.model if self.likeness else self.message
        found = next((each for each in model.root.parts if isinstance(each, Place) and each.tag == tag), None)
        part = self.likeness.other_of(found) if self.likeness and found else found
        return part if isinstance(part, Place) else None

    def place(self, segment: Segment, text: str) -> At | None:
        """Where in a segment the element is that a mapping calls `3` or `3.1`; None where there is none."""
        return self._place(segment, numbers(text))

    def _place(self, segment: Segment, at: At) -> At | None:
        if self.likeness:
            return self.likeness.found(segment, at)
        return at if element_at(segment, at) else None

    def _fault(self, written: Written, code: str, **params: object) -> None:
        self.faults.append(fault(code, written.file, written.line, rule=rule_name(written), **params))
