"""Where something is in a sender's JSON, from where it is in the XML that was made of it.

Findings about the XML have paths such as `/Order/cac:OrderLine[2]/cbc:ID`. Nothing is noted while the XML is made:
names and counts lead to the same place in the JSON.
"""

import re
from collections.abc import Mapping
from typing import Any

from app.formats.json.reading import escaped
from app.formats.ubl_json.dialect import EXTENSION, VALUE

# the braces of Q{urn:…} may hold slashes
_STEP = re.compile(r"/@?(?:Q\{[^}]*\}|[^/:\[\]{}@]+:)?([^/:\[\]{}]+)(?:\[([0-9]{1,9})\])?")


class Pointers:
    """The places in one JSON text."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def of(self, path: str) -> str:
        """The JSON Pointer (RFC 6901) for a path of names and counts; "" for the whole document.

        What isn't there gets the pointer that it would have. Inside an extension it is that of the extension.
        """
        here, pointer = self._value, ""
        for name, count in _STEP.findall(path):
            held = here.get(name) if isinstance(here, Mapping) else None
            here, number = _picked(held, int(count or 1))
            pointer += f"/{escaped(name)}{number}"
            if name == EXTENSION:
                break
        return f"{pointer}/{VALUE}" if isinstance(here, Mapping) and VALUE in here else pointer


def _picked(held: Any, count: int) -> tuple[Any, str]:
    """The how-manieth of what a member holds, and the step to it where the member is an array."""
    if not isinstance(held, list):
        return held, ""
    return (held[count - 1] if 0 < count <= len(held) else None), f"/{count - 1}"
