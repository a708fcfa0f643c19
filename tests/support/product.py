"""The product as a test wants it: plain SQL and plain files, past all code of the console."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import psycopg2
from psycopg2.sql import SQL, Composable, Identifier, Literal
from werkzeug.security import generate_password_hash

_QUICK_HASH = "scrypt:1024:8:1"
_NOW = SQL("timezone('UTC', clock_timestamp())")
_PURPOSES = {"receipt_source": "pdf", "receipt_preview": "png"}
_ATTACHMENT_COLUMNS = ("attachment_id", "preview_attachment_id")
_PASSWORD = "secret"
_TABLES = ("business", "users", "receipts", "attachments", "background_jobs")
_OF_BUSINESS = "(%s IS NULL OR business_id = %s)"


class User(NamedTuple):
    id: int
    email: str
    password: str


class Attachment(NamedTuple):
    id: int
    storage_path: str


class Product:
    """Every method commits at once. `connection` is in autocommit mode, for what no method does."""

    def __init__(self, url: str, storage_root: Path) -> None:
        self.url = url
        self.storage_root = storage_root
        self.connection = psycopg2.connect(url)
        self.connection.autocommit = True
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def business(
        self,
        name: str = "Demo Dental Clinic",
        pages: Sequence[str] | None = ("gmail_receipts",),
        active: bool | None = True,
        **columns: Any,
    ) -> int:
        """A business; `pages=None` leaves its enabled pages NULL."""
        enabled = None if pages is None else json.dumps(list(pages))
        return self._insert(
            "business", {"name": name, "enabled_pages": enabled, "is_active": active, **columns}
        )

    def user(
        self,
        role: str = "system_admin",
        business_id: int | None = None,
        password: str = _PASSWORD,
        active: bool = True,
        email: str | None = None,
        **columns: Any,
    ) -> User:
        """A user; of a new business where none is given."""
        address = email or f"user{next(self._numbers)}@sweep.example"
        columns = {
            "business_id": self.business("Home of a user") if business_id is None else business_id,
            "email": address,
            "password_hash": generate_password_hash(password, _QUICK_HASH),
            "name": f"The {role}",
            "role": role,
            "is_active": active,
            **columns,
        }
        return User(self._insert("users", columns), address, password)

    def receipts(self, business_id: int, n: int = 1, files: int = 0, **columns: Any) -> list[int]:
        """`n` receipts, and for each `files` attachments (1: its source, 2: its preview too) with real files.

        `columns` are values that all of them get. Returns their ids, lowest first.
        """
        defaults = {
            "vendor_name": "Bezeq",
            "amount": 10,
            "created_at": _NOW,
            "updated_at": _NOW,
            "received_at": _NOW,
        }
        names, values = _columns({"business_id": business_id, **defaults, **columns})
        insert = SQL("INSERT INTO receipts ({}) SELECT {} FROM generate_series(1, {}) RETURNING id")
        ids = sorted(row[0] for row in self._all(insert.format(names, values, Literal(n))))
        for purpose, column in list(zip(_PURPOSES, _ATTACHMENT_COLUMNS, strict=True))[:files]:
            made = [attachment.id for attachment in self.attachments(business_id, n, purpose)]
            self.execute(
                f"UPDATE receipts r SET {column} = v.a FROM unnest(%s, %s) v (r, a) WHERE r.id = v.r",
                ids,
                made,
            )
        return ids

    def attachments(
        self, business_id: int, n: int = 1, purpose: str = "receipt_source", **columns: Any
    ) -> list[Attachment]:
        """`n` attachments with real files under the keys that the product gives."""
        suffix = _PURPOSES.get(purpose, "bin")
        content = f"a file of purpose {purpose}".encode()
        key = SQL("format('attachments/%s/%s/2026/05/%s.%s', {}::int, {}::text, id, {}::text)").format(
            Literal(business_id), Literal(purpose), Literal(suffix)
        )
        defaults = {
            "business_id": business_id,
            "filename_original": f"file.{suffix}",
            "mime_type": "application/octet-stream",
            "file_size": len(content),
            "storage_path": key,
            "purpose": purpose,
        }
        names, values = _columns({**defaults, **columns})
        insert = SQL(
            "WITH new AS (SELECT nextval('attachments_id_seq')::int AS id FROM generate_series(1, {}))"
            " INSERT INTO attachments (id, {}) SELECT id, {} FROM new RETURNING id, storage_path"
        )
        made = sorted(Attachment(*row) for row in self._all(insert.format(Literal(n), names, values)))
        for attachment in made:
            path = self.path(attachment.storage_path)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return made

    def job(self, business_id: int, status: str = "queued", **columns: Any) -> int:
        """A row of background_jobs, of a delete of receipts unless said otherwise. Times are now, in UTC:
        created and updated always, started unless queued, beaten while running, finished where it is over."""
        defaults: dict[str, Any] = {
            "business_id": business_id,
            "job_type": "delete_receipts_all",
            "status": status,
            "created_at": _NOW,
            "updated_at": _NOW,
        }
        if status != "queued":
            defaults |= {"started_at": _NOW}
        if status == "running":
            defaults |= {"heartbeat_at": _NOW}
        if status in {"completed", "failed", "cancelled"}:
            defaults |= {"finished_at": _NOW}
        return self._insert("background_jobs", {**defaults, **columns})

    def job_row(self, job_id: int | None = None) -> dict[str, Any]:
        """The row of a job, by column; of the only job there is where none is named."""
        return self.row("SELECT * FROM background_jobs WHERE %s IS NULL OR id = %s", job_id, job_id)

    def job_status(self, job_id: int | None = None) -> str:
        return str(self.job_row(job_id)["status"])

    def last_error(self, job_id: int | None = None) -> Any:
        return self.job_row(job_id)["last_error"]

    def counters(self, job_id: int | None = None) -> tuple[Any, ...]:
        """Status, total, processed, succeeded and failed of a job's row."""
        job = self.job_row(job_id)
        return job["status"], job["total"], job["processed"], job["succeeded"], job["failed_count"]

    def live(self, business_id: int) -> int:
        """How many receipts of the business are not deleted; NULL means not deleted."""
        count_live = "SELECT count(*) FROM receipts WHERE business_id = %s AND is_deleted IS NOT TRUE"
        return int(self.scalar(count_live, business_id))

    def deleted(self, business_id: int | None = None) -> int:
        """How many receipts are deleted: of the business, or of all."""
        count_deleted = f"SELECT count(*) FROM receipts WHERE is_deleted AND {_OF_BUSINESS}"
        return int(self.scalar(count_deleted, business_id, business_id))

    def attachment_count(self, business_id: int | None = None) -> int:
        """How many rows of attachments there are: of the business, or of all."""
        count_rows = f"SELECT count(*) FROM attachments WHERE {_OF_BUSINESS}"
        return int(self.scalar(count_rows, business_id, business_id))

    def storage_paths(self, business_id: int | None = None) -> set[str]:
        """The keys of the files that rows of attachments name: of the business, or of all."""
        paths = f"SELECT storage_path FROM attachments WHERE {_OF_BUSINESS}"
        return {row["storage_path"] for row in self.rows(paths, business_id, business_id)}

    def files(self, business_id: int) -> int:
        """How many files lie in the storage under the business's prefix."""
        folder = self.storage_root / "attachments" / str(business_id)
        return sum(path.is_file() for path in folder.rglob("*"))

    def lose_files(self, n: int | None = None, business_id: int | None = None) -> None:
        """Removes `n` files that rows of attachments name, or all, oldest first; of one business if given."""
        paths = f"SELECT storage_path FROM attachments WHERE {_OF_BUSINESS} ORDER BY id"
        for row in self.rows(paths, business_id, business_id)[:n]:
            self.path(row["storage_path"]).unlink(missing_ok=True)

    def path(self, storage_path: str) -> Path:
        """Where the file of a key lies."""
        return self.storage_root / storage_path

    def row(self, sql: str, *values: Any) -> dict[str, Any]:
        """The only row that a query finds, by column."""
        (found,) = self.rows(sql, *values)
        return found

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        """The rows that a query finds, each by column."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            columns = [column.name for column in cursor.description or ()]
            return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def all_rows(self) -> dict[str, list[dict[str, Any]]]:
        """All rows of all tables that are there, to see that nothing was changed."""
        there = [name for name in _TABLES if self.scalar("SELECT to_regclass(%s)::text", name)]
        return {name: self.rows(f"SELECT * FROM {name} ORDER BY id") for name in there}

    def scalar(self, sql: str, *values: Any) -> Any:
        """The only value of the only row that a query finds."""
        (value,) = self.row(sql, *values).values()
        return value

    def execute(self, sql: str | Composable, *values: Any) -> int:
        """Runs a statement; returns how many rows it touched."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, values or None)
            return cursor.rowcount

    def _insert(self, table: str, columns: Mapping[str, Any]) -> int:
        names, values = _columns(columns)
        insert = SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id").format(Identifier(table), names, values)
        ((row_id,),) = self._all(insert)
        return int(row_id)

    def _all(self, statement: Composable) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()


def _columns(columns: Mapping[str, Any]) -> tuple[Composable, Composable]:
    """Names and values for an INSERT; a value may be SQL itself."""
    values = [value if isinstance(value, Composable) else Literal(value) for value in columns.values()]
    return SQL(", ").join(map(Identifier, columns)), SQL(", ").join(values)
