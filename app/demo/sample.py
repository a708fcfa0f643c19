"""Fills an empty database and a folder with the demo's product."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import psycopg2
from werkzeug.security import generate_password_hash

from app.db import schema
from app.db.engine import Database
from app.db.url import parse_url
from app.db.waiting import unbound_waits
from app.demo.content import imagine
from app.demo.people import DEMO_PASSWORD


def build(url: str, storage_root: Path, *, seed: int = 7, now: datetime | None = None) -> None:
    """Makes the tables in the empty database at `url`, and fills them and `storage_root`.

    The same `seed` and `now` (naive UTC, default the present) give the same product, but for the salt of
    the passwords. Raises OSError where a file cannot be written, psycopg2.Error where the database refuses.
    """
    content = imagine(
        seed, now or datetime.now(UTC).replace(tzinfo=None), generate_password_hash(DEMO_PASSWORD)
    )
    create_tables(url, with_own=True)
    with (
        unbound_waits(),
        closing(psycopg2.connect(url)) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        for rows in content.tables:
            rows.copy_to(cursor)
    _analyze(url)
    write_files(storage_root, content.files)


def create_tables(url: str, *, with_own: bool = False) -> None:
    """The product's tables in an empty database, and what `migrate --apply` adds to them; `with_own` those
    of the console too, without which nothing can be restored."""
    statements = (resources.files("app.demo") / "product.sql").read_text(encoding="utf-8")
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statements)
    database = Database(parse_url(url), connections=1)
    try:
        schema.apply(database, with_own=with_own)
    finally:
        database.close()


def write_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Writes each file under its key into the empty folder `root`. Files of equal content are links to one.

    There are tens of thousands, and links are quick: ext4 takes up to a millisecond for each new file for
    some minutes after as many were deleted, which is what this demo is for.
    """
    made: set[str] = set()
    written: dict[bytes, str] = {}
    for key, content in files.items():
        path = f"{root}/{key}"
        folder = path.rpartition("/")[0]
        if folder not in made:
            Path(folder).mkdir(parents=True)
            made.add(folder)
        if content not in written or not _linked(written[content], path):
            Path(path).write_bytes(content)
            written[content] = path


def _linked(existing: str, path: str) -> bool:
    try:
        os.link(existing, path)
    except OSError:  # a file system without links, or too many of them to one file (NTFS: 1,023)
        return False
    return True


def _analyze(url: str) -> None:
    """Lets the planner know the tables now; autovacuum would do it at some moment within the first minute."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        cursor.execute("ANALYZE")
