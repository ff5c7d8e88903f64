"""The JSON Schemas that are published, one a document type, made from the same codecs that read and write.

`python -m app.formats.json.schemas` writes them to schemas/countersign/json/; a test says that what is committed is
what this makes. Unknown members are allowed, as the reader keeps them; formats beyond the patterns are annotations.
"""

import json
from pathlib import Path
from typing import Any

from app.domain.documents import DOCUMENTS, DocumentType
from app.formats.json.format import MARKER, VERSION
from app.formats.json.structure import compiled

FOLDER = Path(__file__).resolve().parents[3] / "schemas" / "countersign" / "json"


def schema_of(type_: DocumentType) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a document type."""
    definitions: dict[str, Any] = {}
    described = compiled(DOCUMENTS[type_]).described(definitions)
    head = {MARKER: {"const": VERSION}, "type": {"const": str(type_)}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:countersign:json:1:{type_}",
        "title": DOCUMENTS[type_].__name__,
        **described,
        "required": [*head, *described["required"]],
        "properties": {**head, **described["properties"]},
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text(type_: DocumentType) -> str:
    """The schema as it is published."""
    return json.dumps(schema_of(type_), indent=2, ensure_ascii=False) + "\n"


def file_of(type_: DocumentType, folder: Path = FOLDER) -> Path:
    """Where the schema of a document type lies."""
    return folder / f"{type_}.schema.json"


def write_all(folder: Path = FOLDER) -> None:
    """Write every schema anew."""
    folder.mkdir(parents=True, exist_ok=True)
    for type_ in DocumentType:
        file_of(type_, folder).write_text(schema_text(type_), encoding="utf-8")


if __name__ == "__main__":
    write_all()
