"""Where the files of a Schematron come from: a folder or an archive, and nothing outside of it.

An archive is never unpacked to disk: its files are read by name, under limits. Nothing here opens a connection.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath

from app.errors import Refused

LARGEST_FILE = 20 * 1024 * 1024
LARGEST_ARCHIVE = 50 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_FILES = 5_000
# an entry of an archive's directory is 46 bytes and its name
_LARGEST_DIRECTORY = MOST_FILES * 300
_DIRECTORY_END = struct.Struct("<4s4H2LH")
_LONGEST_COMMENT = 0xFFFF
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Source:
    """The files of one Schematron, by their paths with slashes; `main` is the one to begin with.

    Attributes:
        files: those that were read so far: what has to be kept to read it again.
    """

    def __init__(self, main: str, fetch: Callable[[str], bytes]) -> None:
        self.main = main
        self.files: dict[str, bytes] = {}
        self._fetch = fetch

    def read(self, path: str) -> bytes:
        """A file's bytes; raises Refused (`rulesets.missing`, `rulesets.too_large`)."""
        if path not in self.files:
            self.files[path] = self._fetch(path)
        return self.files[path]


def below(path: str, href: str) -> str:
    """The path that `href`, written in the file `path`, leads to; raises Refused where that is outside.

    Only relative paths without a scheme are followed, so an include can't reach a network or the rest of a disk.
    """
    if not href or ":" in href or "\\" in href or href.startswith("/") or "%" in href:
        raise Refused("rulesets.outside", path=path, href=href)
    steps = list(PurePosixPath(path).parent.parts)
    for step in href.split("/"):
        if step == ".." and not steps:
            raise Refused("rulesets.outside", path=path, href=href)
        if step == "..":
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def from_file(file: Path) -> Source:
    """A Schematron on disk, with everything below its folder."""
    main = file.resolve()
    folder = main.parent

    def fetch(path: str) -> bytes:
        found = (folder / path).resolve()  # resolved first: a symbolic link must not lead out either
        if not found.is_relative_to(folder):
            raise Refused("rulesets.outside", path=path, href=path)
        return _read(found, path)

    return Source(main.name, fetch)


def from_bytes(name: str, raw: bytes) -> Source:
    """A single file that stands for itself."""

    def fetch(path: str) -> bytes:
        if path != name:
            raise Refused("rulesets.missing", path=name, file=path)
        return raw

    return Source(name, fetch)


def from_archive(name: str, raw: bytes, main: str) -> Source:
    """An archive's files; raises Refused (`rulesets.archive`) for one that is broken or too large."""
    archive = open_archive(name, raw)

    def fetch(path: str) -> bytes:
        try:
            with archive.open(path) as file:
                return _bounded(file.read(LARGEST_FILE + 1), path)
        except KeyError:
            raise Refused("rulesets.missing", path=path, file=path) from None
        except (zipfile.BadZipFile, zlib.error, RuntimeError, OSError, EOFError) as error:
            raise Refused("rulesets.archive", file=name, why=str(error)) from None

    return Source(main, fetch)


def open_archive(name: str, raw: bytes) -> zipfile.ZipFile:
    """The archive, once its directory is known to be small and to promise little; raises Refused."""
    if len(raw) > LARGEST_ARCHIVE:
        raise Refused("rulesets.too_large", path=name, what="bytes", limit=LARGEST_ARCHIVE)
    _check_directory(name, raw)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise Refused("rulesets.archive", file=name, why=str(error)) from None
    entries = archive.infolist()
    if len({each.filename for each in entries}) != len(entries):
        raise Refused("rulesets.archive", file=name, why="two files have the same name")
    if sum(each.file_size for each in entries) > LARGEST_UNPACKED:
        raise Refused("rulesets.too_large", path=name, what="bytes", limit=LARGEST_UNPACKED)
    return archive


def packed(files: dict[str, bytes]) -> bytes:
    """An archive of `files`, the same for the same files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _check_directory(name: str, raw: bytes) -> None:
    """Refuse a huge directory before anything is made of its entries (APPNOTE 4.3.16); zip64 is for huge ones only."""
    last = len(raw) - _DIRECTORY_END.size
    start = raw.rfind(b"PK\x05\x06", max(last - _LONGEST_COMMENT, 0), last + 4) if last >= 0 else -1
    if start < 0:
        raise Refused("rulesets.archive", file=name, why="it is not a zip file")
    if raw[max(start - 20, 0) :].startswith(b"PK\x06\x07"):
        raise Refused("rulesets.archive", file=name, why="it is a zip64 file")
    _, _, _, _, count, size, _, _ = _DIRECTORY_END.unpack_from(raw, start)
    if count > MOST_FILES or size > _LARGEST_DIRECTORY:
        raise Refused("rulesets.too_large", path=name, what="files", limit=MOST_FILES)


def _read(file: Path, path: str) -> bytes:
    try:
        with file.open("rb") as opened:
            return _bounded(opened.read(LARGEST_FILE + 1), path)
    except OSError:
        raise Refused("rulesets.missing", path=path, file=path) from None


def _bounded(content: bytes, path: str) -> bytes:
    if len(content) > LARGEST_FILE:
        raise Refused("rulesets.too_large", path=path, what="bytes", limit=LARGEST_FILE)
    return content
