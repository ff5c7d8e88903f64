"""Roles, and the table that says which may do what.

Duties are kept apart on purpose: who buys doesn't approve what was bought, and who manages keys and channels neither
negotiates nor approves, so that no single person can both change how an invoice is trusted and let it be paid.
"""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is within his organisation."""

    VIEWER = "viewer"
    BUYER = "buyer"
    APPROVER = "approver"
    ACCOUNTS_PAYABLE = "accounts_payable"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What somebody can be allowed to do."""

    VIEW = "view"
    NEGOTIATE = "negotiate"
    APPROVE = "approve"
    SIGN_CONTRACTS = "sign_contracts"
    APPROVE_INVOICES = "approve_invoices"
    MANAGE = "manage"
    RETRY_DELIVERIES = "retry_deliveries"
    REPLAY_QUARANTINE = "replay_quarantine"
    MANAGE_PEOPLE = "manage_people"


PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.VIEWER: frozenset({Permission.VIEW}),
    Role.BUYER: frozenset({Permission.VIEW, Permission.NEGOTIATE, Permission.RETRY_DELIVERIES}),
    Role.APPROVER: frozenset(
        {
            Permission.VIEW,
            Permission.NEGOTIATE,
            Permission.APPROVE,
            Permission.SIGN_CONTRACTS,
            Permission.APPROVE_INVOICES,
        }
    ),
    Role.ACCOUNTS_PAYABLE: frozenset({Permission.VIEW, Permission.APPROVE_INVOICES}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.VIEW,
            Permission.MANAGE,
            Permission.RETRY_DELIVERIES,
            Permission.REPLAY_QUARANTINE,
            Permission.MANAGE_PEOPLE,
        }
    ),
}
"""Partners, keys, channels and schedules are `MANAGE`."""


def may(role: str, permission: Permission) -> bool:
    """Whether a person of `role` may do `permission`; a role that doesn't exist may do nothing."""
    return any(permission in granted for each, granted in PERMISSIONS.items() if each == role)
