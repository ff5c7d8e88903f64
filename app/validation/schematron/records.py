"""What is on record of the installed sets: a file a set, read again only when one of them has changed.

The records are asked for every document, so that looking has to be cheap: one stamp changes with all of them.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from app.errors import Refused
from app.validation.schematron import trusted_files

RECORD = "record.json"
_STAMP = ".changed"

Seen = Mapping[str, "InstalledSet | Refused"]
"""Records by name; for one that can't be used, why."""


@dataclass(frozen=True, slots=True)
class InstalledSet:
    """What is on record of a set.

    Attributes:
        origin: the file or the URL that it came from.
        sha256: the digest of that, as it came.
        phase: whose patterns were taken; `#ALL` for all.
        main: the path of the file to begin with, in the kept source.
        source, compiled: the digests of the kept archive and of the compiled module.
        compiler: what compiled it; another compiler does it again.
        asserts: how many assertions it has.
        specifications: the CustomizationIDs whose documents it is for.
        installed_at: RFC 3339, in UTC.
    """

    name: str
    title: str
    origin: str
    sha256: str
    phase: str
    main: str
    source: str
    compiled: str
    compiler: str
    asserts: int
    specifications: tuple[str, ...]
    installed_at: str

    @property
    def rules(self) -> tuple[str, str, str]:
        """What tells these rules from others, whoever compiled them."""
        return self.source, self.main, self.phase

    def is_for(self, customization: str) -> bool:
        """Whether a document with that CustomizationID asks for it: the very one, or one that builds on it."""
        beginnings = tuple(each + sign for each in self.specifications for sign in "#:")
        return customization in self.specifications or customization.startswith(beginnings)


class Records:
    """The records below `folder`. Who writes holds `trusted_files.only_writer`; who reads needs nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[object, Seen] = (None, {})

    def all(self) -> Seen:
        """Every record by its set's name; raises Refused (`rulesets.exposed`) where others may write to the folder."""
        stamp = self._stamp()
        if stamp is None:
            return {}
        if stamp != self._seen[0]:
            trusted_files.check_folder(self._folder)
            names = sorted(each.parent.name for each in self._folder.glob(f"*/{RECORD}"))
            self._seen = (stamp, {name: self._read(name) for name in names})
        return self._seen[1]

    def get(self, name: str) -> InstalledSet:
        """The record of a set; raises Refused (`rulesets.unknown`, `.exposed`, `.spoilt`)."""
        found = self.all().get(name)
        if found is None:
            raise Refused("rulesets.unknown", name=name[:100])
        if isinstance(found, Refused):
            raise found
        return found

    def write(self, record: InstalledSet) -> None:
        """Put a record in place of the set's old one."""
        content = json.dumps(asdict(record), ensure_ascii=False, indent=1).encode()
        trusted_files.write(self._folder / record.name / RECORD, content)
        self._change()

    def drop(self, name: str) -> None:
        """Forget a set's record."""
        (self._folder / name / RECORD).unlink(missing_ok=True)
        self._change()

    def _change(self) -> None:
        trusted_files.write(self._folder / _STAMP, b"")  # a new file each time, so its inode tells it from the old one

    def _stamp(self) -> tuple[int, int] | None:
        try:
            seen = (self._folder / _STAMP).stat()
        except FileNotFoundError:
            return None
        return seen.st_mtime_ns, seen.st_ino

    def _read(self, name: str) -> InstalledSet | Refused:
        try:
            members = json.loads(trusted_files.read(self._folder / name / RECORD))
            members["specifications"] = tuple(members["specifications"])
            return InstalledSet(**{each.name: members[each.name] for each in fields(InstalledSet)})
        except Refused as refused:
            return refused
        except (ValueError, KeyError, TypeError, OSError):
            return Refused("rulesets.spoilt", name=name, what=RECORD)
