"""The documentation is true: its commands do what it says, and everything that it names exists."""

import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
import urllib3
from prometheus_client import REGISTRY

from app.access.roles import Permission, Role, may
from app.cli import main
from app.config import Settings, load_settings
from app.errors import entries
from app.pipeline.policy import SIGNED_BY_DEFAULT
from app.storage.database import Database
from app.transports.webhook_signing import signature_header
from app.wiring import app_of
from docs.generate import generated
from tests.exchange_world import ports_for
from tests.integration.documentation import DOCS, Command, File, inline_code, pages, steps

README = DOCS.parent / "README.md"
METHODS = {"get", "post", "patch", "put", "delete"}
FILES = ("xml", "json", "py", "md", "pem", "jws")
"""What looks like a code with these at its end is a file."""
RIGHTS = {
    "see everything of the organisation": Permission.VIEW,
    "negotiate": Permission.NEGOTIATE,
    "sign contracts": Permission.SIGN_CONTRACTS,
    "approve invoices": Permission.APPROVE_INVOICES,
    "retry deliveries": Permission.RETRY_DELIVERIES,
    "replay quarantine": Permission.REPLAY_QUARANTINE,
    "partners, keys, channels, schedules": Permission.MANAGE,
    "people, API clients, audit trail": Permission.MANAGE_PEOPLE,
}
STORY = ("quickstart.md", "buyers.md", "suppliers.md", "evidence.md")
PATIENCE_S = 60


