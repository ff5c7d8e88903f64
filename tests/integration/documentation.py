"""Reading the documentation as a machine: its commands, the files that it has its reader save, and what it names."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"

_FENCE = re.compile(r"(?P<before>[^\n]*)\n+```(?P<language>\w+)\n(?P<body>.*?)```", re.DOTALL)
_SAVED = re.compile(r"[Ss]ave (?:this|it) as `(?P<name>[^`]+)`")
_ANYTHING = "…"


@dataclass(frozen=True)
class File:
    """A file that the reader is asked to save."""

    name: str
    content: str


@dataclass(frozen=True)
class Command:
    """A line that the reader types, and what the page says that comes back (`…` stands for anything)."""

    page: str
    line: str
    expected: str

    def fits(self, output: str) -> bool:
        """Whether `output` is what the page promises; nothing is promised where the page shows nothing."""
        if not self.expected:
            return True
        pattern = ".*".join(re.escape(part) for part in self.expected.split(_ANYTHING))
        return re.fullmatch(pattern, output.strip(), re.DOTALL) is not None


def pages() -> list[Path]:
    """Every page of the documentation but those of single rules, which have a test of their own."""
    return sorted(each for each in DOCS.rglob("*.md") if each.parent.parent != DOCS / "rules")


def steps(page: str) -> list[File | Command]:
    """What a reader of the page does, in order."""
    found: list[File | Command] = []
    for block in _FENCE.finditer((DOCS / page).read_text()):
        saved = _SAVED.search(block["before"])
        if saved:
            found.append(File(saved["name"], block["body"]))
        elif block["language"] == "console":
            found += _commands(page, block["body"])
    return found


def _commands(page: str, block: str) -> list[Command]:
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    split = (part.partition("\n") for part in parts)
    return [Command(page, line, output.strip()) for line, _, output in split]


def inline_code(text: str) -> list[str]:
    """What stands between backticks in running text; fenced blocks are left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))
