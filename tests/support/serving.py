"""A worker on a server within a test: in this process, or as one of its own."""

from __future__ import annotations

import threading
from functools import partial
from random import Random
from types import TracebackType
from typing import Any, Self

from app.bootstrap.connection import ConnectionProfile
from app.bootstrap.console import Console
from app.core.policy import Policy
from app.core.storage_place import Folder
from app.queue.server_queue import ServerQueue
from app.server.keeper import Kept
from app.server.service import Rhythm, Service, SliceEnds
from app.server.taking import Taking
from app.settings import Settings
from app.workers.stop_request import StopRequest
from app.workers.thread_pool import ThreadPool
from tests.support.product import Product

QUICK = Rhythm(poll=0.01, beat=0.2, keep=0.2, entered=0.5)
EAGER = Policy(batch_size=5, throttle_ms=0, runtime_cap_seconds=None)
SLOW = Policy(batch_size=5, throttle_ms=100, runtime_cap_seconds=None)
BOTH = ("sweep", "maintenance")


class ServerWorker:
    """A worker in a thread of this process, from the beginning of the block to its end. `service` and
    `console` are its parts."""

    def __init__(
        self,
        product: Product,
        redis_url: str,
        queues: tuple[str, ...] = BOTH,
        *,
        policy: Policy = EAGER,
        rhythm: Rhythm = QUICK,
        burst: bool = False,
        url: str | None = None,
        beat_every: float = 0.2,
        **more: Any,
    ) -> None:
        self.ends = SliceEnds()
        self.queue = ServerQueue(redis_url)
        self.console: Console[ThreadPool] = Console(
            ConnectionProfile(url or product.url, Folder(product.storage_root)),
            Settings(policy=policy, keep_files_days=0),
            partial(ThreadPool, callbacks=self.ends.callbacks, beat_every=beat_every),
            product.storage_root.parent / "data-server",
            serves=True,
            **more,
        )
        taking = Taking(self.console.database, self.console.types, self.console.identity, self.console.audit)
        self.service = Service(
            taking,
            self.console.pool,
            self.ends,
            self.queue,
            queues,
            self.console.governor.glance,
            rhythm,
            Random(20261127),
        )
        self.stop = StopRequest()
        self._rounds = 0
        keep = self.service.keeper.round

        def counted() -> Kept:
            self._rounds += 1
            return keep()

        self.service.keeper.round = counted  # type: ignore[method-assign]
        self._thread = threading.Thread(target=self.service.run, args=(self.stop,), kwargs={"burst": burst})

    def rounds(self) -> int:
        """How many rounds its keeper has begun."""
        return self._rounds

    def __enter__(self) -> Self:
        self.console.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Asks it to stop, and waits for its end."""
        self.stop.ask()
        self.join()

    def join(self) -> None:
        """Waits for its end."""
        self._thread.join(60)
        assert not self._thread.is_alive(), "it does not end"
        self.queue.close(2.0)
        self.console.close()
