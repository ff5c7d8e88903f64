"""Passwords: how they are kept, checked, and which are refused. A password is never stored or logged."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import CountersignError
from app.errors.access import PASSWORD_COMMON, PASSWORD_LONG, PASSWORD_SHORT

MINIMUM_LENGTH = 12
MAXIMUM_LENGTH = 256
FEWEST_CHARACTERS = 5
COMMON = frozenset(Path(__file__).with_name("common_passwords.txt").read_text("ascii").split())
"""The best known ones of twelve characters and more; shorter ones are refused by their length."""

# OWASP's first recommendation for Argon2id (19 MiB, 2 passes): about 30 ms, so that log-in can't be used to wear
# the server down, while a stolen table is still expensive to guess.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PasswordRefused(CountersignError):
    """A password that can't be taken; its code says why."""


def hash_password(password: str) -> str:
    """The Argon2id hash to keep; raises PasswordRefused where `password` is too short, too long or too common."""
    check_strength(password)
    return _hasher.hash(password)


def check_strength(password: str) -> None:
    """Raise PasswordRefused where `password` would be guessed; length counts more than variety (NIST SP 800-63B)."""
    if len(password) < MINIMUM_LENGTH:
        raise PasswordRefused(PASSWORD_SHORT, minimum=MINIMUM_LENGTH)
    if len(password) > MAXIMUM_LENGTH:
        raise PasswordRefused(PASSWORD_LONG, maximum=MAXIMUM_LENGTH)
    if password.lower() in COMMON or len(set(password)) < FEWEST_CHARACTERS:
        raise PasswordRefused(PASSWORD_COMMON)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`.

    For `stored` None (nobody has that address) the same work is done against a hash that nothing matches: the time
    that an answer takes mustn't tell which addresses exist.
    """
    try:
        return _hasher.verify(stored or _nobodys_hash(), password[:MAXIMUM_LENGTH]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """Whether `stored` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def rehash(password: str) -> str:
    """The hash under today's parameters of a password that was just verified (its strength was judged when set)."""
    return _hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("the password of nobody")
