"""The envelope of an answer: the sender's own, turned round; what is too wrong to repeat is replaced."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from app.formats.edi import delimiters
from app.formats.edi.delimiters import Delimiters, split_released, unreleased
from app.formats.edi.fitting import copied
from app.formats.edi.grammar import Element, Segment, grammar
from app.formats.edi.interchange import Interchange
from app.formats.edi.text import CHARSETS, GUESS
from app.formats.edi.writing import Parameters

_SPARE = "~*>:^|+'!%;?/\\#&$@<=\"-,.()_"
_UNKNOWN = "UNKNOWN"
_QUALIFIER = "ZZ"
_OLDEST_WITH_REPETITION = "00402"
_X12_VERSION = "00401"
_BY_DEFAULT = "UNOC"
_WITH_ESCAPES = "iso2022_jp_2"
"""Its escape sequences hold characters that are delimiters."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Control numbers of an answer: an interchange with one group, and the messages in it from `message` on."""

    interchange: int
    group: int = 1
    message: int = 1


def service(interchange: Interchange) -> dict[str, Segment]:
    """The segments of envelopes, and of CONTRL, in the interchange's version of the standard."""
    if interchange.standard == "x12":
        return dict(grammar("x12", "envelope").segments)
    return dict(grammar("edifact", "service-v4" if syntax_of(interchange) == "4" else "service-v3").segments)


def syntax_of(interchange: Interchange) -> str:
    """EDIFACT's syntax version, 3 where what stands there is none."""
    version = interchange.version.partition(":")[2]
    return version if version in ("1", "2", "3", "4") else "3"


def elements_of(raw: str, marks: Delimiters) -> list[tuple[str, ...]]:
    """A segment of the envelope cut into elements and components, its tag left out."""
    cut = split_released(raw, marks.element, marks.release)[1:]
    return [
        tuple(unreleased(each, marks.release) for each in split_released(text, marks.component, marks.release))
        if marks.component
        else (text,)
        for text in cut
    ]


@lru_cache(maxsize=64)
def sound(marks: Delimiters, standard: str) -> Delimiters:
    """Delimiters to write with: those that were read, but for any that are missing or that two would share."""
    default = delimiters.X12 if standard == "x12" else delimiters.EDIFACT_4
    taken = ""
    chosen: dict[str, str] = {}
    for name in ("element", "terminator", "component", "repetition", "release"):
        mark = _character(getattr(marks, name))
        if name == "release" and not mark:
            continue
        can_be_read = mark.isascii() or not _must_be_ascii(marks, name, standard)
        if not (can_be_read and _can_be(mark, name, standard)) or mark in taken:
            mark = next(each for each in (getattr(default, name) + _SPARE) if each not in taken)
        chosen[name] = mark
        taken += mark
    if standard == "edifact" and {".", ","} <= set(taken):
        # neither of the characters that can be a decimal mark is left: no answer could be written so
        return replace(default, repetition=default.repetition if marks.repetition else "", ending=marks.ending)
    if standard == "edifact":
        chosen["repetition"] = chosen["repetition"] if marks.repetition else ""
        chosen["decimal"] = next(each for each in (marks.decimal, *".,") if each in ".," and each not in taken)
    ending = marks.ending or ("\n" if marks.terminator in "\r\n" and standard == "edifact" else "")
    return replace(marks, **chosen, ending="" if chosen["terminator"] == "\n" else ending)


def _character(mark: str) -> str:
    """A terminator of several bytes is one character of UTF-8."""
    return mark.encode("latin-1").decode("utf-8") if len(mark) > 1 else mark


def _must_be_ascii(marks: Delimiters, name: str, standard: str) -> bool:
    """Another byte is in some character sets only, and in none together with a terminator of several bytes."""
    return standard == "edifact" or (len(marks.terminator) > 1 and name != "terminator")


def _can_be(mark: str, name: str, standard: str) -> bool:
    if not mark or mark.isalnum() or mark in "\x00\x1a\t ":
        return False
    return mark not in "\r\n" or (name == "terminator" and standard == "x12")


def charset_of(interchange: Interchange) -> str:
    """The character set to answer in: the interchange's, where its bytes can be told from delimiters."""
    if interchange.standard == "edifact":
        charset = CHARSETS[_identifier_of_charset(interchange)]
        return "ascii" if charset == _WITH_ESCAPES else charset
    # delimiters above ASCII that are one byte were written in a set of one byte
    one_byte = len(interchange.marks.terminator) == 1 and not interchange.marks.special.isascii()
    return "iso8859-1" if one_byte else GUESS


def _identifier_of_charset(interchange: Interchange) -> str:
    """0001, or one that has most of Latin script where what stands there is none."""
    said = interchange.version.partition(":")[0]
    return said if said in CHARSETS else _BY_DEFAULT


def answer(interchange: Interchange, numbers: Numbers, at: datetime) -> Parameters:
    """The envelope of an answer to `interchange`.

    Args:
        at: when it is written, with a time zone.
    """
    marks = sound(interchange.marks, interchange.standard)
    charset = charset_of(interchange)
    common = {"control": str(numbers.interchange), "at": at, "charset": charset, "test": interchange.test}
    if interchange.standard == "x12":
        return _x12(interchange, marks, common)
    return _edifact(interchange, marks, common)


def _x12(interchange: Interchange, marks: Delimiters, common: dict[str, object]) -> Parameters:
    isa = service(interchange)["ISA"].elements
    version = interchange.version if interchange.version in (isa[11].codes or ()) else _X12_VERSION
    if version < _OLDEST_WITH_REPETITION:
        marks = replace(marks, repetition="")
    special = marks.special
    return Parameters(
        standard="x12",
        sender=_identifier(interchange.receiver, isa[7], special),
        sender_qualifier=_qualifier(interchange.receiver_qualifier, isa[6]),
        receiver=_identifier(interchange.sender, isa[5], special),
        receiver_qualifier=_qualifier(interchange.sender_qualifier, isa[4]),
        version=version,
        marks=marks,
        **common,  # type: ignore[arg-type]  # names of Parameters' attributes
    )


def _identifier(value: str, element: Element, special: str) -> str:
    optional = Element(element.number, False, "AN", 1, element.max)
    return copied(value, optional, special) or _UNKNOWN


def _qualifier(value: str, element: Element) -> str:
    return value if value in (element.codes or ()) else _QUALIFIER


def _edifact(interchange: Interchange, marks: Delimiters, common: dict[str, object]) -> Parameters:
    unb = service(interchange)["UNB"].elements
    parts = [*elements_of(interchange.header, interchange.marks), *[("",)] * 5]
    special = "" if marks.release else marks.special
    sender, sender_qualifier, sender_routing = _party(parts[1], unb[1], special)
    receiver, receiver_qualifier, receiver_routing = _party(parts[2], unb[2], special)
    return Parameters(
        standard="edifact",
        sender=receiver,
        sender_qualifier=receiver_qualifier,
        sender_routing=receiver_routing,
        receiver=sender,
        receiver_qualifier=sender_qualifier,
        receiver_routing=sender_routing,
        version=f"{_identifier_of_charset(interchange)}:{syntax_of(interchange)}",
        marks=replace(marks, repetition=marks.repetition if syntax_of(interchange) == "4" else ""),
        **common,  # type: ignore[arg-type]  # names of Parameters' attributes
    )


def _party(given: tuple[str, ...], composite: Element, special: str) -> tuple[str, str, str]:
    values = [*given, "", "", ""]
    identifier, qualifier, routing = composite.components[:3]
    name = _identifier(values[0], identifier, special)
    return name, copied(values[1], qualifier, special), copied(values[2], routing, special)
