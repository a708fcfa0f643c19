"""`app.server.aside`: a job that cannot be taken is tried again after a while, longer each time."""

from __future__ import annotations

from random import Random

from app.core.policy import MAX_BACKOFF_SECONDS
from app.server.aside import SetAside


def test_each_is_tried_again_later_each_time() -> None:
    now = [0.0]
    aside = SetAside(Random(1), lambda: now[0])
    waits = []
    for _ in range(12):
        aside.note(1)
        began = now[0]
        assert aside.jobs() == {1}
        while 1 in aside.jobs():
            now[0] += 0.25
        waits.append(now[0] - began)
    assert waits[0] <= 2.25
    assert max(waits) <= MAX_BACKOFF_SECONDS + 0.25
    assert min(waits[-3:]) > waits[0]


def test_one_costs_no_other_its_turn() -> None:
    aside = SetAside(Random(1), lambda: 0.0)
    for job_id in (1, 2, 2):
        aside.note(job_id)
    assert aside.jobs() == {1, 2}
    aside.forget(2)
    aside.forget(3)
    assert aside.jobs() == {1}


def test_whose_trouble_is_over_begins_anew() -> None:
    now = [0.0]
    aside = SetAside(Random(1), lambda: now[0])
    for _ in range(8):
        aside.note(1)
    aside.forget(1)
    aside.note(1)
    now[0] = 2.0
    assert aside.jobs() == frozenset()
