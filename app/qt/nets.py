"""Nets at the borders with Qt: no exception of ours goes on into C++, which would take nothing for an answer,
paint on with half a painter, or crash.

What a net or a slot meets goes to `sys.excepthook`, where `Bugs` listens.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.core.errors import SweepError, Unforeseen
from app.core.text import visible, visible_lines

log = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

NETTED = "is_netted"
"""The mark of a method with a net, by which a test finds the ones without."""

MOST_KINDS = 200
"""Kinds of bugs that are told apart; whatever comes after so many is counted with the last."""


def net(otherwise: R) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """For a method that Qt's C++ calls: an exception in it is told to `sys.excepthook`, and Qt gets
    `otherwise`."""
    return net_with(lambda *_args, **_named: otherwise)


def net_with(instead: Callable[..., R]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The same where the answer takes thought: `instead` gets the exception and what the method was given.
    It must not fail."""

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @wraps(method)
        def caught(*args: P.args, **named: P.kwargs) -> R:
            try:
                return method(*args, **named)
            except Exception as error:  # noqa: BLE001 - the border: whatever it is, it must not go on into C++
                sys.excepthook(type(error), error, error.__traceback__)
                return instead(error, *args, **named)

        setattr(caught, NETTED, True)
        return caught

    return decorate


def attempt(function: Callable[P, R], otherwise: R, *args: P.args, **named: P.kwargs) -> R:
    """What `function` gives, or `otherwise` where it fails: for one part of several, which must not cost the
    others. What it met is told as by a net."""
    try:
        return function(*args, **named)
    except Exception as error:  # noqa: BLE001 - the border: the other parts go on
        sys.excepthook(type(error), error, error.__traceback__)
        return otherwise


class BugKinds:
    """Tells kinds of exceptions apart: by their class, and by where they were raised. A cell that cannot be
    drawn is drawn again at each repaint, and must not fill the log."""

    def __init__(self) -> None:
        self._known: set[tuple[type[BaseException], str, int]] = set()
        self._lock = threading.Lock()

    def is_new(self, error: BaseException) -> bool:
        """Whether nothing of its kind was asked about before. Any thread may ask."""
        frames = traceback.extract_tb(error.__traceback__)
        place = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
        with self._lock:
            if (type(error), *place) in self._known or len(self._known) >= MOST_KINDS:
                return False
            self._known.add((type(error), *place))
            return True


class Bugs(QObject):
    """What nobody foresaw, from slots, nets, coroutines and threads: each kind is written to the log and told
    once. The program goes on."""

    met = Signal(object)
    """The SweepError that nobody told the person, or an `Unforeseen` with the exception as its cause. Never
    in the middle of painting."""

    _noticed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._kinds = BugKinds()
        # Queued: this may be another thread, or the middle of a repaint.
        self._noticed.connect(self.met, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Hears from now on of everything that reaches the interpreter's own hooks."""
        sys.excepthook = self.hook
        threading.excepthook = self._thread_hook

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:  # as `sys.excepthook`
        """Takes in what was met."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if not self._kinds.is_new(error):
            return
        log.error("A bug: %s", visible(repr(error)), exc_info=(kind, error, trace))
        _print(f"A bug, see the log: {visible(repr(error))}")
        self._noticed.emit(error if isinstance(error, SweepError) else _unforeseen(error))

    def _thread_hook(self, args: Any) -> None:  # as `threading.excepthook`
        if args.exc_value is not None:
            self.hook(args.exc_type, args.exc_value, args.exc_traceback)


def _unforeseen(error: BaseException) -> Unforeseen:
    problem = Unforeseen(error)
    problem.__cause__ = error
    return problem


def traced(error: BaseException) -> str:
    """The exception with its traceback, for a ticket."""
    return visible_lines("".join(traceback.format_exception(error)))


def _print(line: str) -> None:
    """To stderr, where there is one."""
    try:
        print(line, file=sys.stderr)  # noqa: T201
    except (OSError, ValueError, AttributeError):  # a closed pipe, a closed stream, none at all
        log.debug("stderr is closed")
