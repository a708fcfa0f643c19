"""The users of the demo's businesses."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from app.demo.names import BUSINESSES, FIRST_NAMES, LAST_NAMES
from app.demo.tables import Rows

DEMO_EMAIL = "dana@sweep.example"
"""The e-mail of the demo's system_admin."""

DEMO_PASSWORD = "sweep-demo"
"""The password of everybody in the demo; it opens nothing else."""

_WITH_FORMER_ADMIN = 3


def users(random: Random, now: datetime, password_hash: str) -> Rows:
    """Dana, an owner in each business, and others of lower roles in most; one admin is inactive."""
    rows = Rows(
        "users",
        (
            "id",
            "business_id",
            "email",
            "password_hash",
            "name",
            "role",
            "is_active",
            "created_at",
            "last_login",
        ),
    )

    def add(business_id: int, email: str, name: str, role: str, *, active: bool = True) -> None:
        created = now - timedelta(days=random.randrange(1100, 1500))
        seen = now - timedelta(minutes=random.randrange(30, 60 * 24 * 30)) if active else None
        row = (len(rows.values) + 1, business_id, email, password_hash, name, role, active, created, seen)
        rows.values.append(row)

    add(1, DEMO_EMAIL, "Dana Sweep", "system_admin")
    for business_id, business in enumerate(BUSINESSES, 1):
        for role, share in (("owner", 1.0), ("admin", 0.6), ("manager", 0.4), ("agent", 0.5)):
            if random.random() < share:
                name = f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}"
                add(business_id, f"{role}@{business.slug}.example", name, role)
        if business_id == _WITH_FORMER_ADMIN:
            add(business_id, f"former.admin@{business.slug}.example", "Gil Former", "admin", active=False)
    return rows
