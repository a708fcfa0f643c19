"""Listening to an engine for a while, whatever other threads do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

Ear = Callable[..., object]


class Heard:
    """Tells an event of an engine to whoever listens at the moment. It is registered once, before others use
    the engine: SQLAlchemy's own listeners must not come and go while another thread sends a statement."""

    def __init__(self, engine: Engine, what: str) -> None:
        self._ears: tuple[Ear, ...] = ()
        event.listen(engine, what, self._tell)

    @contextmanager
    def by(self, ear: Ear) -> Iterator[None]:
        """Calls `ear` with what SQLAlchemy gives to a listener, within the block."""
        self._ears = (*self._ears, ear)
        try:
            yield
        finally:
            self._ears = tuple(one for one in self._ears if one is not ear)

    def _tell(self, *given: Any) -> None:
        for ear in self._ears:
            ear(*given)
