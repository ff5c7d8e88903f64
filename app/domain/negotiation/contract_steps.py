"""What a contract's versions, acceptances and signatures do to its negotiation.

A signature covers exactly the digest of the current version; a new version voids every acceptance and signature.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.domain.documents import Contract
from app.domain.findings import Finding, finding
from app.domain.negotiation.facts import ContractFacts, Facts
from app.domain.negotiation.machine import BUYER, SELLER, other
from app.domain.negotiation.refusals import out_of_turn, words
from app.domain.negotiation.situation import Context, Effect, Move, Situation, Walk, refuse, stay
from app.errors import CountersignError

NEXT_VERSION = {"AGREED": ("new_version",), "SIGNED_ONE": ("reopen",)}
"""The events of a next version that either party may send; in PROPOSED it is the other party's counter."""


def propose_contract(document: Contract, context: Context) -> Move:
    """The first version: proposed at once, or reviewed inside the organisation where the policy says so."""
    if document.version != 1 or document.previous_digest:
        return refuse(None, finding("contract.first_version", "/version", version=document.version))
    new = Situation(kind="contract", number=document.number, state="DRAFT", proposer=context.sender)
    facts = Facts(contract=_current(document, context))
    walk = Walk(new, context.sender).take("submit_internal")
    if context.policy.contract_review:
        return walk.move(facts, [Effect.HOLD])
    return walk.take("approve_to_send").move(facts)


def next_version(document: Contract, situation: Situation, context: Context) -> Move:
    """The next version: a counter by the other party, or a new start after agreement; roles are swapped."""
    events = NEXT_VERSION.get(situation.state, ())
    if situation.state == "PROPOSED" and context.sender == other(situation.proposer):
        events = ("counter",)
    if not events:
        return refuse(situation, out_of_turn(document, situation))
    faults = _chain_faults(document, situation, context)
    if faults:
        return refuse(situation, *faults)
    walk = Walk(situation, context.sender, words(document)).take(*events)
    facts = Facts(contract=_current(document, context))
    if walk.state == "COUNTER_REVIEW":
        # What a party signs and sends was reviewed by it.
        walk.take("approve_to_send")
    walk.proposer = context.sender
    return walk.move(facts, [Effect.VOID_SIGNATURES])


def settle_contract(situation: Situation, event: str, context: Context, reason: str, detail: Mapping[str, Any]) -> Move:
    """Fire an event that comes without a document.

    Raises:
        IllegalMove: the table has no such event in this state.
        CountersignError: contract.other_digest (`detail["digest"]` isn't the current version's),
            contract.already_signed, contract.already_consented, contract.not_yet.
    """
    _check(situation, event, context, detail)
    if _needs_both(situation, event) and of(situation).consent != event:
        asked = replace(of(situation), consent=event, consent_by=context.sender)
        return stay(situation, Facts(contract=asked))
    walk = Walk(situation, context.sender, reason).take(event)
    return walk.move(Facts(contract=_followed(of(situation), event, context.sender)), _effects(walk.state, event))


def event_of(situation: Situation, event: str) -> str:
    """The table's event for `sign`: the first or the second signature."""
    if event != "sign":
        return event
    return "sign_second" if situation.state == "SIGNED_ONE" else "sign_first"


def of(situation: Situation) -> ContractFacts:
    """What is known of the current version."""
    return situation.facts.contract or ContractFacts(version=0)


def _current(document: Contract, context: Context) -> ContractFacts:
    digest = f"sha-256:{context.digest}" if context.digest else ""
    return ContractFacts(version=document.version, digest=digest, start=document.term.start, end=document.term.end)


def _chain_faults(document: Contract, situation: Situation, context: Context) -> tuple[Finding, ...]:
    current = of(situation)
    digest = f"sha-256:{context.current_digest}" if context.current_digest else current.digest
    if document.version == current.version + 1 and document.previous_digest.casefold() == digest.casefold():
        return ()
    return (
        finding(
            "contract.version_conflict",
            "/version" if document.version != current.version + 1 else "/previous_digest",
            version=document.version,
            previous=document.previous_digest or "-",
            expected=current.version + 1,
            current=digest,
        ),
    )


def _check(situation: Situation, event: str, context: Context, detail: Mapping[str, Any]) -> None:
    current = of(situation)
    named = str(detail.get("digest", "")).removeprefix("sha-256:")
    if named and named.casefold() != current.digest.removeprefix("sha-256:").casefold():
        raise CountersignError("contract.other_digest", named=named, current=current.digest)
    if event == "sign_second" and current.signed(context.sender):
        raise CountersignError("contract.already_signed", side=context.sender)
    if current.consent == event and current.consent_by == context.sender:
        raise CountersignError("contract.already_consented", side=context.sender, event=event)
    if event == "t_effective" and _before(context.now, current):
        raise CountersignError("contract.not_yet", start=current.start)


def _before(now: datetime, current: ContractFacts) -> bool:
    return current.start is not None and now.date() < current.start


def _needs_both(situation: Situation, event: str) -> bool:
    return any(row.actor == "both" for row in situation.table.rows_from(situation.state) if row.event == event)


def _followed(current: ContractFacts, event: str, side: str) -> ContractFacts:
    after = replace(current, consent="", consent_by="")
    if event == "accept":
        return replace(after, accepted_by=side)
    if event in {"sign_first", "sign_second"}:
        buyer, seller = after.signed_by_buyer or side == BUYER, after.signed_by_seller or side == SELLER
        return replace(after, signed_by_buyer=buyer, signed_by_seller=seller)
    if event in {"reopen", "new_version"}:
        return replace(after, accepted_by="", signed_by_buyer=False, signed_by_seller=False)
    return after


def _effects(state: str, event: str) -> list[Effect]:
    if event in {"sign_first", "sign_second"}:
        return [Effect.SIGNED, *([Effect.EXECUTED] if state == "EXECUTED" else [])]
    if event == "approve_to_send":
        return [Effect.RELEASE]
    return [Effect.VOID_SIGNATURES] if event in {"reopen", "refuse"} else []
