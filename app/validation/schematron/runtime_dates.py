"""Dates, times and durations of XML Schema, with or without a time zone.

One that names no zone is taken to be in UTC, the implicit time zone of every judgement.
"""

import re
from decimal import Decimal
from functools import partial
from typing import Any

from app.validation.schematron.remembered import Remembered
from app.validation.schematron.runtime_values import SPACE, DynamicError, not_a, string_of_decimal

_ZONE = r"(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_YEAR = r"(-?(?:[1-9]\d{3,8}|0\d{3}))"
_CLOCK = r"(\d\d):(\d\d):(\d\d(?:\.\d{1,40})?)"
_FORMS = {
    "xs:date": re.compile(rf"{_YEAR}-(\d\d)-(\d\d){_ZONE}", re.ASCII),
    "xs:dateTime": re.compile(rf"{_YEAR}-(\d\d)-(\d\d)T{_CLOCK}{_ZONE}", re.ASCII),
    "xs:time": re.compile(rf"{_CLOCK}{_ZONE}", re.ASCII),
}
_DURATION = re.compile(
    r"(-?)P(?=.)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})D)?"
    r"(T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,40})?)S)?)?",
    re.ASCII,
)
_DAYS_OF_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY = 86_400
Seconds = int | Decimal


class Moment:
    """An xs:date, xs:dateTime or xs:time.

    Attributes:
        kind: its type's name.
        seconds: since midnight, as written.
        zone: minutes east of UTC; None where none is written.
        instant: seconds since 1970-01-01T00:00:00Z; moments of one kind compare by it.
    """

    __slots__ = ("day", "instant", "kind", "month", "seconds", "year", "zone")

    def __init__(self, kind: str, date: tuple[int, int, int], seconds: Seconds, zone: int | None) -> None:
        self.kind = kind
        self.year, self.month, self.day = date
        self.seconds = seconds
        self.zone = zone
        self.instant = _days(*date) * _DAY + seconds - (zone or 0) * 60

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moment) and self.kind == other.kind and self.instant == other.instant

    def __hash__(self) -> int:
        return hash((self.kind, self.instant))

    def __str__(self) -> str:
        date = f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"
        parts = {"xs:date": date, "xs:time": _clock(self.seconds), "xs:dateTime": f"{date}T{_clock(self.seconds)}"}
        return parts[self.kind] + _zone_text(self.zone)


class Duration:
    """An xs:duration, or one of its two halves that can be compared (`kind`)."""

    __slots__ = ("kind", "months", "seconds")

    def __init__(self, kind: str, months: int, seconds: Seconds) -> None:
        self.kind = kind
        self.months = months
        self.seconds = seconds

    @property
    def instant(self) -> Seconds:
        """What durations of one kind compare by."""
        return self.months if self.kind == "xs:yearMonthDuration" else self.seconds

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and (self.months, self.seconds) == (other.months, other.seconds)

    def __hash__(self) -> int:
        return hash((self.months, self.seconds))

    def __str__(self) -> str:
        sign = "-" if self.months < 0 or self.seconds < 0 else ""
        years, months = divmod(abs(self.months), 12)
        days, rest = divmod(_size(self.seconds), _DAY)
        hours, rest = divmod(rest, 3600)
        minutes, seconds = divmod(rest, 60)
        date = _units((years, "Y"), (months, "M"), (days, "D"))
        clock = _units((hours, "H"), (minutes, "M"), (seconds, "S"))
        if not date and not clock:
            return "P0M" if self.kind == "xs:yearMonthDuration" else "PT0S"
        return f"{sign}P{date}{'T' + clock if clock else ''}"


def moment_of(text: str, kind: str) -> Moment:
    """The xs:date, xs:dateTime or xs:time that `text` says; raises DynamicError."""
    match = _FORMS[kind].fullmatch(text.strip(SPACE))
    if match is None:
        raise not_a(text, kind)
    parts = match.groups()
    date = _date(parts) if kind != "xs:time" else (1972, 12, 31)
    seconds = _seconds(parts[-4:-1]) if kind != "xs:date" else 0
    if date is None or seconds is None:
        raise not_a(text, kind)
    if seconds == _DAY:
        return (
            moment_at(kind, _days(*date) * _DAY + _DAY, _zone(parts[-1]))
            if kind == "xs:dateTime"
            else Moment(kind, date, 0, _zone(parts[-1]))
        )
    return Moment(kind, date, seconds, _zone(parts[-1]))


def date_of(text: str) -> Moment:
    """xs:date of a text; raises DynamicError."""
    return _DATES[text]


_DATES = Remembered(partial(moment_of, kind="xs:date"))


def date_time_of(text: str) -> Moment:
    """xs:dateTime of a text; raises DynamicError."""
    return moment_of(text, "xs:dateTime")


def time_of(text: str) -> Moment:
    """xs:time of a text; raises DynamicError."""
    return moment_of(text, "xs:time")


def duration_of(text: str, kind: str) -> Duration:
    """The duration of that kind that `text` says; raises DynamicError."""
    match = _DURATION.fullmatch(text.strip(SPACE))
    if match is None:
        raise not_a(text, kind)
    sign, years, months, days, _, hours, minutes, seconds = match.groups()
    if (kind == "xs:yearMonthDuration" and (days or match[5])) or (kind == "xs:dayTimeDuration" and (years or months)):
        raise not_a(text, kind)
    factor = -1 if sign else 1
    clock = _count(hours) * 3600 + _count(minutes) * 60 + _number(seconds or "0")
    return Duration(kind, factor * (_count(years) * 12 + _count(months)), factor * (_count(days) * _DAY + clock))


