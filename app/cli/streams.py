"""The program's standard streams, of which none can stop it: closed, broken, full, or not there at all."""

from __future__ import annotations

import errno
import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from app.core.text import visible, visible_lines

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NOBODY_READS = {errno.EPIPE, errno.ECONNRESET, errno.ESHUTDOWN, errno.ENOTCONN}
if sys.platform == "win32":
    _NOBODY_READS.add(errno.EINVAL)  # so Windows calls a pipe that its reader has closed

_ONE_LINE = "\r\033[K"


class Stream(io.TextIOWrapper):
    """Where texts for people go. What could disguise something is made visible here, whoever writes; what
    cannot be written is dropped, and `trouble` keeps why."""

    def __init__(self, stream: TextIO | None) -> None:
        """In the place of `stream`; of None, which nobody reads."""
        self._sink = _Sink(_bytes_of(stream), stream is not None and stream.isatty())
        super().__init__(
            io.BufferedWriter(self._sink),
            encoding=getattr(stream, "encoding", None) or "utf-8",
            errors="backslashreplace",  # a character that the terminal lacks must not fail
            # PYTHONUNBUFFERED turns the one off and the other on.
            line_buffering=getattr(stream, "line_buffering", True) or getattr(stream, "write_through", False),
        )

    @property
    def trouble(self) -> OSError | None:
        """Why something could not be written that somebody wants to read; None where nobody does: a pipe
        whose reader has gone, a terminal that is closed, a stream that never was open."""
        return self._sink.trouble

    def write(self, text: str) -> int:
        super().write(visible_lines(text))
        return len(text)

    def redraw(self, text: str) -> None:
        """Writes `text` in the place of the line before, on a terminal; with none, what comes next stands
        below. Nothing while the terminal is stopped: it is old in a moment, and to wait would keep the
        program from whatever else it is asked."""
        if self._sink.is_ready():
            super().write(_ONE_LINE + visible(text) if text else "\n")
            self.flush()


@contextmanager
def standard_streams() -> Iterator[Stream]:
    """Inside the block stdin, stdout and stderr are there and never fail; gives stdout."""
    before = sys.stdin, sys.stdout, sys.stderr
    _hold_descriptors()
    out, err = Stream(before[1]), Stream(before[2])
    nothing = None if before[0] is not None else open(os.devnull, encoding="utf-8")  # noqa: SIM115 - closed below
    sys.stdin, sys.stdout, sys.stderr = nothing or before[0], out, err
    try:
        yield out
    finally:
        out.flush()
        err.flush()
        sys.stdin, sys.stdout, sys.stderr = before
        if nothing is not None:
            nothing.close()


def _hold_descriptors() -> None:
    """Opens what is closed of the descriptors 0, 1 and 2: else the next file or connection would get the
    number, and be written to by whoever means a standard stream."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _bytes_of(stream: TextIO | None) -> io.RawIOBase | io.BytesIO | None:
    """What takes the bytes of a stream at once, without a buffer whose rest could fail later."""
    buffer = getattr(stream, "buffer", None)
    return getattr(buffer, "raw", buffer)


class _Sink(io.RawIOBase):
    """Takes all bytes, and passes them on for as long as that is possible."""

    def __init__(self, target: io.RawIOBase | io.BytesIO | None, is_terminal: bool) -> None:
        super().__init__()
        self.trouble: OSError | None = None
        self._target = target
        self._is_terminal = is_terminal

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._is_terminal

    def fileno(self) -> int:
        if self._target is None:
            raise io.UnsupportedOperation("fileno")
        return self._target.fileno()

    def is_ready(self) -> bool:
        """Whether it takes something at once, as far as that can be known."""
        try:
            return bool(select.select([], [self.fileno()], [], 0)[1])
        except (OSError, ValueError):  # on Windows only connections can be asked; others are no files
            return True

    def write(self, data: ReadableBuffer, /) -> int:
        length = memoryview(data).nbytes
        if self._target is None:
            return length
        try:
            written = self._target.write(data)
            if written is None:  # whoever shares it has asked it not to wait
                select.select([], [self._target.fileno()], [])
                return 0
        except OSError as error:
            self._target = None
            if not self._is_terminal and error.errno not in _NOBODY_READS:
                self.trouble = error
            return length
        return written
