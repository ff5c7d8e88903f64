"""The lock file: which official releases there are, where they are published, and what they must be.

A digest is only in it where somebody has verified it. Nothing here fetches anything.
"""

import json
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from app.errors import Refused

LOCK_FILE = Path(__file__).resolve().parents[3] / "schemas" / "rules.lock.json"


@dataclass(frozen=True, slots=True)
class Release:
    """A publisher's release of a set of rules.

    Attributes:
        url: where it is published; `#path` names the file to begin with in an archive.
        sha256: what it must be; "" where that was never verified, so that it has to be said at installation.
        version: as the publisher calls it.
        specifications: the CustomizationIDs whose documents it is for.
    """

    name: str
    title: str
    version: str
    url: str
    sha256: str = ""
    specifications: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name under which a mirror has it."""
        return PurePosixPath(urlsplit(self.url).path).name

    @property
    def part(self) -> str:
        """The file to begin with in an archive; "" where that isn't said."""
        return urlsplit(self.url).fragment


def releases() -> dict[str, Release]:
    """The releases by the names under which they are installed."""
    rows = json.loads(LOCK_FILE.read_bytes())["releases"]
    return {each["name"]: Release(**{**each, "specifications": tuple(each["specifications"])}) for each in rows}


def release(name: str) -> Release:
    """The release of that name; raises Refused (`rulesets.not_locked`)."""
    known = releases()
    if name not in known:
        raise Refused("rulesets.not_locked", name=name, known=", ".join(known))
    return known[name]
