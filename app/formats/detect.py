"""Which syntax a body is in. It looks at the root's namespace or marker only: whether the body is right comes later."""

from app.formats.base import Format
from app.registry import Registry
from app.safe import Body


def detect(body: Body, formats: Registry[Format]) -> Format | None:
    """The first registered format that recognises `body`; None where none does."""
    return next((each for _, each in formats.items() if each.recognises(body)), None)
