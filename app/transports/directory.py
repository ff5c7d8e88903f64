"""Folders: documents are put where a partner's program takes them, and taken from where it puts them.

Out: a file appears complete or not at all, and none is ever overwritten; its name carries the delivery's id, so that a
retry makes the same file again instead of a second one. In: complete files only, each known by its name and digest,
and left where it lies until the server has it for good.
"""

import os
import re
import secrets
import stat
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from app.errors import CountersignError, Refused
from app.safe import DEFAULT_LIMITS
from app.transports.base import Inbound, Outbound, SendOutcome, SendResult, Settings
from app.transports.directory_access import Read, move_into, opened, parts_of, read_regular, write_durably

MARKER = ".ready"
_UNFINISHED = (".tmp", ".part", ".partial", ".filepart", ".crdownload", "~", MARKER)
_DEFAULTS: dict[str, Any] = {
    "path": "",
    "settle_seconds": 5,
    "ready_marker": False,
    "processed": "processed",
    "failed": "failed",
}
_NAME_BYTES = 120
_WHERE_LENGTH = 200
_LONGEST_SETTLE = 86_400


class DirectoryTransport:
    """Both directions.

    Each organisation's folders lie below the root in a folder named by its id, so that no channel of one can reach
    what is another's.

    Settings: `path` in there; for inbound channels `settle_seconds` (how long a file must have been left alone)
    or `ready_marker` (true: FILE is taken once FILE.ready is there), and the subfolders `processed` and `failed`.
    """

    name = "directory"

    def __init__(self, root: Path, limit: int = DEFAULT_LIMITS.size, clock: Callable[[], float] = time.time) -> None:
        """`limit` in bytes: of a bigger file so much and one byte is handed on, so that its receiver refuses it."""
        self._root = root
        self._limit = limit
        self._clock = clock

    def check(self, settings: Settings) -> list[str]:
        """See base.Transport; every fault, without touching the disk."""
        known = ", ".join(_DEFAULTS)
        unknown = [name for name in settings.values if name not in _DEFAULTS]
        faults = [str(CountersignError("transport.setting_unknown", name=name, known=known)) for name in unknown]
        return faults + _path_faults(settings.values.get("path")) + _inbound_faults(settings)

    def send(self, outbound: Outbound, settings: Settings) -> SendResult:
        """See base.Transport; the file is on the disk for good when this says it was sent."""
        name = file_name(outbound)
        return self._guarded(settings, lambda folder: self._put(folder, name, outbound.content))

    def probe(self, settings: Settings) -> SendResult:
        """See base.Transport: the folder is there and can be written to."""
        return self._guarded(settings, _probe)

    def poll(self, settings: Settings) -> Iterator[Inbound]:
        """See base.Transport, oldest first.

        Raises:
            Refused: the folder is missing, outside the root or unusable.
        """
        path = str(settings.values.get("path", ""))
        with opened(self._root, settings.owner, path) as folder:
            for name in self._ready(folder, settings):
                read = read_regular(folder, name, self._limit)
                if read is not None and not read.changed:
                    yield Inbound(_message_id(path, name, read.sha256), shown(name), read.content)

    def taken(self, inbound: Inbound, settings: Settings, *, accepted: bool) -> None:
        """See base.Transport: the file goes to `processed` or `failed`, unless its sender has replaced it meanwhile."""
        path = str(settings.values.get("path", ""))
        archive = str(_setting(settings, "processed" if accepted else "failed"))
        with opened(self._root, settings.owner, path) as folder:
            for name in os.listdir(folder):
                if shown(name) != inbound.filename:
                    continue
                read = read_regular(folder, name, 0)
                if read is not None and _message_id(path, name, read.sha256) == inbound.message_id:
                    _archive(folder, name, archive, read)

    def _put(self, folder: int, name: str, content: bytes) -> SendResult:
        there = read_regular(folder, name, len(content))
        if there is None:
            write_durably(folder, f".{name}.{secrets.token_hex(4)}.tmp", name, content)
        elif there.content != content:
            return SendResult(SendOutcome.PERMANENT, str(Refused("transport.file_exists", name=name)))
        return SendResult(SendOutcome.SENT, name)

    def _guarded(self, settings: Settings, work: Callable[[int], SendResult]) -> SendResult:
        path = str(settings.values.get("path", ""))
        try:
            with opened(self._root, settings.owner, path) as folder:
                return work(folder)
        except Refused as refusal:
            # a missing folder may be a share that isn't mounted yet; a path that leads outside stays wrong
            outside = refusal.code == "transport.folder_outside"
            return SendResult(SendOutcome.PERMANENT if outside else SendOutcome.TRANSIENT, str(refusal))
        except OSError as fault:
            unusable = Refused("transport.folder_unusable", folder=path, why=os.strerror(fault.errno or 0))
            return SendResult(SendOutcome.TRANSIENT, str(unusable))

    def _ready(self, folder: int, settings: Settings) -> list[str]:
        """Names of complete files. The age is the inode's change time: the disk's own clock, which no sender sets."""
        names = set(os.listdir(folder))
        marked = bool(_setting(settings, "ready_marker"))
        latest = self._clock() - (0 if marked else float(_setting(settings, "settle_seconds")))
        complete = [name for name in names if not _unfinished(name) and (not marked or name + MARKER in names)]
        aged = [(changed, name) for name in complete if (changed := _changed_at(folder, name)) is not None]
        return [name for changed, name in sorted(aged) if changed <= latest]


