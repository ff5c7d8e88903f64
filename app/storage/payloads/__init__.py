"""Originals, sealed: AES-256-GCM with a key a payload, wrapped by the organisation's key, wrapped by the root key."""

from app.storage.payloads.sealing import KeyRing, SealBroken, write_secret
from app.storage.payloads.store import PayloadStore

__all__ = ["KeyRing", "PayloadStore", "SealBroken", "write_secret"]
