"""One look at the queue and the rows together, without either: what is said of each job and each worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.core.job import Job, JobStatus
from app.core.queue_errors import QueueUnreachable
from app.core.server import Entry, Listener, ListenerState, QueueLook, server_mark
from app.core.server_look import MOST_ENTRIES, EntryState, Rows, SeenWorker, ServerLook, Work, looked_at
from app.core.unpicked import Unpicked, Why

NOW = datetime(2026, 11, 27, 14, 25, 8)
WHERE = "redis://queue-1:6379/0"
OURS = Listener("ours-1", ("sweep",), ListenerState.IDLE, is_ours=True, console="sweep:queue-1:w811:ab")
PRODUCT = Listener("web-1", ("maintenance",), ListenerState.IDLE, is_ours=False)
TOKEN = "sweep:queue-1:w811:ab/1"


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def job(job_id: int, *, waits: float | None = 30, worker: str = "", **more) -> Job:
    """It waits on the server for so many seconds, for the web's worker (None), or has a `worker`."""
    mark = worker or ("" if waits is None else server_mark(ago(waits)))
    fields = {
        "business_id": job_id * 10,
        "job_type": "delete_receipts_all",
        "status": JobStatus.QUEUED,
        "total": 100,
        "processed": 0,
        "succeeded": 0,
        "failed": 0,
        "last_error": None,
        "cursor_text": f'{{"worker": "{mark}"}}' if mark else None,
        "created_at": ago(30),
        "updated_at": ago(1),
        "started_at": None,
        "finished_at": None,
        "heartbeat_at": None,
        "requested_by": "dana@sweep.example",
        "idle_seconds": 1.0,
        "read_at": NOW,
    }
    return Job(id=job_id, **{**fields, **more})


def running(job_id: int, worker: str = TOKEN, **more) -> Job:
    return job(job_id, worker=worker, status=JobStatus.RUNNING, started_at=ago(9), heartbeat_at=NOW, **more)


def entry(job_id: int, position: int, queue: str = "sweep") -> Entry:
    return Entry(f"{queue}-{position}", queue, job_id, position, ago(20))


def look(*listeners: Listener, entries=(), others=None, started=3600.0) -> QueueLook:
    counts = {"sweep": 0, "maintenance": 0, **(others or {})}
    return QueueLook(listeners, tuple(entries), counts, NOW, 2.0, ago(started))


def seen(queue: QueueLook | None, *jobs: Job, visible=None, **more) -> ServerLook:
    names = {one.business_id: f"Business {one.business_id}" for one in jobs}
    return looked_at(queue, Rows(jobs, visible, names), where=WHERE, read_at=NOW, **more)


def at(worker: SeenWorker) -> int | None:
    """The job that it works on."""
    return worker.job.job_id if worker.job is not None else None


def states(found: ServerLook) -> dict[int, EntryState]:
    return {one.job.job_id: one.entry for one in found.waiting}


def test_places_count_what_a_worker_will_take_and_nothing_else():
    entries = [entry(3, 1, "maintenance"), entry(1, 4), entry(99, 5), entry(2, 6), entry(1, 9), entry(2, 0)]
    found = seen(look(OURS, entries=entries, others={"maintenance": 12}), job(1), job(2), job(3))
    assert {one.job.job_id: one.position for one in found.waiting} == {2: 1, 1: 2, 3: 3}
    assert [one.job.job_id for one in found.waiting] == [2, 1, 3]
    assert (found.waits, found.others) == (3, 12)


def test_the_product_s_queue_is_said_to_be_the_product_s_unless_ours_read_it_too():
    entries = [entry(1, 0, "maintenance")]
    both = replace(OURS, queues=("sweep", "maintenance"))
    assert states(seen(look(OURS, PRODUCT, entries=entries), job(1))) == {1: EntryState.FOR_PRODUCT}
    assert states(seen(look(both, PRODUCT, entries=entries), job(1))) == {1: EntryState.IN_QUEUE}


@pytest.mark.parametrize(
    ("waited", "before", "state"),
    [
        (4, None, EntryState.ENTERING),
        (6, None, EntryState.GONE),
        (6, frozenset(), EntryState.ENTERING),  # it was there a moment ago: somebody is taking it
        (6, frozenset({1}), EntryState.GONE),
    ],
)
def test_an_entry_is_gone_only_where_it_was_missing_for_a_while(waited, before, state):
    found = seen(look(OURS), job(1, waits=waited), missing_before=before)
    assert states(found) == {1: state}
    assert found.waiting[0].may_be_moved is (state is EntryState.GONE)
    assert found.missing == {1}


def test_behind_a_queue_that_was_not_read_to_its_end_nothing_is_gone():
    found = seen(look(OURS, others={"sweep": MOST_ENTRIES + 1}), job(1))
    assert states(found) == {1: EntryState.UNKNOWN}


@pytest.mark.parametrize(("started", "told"), [(20.0, ago(20)), (40.0, None)])
def test_a_restart_of_redis_is_told_where_it_came_after_the_wait_began(started, told):
    assert seen(look(OURS, started=started), job(1, waits=30)).waiting[0].restarted_at == told


def test_the_web_s_own_jobs_wait_too():
    found = seen(look(PRODUCT, entries=[entry(1, 0, "maintenance")]), job(1, waits=None))
    assert (found.waiting[0].entry, found.waiting[0].since) == (EntryState.FOR_PRODUCT, ago(20))
    assert seen(look(PRODUCT), job(2, waits=None)).waiting[0].since == ago(30)
    begun = job(3, waits=None, started_at=ago(500))
    assert seen(look(PRODUCT), begun).waiting[0].since is None


