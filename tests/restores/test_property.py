"""Whatever deletes, inserts, sweeps and restores in a business, in whichever order, and wherever a console
dies: what is restored is as it was before the job deleted it, with its files, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.actions.results import Answer
from app.core.restore import Restore, RestoreStatus
from app.receipts.names import DELETE_RECEIPTS
from tests.support.product import Product
from tests.support.restoring import Restoring, age, whole_rows
from tests.support.running import Station
from tests.support.web_side import WebSide, done

Rows = dict[int, dict[str, Any]]

STEPS = st.one_of(
    st.tuples(st.just("come"), st.integers(1, 12)),
    st.tuples(st.just("job"), st.integers(1, 4)),
    st.tuples(st.just("web"), st.integers(0, 3)),
    st.tuples(st.just("by hand"), st.integers(0, 30)),
    st.tuples(st.just("again"), st.integers(0, 30)),
    st.tuples(st.just("sweep"), st.integers(1, 40)),
    st.tuples(st.just("restore"), st.integers(0, 3)),
)
CRASHES = st.lists(st.integers(1, 40), max_size=4)


class Dies(BaseException):
    """The end of a console in the middle of something; nothing in the program expects it."""


class Ground:
    """A business, and what is known of it: `whole` is how a receipt was before the job `by` deleted it."""

    def __init__(self, product: Product, station: Station, web: WebSide) -> None:
        self.product, self.station, self.web = product, station, web
        self.restoring = Restoring(station)
        self.business = product.business()
        self.person = product.user("admin", self.business).id
        self.whole: Rows = {}
        self.by: dict[int, int] = {}
        self.jobs: list[int] = []

    @property
    def rows(self) -> Rows:
        return whole_rows(self.product, self.business)

    def come(self, number: int) -> None:
        ids = self.product.receipts(self.business, number, files=1)
        self.product.execute("UPDATE receipts SET gmail_message_id = id::text WHERE id = ANY (%s)", ids)

    def job(self, batches: int) -> None:
        """A deletion of ours, of so many batches; the web side has the rest, or nobody."""
        self.product.execute("UPDATE background_jobs SET created_at = created_at - interval '2 minutes'")
        before = self.rows
        if all(row["is_deleted"] for row in before.values()):
            return
        (started,) = self.station.actions.start(
            self.station.person, DELETE_RECEIPTS, [self.business], keep_days=7
        )
        assert started.job
        job_id = started.job.id
        self.station.run_batches(job_id, batches, batch_size=4)
        self._note(before, job_id)
        self.station.cancel(job_id)
        self.jobs.append(job_id)

    def web_deletes(self, steps: int) -> None:
        """And is cancelled after so many steps of its worker."""
        before = self.rows
        answer = done(self.web.delete_all(self.business, self.person))
        if answer.job is None or answer.job["status"] != "queued":
            return
        worker = self.web.work()
        assert worker is not None
        for _, _ in zip(range(steps), worker, strict=False):
            pass
        done(self.web.cancel(self.business, answer.job["id"]))
        worker.finish()
        self.product.execute("UPDATE background_jobs SET heartbeat_at = NULL WHERE NOT status = 'running'")
        self._note(before, None)

    def by_hand(self, which: int) -> None:
        """Somebody deletes a live one, or gives a deleted one another time."""
        if ids := list(self.rows):
            before = self.rows
            one = ids[which % len(ids)]
            change = "UPDATE receipts SET is_deleted = true, deleted_at = now() WHERE id = %s"
            self.product.execute(change, one)
            self.by.pop(one, None)
            self._note({key: row for key, row in before.items() if key == one}, None)

    def sweep(self, step: int) -> None:
        """By a console that may die; what it left, the next one finds."""
        with suppress(Dies), dying(self.station, step):
            self.station.console.sweep_files(self.station.person, [self.business])
        self.station.console.sweep_files(self.station.person, [self.business])
        rows = self.rows
        kept = {key for key in self.by if rows[key]["is_deleted"] and self.whole[key]["attachment_id"]}
        kept |= {key for key, row in rows.items() if not row["is_deleted"] and row["attachment_id"]}
        lost = {key for key in kept if not self._is_whole(rows[key])}
        assert not lost, f"swept, and could be restored or are live: {lost}"

    def a_week_later(self) -> None:
        """Nothing that is due by then is forgotten, and no live receipt has lost its file."""
        for table, times in (
            ("receipts", ("deleted_at",)),
            ("background_jobs", ("created_at", "updated_at", "finished_at")),
        ):
            earlier = ", ".join(f"{one} = {one} - interval '8 days'" for one in times)
            self.product.execute(f"UPDATE {table} SET {earlier}")
        self.station.console.sweep_files(self.station.person, [self.business])
        rows = self.rows
        assert not [key for key, row in rows.items() if row["is_deleted"] and row["attachment_id"]]
        live = [row for row in rows.values() if not row["is_deleted"] and row["attachment_id"]]
        assert all(map(self._is_whole, live))

    def _is_whole(self, row: dict[str, Any]) -> bool:
        """Its file is there, bit by bit."""
        found = self.product.rows("SELECT storage_path FROM attachments WHERE id = %s", row["attachment_id"])
        content = b"a file of purpose receipt_source"
        return any(self.product.path(one["storage_path"]).read_bytes() == content for one in found)

    def again(self, which: int) -> None:
        """A message comes once more, where the index allows it."""
        rows = self.rows
        live = {row["gmail_message_id"] for row in rows.values() if not row["is_deleted"]}
        lost = sorted({row["gmail_message_id"] for row in rows.values()} - live)
        if lost:
            self.product.receipts(self.business, 1, gmail_message_id=lost[which % len(lost)])

    def restore(self, which: int, crashes: list[int]) -> None:
        if not self.jobs:
            return
        job_id = self.jobs[which % len(self.jobs)]
        before = self.rows
        back, taken = self._expected(before, job_id)
        (result,) = self.restoring.actions.start(self.station.person, [job_id])
        if result.answer is Answer.NOTHING_TO_RESTORE:
            assert not back
            return
        assert result.restore, result
        row = self._run(result.restore.id, crashes)
        now = self.rows
        assert (row.status, row.restored) == (RestoreStatus.COMPLETED, len(back))
        assert dict(row.notes.conflicts).keys() == taken
        assert row.done == row.total == len(back) + len(taken)
        assert {key: now[key] for key in back} == {key: self.whole[key] for key in back}
        assert all(self._is_whole(now[key]) for key in back if now[key]["attachment_id"])
        assert {key: now[key] for key in now.keys() - back} == {
            key: before[key] for key in before.keys() - back
        }
        for one in back:
            del self.by[one]

    def _run(self, restore_id: int, crashes: list[int]) -> Restore:
        for step in crashes:
            try:
                with dying(self.station, step):
                    return self.restoring.run(restore_id, batch_size=4)
            except Dies:
                age(self.product, restore_id)
                answer = self.restoring.answer("go_on", restore_id)
                if answer is Answer.WRONG_STATUS:  # it died after its last commit
                    return self.restoring.read(restore_id)
                assert answer is Answer.RESTORING
        return self.restoring.run(restore_id, batch_size=4)

    def _expected(self, rows: Rows, job_id: int) -> tuple[set[int], set[int]]:
        """Which receipts come back, and which are in conflict."""
        live = {row["gmail_message_id"] for row in rows.values() if not row["is_deleted"]}
        back, taken = set[int](), set[int]()
        for one in sorted(key for key, by in self.by.items() if by == job_id):
            message = rows[one]["gmail_message_id"]
            (taken if message in live else back).add(one)
            live.add(message)
        return back, taken

    def _note(self, before: Rows, job_id: int | None) -> None:
        now = self.rows
        for key, row in before.items():
            if not row["is_deleted"] and now[key]["is_deleted"]:
                self.whole[key] = row
                if job_id is not None:
                    self.by[key] = job_id


@contextmanager
def dying(station: Station, step: int) -> Iterator[None]:
    """The console gets no further than to its so many-th statement."""
    sent = 0

    def count(*_rest: object) -> None:
        nonlocal sent
        sent += 1
        if sent == step:
            raise Dies

    with station._sent.by(count):
        yield


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=4, max_size=12), CRASHES)
def test_what_is_restored_is_as_it_was(
    product: Product,
    station: Station,
    web: WebSide,
    steps: list[tuple[str, int]],
    crashes: list[int],
) -> None:
    product.execute("DROP INDEX IF EXISTS uq_receipt_business_gmail_message")
    station._asked = 0
    ground = Ground(product, station, web)
    ground.come(9)
    ground.job(3)
    for kind, number in [*steps, ("restore", 0), ("restore", 1)]:
        match kind:
            case "come":
                ground.come(number)
            case "job":
                ground.job(number)
            case "web":
                ground.web_deletes(number)
            case "by hand":
                ground.by_hand(number)
            case "again":
                ground.again(number)
            case "sweep":
                ground.sweep(number)
            case "restore":
                ground.restore(number, crashes)
    ground.a_week_later()
