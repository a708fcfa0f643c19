"""Which of many keys are in a bucket, with as few requests as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class OutOfOrder(Exception):
    """The service lists in no order, or does not go on."""


class Listing(Protocol):
    """ListObjectsV2 of one bucket. Raises as the client does."""

    def __call__(self, *, Prefix: str, StartAfter: str) -> Any: ...  # noqa: N803 - as S3 names them


def keys_present(listing: Listing, prefix: str, keys: Sequence[str]) -> set[str]:
    """Those of `keys`, which all begin with `prefix`, that are in the bucket.

    S3 lists by the bytes of UTF-8, which is how Python sorts text too. So each answer tells of all wanted
    keys up to the last one that it lists, or of all there are where it is not cut off; the next request
    leaps to the first key that is left. Raises OutOfOrder.
    """
    wanted = sorted(set(keys))
    present: set[str] = set()
    last = ""
    while wanted:
        # What is listed comes after the start. A key without its last character comes before the key.
        start = max(last, wanted[0][:-1])
        answer = listing(Prefix=prefix, StartAfter=start)
        found = [str(entry["Key"]) for entry in answer.get("Contents", ())]
        present.update(found)
        if not answer.get("IsTruncated"):
            break
        if not found or found[-1] <= start or found != sorted(found):
            raise OutOfOrder
        last = found[-1]
        wanted = [key for key in wanted if key > last]
    return present.intersection(keys)
