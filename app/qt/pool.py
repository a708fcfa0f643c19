"""The workers of the window: the loops of `app.workers` in QThreads, with their callbacks as signals."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.engine.events import Crash, SliceResult, Step
from app.engine.heartbeat import INTERVAL_SECONDS, Heartbeat
from app.qt.nets import net
from app.workers.group import WorkerGroup
from app.workers.worker import Callbacks, RunSlice

TOGETHER_MS = 20
"""Steps of many workers within so many milliseconds are told as one movement: each wakes everybody."""


class WorkerPool(WorkerGroup, QObject):
    """Lives in the main thread, where its signals arrive. A QThread must not be deleted while it runs: so
    where `close` returns that one still does, do not drop the pool."""

    moved = Signal(object)
    """The id of a job whose row or wait has changed, the last of several of one moment: look now."""

    stepped = Signal(object)
    """The Step that a worker has just made: a batch committed, or a wait begun."""

    slice_ended = Signal(object)
    """The SliceResult of a job whose worker has ended a slice."""

    crashed = Signal(object)
    """The Crash of a worker that met a bug, whose job is given up; or of the heartbeat."""

    _made_step = Signal(object)
    _ended_slice = Signal(object)
    _met_bug = Signal(object)

    def __init__(
        self,
        run_slice: RunSlice,
        heartbeat: Heartbeat,
        workers: int = 4,
        beat_every: float = INTERVAL_SECONDS,
    ) -> None:
        QObject.__init__(self)
        self._moved_job = 0
        self._moved_soon = QTimer(self, singleShot=True, interval=TOGETHER_MS)
        self._moved_soon.timeout.connect(self._tell_moved)
        # Emitted in a worker's thread, received in the main one: the border.
        self._made_step.connect(self._on_step)
        self._ended_slice.connect(self._on_slice_ended)
        self._met_bug.connect(self._on_crashed)
        callbacks = Callbacks(self._tell_step, self._tell_slice_ended, self._tell_crashed)
        WorkerGroup.__init__(self, run_slice, heartbeat, workers, beat_every, _LoopThread, callbacks)

    def _tell_step(self, step: Step) -> None:
        self._made_step.emit(step)

    def _tell_slice_ended(self, result: SliceResult) -> None:
        self._ended_slice.emit(result)

    def _tell_crashed(self, crash: Crash) -> None:
        self._met_bug.emit(crash)

    @Slot(object)
    def _on_step(self, step: Step) -> None:
        self.stepped.emit(step)
        self._moved_job = step.job_id
        if not self._moved_soon.isActive():
            self._moved_soon.start()

    @Slot()
    def _tell_moved(self) -> None:
        self.moved.emit(self._moved_job)

    @Slot(object)
    def _on_slice_ended(self, result: SliceResult) -> None:
        self.slice_ended.emit(result)

    @Slot(object)
    def _on_crashed(self, crash: Crash) -> None:
        self.crashed.emit(crash)


class _LoopThread(QThread):
    def __init__(self, loop: Callable[[], None], name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._loop = loop

    @net(None)
    def run(self) -> None:
        self._loop()
