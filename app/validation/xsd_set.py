"""Compiled XSDs that any number of threads may use at once, with libxml2's own complaints where they are needed.

A compiled schema may be asked for a verdict by many threads, but keeps one log of errors for all of them. So verdicts
come from the schema, and complaints from a parser of one's own that checks while it reads.

That parser also guards against libxml2's weakest spot: it works out the place of every fault by counting siblings, so
that a large document with a fault in every line keeps it busy for minutes. A large document is therefore read in
pieces, and left at the first piece with a fault.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

from app.safe import XmlBody
from app.safe.encoding import utf8_of

LARGE = 2_000  # start and end tags
HUGE = 100_000
PIECE = 16 * 1024  # bytes

_TAG = re.compile(rb"[^>]*>|[^>]+")


@dataclass(frozen=True, slots=True)
class Complaint:
    """What libxml2 says about one node; `kind` is its number for it (`etree.ErrorTypes.SCHEMAV_*`)."""

    kind: int
    path: str
    text: str


class XsdSet:
    """A set of schema files in memory, compiled when first asked; nothing is ever loaded from elsewhere."""

    def __init__(self, files: Callable[[], Mapping[str, bytes]], main: str) -> None:
        self._files = files
        self._main = main

    @classmethod
    def of_file(cls, path: Path) -> "XsdSet":
        """The schema in `path`, with whatever it includes or imports from the folder it is in."""
        return cls(lambda: {each.name: each.read_bytes() for each in path.parent.glob("*.xsd")}, path.name)

    def is_valid(self, body: XmlBody) -> bool:
        """The verdict alone; the fastest way where nothing is wrong."""
        if body.raw.count(b"<") <= LARGE:
            return self.schema.validate(body.root)
        return not self._first_faults(utf8_of(body.raw))[1]

    def complaints(self, body: XmlBody) -> list[Complaint]:
        """What libxml2 has to say: the first fault among each element's children, in document order.

        In a large document, only those of the first piece with a fault; in a huge one, the first without its place.
        """
        text = utf8_of(body.raw)
        tags = text.count(b"<")
        if tags <= LARGE:
            return self._by_tag(text, range(len(text)))
        piece, faults = self._first_faults(text)
        return faults[:1] if tags > HUGE else self._by_tag(text, piece)

    def _by_tag(self, text: bytes, piece: range) -> list[Complaint]:
        parser = self._parser()
        _feed(parser, text[: piece.start])
        last = _last_seen(parser, None)
        found: list[Complaint] = []
        # what libxml2 says while it reads doesn't name the element: it is the one that just came
        for tag in _TAG.findall(text, piece.start, piece.stop):
            _feed(parser, tag)
            last = _last_seen(parser, last)
            if len(parser.feed_error_log) > len(found):
                path = "" if last is None else last.getroottree().getpath(last)
                found += [Complaint(each.type, path, each.message) for each in parser.feed_error_log[len(found) :]]
        return found

    def _first_faults(self, text: bytes) -> tuple[range, list[Complaint]]:
        """The first piece with a fault and what is said about it; an empty one where there is none."""
        parser = self._parser(silent=True)
        for start in range(0, len(text), PIECE):
            _feed(parser, text[start : start + PIECE])
            if len(parser.feed_error_log):
                faults = [Complaint(each.type, "", each.message) for each in parser.feed_error_log]
                return range(start, min(start + PIECE, len(text))), faults
        return range(0), []

    def _parser(self, *, silent: bool = False) -> etree.XMLPullParser:
        return etree.XMLPullParser(
            events=() if silent else ("start", "end"),
            schema=self.schema,
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            collect_ids=False,
            remove_comments=True,
            remove_pis=True,
        )

    @cached_property
    def schema(self) -> etree.XMLSchema:
        """The compiled schema; its `error_log` belongs to nobody."""
        files = self._files()
        parser = etree.XMLParser(no_network=True, resolve_entities=False, remove_comments=True)
        parser.resolvers.add(_FromMemory(files))
        return etree.XMLSchema(etree.fromstring(files[self._main], parser, base_url=self._main))


def _last_seen(parser: etree.XMLPullParser, before: etree._Element | None) -> etree._Element | None:
    nodes = [node for _, node in parser.read_events() if isinstance(node, etree._Element)]
    return nodes[-1] if nodes else before


def _feed(parser: etree.XMLPullParser, text: bytes) -> None:
    try:
        parser.feed(text)
    except etree.XMLSyntaxError:
        # well-formed it is, since it was parsed before: this is how the parser tells of an invalid document at its end
        return


class _FromMemory(etree.Resolver):
    """Answers every request for a file from memory, unknown ones with an error: there is no way out."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def resolve(self, system_url: str, public_id: str, context: object = None) -> object:  # noqa: ARG002 - lxml's name
        name = system_url.rpartition("/")[2]
        if name not in self._files:
            raise LookupError(f"a schema asks for {system_url!r}, which is not part of its set")
        return self.resolve_string(self._files[name], context, base_url=name)