def file_name(outbound: Outbound) -> str:
    """`<number>-<delivery id><extension>`: the same for every retry, and safe whatever the number holds."""
    number = unicodedata.normalize("NFC", outbound.number)
    safe = re.sub(r"[^\w.-]+", "_", number).strip("._-").encode()[:_NAME_BYTES].decode("utf-8", "ignore")
    extension = re.sub(r"[^A-Za-z0-9.]", "", PurePosixPath(outbound.filename).suffix)[:10]
    return f"{safe or outbound.document_type}-{outbound.delivery_id}{extension}"


def shown(name: str) -> str:
    """A file's name as text that can be stored: bytes that aren't UTF-8 become \\x escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _unfinished(name: str) -> bool:
    return name.startswith(".") or name.lower().endswith(_UNFINISHED)


def _probe(folder: int) -> SendResult:
    if os.access(".", os.W_OK | os.X_OK, dir_fd=folder):
        return SendResult(SendOutcome.SENT, "the folder is there and can be written to")
    refusal = Refused("transport.folder_unusable", folder=".", why="it can't be written to")
    return SendResult(SendOutcome.TRANSIENT, str(refusal))


def _archive(folder: int, name: str, archive: str, read: Read) -> None:
    move_into(folder, name, archive, f"{read.sha256[:16]}-{name[-50:]}")
    with suppress(OSError):  # mostly there is none, and one that stays behind marks nothing
        os.unlink(name + MARKER, dir_fd=folder)


def _changed_at(folder: int, name: str) -> float | None:
    with suppress(FileNotFoundError):
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
        return found.st_ctime if stat.S_ISREG(found.st_mode) else None
    return None


def _message_id(path: str, name: str, digest: str) -> str:
    where = shown(str(PurePosixPath(path) / name))
    return f"{where if len(where) <= _WHERE_LENGTH else sha256(where.encode()).hexdigest()}#{digest}"


def _setting(settings: Settings, name: str) -> Any:
    return settings.values.get(name, _DEFAULTS[name])


def _path_faults(path: Any) -> list[str]:
    if not isinstance(path, str) or not path:
        return [str(CountersignError("transport.setting_missing", name="path"))]
    try:
        parts_of(path)
    except Refused as refusal:
        return [str(refusal)]
    return []


def _inbound_faults(settings: Settings) -> list[str]:
    faults = []
    settle = _setting(settings, "settle_seconds")
    if isinstance(settle, bool) or not isinstance(settle, int | float) or not 0 <= settle <= _LONGEST_SETTLE:
        faults.append(("settle_seconds", f"it must be a number from 0 to {_LONGEST_SETTLE}"))
    if not isinstance(_setting(settings, "ready_marker"), bool):
        faults.append(("ready_marker", "it must be true or false"))
    for archive in ("processed", "failed"):
        if not re.fullmatch(r"[\w-][\w. -]{0,49}", str(_setting(settings, archive))):
            faults.append((archive, "it must be the plain name of a subfolder"))
    return [str(CountersignError("transport.setting_invalid", name=name, why=why)) for name, why in faults]
