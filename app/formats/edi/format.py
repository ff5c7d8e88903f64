"""X12 and EDIFACT as syntaxes: one message in an interchange is a document, by the mapping for it.

Whoever has several messages in one interchange cuts them apart first (`apart.py`). What a document needs to be sent to
a partner (identifiers, control numbers) is the business of the agreement with that partner; rendered here, it gets an
envelope with the parties' own identifiers and the number 1.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache

from app.domain.documents import Complement, Document, DocumentType, Leftover, OrderResponse
from app.domain.findings import Finding, finding
from app.domain.identifiers import Identifier
from app.domain.parties import Party
from app.formats import lens as mapping
from app.formats.base import NotRenderable, Parsed
from app.formats.edi import delimiters
from app.formats.edi.grammar import grammar
from app.formats.edi.interchange import Group, Interchange, MessageRead, Verdict
from app.formats.edi.reader import Ended, Options, Unreadable, read
from app.formats.edi.told import finding_of, findings_in
from app.formats.edi.writing import OutgoingGroup, OutgoingMessage, Parameters, encoded, enveloped
from app.formats.lens.files import MAPPINGS
from app.safe import Body, EdiBody

VERSION = "version"
"""Kind of the leftover that tells in which version a message was, so that it is written in that one again."""
_ANSWERS = (
    DocumentType.ORDER_RESPONSE,
    DocumentType.ORDER_CHANGE,
    DocumentType.ORDER_CANCELLATION,
    DocumentType.QUOTATION,
)
_MESSAGES: dict[str, dict[DocumentType, str]] = {
    "x12": {
        DocumentType.ORDER: "850",
        DocumentType.ORDER_RESPONSE: "855",
        DocumentType.ORDER_CHANGE: "860",
        DocumentType.ORDER_CANCELLATION: "860",
        DocumentType.DESPATCH_ADVICE: "856",
        DocumentType.RECEIPT_ADVICE: "861",
        DocumentType.INVOICE: "810",
        DocumentType.CREDIT_NOTE: "810",
        DocumentType.REMITTANCE_ADVICE: "820",
        DocumentType.CATALOGUE: "832",
        DocumentType.REQUEST_FOR_QUOTATION: "840",
        DocumentType.QUOTATION: "843",
    },
    "edifact": {
        DocumentType.ORDER: "ORDERS",
        DocumentType.ORDER_RESPONSE: "ORDRSP",
        DocumentType.ORDER_CHANGE: "ORDCHG",
        DocumentType.ORDER_CANCELLATION: "ORDCHG",
        DocumentType.DESPATCH_ADVICE: "DESADV",
        DocumentType.RECEIPT_ADVICE: "RECADV",
        DocumentType.INVOICE: "INVOIC",
        DocumentType.CREDIT_NOTE: "INVOIC",
        DocumentType.REMITTANCE_ADVICE: "REMADV",
        DocumentType.CATALOGUE: "PRICAT",
        DocumentType.REQUEST_FOR_QUOTATION: "REQOTE",
        DocumentType.QUOTATION: "QUOTES",
    },
}
_ALSO = {"850": DocumentType.ORDER_CANCELLATION, "ORDERS": DocumentType.ORDER_CANCELLATION}
"""What a message is besides, which is only written so where it came so."""
_VERSIONS = {"x12": "004010", "edifact": "D96A"}
_MARKS = {
    "x12": replace(delimiters.X12, repetition="", ending="\n"),
    "edifact": replace(delimiters.EDIFACT, ending="\n"),
}
_CONTROLS_VERSION = {"004010": "00401", "005010": "00501"}
_QUALIFIERS = {"x12": {"0060": "01"}, "edifact": {"0088": "14", "0060": "1"}}
_ANY_QUALIFIER = {"x12": "ZZ", "edifact": "ZZZ"}
_LONGEST_ID = {"x12": 15, "edifact": 35}
_NOBODY = "UNKNOWN"


@dataclass(slots=True)
class Contents:
    """What is in an interchange: its messages, and what is wrong with its envelope."""

    messages: list[MessageRead]
    findings: list[Finding]


class EdiFormat:
    """X12 or EDIFACT as a Format."""

    def __init__(self, standard: str, media_type: str, overlay: str = "") -> None:
        self.name = standard
        self.media_type = media_type
        self._overlay = overlay
        self.types = frozenset(type_ for type_, name in _MESSAGES[standard].items() if _is_mapped(standard, name))

    def for_partner(self, overlay: str) -> "EdiFormat":
        """The same, written by a partner's mapping."""
        return EdiFormat(self.name, self.media_type, overlay)

    def recognises(self, body: Body) -> bool:
        """Whether it is an interchange of this standard."""
        return isinstance(body, EdiBody) and body.standard == self.name

    def document_type(self, body: Body) -> DocumentType | None:
        """The type of the first message; None where there is no mapping for it, or no message.

        A message that can't be read is taken for what its name says, so that it is told what is wrong with it.
        """
        if not isinstance(body, EdiBody):
            return None
        messages = contents(body).messages
        if not messages:
            return DocumentType.ORDER  # nothing is in it; what is wrong with it is told by reading it
        lens = _lens_of(messages[0], body)
        if lens is None or messages[0].loop is None:
            named = [type_ for type_, name in _MESSAGES[self.name].items() if name == messages[0].name]
            return named[0] if named else None
        return lens.kind_of(messages[0].loop, messages[0].group.interchange.marks).cls.type

    def read(self, body: Body) -> Parsed:
        """The document in an interchange with one message; faults of the syntax come as findings."""
        assert isinstance(body, EdiBody)
        found = contents(body)
        if len(found.messages) != 1:
            several = finding("edi.not_one_message", counted=len(found.messages))
            return Parsed(None, (*found.findings, several))
        message = found.messages[0]
        findings = [*found.findings, *findings_in(message)]
        lens = _lens_of(message, body)
        if message.verdict is Verdict.REJECTED or message.loop is None or lens is None:
            if lens is None and message.version:
                findings.append(finding("edi.no_mapping", value=message.name, version=message.version))
            return Parsed(None, tuple(findings))
        reading = mapping.read(message.loop, message.group.interchange.marks, lens)
        document = reading.document and _completed(reading.document, message)
        return Parsed(document, (*findings, *reading.findings))

    def render(self, document: Document) -> bytes:
        """The document in an interchange of its own, in the version that it came in or the usual one.

        Raises:
            NotRenderable: there is no mapping for its type.
        """
        message = self.message_for(document)
        sender, receiver = _ends(document)
        at = datetime.combine(document.issued, document.issued_at or time(), UTC)
        parameters = Parameters(
            standard=self.name,
            sender=self._id(sender).value,
            sender_qualifier=self._id(sender).scheme,
            receiver=self._id(receiver).value,
            receiver_qualifier=self._id(receiver).scheme,
            version=_CONTROLS_VERSION.get(message.version, "00401") if self.name == "x12" else "UNOY:4",
            control="000000001" if self.name == "x12" else "1",
            at=at,
            marks=message.marks,
            charset="" if self.name == "x12" else "utf-8",
        )
        groups = [message.grouped("1", "0001" if self.name == "x12" else "1", (parameters.sender, parameters.receiver))]
        return b"".join(encoded(enveloped(parameters, groups), parameters.charset))

    def message_for(
        self, document: Document, version: str = "", overlay: str = "", marks: delimiters.Delimiters | None = None
    ) -> "Mapped":
        """The message that says what the document says, with the partner's delimiters; raises NotRenderable."""
        name = _message_name(self.name, document)
        if name is None:
            raise NotRenderable(f"{self.name} has no {document.type}")
        wanted = version or _version_of(document, self.name) or _VERSIONS[self.name]
        marks = marks or _marks_for(self.name, wanted)
        try:
            lens = mapping.lens(self.name, wanted, name, overlay or self._overlay)
        except mapping.UnknownMapping:
            raise NotRenderable(f"{self.name} has no {document.type} ({name} {wanted})") from None
        return Mapped(mapping.write(_as_said(document), lens, marks), name, wanted, marks, self.name)

    def _id(self, party: Party) -> Identifier:
        """A party's identifier as envelopes have them."""
        found = party.endpoint or next(iter(party.ids), None)
        if found is None:
            letters = "".join(each for each in party.name.upper() if each.isascii() and each.isalnum())
            return Identifier(letters[: _LONGEST_ID[self.name]] or _NOBODY, _ANY_QUALIFIER[self.name])
        qualifier = _QUALIFIERS[self.name].get(found.scheme, _ANY_QUALIFIER[self.name])
        if found.scheme in _QUALIFIERS[self.name].values():
            qualifier = found.scheme
        return Identifier(found.value[: _LONGEST_ID[self.name]], qualifier)


