"""`app.core.access`: who may do what to which business."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from app.core.access import Actor, Business, Denial, Permission, Role, denial
from app.receipts.names import RECEIPTS_PAGE

OWN, OTHER = 3, 4
NEEDED = Permission(RECEIPTS_PAGE)


def an_actor(role: Role, *, active: bool = True, business_id: int = OWN) -> Actor:
    return Actor(1, business_id, "dana@example.com", "Dana", role, active)


def a_business(business_id: int, *pages: str) -> Business:
    return Business(business_id, "Alma", True, frozenset(pages))


def expected(role: Role, business_id: int, *, active: bool, page: bool) -> Denial | None:
    """user-guide.en.md, Signing in."""
    if not active or role not in {Role.ADMIN, Role.OWNER, Role.SYSTEM_ADMIN}:
        return Denial.NO_PERMISSION
    if business_id != OWN and role is not Role.SYSTEM_ADMIN:
        return Denial.OTHER_BUSINESS
    return None if page else Denial.PAGE_DISABLED


@pytest.mark.parametrize(
    ("role", "business_id", "active", "page"), list(product(Role, (OWN, OTHER), (True, False), (True, False)))
)
def test_the_matrix_of_rights(role: Role, business_id: int, active: bool, page: bool) -> None:
    business = a_business(business_id, *(["crm", RECEIPTS_PAGE] if page else ["crm"]))
    actor = an_actor(role, active=active)
    assert denial(actor, business, NEEDED) == expected(role, business_id, active=active, page=page)


@pytest.mark.parametrize("page", ["", "gmail", "gmail_receipts_old", "GMAIL_RECEIPTS", "gmail_receipts "])
def test_the_page_key_is_compared_whole(page: str) -> None:
    assert denial(an_actor(Role.OWNER), a_business(OWN, page), NEEDED) is Denial.PAGE_DISABLED


@pytest.mark.parametrize("role", Role)
def test_roles_are_read_by_name(role: Role) -> None:
    assert Role.named(role.name.lower()) is role
    assert Role.named(role.name) is role


@pytest.mark.parametrize("name", [None, "", "root", "superuser", "4", "system admin", "mro", "__class__"])
def test_an_unknown_role_has_the_least_rights(name: str | None) -> None:
    assert Role.named(name) is Role.AGENT
    assert not an_actor(Role.named(name)).may_sign_in


def test_roles_from_lowest_to_highest() -> None:
    assert [role.name.lower() for role in sorted(Role)] == [
        "agent",
        "manager",
        "admin",
        "owner",
        "system_admin",
    ]
    assert [int(role) for role in sorted(Role)] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize(("role", "active"), list(product(Role, (True, False))))
def test_who_may_sign_in(role: Role, active: bool) -> None:
    assert an_actor(role, active=active).may_sign_in == (active and role >= Role.ADMIN)


@pytest.mark.parametrize("role", Role)
def test_who_sees_all_businesses(role: Role) -> None:
    assert an_actor(role).sees_all_businesses == (role is Role.SYSTEM_ADMIN)


@pytest.mark.parametrize("role", Role)
def test_of_which_businesses_a_person_sees_anything(role: Role) -> None:
    actor = an_actor(role)
    asked: tuple[list[int] | None, ...] = (None, [], [3], [4], [5, 3, 4])
    seen = [actor.visible(ids) for ids in asked]
    if role is Role.SYSTEM_ADMIN:
        assert seen == list(asked)
    elif role in {Role.ADMIN, Role.OWNER}:
        assert seen == [[3], [], [3], [], [3]]
    else:
        assert seen == [[]] * len(asked)
    for gone in (replace(actor, is_active=False), replace(actor, role=Role.OWNER, has_active_business=False)):
        assert [gone.visible(ids) for ids in asked] == [[]] * len(asked)
