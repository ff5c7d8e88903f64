"""The official sets of rules and the documents that they are for, as the corpus has them."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from app.validation.schematron.loading import load_schema
from app.validation.schematron.model import Schema
from app.validation.schematron.sources import from_file

_TEST = "{http://difi.no/xsd/vefa/validator/1.0}"
_EXAMPLES = ("en16931/examples", "peppol/examples")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


@dataclass(frozen=True, slots=True)
class Case:
    """An official unit case: its document, mostly a fragment, and the flag of every rule that fires on it."""

    name: str
    document: bytes
    fired: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """An official Schematron.

    Attributes:
        file: where it is in the corpus.
        roots: the documents that it is for, by their root elements.
        units: the folder of its unit cases.
        built_in: the name of the set that says the same, where we have one.
    """

    name: str
    file: str
    roots: tuple[str, ...]
    units: str
    built_in: str = ""

    def schema(self, corpus: Path) -> Schema:
        """Its rules."""
        return load_schema(from_file(corpus / self.file))

    def examples(self, corpus: Path) -> list[bytes]:
        """The corpus's good documents of its kinds, in a fixed order."""
        files = sorted(file for folder in _EXAMPLES for file in (corpus / folder).rglob("*.[xX][mM][lL]"))
        roots = [etree.parse(file, _PARSER).getroot() for file in files]
        return [etree.tostring(root) for root in roots if etree.QName(root).localname in self.roots]

    def unit_documents(self, corpus: Path) -> list[bytes]:
        """The documents of its unit cases, most of them fragments, in a fixed order."""
        return [each for file in sorted((corpus / self.units).glob("*.xml")) for each in _units(file)]

    def cases(self, corpus: Path) -> Iterator[Case]:
        """Its unit cases with what fires on each, all of it."""
        folder = corpus / self.units
        documents: dict[str, list[bytes]] = {}
        for row in map(json.loads, (corpus / "expected" / "fired.jsonl").read_text().splitlines()):
            if row["suite"] == folder.name:
                file, number = row["file"], row["case"]
                if file not in documents:
                    documents[file] = list(_units(folder / file))
                yield Case(f"{file} case {number}", documents[file][number], row["saxon_fired"])


RULEBOOKS = {
    each.name: each
    for each in (
        Rulebook(
            "en16931",
            "en16931/rules/schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch",
            ("Invoice", "CreditNote"),
            "en16931/tests/Invoice-unit-UBL",
            "en16931-ubl",
        ),
        Rulebook(
            "peppol-billing",
            "peppol/rules/PEPPOL-EN16931-UBL.sch",
            ("Invoice", "CreditNote"),
            "peppol/tests/unit-UBL-PEPPOL",
            "peppol-billing",
        ),
        Rulebook("t01", "peppol/rules/PEPPOLBIS-T01.sch", ("Order",), "peppol/tests/unit-order"),
        Rulebook("t76", "peppol/rules/PEPPOLBIS-T76.sch", ("OrderResponse",), "peppol/tests/unit-order-response"),
        Rulebook(
            "t111", "peppol/rules/PEPPOLBIS-T111.sch", ("ApplicationResponse",), "peppol/tests/unit-invoice-response"
        ),
    )
}


def _units(file: Path) -> Iterator[bytes]:
    root = etree.parse(file, _PARSER).getroot()
    for test in [root] if root.tag == _TEST + "test" else root.findall(_TEST + "test"):
        body = [child for child in test if child.tag != _TEST + "assert"]
        if body:
            yield etree.tostring(etree.fromstring(etree.tostring(body[0], with_tail=False)))
