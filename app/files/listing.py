"""Which of many keys are in a bucket, with as few requests as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from math import ceil
from threading import Thread
from typing import Any, Protocol

AT_ONCE = 8
"""Requests that wait beside each other where the keys of one page are strewn among many others."""

FEW = 100
"""Keys for which one request after the other is quick enough."""


class OutOfOrder(Exception):
    """The service lists in no order, or makes no progress."""


class Listing(Protocol):
    """ListObjectsV2 of one bucket. Raises as the client does."""

    def __call__(self, *, Prefix: str, StartAfter: str) -> Any: ...  # noqa: N803 - as S3 names them


def keys_listed(answer: Any) -> list[str]:
    """The keys of one answer, in its order."""
    return [str(entry.get("Key", "")) for entry in answer.get("Contents", ())]


def keys_present(listing: Listing, prefix: str, keys: Sequence[str]) -> set[str]:
    """Those of `keys`, which all begin with `prefix`, that are in the bucket.

    S3 lists by the bytes of UTF-8, which is how Python sorts text too. So each answer covers all wanted keys
    up to the last one that it lists, or of all there are where it is not cut off; the next request leaps to
    the first key that is left. Where the first answer covers few and many are left, these are requested in
    parallel parts, because the time is latency. Raises OutOfOrder, and what `listing` raises.
    """
    wanted = sorted(set(keys))
    answers = _answers(listing, prefix, wanted)
    present, left = next(answers, (set[str](), []))
    if len(left) <= FEW:
        for found, _left in answers:
            present |= found
        return present.intersection(keys)
    told = max(1, len(wanted) - len(left))
    size = ceil(len(left) / min(AT_ONCE, ceil(len(left) / told)))
    parts = [left[start : start + size] for start in range(0, len(left), size)]
    looks = [partial(_present_in, listing, prefix, part) for part in parts]
    return present.union(*_at_once(looks)).intersection(keys)


def _present_in(listing: Listing, prefix: str, wanted: list[str]) -> set[str]:
    return set[str]().union(*(found for found, _left in _answers(listing, prefix, wanted)))


def _answers(listing: Listing, prefix: str, wanted: list[str]) -> Iterator[tuple[set[str], list[str]]]:
    """What each answer lists, and those of `wanted`, which are in order, that are left then."""
    last = ""
    while wanted:
        # What is listed comes after the start. A key without its last character comes before the key.
        start = max(last, wanted[0][:-1])
        answer = listing(Prefix=prefix, StartAfter=start)
        found = keys_listed(answer)
        if answer.get("IsTruncated"):
            if not found or found[-1] <= start or found != sorted(found):
                raise OutOfOrder
            last = found[-1]
            wanted = [key for key in wanted if key > last]
        else:
            wanted = []
        yield set(found), wanted


def _at_once(looks: Sequence[Callable[[], set[str]]]) -> list[set[str]]:
    """What each gives, all in threads of their own; raises what the first that fails raises."""
    answers: list[Future[set[str]]] = [Future() for _ in looks]

    def look(number: int) -> None:
        try:
            answers[number].set_result(looks[number]())
        except BaseException as error:  # noqa: BLE001 - it belongs to the thread that waits for the answer
            answers[number].set_exception(error)

    for number in range(len(looks)):
        # Daemons: a storage that hangs must not keep the program from ending.
        Thread(target=look, args=(number,), name="listing", daemon=True).start()
    return [answer.result() for answer in answers]
