"""What waits in the queue, read by raw commands in a few round trips.

Nothing in Redis is trusted: the length of a value is asked for before it is read, and what an entry calls is
read by `unpickling`. What cannot be read costs no more than itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import redis
from redis.exceptions import NoPermissionError

from app.core.server import Entry
from app.core.server_look import MOST_ENTRIES
from app.queue import terms
from app.queue.moments import moment_in
from app.queue.unpickling import LARGEST, job_id_in

MOST_IDS = MOST_ENTRIES
"""Ids that are read of each queue, from its front; what waits behind them is counted."""

_CHUNK = 500
"""Keys of which one round trip asks."""
_LONGEST_ID = 200
_LONGEST_TIME = 40

T = TypeVar("T")
Fields = dict[str, bytes]


def entries(client: redis.Redis, ahead: timedelta = timedelta(0)) -> tuple[list[Entry], dict[str, int]]:
    """The entries of ours in both queues, and how many others each has. `ahead` is added to times."""
    found: list[Entry] = []
    others: dict[str, int] = {}
    commands: list[tuple[Any, ...]] = []
    for key in map(terms.queue_key, terms.QUEUES):
        commands += [("LRANGE", key, 0, MOST_IDS - 1), ("LLEN", key)]
    answers = iter(asked(client, commands))
    for queue, ids, length in zip(terms.QUEUES, answers, answers, strict=False):
        ours, of_others = _entries_in(client, queue, required(ids), ahead)
        found += ours
        others[queue] = of_others + max(0, required(length) - len(ids))
    return found, others


def _entries_in(
    client: redis.Redis, queue: str, ids: Sequence[bytes], ahead: timedelta
) -> tuple[list[Entry], int]:
    """Those of ours among these ids, and how many are of others. What has no hash any more is neither."""
    found: list[Entry] = []
    others = 0
    limits = {"data": LARGEST, "enqueued_at": _LONGEST_TIME}
    hashes = bounded(client, [terms.ENTRY.encode() + one for one in ids], limits)
    for position, (raw, fields) in enumerate(zip(ids, hashes, strict=True)):
        job_id = job_id_in(fields.get("data", b"")) if fields else None
        name = text_of(raw, _LONGEST_ID)
        if job_id is not None and name is not None:
            found.append(Entry(name, queue, job_id, position, time_of(fields, "enqueued_at", ahead)))
        elif fields is not None:
            others += 1
    return found, others


def bounded(client: redis.Redis, keys: Sequence[bytes], limits: Mapping[str, int]) -> Iterator[Fields | None]:
    """Of each hash the fields in `limits` that are no longer than that many bytes, without those that it
    lacks; None for one that has none of them, and no fields for what is no hash."""
    for some in chunks(keys, _CHUNK):
        lengths = asked(client, [("HSTRLEN", key, name) for key in some for name in limits])
        known = list(chunks(lengths, len(limits)))
        wanted = [
            [
                name
                for (name, limit), length in zip(limits.items(), of_one, strict=True)
                if _fits(length, limit)
            ]
            for of_one in known
        ]
        commands = [("HMGET", key, *names) for key, names in zip(some, wanted, strict=True) if names]
        answers = iter(asked(client, commands))
        for names, of_one in zip(wanted, known, strict=True):
            values = next(answers) if names else []
            if names and not isinstance(values, Exception):
                present = zip(names, values, strict=True)
                yield {name: value for name, value in present if value is not None} or None
            else:
                yield {} if any(of_one) else None


def _fits(length: object, limit: int) -> bool:
    return isinstance(length, int) and 0 < length <= limit


def asked(client: redis.Redis, commands: Iterable[Sequence[Any]]) -> list[Any]:
    """The answers to all commands, in one round trip; what one of them was refused for stands as its answer.
    Raises redis.RedisError, also where the user lacks a right."""
    with client.pipeline(transaction=False) as pipe:
        for command in commands:
            pipe.execute_command(*command)  # type: ignore[no-untyped-call]  # redis-py leaves it untyped
        answers: list[Any] = pipe.execute(raise_on_error=False)
    for answer in answers:
        if isinstance(answer, NoPermissionError):
            raise answer
    return answers


def required(answer: Any) -> Any:
    """An answer without which there is nothing to tell. Raises what stands as it."""
    if isinstance(answer, Exception):
        raise answer
    return answer


def text_of(raw: bytes, limit: int) -> str | None:
    """A short text; None where it is none."""
    try:
        return raw.decode() if len(raw) <= limit else None
    except UnicodeDecodeError:
        return None


def time_of(fields: Fields | None, name: str, ahead: timedelta) -> datetime | None:
    """A time in such a field (naive UTC), by the clock of this computer; None where there is none."""
    time = moment_in(text_of((fields or {}).get(name, b""), _LONGEST_TIME) or "")
    try:
        return None if time is None else time + ahead
    except OverflowError:
        return None


def chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """The items, so many at a time."""
    for begin in range(0, len(items), size):
        yield items[begin : begin + size]
