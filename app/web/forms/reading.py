"""Fields of a form, read with limits; everything that is wrong with a form is said at once."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.errors import CountersignError, message
from app.errors.access import FIELD_INVALID


class FormReader:
    """Reads fields of one form and gathers what is wrong, by field name."""

    def __init__(self, form: Mapping[str, str], language: str) -> None:
        self._form = form
        self._language = language
        self.problems: dict[str, str] = {}

    def text(self, name: str, limit: int = 200, *, required: bool = True) -> str:
        """A line or more of text without blanks around it."""
        value = self._form.get(name, "").strip()
        if len(value) > limit or "\x00" in value or (required and not value):
            self.refuse(name, value[:40])
        return value

    def choice(self, name: str, among: Mapping[str, object]) -> str:
        """One of a list."""
        value = self._form.get(name, "")
        if value not in among:
            self.refuse(name, value[:40])
        return value

    def day(self, name: str, zone: str) -> datetime | None:
        """The beginning of a day in a time zone; None where the field is empty."""
        value = self._form.get(name, "").strip()
        if not value:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.refuse(name, value[:40])
            return None

    def refuse(self, name: str, value: str) -> None:
        """Field `name` can't be used."""
        self.problems[name] = message(FIELD_INVALID, self._language, {"field": name, "value": value or "–"})

    def note(self, name: str, error: CountersignError) -> None:
        """What deeper code found wrong with field `name`."""
        self.problems[name] = f"{error.message(self._language)} {error.hint(self._language)}".strip()
