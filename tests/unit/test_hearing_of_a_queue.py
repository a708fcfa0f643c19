"""What one look at the queue says: who would take a job now, and why one that waits is not taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.core.listening import Hears, Listening
from app.core.server import Entry, Listener, ListenerState, QueueLook
from app.core.unpicked import Unpicked, UnpickedReasons, Why

NOW = datetime(2026, 11, 27, 12, 0)
BOTH = ("sweep", "maintenance")
IDLE, BUSY, STOPPING, LOST = ListenerState


def ours(state: ListenerState = IDLE, queues: tuple[str, ...] = BOTH, **more: Any) -> Listener:
    return Listener("ours", queues, state, is_ours=True, **more)


def products(state: ListenerState = IDLE, queues: tuple[str, ...] = ("calls", "maintenance")) -> Listener:
    return Listener("products", queues, state, is_ours=False)


def look(*listeners: Listener, entries: tuple[Entry, ...] = ()) -> QueueLook:
    """Each listener has a name of its own."""
    named = tuple(replace(one, name=f"{one.name}-{place}") for place, one in enumerate(listeners))
    return QueueLook(named, entries, {}, NOW, 1.0)


@pytest.mark.parametrize(
    ("listeners", "heard"),
    [
        ([], Listening(Hears.NOBODY)),
        ([ours(LOST), products(LOST)], Listening(Hears.NOBODY)),
        ([products(queues=("calls",))], Listening(Hears.NOBODY)),
        ([products()], Listening(Hears.PRODUCT, 1, 1)),
        ([products(BUSY), products()], Listening(Hears.PRODUCT, 2, 1)),
        ([products(), ours(BUSY)], Listening(Hears.OURS, 1, 0)),
        ([ours(), ours(BUSY), ours(STOPPING), ours(LOST)], Listening(Hears.OURS, 3, 1)),
        ([ours(queues=("maintenance",))], Listening(Hears.OURS, 1, 1)),
        ([ours(queues=("maintenance",)), products()], Listening(Hears.PRODUCT, 2, 2)),
        ([ours(LOST), products()], Listening(Hears.PRODUCT, 1, 1)),
        ([products(queues=("sweep",))], Listening(Hears.NOBODY)),
    ],
)
def test_who_would_take_a_job(listeners: list[Listener], heard: Listening) -> None:
    """By the queue that its entry comes into: the product's workers know no job of the queue `sweep`."""
    assert Listening.of(look(*listeners)) == heard


def entry(queue: str = "sweep", job_id: int = 7) -> Entry:
    return Entry("id", queue, job_id, 0)


@pytest.mark.parametrize(
    ("listeners", "queues", "why"),
    [
        ([], [], Why.NOBODY),
        ([], ["sweep"], Why.NOBODY),
        ([ours(LOST)], ["sweep"], Why.NOBODY),
        ([products()], ["sweep"], Why.NOBODY),
        ([products()], [], Why.NO_ENTRY),
        ([ours(BUSY)], [], Why.NO_ENTRY),
        ([ours(BUSY)], ["sweep"], Why.BUSY),
        ([ours(BUSY), ours(STOPPING)], ["maintenance"], Why.BUSY),
        ([ours(BUSY), ours()], ["sweep"], Why.SOON),
        ([ours(BUSY), products()], ["sweep"], Why.BUSY),
        ([ours(BUSY), products()], ["maintenance"], Why.SOON),
        ([ours(BUSY)], ["elsewhere"], Why.NOBODY),
    ],
)
def test_why_a_job_is_not_taken(listeners: list[Listener], queues: list[str], why: Why) -> None:
    reasons = UnpickedReasons(look(*listeners, entries=tuple(map(entry, queues))))
    assert reasons.of(7).why is why
    assert reasons.of(8).why is (
        Why.NO_ENTRY if UnpickedReasons(look(*listeners)).of(8).workers else Why.NOBODY
    )


def test_without_an_answer_nobody_knows() -> None:
    assert UnpickedReasons(None).of(7) == Unpicked(Why.UNREACHABLE)


def test_only_a_worker_that_will_take_it_is_waited_for() -> None:
    assert {why for why in Why if Unpicked(why).is_listened_for} == {Why.BUSY, Why.SOON}


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59, 0), (60, 1), (3_599, 59), (-5, 0)])
def test_the_one_busy_longest_says_with_what(seconds: int, minutes: int) -> None:
    since = NOW - timedelta(seconds=seconds)
    later = since + timedelta(seconds=1)
    busy = ours(BUSY, job_id=3, since=later), ours(BUSY, job_id=4, since=since), ours(BUSY)
    reasons = UnpickedReasons(look(*busy, entries=(entry(),)))
    assert reasons.of(7) == Unpicked(Why.BUSY, 3, 4, minutes)


def test_a_worker_that_does_not_say_since_when_is_busy_all_the_same() -> None:
    reasons = UnpickedReasons(look(ours(BUSY), entries=(entry(),)))
    assert reasons.of(7) == Unpicked(Why.BUSY, 1)
