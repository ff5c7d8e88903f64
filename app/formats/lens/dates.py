"""EDIFACT's dates: a text, and the code of data element 2379 that says how it is written."""

from datetime import date, time

from app.formats.lens.codecs import CODECS

Moment = tuple[date | None, time | None, date | None, time | None]
"""Day, time of day, and a period's last day and its time."""

_DAY8, _DAY6, _TIME = CODECS["date8"].read, CODECS["date6"].read, CODECS["time"].read


def moment_of(text: str, format_: str) -> Moment | None:
    """What a text of that format means; None for a format that isn't a day (a week, a number of days …).

    Raises:
        ValueError: the text isn't of its format.
    """
    if format_ == "102":
        return (_DAY8(text), None, None, None)
    if format_ in ("203", "204"):
        _check(text, {"203": 12, "204": 14}[format_])
        return (_DAY8(text[:8]), _TIME(text[8:]), None, None)
    if format_ == "101":
        return (_DAY6(text), None, None, None)
    if format_ == "201":
        _check(text, 10)
        return (_DAY6(text[:6]), _TIME(text[6:]), None, None)
    return _period_of(text, format_)


def format_of(text: str) -> str:
    """The format that a date with a century must be of by its length; "" for none."""
    return {8: "102", 12: "203", 14: "204"}.get(len(text), "")


def _period_of(text: str, format_: str) -> Moment | None:
    if format_ == "718":
        text = text.replace("-", "")
        _check(text, 16)
        return (_DAY8(text[:8]), None, _DAY8(text[8:]), None)
    if format_ == "719":
        _check(text, 24)
        return (_DAY8(text[:8]), _TIME(text[8:12]), _DAY8(text[12:20]), _TIME(text[20:]))
    return None


def text_of(day: date, at: time | None) -> tuple[str, str]:
    """A day, with its time where there is one, and its format's code."""
    text = CODECS["date8"].write(day)
    if at is None:
        return text, "102"
    return (f"{text}{at:%H%M%S}", "204") if at.second else (f"{text}{at:%H%M}", "203")


def _check(text: str, length: int) -> None:
    if len(text) != length:
        raise ValueError(text)
