"""EDIFACT's dates: data element 2379 says how the text of 2380 is made."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

FORMATS: Mapping[str, str] = {
    "2": "%d%m%y",
    "3": "%m%d%y",
    "101": "%y%m%d",
    "102": "%Y%m%d",
    "201": "%y%m%d%H%M",
    "202": "%y%m%d%H%M%S",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "401": "%H%M",
    "402": "%H%M%S",
    "602": "%Y",
    "609": "%y%m",
    "610": "%Y%m",
}
"""As strptime has them. Codes that are not here (weeks, durations, zones) are taken as they stand."""
PERIODS: Mapping[str, str] = {"711": "102", "717": "101", "718": "102", "719": "203"}
"""From one date to another, each in the format beside it; with or without a hyphen between them."""
_LENGTHS = {"%d": 2, "%m": 2, "%y": 2, "%Y": 4, "%H": 2, "%M": 2, "%S": 2}
_WEEKDAY = re.compile("[0-9]{2}(?:0[1-9]|[1-4][0-9]|5[0-3])[1-7]")
"""103: year, week, and the day of the week from Monday on, which strptime numbers otherwise."""
_DIRECTIVE = re.compile("%[a-zA-Z]")


@lru_cache(maxsize=8192)
def is_date_in(text: str, code: str) -> bool:
    """Whether the text is a date in the format that the code stands for, and a day of the calendar."""
    if code in PERIODS:
        start, _, end = text.partition("-") if "-" in text else (text[: len(text) // 2], "", text[len(text) // 2 :])
        return is_date_in(start, PERIODS[code]) and is_date_in(end, PERIODS[code])
    if code == "103":
        return _WEEKDAY.fullmatch(text) is not None
    if code not in FORMATS:
        return True
    form = FORMATS[code]
    if len(text) != sum(_LENGTHS[each] for each in _DIRECTIVE.findall(form)):
        return False
    if not text.isascii() or not text.isdigit():
        return False
    try:
        datetime.strptime(text, form)  # noqa: DTZ007  # whether it is a date at all; no zone is meant
    except ValueError:
        return False
    return True
