"""How numbers, days and times look on a page. Digits are never rounded away: a page shows what the document says."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.dates import format_date, format_datetime
from babel.units import format_unit
from flask import g
from flask_babel import get_locale

from app.domain.clock import from_iso
from app.domain.documents.base import Period
from app.domain.identifiers import Identifier
from app.domain.money import Amount
from app.domain.quantities import Quantity
from app.web.code_names import code_name
from app.web.labels import label
from app.web.language import language

_DURATION = re.compile(r"P(?:(?P<year>\d{1,4})Y)?(?:(?P<month>\d{1,4})M)?(?:(?P<week>\d{1,4})W)?(?:(?P<day>\d{1,4})D)?")


def number(value: Decimal) -> str:
    """`value` with its own digits, grouped by thousands (English and Chinese group alike)."""
    return format(value, ",f")


def amount(value: Amount | None) -> str:
    """An amount with its currency."""
    return f"{number(value.value)} {value.currency}" if value else ""


def quantity(value: Quantity | None) -> str:
    """A quantity with its unit's usual name."""
    return f"{number(value.value)} {label('unit', value.unit) if value.unit else ''}".strip() if value else ""


def percent(value: Decimal | None) -> str:
    """A percentage."""
    return f"{number(value)} %" if value is not None else ""


def day(value: date | None) -> str:
    """A calendar day, never broken over two lines (in Chinese by GB/T 7408, which fits a table better)."""
    if value is None:
        return ""
    return value.isoformat() if language() == "zh" else _english(value)


@lru_cache(4096)
def _english(value: date) -> str:
    # the lines of a long document repeat few days, and formatting one takes longer than all else of a line
    return _unbroken(format_date(value, "medium", locale="en"))


def zone() -> ZoneInfo:
    """The time zone of the reader's organisation."""
    visitor = g.get("visitor")
    try:
        return ZoneInfo(visitor.organisation.time_zone if visitor else "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def moment(value: datetime | None) -> str:
    """A moment to the minute, in the organisation's time zone."""
    if value is None:
        return ""
    try:
        local = value.astimezone(zone())
    except OverflowError:  # the last day of the year 9999 is already over in Asia
        local = value
    return f"{day(local.date())}, {local:%H:%M}"


def claimed(text: str) -> str:
    """A time that a signer wrote, as a moment where it is one."""
    try:
        return moment(from_iso(text))
    except ValueError:
        return text


def rounded(value: Amount) -> Amount:
    """To cents, where the amount has few enough digits to be reckoned with; else as it is."""
    try:
        return value.rounded()
    except InvalidOperation:
        return value


def precise(value: datetime) -> str:
    """A moment with everything that is known of it, zone included."""
    try:
        return format_datetime(value, "full", tzinfo=zone(), locale=get_locale())
    except OverflowError:
        return machine_time(value)


def _unbroken(text: str) -> str:
    return text.replace(" ", "\u00a0")


def machine_time(value: datetime) -> str:
    """A moment for <time datetime>."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def period(value: Period | None) -> str:
    """From one day to another; either may be open."""
    if value is None:
        return ""
    return f"{between(value.start, value.end)} {value.description}".strip()


def between(start: date | None, end: date | None) -> str:
    """From one day to another; a single day where both are the same."""
    if start is None and end is None:
        return ""
    return day(start) if start == end else f"{day(start)}\u00a0– {day(end)}".strip("\u00a0")


def duration(text: str) -> str:
    """An ISO 8601 duration in words (`P1Y6M`: 1 year 6 months); anything else as it is."""
    found = _DURATION.fullmatch(text)
    if found is None or not any(found.groups()):
        return text
    counts = ((int(count), unit) for unit, count in found.groupdict().items() if count)
    return " ".join(format_unit(count, f"duration-{unit}", locale=get_locale()) for count, unit in counts)


def country(code: str) -> str:
    """A country's name in the reader's language."""
    return code_name("iso3166", code, language())


def size(value: int) -> str:
    """A size in bytes, as people read it."""
    for unit, limit in (("MB", 1_000_000), ("kB", 1_000)):
        if value >= limit:
            return f"{value / limit:,.1f} {unit}"
    return f"{value} B"


def identifier(value: Identifier | None) -> str:
    """An identifier with its scheme."""
    return str(value) if value else ""


def shown(value: Any) -> str:
    """Any value that a sheet can hold, in the reader's language."""
    if isinstance(value, datetime):
        return moment(value)
    for kind, show in _SHOWN.items():
        if isinstance(value, kind):
            return str(show(value))
    return "" if value is None else str(value)


_SHOWN: dict[type, Any] = {
    Amount: amount,
    Quantity: quantity,
    Decimal: number,
    date: day,
    Period: period,
    Identifier: identifier,
}
