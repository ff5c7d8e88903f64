"""What is wrong with a mapping, or with the lack of one."""

from collections.abc import Sequence

from app.domain.findings import Finding, Severity


class BrokenMapping(ValueError):
    """A mapping can't be used; `findings` say all that is wrong, with file (`path`), line and rule."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{each.path}:{each.line or 0}: {each.message()}" for each in findings))


class UnknownMapping(LookupError):
    """There is no mapping for that message of that version."""


def fault(code: str, file: str, line: int | None, /, **params: object) -> Finding:
    """A fault of a mapping: `file` and `line` say where."""
    return Finding(code, file, line, Severity.ERROR, {name: str(value) for name, value in params.items()})
