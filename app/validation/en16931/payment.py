"""How an invoice must say that it is paid: means, accounts, cards."""

from operator import attrgetter

from app.domain.findings import Severity
from app.validation.en16931.model import Invoice
from app.validation.en16931.shapes import as_found, there
from app.validation.rule import Fault, Rule
from app.validation.values import filled, normalized, only

_CREDIT_TRANSFERS = frozenset(("30", "58"))
"""UNTDID 4461: credit transfer, SEPA credit transfer."""
_MOST_OF_A_CARD = 10
"""Digits of a card number: the first six and the last four at most."""


def _account_says_something(invoice: Invoice) -> list[Fault]:
    transfers = [
        transfer
        for each in invoice.payments
        if any(code.text in _CREDIT_TRANSFERS for code in each.codes)
        for transfer in each.transfers
    ]
    return [Fault(each.place) for each in transfers if not filled(each.accounts)]


def _transfer_has_account(invoice: Invoice) -> list[Fault]:
    faults = []
    for each in invoice.payments:
        code = only(each.codes)
        if code is None or normalized(code.text) not in _CREDIT_TRANSFERS:
            continue
        if not any(transfer.accounts for transfer in each.transfers):
            faults.append(Fault(code, {"found": as_found(code)}))
    return faults


def _card_is_masked(invoice: Invoice) -> list[Fault]:
    cards = [card for each in invoice.payments for card in each.cards]
    return [Fault(card) for card in cards if len(normalized(card.text)) > _MOST_OF_A_CARD]


RULES: tuple[Rule, ...] = (
    Rule(
        "BR-49",
        there(attrgetter("payments"), "codes"),
        "BT-81",
        why="Transfer, direct debit and card ask for different details; the code says which to expect.",
        example="remove cac:PaymentMeans[1]/cbc:PaymentMeansCode",
    ),
    Rule(
        "BR-50",
        _account_says_something,
        "BT-84",
        why="A transfer needs an account to go to.",
        example="set cac:PaymentMeans[1]/cac:PayeeFinancialAccount/cbc:ID",
    ),
    Rule(
        "BR-51",
        _card_is_masked,
        "BT-87",
        severity=Severity.WARNING,
        why="A whole card number in an invoice is a card number for everybody who handles it; the card industry's "
        "rules allow the first six and the last four digits.",
        example="set cac:PaymentMeans[2]/cac:CardAccount/cbc:PrimaryAccountNumberID 4111111111111111",
    ),
    Rule(
        "BR-61",
        _transfer_has_account,
        "BT-84 BT-81",
        why="With the codes for credit transfers (30, 58) the buyer is to transfer money, and has to be told where to.",
        example="remove cac:PaymentMeans[1]/cac:PayeeFinancialAccount",
    ),
)
