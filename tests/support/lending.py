"""One database for many tests: emptied after each, and thrown away after one that changed more than rows.

A clone of the template costs a fifth of a second, emptying a few rows next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import psycopg2
from psycopg2.extensions import cursor as Cursor

from tests.support.databases import Databases

_BLOATED = 2_000_000
"""Bytes of tables and indexes above which a clone is cheaper than what emptying leaves behind."""

# What a test may have changed beside rows: columns, constraints, indexes, triggers, rules, functions, rights.
_SHAPE = """
    SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
        SELECT format('%s %s %s', oid, relname, relacl) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT format('%s %s %s %s %s', attrelid, attname, atttypid, atttypmod, attnotnull)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT format('%s %s %s', adrelid, adnum, adbin) FROM pg_attrdef
        UNION ALL SELECT format('%s %s', oid, convalidated) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT format('%s %s', indexrelid, indisvalid) FROM pg_index
            JOIN pg_class ON pg_class.oid = indrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT format('trigger %s %s', oid, tgenabled) FROM pg_trigger
        UNION ALL SELECT format('rule %s', oid) FROM pg_rewrite
        UNION ALL SELECT format('function %s', oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT format('schema %s %s', oid, nspacl) FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%'
        UNION ALL SELECT format('setting %s', setconfig) FROM pg_db_role_setting
            JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
    ) AS parts (part)
"""

_EMPTY = """
    SET session_replication_role = replica;
    SET lock_timeout = '2s';
    DO $$
    DECLARE name regclass;
    BEGIN
        FOR name IN SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
        LOOP EXECUTE format('DELETE FROM %s', name); END LOOP;
        PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
    END $$
"""

_SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""


class Lender:
    """Lends clones of the template, one at a time; each as empty as a fresh one."""

    def __init__(self, databases: Databases) -> None:
        self._databases = databases
        self._held = ExitStack()
        self._url: str | None = None
        self._shape: str | None = None

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The address of a database with the product's tables and background_jobs, all empty."""
        if self._url is None:
            self._url = self._held.enter_context(self._databases.fresh())
            self._shape = self._look(_SHAPE)
        try:
            yield self._url
        finally:
            if not self._clean_up():
                self.close()

    def close(self) -> None:
        """Drops the database, if there is one."""
        self._url = None
        self._held.close()

    def _clean_up(self) -> bool:
        """Empties the database; False where it is to be thrown away."""
        try:
            if self._look(_SHAPE) != self._shape or int(self._look(_SIZE) or 0) > _BLOATED:
                return False
            with self._session() as cursor:
                cursor.execute(_EMPTY)
        except psycopg2.Error:  # a session that a test left open holds a lock, or the test broke more
            return False
        return True

    def _look(self, query: str) -> str | None:
        with self._session() as cursor:
            cursor.execute(query)
            ((value,),) = cursor.fetchall()
            return None if value is None else str(value)

    @contextmanager
    def _session(self) -> Iterator[Cursor]:
        with closing(psycopg2.connect(self._url)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
