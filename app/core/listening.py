"""Who would take a job that is handed over to the server now: read off one look at the queue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.core.server import OWN_QUEUE, PRODUCT_QUEUE, ListenerState, QueueLook


class Hears(StrEnum):
    """Who listens."""

    OURS = "ours"
    PRODUCT = "product"
    """The product's worker is among those on whose queue it would come, and none of ours has one of its
    own."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Listening:
    """`workers` is how many would take it, of whom `free` have nothing to do."""

    hears: Hears
    workers: int = 0
    free: int = 0

    @classmethod
    def of(cls, look: QueueLook) -> Listening:
        """By the queue that an entry made now comes into: ours where a worker of ours listens on it, else the
        product's."""
        own = [one for one in look.takes(OWN_QUEUE) if one.is_ours]
        takers = own or look.takes(PRODUCT_QUEUE)
        free = sum(one.state is ListenerState.IDLE for one in takers)
        if not takers:
            return cls(Hears.NOBODY)
        is_ours = all(one.is_ours for one in takers)
        return cls(Hears.OURS if is_ours else Hears.PRODUCT, len(takers), free)
