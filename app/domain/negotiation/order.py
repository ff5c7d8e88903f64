"""The purchase order's machine, as data: nothing here decides anything."""

from app.domain.negotiation.machine import Table, rows_of

_ROWS = """
DRAFT submit B PENDING_APPROVAL
DRAFT discard B VOID
PENDING_APPROVAL approve A ISSUED
PENDING_APPROVAL reject_internal A DRAFT
PENDING_APPROVAL t_appr T DRAFT
ISSUED withdraw B CANCELLED
ISSUED ack S ACKNOWLEDGED
ISSUED t_perform T EXPIRED
ACKNOWLEDGED withdraw B CANCELLED
ACKNOWLEDGED t_perform T EXPIRED
ISSUED accept_all S OPEN
ACKNOWLEDGED accept_all S OPEN
ISSUED reject_all S REJECTED
ACKNOWLEDGED reject_all S REJECTED
ISSUED counter S COUNTERED
ACKNOWLEDGED counter S COUNTERED
COUNTERED accept_counter B OPEN
COUNTERED cancel B CANCELLED
COUNTERED recounter B ISSUED
COUNTERED t_offer T EXPIRED
OPEN propose_change B CHANGE_BY_BUYER
CHANGE_BY_BUYER accept_change S OPEN
CHANGE_BY_BUYER reject_change S OPEN
CHANGE_BY_BUYER counter_change S CHANGE_BY_SELLER
CHANGE_BY_BUYER retract B OPEN
CHANGE_BY_BUYER t_perform T OPEN
OPEN propose_change S CHANGE_BY_SELLER
CHANGE_BY_SELLER accept_change B OPEN
CHANGE_BY_SELLER decline_keep B OPEN
CHANGE_BY_SELLER decline_cancel B CANCEL_BY_BUYER
CHANGE_BY_SELLER retract S OPEN
CHANGE_BY_SELLER t_perform T OPEN
OPEN request_cancel B CANCEL_BY_BUYER
CANCEL_BY_BUYER accept_cancel S CANCELLED
CANCEL_BY_BUYER reject_cancel S OPEN
CANCEL_BY_BUYER t_perform T OPEN
OPEN request_cancel S CANCEL_BY_SELLER
CANCEL_BY_SELLER confirm_cancel B CANCELLED
CANCEL_BY_SELLER t_perform T OPEN
OPEN close B CLOSED
CLOSED reopen B OPEN
"""

PURCHASE_ORDER = Table(
    kind="purchase-order",
    start="DRAFT",
    ends=frozenset({"VOID", "CANCELLED", "REJECTED", "EXPIRED", "CLOSED"}),
    rows=rows_of(_ROWS),
    waits={
        "DRAFT": "B",
        "PENDING_APPROVAL": "B",
        "ISSUED": "S",
        "ACKNOWLEDGED": "S",
        "COUNTERED": "B",
        "CHANGE_BY_BUYER": "S",
        "CHANGE_BY_SELLER": "B",
        "CANCEL_BY_BUYER": "S",
        "CANCEL_BY_SELLER": "B",
    },
)

PROPOSERS = {
    "DRAFT": "buyer",
    "PENDING_APPROVAL": "buyer",
    "ISSUED": "buyer",
    "ACKNOWLEDGED": "buyer",
    "COUNTERED": "seller",
    "CHANGE_BY_BUYER": "buyer",
    "CHANGE_BY_SELLER": "seller",
    "CANCEL_BY_BUYER": "buyer",
    "CANCEL_BY_SELLER": "seller",
}
"""Whose proposal is on the table in a state; no other state has one."""

PERFORMING = frozenset({"OPEN", "CHANGE_BY_BUYER", "CHANGE_BY_SELLER", "CANCEL_BY_BUYER", "CANCEL_BY_SELLER"})
"""The states in which goods can be shipped and received: a proposed change suspends nothing that was agreed."""

ON_THE_TABLE = {
    "submit": ("keep", "this"),
    "accept_all": ("open", "none"),
    "counter": ("keep", "this"),
    "accept_counter": ("this", "none"),
    "recounter": ("keep", "this"),
    "propose_change": ("keep", "this"),
    "accept_change": ("this", "none"),
    "counter_change": ("keep", "this"),
    "request_cancel": ("keep", "this"),
    "decline_cancel": ("keep", "this"),
}
"""What an event does to (the agreed revision, the open proposal). Any other event that ends a proposal drops it."""

REASONED = frozenset(
    {"reject_internal", "withdraw", "reject_all", "cancel", "reject_change", "decline_cancel", "request_cancel"}
    | {"reject_cancel"}
)
"""Events that need a reason: every rejection and every end that one side brings about."""
