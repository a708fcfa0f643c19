"""Users of the product, read for sign-in and again at every action."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from app.core.access import Actor, Role
from app.db.tables import users

_actor_columns = (
    users.c.id,
    users.c.business_id,
    users.c.email,
    users.c.name,
    users.c.role,
    users.c.is_active,
)


def by_id(connection: Connection, user_id: int) -> Actor | None:
    """The user as the row says now, or None where it is gone."""
    row = connection.execute(select(*_actor_columns).where(users.c.id == user_id)).one_or_none()
    return _actor(*row) if row else None


def for_sign_in(connection: Connection, email: str) -> tuple[Actor, str] | None:
    """The user with this e-mail (in any case of letters) and the password hash, or None.

    The exact spelling wins where two rows differ in the case of letters alone.
    """
    row = connection.execute(
        select(*_actor_columns, users.c.password_hash)
        .where(func.lower(users.c.email) == email.strip().lower())
        .order_by((users.c.email == email.strip()).desc(), users.c.id)
        .limit(1)
    ).one_or_none()
    return (_actor(*row[:-1]), row[-1]) if row else None


def _actor(
    user_id: int, business_id: int, email: str, name: str | None, role: str | None, is_active: bool | None
) -> Actor:
    return Actor(user_id, business_id, email, name or email, Role.named(role), bool(is_active))
