"""Code tables: a syntax's codes and the domain's, one to one, or with a preferred one for each direction.

A table is a file of `edi_mappings/codes/`, or stands in a mapping itself:

    both:   {EA: EA, UN: C62}     syntax: domain, each value once on either side
    read:   {PC: C62}             further codes of the syntax, read as one of the above
    write:  {H87: EA}             further values of the domain, written as one of the above
    other:  keep | leave | "X12:" the rest is taken as it is, isn't taken (the default), or begins so in the domain
    unknown: ZZ                   what a unit is whose code the table doesn't have, lest it be none
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.findings import Finding
from app.formats.lens.faults import fault

KEEP = "keep"
LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Table:
    """A code table in both directions.

    Attributes:
        other: what a value that the table doesn't have begins with in the domain; None where such values aren't taken.
    """

    name: str
    to_domain: Mapping[str, Any]
    to_syntax: Mapping[Any, str]
    other: str | None = None
    preferred: Mapping[str, Any] = field(default_factory=dict)
    unknown: str = ""

    def read(self, code: str) -> Any:
        """The domain's value; None where the table has none."""
        return self.to_domain.get(code, None if self.other is None else self.other + code)

    def write(self, value: Any) -> str | None:
        """The syntax's code; None where the table has none."""
        if value in self.to_syntax:
            return self.to_syntax[value]
        text = str(value)
        return None if self.other is None or not text.startswith(self.other) else text[len(self.other) :]


def table_of(name: str, written: Mapping[str, Any]) -> Table:
    """A table from what its file, or a mapping, holds; an inline table may be nothing but its pairs."""
    both, read, write = _parts(written)
    backwards = {domain: syntax for syntax, domain in both.items()}
    other = _other(written.get("other", LEAVE))
    return Table(name, {**both, **read}, {**backwards, **write}, other, both, _unknown(written))


def _other(said: str) -> str | None:
    return {KEEP: "", LEAVE: None}.get(said, said)


def patched(table: Table, changes: Mapping[str, Any]) -> Table:
    """The table with a partner's codes, which win over its own in both directions."""
    to_domain, to_syntax = dict(table.to_domain), dict(table.to_syntax)
    for syntax, domain in changes.items():
        to_domain[syntax] = domain
        to_syntax[domain] = syntax
    return replace(table, to_domain=to_domain, to_syntax=to_syntax, preferred={**table.preferred, **changes})


def faults_of(name: str, written: Mapping[str, Any], file: str, line: int) -> Iterator[Finding]:
    """What keeps a table from being read and written without doubt."""
    both, read, write = _parts(written)
    values = list(both.values())
    for value in {each for each in values if values.count(each) > 1}:
        yield fault("lens.not_one_to_one", file, line, table=name, value=value)
    for code, value in read.items():
        if code in both or value not in values:
            yield fault("lens.not_preferred", file, line, table=name, code=code, value=value)
    unknown = _unknown(written)
    if unknown and unknown not in values:
        yield fault("lens.not_preferred", file, line, table=name, code="unknown", value=unknown)
    for value, code in write.items():
        if value in values or code not in both:
            yield fault("lens.not_preferred", file, line, table=name, code=code, value=value)


def _parts(written: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[Any, str]]:
    if not written.keys() & {"both", "read", "write", "other"}:
        return written, {}, {}
    return written.get("both", {}), written.get("read", {}), written.get("write", {})


def _unknown(written: Mapping[str, Any]) -> str:
    return str(written.get("unknown", "")) if "both" in written else ""
