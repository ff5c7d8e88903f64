"""Keys and seals. A stolen database without the root key file tells nobody what was traded."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

KEY_BYTES = 32
NONCE_BYTES = 12


class SealBroken(RuntimeError):
    """Sealed bytes do not open: they were altered, or the root key is another one."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ciphertext with what is needed, beside the organisation's key, to open it."""

    nonce: bytes
    wrapped_key: bytes
    ciphertext: bytes


def write_secret(path: Path, secret: bytes) -> None:
    """A new file that only its owner may read, complete and durable or not there at all; raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.urandom(4).hex()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secret)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)  # unlike a rename, it never replaces a key that is there already
    finally:
        temporary.unlink()
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class KeyRing:
    """The root key and everything derived from or wrapped by it."""

    def __init__(self, root_key: bytes) -> None:
        if len(root_key) != KEY_BYTES:
            raise ValueError(f"the root key has {len(root_key)} bytes instead of {KEY_BYTES}")
        self._root = root_key

    @classmethod
    def from_file(cls, path: Path) -> "KeyRing":
        """The ring of an existing root key file; raises FileNotFoundError."""
        return cls(path.read_bytes())

    @classmethod
    def create(cls, path: Path) -> "KeyRing":
        """A new root key in a new file that only its owner may read; an existing file raises FileExistsError."""
        write_secret(path, os.urandom(KEY_BYTES))
        return cls.from_file(path)

    def derived(self, purpose: str) -> bytes:
        """A 32-byte secret of the server for one purpose (HKDF, RFC 5869), such as hashing API keys."""
        return HKDF(SHA256(), KEY_BYTES, None, b"countersign:" + purpose.encode()).derive(self._root)

    def new_organisation_key(self) -> bytes:
        """A fresh key for an organisation, wrapped (RFC 3394) for its record."""
        return aes_key_wrap(self._root, os.urandom(KEY_BYTES))

    def seal(self, organisation_key: bytes, content: bytes, context: bytes) -> Sealed:
        """Encrypt `content` under a key of its own; it opens only with the same `context` (AAD)."""
        key, nonce = os.urandom(KEY_BYTES), os.urandom(NONCE_BYTES)
        ciphertext = AESGCM(key).encrypt(nonce, content, context)
        return Sealed(nonce, aes_key_wrap(self._unwrap(self._root, organisation_key), key), ciphertext)

    def open(self, organisation_key: bytes, sealed: Sealed, context: bytes) -> bytes:
        """The inverse of `seal`; raises SealBroken."""
        key = self._unwrap(self._unwrap(self._root, organisation_key), sealed.wrapped_key)
        try:
            return AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, context)
        except InvalidTag:
            raise SealBroken("the content or its context was altered") from None

    def seal_secret(self, organisation_key: bytes, secret: bytes, label: str) -> bytes:
        """A secret (a webhook's, a private key) as one opaque value for a column."""
        sealed = self.seal(organisation_key, secret, label.encode())
        return sealed.nonce + len(sealed.wrapped_key).to_bytes(2, "big") + sealed.wrapped_key + sealed.ciphertext

    def open_secret(self, organisation_key: bytes, value: bytes, label: str) -> bytes:
        """The inverse of `seal_secret`; raises SealBroken."""
        length = int.from_bytes(value[NONCE_BYTES : NONCE_BYTES + 2], "big")
        start = NONCE_BYTES + 2
        sealed = Sealed(value[:NONCE_BYTES], value[start : start + length], value[start + length :])
        return self.open(organisation_key, sealed, label.encode())

    @staticmethod
    def _unwrap(wrapping: bytes, wrapped: bytes) -> bytes:
        try:
            return aes_key_unwrap(wrapping, wrapped)
        except InvalidUnwrap:
            raise SealBroken("a key does not unwrap: the root key is another one, or the record was altered") from None
