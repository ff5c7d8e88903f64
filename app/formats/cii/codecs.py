"""How values stand in CII where it isn't as in other XML: dates of format 102, amounts without a currency, notes."""

import re
from datetime import date
from typing import Any

from app.domain.documents.base import Note
from app.domain.money import NO_CURRENCY, Amount
from app.domain.parties import TaxRegistration
from app.formats.xml.codecs import SHOWN, Codec, attribute, reported, trimmed, write_amount
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading

DAY = "102"
"""UNTDID 2379: CCYYMMDD, the only format of a date that EN 16931-3-3 has."""

CURRENCY = "currencyID"
_CURRENCY = re.compile(r"[A-Z]{3}")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CODED_NOTE = re.compile(r"#([A-Z0-9]{3})#(.*)", re.DOTALL)

_CONTENT, _SUBJECT = steps("ram:Content"), steps("ram:SubjectCode")
_ID = steps("ram:ID")


def _day(node: Node) -> date:
    matched = _DAY.fullmatch(trimmed(node))
    if matched is None:
        raise ValueError
    return date(*map(int, matched.groups()))


_checked_day = reported("date", _day)


def _date(node: Node, reading: Reading) -> Any:
    format_ = attribute(node, "format")
    if format_ != DAY:
        reading.fault("date_format", node, found=format_[:SHOWN] or "–")
        return None
    return _checked_day(node, reading)


def _write_date(node: Node, value: date) -> None:
    node.text = value.isoformat().replace("-", "")
    node.put("format", DAY)


def _amount(node: Node, reading: Reading) -> Any:
    currency = attribute(node, CURRENCY)
    if currency and not _CURRENCY.fullmatch(currency):
        reading.fault("currency", node, found=currency[:SHOWN])
    elif not currency and not reading.currency:
        reading.fault("no_currency", node)
        # said once: all other amounts lack it for the same reason
        reading.currency = NO_CURRENCY
    return _checked_amount(node, reading)


def _amount_in_its_currency(node: Node, reading: Reading) -> Amount:
    return Amount.of(node.text, attribute(node, CURRENCY) or reading.currency)


def _checked_amount(node: Node, reading: Reading) -> Any:
    return reported("decimal", lambda found: _amount_in_its_currency(found, reading))(node, reading)


def _note(node: Node, _reading: Reading) -> Note | None:
    content, subject = node.first(_CONTENT), node.first(_SUBJECT)
    text = trimmed(content) if content is not None else ""
    code = trimmed(subject) if subject is not None else ""
    if not text and not code:
        return None
    language = attribute(content, "languageID") if content is not None else ""
    return Note(f"#{code}#{text}" if code else text, language)


def _write_note(node: Node, value: Note) -> None:
    coded = _CODED_NOTE.fullmatch(value.text)
    content = node.ensure(_CONTENT)
    content.text = coded[2] if coded else value.text
    if value.language:
        content.put("languageID", value.language)
    if coded:
        node.ensure(_SUBJECT).text = coded[1]


# UNTDID 1153: VA is a VAT number (BT-31), FC the number for any other tax (BT-32), which UBL's examples call TAX
_TAX_SCHEMES, _OTHER_TAX = {"VA": "VAT", "": ""}, "TAX"
_TAX_NUMBERS, _OTHER_NUMBER = {"VAT": "VA", "": ""}, "FC"


def _tax_registration(node: Node, _reading: Reading) -> TaxRegistration | None:
    found = node.first(_ID)
    if found is None or not trimmed(found):
        return None
    scheme = attribute(found, "schemeID")
    return TaxRegistration(number=trimmed(found), scheme=_TAX_SCHEMES.get(scheme, _OTHER_TAX))


def _write_tax_registration(node: Node, value: TaxRegistration) -> None:
    found = node.ensure(_ID)
    found.text = value.number
    scheme = _TAX_NUMBERS.get(value.scheme.upper(), _OTHER_NUMBER)
    if scheme:
        found.put("schemeID", scheme)


DATE = Codec(_date, _write_date)
AMOUNT = Codec(_amount, write_amount)
NOTE = Codec(_note, _write_note)
"""A note's subject (BT-21) is written before its text as EN 16931-3-2 has it for UBL: `#AAI#text`."""
TAX_REGISTRATION = Codec(_tax_registration, _write_tax_registration)
