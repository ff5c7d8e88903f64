"""When a schedule comes round: an instant, computed alike by every process, so that a slot has one name everywhere.

Cron as crontab(5) has it. Times are wall-clock times of a zone, and a change of the clocks must neither drop nor double
a run: a fixed time that the change skips runs when the clock has jumped, one that comes twice runs the first time;
only expressions for every hour follow the elapsed time through the repeated hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from app.errors import Refused

SHORTEST_S = 10
LONGEST_S = 31 * 24 * 3600
_HORIZON_DAYS = 9 * 366  # 29 February can be eight years away (1896 to 1904)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905 (readable as it is)
_DAYS = "sun mon tue wed thu fri sat".split()  # noqa: SIM905 (readable as it is)
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 7))


class Rhythm(Protocol):
    """A sequence of instants in UTC."""

    def after(self, moment: datetime) -> datetime | None:
        """The first instant later than `moment`; None where there is none."""

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        """The last instant later than `since` and not later than `until`."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Every so many seconds, counted from 1970, so that all processes mean the same instants."""

    seconds: int

    def after(self, moment: datetime) -> datetime:
        """See Rhythm."""
        return datetime.fromtimestamp((int(moment.timestamp()) // self.seconds + 1) * self.seconds, UTC)

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        """See Rhythm."""
        found = datetime.fromtimestamp(int(until.timestamp()) // self.seconds * self.seconds, UTC)
        return found if found > since else None


@dataclass(frozen=True, slots=True)
class Cron:
    """A crontab line's five fields in a time zone."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool
    every_hour: bool
    zone: ZoneInfo

    @classmethod
    def parse(cls, expression: str, zone: ZoneInfo) -> "Cron":
        """Raises Refused (schedule.cron_invalid) where `expression` isn't five fields of crontab(5)."""
        texts = expression.lower().split()
        if len(texts) != len(_FIELDS):
            raise _invalid(expression, f"it has {len(texts)} fields instead of five")
        minutes, hours, days, months, weekdays = (
            _field(text, *field, expression) for text, field in zip(texts, _FIELDS, strict=True)
        )
        return cls(
            minutes=tuple(sorted(minutes)),
            hours=tuple(sorted(hours)),
            days=days,
            months=months,
            weekdays=frozenset(day % 7 for day in weekdays),
            either_day=not (texts[2].startswith("*") or texts[4].startswith("*")),
            every_hour=texts[1].startswith("*"),
            zone=zone,
        )

    def after(self, moment: datetime) -> datetime | None:
        """See Rhythm."""
        today = moment.astimezone(self.zone).date()
        for offset in range(-1, _HORIZON_DAYS):
            later = [each for each in self._instants(today + timedelta(offset)) if each > moment]
            if later:
                return min(later)
        return None

    def latest(self, since: datetime, until: datetime) -> datetime | None:
        """See Rhythm."""
        today = until.astimezone(self.zone).date()
        for offset in range(1, -(until - since).days - 3, -1):
            found = [each for each in self._instants(today + timedelta(offset)) if since < each <= until]
            if found:
                return max(found)
        return None

    def _instants(self, day: date) -> Iterator[datetime]:
        if not self._on(day):
            return
        for hour in self.hours:
            for minute in self.minutes:
                yield from self._instants_of(datetime.combine(day, time(hour, minute), self.zone))

    def _instants_of(self, wall: datetime) -> Iterator[datetime]:
        first = wall.astimezone(UTC)
        if not self.every_hour:
            yield first
            return
        for instant in {first, wall.replace(fold=1).astimezone(UTC)}:
            if instant.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
                yield instant

    def _on(self, day: date) -> bool:
        in_month, in_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and (in_month or in_week if self.either_day else in_month and in_week)


def _field(text: str, name: str, least: int, most: int, expression: str) -> frozenset[int]:
    values: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        if slash and not (step.isascii() and step.isdecimal() and int(step) > 0):
            raise _invalid(expression, f"“{part}” has a senseless step")
        first, last = _span(span, name, (least, most), expression)
        values.update(range(first, (most if slash and span.isdecimal() else last) + 1, int(step) if slash else 1))
    return frozenset(values)


def _span(span: str, name: str, bounds: tuple[int, int], expression: str) -> tuple[int, int]:
    if span == "*":
        return bounds
    first_text, dash, last_text = span.partition("-")
    first = _number(first_text, name, expression)
    last = _number(last_text, name, expression) if dash else first
    if not bounds[0] <= first <= last <= bounds[1]:
        raise _invalid(expression, f"“{span}” is not within {bounds[0]} to {bounds[1]} for the {name}")
    return first, last


def _number(text: str, name: str, expression: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) <= 2:
        return int(text)
    if name == "month" and text in _MONTHS:
        return _MONTHS.index(text) + 1
    if name == "weekday" and text in _DAYS:
        return _DAYS.index(text)
    raise _invalid(expression, f"“{text}” is no {name}")


def _invalid(expression: str, why: str) -> Refused:
    return Refused("schedule.cron_invalid", expression=expression, why=why)
