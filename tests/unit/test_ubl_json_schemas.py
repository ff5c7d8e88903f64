"""What is written is valid by OASIS's own JSON Schemas, as far as the corpus has them.

It has those of the data types and of extensions, not those of the aggregates. These are made here of the fact table,
as the two dialects ask for; every basic component is judged by OASIS's schema of its data type. Formats aren't judged:
by RFC 3339 a date has no zone, and the published examples have one everywhere.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from app.domain.documents import DocumentType
from app.formats.ubl import Ubl
from app.formats.ubl_json import Dialect, UblJson, from_xml
from app.formats.ubl_json.library import library
from app.safe.facts import Child
from app.safe.xml import parse_xml
from tests.property.test_ubl_documents import invented

pytestmark = pytest.mark.corpus

FOLDER = "ubl/json-goldens-raw"
DATA_TYPES = "BDNDR-UnqualifiedDataTypes-1.1.json"
EXTENSIONS = "UBL-CommonExtensionComponents-2.3.json"
BASIC = "UBL-CommonBasicComponents-2.3.json"


@pytest.fixture(scope="module", params=list(Dialect))
def dialect(request: pytest.FixtureRequest) -> Dialect:
    chosen: Dialect = request.param
    return chosen


@pytest.fixture(scope="module")
def schemas(corpus: Path, dialect: Dialect) -> Any:
    """OASIS's schemas and those of the aggregates, by name."""
    files = sorted((corpus / FOLDER / f"json-schema-{dialect}" / "common").glob("*.json"))
    contents = {file.name: json.loads(file.read_text(encoding="utf-8")) for file in files}
    assert {DATA_TYPES, EXTENSIONS} <= contents.keys()
    contents[BASIC] = {"definitions": {"ID": a_data_type("IdentifierType"), "Name": a_data_type("NameType")}}
    contents["aggregates"] = {"definitions": aggregates(dialect)}
    resources = [(name, Resource.from_contents(each, DRAFT4)) for name, each in contents.items()]
    return Registry().with_resources(resources)


def a_data_type(name: str) -> dict[str, str]:
    return {"$ref": f"{DATA_TYPES}#/definitions/{name}"}


def aggregates(dialect: Dialect) -> dict[str, Any]:
    """A schema for each type that has a plain sequence of children."""
    return {
        name: {
            "type": "object",
            "additionalProperties": False,
            "required": [local(tag) for tag, child in each.children.items() if child.least],
            "properties": {local(tag): a_member(child, dialect) for tag, child in each.children.items()},
        }
        for name, each in library().types.items()
        if each.children is not None
    }


def a_member(child: Child, dialect: Dialect) -> dict[str, Any]:
    reference = a_component(library().elements[child.name])
    if dialect is Dialect.MODEL and child.most == 1:
        return reference
    most = {"maxItems": child.most} if child.most else {}
    return {"type": "array", "minItems": 1, "items": reference, **most}


def a_component(type_name: str) -> dict[str, str]:
    if type_name.startswith("udt:"):
        return a_data_type(type_name.removeprefix("udt:"))
    if type_name == "ext:UBLExtensionsType":
        return {"$ref": f"{EXTENSIONS}#/definitions/UBLExtensions"}
    return {"$ref": f"aggregates#/definitions/{type_name}"}


def local(tag: str) -> str:
    return tag.rpartition("}")[2]


def faults(value: dict[str, Any], schemas: Any) -> list[str]:
    """What the schemas say about a whole text; numbers become floats, as for every validator."""
    plain = json.loads(json.dumps(value, default=float))
    (name,) = (each for each in plain if not each.startswith("_"))
    (content,) = plain[name] if isinstance(plain[name], list) else [plain[name]]
    validator = Draft4Validator({"$ref": f"aggregates#/definitions/{name}:{name}Type"}, registry=schemas)
    return [f"{name} {list(each.absolute_path)}: {each.message[:200]}" for each in validator.iter_errors(content)]


def test_the_published_examples_are_valid_as_written_here(corpus: Path, dialect: Dialect, schemas: Any) -> None:
    for file in sorted((corpus / FOLDER / f"json-{dialect}").glob("*.json")):
        root = parse_xml((corpus / FOLDER / "xml" / f"{file.stem}.xml").read_bytes()).root
        assert faults(from_xml(root, dialect), schemas) == [], file.stem


@pytest.mark.parametrize("type_", sorted(Ubl.types))
def test_documents_of_any_content_are_valid(type_: DocumentType, dialect: Dialect, schemas: Any) -> None:
    syntax = UblJson("tried", dialect)
    for seed in (1, 2, 3):
        assert faults(json.loads(syntax.render(invented(type_, seed))), schemas) == []


def test_an_extension_is_valid(corpus: Path, dialect: Dialect, schemas: Any) -> None:
    for name in ("UBL-Invoice-2.0-Enveloped", "UBL-TransitCustomsDeclaration-2.3-Example"):
        root = parse_xml((corpus / FOLDER / "xml" / f"{name}.xml").read_bytes()).root
        assert faults(from_xml(root, dialect), schemas) == []


def test_the_schemas_find_something(dialect: Dialect, schemas: Any) -> None:
    value = json.loads(UblJson("tried", dialect).render(invented(DocumentType.ORDER, 1)))
    order = value["Order"][0] if dialect is Dialect.LEGACY else value["Order"]
    first = order["ID"][0] if dialect is Dialect.LEGACY else order["ID"]
    first["odd"], first["_"] = "x", 1
    assert len(faults(value, schemas)) == 2