@dataclass(slots=True)
class Mapped:
    """A document as a message, without an envelope.

    Attributes:
        writing: the message's body; its `losses` say what it doesn't hold.
        name, version: of the message; marks: what it is written with.
    """

    writing: mapping.Writing
    name: str
    version: str
    marks: delimiters.Delimiters
    standard: str

    def grouped(self, group: str, control: str, ends: tuple[str, str]) -> OutgoingGroup:
        """The message in a group of its own: control numbers of both, and application identifiers."""
        kind = "" if self.standard == "x12" else f"{self.version[0]}:{self.version[1:]}:UN"
        message = OutgoingMessage(self.name, control, self.writing.loop.flat(), kind)
        if self.standard == "edifact":
            return OutgoingGroup([message])
        code = grammar("x12", "envelope").groups[self.name]
        return OutgoingGroup([message], code, group, self.version, *ends)


def _is_mapped(standard: str, message: str) -> bool:
    """Whether there is a mapping for a message; what is in its file is looked at when it is first used."""
    return any((MAPPINGS / standard).glob(f"{message.lower()}*.yaml"))


def contents(body: EdiBody) -> Contents:
    """What is in an interchange, read once."""
    if "contents" not in body.found:
        body.found["contents"] = _read(body)
    found: Contents = body.found["contents"]
    return found


