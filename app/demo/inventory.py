"""Counts what is really there, by plain SQL and on the disk: to hold the console's figures against."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2


@dataclass(frozen=True, slots=True)
class Stock:
    """What one business has: live and deleted receipts, attachment rows, and files on the disk.

    `succeeded` and `status` are those of its newest deletion. `orphans` are files that no row names.
    """

    live: int
    deleted: int
    attachments: int
    files: int
    orphans: int
    status: str | None
    succeeded: int


def take_stock(url: str, storage_root: Path, business_ids: Sequence[int]) -> dict[int, Stock]:
    """The stock of each business now, by id."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        return {business_id: _stock(cursor, storage_root, business_id) for business_id in business_ids}


def _stock(cursor: psycopg2.extensions.cursor, storage_root: Path, business_id: int) -> Stock:
    cursor.execute(
        "SELECT count(*) FILTER (WHERE is_deleted IS NOT TRUE), count(*) FILTER (WHERE is_deleted)"
        " FROM receipts WHERE business_id = %s",
        (business_id,),
    )
    live, deleted = cursor.fetchone() or (0, 0)
    cursor.execute("SELECT storage_path FROM attachments WHERE business_id = %s", (business_id,))
    keys = {row[0] for row in cursor.fetchall()}
    cursor.execute(
        "SELECT status, coalesce(succeeded, 0) FROM background_jobs"
        " WHERE business_id = %s AND job_type = 'delete_receipts_all' ORDER BY id DESC LIMIT 1",
        (business_id,),
    )
    status, succeeded = cursor.fetchone() or (None, 0)
    folder = storage_root / "attachments" / str(business_id)
    files = {path.relative_to(storage_root).as_posix() for path in folder.rglob("*") if path.is_file()}
    return Stock(live, deleted, len(keys), len(files), len(files - keys), status, succeeded)
