"""A file of many documents, taken apart: for showing, checking and rewriting, never for accepting.

What accepts is `receive_interchange`, which answers for each document as well, and `receive_idocs`.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain.findings import Finding, finding
from app.formats.base import Format
from app.formats.edi.apart import alone
from app.formats.edi.interchange import Group, Interchange, MessageRead
from app.formats.edi.reader import Ended, Unreadable, read
from app.formats.edi.told import finding_of
from app.pipeline.body import edi_standard
from app.pipeline.idocs_apart import idocs_apart
from app.pipeline.inspect import Checks, Inspected, inspect
from app.registry import Registry
from app.safe import DEFAULT_LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file.

    Attributes:
        name: what its file calls it, such as `850 0002`; "" where the file is one document.
        raw: a file with this document alone; empty where it has no end, and so can't be had alone.
        findings: what is wrong with what stands around it; told of the first document of each envelope.
    """

    name: str
    raw: bytes
    findings: tuple[Finding, ...] = ()


def parts_of(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Part]:
    """The documents of a file, in order; the file as it is where it isn't one with several, or is too large."""
    if len(raw) > limits.size:
        return [Part("", raw)]
    found = list(_messages(raw)) if edi_standard(raw) else [Part(*each) for each in idocs_apart(raw, limits)]
    return found if len(found) > 1 else [Part("", raw)]


def inspect_parts(
    raw: bytes, formats: Registry[Format], checks: Checks, limits: Limits = DEFAULT_LIMITS, overlay: str = ""
) -> Iterator[tuple[str, Inspected]]:
    """Each document of a file by its name, as `inspect` sees it.

    Raises:
        Refused: rulesets.unknown.
    """
    for each in parts_of(raw, limits):
        if each.name and not each.raw:
            yield each.name, Inspected(each.findings, readable=False)
            continue
        seen = inspect(each.raw, formats, checks, limits, overlay)
        yield each.name, replace(seen, findings=(*each.findings, *seen.findings))


def _messages(raw: bytes) -> Iterator[Part]:
    waiting: list[MessageRead] = []
    around: list[Finding] = []
    for event in read(io.BytesIO(raw)):
        if isinstance(event, MessageRead):
            waiting.append(event)
        elif isinstance(event, Unreadable):
            around.append(finding(f"edi.unreadable_{event.reason}"))
        elif isinstance(event, Ended):
            around += _around(event.what)
            if isinstance(event.what, Interchange):
                yield from _parts(waiting, tuple(around), raw)
                waiting, around = [], []


def _around(what: Group | Interchange) -> Iterator[Finding]:
    interchange = what if isinstance(what, Interchange) else what.interchange
    return (finding_of(each, interchange.standard) for each in what.faults)


def _parts(messages: list[MessageRead], around: tuple[Finding, ...], raw: bytes) -> Iterator[Part]:
    for each in messages:
        told = () if each.end else tuple(finding_of(one, each.group.interchange.standard) for one in each.faults)
        yield Part(f"{each.name} {each.control}".strip(), alone(each, raw) if each.end else b"", (*around, *told))
        around = ()
