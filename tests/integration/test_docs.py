"""The documentation is true: its commands do what it says, and everything that it names exists."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3

from tests.integration.documentation import Command, File, steps

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
def test_whoever_does_what_the_guides_say_gets_what_they_promise(reader: Reader) -> None:
    for page in STORY:
        for step in steps(page):
            reader.take(step)
