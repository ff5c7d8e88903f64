"""The compiler as the store knows it: what it makes, and how to tell one version of it from another."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from app.validation.schematron import CompiledRules, compile_schema

__all__ = ["CompiledRules", "compile_schema", "compiler_version"]


@cache
def compiler_version() -> str:
    """A digest of the code that loads and compiles: sets that were compiled by other code are compiled anew.

    Nobody has to remember to count a version up, and a repaired fault is repaired in all that is installed.
    """
    digest = sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()
