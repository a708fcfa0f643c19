"""The report of a run says what has come back of it since, and nothing where nothing has."""

from __future__ import annotations

from app.actions.report import Reports
from app.reports.record import record_of
from tests.support.product import Product
from tests.support.restoring import Restoring
from tests.support.running import Station


def test_what_was_restored_since(
    restoring: Restoring, station: Station, product: Product, business: int
) -> None:
    ids = product.receipts(business, 12)
    (job_id,) = station.delete(business)
    station.run(job_id)
    run_id = station.read(job_id).cursor_text.partition('"id": "')[2][:12]  # type: ignore[union-attr]
    reports = Reports(station.database, station.types)
    before = reports.find(station.person, run_id)
    assert before.restored is None
    assert "restored" not in record_of(before)
    restoring.restore(job_id, items=ids[:4])
    (restore_id,) = restoring.start(job_id)
    after = reports.find(station.person, run_id)
    assert after.restored
    assert (after.restored.items, after.restored.restores, after.restored.is_active) == (4, 1, True)
    assert record_of(after)["restored"]["receipts"] == 4
    assert record_of(after)["restored"]["last"].endswith("Z")
    restoring.run(restore_id)
    done = reports.find(station.person, run_id).restored
    assert done
    assert (done.items, done.restores, done.is_active) == (12, 2, False)
