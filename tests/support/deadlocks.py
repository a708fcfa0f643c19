"""A real deadlock, which the console loses: it asks for what somebody holds who waits for it already."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg2

from tests.support.product import Product

_GUARD_SECONDS = 60

# `theirs` is held by the other from the beginning; `held` says that the console has its own locks by now. The
# sequence counts the tries, whatever is rolled back.
_TRIGGER = """
    CREATE SEQUENCE tries;
    CREATE FUNCTION embrace() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('public.tries') <= {times} THEN
            PERFORM pg_advisory_xact_lock(4711);
            WHILE NOT EXISTS (
                SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE application_name = 'the other' AND datname = current_database() AND NOT granted
            ) LOOP
                PERFORM pg_sleep(0.002), pg_stat_clear_snapshot();
            END LOOP;
            PERFORM pg_advisory_xact_lock(4712);
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER embrace BEFORE {event} FOR EACH ROW {when} EXECUTE FUNCTION embrace();
"""


@contextmanager
def deadlocks(
    product: Product, event: str, wanted: str, *values: Any, when: str = "", times: int = 1
) -> Iterator[None]:
    """The first `times` transactions that come to `event`, such as "UPDATE ON receipts" (`when`: the
    condition of a trigger), lose a deadlock against somebody who runs the statement `wanted` meanwhile: it
    has to wait for a row or a lock that the console holds by then. Sessions from here on look for deadlocks
    soon; the console must have none yet."""
    product.execute(_TRIGGER.format(times=times, event=event, when=when))
    name = product.scalar("SELECT current_database()")
    product.execute(f"ALTER DATABASE {name} SET deadlock_timeout = '10ms'")
    ended = threading.Event()
    met: list[str] = []
    other = threading.Thread(target=_embrace, args=(product.url, wanted, values, times, ended, met))
    other.start()
    try:
        yield
    finally:
        ended.set()
        other.join()
    assert len(met) == times, f"only {len(met)} deadlocks of {times}"


def _embrace(
    url: str, wanted: str, values: tuple[Any, ...], times: int, ended: threading.Event, met: list[str]
) -> None:
    give_up_at = time.monotonic() + _GUARD_SECONDS
    for _ in range(times):
        with closing(psycopg2.connect(url, application_name="the other")) as session:
            cursor = session.cursor()
            # It never looks for a deadlock itself, so that the console is the one that finds it and loses.
            cursor.execute("SET deadlock_timeout = '1h'; SET lock_timeout = '30s'")
            cursor.execute("SELECT pg_advisory_xact_lock(4712)")
            while not _is_held(cursor):
                if ended.wait(0.002) or time.monotonic() > give_up_at:
                    return
            cursor.execute(wanted, values or None)
            met.append(wanted)


def _is_held(cursor: Any) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND database ="
        " (SELECT oid FROM pg_database WHERE datname = current_database()) AND objid = 4711)"
    )
    return bool(cursor.fetchone()[0])
