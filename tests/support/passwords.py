"""A database role that the server asks for its password, on a server that trusts everybody else too."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2
from sqlalchemy import URL, make_url

PASSWORD = "hush-7f3a-of-the-database"
ROLE = "sweep_test_console"
_GUARD_SECONDS = 30


@contextmanager
def role_with_password(url: str) -> Iterator[URL]:
    """The address of `url` for a role that must say its password, and may do everything with the tables."""
    address = make_url(url)
    server = address.set(database="postgres")
    asked = address.set(username=ROLE, password=PASSWORD)
    with closing(psycopg2.connect(_text(server))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE} LOGIN PASSWORD %s", (PASSWORD,))
            try:
                _grant(address, f"ALL ON ALL TABLES IN SCHEMA public TO {ROLE}")
                _grant(address, f"ALL ON ALL SEQUENCES IN SCHEMA public TO {ROLE}")
                cursor.execute("SELECT pg_read_file(current_setting('hba_file'))")
                ((rules,),) = cursor.fetchall()
                _write_rules(
                    cursor, f"local all {ROLE} scram-sha-256\nhost all {ROLE} all scram-sha-256\n{rules}"
                )
                try:
                    _wait_until_refused(asked.set(password="wrong"))
                    yield asked
                finally:
                    _write_rules(cursor, rules)
            finally:
                with closing(psycopg2.connect(url)) as here, here.cursor() as there:
                    there.execute(f"DROP OWNED BY {ROLE}")
                    here.commit()
                cursor.execute(f"DROP ROLE {ROLE}")


def _grant(address: URL, rights: str) -> None:
    with closing(psycopg2.connect(_text(address))) as connection, connection.cursor() as cursor:
        cursor.execute(f"GRANT {rights}")
        connection.commit()


def _write_rules(cursor: Any, rules: str) -> None:
    """By the server itself, which may run as another user; with quotes that no line needs, so that each
    comes out as it is."""
    cursor.execute("SELECT current_setting('hba_file')")
    ((path,),) = cursor.fetchall()
    lines = [line for line in rules.splitlines() if line.strip()]
    cursor.execute(
        "COPY (SELECT line FROM unnest(%s) WITH ORDINALITY AS rules (line, n) ORDER BY n)"
        " TO %s WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')",
        (lines, path),
    )
    cursor.execute("SELECT pg_reload_conf()")


def _wait_until_refused(wrong: URL) -> None:
    give_up_at = time.monotonic() + _GUARD_SECONDS
    while time.monotonic() < give_up_at:
        try:
            psycopg2.connect(_text(wrong)).close()
        except psycopg2.OperationalError:
            return
        time.sleep(0.01)
    raise AssertionError("the server does not ask for the password")


def _text(address: URL) -> str:
    return address.render_as_string(hide_password=False)
