"""Files that code is run from: written whole or not at all, read only where nobody else could have written them.

Who can write to the folder of compiled rules can run code in the server; docs/decisions/0012-compiled-rules.md says
why that is no more than who can write to the server's own files.
"""

import fcntl
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Refused

_ROOT = 0
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def digest(content: bytes) -> str:
    """SHA-256 in small hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def make_folder(folder: Path) -> None:
    """Make `folder`, and what is missing above it, for their owner alone."""
    for each in (*reversed(folder.parents), folder):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def write(file: Path, content: bytes) -> None:
    """Write `file` so that whoever reads it finds the old content or the new, also after a crash."""
    handle, temporary = tempfile.mkstemp(prefix=".", suffix=".new", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(file: Path) -> bytes:
    """The bytes of a file that nobody but the server's user (or root) could have written.

    Raises:
        Refused: `rulesets.exposed`.
        FileNotFoundError: there is no such file.
    """
    check_folder(file.parent)
    handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as opened:
        _check(os.fstat(opened.fileno()), file)
        return opened.read()


def check_folder(folder: Path) -> None:
    """Raise Refused (`rulesets.exposed`) where others could put files into `folder`."""
    _check(folder.lstat(), folder)


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """One process (and thread) at a time in here; those who read don't wait, and don't need to."""
    with (folder / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _check(seen: os.stat_result, path: Path) -> None:
    if seen.st_mode & _OTHERS_MAY_WRITE or seen.st_uid not in (os.geteuid(), _ROOT) or stat.S_ISLNK(seen.st_mode):
        raise Refused("rulesets.exposed", file=path)
