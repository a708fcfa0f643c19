"""Who may do what: roles, the signed-in person, and the rule for a business."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum

RECEIPTS_PAGE = "gmail_receipts"
"""The page key that must be among a business's enabled pages (web-api-contract.md, Tables)."""


class Role(IntEnum):
    """The product's roles, lowest to highest."""

    AGENT = 0
    MANAGER = 1
    ADMIN = 2
    OWNER = 3
    SYSTEM_ADMIN = 4

    @classmethod
    def named(cls, name: str | None) -> Role:
        """The role of `users.role`; an unknown or missing one has the least rights."""
        return cls.__members__.get((name or "").upper(), cls.AGENT)


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, as the `users` row said when it was read: read it again for each action."""

    user_id: int
    business_id: int
    email: str
    name: str
    role: Role
    is_active: bool

    @property
    def may_sign_in(self) -> bool:
        """Active, and of role admin or higher."""
        return self.is_active and self.role >= Role.ADMIN

    @property
    def sees_all_businesses(self) -> bool:
        return self.role is Role.SYSTEM_ADMIN


@dataclass(frozen=True, slots=True)
class Business:
    """A tenant: its id, name, whether it is active, and its enabled pages (empty where NULL)."""

    id: int
    name: str
    is_active: bool
    enabled_pages: frozenset[str]


class Denial(StrEnum):
    """Why an actor may not touch the receipts of a business."""

    NO_PERMISSION = "no_permission"
    OTHER_BUSINESS = "other_business"
    PAGE_DISABLED = "page_disabled"


def denial(actor: Actor, business: Business) -> Denial | None:
    """Why `actor` may not act on the receipts of `business`, or None when they may.

    Admins and owners act in their own business, a system_admin in all; the receipts page must be enabled
    there, for a system_admin too.
    """
    if not actor.may_sign_in:
        return Denial.NO_PERMISSION
    if not actor.sees_all_businesses and actor.business_id != business.id:
        return Denial.OTHER_BUSINESS
    if RECEIPTS_PAGE not in business.enabled_pages:
        return Denial.PAGE_DISABLED
    return None
