"""What buyers and suppliers really send as UBL and cXML is a sound message of X12 and EDIFACT, too."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.documents import Document, DocumentType
from app.formats import FORMATS
from app.formats.edi.interchange import MessageRead, Verdict
from app.formats.edi.reader import read
from app.pipeline.inspect import Checks, inspect

FOLDERS = ("ubl/2.1", "peppol/examples", "en16931/examples", "cxml/samples")
FEWEST = 70


def documents(corpus: Path) -> Iterator[tuple[str, Document]]:
    for folder in FOLDERS:
        for file in sorted((corpus / folder).rglob("*.xml")):
            found = inspect(file.read_bytes(), FORMATS, Checks(layers=())).document
            if found is not None and found.type is not DocumentType.APPLICATION_RESPONSE:
                yield file.name, found


@pytest.mark.corpus
def test_every_document_of_the_corpus_is_a_message_that_its_receiver_accepts(corpus: Path) -> None:
    faulty, count = [], 0
    for name, document in documents(corpus):
        count += 1
        for standard in ("x12", "edifact"):
            raw = FORMATS.get(standard).render(document)
            (message,) = (each for each in read(io.BytesIO(raw)) if isinstance(each, MessageRead))
            if message.verdict is not Verdict.ACCEPTED:
                faulty.append((name, standard, [(each.tag, each.kind.code) for each in message.faults]))
    assert faulty == []
    assert count >= FEWEST
