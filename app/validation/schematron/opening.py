"""What somebody gave us to install (a Schematron, or an archive with one in it) as a source, with its digest checked.

Which file of an archive to begin with is never guessed: it is the one that was named, the only one, or the only whole
schema that no other file includes.
"""

from pathlib import Path

from app.errors import Refused
from app.validation.schematron.reading import SCHEMATRON, Node, Reading
from app.validation.schematron.sources import LARGEST_ARCHIVE, Source, below, from_archive, from_bytes, from_file
from app.validation.schematron.sources import open_archive as opened_archive
from app.validation.schematron.trusted_files import digest

_ARCHIVE = b"PK\x03\x04"
_ENDING = ".sch"
_REFERENCES = (SCHEMATRON + "include", SCHEMATRON + "extends")


def open_file(path: str, sha256: str = "") -> tuple[Source, str]:
    """A file on disk (`FILE.sch`, `FILE.zip`, `FILE.zip#path/in/it`) and its digest; raises Refused."""
    name, _, part = path.partition(".zip#")
    file = Path(name + ".zip" if part else path)
    with file.open("rb") as opened:
        raw = opened.read(LARGEST_ARCHIVE + 1)
    if raw.startswith(_ARCHIVE):
        return open_bytes(file.name, raw, part, sha256)
    return from_file(file), _checked(raw, sha256)


def open_bytes(name: str, raw: bytes, part: str = "", sha256: str = "") -> tuple[Source, str]:
    """A file that came from elsewhere and has nothing beside it, and its digest; raises Refused.

    Args:
        name: what to call it.
        raw: a Schematron, or an archive.
        part: the file of the archive to begin with; "" to find it.
        sha256: what its digest must be; "" for anything.
    """
    found = _checked(raw, sha256)
    if not raw.startswith(_ARCHIVE):
        return from_bytes(name, raw), found
    return from_archive(name, raw, part or _main(name, raw)), found


def _checked(raw: bytes, expected: str) -> str:
    found = digest(raw)
    if expected and found != expected.lower():
        raise Refused("rulesets.digest", found=found, expected=expected)
    return found


def _main(name: str, raw: bytes) -> str:
    files = [each for each in opened_archive(name, raw).namelist() if each.lower().endswith(_ENDING)]
    if len(files) == 1:
        return files[0]
    reading = Reading(from_archive(name, raw, ""))
    roots = {file: reading.parsed(file) for file in files}
    included = {target for file, root in roots.items() for target in _included(file, root)}
    whole = [file for file, root in roots.items() if root.name == SCHEMATRON + "schema" and file not in included]
    if len(whole) == 1:
        return whole[0]
    if whole:
        raise Refused("rulesets.several_main", path=name, files=", ".join(sorted(whole)[:20]))
    raise Refused("rulesets.no_main", path=name)


def _included(file: str, root: Node) -> list[str]:
    references = [each.get("href").partition("#")[0] for each in root.everything() if each.name in _REFERENCES]
    return [below(file, href) for href in references if href]
