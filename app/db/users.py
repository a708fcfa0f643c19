"""Users of the product: read for sign-in, again at every action, and with every heartbeat of their jobs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Text,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)

from app.core.access import Actor, Business, Role
from app.db import businesses
from app.db.tables import background_jobs as jobs
from app.db.tables import business, users

METHOD_LENGTH = 64
METHODS_READ = 20

_home = business.alias("home")

_actor_columns = (
    users.c.id,
    users.c.business_id,
    users.c.email,
    users.c.name,
    users.c.role,
    users.c.is_active,
    _home.c.is_active.label("has_active_business"),
)


def by_id(connection: Connection, user_id: int) -> Actor | None:
    """The user as the row says now, or None where it is gone."""
    query = select(*_actor_columns).select_from(_at_home()).where(users.c.id == user_id)
    row = connection.execute(query).one_or_none()
    return _actor(*row) if row else None


def emails(connection: Connection, user_ids: Collection[int]) -> dict[int, str]:
    """The e-mails of these users, by id; unknown ids are left out."""
    query = select(users.c.id, users.c.email).where(users.c.id == func.any(list(user_ids)))
    return {row.id: row.email for row in connection.execute(query)}


def still_sees(actor: Actor) -> ColumnElement[bool]:
    """The user's row says now that they may see what they saw when `actor` was read: for a statement that is
    asked again and again, without another one before it. PostgreSQL finds it out once for each."""
    role = func.upper(users.c.role)
    everywhere = role == Role.SYSTEM_ADMIN.name
    at_home = (
        role.in_([one.name for one in Role if Role.ADMIN <= one < Role.SYSTEM_ADMIN])
        & (users.c.business_id == actor.business_id)
        & _home.c.is_active
    )
    return exists(
        select(1)
        .select_from(_at_home())
        .where(
            users.c.id == actor.user_id,
            users.c.is_active,
            or_(everywhere, false() if actor.sees_all_businesses else at_home),
        )
    )


def for_sign_in(connection: Connection, email: str) -> tuple[Actor, str | None] | None:
    """The user with this e-mail (in any case of letters) and the password hash, None where they have none; or
    None where there is no such user.

    The exact spelling wins where two rows differ in the case of letters alone.
    """
    row = connection.execute(
        select(*_actor_columns, users.c.password_hash)
        .select_from(_at_home())
        .where(func.lower(users.c.email) == email.strip().lower())
        .order_by((users.c.email == email.strip()).desc(), users.c.id)
        .limit(1)
    ).one_or_none()
    return (_actor(*row[:-1]), row[-1]) if row else None


def hash_methods(connection: Connection) -> list[str]:
    """How the users' password hashes were made, most frequent first: what stands before the salt, and nothing
    of a text that is no such hash."""
    method = func.split_part(users.c.password_hash, "$", 1, type_=Text)
    rows = connection.execute(
        select(method)
        .where(users.c.password_hash.like("%$%$%"), func.length(method) <= METHOD_LENGTH)
        .group_by(method)
        .order_by(func.count().desc(), method)
        .limit(METHODS_READ)
    )
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asked for a job to run in `business`: the person in the cursor, who last started or resumed it at a
    console, or else the one who requested it. `is_known` where one is recorded; `actor` is None also where
    that user no longer exists."""

    job_id: int
    job_type: str
    is_known: bool
    actor: Actor | None
    business: Business


def wishes(connection: Connection, job_ids: Sequence[int]) -> list[Wish]:
    """Who asked for each of these jobs to run, in one statement."""
    # Found in the text, so that one damaged cursor stops no other job's check.
    named = cast(func.substring(jobs.c.cursor, '"user_id": ?([0-9]{1,18})'), BigInteger)
    who = func.coalesce(named, jobs.c.requested_by_user_id)
    rows = connection.execute(
        select(jobs.c.id, jobs.c.job_type, who, *businesses.columns, *_actor_columns)
        .select_from(
            jobs.join(business, business.c.id == jobs.c.business_id)
            .outerjoin(users, users.c.id == who)
            .outerjoin(_home, _home.c.id == users.c.business_id)
        )
        .where(jobs.c.id == func.any(list(job_ids)))
    )
    split = 3 + len(businesses.columns)
    return [
        Wish(
            job_id=row[0],
            job_type=row[1],
            is_known=row[2] is not None,
            actor=_actor(*row[split:]) if row[split] is not None else None,
            business=businesses.as_business(*row[3:split]),
        )
        for row in rows
    ]


def _at_home() -> FromClause:
    return users.outerjoin(_home, _home.c.id == users.c.business_id)


def _actor(
    user_id: int,
    business_id: int,
    email: str,
    name: str | None,
    role: str | None,
    is_active: bool | None,
    has_active_business: bool | None,
) -> Actor:
    return Actor(
        user_id,
        business_id,
        email,
        name or email,
        Role.named(role),
        bool(is_active),
        bool(has_active_business),
    )
