"""Countersign JSON: every document of the domain as plain, readable JSON, read and written by one definition."""

from app.formats.json.format import CountersignJson

__all__ = ["CountersignJson"]
