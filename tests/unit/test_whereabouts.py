"""`app.core.whereabouts`: where a job runs or waits, or where it ran, whatever its row holds."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.core.server import server_mark
from app.core.whereabouts import ON_SERVER, WEB_WORKER, Place, Whereabouts, whereabouts
from tests.support.jobs import a_job

THEN = datetime(2026, 5, 11, 11)
LATER = datetime(2026, 5, 11, 11, 30)
DESK = "sweep:front-services:7:0123456789ab"
WORKER = "sweep:prod-2:w31:0123456789ab"
MARK = server_mark(THEN)
AT_DESK = Whereabouts(Place.COMPUTER, "front-services")
AT_WORKER = Whereabouts(Place.SERVER_WORKER, "prod-2:31")


def found(status: str, worker: str | None, *, moved: bool = False, **row: Any) -> Whereabouts | None:
    """Of a job that began THEN; with `moved` the web worker has gone on with it since."""
    cursor = Cursor(40, 90, worker, claimed=str(THEN)).text()
    if moved:
        cursor = cursor.replace('"last_id": 40', '"last_id": 41')
    return whereabouts(
        a_job(**{"status": JobStatus(status), "cursor_text": cursor, "started_at": THEN, **row})
    )


@pytest.mark.parametrize(
    ("worker", "place"), [(f"{DESK}/3", AT_DESK), (f"{WORKER}/3", AT_WORKER), (None, WEB_WORKER)]
)
def test_a_running_job_is_where_its_worker_is(worker: str | None, place: Whereabouts) -> None:
    assert found("running", worker) == place
    assert found("running", worker, moved=True) == WEB_WORKER
    assert found("running", worker, started_at=LATER) == WEB_WORKER


@pytest.mark.parametrize(
    ("worker", "place"),
    [
        (f"{DESK}/queue", AT_DESK),
        (f"{WORKER}/queue", AT_WORKER),
        (MARK, ON_SERVER),
        (None, WEB_WORKER),
        (f"{DESK}/3", WEB_WORKER),
    ],
)
def test_a_queued_job_is_where_it_waits(worker: str | None, place: Whereabouts) -> None:
    assert found("queued", worker) == place
    assert found("queued", worker, moved=True) == WEB_WORKER


@pytest.mark.parametrize("status", ["paused", "failed", "cancelled", "completed"])
@pytest.mark.parametrize(
    ("worker", "place"),
    [
        (f"{DESK}/3", AT_DESK),
        (f"{WORKER}/3", AT_WORKER),
        (f"{DESK}/queue", None),
        (MARK, None),
        (None, None),
    ],
)
def test_a_job_that_rests_is_where_it_ran(status: str, worker: str | None, place: Whereabouts | None) -> None:
    """One that was stopped as it waited ran nowhere since, as far as its row says."""
    assert found(status, worker) == place
    if worker is not None:
        assert found(status, worker, moved=True) == WEB_WORKER


def test_in_words_of_the_command_line() -> None:
    said = [str(one) for one in (AT_DESK, AT_WORKER, ON_SERVER, WEB_WORKER)]
    assert said == ["front-services", "server worker prod-2:31", "waits on the server", "web"]


@given(st.sampled_from(JobStatus), st.text(max_size=60), st.sampled_from([None, THEN]))
def test_any_row_has_an_answer(status: JobStatus, worker: str, started_at: datetime | None) -> None:
    cursor = f'{{"last_id": 4, "at": 4, "worker": "{worker}"}}'
    place = whereabouts(a_job(status=status, cursor_text=cursor, started_at=started_at))
    assert place is None or place.name or place.place in {Place.WEB, Place.SERVER_QUEUE}
