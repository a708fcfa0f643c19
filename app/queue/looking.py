"""Who listens on the queue, and one look at all of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import redis

from app.core.server import LISTENER_LOST_AFTER, OWN_QUEUE, Listener, ListenerState, QueueLook, QueuePing
from app.core.text import cleaned, whole_number
from app.queue import terms
from app.queue.listing import Fields, asked, bounded, chunks, entries, required, text_of, time_of
from app.queue.unpickling import LARGEST, job_id_in

MOST_WORKERS = 1_000
"""Workers that are read of each queue. Names of dead ones stay in the set until RQ cleans it."""

_CHUNK = 50
_LONGEST = 512
_RQ_FIELDS = (
    "birth",
    "last_heartbeat",
    "queues",
    "pid",
    "hostname",
    "version",
    "state",
    "current_job",
    "death",
)
_LIMITS = dict.fromkeys((*_RQ_FIELDS, *terms.OWN_FIELDS), _LONGEST)
_SAME_CLOCK = timedelta(seconds=5)
"""Clocks that differ by less are taken for the same one."""

_STATES = {
    "busy": ListenerState.BUSY,
    "suspended": ListenerState.STOPPING,  # `rq suspend`: it takes nothing until it is resumed
}


def look(client: redis.Redis, now: Callable[[], datetime]) -> QueueLook:
    """One look at the queue; `now` is naive UTC. Raises redis.RedisError."""
    begun = time.perf_counter()
    client.ping()
    milliseconds = (time.perf_counter() - begun) * 1000
    about, ahead = _server(client, now)
    living = _listeners(client, now(), ahead)
    found, others = entries(client, ahead)
    read_at = now()
    uptime = whole_number(str(about.get("uptime_in_seconds", "")))
    return QueueLook(
        listeners=tuple(living),
        entries=tuple(found),
        others=others,
        read_at=read_at,
        milliseconds=milliseconds,
        started_at=_before(read_at, uptime),
    )


def ping(client: redis.Redis, now: Callable[[], datetime]) -> QueuePing:
    """What answers, how fast, whether it takes writes, and who listens. Raises redis.RedisError."""
    client.ping()  # connects
    begun = time.perf_counter()
    client.ping()
    milliseconds = (time.perf_counter() - begun) * 1000
    # Changes nothing, and is refused where nothing can be written.
    client.lrem(terms.queue_key(OWN_QUEUE), 1, "")
    about, ahead = _server(client, now)
    living = [one for one in _listeners(client, now(), ahead) if one.state is not ListenerState.LOST]
    version = about.get("valkey_version") or about.get("redis_version") or ""
    return QueuePing(
        milliseconds=milliseconds,
        version=cleaned(str(version))[:_LONGEST],
        ours=sum(one.is_ours for one in living),
        product=sum(not one.is_ours for one in living),
    )


def listeners(client: redis.Redis, now: Callable[[], datetime]) -> list[Listener]:
    """Who listens alone. Raises redis.RedisError."""
    _, ahead = _server(client, now)
    return _listeners(client, now(), ahead)


def _server(client: redis.Redis, now: Callable[[], datetime]) -> tuple[dict[str, Any], timedelta]:
    """What the server says of itself, nothing where the user may not ask; and how far this computer's clock
    is ahead of its."""
    with client.pipeline(transaction=False) as pipe:
        pipe.info("server")
        pipe.time()
        about, clock = pipe.execute(raise_on_error=False)
    ahead = timedelta(0)
    if not isinstance(clock, Exception):
        with suppress(ValueError, OverflowError, OSError):
            seconds, micros = clock
            ahead = now() - datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None, microsecond=micros)
    if isinstance(about, Exception):
        about = {}
    return about, ahead if abs(ahead) > _SAME_CLOCK else timedelta(0)


def _before(read_at: datetime, seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else read_at - timedelta(seconds=seconds)
    except OverflowError:
        return None


def _listeners(client: redis.Redis, now: datetime, ahead: timedelta) -> list[Listener]:
    """All workers that have a hash, ours first."""
    listens: dict[str, list[str]] = {}
    sets = asked(client, [("SRANDMEMBER", terms.workers_key(queue), MOST_WORKERS) for queue in terms.QUEUES])
    for queue, members in zip(terms.QUEUES, sets, strict=True):
        for name in _names(required(members)):
            listens.setdefault(name, []).append(queue)
    names = sorted(listens)
    found: list[Listener] = []
    for some in chunks(names, _CHUNK):
        hashes = bounded(client, [f"{terms.WORKER}{name}".encode() for name in some], _LIMITS)
        living = {name: fields for name, fields in zip(some, hashes, strict=True) if fields}
        living = {name: fields for name, fields in living.items() if "death" not in fields}
        work = _work_of(client, living)
        for name, fields in living.items():
            found.append(_listener(name, tuple(listens[name]), fields, work.get(name), now, ahead))
    return sorted(found, key=lambda one: (not one.is_ours, one.name))


def _names(members: Iterable[bytes]) -> list[str]:
    """The names of workers in a set of their keys: a key that is none is not followed."""
    keys = (text_of(member, _LONGEST) for member in members)
    return [key.removeprefix(terms.WORKER) for key in keys if key and key.startswith(terms.WORKER)]


def _listener(
    name: str,
    found_on: tuple[str, ...],
    fields: Fields,
    work: Fields | None,
    now: datetime,
    ahead: timedelta,
) -> Listener:
    is_ours = bool(fields.get(terms.VERSION))
    said = [one for one in _text(fields, "queues").split(",") if one]
    queues = (*said, *(one for one in found_on if one not in said))
    seen_at = time_of(fields, "last_heartbeat", ahead)
    state = _STATES.get(_text(fields, "state"), ListenerState.IDLE)
    job_id = job_id_in(work.get("data", b"")) if work else None
    since = time_of(work, "started_at", ahead)
    if is_ours:
        state = _own_state(_text(fields, terms.STATE), state)
        job_id = whole_number(_text(fields, terms.JOB))
        since = time_of(fields, terms.SINCE, ahead)
        if seen_at is not None and now - seen_at > timedelta(seconds=LISTENER_LOST_AFTER):
            state = ListenerState.LOST
    return Listener(
        name=name,
        queues=queues,
        state=state,
        is_ours=is_ours,
        host=_text(fields, "hostname"),
        process_id=whole_number(_text(fields, "pid")),
        version=_text(fields, terms.VERSION if is_ours else "version"),
        seen_at=seen_at,
        born_at=time_of(fields, "birth", ahead),
        since=since,
        job_id=job_id,
        console=_text(fields, terms.CONSOLE) or None,
    )


def _own_state(said: str, otherwise: ListenerState) -> ListenerState:
    told = {ListenerState.IDLE, ListenerState.BUSY, ListenerState.STOPPING}
    return next((one for one in told if one == said), otherwise)


def _work_of(client: redis.Redis, workers: dict[str, Fields]) -> dict[str, Fields]:
    """The entries that workers of the product are at."""
    theirs = [name for name, fields in workers.items() if not fields.get(terms.VERSION)]
    sets = asked(client, [("SRANDMEMBER", terms.executions_key(name), 1) for name in theirs])
    at: dict[str, bytes] = {}
    for name, members in zip(theirs, sets, strict=True):
        listed = members[0].rpartition(b":")[0] if isinstance(members, list) and members else b""
        if entry := workers[name].get("current_job") or listed:
            at[name] = terms.ENTRY.encode() + entry
    hashes = bounded(client, list(at.values()), {"data": LARGEST, "started_at": _LONGEST})
    return {name: fields for name, fields in zip(at, hashes, strict=True) if fields}


def _text(fields: Fields, name: str) -> str:
    """A field for people: one line that disguises nothing."""
    return cleaned(fields.get(name, b"").decode("utf-8", "replace"))
