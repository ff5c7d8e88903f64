"""Reads a seller's line-by-line answer into the proposal that it makes: every line as it would be.

What a line says wins over the status that it carries, so that nothing is ever accepted silently.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from app.domain.documents import OrderResponse
from app.domain.documents.order_response import AnsweredLine
from app.domain.findings import Finding, finding, warning
from app.domain.negotiation.facts import ZERO, LineTerms, Proposal, ProposedLine
from app.domain.negotiation.terms import ONE, days, item_ids, priced, restated, same_terms
from app.domain.negotiation.units import convert

STATUSES = {
    "1": "added",
    "3": "changed",
    "5": "accepted",
    "7": "rejected",
    "42": "delivered",
    # UBL 2.1's own names for a line's status, for sellers that don't use UNCL 1229
    "Added": "added",
    "Revised": "changed",
    "NoStatus": "accepted",
    "Cancelled": "rejected",
    "Disputed": "rejected",
}
"""UNCL 1229 as Peppol Ordering 3 uses it, in words."""

Terms = Mapping[str, LineTerms]
Days = tuple[date | None, date | None]


def proposal_of(response: OrderResponse, asked: Terms, *, all_lines: bool) -> tuple[Proposal, tuple[Finding, ...]]:
    """What `response` proposes in place of the lines `asked`, by number, and what is wrong with it.

    `all_lines`: every line has to be answered; otherwise a line without an answer stays as it is.
    """
    faults = [*_empty(response), *_repeated(response), *(_unanswered(response, asked) if all_lines else ())]
    answered: dict[str, ProposedLine] = {}
    for index, line in enumerate(response.lines):
        proposed, found = _answer(response, line, asked.get(_key(line)))
        faults += [replace(each, path=f"/lines/{index}") for each in found]
        if proposed:
            answered[_key(line)] = proposed
    kept = {number: ProposedLine(terms=terms, status="kept") for number, terms in asked.items()}
    return Proposal(by="seller", number=response.number, lines=tuple({**kept, **answered}.values())), tuple(faults)


def differs(proposal: Proposal, asked: Terms) -> bool:
    """Whether the proposal asks for anything else than `asked`: otherwise it simply accepts."""
    if any(line.status in {"rejected", "deleted"} or line.back_ordered for line in proposal.lines):
        return True
    return any(
        line.terms.number not in asked or not same_terms(line.terms, asked[line.terms.number])
        for line in proposal.lines
    )


def rejects_all(proposal: Proposal) -> bool:
    """Whether nothing is left of the order."""
    return bool(proposal.lines) and all(line.status == "rejected" for line in proposal.lines)


def contradictions(response: OrderResponse) -> tuple[Finding, ...]:
    """Lines that say something else than the header's code, which stands for the whole order."""
    fitting = {"AP": {"5", "42", "", "NoStatus"}, "RE": {"7", "", "Cancelled"}, "AB": {"", "NoStatus"}}
    allowed = fitting.get(response.code)
    return tuple(
        finding(
            "order.code_contradicts_lines",
            f"/lines/{index}",
            response=response.code,
            line_number=_key(line),
            status=line.status,
        )
        for index, line in enumerate(response.lines)
        if allowed is not None and line.status not in allowed
    )


def _key(line: AnsweredLine) -> str:
    return line.order_line or line.number


def _empty(response: OrderResponse) -> list[Finding]:
    told = {"document": response.type.value, "number": response.number}
    return [] if response.lines else [finding("order.no_lines", "/lines", None, **told)]


def _repeated(response: OrderResponse) -> list[Finding]:
    numbers = [_key(line) for line in response.lines]
    twice = [number for number, times in Counter(numbers).items() if times > 1]
    return [finding("order.line_answered_twice", "/lines", line_number=number) for number in twice]


def _unanswered(response: OrderResponse, asked: Terms) -> list[Finding]:
    answered = {_key(line) for line in response.lines}
    return [
        finding("order.line_unanswered", "/lines", line_number=number) for number in asked if number not in answered
    ]


def _answer(
    response: OrderResponse, line: AnsweredLine, asked: LineTerms | None
) -> tuple[ProposedLine | None, list[Finding]]:
    status = STATUSES.get(line.status)
    if status is None:
        expected = ", ".join(code for code in STATUSES if code.isdigit())
        return None, [
            finding("order.unknown_status", line_number=_key(line), status=line.status or "-", expected=expected)
        ]
    if (status == "added") != (asked is None):
        return None, [finding("order.unknown_line" if asked is None else "order.line_exists", line_number=_key(line))]
    if status == "rejected" and asked:
        return ProposedLine(terms=asked, status=status), []
    return _offer(response, line, asked, status)


def _offer(
    response: OrderResponse, line: AnsweredLine, asked: LineTerms | None, status: str
) -> tuple[ProposedLine | None, list[Finding]]:
    """A line that the seller would deliver, in its own or the order's terms."""
    faults = _quantity_faults(line, asked)
    if faults:
        return None, faults
    start, end = days(delivery.promised for delivery in (*line.deliveries, *response.deliveries))
    terms = _offered(line, asked, (start, end))
    back = line.back_ordered.value if line.back_ordered else ZERO
    changed = asked is not None and (bool(back) or not same_terms(terms, asked))
    if changed and status in {"accepted", "delivered"}:
        faults.append(warning("order.answer_contradicts", line_number=_key(line)))
    told = "changed" if changed else "accepted" if status == "changed" else status
    return ProposedLine(terms=terms, status=told, back_ordered=back, promised_start=start, promised_end=end), faults


def _offered(line: AnsweredLine, asked: LineTerms | None, promised: Days) -> LineTerms:
    price, base = priced(line.price)
    item = line.substitute or line.item
    back = line.back_ordered.value if line.back_ordered else ZERO
    # Without a quantity of its own the answer is about what was asked, some of it perhaps later.
    quantity = line.quantity.value + back if line.quantity else asked.quantity if asked else ONE
    said = LineTerms(
        number=_key(line),
        quantity=quantity,
        unit=line.quantity.unit if line.quantity else "",
        price=price,
        base=base,
        item=item.name if line.substitute or asked is None else "",
        ids=item_ids(item) if line.substitute or asked is None else (),
    )
    if asked is None:
        return _dated(said, promised)
    terms = restated(said, asked)
    return terms if _within(promised, asked) else _dated(terms, promised)


def _within(promised: Days, asked: LineTerms) -> bool:
    """Whether a promise changes nothing: there is none, no day was asked for, or it lies within the days asked."""
    start, end = promised
    if start is None or end is None or asked.start is None or asked.end is None:
        return True
    return asked.start <= start and end <= asked.end


def _dated(terms: LineTerms, promised: Days) -> LineTerms:
    start, end = promised
    return replace(terms, start=start, end=end)


def _quantity_faults(line: AnsweredLine, asked: LineTerms | None) -> list[Finding]:
    faults = [
        finding("order.bad_quantity", line_number=_key(line), quantity=given.value, expected="≥ 0")
        for given in (line.quantity, line.back_ordered)
        if given and given.value < 0
    ]
    if asked and line.quantity and convert(ONE, line.quantity.unit, asked.unit) is None:
        expected = asked.unit or "-"
        faults.append(
            finding("order.unit_mismatch", line_number=_key(line), found=line.quantity.unit or "-", expected=expected)
        )
    return faults
