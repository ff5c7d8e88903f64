"""A partner's folder, opened so that nothing in it can lead elsewhere.

Every step from the exchange root down is opened by handle and refuses symbolic links, and files are then named relative
to that handle: a link put there between a check and its use changes nothing.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from app.errors import Refused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Read:
    """A regular file's content, cut one byte above the limit, with the digest of all of it."""

    content: bytes
    sha256: str
    changed: bool


def parts_of(path: str) -> tuple[str, ...]:
    """The steps from the root to `path`; raises Refused where it is absolute or climbs."""
    pure = PurePosixPath(path)
    if not pure.parts or pure.is_absolute() or ".." in pure.parts or "\x00" in path:
        raise Refused("transport.folder_outside", folder=path)
    return pure.parts


@contextmanager
def opened(root: Path, owner: str, path: str) -> Iterator[int]:
    """A handle of the folder `path` in the folder of the organisation `owner` below `root`.

    Raises:
        Refused: it leads outside (links included), is missing, or can't be opened.
    """
    parts = parts_of(path)
    # the root and the organisation's folder are the operator's choice and may be links; nobody else writes there
    handle = _open_folder(root / owner, parts, f"{owner}/{path}".lstrip("/"))
    try:
        yield handle
    finally:
        os.close(handle)


def _open_folder(home: Path, parts: tuple[str, ...], shown: str) -> int:
    handle = -1
    try:
        handle = os.open(home, _FOLDER & ~os.O_NOFOLLOW)
        for part in parts:
            deeper = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = deeper
    except OSError as fault:
        refusal = _refusal(fault, handle, parts, shown)
        if handle >= 0:
            os.close(handle)
        raise refusal from None
    return handle


def _refusal(fault: OSError, handle: int, parts: tuple[str, ...], path: str) -> Refused:
    if isinstance(fault, FileNotFoundError):
        return Refused("transport.folder_missing", folder=path)
    if handle >= 0 and any(_is_link(part, handle) for part in parts):
        return Refused("transport.folder_outside", folder=path)
    return Refused("transport.folder_unusable", folder=path, why=os.strerror(fault.errno or 0))


def _is_link(name: str, folder: int) -> bool:
    with suppress(OSError):
        return stat.S_ISLNK(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)
    return False


def write_durably(folder: int, temporary: str, name: str, content: bytes) -> None:
    """Make `name` appear complete or not at all, also after a power cut; raises OSError."""
    handle = os.open(temporary, _WRITE, 0o640, dir_fd=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.rename(temporary, name, src_dir_fd=folder, dst_dir_fd=folder)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary, dir_fd=folder)
        raise
    os.fsync(folder)


def read_regular(folder: int, name: str, limit: int) -> Read | None:
    """The file `name`, or None for what isn't a regular file (a link, a pipe, a folder) or has just gone."""
    try:
        handle = os.open(name, _READ, dir_fd=folder)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as stream:
        before = os.fstat(stream.fileno())
        if not stat.S_ISREG(before.st_mode):
            return None
        content = stream.read(limit + 1)
        digest = sha256(content)
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
        after = os.fstat(stream.fileno())
    return Read(content, digest.hexdigest(), (before.st_size, before.st_ctime_ns) != (after.st_size, after.st_ctime_ns))


def move_into(folder: int, name: str, archive: str, other_name: str) -> None:
    """Move `name` into the subfolder `archive` (made where it is missing), as `other_name` where its own is taken.

    Raises:
        OSError: it can't be moved.
    """
    with suppress(FileExistsError):
        os.mkdir(archive, 0o750, dir_fd=folder)
    target = os.open(archive, _FOLDER, dir_fd=folder)
    try:
        os.rename(name, other_name if _exists(name, target) else name, src_dir_fd=folder, dst_dir_fd=target)
        os.fsync(target)
    finally:
        os.close(target)
    os.fsync(folder)


def _exists(name: str, folder: int) -> bool:
    with suppress(FileNotFoundError):
        os.stat(name, dir_fd=folder, follow_symlinks=False)
        return True
    return False
