"""Where sealed originals lie: small ones in the database, larger ones as files that are durable before the commit."""

import hashlib
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.storage.models import Organisation, Payload
from app.storage.payloads.sealing import KeyRing, SealBroken, Sealed
from app.storage.types import new_key

IN_DATABASE_UP_TO = 256 * 1024
_UNFINISHED = ".part"
_BATCH = 500


class PayloadStore:
    """Puts originals away and gives exactly the same bytes back."""

    def __init__(self, keys: KeyRing, folder: Path) -> None:
        self.keys = keys
        self._folder = folder

    def put(self, session: Session, organisation_id: str, document_id: str, content: bytes) -> Payload:
        """Seal `content` for `organisation_id` and add its row; a file is synced to disk before this returns."""
        key = _key_of(session, organisation_id)
        digest = hashlib.sha256(content).hexdigest()
        sealed = self.keys.seal(key, content, _context(organisation_id, document_id, digest))
        payload = Payload(
            id=new_key(),
            organisation_id=organisation_id,
            sha256=digest,
            size=len(content),
            nonce=sealed.nonce,
            wrapped_key=sealed.wrapped_key,
        )
        self._place(payload, sealed.ciphertext)
        session.add(payload)
        return payload

    def open(self, session: Session, payload: Payload, document_id: str) -> bytes:
        """The original bytes; raises SealBroken where they are not what was put away."""
        key = _key_of(session, payload.organisation_id)
        ciphertext = payload.data if not payload.location else (self._folder / payload.location).read_bytes()
        sealed = Sealed(payload.nonce, payload.wrapped_key, ciphertext or b"")
        context = _context(payload.organisation_id, document_id, payload.sha256)
        content = self.keys.open(key, sealed, context)
        if hashlib.sha256(content).hexdigest() != payload.sha256:
            raise SealBroken("the content's digest is another one")
        return content

    def remove_orphans(self, session: Session, before: datetime) -> int:
        """Remove files older than `before` that no row names; how many there were.

        A file is written before the transaction that names it commits. Where that is rolled back, or its process is
        killed, the file stays behind: it harms nothing, and nobody has the key that opens it.
        """
        removed = 0
        for shard in self._folder.glob("*/"):
            old = [each for each in shard.iterdir() if each.stat().st_mtime < before.timestamp()]
            for start in range(0, len(old), _BATCH):
                removed += _remove_unnamed(session, old[start : start + _BATCH])
        return removed

    def _place(self, payload: Payload, ciphertext: bytes) -> None:
        if len(ciphertext) <= IN_DATABASE_UP_TO:
            payload.data = ciphertext
            return
        payload.location = f"{payload.id[-2:]}/{payload.id}"
        _write_durably(self._folder / payload.location, ciphertext)


def _key_of(session: Session, organisation_id: str) -> bytes:
    return session.scalars(select(Organisation.wrapped_key).where(Organisation.id == organisation_id)).one()


def _remove_unnamed(session: Session, files: Sequence[Path]) -> int:
    named = set(session.scalars(select(Payload.id).where(Payload.id.in_({each.stem for each in files}))))
    orphans = [each for each in files if each.stem not in named or each.suffix == _UNFINISHED]
    for each in orphans:
        each.unlink(missing_ok=True)
    return len(orphans)


def _context(organisation_id: str, document_id: str, digest: str) -> bytes:
    return f"{organisation_id}\n{document_id}\n{digest}".encode()


def _write_durably(path: Path, content: bytes) -> None:
    """Write, sync, rename, sync the folder: the row that names the file is committed only after this."""
    _make_durably(path.parent)
    temporary = path.with_suffix(_UNFINISHED)
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(path)
    _sync(path.parent)


def _make_durably(folder: Path) -> None:
    """Make a folder that is still there after a power failure: its name is written in the one above."""
    if not folder.is_dir():
        _make_durably(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
