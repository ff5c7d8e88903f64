"""The few rules where UBL and the business cut things differently, so that a plain path ↔ field isn't enough."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from app.domain.documents.base import Note
from app.formats.ubl.aggregates import DOCUMENT_REFERENCE, PARTY
from app.formats.xml.codecs import NOTE, TIME, Codec, attribute, trimmed
from app.formats.xml.names import steps
from app.formats.xml.node import Node
from app.formats.xml.reading import Reading
from app.formats.xml.rules import Rule, Values

MIDNIGHT = "00:00:00"
BACK_ORDER_REASON = "Back-order reason: "
ORDER_CHANGE_CODE = "230"
SENT_BY_BUYERS = frozenset({"105", "220", "221", "222", "223", "224", "225", "226", "227", "228", "230", "481", "632"})
"""UNTDID 1001: orders and their kinds, order changes, remittance advices, receiving advices."""


def trader(field: str, path: str, place_field: str, place_path: str) -> Rule:
    """A party to the trade, and the party at the place where the goods are handed over.

    UBL demands the latter in despatch and receipt advices and lets the former away where they are the same. So where
    only `place_path` is there, it is `field`, and `place_field` is None.
    """
    here, place = steps(path), steps(place_path)

    def read(node: Node, values: Values, reading: Reading) -> None:
        found, at_place = (
            None if each is None else PARTY.read(each, reading) for each in map(node.first, (here, place))
        )
        if found is not None and at_place is not None:
            values[place_field] = at_place
        first = at_place if found is None else found
        if first is not None:
            values[field] = first

    def write(document: Any, node: Node) -> None:
        at_place = getattr(document, place_field)
        if at_place is not None:
            PARTY.write(node.ensure(place), at_place)
        PARTY.write(node.ensure(place if at_place is None else here), getattr(document, field))

    return Rule({field: place, place_field: place}, read, write)


def sender_and_receiver() -> Rule:
    """The parties of an ApplicationResponse.

    UBL says who sends, not who buys. An answer goes against the stream of the document that it is about, so who sends
    it is told by that document's type code: about what buyers send (`SENT_BY_BUYERS`) the seller answers; about
    anything else, and where no code is given, the buyer, as in a Peppol Invoice Response.
    """
    sender, receiver = steps("cac:SenderParty"), steps("cac:ReceiverParty")
    about = steps("cac:DocumentReference/cbc:DocumentTypeCode")
    answers = steps("cac:DocumentResponse")

    def read(node: Node, values: Values, reading: Reading) -> None:
        codes = [code.text.strip() for code in (each.first(about) for each in node.groups.get(answers[0], ())) if code]
        by_buyer = not (codes and codes[0] in SENT_BY_BUYERS)
        values["sender_is_buyer"] = by_buyer
        roles = ("buyer", "seller") if by_buyer else ("seller", "buyer")
        for role, found in zip(roles, map(node.first, (sender, receiver)), strict=True):
            party = None if found is None else PARTY.read(found, reading)
            if party is not None:
                values[role] = party

    def write(document: Any, node: Node) -> None:
        pair = (document.buyer, document.seller)
        for party, place in zip(pair if document.sender_is_buyer else pair[::-1], (sender, receiver), strict=True):
            PARTY.write(node.ensure(place), party)

    return Rule({"buyer": sender, "seller": receiver, "sender_is_buyer": answers}, read, write)


def answered_order_changes() -> Rule:
    """The changes of an order that a response answers.

    UBL 2.1 has no element for it: they are written as additional references with the type code of an order change.
    Peppol's profile of ordering takes an element from a later UBL; where a message has that, it keeps it.
    """
    written, later = steps("cac:AdditionalDocumentReference"), steps("cac:OrderChangeDocumentReference")
    code = steps("cbc:DocumentTypeCode")

    def read(node: Node, values: Values, reading: Reading) -> None:
        coded = [(each, each.first(code)) for each in node.groups.get(written[0], ())]
        changes = [each for each, found in coded if found is not None and found.text.strip() == ORDER_CHANGE_CODE]
        laters = node.groups.get(later[0], [])
        if laters and not coded:
            reading.moved.append((node, written, later))
        found = [DOCUMENT_REFERENCE.read(each, reading) for each in (*laters, *changes)]
        taken = tuple(replace(each, type_code="") for each in found if each is not None)
        if taken:
            values["order_changes"] = taken

    def write(document: Any, node: Node) -> None:
        for each in document.order_changes:
            DOCUMENT_REFERENCE.write(node.add(written[0]), replace(each, type_code=ORDER_CHANGE_CODE))

    return Rule({"order_changes": written}, read, write)


def notes_and_back_order_reason() -> Rule:
    """UBL's order response has no place for why something is back-ordered: it travels as a note that begins so."""
    note = steps("cbc:Note")

    def read(node: Node, values: Values, reading: Reading) -> None:
        notes = [NOTE.read(each, reading) for each in node.groups.get(note[0], ())]
        is_reason = [each.text.startswith(BACK_ORDER_REASON) and not each.language for each in notes]
        if any(is_reason):
            reason = notes.pop(is_reason.index(True))
            values["back_order_reason"] = reason.text.removeprefix(BACK_ORDER_REASON)
        if notes:
            values["notes"] = tuple(notes)

    def write(document: Any, node: Node) -> None:
        reason = document.back_order_reason
        first = (Note(BACK_ORDER_REASON + reason),) if reason else ()
        for each in first + document.notes:
            NOTE.write(node.add(note[0]), each)

    return Rule({"notes": note, "back_order_reason": note}, read, write)


