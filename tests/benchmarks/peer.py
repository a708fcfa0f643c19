"""The peer: the algorithm that the web worker uses today, written from the contract with the web API.

Rows of an object-relational mapper changed one by one; one commit a batch; for each file one look-up of its
attachment and one request to the storage; one commit for the attachments of a batch; then the throttle.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import ColumnElement, ForeignKey, create_engine, or_
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from app.db.url import parse_url
from app.db.waiting import unbound_waits

DeleteFile = Callable[[str], object]
"""Deletes the file of one key."""


class Base(DeclarativeBase):
    """The peer's models."""


class Attachment(Base):
    __tablename__ = "attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    storage_path: Mapped[str]
    purpose: Mapped[str]


class Receipt(Base):
    __tablename__ = "receipts"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    preview_attachment_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    is_deleted: Mapped[bool | None]
    deleted_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]


class BackgroundJob(Base):
    __tablename__ = "background_jobs"
    id: Mapped[int] = mapped_column(primary_key=True)
    business_id: Mapped[int]
    job_type: Mapped[str]
    status: Mapped[str]
    total: Mapped[int]
    processed: Mapped[int]
    succeeded: Mapped[int]
    cursor: Mapped[str | None]
    created_at: Mapped[datetime | None]
    updated_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


def run_job(
    url: str,
    business_id: int,
    *,
    delete_file: DeleteFile | None = None,
    batch_size: int = 50,
    throttle: float = 0.2,
    latency: float = 0.0,
) -> float:
    """Deletes all receipts of the business; returns the seconds that it took, the connecting not counted.

    `throttle` is slept after each batch, `latency` before each file, in seconds.
    """
    engine = create_engine(parse_url(url))
    # The wait callback of the console costs time in Python that the web worker does not spend.
    with unbound_waits(), Session(engine) as session:
        job = BackgroundJob(
            business_id=business_id,
            job_type="delete_receipts_all",
            status="queued",
            total=session.query(Receipt).filter(Receipt.business_id == business_id, _live()).count(),
            processed=0,
            succeeded=0,
            created_at=_now(),
            updated_at=_now(),
        )
        session.add(job)
        session.commit()
        began = time.perf_counter()
        _work(session, job, delete_file, batch_size, throttle, latency)
        took = time.perf_counter() - began
    engine.dispose()
    return took


def _work(
    session: Session,
    job: BackgroundJob,
    delete_file: DeleteFile | None,
    batch_size: int,
    throttle: float,
    latency: float,
) -> None:
    job.status, job.started_at, job.heartbeat_at = "running", _now(), _now()
    session.commit()
    last_id = json.loads(job.cursor)["last_id"] if job.cursor else 0
    while job.status != "cancelled":  # read anew after each commit
        batch = (
            session.query(Receipt)
            .filter(Receipt.business_id == job.business_id, Receipt.id > last_id, _live())
            .order_by(Receipt.id)
            .limit(batch_size)
            .all()
        )
        if not batch:
            break
        attachment_ids = []
        for receipt in batch:
            receipt.is_deleted = True
            receipt.deleted_at = receipt.updated_at = _now()
            attachment_ids += [receipt.attachment_id, receipt.preview_attachment_id]
            last_id = receipt.id
            job.processed += 1
            job.succeeded += 1
        job.cursor = json.dumps({"last_id": last_id})
        job.updated_at = job.heartbeat_at = _now()
        session.commit()
        if delete_file is not None:
            _delete_files(session, [found for found in attachment_ids if found], delete_file, latency)
        time.sleep(throttle)
    job.status, job.finished_at, job.updated_at = "completed", _now(), _now()
    session.commit()


def _delete_files(
    session: Session, attachment_ids: list[int], delete_file: DeleteFile, latency: float
) -> None:
    for attachment_id in attachment_ids:
        attachment = session.query(Attachment).filter(Attachment.id == attachment_id).first()
        if attachment is None:
            continue
        time.sleep(latency)
        delete_file(attachment.storage_path)
        session.delete(attachment)
    session.commit()


def from_folder(root: Path) -> DeleteFile:
    """Deletes files of a local storage, one by one."""

    def delete(key: str) -> None:
        path = os.path.join(root, key)
        if os.path.exists(path):
            os.remove(path)

    return delete


def _live() -> ColumnElement[bool]:
    return or_(Receipt.is_deleted.is_(False), Receipt.is_deleted.is_(None))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


if __name__ == "__main__":
    print("at work", flush=True)
    run_job(sys.argv[1], int(sys.argv[2]), throttle=0)