class Reader:
    """Somebody who does what the pages say, in one folder, against a server on a port of his own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{probe.getsockname()[1]}"
        clean = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERSIGN_")}
        self._environment = {**clean, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}

    def take(self, step: File | Command) -> None:
        if isinstance(step, File):
            (self.folder / step.name).write_text(self._here(step.content))
        elif step.line.startswith("countersign serve"):
            self._serve(step.line)
        else:
            self._run(step)

    def stop(self) -> None:
        if self.server:
            self.server.terminate()
            self.server.wait(30)

    def _here(self, text: str) -> str:
        text = text.replace("http://127.0.0.1:8000", self.url)
        return text.replace("countersign send ", f"countersign send --url {self.url} ")

    def _run(self, command: Command) -> None:
        done = subprocess.run(
            ["bash", "-c", self._here(command.line)],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        said = f"{command.page}: $ {command.line}\n{done.stdout}{done.stderr}"
        assert done.returncode == 0, said
        assert command.fits(done.stdout), f"{said}\nthe page says:\n{command.expected}"

    def _serve(self, line: str) -> None:
        port = self.url.rpartition(":")[2]
        self.server = subprocess.Popen([*line.split(), "--port", port], cwd=self.folder, env=self._environment)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                if urllib3.request("GET", f"{self.url}/readyz", retries=False).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    reader = Reader(tmp_path)
    yield reader
    reader.stop()


@pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "curl", "openssl"))), reason="LEFT OUT: the guides need bash, curl and openssl"
)
@pytest.mark.timeout(900)  # it is all the guides' steps in a row, each a command of its own
def test_whoever_does_what_the_guides_say_gets_what_they_promise(reader: Reader) -> None:
    for page in STORY:
        for step in steps(page):
            reader.take(step)


def test_the_webhook_example_believes_what_this_server_signs_and_nothing_else() -> None:
    example = next(each for each in steps("suppliers.md") if isinstance(each, File) and each.name == "webhook.py")
    names: dict[str, Any] = {}
    exec(example.content, names)
    secret, now, body = "whsec_" + base64.b64encode(bytes(32)).decode(), int(time.time()), b"{}"
    headers = {
        "webhook-id": "1",
        "webhook-timestamp": str(now),
        "webhook-signature": signature_header([secret], "1", now, body),
    }
    assert names["is_genuine"](headers, body, secret)
    assert not names["is_genuine"](headers, b"{} ", secret)
    assert not names["is_genuine"]({**headers, "webhook-timestamp": str(now - 1000)}, body, secret)


def test_generated_pages_are_what_the_code_says_now() -> None:
    for page, text in generated().items():
        assert page.read_text() == text, f"{page.name} is out of date: run python docs/generate.py"


def test_no_page_is_left_of_a_family_of_codes_that_is_gone() -> None:
    assert set((DOCS / "errors").glob("*.md")) <= set(generated())


def test_every_code_that_a_page_names_is_in_the_catalogue() -> None:
    known = {each.code for each in entries()}
    families = {each.partition(".")[0] for each in known}
    for page in _written_pages():
        named = {each for each in inline_code(page.read_text()) if re.fullmatch(r"[a-z_]+\.[a-z_]+", each)}
        unknown = {each for each in named - known if each.partition(".")[0] in families and not each.endswith(FILES)}
        assert not unknown, f"{page.name} names {unknown}"


def test_the_table_of_settings_is_complete_and_has_the_right_defaults() -> None:
    rows = dict(re.findall(r"^\| `COUNTERSIGN_(\w+)` \| (.*?) \|", (DOCS / "operators.md").read_text(), re.MULTILINE))
    assert {name.lower() for name in rows} == {each.name for each in fields(Settings)}
    actual = load_settings({})
    for name, default in rows.items():
        value = getattr(actual, name.lower())
        if default.startswith("`") and default.endswith("`") and isinstance(value, bool | int):
            assert default.strip("`") == str(value).lower(), name


def test_every_setting_that_a_page_names_exists() -> None:
    known = {f"COUNTERSIGN_{each.name.upper()}" for each in fields(Settings)}
    for page in [*pages(), README]:
        assert set(re.findall(r"COUNTERSIGN_[A-Z_]*[A-Z]", page.read_text())) <= known, page.name


def test_the_api_page_names_every_endpoint_and_no_other_page_names_one_that_does_not_exist(tmp_path: Path) -> None:
    ports = ports_for(Database(f"sqlite:///{tmp_path / 'unused.db'}"), tmp_path)
    spec = app_of(ports).extensions["countersign-api"].spec.to_dict()
    there = {f"{method.upper()} {path}" for path, item in spec["paths"].items() for method in METHODS & set(item)}
    named = {page: _endpoints(page.read_text()) for page in pages()}
    assert named[DOCS / "api.md"] == there
    for page, endpoints in named.items():
        assert endpoints <= there, page.name


def _endpoints(text: str) -> set[str]:
    found = (each.partition("?")[0] for each in inline_code(text))
    return {each for each in found if re.fullmatch(r"(GET|POST|PATCH|PUT|DELETE) /api/v1/[\w./{}-]+", each)}


def test_every_command_and_option_that_a_page_names_exists() -> None:
    for page in [*_written_pages(), README]:
        text = page.read_text()
        for call in re.findall(r"countersign ((?:[a-z]+ ?)+)", "\n".join(inline_code(text)) + _console(text)):
            assert call.split()[0] in main.list_commands(click.Context(main)), f"{page.name}: countersign {call}"


def _console(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.startswith("$ "))


def test_every_metric_that_a_page_names_is_counted() -> None:
    counted = {family.name for family in REGISTRY.collect()}
    for page in pages():
        named = {each.removesuffix("_total") for each in re.findall(r"`(countersign_[a-z_]+)`", page.read_text())}
        assert named <= counted, page.name


def test_the_table_of_roles_is_true() -> None:
    rows = re.findall(r"^\| (\w[^|]*) \|((?: ?✓? ?\|){5})$", (DOCS / "staff.md").read_text(), re.MULTILINE)
    assert len(rows) == len(RIGHTS)
    for label, cells in rows:
        ticked = ["✓" in each for each in cells.split("|")[:-1]]
        assert ticked == [may(role, RIGHTS[label]) for role in Role], label


def test_the_table_of_what_must_be_signed_is_true() -> None:
    row = re.search(r"^\| (`order`.*?) \|", (DOCS / "signatures.md").read_text(), re.MULTILINE)
    assert row is not None
    assert set(inline_code(row[1])) == set(SIGNED_BY_DEFAULT)


def test_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README.read_text()):
        assert (README.parent / target).exists(), target


def _written_pages() -> list[Path]:
    made = generated()
    return [page for page in pages() if page not in made]
