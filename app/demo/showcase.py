"""Moments of a real job that pass too quickly to be looked at: brought about in an open demo, and held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing

import psycopg2

# The advisory lock (7315, business) marks the transactions that are being held.
_BUILD = """
    CREATE TABLE IF NOT EXISTS showcase_hold (business_id integer PRIMARY KEY, after_id integer NOT NULL);
    CREATE OR REPLACE FUNCTION showcase_wait() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        WHILE EXISTS (
            SELECT 1 FROM showcase_hold WHERE business_id = NEW.business_id AND after_id < NEW.id
        ) LOOP
            PERFORM pg_advisory_xact_lock_shared(7315, NEW.business_id);
            PERFORM pg_sleep(0.02);
        END LOOP;
        RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER showcase_wait BEFORE UPDATE ON receipts
        FOR EACH ROW EXECUTE FUNCTION showcase_wait();
"""

_HOLD = """
    INSERT INTO showcase_hold (business_id, after_id)
    SELECT %(business)s, id FROM receipts WHERE business_id = %(business)s AND is_deleted IS NOT TRUE
    ORDER BY id OFFSET %(receipts)s - 1 LIMIT 1
"""

_HELD = "SELECT DISTINCT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = 7315"

_LATE = """
    UPDATE background_jobs SET heartbeat_at = timezone('UTC', clock_timestamp()) - make_interval(secs => %s)
    WHERE business_id = %s AND status = 'running'
"""

LATE_SECONDS = 75
"""Silence that worries, and is not yet taken for death."""


class Showcase:
    """Works on the demo's own database at `url`, as a slow and silent rest of the product would."""

    def __init__(self, url: str) -> None:
        self._url = url

    def hold(self, receipts: Mapping[int, int]) -> None:
        """From now on the database does not end the batch after so many more receipts of each business, until
        `release`: its worker stays in the middle of it. A held batch fails after a minute (the statement
        time-out of the console)."""
        self._execute(_BUILD)
        for business_id, count in receipts.items():
            self._execute(_HOLD, {"business": business_id, "receipts": count})

    def held(self) -> set[int]:
        """The businesses whose worker is held now."""
        with closing(psycopg2.connect(self._url)) as connection, connection.cursor() as cursor:
            cursor.execute(_HELD)
            return {business_id for (business_id,) in cursor.fetchall()}

    def release(self) -> None:
        """Lets everything that is held go on."""
        self._execute("DELETE FROM showcase_hold")

    def make_late(self, business_id: int) -> None:
        """The business's running job of another console has given its last sign of life LATE_SECONDS ago."""
        self._execute(_LATE, (LATE_SECONDS, business_id))

    def _execute(self, statement: str, values: Mapping[str, object] | Sequence[object] | None = None) -> None:
        with closing(psycopg2.connect(self._url)) as connection, connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
