"""What an invoice, the answers to it, credit notes and payments do to the invoice's negotiation."""

from dataclasses import replace
from decimal import Decimal

from app.domain.documents import ApplicationResponse, CreditNote, Invoice, RemittanceAdvice
from app.domain.documents.application_response import DocumentAnswer
from app.domain.findings import Finding, finding, rejects
from app.domain.matching import match
from app.domain.money import Amount
from app.domain.negotiation.facts import ZERO, Facts, InvoiceFacts
from app.domain.negotiation.fulfilment import invoice_facts
from app.domain.negotiation.invoice import BY_CODE, RANKS, REASONED_CODES, REPEATABLE
from app.domain.negotiation.refusals import about, noted, out_of_turn, softly, words
from app.domain.negotiation.situation import Context, Effect, Move, Situation, Walk, refuse, stay

BOOKED_IN = frozenset({"MATCHED", "APPROVED", "SCHEDULED", "PART_PAID", "PAID", "RETURNED"})
"""States in which an invoice counts as invoiced in its order's ledger; it stops counting where it ends otherwise."""
NOT_BOOKED_IN = frozenset({"REFUSED", "REJECTED", "CREDITED"})

CREDITED_BY = {
    "QUERIED": ("seller_reply", "credit_full"),
    "COND_ACCEPTED": ("credit_partial", "credit_partial+credit_full"),
    "APPROVED": ("", "credit_full"),
    "RETURNED": ("", "credit_full"),
    "PART_PAID": ("", "credit_rest"),
}
"""The events that a credit note fires: for a part, and for all that is still owed; elsewhere it is only booked."""

PAID_FROM = {"APPROVED": ("schedule",), "SCHEDULED": (), "PART_PAID": ("schedule",)}
"""What comes before a payment is settled: a remittance advice tells that it was scheduled, too."""


def start_invoice(document: Invoice, context: Context) -> Move:
    """A new invoice, validated when it comes here: matched with its order, or for a clerk to code where it names none.

    What differs are warnings of the move: they don't refuse the invoice, they make it an exception.
    """
    facts = invoice_facts(document)
    walk = Walk(Situation(kind="invoice", number=document.number, state="RECEIVED", proposer="seller"), "server")
    walk.take("validate_ok")
    if not facts.order or context.order is None or context.order.facts.order is None:
        return replace(_finished(walk.take("no_po"), facts), open="this")
    result = match(facts, context.order.facts.order, context.order.state, context.policy)
    facts = replace(
        facts,
        matched="ok" if result.ok else "failed",
        mode=result.mode,
        differences=tuple(each.as_dict() for each in result.differences),
    )
    walk.take("match_ok" if result.ok else "match_fail")
    return replace(_finished(walk, facts), open="this").having(*map(softly, result.differences))


def answer_invoice(document: ApplicationResponse, situation: Situation, context: Context) -> Move:
    """The buyer's answers to this invoice (UNCL 4343; codes never go backwards)."""
    if context.sender != "buyer":
        return refuse(situation, out_of_turn(document, situation))
    answers = [each for each in document.answers if each.document and each.document.number == situation.number]
    move = stay(situation)
    for answer in answers:
        now = replace(situation, state=move.state, facts=move.facts)
        after = _answer(document, answer, now)
        if after.refused:
            return refuse(situation, *after.findings)
        move = _joined(move, after)
    return move


def credit_invoice(document: CreditNote, situation: Situation, _context: Context) -> Move:
    """The seller takes some or all of the invoice back; paid and credited never exceed what is payable."""
    invoice = of(situation)
    amount = document.totals.payable
    if situation.state in NOT_BOOKED_IN:
        return refuse(situation, out_of_turn(document, situation))
    faults = [*_currency(document, amount, invoice), *_amount(amount, invoice, "invoice.over_credited")]
    if rejects(faults):
        return refuse(situation, *faults)
    after = replace(invoice, credited=invoice.credited + amount.value)
    part, full = CREDITED_BY.get(situation.state, ("", ""))
    events = [event for event in (full if after.outstanding == 0 else part).split("+") if event]
    if not events:
        return replace(noted(document, situation), facts=Facts(invoice=after))
    return _finished(Walk(situation, "seller", words(document)).take(*events), after)


def pay_invoice(document: RemittanceAdvice, situation: Situation, _context: Context) -> Move:
    """The buyer's bank paid some or all of the invoice."""
    invoice = of(situation)
    before = PAID_FROM.get(situation.state)
    if before is None:
        return refuse(situation, out_of_turn(document, situation))
    amount = _paid(document, situation.number)
    if amount is None:
        return refuse(situation, about(document, "invoice.amount_missing", invoice=situation.number))
    faults = [*_currency(document, amount, invoice), *_amount(amount, invoice, "invoice.over_paid")]
    if rejects(faults):
        return refuse(situation, *faults)
    after = replace(invoice, paid=invoice.paid + amount.value)
    settled = "settle_full" if after.outstanding == 0 else "settle_part"
    return _finished(Walk(situation, "buyer", words(document)).take(*before, settled), after)


