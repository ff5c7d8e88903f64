"""Validation by the published JSON Schemas: for the test tool and for partners who want the schema's own verdict.

The pipeline doesn't need it: reading Countersign JSON finds the same faults, with better words.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from app.domain.documents import DocumentType
from app.domain.findings import Finding, finding
from app.safe import JsonBody

FOLDER = Path(__file__).resolve().parents[2] / "schemas" / "countersign" / "json"
_SHOWN = 200


def validate_json(body: JsonBody, type_: DocumentType) -> list[Finding]:
    """Every place where `body` isn't what the schema of `type_` says; paths are JSON Pointers."""
    return [
        finding("document.schema", _pointer(error), None, what=error.message[:_SHOWN])
        for error in validator_of(type_).iter_errors(body.value)
    ]


@cache
def validator_of(type_: DocumentType) -> Any:
    """The compiled validator of a document type's published schema."""
    return Draft202012Validator(json.loads((FOLDER / f"{type_}.schema.json").read_text(encoding="utf-8")))


def _pointer(error: ValidationError) -> str:
    tokens = (str(token).replace("~", "~0").replace("/", "~1") for token in error.absolute_path)
    return "".join(f"/{token}" for token in tokens)
