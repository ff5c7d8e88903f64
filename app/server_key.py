"""The key that signs receipts: made once, renewed when wanted, never forgotten, for receipts outlive keys by years."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.evidence.receipt import ReceiptSigner
from app.storage.payloads import write_secret

CURRENT = "server-signing.pem"
RETIRED = "retired-server-keys"


def create(folder: Path) -> None:
    """Make the key, in a file that only its owner may read; an existing one is kept."""
    if not (folder / CURRENT).exists():
        write_secret(folder / CURRENT, _private_pem(Ed25519PrivateKey.generate()))


def renew(folder: Path) -> str:
    """Take a new key into use; the old one's public half stays published. Returns the new one's kid.

    A server that runs goes on with the old key until it is started again.
    """
    old = signer(folder)
    public = old.private_key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    retired = folder / RETIRED / f"{old.name}.pem"
    if not retired.exists():
        write_secret(retired, public)
    fresh = folder / f"{CURRENT}.new"
    fresh.unlink(missing_ok=True)
    write_secret(fresh, _private_pem(Ed25519PrivateKey.generate()))
    os.replace(fresh, folder / CURRENT)
    return signer(folder).name


def signer(folder: Path) -> ReceiptSigner:
    """The signer with the present key and all retired ones; raises FileNotFoundError, ValueError, TypeError."""
    key = serialization.load_pem_private_key((folder / CURRENT).read_bytes(), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{CURRENT} holds no Ed25519 key")
    retired = {path.stem: _public(path) for path in sorted((folder / RETIRED).glob("*.pem"))}
    return ReceiptSigner(key, retired=retired)


def _public(path: Path) -> Ed25519PublicKey:
    key = serialization.load_pem_public_key(path.read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{path.name} holds no Ed25519 key")
    return key


def _private_pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
