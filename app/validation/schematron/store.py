"""The installed sets of rules: what they were made from, and the Python that they were compiled to.

A folder a set: its record names the two files beside it that count, the source as it was read (an archive) and the
compiled module, both by their digests. The source is kept so that a newer compiler can compile it anew, and so that
sets can be compared. The module's bytecode is there too, to load it quickly; all else is left over and means nothing.
"""

import re
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import CodeType
from typing import Protocol

from app.domain.clock import iso
from app.domain.findings import Finding
from app.errors import Refused
from app.safe.tree import Tree
from app.validation.learned_form import Asking
from app.validation.schematron import bytecode, trusted_files
from app.validation.schematron.compiling import CompiledRules, compile_schema, compiler_version
from app.validation.schematron.loading import ALL_PHASES, load_schema
from app.validation.schematron.model import Schema
from app.validation.schematron.records import RECORD, InstalledSet, Records
from app.validation.schematron.sources import Source, from_archive, packed

BUILT_IN = ("en16931", "en16931-ubl", "en16931-cii", "peppol-billing")
"""The sets that this program has itself: a test holds this equal to `app.validation.rulesets.BUILT_IN`."""

_TAKEN = {*BUILT_IN, "auto", "countersign-business"}

_NAME = re.compile(r"[a-z0-9][a-z0-9.\-]{0,63}")
_MODULE, _SOURCE = ".py", ".zip"


@dataclass(frozen=True, slots=True)
class NewSet:
    """What to install, and how.

    Attributes:
        sha256: the digest of the file or archive as it came.
        specifications: the CustomizationIDs whose documents it is for; without any it judges only when it is named.
    """

    name: str
    source: Source
    origin: str
    sha256: str
    phase: str = ALL_PHASES
    specifications: tuple[str, ...] = ()


class Judged(Protocol):
    """What is judged; one that isn't XML has no tree, and no Schematron can say anything of it."""

    @property
    def tree(self) -> Tree | None:
        """The document's elements."""


def check_name(name: str) -> None:
    """Raise Refused where no set may be called so."""
    if name in _TAKEN:
        raise Refused("rulesets.built_in", name=name)
    if not _NAME.fullmatch(name):
        raise Refused("rulesets.name", name=name[:100])


def count_asserts(schema: Schema) -> int:
    """How many assertions and reports it has."""
    return sum(len(rule.asserts) for pattern in schema.patterns for rule in pattern.rules)


