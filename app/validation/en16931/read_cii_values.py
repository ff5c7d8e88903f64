"""Values that CII spells otherwise than EN 16931's rules do: dates, tax schemes, notes, identifiers with a type.

Only the spelling differs: a value stays where it is, and what can't be respelt stays as it was written.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from app.safe.tree import Element, path_of
from app.validation.en16931.cii_names import (
    ADDITIONAL_DOCUMENT,
    GLOBAL_ID,
    ID,
    ISSUER_ASSIGNED_ID,
    PREFIXES,
    TYPE_CODE,
    ram,
)
from app.validation.en16931.groups import NONE, Reference
from app.validation.values import Answer, Value, Values, normalized

_DAY = re.compile(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})\s*")
_DAY_FORMAT = "102"
"""UNTDID 2379: CCYYMMDD, the only form of a date in CEN/TS 16931-3-3."""
_TAXES, _OTHER_TAX = {"VA": "VAT", "": ""}, "TAX"
"""UNTDID 1153, which tells a VAT number (BT-31) from any other (BT-32), to UBL's word for the tax."""
_EVENTS = {"5": "3", "29": "35", "72": "432"}
"""From which event VAT is due (BT-8): invoice, delivery, payment. CII says so in UNTDID 2475, UBL in UNTDID 2005."""
_INVOICED_OBJECT = "130"
_NO_ATTRIBUTES: Mapping[str, str] = {}

_CONTENT = ram("Content")
_SUBJECT = ram("SubjectCode")
_OBJECT_SCHEME = ram("ReferenceTypeCode")
_DOCUMENT_NAME = ram("Name")
_LOCATION = ram("URIID")
_ATTACHMENT = ram("AttachmentBinaryObject")


class Restated:
    """A `Value` in the words that rules look for, with the element that says it in CII's.

    Attributes:
        source: where it is.
    """

    __slots__ = ("_attributes", "source", "text")

    def __init__(self, text: str, source: Element, attributes: Mapping[str, str] = _NO_ATTRIBUTES) -> None:
        self.text = text
        self.source = source
        self._attributes = attributes

    @property
    def line(self) -> int | None:
        """The line of the element's start tag."""
        return self.source.line

    def about(self, question: Callable[[str], Answer]) -> Answer:
        """See `Value`."""
        return question(self.text)

    def get(self, attribute: str) -> str | None:
        """An attribute by its name in UBL."""
        return self._attributes.get(attribute) or self.source.get(attribute)


def path_of_value(value: Value) -> str:
    """Where `value` is: `/CrossIndustryInvoice/rsm:ExchangedDocument/ram:ID`."""
    source = value.source if isinstance(value, Restated) else value
    return path_of(source, PREFIXES) if isinstance(source, Element) else ""


def day(source: Element) -> Restated:
    """A date as `2026-03-02`; one in another format than 102 says nothing to EN 16931."""
    if source.get("format") != _DAY_FORMAT:
        return Restated("", source)
    found = _DAY.fullmatch(source.text)
    return Restated("-".join(found.groups()) if found else source.text, source)


def days(sources: Iterable[Element]) -> Values:
    """Dates, each as `day` has it."""
    return [day(each) for each in sources]


def tax_of(number: Element) -> Restated:
    """Which tax a number is registered for."""
    return Restated(_TAXES.get(number.get("schemeID") or "", _OTHER_TAX), number)


def event(source: Element) -> Restated:
    """From which event VAT is due, in UNTDID 2005; a code that can't be told in it isn't taken for one of it."""
    code = normalized(source.text)
    return Restated(_EVENTS.get(code, f"{code} (UNTDID 2475)"), source)


def note(source: Element) -> Restated:
    """A note; its subject (BT-21) stands before it as in UBL: `#AAI#text`."""
    content = source.first(_CONTENT)
    subject = source.first(_SUBJECT)
    text = content.text if content is not None else ""
    return Restated(f"#{normalized(subject.text)}#{text}" if subject is not None else text, source)


def identifiers(place: Element) -> Values:
    """The identifiers of something, those of a scheme last."""
    get = place.children.get
    return [*get(ID, NONE), *get(GLOBAL_ID, NONE)]


def references(place: Element) -> list[Reference]:
    """The AdditionalReferencedDocuments in `place`."""
    return [_reference(each) for each in place.children.get(ADDITIONAL_DOCUMENT, ())]


def _reference(place: Element) -> Reference:
    get = place.children.get
    reference = Reference(place, get(ISSUER_ASSIGNED_ID, NONE))
    reference.type_codes = get(TYPE_CODE, NONE)
    reference.descriptions = get(_DOCUMENT_NAME, NONE)
    reference.locations = get(_LOCATION, NONE)
    reference.contents = get(_ATTACHMENT, NONE)
    scheme = place.first(_OBJECT_SCHEME)
    if scheme is not None:
        attributes = {"schemeID": normalized(scheme.text)}
        reference.ids = [Restated(each.text, each, attributes) for each in place.children.get(ISSUER_ASSIGNED_ID, ())]
    return reference


def is_of_type(reference: Reference, code: str) -> bool:
    """Whether the reference's type (UNTDID 1001) is `code`."""
    return any(normalized(each.text) == code for each in reference.type_codes)


def is_object(reference: Reference) -> bool:
    """Whether it names the thing that is invoiced (BT-18, BT-128)."""
    return is_of_type(reference, _INVOICED_OBJECT)
