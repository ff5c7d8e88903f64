"""The terms of an agreement on X12 or EDIFACT: their names, their defaults, and everything that can be wrong with them.

The names are the same for the store, the API and the command line. Nothing here touches the database.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from app.domain.findings import Finding, finding
from app.errors import edi_exchange as errors

X12 = "x12"
EDIFACT = "edifact"
STANDARDS = (X12, EDIFACT)
DIRECTIONS = ("inbound", "outbound")

SHOWN = 60
_HEXADECIMAL = re.compile(r"0x[0-9A-Fa-f]{2}")
_BOTH = (X12, EDIFACT)
_DAY = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A party in the envelope: ISA05 to 08 and GS02 or GS03, or UNB's S002 or S003 and UNG's identification.

    Attributes:
        group_id: in the group's header; "" where it is `id` again.
    """

    id: str
    qualifier: str = ""
    sub_address: str = ""
    group_id: str = ""

    @property
    def key(self) -> str:
        """Qualifier and identifier as one text, without the blanks that X12 fills up with."""
        return f"{self.qualifier.strip()}:{self.id.strip()}"

    def takes(self, other: "Address") -> bool:
        """Whether `other`, of an envelope, is meant by this one, of an agreement: without a sub-address, any is."""
        return self.key == other.key and self.sub_address in ("", other.sub_address.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What was agreed besides the addresses.

    Attributes:
        version: ISA12 (`00401`), or EDIFACT's syntax (`UNOC:3`).
        message_version: GS08 (`004010`), or a message's type version (`D:96A:UN`, `D:96A:UN:EAN008`).
        element_separator … segment_terminator: one character each; "" for none.
        line_break: written after each terminator: "", `lf` or `crlf`.
        character_set: a name of CHARACTER_SETS; "" for the one that the syntax says.
        test: ISA15 is T, or UNB 0035 is 1.
        ask_acknowledgement: ISA14, or UNB 0031.
        acknowledgement: what is answered to what comes in: `997`, `999`, `contrl` or `none`.
        interchange_acknowledgement: X12: a TA1 as well.
        acknowledge: `always`, only where there were `errors`, or `never`.
        application_advice: what our rules say of a document is answered by an 824 or APERAK: `never`, of `errors` only,
            or `always`.
        batch_documents, batch_minutes: an interchange is closed at so many documents, or when its first one has waited
            so long; 1 document: each has its own interchange.
        acceptance: a message with any error is `reject`ed, or taken with its errors where it can be (`accept`).
        acknowledgement_minutes: the partner must have answered by then; 0: no answer is awaited.
        overlay: the mapping overlay's name; "" for none.
        currency: of messages that name none; "" where they must.
        duplicates: within what an inbound control number is unique: `forever`, or a `day` for partners who begin anew.
    """

    version: str
    message_version: str
    element_separator: str
    component_separator: str
    repetition_separator: str
    release_character: str
    segment_terminator: str
    line_break: str = ""
    decimal_mark: str = "."
    character_set: str = ""
    test: bool = False
    ask_acknowledgement: bool = False
    acknowledgement: str
    interchange_acknowledgement: bool = False
    acknowledge: str = "always"
    application_advice: str = "never"
    batch_documents: int = 1
    batch_minutes: int = 0
    acceptance: str = "reject"
    acknowledgement_minutes: int = _DAY
    overlay: str = ""
    currency: str = ""
    duplicates: str = "forever"


DEFAULTS: Mapping[str, Terms] = {
    X12: Terms(
        version="00401",
        message_version="004010",
        element_separator="*",
        component_separator=":",
        repetition_separator="^",
        release_character="",
        segment_terminator="~",
        acknowledgement="997",
    ),
    EDIFACT: Terms(
        version="UNOC:3",
        message_version="D:96A:UN",
        element_separator="+",
        component_separator=":",
        repetition_separator="*",
        release_character="?",
        segment_terminator="'",
        acknowledgement="contrl",
    ),
}
TERMS = tuple(each.name for each in fields(Terms))
ADDRESSES = ("own", "their")
ADDRESS_PARTS = ("qualifier", "id", "sub_address", "group_id")
NAMES = tuple(f"{side}_{part}" for side in ADDRESSES for part in ADDRESS_PARTS)
DELIMITERS = (
    "element_separator",
    "component_separator",
    "repetition_separator",
    "release_character",
    "segment_terminator",
)
A_FLAG = ("true or false", "布尔值（true 或 false）")
CHARACTER_SETS = ("", "ascii", "utf-8", *(f"iso-8859-{part}" for part in (1, 2, 5, 7, 9, 15)))

Check = Callable[[str, Any, str], Finding | None]
"""What is wrong with a term, given its name, its value and the standard."""


def terms_of(standard: str, given: Mapping[str, Any]) -> Terms:
    """The terms in `given`, defaults filled in; `check_terms` has found nothing wrong. Other names are left out."""
    default = DEFAULTS[standard]
    return Terms(**{name: _spelt_out(name, given.get(name, getattr(default, name))) for name in TERMS})


def check_terms(standard: str, given: Mapping[str, Any]) -> list[Finding]:
    """Everything that is wrong with the terms in `given`; what is absent takes its default."""
    found = [_unknown(name) for name in given if name not in TERMS]
    values = {name: _spelt_out(name, given[name]) for name in TERMS if name in given}
    for name, value in values.items():
        wrong = _CHECKS[name](name, value, standard)
        found += [wrong] if wrong else []
    return found or list(_at_odds(terms_of(standard, given)))


def check_address(side: str, address: Address, standard: str) -> list[Finding]:
    """Everything that is wrong with one party's address; `side` is `own` or `their`."""
    found = []
    for part, (least, most) in _LENGTHS[standard].items():
        value = getattr(address, part)
        usable = least <= len(value) <= most and value.isascii() and value.isprintable() and value == value.strip()
        if not usable and (value or (least and part != "group_id")):  # a blank one is the identifier again
            found.append(
                finding(
                    errors.ADDRESS_UNUSABLE,
                    name=f"{side}_{part}",
                    value=value[:SHOWN],
                    standard=standard,
                    least=least,
                    most=most,
                )
            )
    return found


def check_delimiters_in(side: str, address: Address, terms: Terms) -> Iterator[Finding]:
    """Without a release character, which X12 never has, what separates can't be in an identifier."""
    if terms.release_character:
        return
    used = {getattr(terms, name) for name in DELIMITERS} - {""}
    for part in ADDRESS_PARTS:
        for character in sorted(used & set(getattr(address, part))):
            yield finding(errors.DELIMITER_IN_ADDRESS, name=f"{side}_{part}", character=character)


_LENGTHS: Mapping[str, Mapping[str, tuple[int, int]]] = {
    X12: {"qualifier": (2, 2), "id": (1, 15), "sub_address": (0, 0), "group_id": (2, 15)},
    EDIFACT: {"qualifier": (0, 4), "id": (1, 35), "sub_address": (0, 35), "group_id": (0, 35)},
}
"""Least and most characters. X12: I05, I06/I07, 142/124. EDIFACT: 0007, 0004/0010, 0008/0014, 0040/0044."""


def _unknown(name: str) -> Finding:
    return finding(errors.UNKNOWN_TERM, name=name[:SHOWN], known=", ".join((*NAMES, *TERMS)))


def _spelt_out(name: str, value: Any) -> Any:
    """A delimiter that is written as its number becomes the character."""
    if name in DELIMITERS and isinstance(value, str) and _HEXADECIMAL.fullmatch(value):
        return chr(int(value, 16))
    return value


def _at_odds(terms: Terms) -> Iterator[Finding]:
    """Terms that are right by themselves and can't hold together."""
    if terms.batch_documents > 1 and not terms.batch_minutes:
        yield finding(errors.BATCH_ENDLESS, documents=terms.batch_documents)
    seen: dict[str, str] = {}
    for name in (*DELIMITERS, "decimal_mark"):
        character = getattr(terms, name)
        if character and character in seen:
            yield finding(errors.DELIMITERS_CLASH, name=name, other=seen[character], character=character)
        seen.setdefault(character, name)


def wrong_type(name: str, value: object, expected: str, expected_zh: str) -> Finding:
    """A value that isn't even of the kind that is wanted."""
    shown = str(value)[:SHOWN]
    return finding(errors.WRONG_TYPE, name=name, value=shown, expected=expected, expected_zh=expected_zh)


def _text(name: str, value: Any) -> Finding | None:
    return None if isinstance(value, str) else wrong_type(name, value, "text", "文本")


def _one_of(known: Mapping[str, tuple[str, ...]]) -> Check:
    def check(name: str, value: Any, standard: str) -> Finding | None:
        if value in known[standard]:
            return None
        shown = ", ".join(each or "“”" for each in known[standard])
        return _text(name, value) or finding(
            errors.NOT_ONE_OF, name=name, value=value[:SHOWN], standard=standard, known=shown
        )

    return check


def _among(*known: str) -> Check:
    return _one_of(dict.fromkeys(_BOTH, known))


def _like(patterns: Mapping[str, tuple[str, str]]) -> Check:
    """`patterns`: for each standard a regular expression, and an example of what it wants."""

    def check(name: str, value: Any, standard: str) -> Finding | None:
        pattern, example = patterns[standard]
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return None
        return _text(name, value) or finding(
            errors.MALFORMED, name=name, value=value[:SHOWN], standard=standard, example=example
        )

    return check


def _number(least: int, most: int) -> Check:
    def check(name: str, value: Any, _standard: str) -> Finding | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return wrong_type(name, value, "whole number", "整数")
        fits = least <= value <= most
        return None if fits else finding(errors.OUT_OF_RANGE, name=name, value=value, least=least, most=most)

    return check


def _flag(name: str, value: Any, _standard: str) -> Finding | None:
    return None if isinstance(value, bool) else wrong_type(name, value, *A_FLAG)


def _delimiter(needed: Mapping[str, bool]) -> Check:
    """`needed`: whether the standard can't do without it."""

    def check(name: str, value: Any, standard: str) -> Finding | None:
        if value == "" and not needed[standard]:
            return None
        never = " \0" if name == "segment_terminator" else " \0\r\n"  # a line break only ends segments
        if isinstance(value, str) and len(value) == 1 and value.isascii() and not (value.isalnum() or value in never):
            return None
        return _text(name, value) or finding(errors.DELIMITER_UNUSABLE, name=name, value=value[:SHOWN])

    return check


def _release(name: str, value: Any, standard: str) -> Finding | None:
    return _among("")(name, value, standard) if standard == X12 else _DISPENSABLE(name, value, standard)


_NEEDED = _delimiter(dict.fromkeys(_BOTH, True))
_DISPENSABLE = _delimiter(dict.fromkeys(_BOTH, False))
_CHECKS: Mapping[str, Check] = {
    "version": _like({X12: (r"00[2-8][0-9]{2}", "00401"), EDIFACT: (r"UNO[A-Y]:[1-4]", "UNOC:3")}),
    "message_version": _like(
        {
            X12: (r"00[2-8][0-9]{3}[A-Z0-9]{0,6}", "004010"),
            EDIFACT: (r"[A-Z0-9]{1,3}:[A-Z0-9]{1,3}:[A-Z]{1,3}(:[A-Z0-9]{1,6})?", "D:96A:UN:EAN008"),
        }
    ),
    "element_separator": _NEEDED,
    "component_separator": _NEEDED,
    "repetition_separator": _DISPENSABLE,
    "release_character": _release,
    "segment_terminator": _NEEDED,
    "line_break": _among("", "lf", "crlf"),
    "decimal_mark": _one_of({X12: (".",), EDIFACT: (".", ",")}),
    "character_set": _among(*CHARACTER_SETS),
    "test": _flag,
    "ask_acknowledgement": _flag,
    "acknowledgement": _one_of({X12: ("997", "999", "none"), EDIFACT: ("contrl", "none")}),
    "interchange_acknowledgement": _flag,
    "acknowledge": _among("always", "errors", "never"),
    "application_advice": _among("never", "errors", "always"),
    "batch_documents": _number(1, 1000),
    "batch_minutes": _number(0, _DAY),
    "acceptance": _among("reject", "accept"),
    "acknowledgement_minutes": _number(0, 30 * _DAY),
    "overlay": _like(dict.fromkeys(_BOTH, (r"|[a-z0-9][a-z0-9_-]{0,63}", "acme"))),
    "currency": _like(dict.fromkeys(_BOTH, (r"|[A-Z]{3}", "USD"))),
    "duplicates": _among("forever", "day"),
}
