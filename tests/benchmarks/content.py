"""Businesses, receipts and attachments in any number, made by the server itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg2.extensions import cursor as Cursor
from werkzeug.security import generate_password_hash

CONTENT = b"a page of a receipt " * 100

EMAIL, WORD = "bench@sweep.example", "a word that only the benchmarks know"
"""Of the person who acts."""

PURPOSES = (("receipt_source", "attachment_id", "pdf"), ("receipt_preview", "preview_attachment_id", "png"))

_RECEIPTS = """
    INSERT INTO receipts (business_id, gmail_message_id, from_email, subject, received_at, vendor_name,
        amount, invoice_number, invoice_date, confidence, status, created_at, updated_at)
    SELECT {business}, md5(n::text), 'billing' || n % 997 || '@vendor.example',
        'Invoice ' || n || ' for your records', moment, 'Vendor ' || n % 997,
        n % 50000 / 100.0, 'INV-' || n, moment::date, n % 100,
        (ARRAY['pending_review', 'approved', 'rejected'])[1 + n % 3], moment, moment
    FROM generate_series({first}, {first} + {count} - 1) AS n,
        LATERAL (SELECT timestamp '2026-01-01' + n % 31536000 * interval '1 second' AS moment) AS at
"""


def add_businesses(cursor: Cursor, count: int) -> None:
    """Businesses 1 … `count`, and a person of business 1 who may act in all."""
    cursor.execute(
        "INSERT INTO business (name, enabled_pages) SELECT 'Business ' || n, '[\"gmail_receipts\"]'"
        " FROM generate_series(1, %s) AS n",
        (count,),
    )
    cursor.execute(
        "INSERT INTO users (business_id, email, password_hash, name, role, is_active)"
        " VALUES (1, %s, %s, 'Bench', 'system_admin', true)",
        (EMAIL, generate_password_hash(WORD)),
    )


def add_receipts(cursor: Cursor, count: int, business: str, *, first: int = 1) -> None:
    """`count` receipts, numbered from `first` on; `business` is the SQL by which the number n finds its
    business."""
    cursor.execute(_RECEIPTS.format(business=business, count=count, first=first))


@contextmanager
def loading(cursor: Cursor) -> Iterator[None]:
    """For many receipts: within the block no index is kept, and no row looks its business up."""
    cursor.execute("SET session_replication_role = replica")
    cursor.execute(
        "SELECT indexdef, indexname FROM pg_indexes WHERE tablename = 'receipts' AND indexname <> %s",
        ("receipts_pkey",),
    )
    indexes = cursor.fetchall()
    for _, name in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for definition, _ in indexes:
        cursor.execute(definition)
    cursor.execute("SET session_replication_role = origin")


def add_attachments(cursor: Cursor, business_id: int) -> None:
    """A source and a preview for each receipt of the business; their files are another matter."""
    for purpose, column, suffix in PURPOSES:
        cursor.execute(
            f"""
            WITH new AS (
                SELECT r.id AS receipt, nextval('attachments_id_seq')::int AS id
                FROM receipts r WHERE r.business_id = %(business)s ORDER BY r.id
            ), made AS (
                INSERT INTO attachments (id, business_id, filename_original, mime_type, file_size,
                    storage_path, purpose)
                SELECT id, %(business)s, 'scan.{suffix}', 'application/octet-stream', {len(CONTENT)},
                    format('attachments/%%s/{purpose}/2026/%%s/%%s.{suffix}', %(business)s::int,
                        to_char(1 + id %% 12, 'FM00'), id),
                    '{purpose}'
                FROM new
            )
            UPDATE receipts r SET {column} = new.id FROM new WHERE r.id = new.receipt
            """,
            {"business": business_id},
        )


def keys_of(cursor: Cursor, *businesses: int) -> list[str]:
    """The keys of all files of the businesses."""
    cursor.execute(
        "SELECT storage_path FROM attachments WHERE business_id = ANY(%s) ORDER BY id", (list(businesses),)
    )
    return [row[0] for row in cursor.fetchall()]


def write_files(root: Path, keys: Sequence[str]) -> None:
    """A real file for each key, on the disk when this returns."""
    for folder in {os.path.dirname(key) for key in keys}:
        (root / folder).mkdir(parents=True, exist_ok=True)
    for key in keys:
        (root / key).write_bytes(CONTENT)
    os.sync()
