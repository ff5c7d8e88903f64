"""Mapping files put together: what a mapping extends, its patches, its code tables; checked against the schema."""

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.findings import Finding
from app.formats.lens.bound import rule_name
from app.formats.lens.codes import Table, faults_of, patched, table_of
from app.formats.lens.faults import BrokenMapping, fault
from app.formats.lens.written import Written, load_written

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

MAPPINGS = Path(__file__).resolve().parents[3] / "edi_mappings"
SCHEMA = Path(__file__).resolve().parents[3] / "schemas" / "mapping.schema.json"
_GONE = ""
"""What a patch says of a word or an element that shall not be there any more."""
_OWN = ("standard", "versions", "message", "document", "defaults")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A mapping with everything that it extends."""

    name: str
    standard: str
    versions: tuple[str, ...]
    message: str
    document: Any
    rules: list[Written]
    tables: Mapping[str, Table]
    defaults: Written
    require: tuple[tuple[str, Written], ...]


def assembled(name: str, folder: Path = MAPPINGS, above: tuple[str, ...] = ()) -> Assembled:
    """The mapping `x12/850` or `partners/acme/850`; raises BrokenMapping with everything that is wrong.

    `above` are the mappings that extend it, and mustn't be extended by it.
    """
    written = _checked(name, folder)
    tables = dict(tables_of(folder))
    faults = list(_idle(name, written))
    if "extends" in written:
        base = _base(written, folder, (*above, name))
        rules = copy.deepcopy(base.rules)
        tables = dict(base.tables)
        faults.extend(_patch(rules, written.get("patch", [])))
        faults.extend(_faults_in({"extends": "x/x", "rules": rules}, written))
    else:
        base, rules = None, written["rules"]
    faults.extend(_add_codes(tables, written, rules))
    if faults:
        raise BrokenMapping(faults)
    own = {word: written.get(word, getattr(base, word, None)) for word in _OWN}
    defaults = Written({**(base.defaults if base else {}), **written.get("defaults", {})})
    defaults.file, defaults.line = written.file, getattr(written.get("defaults"), "line", written.line)
    require = (*(base.require if base else ()), *((each, written) for each in written.get("require", [])))
    return Assembled(
        name,
        own["standard"] or "",
        tuple(own["versions"] or ()),
        own["message"] or "",
        own["document"],
        rules,
        tables,
        defaults,
        require,
    )


def _idle(name: str, written: Written) -> Iterator[Finding]:
    """What would be passed over in silence: words that mean nothing there, and an overlay that is never looked for."""
    word = "rules" if "extends" in written else "patch"
    if word in written:
        yield fault("lens.idle_word", written.file, written.line, word=word)
    base = str(written.get("extends", name))
    if name.startswith("partners/") and name.rpartition("/")[2] != base.rpartition("/")[2]:
        yield fault("lens.idle_overlay", written.file, written.line, base=base, name=base.rpartition("/")[2])


def _base(written: Written, folder: Path, above: tuple[str, ...]) -> Assembled:
    name = str(written["extends"])
    if name in above:
        raise BrokenMapping([fault("lens.extends_itself", written.file, written.line, base=name)])
    if not (folder / f"{name}.yaml").is_file():
        raise BrokenMapping([fault("lens.no_base", written.file, written.line, base=name)])
    return assembled(name, folder, above)


def _checked(name: str, folder: Path) -> Written:
    """A mapping file as it is written, if the schema has nothing against it."""
    file = f"{name}.yaml"
    written = load_written(folder / file, file)
    whole = written if isinstance(written, Written) else Written()
    whole.file = file  # an empty file, or a list, doesn't know its name
    faults = list(_faults_in(written, whole))
    if faults:
        raise BrokenMapping(faults)
    assert isinstance(written, Written)
    return written


def _faults_in(written: Any, whole: Written) -> Iterator[Finding]:
    """What the schema has against a file, or against the rules that came of its patches."""
    for line, rule, problem in sorted(set(_against_schema(written))):
        yield fault("lens.schema", whole.file, line, rule=rule, problem=problem)


@cache
def _validator() -> "Draft202012Validator":
    from jsonschema import Draft202012Validator  # late: most commands read no mapping

    return Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))


def _against_schema(written: Any) -> Iterator[tuple[int, str, str]]:
    for error in _validator().iter_errors(written):
        node, line, rule = written, getattr(written, "line", 1), ""
        for step in error.absolute_path:
            node = node[step]
            if isinstance(node, Written):
                line = node.line
                rule = rule_name(node) if "seg" in node else rule
        where = "/".join(str(each) for each in error.absolute_path)
        yield line, rule or where or "file", error.message


@cache
def tables_of(folder: Path = MAPPINGS) -> Mapping[str, Table]:
    """All code tables of the folder, by name; raises BrokenMapping."""
    tables: dict[str, Table] = {}
    faults: list[Finding] = []
    for path in sorted((folder / "codes").glob("*.yaml")):
        file = f"codes/{path.name}"
        written = load_written(path, file)
        faults.extend(faults_of(path.stem, written, file, written.line))
        tables[path.stem] = table_of(path.stem, written)
    if faults:
        raise BrokenMapping(faults)
    return tables


def _add_codes(tables: dict[str, Table], written: Written, rules: list[Written]) -> Iterator[Finding]:
    for name, codes in written.get("codes", {}).items():
        if name in tables and any(isinstance(each, dict) for each in codes.values()):
            yield fault("lens.not_pairs", written.file, codes.line, table=name)
        elif name in tables:
            tables[name] = patched(tables[name], codes)
        elif not _mentions(rules, name):
            yield fault("lens.no_table", written.file, codes.line, rule="codes", table=name)
        else:
            yield from faults_of(name, codes, written.file, codes.line)
            tables[name] = table_of(name, codes)


def _mentions(written: Any, name: str) -> bool:
    """Whether rules have the name of a code table somewhere."""
    if isinstance(written, dict | list):
        return any(_mentions(each, name) for each in (written.values() if isinstance(written, dict) else written))
    return bool(written == name)


def _patch(rules: list[Written], patches: list[Written]) -> Iterator[Finding]:
    for patch in patches:
        if not _patched(rules, patch):
            wanted = patch.get("at", patch.get("in", ""))
            yield fault("lens.no_rule_to_patch", patch.file, patch.line, rule=wanted)


def _patched(rules: list[Written], patch: Written) -> bool:
    if "add" in patch:
        return _add(rules, patch)
    found = _selected(rules, str(patch["at"]))
    if found is None:
        return False
    siblings, rule = found
    index = next(number for number, each in enumerate(siblings) if each is rule)
    if patch.get("drop"):
        del siblings[index]
    elif "replace" in patch:
        siblings[index] = patch["replace"]
    else:
        _merge(rule, patch["set"])
        rule.file, rule.line = patch.file, patch.line  # where to look for what is wrong with it now
    return True


def _add(rules: list[Written], patch: Written) -> bool:
    target = rules
    if "in" in patch:
        found = _selected(rules, str(patch["in"]))
        if found is None:
            return False
        target = found[1].setdefault("rules", [])
    # before the others: what a partner says more exactly mustn't be taken by a general rule
    target.insert(0, patch["add"])
    return True


def _merge(rule: Written, changes: Mapping[str, Any]) -> None:
    for word, value in changes.items():
        if isinstance(value, dict) and isinstance(rule.get(word), dict):
            rule[word] = {name: each for name, each in {**rule[word], **value}.items() if each != _GONE}
        elif value == _GONE:
            rule.pop(word, None)
        else:
            rule[word] = value


def _selected(rules: list[Written], wanted: str) -> tuple[list[Written], Written] | None:
    """The rule that `PO1/REF[1=DP]` names, and the list that it is in."""
    first, _, rest = wanted.partition("/")
    for each in rules:
        if rule_name(each) == first or (rest and each["seg"] == first):
            if not rest:
                return rules, each
            found = _selected(each.get("rules", []), rest)
            if found:
                return found
    return None
