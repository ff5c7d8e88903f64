"""What all tests share: where the corpus is, and that a missing part is said loudly."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from app.observability.logging import set_up_logging
from tests.databases import database, database_url, postgresql_server, postgresql_template, sqlite_template
from tests.integration.server import server, server_url

__all__ = [
    "database",
    "database_url",
    "postgresql_server",
    "postgresql_template",
    "server",
    "server_url",
    "sqlite_template",
]

ROOT = Path(__file__).resolve().parent.parent

# what the suite says of a commit must not depend on chance: new cases are looked for with --examples
settings.register_profile("suite", derandomize=True)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--examples`: how many cases each property is tried with, instead of the few that the suite has time for."""
    parser.addoption("--examples", type=int, default=0, help="cases for each property")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Have the properties tried as often as was asked for, with other cases in every run."""
    count = config.getoption("--examples")
    for each in items if count else ():
        tried = getattr(each, "obj", None)
        own = getattr(tried, "_hypothesis_internal_use_settings", None)
        if own is not None:
            wider = settings(own, max_examples=count, database=None, derandomize=False)
            tried._hypothesis_internal_use_settings = wider


def corpus_folder() -> Path:
    """Where the real documents and attack vectors lie (`CORPUS`, or `../shared/corpus` beside the project)."""
    return Path(os.environ.get("CORPUS", ROOT.parent / "shared" / "corpus")).absolute()


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """Log as the server does: the library's own default prints the values of local variables, secrets included."""
    set_up_logging("WARNING")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The corpus folder; a test that needs it is left out, loudly, where there is none."""
    folder = corpus_folder()
    if not folder.is_dir():
        pytest.skip(f"LEFT OUT: no corpus at {folder}; set CORPUS to try the real documents")
    return folder
