"""Step 3: is it right? Schema and business rules; every finding, not the first."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from app.domain.documents import Document
from app.domain.findings import Finding, finding, warning
from app.formats.ubl_json.pointers import Pointers
from app.formats.ubl_json.reading import convert
from app.safe import Body, JsonBody, XmlBody
from app.validation.business import check
from app.validation.contract import validate_contract
from app.validation.cxml import validate_cxml
from app.validation.rule import MOST_OF_ONE
from app.validation.rulesets import AUTO, Installed, Judgement, judge
from app.validation.subject import Subject
from app.validation.xsd import validate_ubl

_UBL_JSON = ("ubl-json", "ubl-json-model")
_SCHEMAS = {"ubl": validate_ubl, "contract-xml": validate_contract, "cxml": validate_cxml} | dict.fromkeys(
    _UBL_JSON, validate_ubl
)

_SUMS = frozenset(
    f"business.{name}"
    for name in (
        "lines_total",
        "allowances_total",
        "charges_total",
        "tax_exclusive_total",
        "tax_inclusive_total",
        "payable_total",
        "tax_total",
        "tax_share",
    )
)
SAID_BY: Mapping[str, frozenset[str]] = {
    "en16931": _SUMS,
    "en16931-ubl": _SUMS,
    "en16931-cii": _SUMS,
    "peppol-billing": frozenset(["business.line_amount", "business.other_currency"]),
}
"""The business rules that a set of rules has too, in its standard's words."""

LONGEST = {"number": 200, "revision": 100, "currency": 3, "total": 64}
"""In characters; a currency is an ISO 4217 code."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A body as schemas and rule sets look at it.

    Attributes:
        syntax: its format's name; "" where it was not recognised.
        xml: the XML that it is, or that it stands for; None for a syntax that is no XML.
        pointers: lead from places in `xml` back to the JSON that it was made of; None where it is what was sent.
    """

    syntax: str
    xml: XmlBody | None = None
    pointers: Pointers | None = None

    def subject(self, document: Document | None) -> Subject:
        """What rule sets are given."""
        root, cut = (None, None) if self.xml is None else (self.xml.root, self.xml.cut)
        return Subject(root, document, self.pointers.of if self.pointers else None, cut)


def seen(body: Body, syntax: str) -> Seen:
    """`body`, of the format called `syntax`, made ready once for all that look at it."""
    if isinstance(body, XmlBody):
        return Seen(syntax, body)
    if syntax not in _UBL_JSON or not isinstance(body, JsonBody):
        return Seen(syntax)
    converted = convert(body.value)
    return Seen(syntax, converted.body, converted.pointers)


def check_schema(what: Seen) -> list[Finding]:
    """The schema's findings; a syntax whose reader checks everything itself has none here."""
    validate = _SCHEMAS.get(what.syntax)
    if validate is None or what.xml is None:
        return []
    found = validate(what.xml)
    return (
        found
        if what.pointers is None
        else [replace(each, path=what.pointers.of(each.path), line=None) for each in found]
    )


def unsaid(reading: Iterable[Finding], schema: Collection[Finding]) -> list[Finding]:
    """The reader's findings that the schema's don't say already."""
    if any(each.code == "schema.too_many_faults" for each in schema):
        return []
    places = {each.path for each in schema}
    return bounded(each for each in reading if each.path not in places)


def bounded(findings: Iterable[Finding]) -> list[Finding]:
    """The first hundred of each code: nobody reads on, and a message may have one fault in every one of its lines."""
    seen_of: Counter[str] = Counter()
    kept: list[Finding] = []
    for each in findings:
        seen_of[each.code] += 1
        if seen_of[each.code] <= MOST_OF_ONE:
            kept.append(each)
        elif seen_of[each.code] == MOST_OF_ONE + 1:
            kept.append(warning("rules.more_of_one", each.path, each.line, rule=each.code, limit=MOST_OF_ONE))
    return kept


def check_standards(subject: Subject, installed: Installed, names: Iterable[str] = (AUTO,)) -> Judgement:
    """The findings of the standards' rules: those that the document says it follows, or the sets called `names`.

    Raises:
        Refused: rulesets.unknown.
    """
    return judge(subject, names, installed)


def check_rules(document: Document | None, judged: Collection[str] = ()) -> list[Finding]:
    """The business rules' findings, and those of `check_fits`.

    Args:
        document: None where it couldn't be read; then nothing is found.
        judged: the sets of rules that have judged it; what one of them says more exactly isn't said again.
    """
    if document is None:
        return []
    said = frozenset().union(*(codes for name, codes in SAID_BY.items() if name in judged))
    return [*bounded(each for each in check(document) if each.code not in said), *check_fits(document)]


def check_fits(document: Document) -> list[Finding]:
    """A finding for each of the texts that records and negotiations are found by, where it is longer than any is."""
    totals = getattr(document, "totals", None)
    texts = {
        "number": document.number,
        "revision": document.revision,
        "currency": document.currency,
        "total": totals.payable.text if totals is not None else "",
    }
    return [
        finding("document.too_long", what=name, length=len(text), limit=LONGEST[name])
        for name, text in texts.items()
        if len(text) > LONGEST[name]
    ]
