"""The contract's machine, as data: nothing here decides anything."""

from app.domain.negotiation.machine import PARTIES, Table, rows_of

_ROWS = """
DRAFT submit_internal P INTERNAL_REVIEW
DRAFT discard P VOID
INTERNAL_REVIEW approve_to_send A PROPOSED
INTERNAL_REVIEW return A DRAFT
INTERNAL_REVIEW t_review T DRAFT
PROPOSED accept O AGREED
PROPOSED counter O COUNTER_REVIEW
PROPOSED decline O DECLINED
PROPOSED withdraw P WITHDRAWN
PROPOSED t_offer T LAPSED
COUNTER_REVIEW approve_to_send A PROPOSED
COUNTER_REVIEW drop_counter P PROPOSED
COUNTER_REVIEW t_offer T LAPSED
COUNTER_REVIEW withdraw P WITHDRAWN
AGREED new_version any PROPOSED
AGREED release_to_sign A SIGNING
AGREED t_sign T LAPSED
SIGNING sign_first any SIGNED_ONE
SIGNING refuse any DECLINED
SIGNING t_sign T LAPSED
SIGNED_ONE sign_second any EXECUTED
SIGNED_ONE refuse any DECLINED
SIGNED_ONE reopen any PROPOSED
SIGNED_ONE t_sign T LAPSED
EXECUTED t_effective T ACTIVE
EXECUTED rescind both TERMINATED
ACTIVE suspend any SUSPENDED
SUSPENDED resume any ACTIVE
SUSPENDED t_suspend T ACTIVE
SUSPENDED terminate any NOTICE
ACTIVE apply_amendment both ACTIVE
ACTIVE renew both ACTIVE
ACTIVE t_autorenew T ACTIVE
ACTIVE notice any NOTICE
ACTIVE terminate_mutual both TERMINATED
ACTIVE t_end T EXPIRED
NOTICE revoke_notice both ACTIVE
NOTICE t_notice T TERMINATED
"""

CONTRACT = Table(
    kind="contract",
    start="DRAFT",
    ends=frozenset({"VOID", "DECLINED", "WITHDRAWN", "LAPSED", "EXPIRED", "TERMINATED"}),
    rows=rows_of(_ROWS),
    # An agreed version stays on the table until it is executed: it waits for its release and for each signature.
    waits={
        "DRAFT": "P",
        "INTERNAL_REVIEW": "P",
        "PROPOSED": "O",
        "COUNTER_REVIEW": "O",
        "AGREED": "P",
        "SIGNING": "P",
        "SIGNED_ONE": "P",
    },
    approvers=PARTIES,
    # A counter is reviewed, and dropped, by the party that drafts it; the offer on the table is still the proposer's.
    whose={
        ("INTERNAL_REVIEW", "approve_to_send"): "P",
        ("INTERNAL_REVIEW", "return"): "P",
        ("COUNTER_REVIEW", "approve_to_send"): "O",
        ("COUNTER_REVIEW", "drop_counter"): "O",
    },
)

ON_THE_TABLE = {
    "submit_internal": ("keep", "this"),
    "counter": ("keep", "this"),
    "new_version": ("keep", "this"),
    "reopen": ("keep", "this"),
    "accept": ("open", "keep"),
    "sign_second": ("keep", "none"),
}
"""What an event does to (the agreed version, the open proposal)."""

REASONED = frozenset(
    {"return", "decline", "withdraw", "refuse", "rescind", "suspend", "terminate", "notice", "terminate_mutual"}
)
"""Events that need a reason: withdrawing, declining and terminating are different ends, each with its own."""
