"""Documents as an agreement wants them written: version, delimiters, character set, addresses; numbers are given.

Two steps, because nothing slow belongs between claiming a number and committing it: the messages first, each read as
its receiver will read it, the envelope then. Nothing here touches the database.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.domain.documents import Document
from app.domain.findings import Finding, finding
from app.errors import CountersignError
from app.formats.base import NotRenderable
from app.formats.edi.decimals import with_decimal_mark
from app.formats.edi.delimiters import Delimiters, released
from app.formats.edi.format import EdiFormat, Mapped
from app.formats.edi.grammar import grammar
from app.formats.edi.interchange import MessageRead
from app.formats.edi.reader import read
from app.formats.edi.text import CHARSETS, GUESS
from app.formats.edi.told import finding_of
from app.formats.edi.writing import OutgoingGroup, OutgoingMessage, Parameters, codec_of, encoded, enveloped
from app.formats.lens import BrokenMapping, Loss
from app.pipeline.edi_agreements import agreed_terms, own_address, their_address
from app.pipeline.edi_numbers import Kind, formatted
from app.pipeline.edi_terms import EDIFACT, X12, Address, Terms
from app.storage.models import EdiAgreement

_REPETITION_SINCE = {X12: "00402", EDIFACT: "4"}
_LINE_BREAKS = {"": "", "lf": "\n", "crlf": "\r\n"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_NAMED = 5
"""So many losses, or faults, are told with their places."""
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that has no number yet.

    Attributes:
        document_id: of the document that it says.
        name: `850`, `ORDERS`. version: the grammar's.
        segments: its body, in characters that the set has.
        note: what the document says and the message doesn't, in words; "" for nothing.
    """

    document_id: str
    name: str
    version: str
    segments: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class NumberedGroup:
    """Messages of one functional group with their numbers, as the envelope writes them.

    Attributes:
        number: of the group; "" where none is written.
    """

    number: str
    messages: tuple[tuple[str, Draft], ...]


def drafted(document_id: str, document: Document, agreement: EdiAgreement, syntax: EdiFormat) -> Draft:
    """The document's message.

    Raises:
        CountersignError: `delivery.not_renderable`; `delivery.message_faulty` where the standard wants more of the
            message, or something else, and the agreement's `acceptance` isn't `accept`.
    """
    terms = agreed_terms(agreement)
    marks, codec = _marks(agreement.standard, terms), codec_of(_charset(agreement.standard, terms))
    try:
        version = _grammar_version(agreement.standard, terms)
        mapped = syntax.message_for(document, version, terms.overlay, marks)
    except (NotRenderable, BrokenMapping) as fault:
        why = str(fault) or type(fault).__name__
        raise CountersignError("delivery.not_renderable", syntax=agreement.standard, why=why) from None
    meant = _body(mapped, agreement.standard)
    segments = tuple(_held(each, codec, marks) for each in meant)
    changed = sum(one != other for one, other in zip(meant, segments, strict=True))
    draft = Draft(document_id, mapped.name, mapped.version, segments, _note(mapped, codec, changed))
    faults = _faults_of(draft, agreement)
    if faults and terms.acceptance == "reject":
        raise _faulty(draft.name, faults, mapped.writing.losses)
    return replace(draft, note="; ".join((*filter(None, [draft.note]), *_told(faults))))


def _body(mapped: Mapped, standard: str) -> list[str]:
    """The message's segments, numbers with the agreed decimal mark; X12 has but one."""
    segments = list(mapped.writing.loop.flat())
    if standard == X12:
        return segments
    return with_decimal_mark(segments, grammar(standard, mapped.version).segments, mapped.marks)


def sole(draft: Draft, agreement: EdiAgreement, at: datetime) -> bytes:
    """The interchange of one message, under numbers that aren't claimed."""
    message = (formatted(agreement.standard, Kind.MESSAGE, 1), draft)
    group = NumberedGroup("1" if has_group(agreement) else "", (message,))
    return interchange(agreement, formatted(agreement.standard, Kind.INTERCHANGE, 1), [group], at)


def has_group(agreement: EdiAgreement) -> bool:
    """Whether messages stand in a group: always in X12, in EDIFACT where its parties are named."""
    return agreement.standard == X12 or bool(agreement.own_group_id or agreement.their_group_id)


def grouped(agreement: EdiAgreement, drafts: Sequence[Draft]) -> list[list[Draft]]:
    """The messages that go in one group together, in order; without groups, all of them."""
    kinds: dict[str, list[Draft]] = {}
    for each in drafts:
        kinds.setdefault(_group_code(agreement.standard, each.name) if has_group(agreement) else "", []).append(each)
    return list(kinds.values())


