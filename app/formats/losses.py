"""What a syntax can't hold of a document: told by writing the document and reading it back, for every syntax alike."""

import json
from dataclasses import replace
from datetime import datetime

from app.domain.documents import Document, Leftover
from app.formats.base import Format
from app.formats.canonical_leftovers import is_spelling
from app.formats.lens.losses import Loss, losses_between

UNSAID = frozenset(
    {"absent", "moved", "renamed"}  # what the source doesn't say, or says elsewhere
    | {"declaration", "delimiters", "length", "namespace", "order", "prefix", "tree", "version"}  # how it is written
)
"""Kinds of leftovers with which nothing is lost that anybody said, whatever the target is."""


def losses_of(document: Document, syntax: Format, read_back: Document | None) -> tuple[Loss, ...]:
    """What `document` says and `read_back`, which was read from its rendering in `syntax`, doesn't.

    What the source said beyond the model (the complement of another syntax) is in it, too: no other syntax has it. That
    is all that is known beside the fact where the rendering can't be read back.
    """
    told = [Loss("", "", "unreadable")]
    if read_back is not None:
        told = list(losses_between(replace(document, complement=None), read_back, []))
    beyond = document.complement
    if beyond is not None and not _same_syntax(beyond.syntax, syntax.name):
        told += [Loss(each.path, each.content, "complement") for each in beyond.items if _says_something(each)]
    return tuple(told)


def _says_something(item: Leftover) -> bool:
    family = item.kind.partition("-")[0]  # a kind may say more behind a dash
    return family not in UNSAID and not is_spelling(item) and not _is_same_moment(item)


def _is_same_moment(item: Leftover) -> bool:
    """Whether a leftover of two spellings has one moment, in one zone, in two of them (`Z` and `+00:00`)."""
    try:
        ours, theirs = (datetime.fromisoformat(each) for each in json.loads(item.content))
        return (ours, ours.utcoffset()) == (theirs, theirs.utcoffset())
    except (ValueError, TypeError, RecursionError):
        return False


def _same_syntax(complement: str, name: str) -> bool:
    """UBL's two JSON dialects carry what UBL carries."""
    return complement == name or (name.startswith("ubl") and complement.startswith("ubl"))
