"""The digest of what a document says, whatever syntax, spelling or signature it came with.

It decides whether a document that comes again under the same number is the same one (a duplicate, answered as before)
or another one (a conflict, refused). So it covers everything that a business could mean, the parts unknown to the model
included, and leaves out what only serialisation decides. docs/decisions/0005-countersign-json.md has the reasons.
"""

import hashlib
from typing import Any

import rfc8785

from app.domain.documents import Document
from app.formats.canonical_leftovers import contents_of
from app.formats.json.format import MARKER, document_tree


def canonical_sha256(document: Document) -> str:
    """Hexadecimal SHA-256 of the RFC 8785 form of `document`: amounts by value, presentation left out."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def canonical_json(document: Document) -> bytes:
    """What `canonical_sha256` digests: RFC 8785 JSON in UTF-8."""
    tree = document_tree(document, normalising=True)
    del tree[MARKER]
    beyond: list[Any] = contents_of(document.complement)
    return rfc8785.dumps({**tree, "beyond": beyond} if beyond else tree)
