"""Exceptions are for what the caller can't answer; what is wrong with a document is a Finding, not an exception."""

from app.errors.catalogue import hint, message


class CountersignError(Exception):
    """Something that this server raises on purpose; `code` is in the catalogue, `params` fill its message."""

    def __init__(self, code: str, *, path: str = "", line: int | None = None, **params: object) -> None:
        super().__init__(message(code, "en", params))
        self.code = code
        self.path = path
        self.line = line
        self.params = {key: str(value) for key, value in params.items()}

    def message(self, language: str = "en") -> str:
        """The catalogue's message in `language`."""
        return message(self.code, language, self.params)

    def hint(self, language: str = "en") -> str:
        """The catalogue's advice in `language`, or an empty text."""
        return hint(self.code, language, self.params)


class Refused(CountersignError):
    """What came in is refused as a whole, before or instead of being judged (hostile, unreadable, unverifiable)."""
