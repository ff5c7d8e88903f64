"""What `countersign edi check` and the API say of a file: its interchanges, the verdict, every finding.

A report is bounded, whatever the file: it lists groups and faulty messages up to a number, and counts the rest.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.findings import Severity, finding
from app.formats.edi.faults import Fault
from app.formats.edi.interchange import Group, Interchange, MessageRead, Verdict, together, verdict_of
from app.formats.edi.reader import Began, Ended, Event, Unreadable
from app.formats.edi.told import row_of

MOST_FINDINGS = 10_000
MOST_LISTED = 1_000


@dataclass(slots=True)
class Report:
    """A file's report; fed with what `read` yields."""

    language: str = "en"
    interchanges: list[dict[str, Any]] = field(default_factory=list)
    findings: list[dict[str, Any]] = field(default_factory=list)
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    unreadable: str = ""
    standard: str = ""
    version: str = ""
    errors: int = 0
    left_out: int = 0
    _told: Interchange | None = None  # what the last row is about
    _last: dict[str, Any] = field(default_factory=dict)

    def take(self, events: Iterable[Event]) -> "Report":
        """Take all events of a file."""
        for event in events:
            self.see(event)
        return self

    def see(self, event: Event) -> None:
        """Take one event."""
        match event:
            case Began(what=Interchange() as interchange):
                self._begin(interchange)
            case MessageRead():
                self._message(event)
            case Ended(what=Group() as group):
                self._group(group)
            case Ended(what=Interchange() as interchange):
                self._end(interchange)
            case Unreadable(reason=reason):
                self.unreadable = reason
            case _:
                pass

    def _begin(self, interchange: Interchange) -> None:
        self._told = interchange
        self.standard = self.standard or interchange.standard
        self.version = self.version or interchange.version
        self._last = {
            "standard": interchange.standard,
            "version": interchange.version,
            "control": interchange.control,
            "sender": interchange.sender,
            "receiver": interchange.receiver,
            "test": interchange.test,
            "offset": interchange.offset,
            "groups": [],
            "messages": [],
        }
        if len(self.interchanges) < MOST_LISTED:
            self.interchanges.append(self._last)

    def _row(self, interchange: Interchange) -> dict[str, Any]:
        """The row of an interchange; one without a header has begun unnoticed."""
        if self._told is not interchange:
            self._begin(interchange)
        return self._last

    def _message(self, message: MessageRead) -> None:
        interchange = message.group.interchange
        messages = self._row(interchange)["messages"]
        if len(messages) < MOST_LISTED:
            messages.append(
                {
                    "type": message.name,
                    "version": message.version or None,
                    "association": message.association or None,
                    "control": message.control,
                    "verdict": str(message.verdict),
                    "segments": message.segments,
                    "segment": message.number,
                    "offset": message.offset,
                }
            )
        self._add(message.faults, interchange.standard, f"{message.name} {message.control}")

    def _group(self, group: Group) -> None:
        groups = self._row(group.interchange)["groups"]
        if len(groups) < MOST_LISTED:
            groups.append(
                {
                    "code": group.code,
                    "control": group.control,
                    "version": group.version,
                    "messages": {str(verdict): count for verdict, count in group.verdicts.items()},
                }
            )
        self._add(group.faults, group.interchange.standard, "")

    def _end(self, interchange: Interchange) -> None:
        verdict = verdict_of(interchange)
        self.verdicts[verdict] += 1
        row = self._row(interchange)
        row["verdict"] = str(verdict)
        row["counts"] = {str(each): count for each, count in interchange.verdicts.items()}
        self._add(interchange.faults, interchange.standard, "")

    def _add(self, faults: list[Fault], standard: str, message: str) -> None:
        for fault in faults:
            self.errors += fault.is_error
            if len(self.findings) < MOST_FINDINGS:
                self.findings.append(row_of(fault, standard, message, self.language))
            else:
                self.left_out += 1

    @property
    def verdict(self) -> Verdict:
        """Over the whole file."""
        if not self.interchanges:
            return Verdict.UNREADABLE
        return together(self.verdicts)

    def as_dict(self, file: str) -> dict[str, Any]:
        """The report as one object."""
        return {
            "file": file,
            "standard": self.standard or None,
            "version": self.version or None,
            "verdict": str(self.verdict),
            "interchanges": self.interchanges,
            "findings": [*self.findings, *self._about_the_file()],
        }

    def _about_the_file(self) -> list[dict[str, Any]]:
        codes = [f"edi.unreadable_{self.unreadable}"] * bool(self.unreadable) + ["edi.more"] * bool(self.left_out)
        return [
            {
                "code": code,
                "severity": str(Severity.ERROR if code != "edi.more" else Severity.WARNING),
                "message": finding(code).message(self.language),
                "hint": finding(code).hint(self.language),
                "offset": 0,
                "segment": 1,
                "position": None,
                "tag": None,
                "element": None,
                "component": None,
                "standard_code": None,
            }
            for code in codes
        ]
