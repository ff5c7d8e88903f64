"""The invoice's machine, as data: nothing here decides anything."""

from app.domain.negotiation.machine import Table, rows_of

_ROWS = """
RECEIVED validate_fail Y REFUSED
RECEIVED validate_ok Y VALIDATED
VALIDATED match_ok Y MATCHED
VALIDATED match_fail Y EXCEPTION
VALIDATED no_po Y CODING
CODING coded C MATCHED
CODING reject C REJECTED
CODING t_resp T EXCEPTION
EXCEPTION within_override A MATCHED
EXCEPTION rematch Y MATCHED
EXCEPTION query C QUERIED
EXCEPTION reject C REJECTED
EXCEPTION cond_accept A COND_ACCEPTED
EXCEPTION t_resp T QUERIED
QUERIED seller_reply S EXCEPTION
QUERIED credit_full S CREDITED
QUERIED dispute S DISPUTED
QUERIED t_query T REJECTED
DISPUTED resolve_accept A MATCHED
DISPUTED resolve_cond A COND_ACCEPTED
DISPUTED resolve_reject A REJECTED
DISPUTED t_dispute T ESCALATED
ESCALATED resolve_accept A MATCHED
ESCALATED resolve_reject A REJECTED
ESCALATED t_statute T REJECTED
COND_ACCEPTED credit_partial S APPROVED
COND_ACCEPTED approve A APPROVED
COND_ACCEPTED dispute S DISPUTED
COND_ACCEPTED t_deemed T APPROVED
MATCHED approve A APPROVED
MATCHED hold A EXCEPTION
MATCHED t_appr T ESCALATED
APPROVED schedule Y SCHEDULED
APPROVED credit_full S CREDITED
SCHEDULED bank_reject K APPROVED
SCHEDULED settle_part K PART_PAID
SCHEDULED settle_full K PAID
SCHEDULED t_status T APPROVED
PART_PAID schedule Y SCHEDULED
PART_PAID credit_rest S PAID
PART_PAID t_due T SCHEDULED
APPROVED t_due T SCHEDULED
PAID bank_return K RETURNED
RETURNED reschedule A APPROVED
RETURNED credit_full S CREDITED
RETURNED t_return T ESCALATED
"""

INVOICE = Table(
    kind="invoice",
    start="RECEIVED",
    ends=frozenset({"REFUSED", "REJECTED", "CREDITED", "PAID"}),
    rows=rows_of(_ROWS),
    # An invoice is an open item until it is paid, credited or rejected.
    waits={
        "RECEIVED": "B",
        "VALIDATED": "B",
        "CODING": "B",
        "EXCEPTION": "B",
        "QUERIED": "S",
        "DISPUTED": "B",
        "ESCALATED": "B",
        "COND_ACCEPTED": "S",
        "MATCHED": "B",
        "APPROVED": "B",
        "SCHEDULED": "B",
        "PART_PAID": "B",
        "RETURNED": "B",
    },
    # A payment run on this server schedules, or a clerk tells that it was scheduled elsewhere.
    whose={("APPROVED", "schedule"): "CY", ("PART_PAID", "schedule"): "CY"},
)

RANKS = {"AB": 1, "IP": 2, "UQ": 3, "CA": 4, "RE": 5, "AP": 5, "PD": 6}
"""The order of an invoice response's codes (UNCL 4343): a code never follows one of a higher rank."""

REPEATABLE = frozenset({"UQ", "PD"})
"""Codes that may be said again."""

REASONED_CODES = frozenset({"CA", "UQ", "RE"})
"""Codes that say nothing without a reason."""

BY_CODE = {
    "UQ": {"EXCEPTION": ("query",), "MATCHED": ("hold", "query")},
    "CA": {"EXCEPTION": ("cond_accept",), "MATCHED": ("hold", "cond_accept"), "DISPUTED": ("resolve_cond",)},
    "RE": {
        "CODING": ("reject",),
        "EXCEPTION": ("reject",),
        "MATCHED": ("hold", "reject"),
        "DISPUTED": ("resolve_reject",),
        "ESCALATED": ("resolve_reject",),
    },
    "AP": {
        "CODING": ("coded", "approve"),
        "MATCHED": ("approve",),
        "EXCEPTION": ("within_override", "approve"),
        "COND_ACCEPTED": ("approve",),
        "DISPUTED": ("resolve_accept", "approve"),
        "ESCALATED": ("resolve_accept", "approve"),
    },
    "PD": {
        "APPROVED": ("schedule", "settle_full"),
        "SCHEDULED": ("settle_full",),
        "PART_PAID": ("schedule", "settle_full"),
    },
}
"""What a response's code does in a state; AB and IP move nothing."""

ON_THE_TABLE = {
    "approve": ("open", "keep"),
    "credit_partial": ("open", "keep"),
    "t_deemed": ("open", "keep"),
    "bank_return": ("keep", "agreed"),
}
"""What an event does to (the agreed document, the open one): what the bank sends back is open again."""

REASONED = frozenset(
    {"reject", "within_override", "query", "cond_accept", "hold", "dispute", "resolve_cond", "resolve_reject"}
)
"""Events that need a reason."""
