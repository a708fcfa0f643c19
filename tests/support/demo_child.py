"""A process that uses the demo, or its server alone, so that a test can kill it.

    python -m tests.support.demo_child demo|server|queue FOLDER [DISPOSABLE]

It prints what happens, waits for a line on its standard input, and closes what it opened.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from app.demo import Demo
from app.demo.server import DemoServer

_ROOT = Path(__file__).resolve().parents[2]
OPEN = "open"
WATCH_EVERY = 0.2
"""Seconds until a server without users is noticed, for tests that wait for that."""


class Child:
    """The process, from the test's side."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def next_line(self) -> str:
        """The next line that it prints; empty when it has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def lines_until_open(self) -> list[str]:
        """What it prints before it has the demo open."""
        lines: list[str] = []
        while (line := self.next_line()) != OPEN:
            assert line, f"the process ended with {self._process.wait()} after {lines}"
            lines.append(line)
        return lines

    def close(self) -> None:
        """Lets it close the demo and end."""
        self._process.communicate("\n", timeout=60)
        assert self._process.returncode == 0

    def signal_group(self, number: int) -> None:
        """What a terminal sends to all that runs in it."""
        os.killpg(self._process.pid, number)
        self._process.wait()

    def kill(self) -> None:
        """Ends it as a crash would: nothing of it gets to clean up."""
        self._process.kill()
        self._process.wait()


def child(folder: Path) -> AbstractContextManager[Child]:
    """A process that opens the demo in `folder`, and prints the steps, then `open`."""
    return _started("demo", folder)


def running(folder: Path, *, disposable: Path | None = None) -> AbstractContextManager[Child]:
    """A process that starts the server in `folder`, and prints its address; after a crash the server is soon
    stopped, and `disposable` removed."""
    return _started("server", folder, *filter(None, [disposable]))


def with_queue(folder: Path) -> AbstractContextManager[Child]:
    """A process that starts the server in `folder` with a Redis beside it, and prints the URL of that."""
    return _started("queue", folder)


@contextmanager
def _started(what: str, *folders: Path) -> Iterator[Child]:
    """Killed at the end of the block if it still runs."""
    command = [sys.executable, "-m", "tests.support.demo_child", what, *map(str, folders)]
    with subprocess.Popen(
        command,
        cwd=_ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # a group of its own, which a test may signal as a whole
    ) as process:
        try:
            yield Child(process)
        finally:
            process.kill()


def _disposable() -> Path | None:
    return Path(sys.argv[3]) if len(sys.argv) > 3 else None


def main() -> None:
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "server":
        with DemoServer(folder, watch_every=WATCH_EVERY, disposable=_disposable()) as server:
            print(server.start(), flush=True)
            sys.stdin.readline()
    elif what == "queue":
        with DemoServer(folder, watch_every=WATCH_EVERY, with_queue=True) as server:
            server.start()
            print(server.queue_url, flush=True)
            sys.stdin.readline()
    else:
        demo = Demo(folder)
        demo.open(progress=lambda step: print(step, flush=True))
        print(OPEN, flush=True)
        sys.stdin.readline()
        demo.close()


if __name__ == "__main__":
    main()