def answered_line_numbers() -> Rule:
    """The order's line that is answered; where no reference names it, the answer's own number does."""
    number, reference = steps("cac:LineItem/cbc:ID"), steps("cac:OrderLineReference/cbc:LineID")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        own, ordered = (found.text.strip() if found else "" for found in map(node.first, (number, reference)))
        if own:
            values["number"] = own
        if ordered or own:
            values["order_line"] = ordered or own

    def write(document: Any, node: Node) -> None:
        node.ensure(number).text = document.number
        node.ensure(reference).text = document.order_line

    return Rule({"number": number, "order_line": reference}, read, write)


def number_beside_line_item() -> Rule:
    """A line's number: that of the line itself, else that of the line item within it, which UBL demands."""
    own, item = steps("cbc:ID"), steps("cac:LineItem/cbc:ID")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        numbers = (found.text.strip() for found in map(node.first, (own, item)) if found)
        for number in filter(None, numbers):
            values.setdefault("number", number)

    def write(document: Any, node: Node) -> None:
        for place in (own, item):
            node.ensure(place).text = document.number

    return Rule({"number": own}, read, write)


def demanded_issue_time() -> Rule:
    """UBL demands the time at which a request for quotation was issued: midnight stands for a time that nobody told."""
    here = steps("cbc:IssueTime")

    def read(node: Node, values: Values, reading: Reading) -> None:
        found = node.first(here)
        told = None if found is None or found.text.strip() == MIDNIGHT else TIME.read(found, reading)
        if told is not None:
            values["issued_at"] = told

    def write(document: Any, node: Node) -> None:
        if document.issued_at is None:
            node.ensure(here).text = MIDNIGHT
        else:
            TIME.write(node.ensure(here), document.issued_at)

    return Rule({"issued_at": here}, read, write)


def currency_of_prices() -> Rule:
    """UBL's catalogue has no currency of its own: it is that of the first price."""
    lines, offer = steps("cac:CatalogueLine"), steps("cac:RequiredItemLocationQuantity")
    amount = steps("cac:Price/cbc:PriceAmount")

    def read(node: Node, values: Values, _reading: Reading) -> None:
        offers = (each for line in node.groups.get(lines[0], ()) for each in line.groups.get(offer[0], ()))
        found = (each.first(amount) for each in offers)
        for currency in (attribute(each, "currencyID") for each in found if each is not None):
            values.setdefault("currency", currency)

    def write(_document: Any, _node: Node) -> None:
        return

    return Rule({"currency": ()}, read, write)


def currency(named: str, total: str, lines: str) -> Rule:
    """The currency of a document: what it names, else that of its total, else that which all its lines' amounts have.

    UBL lets the code away, since each amount has its own; X12 and EDIFACT have the document's alone.

    Args:
        named: the path of the code; total: that of what is to be paid; lines: the name of the lines.
    """
    here, payable, line = steps(named), steps(total), steps(lines)

    def read(node: Node, values: Values, _reading: Reading) -> None:
        code, amount = node.first(here), node.first(payable)
        said = "" if code is None else trimmed(code)
        found = said or ("" if amount is None else attribute(amount, "currencyID"))
        found = found or _common_currency(node.groups.get(line[0], ()))
        if found:
            values["currency"] = found

    def write(document: Any, node: Node) -> None:
        if document.currency:
            node.ensure(here).text = document.currency

    return Rule({"currency": here}, read, write)


_LINE_AMOUNTS = (steps("cac:LineItem/cbc:LineExtensionAmount"), steps("cac:LineItem/cac:Price/cbc:PriceAmount"))


def _common_currency(lines: Iterable[Node]) -> str:
    """The one currency of all the lines' amounts and prices; "" where they have several or none."""
    amounts = (line.first(path) for line in lines for path in _LINE_AMOUNTS)
    found = {attribute(each, "currencyID") for each in amounts if each is not None}
    return found.pop() if len(found) == 1 else ""


def only_with(path: str, codec: Codec) -> Codec:
    """`codec` for elements that have one at `path`; what the others say has no place in the model."""
    here = steps(path)

    def read(node: Node, reading: Reading) -> Any:
        return None if node.first(here) is None else codec.read(node, reading)

    return Codec(read, codec.write)