def _read(body: EdiBody) -> Contents:
    found = Contents([], [])
    for event in read(io.BytesIO(body.raw), Options(keep=True, lenient=body.lenient)):
        if isinstance(event, MessageRead):
            found.messages.append(event)
        elif isinstance(event, Unreadable):
            found.findings.append(finding(f"edi.unreadable_{event.reason}"))
        elif isinstance(event, Ended):
            found.findings += _of_envelope(event.what)
    return found


def _of_envelope(what: Interchange | Group) -> Iterator[Finding]:
    standard = what.standard if isinstance(what, Interchange) else what.interchange.standard
    return (finding_of(each, standard) for each in what.faults)


def _lens_of(message: MessageRead, body: EdiBody) -> mapping.Lens | None:
    if message.definition is None:
        return None
    try:
        found = mapping.lens_for(message.definition, body.overlay)
    except mapping.UnknownMapping:
        return None
    return _in_currency(found, body.currency) if body.currency else found


@lru_cache(256)
def _in_currency(found: mapping.Lens, currency: str) -> mapping.Lens:
    """The lens, with a currency to fall back on for messages that name none and could; the mapping's own is first."""
    can = any(each.path.text == "currency" for kind in found.kinds for rule in kind.rules for each in rule.elements)
    return replace(found, defaults={"currency": currency, **found.defaults}) if can else found


def _completed(document: Document, message: MessageRead) -> Document:
    """The document with the parties that only the envelope names, and the version of its message."""
    interchange = message.group.interchange
    sender = Party(endpoint=Identifier(interchange.sender, interchange.sender_qualifier))
    receiver = Party(endpoint=Identifier(interchange.receiver, interchange.receiver_qualifier))
    buyer, seller = (sender, receiver) if document.sent_by_buyer else (receiver, sender)
    version = Leftover(VERSION, message.name, message.version)
    rest = document.complement.items if document.complement else ()
    number = _own_number(document, message)
    if number != document.number:
        version = replace(version, kind=f"{VERSION}-{number}")
    return replace(
        document,
        number=number,
        buyer=document.buyer if document.buyer.identifiers() or document.buyer.name else buyer,
        seller=document.seller if document.seller.identifiers() or document.seller.name else seller,
        complement=Complement(interchange.standard, (version, *rest)),
    )


def _own_number(document: Document, message: MessageRead) -> str:
    """The document's number; X12's answers and changes have none of their own, only that of what they are about.

    Two answers to one order are two documents, the same answer sent again is the same one: so what they say numbers
    them.
    """
    about = document.references[0].number if document.references else ""
    unnumbered = document.type in _ANSWERS and document.number == about and not document.revision
    if not unnumbered or message.loop is None:
        return document.number
    body = "\n".join([*message.loop.flat()][1:-1])
    return f"{document.number}/{hashlib.sha256(body.encode()).hexdigest()[:8]}"


def _is_version(item: Leftover) -> bool:
    return item.kind.partition("-")[0] == VERSION


def _version_of(document: Document, standard: str) -> str:
    return next((each.content for each in _items(document, standard) if _is_version(each)), "")


def _items(document: Document, standard: str) -> tuple[Leftover, ...]:
    """What a message of the standard left over."""
    complement = document.complement
    return complement.items if complement is not None and complement.syntax == standard else ()


def _message_name(standard: str, document: Document) -> str | None:
    """The message for a document: its type's; a seller's answer to a change has one of its own in X12."""
    came = next((each.path for each in _items(document, standard) if _is_version(each)), "")
    if _ALSO.get(came) is document.type:
        return came
    if standard == "x12" and isinstance(document, OrderResponse) and document.order_changes:
        return "865"
    return _MESSAGES[standard].get(document.type)


def _as_said(document: Document) -> Document:
    """The document as its message said it: without what reading added."""
    if document.complement is None:
        return document
    items = document.complement.items
    rest = tuple(each for each in items if not _is_version(each))
    made = next((each.kind.removeprefix(f"{VERSION}-") for each in items if _is_version(each)), "")
    said = document.number.rpartition("/")[0] if made == document.number else document.number
    return replace(document, number=said, complement=replace(document.complement, items=rest) if rest else None)


def _marks_for(standard: str, version: str) -> delimiters.Delimiters:
    marks = _MARKS[standard]
    return replace(marks, repetition="^") if standard == "x12" and version >= "004020" else marks


def _ends(document: Document) -> tuple[Party, Party]:
    """Sender and receiver."""
    return (document.buyer, document.seller) if document.sent_by_buyer else (document.seller, document.buyer)
