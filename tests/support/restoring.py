"""For tests of restores: a database with their table, and a console that runs them in the test's hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from app.actions.restoring import RestoreResult
from app.actions.results import Answer
from app.bootstrap.job_types import restoring
from app.core.policy import Policy
from app.core.restore import Restore
from app.db import restores, schema
from app.db.engine import Database
from app.db.url import parse_url
from app.engine.control import Control
from app.engine.restore_runner import RestoreDependencies, RestoreRunner
from tests.support.lending import _SHAPE, Lender
from tests.support.product import Product
from tests.support.running import Station
from tests.support.time_and_chance import QuickControl


def make_table(url: str) -> None:
    """As `migrate --apply --with-console-tables` does."""
    database = Database(parse_url(url))
    try:
        schema.apply(database, with_own=True)
    finally:
        database.close()


class RestoreLender(Lender):
    """Lends databases that have the table of restores."""

    @contextmanager
    def lend(self) -> Iterator[str]:
        if self._url is None:
            self._url = self._held.enter_context(self._databases.fresh())
            make_table(self._url)
            self._shape = self._look(_SHAPE)
        with super().lend() as url:
            yield url


class QuietCrew:
    """Keeps what is handed over, and runs nothing: the test does."""

    def __init__(self) -> None:
        self.handed: list[int] = []
        self.looked: list[int] = []

    def hand_over(self, restore_ids: Sequence[int]) -> None:
        self.handed += restore_ids

    def look_again(self, restore_id: int) -> None:
        self.looked.append(restore_id)


class Restoring:
    """The restores of a station; nothing of them runs by itself."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.crew = QuietCrew()
        self.actions = station.console.restores
        self.actions._crew = self.crew
        self.kind = restoring()

    def start(self, *job_ids: int, items: Sequence[int] | None = None) -> list[int]:
        """Restores of these jobs, each of which may be restored; their ids."""
        results = self.actions.start(self.station.person, job_ids, items)
        assert [one.answer for one in results] == [Answer.RESTORING] * len(job_ids), results
        return [one.restore.id for one in results if one.restore]

    def answer(self, act: str, restore_id: int) -> Answer:
        return self.result(act, restore_id).answer

    def result(self, act: str, restore_id: int) -> RestoreResult:
        (result,) = getattr(self.actions, act)(self.station.person, [restore_id])
        return result

    def runner(
        self,
        restore_id: int,
        control: Control | None = None,
        report: Callable[[Restore], object] = lambda _row: None,
        **policy: Any,
    ) -> RestoreRunner:
        values = {"batch_size": 10, "throttle_ms": 200, "failure_cap": 3} | policy
        around = RestoreDependencies(
            self.station.database,
            self.kind,
            self.station.identity,
            self.station.clock,
            self.station.chance,
            lambda row: (report(row), None)[1],
            recorder=self.station.audit,
        )
        return RestoreRunner(
            around, Policy(**values), restore_id, control or QuickControl(self.station.clock)
        )

    def run(self, restore_id: int, control: Control | None = None, **more: Any) -> Restore:
        """Until it does not run here any more; the row then."""
        row = self.runner(restore_id, control, **more).run()
        assert row is not None
        return row

    def run_until(self, restore_id: int, meanwhile: Callable[[int], object], **policy: Any) -> Restore:
        """`meanwhile` is called in each wait, which follows each batch, with its number."""
        return self.run(restore_id, QuickControl(self.station.clock, meanwhile), **policy)

    def restore(self, *job_ids: int, items: Sequence[int] | None = None) -> list[Restore]:
        """Started and run."""
        return [self.run(one) for one in self.start(*job_ids, items=items)]

    def read(self, restore_id: int) -> Restore:
        with self.station.database.begin() as connection:
            row = restores.read(connection, restore_id)
        assert row
        return row


_WHOLE = "SELECT id, to_jsonb(r) - 'updated_at' AS whole FROM receipts r WHERE business_id = %s ORDER BY id"


def whole_rows(product: Product, business: int) -> dict[int, dict[str, Any]]:
    """The receipts of a business as they are, bit by bit but `updated_at`, by id."""
    return {row["id"]: row["whole"] for row in product.rows(_WHOLE, business)}


def age(product: Product, restore_id: int, seconds: int = 121) -> None:
    """Its console has given no sign of life for so long."""
    product.execute(
        "UPDATE sweep_restores SET heartbeat_at = heartbeat_at - %s * interval '1 s' WHERE id = %s",
        seconds,
        restore_id,
    )
