"""Who may do what: roles, the signed-in person, and the rule for a business."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum, StrEnum


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
    has_active_business: bool = True

    @property
    def may_sign_in(self) -> bool:
        """Active, of role admin or higher, and of an active business; a system_admin also where their own
        business is not."""
        at_home = self.has_active_business or self.sees_all_businesses
        return self.is_active and self.role >= Role.ADMIN and at_home

    @property
    def sees_all_businesses(self) -> bool:
        return self.role is Role.SYSTEM_ADMIN

    def visible(self, business_ids: Collection[int] | None = None) -> list[int] | None:
        """Those of these businesses (None: of all) of which the person may see anything; None where that is
        all there are. The one rule by which everything that is read for a person is limited, in its SQL."""
        if not self.may_sign_in:
            return []
        if self.sees_all_businesses:
            return None if business_ids is None else list(business_ids)
        return [self.business_id] if business_ids is None or self.business_id in business_ids else []


@dataclass(frozen=True, slots=True)
class Business:
    """A tenant: its id, name, whether it is active, and its enabled pages (empty where NULL)."""

    id: int
    name: str
    is_active: bool
    enabled_pages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Permission:
    """What a kind of job requires: a role of at least `least_role`, and the page `page_key` among the
    business's enabled pages (None: no page; web-api-contract.md, Tables)."""

    page_key: str | None
    least_role: Role = Role.ADMIN


class Denial(StrEnum):
    """Why an actor may not do what a kind of job does in a business."""

    NO_PERMISSION = "no_permission"
    OTHER_BUSINESS = "other_business"
    PAGE_DISABLED = "page_disabled"
    BUSINESS_INACTIVE = "business_inactive"


def denial(
    actor: Actor | None, business: Business, permission: Permission, *, stopping: bool = False
) -> Denial | None:
    """Why `actor` (None: the user no longer exists) may not start or resume jobs in `business`, or None when
    they may.

    Admins and owners act in their own business, a system_admin in all; the business must be active and the
    page enabled there, for a system_admin too. With `stopping` it is about pausing, cancelling or marking as
    failed jobs that others run. An inactive business does not forbid that: its jobs must stop, and only a
    system_admin can still see them.
    """
    if actor is None or not actor.may_sign_in or actor.role < permission.least_role:
        return Denial.NO_PERMISSION
    if not actor.sees_all_businesses and actor.business_id != business.id:
        return Denial.OTHER_BUSINESS
    if not _has_page(business, permission):
        return Denial.PAGE_DISABLED
    return None if business.is_active or stopping else Denial.BUSINESS_INACTIVE


def going_on_denial(
    actor: Actor | None, business: Business, permission: Permission, *, is_known: bool
) -> Denial | None:
    """Why a job that runs or waits in `business` may not continue. `is_known`: the person who asked for it is
    recorded; `actor` is their user row now, or None where it no longer exists. Where nobody is recorded, only
    the business and its page count. These are checked first: users of an inactive business lose all rights
    too, but that is a consequence and not the cause."""
    if not business.is_active:
        return Denial.BUSINESS_INACTIVE
    if not _has_page(business, permission):
        return Denial.PAGE_DISABLED
    return denial(actor, business, permission) if is_known else None


def _has_page(business: Business, permission: Permission) -> bool:
    return permission.page_key is None or permission.page_key in business.enabled_pages
