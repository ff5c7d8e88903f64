"""A message cut at its tags, for whoever reads its text without libxml2's tree."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cut:
    """The text of a plain message in which every ">" ends a tag, and whose namespaces are declared in its root's tag.

    Attributes:
        pieces: what stands behind each "<", from the root's start tag on: a tag, ">" and the text behind it, as
            written but for CR LF, which is LF.
        before: how many lines end before the root's start tag.
        tag_of: the tag in each different piece, of a long message; empty for others.
    """

    pieces: list[str]
    before: int
    tag_of: Mapping[str, str] = field(default_factory=dict)
