"""Periods whose days have a time beside them: SAP's end of a day (240000) is not that day's beginning."""

from datetime import date, timedelta
from typing import Any

from app.formats.idoc.codecs import DATE, END_OF_DAY, TIME
from app.formats.xml.codecs import trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values, one


def span(start: str, start_time: str, end: str = "", end_time: str = "") -> Rule:
    """The fields of a period. What begins at the end of a day begins with the next one; what ends there, with that day.

    Neither has a time then: a day without one is from its beginning to its end, and IDocs can't say midnight otherwise
    (000000 is a field that nobody filled). Where both ends are that moment, both are with the next day.
    """
    rules = [one("start", start, DATE), one("start_time", start_time, TIME)]
    if end:
        rules += [one("end", end, DATE), one("end_time", end_time, TIME)]
    begins = steps(start_time)

    def read(node: Node, values: Values, reading: Reading) -> None:
        for each in rules:
            each.read(node, values, reading)
        day, found = values.get("start"), node.first(begins)
        if day in (None, date.max) or found is None or trimmed(found) != END_OF_DAY:
            return
        values["start"] = day + timedelta(days=1)
        if values.get("end") == day:
            values["end"] = values["start"]

    def write(document: Any, node: Node) -> None:
        for each in rules:
            each.write(document, node)

    return Rule({field: place for each in rules for field, place in each.places.items()}, read, write)
