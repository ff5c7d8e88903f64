"""Documents that are invented, as messages of X12 and EDIFACT: sound, and read as they were but for what was lost."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from app.domain.documents import Document, DocumentType
from app.formats.edi.delimiters import EDIFACT
from app.formats.edi.interchange import MessageRead
from app.formats.lens import lens, read, write
from tests.edi_documents import Paper, edifact, x12
from tests.edifact_messages import messages_in
from tests.x12_fulfilment import GROUPS as GROUPS_OF_FULFILMENT
from tests.x12_fulfilment import Storeman
from tests.x12_messages import GROUPS, MARKS, Clerk, is_address, plain, unaccounted

VERSIONS = {"x12": ("004010", "005010"), "edifact": ("D96A", "D01B")}
_GROUPS = {"850": "PO", **GROUPS, **GROUPS_OF_FULFILMENT}
_FOLLOWING: Mapping[str, str] = {
    # what a message says, or its reading gives, where the document said nothing: by the path's last word
    "name": "a party without a name has its legal name or street for one, an item its first description",
    "street": "the first line of an address is its street",
    "additional_street": "as above",
    "scheme": "an identifier without a scheme has the scheme ZZ",
    "unit": "a quantity without a unit is of pieces",
    "type_code": "an invoice or credit note without a type is a usual one",
    "order_type": "an order without a type is a usual one (SA, 220)",
    "reason_code": "an allowance without a code is ZZZZ",
    "note": "a text has blanks for the characters that are delimiters",
    "status": "a back order or a substitute is a change, and a change's line has a code",
    "order_line": "a line that names no line of the order has its own number",
    "request_line": "as above",
}
_DEMANDED: Mapping[str, tuple[str, ...]] = {
    # what only one message can't do without, or can't tell apart
    "855": ("/orders/number", "/orders/issued"),
    "865": ("/orders/number", "/orders/issued"),
    "860": ("/order/issued", "/orders/number", "/orders/issued"),
    "856": tuple(f"/lines/order/{each}" for each in ("number", "issued", "revision", "type_code")),  # of its only order
    "861": ("/lines/received/value",),
    "820": (
        *("/total_payment/value", "/total_payment/currency", "/payment_means/code"),
        *("/lines/debit/value", "/lines/debit/currency"),
    ),
    "843": ("/request/number",),
    "INVOIC": ("/due",),  # the day by which its only terms have it paid
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of document, and the message that it is."""

    standard: str
    name: str
    type: DocumentType

    def __str__(self) -> str:
        return f"{self.name}-{self.type}"


KINDS = tuple(
    Kind(standard, name, type_)
    for type_, names in {
        DocumentType.ORDER: ("850", "ORDERS"),
        DocumentType.ORDER_RESPONSE: ("855", "865", "ORDRSP"),
        DocumentType.ORDER_CHANGE: ("860", "ORDCHG"),
        DocumentType.ORDER_CANCELLATION: ("860", "ORDCHG"),
        DocumentType.DESPATCH_ADVICE: ("856", "DESADV"),
        DocumentType.RECEIPT_ADVICE: ("861", "RECADV"),
        DocumentType.INVOICE: ("810", "INVOIC"),
        DocumentType.CREDIT_NOTE: ("810", "INVOIC"),
        DocumentType.REMITTANCE_ADVICE: ("820", "REMADV"),
        DocumentType.CATALOGUE: ("832", "PRICAT"),
        DocumentType.REQUEST_FOR_QUOTATION: ("840", "REQOTE"),
        DocumentType.QUOTATION: ("843", "QUOTES"),
    }.items()
    for name in names
    for standard in ("edifact" if name.isalpha() else "x12",)
)
_STOREMANS = ("856", "861", "820", "832", "840", "843", "DESADV", "RECADV")
_WITH_LINES = ("850", "856", "840", "REQOTE", "QUOTES")
"""Messages that there are none of without a line."""


def invented(kind: Kind, seed: int) -> Document:
    """A document with every field at random, which the message can be about."""
    inventor = (Storeman if kind.name in _STOREMANS else Clerk)(seed)
    inventor.at_least_one |= {"lines"} if kind.name in _WITH_LINES else set()
    inventor.at_least_one |= {"total_payment", "debit"} if kind.name == "REMADV" else set()
    return inventor.document(kind.type)


def wrong_with(kind: Kind, seed: int) -> list[str]:
    """What is wrong with an invented document's message, or with what is read of it; nothing may be."""
    version = Random(seed).choice(VERSIONS[kind.standard])
    document, found = invented(kind, seed), lens(kind.standard, version, kind.name)
    writing = write(document, found, MARKS[version] if kind.standard == "x12" else EDIFACT)
    message = _sent(kind, version, list(writing.loop.flat()))
    faults = [
        f"{each.tag} {each.element}.{each.component} {each.kind.code}" for each in message.faults if each.is_error
    ]
    if faults or message.loop is None:
        return faults or ["no message"]
    reading = read(message.loop, message.group.interchange.marks, found)
    if reading.findings or reading.document is None:
        return [f"{each.path} {each.code}" for each in reading.findings] or ["no document"]
    if reading.document.type is not kind.type:
        return [f"is read as {reading.document.type}"]
    missing, more = unaccounted(document, reading.document, writing)
    told = {plain(each.path) for each in writing.losses}
    return [
        *(f"lost without a word: {path}" for path, _ in missing),
        *(f"said by nobody: {path}" for path in _unexplained(kind, {path for path, _ in more} - told)),
    ]


def _unexplained(kind: Kind, paths: set[str]) -> Iterator[str]:
    for path in sorted(paths):
        known = path.rpartition("/")[2] in _FOLLOWING or path in _DEMANDED.get(kind.name, ())
        if not known and not is_address(path):
            yield path


def _sent(kind: Kind, version: str, body: list[str]) -> MessageRead:
    """The message as its receiver reads it."""
    (message,) = messages_in(_paper(kind, version, body).raw())
    return message


def _paper(kind: Kind, version: str, body: list[str]) -> Paper:
    if kind.standard == "x12":
        return x12(kind.name, _GROUPS[kind.name], body, version)
    paper = edifact(kind.name, version, body)
    paper.segments[0][1] = "UNOY:3"  # the inventor writes in any language
    return paper
