"""The form of an agreement on X12 or EDIFACT: which fields there are, and what was typed into them.

What is wrong with an agreement is found where it is saved; here it is only put beside its field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.findings import Finding
from app.pipeline.edi_agreements import ACTIVE, overlays
from app.pipeline.edi_terms import CHARACTER_SETS, DEFAULTS, EDIFACT, NAMES, STANDARDS, TERMS, X12
from app.web.labels import N_

LONGEST = 60
_FIELD_OF = {
    "edi_agreement.batch_endless": "batch_minutes",
    "edi_agreement.same_address": "their_id",
    "edi_agreement.addresses_taken": "their_id",
    "edi_agreement.overlay_unknown": "overlay",
    "edi_agreement.overlay_broken": "overlay",
}
"""Where a finding stands that names no field itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        kind: text, number, flag or choice. choices: of a choice, by standard.
        standards: that have it.
    """

    name: str
    words: str
    kind: str = "text"
    hint: str = ""
    choices: Mapping[str, tuple[str, ...]] | None = None
    standards: tuple[str, ...] = STANDARDS


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading; `directions`: of the agreements that have it, `folded`: looked at now and then."""

    words: str
    fields: tuple[Field, ...]
    directions: tuple[str, ...] = ("inbound", "outbound")
    folded: bool = False


def _either(*codes: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(STANDARDS, codes)


_WHEN = _either("always", "errors", "never")
SECTIONS = (
    Section(
        N_("Our address"),
        (
            Field("own_qualifier", N_("Qualifier"), hint=N_("ISA05 or ISA07; in EDIFACT 0007")),
            Field("own_id", N_("Identifier"), hint=N_("ISA06 or ISA08; in EDIFACT 0004 or 0010")),
            Field("own_sub_address", N_("Sub-address"), standards=(EDIFACT,)),
            Field("own_group_id", N_("Identifier in the group"), hint=N_("Empty: the same again")),
        ),
    ),
    Section(
        N_("The partner's address"),
        (
            Field("their_qualifier", N_("Qualifier")),
            Field("their_id", N_("Identifier")),
            Field("their_sub_address", N_("Sub-address"), standards=(EDIFACT,)),
            Field("their_group_id", N_("Identifier in the group"), hint=N_("Empty: the same again")),
        ),
    ),
    Section(
        N_("What we take, and what we answer"),
        (
            Field(
                "acknowledgement",
                N_("Acknowledgement"),
                "choice",
                choices={X12: ("997", "999", "none"), EDIFACT: ("contrl", "none")},
            ),
            Field("acknowledge", N_("We acknowledge"), "choice", choices=_WHEN),
            Field("interchange_acknowledgement", N_("With a TA1 as well"), "flag", standards=(X12,)),
            Field(
                "application_advice",
                N_("824 or APERAK on what a document says"),
                "choice",
                choices=_either("never", "errors", "always"),
            ),
            Field("acceptance", N_("A message with errors"), "choice", choices=_either("reject", "accept")),
            Field("duplicates", N_("Control numbers are unique"), "choice", choices=_either("forever", "day")),
        ),
        directions=("inbound",),
    ),
    Section(
        N_("What leaves, and what we wait for"),
        (
            Field("acknowledgement_minutes", N_("Minutes until the partner must have answered"), "number"),
            Field("batch_documents", N_("Documents in one interchange, at most"), "number"),
            Field("batch_minutes", N_("Minutes for which the first waits for others"), "number"),
            Field("ask_acknowledgement", N_("Ask for an acknowledgement"), "flag"),
            Field("test", N_("Mark interchanges as a test"), "flag"),
            Field("acceptance", N_("A message with errors"), "choice", choices=_either("reject", "accept")),
        ),
        directions=("outbound",),
    ),
    Section(
        N_("What messages mean"),
        (
            Field("overlay", N_("Mapping overlay"), "choice"),
            Field("currency", N_("Currency where a message names none"), hint=N_("Three letters, such as USD")),
        ),
    ),
    Section(
        N_("How interchanges are written"),
        (
            Field("version", N_("Version of the envelope")),
            Field("message_version", N_("Version of the messages")),
            Field("element_separator", N_("Element separator"), hint=N_("One character, or its number as 0x1D")),
            Field("component_separator", N_("Component separator")),
            Field("repetition_separator", N_("Repetition separator")),
            Field("release_character", N_("Release character"), standards=(EDIFACT,)),
            Field("segment_terminator", N_("Segment terminator")),
            Field("line_break", N_("Line break after each segment"), "choice", choices=_either("", "lf", "crlf")),
            Field("decimal_mark", N_("Decimal mark"), "choice", choices={EDIFACT: (".", ",")}, standards=(EDIFACT,)),
            Field("character_set", N_("Character set"), "choice", choices=_either(*CHARACTER_SETS)),
        ),
        folded=True,
    ),
)


def sections_for(standard: str, direction: str) -> list[tuple[Section, list[Field]]]:
    """What the form of such an agreement shows."""
    return [
        (each, [field for field in each.fields if standard in field.standards])
        for each in SECTIONS
        if direction in each.directions
    ]


def choices_of(field: Field, standard: str) -> tuple[str, ...]:
    """What can be chosen; an overlay that is gone stays to be seen until another one is chosen."""
    return ("", *overlays()) if field.name == "overlay" else (field.choices or {}).get(standard, ())


def defaults(standard: str) -> dict[str, Any]:
    """What a new agreement begins with."""
    terms = {name: getattr(DEFAULTS[standard], name) for name in TERMS}
    return {**dict.fromkeys(NAMES, ""), **terms, ACTIVE: True}


def given_in(form: Mapping[str, str], before: Mapping[str, Any], standard: str, direction: str) -> dict[str, Any]:
    """The agreement `before` with what the form has fields for replaced; what is no number stays text."""
    given = {**before, ACTIVE: ACTIVE in form}
    for _, fields in sections_for(standard, direction):
        for each in fields:
            given[each.name] = _typed(each, form)
    return given


def _typed(field: Field, form: Mapping[str, str]) -> str | int | bool:
    if field.kind == "flag":
        return field.name in form
    text = form.get(field.name, "").strip()[:LONGEST]
    return int(text) if field.kind == "number" and text.isascii() and text.isdecimal() and len(text) < 10 else text


def written(value: object) -> str:
    """A value as a field shows it: a character that can't be seen by its number."""
    text = str(value)
    return f"0x{ord(text):02X}" if len(text) == 1 and not text.isprintable() else text


def problems_in(findings: Iterable[Finding], language: str) -> dict[str, str]:
    """What is wrong, by field; "" for what belongs to none."""
    found: dict[str, str] = {}
    for each in findings:
        name = _FIELD_OF.get(each.code, str(each.params.get("name", "")))
        said = f"{each.message(language)} {each.hint(language)}".strip()
        found[name] = f"{found[name]} {said}" if name in found else said
    return found
