"""The kinds of job that this console runs: the one list of them."""

from __future__ import annotations

from collections.abc import Callable

from app.core.keeping import DEFAULT_DAYS
from app.engine.job_type import JobTypes, by_name
from app.engine.restoring import Restoring
from app.files.storage import Storage
from app.receipts.job_type import ReceiptDeletion
from app.receipts.restoring import ReceiptRestoring


def restoring() -> Restoring:
    """What gives back that which jobs of the first kind have deleted."""
    return ReceiptRestoring()


def job_types(storage: Storage, keep_days: Callable[[], int] = lambda: DEFAULT_DAYS) -> JobTypes:
    """All kinds, by name; the first is the one that window and command line start. `keep_days` is for how
    long files are kept of what others than a job deleted."""
    return by_name(ReceiptDeletion(storage, keep_days=keep_days))
