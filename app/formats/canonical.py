"""The digest of what a document says, whatever syntax, spelling or signature it came with.

It decides whether a document that comes again under the same number is the same one (a duplicate, answered as before)
or another one (a conflict, refused). So it covers everything that a business could mean, the parts unknown to the model
included, and leaves out what only serialisation decides. docs/decisions/0005-countersign-json.md has the reasons.
"""

import hashlib
import json
from typing import Any

from app.domain.documents import Document
from app.formats.canonical_leftovers import contents_of
from app.formats.json.format import MARKER, document_tree


def canonical_sha256(document: Document) -> str:
    """Hexadecimal SHA-256 of the RFC 8785 form of `document`: amounts by value, presentation left out."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def canonical_json(document: Document) -> bytes:
    """What `canonical_sha256` digests: RFC 8785 JSON in UTF-8.

    All members' names are ASCII and no number is a fraction, so the standard library's writer gives RFC 8785's form
    (a test compares them), twenty times as fast as a general one.
    """
    tree = document_tree(document, normalising=True)
    del tree[MARKER]
    beyond: list[Any] = contents_of(document.complement)
    content = {**tree, "beyond": beyond} if beyond else tree
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
