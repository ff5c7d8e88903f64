"""Bytes from strangers, made into trees under limits: the one place where XML and JSON are parsed.

Nothing here knows a document, a signature or a partner. What is too big, too deep, too wide or has a DOCTYPE is
refused before or while it is parsed (`Refused`), never after.
"""

from app.safe.body import Body, EdiBody, JsonBody, XmlBody
from app.safe.limits import DEFAULT_LIMITS, Limits

__all__ = ["DEFAULT_LIMITS", "Body", "EdiBody", "JsonBody", "Limits", "XmlBody"]