def moment_at(kind: str, local: Seconds, zone: int | None) -> Moment:
    """The moment whose own clock and calendar show `local` seconds since 1970."""
    days, seconds = divmod(local, _DAY)
    if kind == "xs:time":
        return Moment(kind, (1972, 12, 31), seconds, zone)
    return Moment(kind, _civil(int(days)), seconds if kind == "xs:dateTime" else 0, zone)


def later(moment: Moment, by: Duration, factor: int = 1) -> Moment:
    """`moment` plus `factor` times a duration (XML Schema part 2, appendix E)."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + factor * by.months, 12)
    day = min(moment.day, _last_day(year, month + 1))
    local = _days(year, month + 1, day) * _DAY + moment.seconds + factor * by.seconds
    return moment_at(moment.kind, local, moment.zone)


def between(left: Moment, right: Moment) -> Duration:
    """`left - right`, of moments of one kind."""
    return Duration("xs:dayTimeDuration", 0, left.instant - right.instant)


def as_date(moment: Moment) -> Moment:
    """The xs:date of an xs:dateTime."""
    return Moment("xs:date", (moment.year, moment.month, moment.day), 0, moment.zone)


def as_date_time(moment: Moment) -> Moment:
    """The xs:dateTime at the start of an xs:date."""
    return Moment("xs:dateTime", (moment.year, moment.month, moment.day), moment.seconds, moment.zone)


def as_time(moment: Moment) -> Moment:
    """The xs:time of an xs:dateTime."""
    return Moment("xs:time", (1972, 12, 31), moment.seconds, moment.zone)


def component(value: Any, name: str) -> Any:
    """A part of a moment or duration (`year`, `hours`, `timezone`, …), as fn:…-from-… give it."""
    if isinstance(value, Duration):
        return _component_of_duration(value, name)
    if name in ("year", "month", "day"):
        return getattr(value, name)
    if name == "timezone":
        return None if value.zone is None else Duration("xs:dayTimeDuration", 0, value.zone * 60)
    return _component_of_clock(value.seconds, name)


def _component_of_duration(value: Duration, name: str) -> Any:
    months, seconds = value.months, value.seconds
    sign = -1 if months < 0 or seconds < 0 else 1
    if name in ("years", "months"):
        return sign * (abs(months) // 12 if name == "years" else abs(months) % 12)
    if name == "days":
        return sign * int(_size(seconds) // _DAY)
    return sign * _component_of_clock(_size(seconds) % _DAY, name)


def _size(seconds: Seconds) -> Seconds:
    return -seconds if seconds < 0 else seconds


def _component_of_clock(seconds: Seconds, name: str) -> Any:
    if name == "hours":
        return int(seconds // 3600)
    if name == "minutes":
        return int(seconds % 3600 // 60)
    return Decimal(seconds) % 60


def _date(parts: tuple[str | Any, ...]) -> tuple[int, int, int] | None:
    year, month, day = int(parts[0]), int(parts[1]), int(parts[2])
    return (year, month, day) if 1 <= month <= 12 and 1 <= day <= _last_day(year, month) else None


def _seconds(parts: tuple[str | Any, ...]) -> Seconds | None:
    hours, minutes, seconds = int(parts[0]), int(parts[1]), _number(parts[2])
    if hours == 24 and minutes == 0 and seconds == 0:
        return _DAY
    return hours * 3600 + minutes * 60 + seconds if hours < 24 and minutes < 60 and seconds < 60 else None


def _number(text: str) -> Seconds:
    return Decimal(text) if "." in text else int(text)


def _count(text: str | None) -> int:
    return int(text or 0)


def _zone(text: str | None) -> int | None:
    if not text:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:6])
    return -minutes if text[0] == "-" else minutes


def _zone_text(zone: int | None) -> str:
    if zone is None:
        return ""
    return "Z" if zone == 0 else f"{'-' if zone < 0 else '+'}{abs(zone) // 60:02}:{abs(zone) % 60:02}"


def _clock(seconds: Seconds) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    text = string_of_decimal(Decimal(rest))
    return f"{int(hours):02}:{int(minutes):02}:{'0' if rest < 10 else ''}{text}"


def _units(*parts: tuple[Seconds, str]) -> str:
    return "".join(f"{string_of_decimal(Decimal(count))}{unit}" for count, unit in parts if count)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _last_day(year: int, month: int) -> int:
    return 28 if month == 2 and not _is_leap(year) else _DAYS_OF_MONTH[month - 1]


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the Gregorian calendar; years count from March, so that leap days are last."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + day_of_year - 719_468


def _civil(days: int) -> tuple[int, int, int]:
    """The inverse of `_days`."""
    era, of_era = divmod(days + 719_468, 146_097)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    day_of_year = of_era - (365 * year + year // 4 - year // 100)
    month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month + 2) // 5 + 1
    month += 3 if month < 10 else -9
    return year + era * 400 + (month <= 2), month, day


def check_same_kind(left: Any, right: Any) -> None:
    """Raise DynamicError unless both are of one kind, as order among them demands."""
    if left.kind != right.kind:
        raise DynamicError(f"{left.kind} and {right.kind} can't be compared")
