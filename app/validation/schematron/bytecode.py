"""A compiled module's bytecode, kept beside it: a large module's text takes half a second to load, and this 20 ms.

It is as much code as the module is, and is read under the same conditions (`trusted_files`). Its digest is against
accidents only: what is spoilt is made anew.
"""

import marshal
from importlib.util import MAGIC_NUMBER
from types import CodeType

from app.validation.schematron.trusted_files import digest

ENDING = f".{MAGIC_NUMBER.hex()}.bin"
"""What the file's name ends in: another version of Python has its own."""

_DIGITS = 64


def made(source: str, name: str) -> CodeType:
    """What Python makes of a module's text."""
    return compile(source, f"<rules {name}>", "exec")


def packed(code: CodeType) -> bytes:
    """`code` as it is kept."""
    content = marshal.dumps(code)
    return digest(content).encode() + content


def unpacked(raw: bytes) -> CodeType | None:
    """The inverse of `packed`; None for what isn't whole."""
    content = raw[_DIGITS:]
    if digest(content).encode() != raw[:_DIGITS]:
        return None
    found = marshal.loads(content)  # noqa: S302  # read by `trusted_files` alone
    return found if isinstance(found, CodeType) else None
