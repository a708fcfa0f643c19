"""Whatever happens to the queue in whatever order, it is listed as it is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st
from rq import Queue

from app.core.server import OWN_QUEUE, PRODUCT_QUEUE
from app.queue.server_queue import ServerQueue

QUEUES = st.sampled_from([OWN_QUEUE, PRODUCT_QUEUE])
JOBS = st.lists(st.integers(1, 6), max_size=4)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("enter"), QUEUES, JOBS, st.booleans()),
        st.tuples(st.just("other"), QUEUES, st.booleans()),
        st.tuples(st.just("take"), QUEUES),
        st.tuples(st.just("evict"), QUEUES, st.integers(0, 9)),
        st.tuples(st.just("remove"), JOBS),
        st.tuples(st.just("flush")),
    ),
    max_size=12,
)
OTHER, EVICTED = -1, -2


@dataclass
class Model:
    """For each queue the jobs that its ids stand for, in their order."""

    waiting: dict[str, list[int]] = field(default_factory=lambda: {OWN_QUEUE: [], PRODUCT_QUEUE: []})

    def put(self, queue: str, jobs: list[int], at_front: bool) -> None:
        there = self.waiting[queue]
        self.waiting[queue] = [*jobs, *there] if at_front else [*there, *jobs]

    def remove(self, jobs: list[int]) -> int:
        before = self.length
        for queue, there in self.waiting.items():
            self.waiting[queue] = [one for one in there if one not in jobs]
        return before - self.length

    @property
    def length(self) -> int:
        return sum(map(len, self.waiting.values()))

    @property
    def entries(self) -> list[tuple[str, int, int]]:
        return [
            (queue, job, place)
            for queue, there in self.waiting.items()
            for place, job in enumerate(there)
            if job > 0
        ]

    @property
    def others(self) -> dict[str, int]:
        return {queue: there.count(OTHER) for queue, there in self.waiting.items()}


def carry_out(step, model, queue, client):
    """One step, on both."""
    match step:
        case "enter", name, jobs, at_front:
            queue.enter_into(name, jobs, at_front=at_front)
            model.put(name, jobs, at_front)
        case "other", name, at_front:
            Queue(name, connection=client).enqueue("reports.build", 1, at_front=at_front)
            model.put(name, [OTHER], at_front)
        case "take", name:
            client.lpop(f"rq:queue:{name}")
            model.waiting[name] = model.waiting[name][1:]
        case "evict", name, place:
            if place < len(model.waiting[name]):
                client.delete(b"rq:job:" + client.lindex(f"rq:queue:{name}", place))
                model.waiting[name][place] = EVICTED
        case "remove", jobs:
            assert queue.remove(jobs) == model.remove(jobs)
        case ("flush",):
            client.flushdb()
            model.waiting = Model().waiting


@given(steps=STEPS)
@settings(max_examples=40)
def test_it_is_listed_as_it_is(redis_server, steps):
    database = redis_server.fresh()
    queue = ServerQueue(redis_server.url(database))
    model = Model()
    with closing(redis_server.client(database)) as client:
        for step in steps:
            carry_out(step, model, queue, client)
            look = queue.look()
            assert [(one.queue, one.job_id, one.position) for one in look.entries] == model.entries
            assert look.others == model.others
    queue.close(5)
    redis_server.give_back(database)
