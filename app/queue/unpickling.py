"""What an entry of the queue calls, read without running anything.

Whoever can write to Redis could make a pickle that runs code where it is opened. An `Unpickler` that knows
no classes still allocates what a pickle tells it to, and hashes keys that take for ever. So none is used:
the few operations of which a call like ours consists are done here, and any other ends the reading."""

from __future__ import annotations

import json
import pickletools
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.queue.terms import FUNCTION, is_ours

LARGEST = 2048
"""Bytes of an entry's `data` that are read: one of ours has about 110."""
_LARGEST_UNPACKED = 4096
_MOST_OPERATIONS = 64
"""One of ours has 16 to 25, by the protocol."""


@dataclass(frozen=True, slots=True)
class Call:
    """The function by its name, and what it is called with."""

    function: str
    args: tuple[object, ...]
    named: Mapping[str, object] = field(default_factory=dict)


def job_id_in(data: bytes) -> int | None:
    """The job for which an entry with this `data` stands; None where it is another work's, or cannot be
    read. Never raises; takes bounded time and memory, whatever the bytes are."""
    plain = _unpacked(data)
    if plain is None or FUNCTION.encode() not in plain:  # most entries are of other work
        return None
    call = _call_in(plain)
    return None if call is None else is_ours(call.function, call.args, call.named)


def call_in(data: bytes) -> Call | None:
    """What an entry with this `data` calls, where its arguments are plain texts and numbers; else None. As
    safe as `job_id_in`."""
    plain = _unpacked(data)
    return None if plain is None else _call_in(plain)


def _unpacked(data: bytes) -> bytes | None:
    if len(data) > LARGEST:
        return None
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data, _LARGEST_UNPACKED)
    except zlib.error:
        return data  # RQ reads those, too
    return plain if unpacking.eof else None


def _call_in(plain: bytes) -> Call | None:
    try:
        read = json.loads(plain) if plain.startswith(b"[") else _Reading().of(plain)
    except (ValueError, RecursionError, LookupError, _OtherError):
        return None
    match read:
        case [str(function), None, list() | tuple() as args, dict() as named]:
            return Call(function, tuple(args), named)
    return None


class _OtherError(Exception):
    """It is no call like ours."""


_MARK = object()


class _Reading:
    """The stack and the memory of one pickle."""

    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._memory: dict[int, object] = {}

    def of(self, pickle: bytes) -> object:
        """What the pickle holds. Raises what `_call_in` catches."""
        for count, (operation, argument, _) in enumerate(pickletools.genops(pickle)):
            name = operation.name
            if name == "STOP":
                return self._stack.pop()
            if count >= _MOST_OPERATIONS:
                break
            if name in _VALUES:
                self._stack.append(argument)
            elif name not in _IGNORED:
                act = _ACTS.get(name)
                if act is None:
                    break
                act(self, argument)
        raise _OtherError

    def none(self, _: object) -> None:
        self._stack.append(None)

    def mark(self, _: object) -> None:
        self._stack.append(_MARK)

    def memoize(self, _: object) -> None:
        self._memory[len(self._memory)] = self._stack[-1]

    def put(self, place: int) -> None:
        self._memory[place] = self._stack[-1]

    def get(self, place: int) -> None:
        self._stack.append(self._memory[place])

    def empty_tuple(self, _: object) -> None:
        self._stack.append(())

    def empty_dict(self, _: object) -> None:
        self._stack.append({})

    def tuple_since_mark(self, _: object) -> None:
        items: list[object] = []
        while (item := self._stack.pop()) is not _MARK:
            items.append(item)
        self._stack.append(tuple(reversed(items)))

    def dict_since_mark(self, _: object) -> None:
        if self._stack.pop() is not _MARK:  # protocol 0 has no other word for an empty one
            raise _OtherError
        self._stack.append({})

    def tuple1(self, _: object) -> None:
        self._tuple_of(1)

    def tuple2(self, _: object) -> None:
        self._tuple_of(2)

    def tuple3(self, _: object) -> None:
        self._tuple_of(3)

    def _tuple_of(self, count: int) -> None:
        if len(self._stack) < count:
            raise _OtherError
        self._stack[-count:] = [tuple(self._stack[-count:])]


_IGNORED = frozenset({"PROTO", "FRAME"})
_VALUES = frozenset(
    {"BININT", "BININT1", "BININT2", "INT", "LONG", "LONG1", "BINUNICODE", "SHORT_BINUNICODE", "UNICODE"}
)
_ACTS: Mapping[str, Callable[[_Reading, Any], None]] = {
    "NONE": _Reading.none,
    "MARK": _Reading.mark,
    "MEMOIZE": _Reading.memoize,
    **dict.fromkeys(("PUT", "BINPUT", "LONG_BINPUT"), _Reading.put),
    **dict.fromkeys(("GET", "BINGET", "LONG_BINGET"), _Reading.get),
    "EMPTY_TUPLE": _Reading.empty_tuple,
    "EMPTY_DICT": _Reading.empty_dict,
    "TUPLE": _Reading.tuple_since_mark,
    "TUPLE1": _Reading.tuple1,
    "TUPLE2": _Reading.tuple2,
    "TUPLE3": _Reading.tuple3,
    "DICT": _Reading.dict_since_mark,
}
