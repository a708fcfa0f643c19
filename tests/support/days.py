"""Files that are kept for days: deletions that keep them, the time that passes, and what is due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.actions.due_files import DueFiles
from app.core.cursor import Cursor
from app.engine.events import Ending
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.running import Station

DAY = 24 * 3600
TIMES = ("created_at", "updated_at", "started_at", "finished_at")


def delete(station: Station, business: int, days: int, **policy: Any) -> int:
    """A deletion that keeps the files for so many days, run to its end; its job."""
    (result,) = station.actions.start(station.person, DELETE_RECEIPTS, [business], keep_days=days)
    assert result.job
    assert station.run(result.job.id, **policy).ending is Ending.COMPLETED
    return result.job.id


def pass_time(product: Product, seconds: float) -> None:
    """As if all that was done had been done so much earlier: jobs, their stamps, and the receipts."""
    past = timedelta(seconds=seconds)
    for row in product.rows("SELECT id, cursor FROM background_jobs WHERE cursor IS NOT NULL"):
        cursor = Cursor.parse(row["cursor"])
        text = cursor.text()
        for stamp in cursor.stamps:
            text = text.replace(f"{stamp.at:%F %T.%f}", f"{stamp.at - past:%F %T.%f}")
        product.execute("UPDATE background_jobs SET cursor = %s WHERE id = %s", text, row["id"])
    product.execute(
        f"UPDATE background_jobs SET {', '.join(f'{one} = {one} - %s' for one in TIMES)}", *[past] * 4
    )
    product.execute(
        "UPDATE receipts SET deleted_at = deleted_at - %s, updated_at = updated_at - %s", past, past
    )


def due_files(station: Station, days: int = 0) -> DueFiles:
    return DueFiles(station.database, station.deletion, station.audit, lambda: days)


def go_on(_seconds: float) -> bool:
    return True