def settle_invoice(situation: Situation, event: str, side: str, reason: str = "") -> Move:
    """Fire an event that comes without a document; the sums follow it.

    Raises:
        IllegalMove: the table has no such event in this state.
    """
    invoice = of(situation)
    if event == "settle_full":
        invoice = replace(invoice, paid=invoice.payable - invoice.credited)
    if event == "bank_return":
        invoice = replace(invoice, paid=ZERO)
    return _finished(Walk(situation, side, reason).take(event), invoice)


def of(situation: Situation) -> InvoiceFacts:
    """The invoice's sums."""
    return situation.facts.invoice or InvoiceFacts(currency="", payable=ZERO)


def _answer(document: ApplicationResponse, answer: DocumentAnswer, situation: Situation) -> Move:
    code, invoice = answer.code, of(situation)
    said = _reason(document, answer)
    faults = _code_faults(code, invoice, said)
    if faults:
        return refuse(situation, *faults)
    after = replace(invoice, response=code)
    events = BY_CODE.get(code, {}).get(situation.state)
    if events is None and _moves_nothing(code, situation.state):
        return replace(noted(document, situation), facts=Facts(invoice=after))
    if events is None:
        return refuse(situation, out_of_turn(document, situation))
    if code == "PD":
        events, after = _payment(answer, events, after)
    return _finished(Walk(situation, "buyer", said).take(*events), after)


def _moves_nothing(code: str, state: str) -> bool:
    said_already = {"PD": {"PAID"}, "AP": {"APPROVED", "SCHEDULED", "PART_PAID"}, "UQ": {"QUERIED"}, "RE": {"REJECTED"}}
    return code in {"AB", "IP"} or state in said_already.get(code, set())


def _payment(
    answer: DocumentAnswer, events: tuple[str, ...], invoice: InvoiceFacts
) -> tuple[tuple[str, ...], InvoiceFacts]:
    # OPStatusReason PPD: only a part was paid, and the answer has no place for how much.
    if any(status.reason and status.reason.value == "PPD" for status in answer.statuses):
        return (*events[:-1], "settle_part"), invoice
    return events, replace(invoice, paid=invoice.payable - invoice.credited)


def _code_faults(code: str, invoice: InvoiceFacts, said: str) -> list[Finding]:
    if code not in RANKS:
        return [finding("invoice.unknown_code", "/answers", response=code or "-")]
    faults = []
    last = invoice.response
    again = code == last and code in REPEATABLE
    if last and not again and (last == "RE" or RANKS[code] <= RANKS[last]):
        faults.append(finding("invoice.code_backwards", "/answers", response=code, last=last))
    if code in REASONED_CODES and not said:
        faults.append(finding("invoice.reason_missing", "/answers", response=code))
    return faults


def _reason(document: ApplicationResponse, answer: DocumentAnswer) -> str:
    said = [part for status in answer.statuses for part in (status.reason.value if status.reason else "", status.text)]
    return " ".join(part for part in (*said, answer.description) if part) or words(document)


def _paid(document: RemittanceAdvice, number: str) -> Amount | None:
    """What is paid of the invoice: its lines' debits less their credits, or the total where it is the only one."""
    lines = [line for line in document.lines if number in {each.number for each in line.billing_references}]
    debits = [line.debit for line in lines if line.debit]
    if debits:
        paid = sum((each.value for each in debits), ZERO)
        returned = sum((line.credit.value for line in lines if line.credit), ZERO)
        return Amount(paid - returned, debits[0].currency)
    only = {each.number for each in document.references} == {number}
    return (document.total_payment or document.total_debit) if only else None


def _currency(document: CreditNote | RemittanceAdvice, amount: Amount, invoice: InvoiceFacts) -> list[Finding]:
    if amount.currency == invoice.currency:
        return []
    return [about(document, "invoice.currency_mismatch", found=amount.currency, expected=invoice.currency)]


def _amount(amount: Amount, invoice: InvoiceFacts, too_much: str) -> list[Finding]:
    if amount.value <= 0:
        return [finding("invoice.bad_amount", amount=amount.text)]
    over = amount.value > invoice.outstanding
    return [finding(too_much, amount=amount.text, outstanding=_shown(invoice.outstanding))] if over else []


def _shown(amount: Decimal) -> str:
    return format(amount, "f")


def _finished(walk: Walk, invoice: InvoiceFacts) -> Move:
    """The move, with what it means for the order's ledger."""
    effects: list[Effect] = []
    if walk.state in BOOKED_IN and not invoice.booked and invoice.order:
        effects, invoice = [Effect.BOOK_INVOICE], replace(invoice, booked=True)
    if walk.state in NOT_BOOKED_IN and invoice.booked:
        effects, invoice = [Effect.UNBOOK_INVOICE], replace(invoice, booked=False)
    return walk.move(Facts(invoice=invoice), effects)


def _joined(first: Move, then: Move) -> Move:
    return replace(
        then,
        events=first.events + then.events,
        agreed=then.agreed if then.agreed != "keep" else first.agreed,
        open=then.open if then.open != "keep" else first.open,
        findings=first.findings + then.findings,
        effects=first.effects + then.effects,
    )