class RulesStore:
    """The sets in `folder`. Any number of threads and processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._records = Records(folder)
        self._loaded: dict[str, tuple[tuple[str, str, str], CompiledRules]] = {}
        self._loading = threading.Lock()

    def __iter__(self) -> Iterator[str]:
        return iter(self._records.all())

    def __contains__(self, name: object) -> bool:
        return name in self._records.all()

    def install(self, new: NewSet, now: datetime) -> InstalledSet:
        """Compile a Schematron and keep it, in place of what had the name before.

        Raises:
            Refused: it can't be read, isn't supported or can't be compiled; nothing is changed then.
        """
        check_name(new.name)
        schema = load_schema(new.source, new.phase)
        code = compile_schema(schema).encode()
        made = bytecode.made(code.decode(), new.name)
        CompiledRules.load(made, new.name)
        kept = packed(new.source.files)
        record = InstalledSet(
            name=new.name,
            title=schema.title,
            origin=new.origin,
            sha256=new.sha256,
            phase=new.phase,
            main=new.source.main,
            source=trusted_files.digest(kept),
            compiled=trusted_files.digest(code),
            compiler=compiler_version(),
            asserts=count_asserts(schema),
            specifications=new.specifications,
            installed_at=iso(now),
        )
        trusted_files.make_folder(self.folder)
        trusted_files.check_folder(self.folder)
        with trusted_files.only_writer(self.folder):
            self._keep(record, {_MODULE: code, _SOURCE: kept, bytecode.ENDING: bytecode.packed(made)})
        return record

    def record(self, name: str) -> InstalledSet:
        """What is on record of a set; raises Refused (`rulesets.unknown`, `.exposed`, `.spoilt`)."""
        return self._records.get(name)

    def names_for(self, customization: str, /) -> list[str]:
        """The sets for documents with that CustomizationID; raises Refused where a record can't be used."""
        return [name for name in self if self.record(name).is_for(customization)]

    def load(self, name: str) -> CompiledRules:
        """A set's rules, ready to judge; compiled anew where that was done by another compiler.

        Raises:
            Refused: there is no such set, or its files are not those that were installed.
        """
        rules = self._at_hand(name)
        if rules is None:
            with self._loading:
                rules = self._at_hand(name) or self._read(name)
        return rules

    def judge(self, name: str, subject: Judged, limit: int, /) -> list[Finding]:
        """What a set finds in a document, at most `limit` findings; raises Refused as `load` does."""
        return [] if subject.tree is None else self.load(name).judge(subject.tree, limit)

    def asking(self, name: str, /) -> Asking | None:
        """What a set asks of a document, in parts (see `CompiledRules.asked`); None where that can't be had.

        Raises Refused as `load` does.
        """
        rules = self.load(name)
        return None if rules.asks_for_the_time else rules.asked

    def schema(self, name: str) -> Schema:
        """A set's rules as they were published, from the kept source; raises Refused."""
        return self._schema(self.record(name))

    def remove(self, name: str) -> None:
        """Forget a set; raises Refused where there is none."""
        check_name(name)
        if name not in self:
            raise Refused("rulesets.unknown", name=name[:100])
        with trusted_files.only_writer(self.folder):
            self._records.drop(name)
            shutil.rmtree(self.folder / name, ignore_errors=True)
        self._loaded.pop(name, None)

    def _at_hand(self, name: str) -> CompiledRules | None:
        """The rules as loaded before, where they are still those on record."""
        record = self.record(name)
        rules, loaded = self._loaded.get(name, (None, None))
        return loaded if rules == record.rules else None

    def _read(self, name: str) -> CompiledRules:
        record = self.record(name)
        try:
            code = self._code(record)
        except FileNotFoundError:  # replaced between the two readings
            record = self.record(name)
            code = self._code(record)
        loaded = CompiledRules.load(self._bytecode(record, code), name)
        self._loaded[name] = (record.rules, loaded)
        return loaded

    def _code(self, record: InstalledSet) -> bytes:
        """A set's module by the present compiler; raises FileNotFoundError where the record is out of date."""
        if record.compiler == compiler_version():
            return self._content(record, _MODULE)
        code = compile_schema(self._schema(record)).encode()
        with suppress(PermissionError):  # a server that may only read compiles for itself
            self._keep_anew(record, code)
        return code

    def _keep_anew(self, old: InstalledSet, code: bytes) -> None:
        kept = self._content(old, _SOURCE)
        record = replace(old, compiled=trusted_files.digest(code), compiler=compiler_version())
        with trusted_files.only_writer(self.folder):
            if self.record(old.name) == old:  # else somebody has installed another one meanwhile
                self._keep(record, {_MODULE: code, _SOURCE: kept})

    def _bytecode(self, record: InstalledSet, code: bytes) -> CodeType:
        """What Python makes of a module: made by one load, and there for the next ones."""
        file = self._file(replace(record, compiled=trusted_files.digest(code)), bytecode.ENDING)
        with suppress(FileNotFoundError):
            if found := bytecode.unpacked(trusted_files.read(file)):
                return found
        made = bytecode.made(code.decode(), record.name)
        with suppress(FileNotFoundError, PermissionError):  # removed meanwhile; a server that may only read
            trusted_files.write(file, bytecode.packed(made))
        return made

    def _schema(self, record: InstalledSet) -> Schema:
        kept = self._content(record, _SOURCE)
        return load_schema(from_archive(record.name, kept, record.main), record.phase)

    def _content(self, record: InstalledSet, ending: str) -> bytes:
        file = self._file(record, ending)
        content = trusted_files.read(file)
        if trusted_files.digest(content) != file.name.removesuffix(ending):
            raise Refused("rulesets.spoilt", name=record.name, what=file.name)
        return content

    def _keep(self, record: InstalledSet, files: Mapping[str, bytes]) -> None:
        """Write the files first and the record last: whoever reads a record finds what it names."""
        folder = self.folder / record.name
        trusted_files.make_folder(folder)
        for ending, content in files.items():
            trusted_files.write(self._file(record, ending), content)
        self._records.write(record)
        kept = {RECORD, *(self._file(record, ending).name for ending in files)}
        for left_over in (each for each in folder.iterdir() if each.name not in kept):
            left_over.unlink(missing_ok=True)

    def _file(self, record: InstalledSet, ending: str) -> Path:
        """A file of a set, named by the digest of the source or of the module."""
        return self.folder / record.name / ((record.source if ending == _SOURCE else record.compiled) + ending)


def installed(data: Path) -> RulesStore:
    """The sets that are installed below a server's data folder."""
    return RulesStore(data / "rules")
