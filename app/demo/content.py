"""The demo's product as rows and files: the same for the same seed and moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from datetime import datetime, timedelta
from random import Random

from app.demo import paper
from app.demo.filing import CONTRACT, LOGO, Filing
from app.demo.history import JobRow, Receipt, play
from app.demo.names import BUSINESSES
from app.demo.people import users
from app.demo.receipts import ReceiptBook
from app.demo.tables import Rows

_YEARS = 3
_YOUNGEST = timedelta(hours=1)
_CROWDED_LATE = 1.3  # above 1: more receipts in the last year than in the first


@dataclass(frozen=True, slots=True)
class Content:
    """Tables in an order that their foreign keys allow, and files by storage key."""

    tables: tuple[Rows, ...]
    files: dict[str, bytes]


def imagine(seed: int, now: datetime, password_hash: str) -> Content:
    """Makes up the product as it is at `now` (naive UTC)."""
    random = Random(seed)
    now = now.replace(microsecond=0)
    receipts = _arrivals(random, now)
    _delete_singly(random, receipts, now)
    jobs = _jobs(receipts, now)
    staff = users(random, now, password_hash)
    filing = Filing()
    contracts = _file_logos_and_contracts(random, filing, now)
    book = ReceiptBook(random, filing, contracts)
    for receipt in receipts:
        book.enter(receipt)
    tables = (
        _businesses(now),
        staff,
        filing.rows,
        book.rows,
        book.contract_files,
        book.media,
        _job_rows(jobs, staff),
    )
    return Content(tables, filing.files)


def _businesses(now: datetime) -> Rows:
    rows = Rows("business", ("id", "name", "business_type", "is_active", "enabled_pages", "created_at"))
    for business_id, spec in enumerate(BUSINESSES, 1):
        created = now - timedelta(days=1600 - 10 * business_id)
        rows.values.append((business_id, spec.name, spec.kind, spec.active, spec.pages, created))
    return rows


def _arrivals(random: Random, now: datetime) -> list[Receipt]:
    """All receipts in the order of their ids: those of the businesses mixed, as they came."""
    span = timedelta(days=365 * _YEARS) - _YOUNGEST
    came = sorted(
        (now - _YOUNGEST - span * random.random() ** _CROWDED_LATE, business_id)
        for business_id, spec in enumerate(BUSINESSES, 1)
        for _ in range(spec.receipts)
    )
    return [
        Receipt(number, business_id, when.replace(microsecond=0))
        for number, (when, business_id) in enumerate(came, 1)
    ]


def _of_business(receipts: list[Receipt]) -> Iterator[tuple[int, list[Receipt]]]:
    grouped: defaultdict[int, list[Receipt]] = defaultdict(list)
    for receipt in receipts:
        grouped[receipt.business_id].append(receipt)
    for business_id in range(1, len(BUSINESSES) + 1):
        yield business_id, grouped[business_id]


def _delete_singly(random: Random, receipts: list[Receipt], now: datetime) -> None:
    """What people deleted on the web one by one, some days after it came."""
    for business_id, own in _of_business(receipts):
        old = [receipt for receipt in own if receipt.created_at < now - timedelta(days=10)]
        for receipt in random.sample(old, BUSINESSES[business_id - 1].singly_deleted):
            receipt.delete(receipt.created_at + timedelta(hours=random.randrange(1, 200)))


def _jobs(receipts: list[Receipt], now: datetime) -> list[JobRow]:
    jobs = [
        play(past, business_id, own, now)
        for business_id, own in _of_business(receipts)
        for past in sorted(BUSINESSES[business_id - 1].past, key=lambda past: -past.days_ago)
    ]
    return sorted(jobs, key=lambda job: job.created_at)


def _job_rows(jobs: list[JobRow], staff: Rows) -> Rows:
    owners = {row[1]: row[0] for row in staff.values if row[5] == "owner"}
    columns = tuple(field.name for field in fields(JobRow))
    rows = Rows("background_jobs", ("id", "requested_by_user_id", *columns))
    for number, job in enumerate(jobs, 1):
        rows.values.append((number, owners[job.business_id], *astuple(job)))
    return rows


def _file_logos_and_contracts(random: Random, filing: Filing, now: datetime) -> dict[int, int]:
    """Attachments that no job may touch. Returns the contract's attachment of each business."""
    contracts = {}
    for business_id in range(1, len(BUSINESSES) + 1):
        when = now - timedelta(days=random.randrange(365 * _YEARS, 365 * _YEARS + 100))
        filing.add(business_id, LOGO, "logo.png", paper.logo_png(random), when)
        contracts[business_id] = filing.add(
            business_id, CONTRACT, "contract.pdf", paper.contract_pdf(business_id), when + timedelta(days=1)
        )
    return contracts
