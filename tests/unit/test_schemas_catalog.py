"""The catalogue of the data files in `schemas/` names them all, and none has changed without it."""

import json
from hashlib import sha256
from pathlib import Path

SCHEMAS = Path(__file__).parents[2] / "schemas"
RENEW = "run python schemas/renew_catalog.py"


def catalogue() -> dict[str, dict[str, str]]:
    return {each["path"]: each for each in json.loads((SCHEMAS / "catalog.json").read_text(encoding="utf-8"))}


def test_every_data_file_is_in_the_catalogue() -> None:
    data = (path for path in SCHEMAS.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"})
    there = {path.relative_to(SCHEMAS).as_posix() for path in data if not path.name.startswith(".")}
    assert there - {"catalog.json"} == set(catalogue()), RENEW


def test_every_digest_is_that_of_the_file() -> None:
    changed = [
        path
        for path, each in catalogue().items()
        if sha256((SCHEMAS / path).read_bytes()).hexdigest() != each["sha256"]
    ]
    assert changed == [], RENEW


def test_every_file_says_where_it_comes_from_and_on_which_terms() -> None:
    for each in catalogue().values():
        assert all(each[key] for key in ("name", "source", "licence", "version")), each["path"]
