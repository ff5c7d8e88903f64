"""824 and APERAK: what business rules say of a document whose syntax was already acknowledged.

A finding's own code and words go into the text: the standards' lists of application errors are too coarse to act on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap

from app.domain.findings import Finding, Severity, rejects
from app.formats.edi.acknowledge import Acknowledgement, Segments
from app.formats.edi.acknowledge_x12 import answering_group, release_of
from app.formats.edi.fitting import fitted
from app.formats.edi.grammar import Grammar, UnknownGrammar, grammar
from app.formats.edi.interchange import MessageRead
from app.formats.edi.mirror import charset_of, sound
from app.formats.edi.writing import OutgoingGroup, Value, Writer, writer_for

MOST_FINDINGS = 900
_CODE, _NAME_OF_GROUP = "824", "AG"
_APERAK = "APERAK"
_DIRECTORY = "D96A"
_REFERENCES = {
    "850": "PO",
    "860": "PO",
    "855": "PO",
    "865": "PO",
    "810": "IV",
    "856": "SI",
    "ORDERS": "ON",
    "ORDCHG": "ON",
    "ORDRSP": "ON",
    "INVOIC": "IV",
    "DESADV": "AAK",
}
"""What a document's number is called (128; 1153), by the message that brought it."""
_ANY_REFERENCE = {"x12": "TN", "edifact": "ACW"}
_REASONS = {"missing": "007", "required": "007", "duplicate": "006"}
"""TED01, by a word of the finding's code: missing data, a duplicate."""
_INCORRECT = "848"
_LONGEST_CODE = 8
_TEXT, _NOTE = 60, 80
_MOST_NOTES = 20
_MOST_LINES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What there is to say of one document.

    Attributes:
        message: that brought it.
        document: its number. identifier: the number of this answer, unique with the partner.
        findings: of business rules; errors reject it. language: of their words.
        at: when it was judged, with a time zone.
    """

    message: MessageRead
    document: str
    identifier: str
    findings: Sequence[Finding]
    at: datetime
    language: str = "en"

    @property
    def is_rejected(self) -> bool:
        """Whether the document isn't taken."""
        return rejects(self.findings)


def business_answers(judgements: Sequence[Judgement]) -> list[Acknowledgement]:
    """824 or APERAK for documents of one interchange: those that can go in one group go together."""
    found: dict[tuple[OutgoingGroup, str], Acknowledgement] = {}
    for each in judgements:
        answering = _X12(each) if each.message.group.interchange.standard == "x12" else _Edifact(each)
        key = answering.group, answering.version
        if key not in found:
            interchange = each.message.group.interchange
            found[key] = Acknowledgement(
                answering.kind, interchange, answering.group, message_version=answering.version
            )
        body = Segments()
        body.add(answering.segments())
        found[key].bodies.append(body)
    return list(found.values())


class _Answer:
    """Writes segments of the message's own grammar."""

    def __init__(self, judgement: Judgement, found: Grammar) -> None:
        interchange = judgement.message.group.interchange
        self._about = judgement
        self._grammar = found
        self._writer: Writer = writer_for(sound(interchange.marks, interchange.standard), charset_of(interchange))

    def _segment(self, tag: str, *values: Value) -> str:
        segment = self._grammar.segments[tag]
        special = "" if self._writer.marks.release else self._writer.marks.special
        return self._writer.segment(tag, *fitted(values, segment, special))

    def _findings(self) -> Iterator[tuple[Finding, str]]:
        """What is said, with its words; the worst first, as there may be more than fit."""
        order = list(Severity)
        for each in sorted(self._about.findings, key=lambda each: order.index(each.severity))[:MOST_FINDINGS]:
            place = f" ({each.path})" if each.path else ""
            yield each, " ".join(f"{each.code}: {each.message(self._about.language)}{place}".split())

    def _reference(self) -> str:
        message = self._about.message
        return _REFERENCES.get(message.name, _ANY_REFERENCE[message.group.interchange.standard])


class _X12(_Answer):
    """An 824: the document (OTI), then each finding (TED), what doesn't fit there in notes (NTE)."""

    kind = _CODE
    version = ""

    def __init__(self, judgement: Judgement) -> None:
        release = release_of(judgement.message.group)
        super().__init__(judgement, grammar("x12", release))
        self.group = answering_group(judgement.message.group, _NAME_OF_GROUP, release)

    def segments(self) -> Iterator[str]:
        """The transaction set, without ST and SE."""
        about, message = self._about, self._about.message
        yield self._segment("BGN", "11", about.identifier, f"{about.at:%Y%m%d}", f"{about.at:%H%M}")
        action = "TR" if about.is_rejected else "TE" if about.findings else "TA"
        of_group = (message.group.control, message.control, message.name)
        yield self._segment("OTI", action, self._reference(), about.document, "", "", "", "", *of_group)
        for finding, text in self._findings():
            first, *rest = wrap(text, _TEXT) or [""]
            yield self._segment("TED", _reason(finding), first)
            for line in wrap(" ".join(rest), _NOTE)[:_MOST_NOTES]:
                yield self._segment("NTE", "", line)


class _Edifact(_Answer):
    """An APERAK: the document (RFF), then each finding (ERC) with its words (FTX)."""

    kind = _APERAK
    group = OutgoingGroup((), _APERAK)

    def __init__(self, judgement: Judgement) -> None:
        found = _with_aperak(judgement.message.version)
        super().__init__(judgement, found)
        self.version = f"{found.version[:1]}:{found.version[1:]}:UN"

    def segments(self) -> Iterator[str]:
        """The message, without UNH and UNT."""
        about, message = self._about, self._about.message
        kind, response = ("313", "RE") if about.is_rejected else ("312", "AP")
        yield self._segment("BGM", (kind,), (about.identifier,), "9", response)
        yield self._segment("DTM", ("137", f"{about.at:%Y%m%d%H%M}", "203"))
        yield self._segment("RFF", (self._reference(), about.document))
        if message.control:
            yield self._segment("RFF", (_ANY_REFERENCE["edifact"], message.control))
        for finding, text in self._findings():
            code = finding.code if len(finding.code) <= _LONGEST_CODE else finding.severity.upper()
            yield self._segment("ERC", (code[:_LONGEST_CODE],))
            yield self._segment("FTX", "AAO", "", "", tuple(self._lines(text)))

    def _lines(self, text: str) -> list[str]:
        width = self._grammar.segments["FTX"].elements[3].components[0].max
        return wrap(text, width)[:_MOST_LINES]


def _with_aperak(version: str) -> Grammar:
    """The message's directory, or another one that has APERAK."""
    try:
        found = grammar("edifact", version)
    except UnknownGrammar:
        return grammar("edifact", _DIRECTORY)
    return found if _APERAK in found.messages else grammar("edifact", _DIRECTORY)


def _reason(finding: Finding) -> str:
    words = finding.code.replace(".", "_").split("_")
    return next((code for word, code in _REASONS.items() if word in words), _INCORRECT)