@pytest.mark.parametrize(
    ("waits", "listeners", "why", "moves"),
    [
        (59, (replace(OURS, state=ListenerState.BUSY),), None, False),
        (61, (replace(OURS, state=ListenerState.BUSY),), Why.BUSY, True),
        (61, (OURS,), Why.SOON, True),
        (1, (), Why.NOBODY, True),
        (1, (replace(OURS, state=ListenerState.LOST),), Why.NOBODY, True),
    ],
)
def test_why_it_waits_is_said_after_a_minute_or_where_nobody_listens(waits, listeners, why, moves):
    [one] = seen(look(*listeners, entries=[entry(1, 0)]), job(1, waits=waits)).waiting
    assert (one.why and one.why.why, one.may_be_moved) == (why, moves)


def test_without_redis_the_rows_say_what_they_can():
    problem = QueueUnreachable("refused", WHERE)
    found = seen(None, job(1, waits=70), running(2), problem=problem)
    assert found.problem is problem
    assert (found.waiting[0].entry, found.waiting[0].why) == (EntryState.UNKNOWN, Unpicked(Why.UNREACHABLE))
    [worker] = found.workers
    assert (worker.name, worker.is_listed, at(worker)) == ("queue-1:811", False, 2)
    assert found.seconds_to_wait(100.0) is None


def test_what_a_person_may_not_see_is_counted_and_not_named():
    jobs = job(1), job(2), running(3)
    found = seen(look(OURS, entries=[entry(1, 0), entry(2, 1)]), *jobs, visible=frozenset({2}))
    assert [(one.job.job_id, one.position) for one in found.waiting] == [(2, 2)]
    assert found.waits == 2
    [worker] = found.workers
    assert (worker.work, worker.job) == (Work.HIDDEN, None)


def test_a_worker_is_known_by_the_job_whose_row_names_it():
    busy = replace(OURS, state=ListenerState.BUSY, since=ago(9), job_id=77)
    [worker] = seen(look(busy), running(3)).workers
    assert (worker.name, worker.work, at(worker)) == ("queue-1:811", Work.JOB, 3)


def test_a_lost_worker_stands_first_and_says_who_has_its_job():
    lost = replace(
        OURS, name="z", state=ListenerState.LOST, seen_at=ago(180), job_id=3, console="sweep:zz:w5:x"
    )
    found = seen(look(OURS, PRODUCT, lost), running(3))
    assert [one.key for one in found.workers] == ["z", "ours-1", "web-1"]
    first = found.workers[0]
    assert (first.work, first.taken_over_by, first.since) == (Work.TAKEN_OVER, "queue-1:811", ago(180))
    waits_again = seen(look(lost), job(3)).workers[0]
    assert (waits_again.work, waits_again.taken_over_by) == (Work.TAKEN_OVER, "")
    still = seen(look(lost), running(3, "sweep:zz:w5:x/1", idle_seconds=130.0)).workers[0]
    assert (still.work, at(still)) == (Work.JOB, 3)


def test_a_worker_that_redis_has_forgotten_is_told_by_its_job():
    forgotten = seen(look(), running(3)).workers[0]
    assert (forgotten.state, forgotten.is_listed) == (ListenerState.BUSY, False)
    for idle in (61.0, 121.0):  # as long as one in Redis
        silent = seen(look(), running(3, idle_seconds=idle))
        assert (silent.workers[0].state, silent.listening) == (ListenerState.LOST, 0)


@pytest.mark.parametrize(("at", "work"), [(None, Work.OTHER), (4, Work.JOB), (99, Work.NOTHING)])
def test_what_the_product_s_worker_is_at(at, work):
    busy = replace(PRODUCT, state=ListenerState.BUSY, job_id=at)
    web = job(4, worker="", waits=None, status=JobStatus.RUNNING, started_at=ago(5))
    assert seen(look(busy), web).workers[0].work is work


class TestWait:
    """How long a job waits that is started now."""

    def test_not_at_all_where_a_worker_is_free(self):
        assert seen(look(OURS)).seconds_to_wait(None) == 0.0

    def test_nobody_knows_where_nobody_listens_or_nothing_was_measured(self):
        busy = replace(OURS, state=ListenerState.BUSY)
        assert seen(look()).seconds_to_wait(50.0) is None
        assert seen(look(busy), running(1)).seconds_to_wait(None) is None
        assert seen(look(busy), running(1)).seconds_to_wait(0.0) is None

    def test_until_the_first_is_done_with_all_that_stands_before(self):
        busy = replace(OURS, state=ListenerState.BUSY)
        jobs = running(1, processed=50), running(2, TOKEN.replace("811", "812"), processed=20)
        assert seen(look(busy), *jobs).seconds_to_wait(10.0) == 10.0
        waits = job(3, total=5), job(4, total=1000)
        entries = [entry(3, 0), entry(4, 1)]
        # 50 and 80 left, 5 a second each: free after 10 and 16; then 5 more at 10, and 1000 more at 11.
        assert seen(look(busy, entries=entries), *jobs, *waits).seconds_to_wait(10.0) == 16.0

    def test_what_has_no_place_stands_before_nobody(self):
        busy = replace(OURS, state=ListenerState.BUSY)
        assert seen(look(busy), running(1), job(2)).seconds_to_wait(10.0) == 10.0
