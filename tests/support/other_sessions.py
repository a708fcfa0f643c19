"""Others on the test's database: roles that lack rights, open transactions, and who waits for whose lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from psycopg2.extensions import connection as Session

from app.db.url import parse_url
from tests.support.product import Product


@contextmanager
def role(product: Product, *lacking: str) -> Iterator[str]:
    """The address of the test's database for a role that has all rights but those `lacking`, each given as
    "UPDATE ON receipts"."""
    url = parse_url(product.url)
    name = f"{url.database}_role"
    product.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'secret'")
    try:
        product.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {name}")
        product.execute(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for right in lacking:
            product.execute(f"REVOKE {right} FROM {name}")
        chosen = url.set(drivername="postgresql", username=name, password="secret")
        yield chosen.render_as_string(hide_password=False)
    finally:
        product.execute(f"DROP OWNED BY {name}")
        product.execute(f"DROP ROLE {name}")


@contextmanager
def somebody(product: Product, sql: str, *values: Any) -> Iterator[Session]:
    """Somebody else's session with an open transaction, in which `sql` was run; undone at the end unless
    the test commits it."""
    with closing(psycopg2.connect(product.url)) as session:
        with session.cursor() as cursor:
            cursor.execute(sql, values or None)
        yield session


def refuse_commits(product: Product) -> None:
    """From now on, whoever changes a job is refused at the commit."""
    product.execute("""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'too late'; END $$;
        CREATE CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON background_jobs
            DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()""")


def wait_until_blocked(product: Product, application: str) -> None:
    """Returns once a session of that application waits for somebody's lock."""
    blocked = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE application_name = %s AND datname = current_database() AND wait_event_type = 'Lock'"
    )
    give_up_at = time.monotonic() + 30
    while not product.rows(blocked, application):
        assert time.monotonic() < give_up_at, f"{application} never waited for a lock"
        time.sleep(0.005)