def interchange(agreement: EdiAgreement, control: str, groups: Sequence[NumberedGroup], at: datetime) -> bytes:
    """All of the interchange; `at` is the time that its envelope tells, with its time zone."""
    terms, own, their = agreed_terms(agreement), own_address(agreement), their_address(agreement)
    charset = _charset(agreement.standard, terms)
    parameters = Parameters(
        standard=agreement.standard,
        sender=own.id,
        sender_qualifier=own.qualifier,
        sender_routing=own.sub_address,
        receiver=their.id,
        receiver_qualifier=their.qualifier,
        receiver_routing=their.sub_address,
        version=terms.version,
        control=control,
        at=at,
        marks=_marks(agreement.standard, terms),
        charset=charset,
        test=terms.test,
        acknowledge=terms.ask_acknowledgement,
    )
    written = [_group(agreement, each) for each in groups]
    return b"".join(encoded(enveloped(parameters, written), charset))


def _group(agreement: EdiAgreement, group: NumberedGroup) -> OutgoingGroup:
    terms = agreed_terms(agreement)
    version = "" if agreement.standard == X12 else terms.message_version
    messages = [OutgoingMessage(draft.name, number, draft.segments, version) for number, draft in group.messages]
    if not group.number:
        return OutgoingGroup(messages)
    return OutgoingGroup(
        messages,
        code=_group_code(agreement.standard, messages[0].name),
        control=group.number,
        version=terms.message_version,
        sender=_in_group(own_address(agreement)),
        receiver=_in_group(their_address(agreement)),
    )


def _group_code(standard: str, name: str) -> str:
    return grammar(X12, "envelope").groups[name] if standard == X12 else name


def _in_group(address: Address) -> str:
    return address.group_id or address.id


def _charset(standard: str, terms: Terms) -> str:
    """The agreed one, else the one that the syntax says: UNB's; X12 says none."""
    said = CHARSETS.get(terms.version.partition(":")[0], GUESS) if standard == EDIFACT else GUESS
    return terms.character_set or said


def _grammar_version(standard: str, terms: Terms) -> str:
    """`004010` of `004010VICS`, `D96A` of `D:96A:UN:EAN008`."""
    return terms.message_version[:6] if standard == X12 else "".join(terms.message_version.split(":")[:2])


def _marks(standard: str, terms: Terms) -> Delimiters:
    syntax = terms.version if standard == X12 else terms.version.partition(":")[2]
    return Delimiters(
        element=terms.element_separator,
        component=terms.component_separator,
        terminator=terms.segment_terminator,
        repetition=terms.repetition_separator if syntax >= _REPETITION_SINCE[standard] else "",
        release=terms.release_character,
        decimal=terms.decimal_mark,
        ending=_LINE_BREAKS[terms.line_break] if terms.segment_terminator != "\n" else "",
    )


def _held(segment: str, codec: str, marks: Delimiters) -> str:
    """A segment with a stand-in for each character that the set doesn't have.

    Not left to the encoder: its question mark is EDIFACT's release character, and would take the next one with it.
    """
    try:
        segment.encode(codec)
    except UnicodeEncodeError:
        stand_in = " " if "?" in marks.special and not marks.release else released("?", marks)
        return "".join(each if each.encode(codec, "ignore") else stand_in for each in segment)
    return segment


def _faults_of(draft: Draft, agreement: EdiAgreement) -> list[Finding]:
    """What its receiver would find wrong with the message."""
    if agreement.standard == EDIFACT and agreed_terms(agreement).character_set:
        # he reads it in that set, whatever UNB says: any letter stands for one that isn't the same in both
        draft = replace(draft, segments=tuple(_NOT_ASCII.sub("A", each) for each in draft.segments))
    events = read(io.BytesIO(sole(draft, agreement, _ANY_TIME)))
    messages = [each for each in events if isinstance(each, MessageRead)]
    if not messages:  # its delimiters can't be made out
        return [finding("edi.not_one_message", counted=0)]
    return [finding_of(fault, agreement.standard) for each in messages for fault in each.faults if fault.is_error]


def _faulty(name: str, faults: Sequence[Finding], losses: tuple[Loss, ...]) -> CountersignError:
    english, chinese = _told(faults), _told(faults, "zh")
    if losses:  # a number that is too long isn't in the message, which then only lacks one
        english.append(_lost(name, losses))
        chinese.append(f"{name} 无法容纳 {len(losses)} 个值（{_places(losses)}）")
    return CountersignError(
        "delivery.message_faulty", message=name, faults="; ".join(english), faults_zh="；".join(chinese)
    )


def _told(faults: Sequence[Finding], language: str = "en") -> list[str]:
    """The first faults in words; what every line lacks is told once."""
    told = list(dict.fromkeys(each.message(language).rstrip(".。") for each in faults))
    return told[:_NAMED] + ["…"] * (len(told) > _NAMED)


def _note(mapped: Mapped, codec: str, changed: int) -> str:
    """What is lost, with the first places."""
    told = [_lost(mapped.name, mapped.writing.losses)] if mapped.writing.losses else []
    if changed:
        told.append(f"{changed} segments with characters that {codec} has not")
    return "; ".join(told)


def _lost(name: str, losses: tuple[Loss, ...]) -> str:
    return f"{len(losses)} values that {name} doesn't hold ({_places(losses)})"


def _places(losses: tuple[Loss, ...]) -> str:
    return ", ".join([each.path for each in losses[:_NAMED]] + ["…"] * (len(losses) > _NAMED))
