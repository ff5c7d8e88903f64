"""The moves of a negotiation as people call them, and which role may make them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from app.access.roles import Permission, may
from app.domain.negotiation.carried import NEEDS_DOCUMENT
from app.domain.negotiation.situation import Action
from app.web.labels import N_

EVENTS: Mapping[str, tuple[str, str]] = {
    # event: (button, what the timeline says when it happened)
    "submit": (N_("Submit for approval"), N_("submitted for approval")),
    "discard": (N_("Discard"), N_("discarded")),
    "approve": (N_("Approve"), N_("approved")),
    "reject_internal": (N_("Send back"), N_("sent back")),
    "withdraw": (N_("Withdraw"), N_("withdrawn")),
    "ack": (N_("Confirm receipt"), N_("receipt confirmed")),
    "accept_all": (N_("Accept the order"), N_("accepted in full")),
    "reject_all": (N_("Reject the order"), N_("rejected in full")),
    "counter": (N_("Make a counter-offer"), N_("countered")),
    "accept_counter": (N_("Accept the counter-offer"), N_("counter-offer accepted")),
    "cancel": (N_("Cancel the order"), N_("cancelled")),
    "recounter": (N_("Counter again"), N_("countered again")),
    "propose_change": (N_("Propose a change"), N_("change proposed")),
    "accept_change": (N_("Accept the change"), N_("change accepted")),
    "reject_change": (N_("Reject the change"), N_("change rejected")),
    "counter_change": (N_("Counter the change"), N_("change countered")),
    "retract": (N_("Take back the proposal"), N_("proposal taken back")),
    "decline_keep": (N_("Decline, keep the order"), N_("declined, the order stays")),
    "decline_cancel": (N_("Decline and cancel"), N_("declined, cancellation asked")),
    "request_cancel": (N_("Ask to cancel"), N_("cancellation asked")),
    "accept_cancel": (N_("Accept the cancellation"), N_("cancellation accepted")),
    "reject_cancel": (N_("Refuse the cancellation"), N_("cancellation refused")),
    "confirm_cancel": (N_("Confirm the cancellation"), N_("cancellation confirmed")),
    "close": (N_("Close"), N_("closed")),
    "reopen": (N_("Open again"), N_("opened again")),
    "submit_internal": (N_("Submit for internal review"), N_("submitted for internal review")),
    "approve_to_send": (N_("Approve for sending"), N_("approved for sending")),
    "return": (N_("Return to the drafter"), N_("returned to the drafter")),
    "accept": (N_("Accept this version"), N_("version accepted")),
    "decline": (N_("Decline"), N_("declined")),
    "drop_counter": (N_("Drop the counter"), N_("counter dropped")),
    "new_version": (N_("Propose a new version"), N_("new version proposed")),
    "release_to_sign": (N_("Release for signing"), N_("released for signing")),
    "sign": (N_("Sign"), N_("signed")),
    "book": ("", N_("noted in the ledger")),
    "sign_first": (N_("Sign"), N_("signed by the first party")),
    "sign_second": (N_("Sign"), N_("signed by the second party")),
    "refuse": (N_("Refuse to sign"), N_("signing refused")),
    "rescind": (N_("Rescind"), N_("rescinded")),
    "suspend": (N_("Suspend"), N_("suspended")),
    "resume": (N_("Resume"), N_("resumed")),
    "terminate": (N_("Terminate"), N_("terminated")),
    "apply_amendment": (N_("Apply the amendment"), N_("amendment applied")),
    "renew": (N_("Renew"), N_("renewed")),
    "notice": (N_("Give notice"), N_("notice given")),
    "terminate_mutual": (N_("Terminate by agreement"), N_("terminated by agreement")),
    "revoke_notice": (N_("Take back the notice"), N_("notice taken back")),
    "validate_ok": (N_("Mark as valid"), N_("checked: valid")),
    "validate_fail": (N_("Mark as invalid"), N_("checked: refused")),
    "match_ok": (N_("Mark as matching"), N_("matched with order and receipt")),
    "match_fail": (N_("Mark as not matching"), N_("does not match order and receipt")),
    "no_po": (N_("Mark as without order"), N_("names no order")),
    "coded": (N_("Coded"), N_("coded to a cost centre")),
    "reject": (N_("Reject the invoice"), N_("invoice rejected")),
    "within_override": (N_("Accept the deviation"), N_("deviation accepted")),
    "rematch": (N_("Match again"), N_("matched again")),
    "query": (N_("Ask the seller"), N_("seller asked")),
    "cond_accept": (N_("Accept with conditions"), N_("accepted with conditions")),
    "seller_reply": (N_("Reply"), N_("seller replied")),
    "credit_full": (N_("Credit in full"), N_("credited in full")),
    "credit_partial": (N_("Credit in part"), N_("credited in part")),
    "credit_rest": (N_("Credit the rest"), N_("rest credited")),
    "dispute": (N_("Dispute"), N_("disputed")),
    "resolve_accept": (N_("Settle: accept"), N_("dispute settled: accepted")),
    "resolve_cond": (N_("Settle: accept with conditions"), N_("dispute settled: accepted with conditions")),
    "resolve_reject": (N_("Settle: reject"), N_("dispute settled: rejected")),
    "hold": (N_("Hold"), N_("held")),
    "schedule": (N_("Schedule the payment"), N_("payment scheduled")),
    "settle_part": (N_("Paid in part"), N_("paid in part")),
    "settle_full": (N_("Paid"), N_("paid")),
    "bank_reject": (N_("Bank refused"), N_("refused by the bank")),
    "bank_return": (N_("Bank returned"), N_("returned by the bank")),
    "reschedule": (N_("Schedule again"), N_("scheduled again")),
    "t_appr": ("", N_("time for approval ran out")),
    "t_perform": ("", N_("time to perform ran out")),
    "t_offer": ("", N_("the offer lapsed")),
    "t_review": ("", N_("time for review ran out")),
    "t_sign": ("", N_("time to sign ran out")),
    "t_effective": ("", N_("came into force")),
    "t_suspend": ("", N_("suspension ended")),
    "t_autorenew": ("", N_("renewed by itself")),
    "t_end": ("", N_("term ended")),
    "t_notice": ("", N_("notice period ended")),
    "t_resp": ("", N_("time to respond ran out")),
    "t_query": ("", N_("time to reply ran out")),
    "t_dispute": ("", N_("time to settle ran out")),
    "t_statute": ("", N_("statutory time ran out")),
    "t_deemed": ("", N_("deemed accepted")),
    "t_status": ("", N_("no word from the bank")),
    "t_due": ("", N_("fell due")),
    "t_return": ("", N_("returned payment not settled")),
}
DANGEROUS = frozenset(
    {"discard", "withdraw", "reject_all", "cancel", "reject_change", "decline_cancel", "request_cancel", "decline"}
    | {"refuse", "rescind", "terminate", "notice", "terminate_mutual", "reject", "resolve_reject", "dispute"}
)
"""Moves that end or refuse something: their buttons look so."""
APPROVING = frozenset({"approve", "reject_internal", "approve_to_send", "return"})
"""Decisions on what waits for an approval in the own house: not for who brought it there."""
SIGNING = frozenset({"sign", "sign_first", "sign_second", "release_to_sign"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that the reader can make, or could if it weren't for `permitted`.

    Attributes:
        by_document: it is made by sending a document, which the organisation's own system does (or an upload).
        emits: the type of the document that tells the other party; "" where the move stands for itself.
    """

    event: str
    needs_reason: bool
    permitted: bool
    by_document: bool
    emits: str


def offers(kind: str, possible: Iterable[Action], role: str) -> list[Offer]:
    """What a person of `role` can do, of everything that is possible now."""
    return [
        Offer(
            event=each.event,
            needs_reason=each.needs_reason,
            permitted=may(role, permission_for(kind, each.event)),
            by_document=(kind, each.event) in NEEDS_DOCUMENT,
            emits=str(each.emits or ""),
        )
        for each in possible
    ]


def button(event: str) -> str:
    """What the button for `event` says."""
    return gettext(EVENTS[event][0]) if event in EVENTS else event


def happened(event: str) -> str:
    """What the timeline says about `event`."""
    return gettext(EVENTS[event][1]) if event in EVENTS else event


def permission_for(kind: str, event: str) -> Permission:
    """What somebody needs to make a move by hand: paying, approving and signing are kept apart."""
    if event in SIGNING:
        return Permission.SIGN_CONTRACTS
    if kind == "invoice":
        return Permission.APPROVE_INVOICES
    return Permission.APPROVE if event in APPROVING else Permission.NEGOTIATE
