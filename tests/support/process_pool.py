"""Console processes for the tests that kill them.

    python -m tests.support.process_pool

It loads the whole program once, and forks a process for each order on its standard input: that process is
`main.py` with other words, with threads, connections and files of its own, but without the half second in
which Python imports. One answer a line says how it ended. POSIX only.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from redis.connection import AbstractConnection
from sqlalchemy import Engine, create_engine, event

from app.cli import main, running, serving  # noqa: F401 - loaded before it forks
from tests.support.product import Product
from tests.support.program import until

_ROOT = Path(__file__).resolve().parents[2]
_GUARD_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.001
KILLED = -signal.SIGKILL
SUSPENDED = -signal.SIGSTOP
HUNG = -1000


class ProcessEnd(NamedTuple):
    """How a process ended: its exit status, KILLED as it was asked for, or HUNG; after how many seconds; and
    what it printed. One that has not ended is SUSPENDED."""

    status: int
    seconds: float
    output: str
    process_id: int = 0


SESSIONS = "SELECT 1 FROM pg_stat_activity WHERE application_name ~ %s AND datname = current_database()"


def sessions_of(one: ProcessEnd) -> str:
    """What the names of its sessions match."""
    return f":w?{one.process_id}:"


def wait_for_server(product: Product, dead: ProcessEnd) -> None:
    """Until it has ended what a dead console or worker had begun, which it may commit."""
    until(lambda: not product.rows(SESSIONS, sessions_of(dead)))


class ProcessPool:
    """Starts consoles, one after the other, and kills them."""

    def __init__(self, folder: Path) -> None:
        """What the consoles print goes through files in `folder`."""
        self._folder = folder
        self._outputs: dict[int, Path] = {}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.process_pool"],
            cwd=_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,  # Ctrl+C is for who ordered the consoles
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=_GUARD_SECONDS)
        assert self._process.returncode == 0

    def run(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        *,
        step: int | None = None,
        counted_from: str = "",
        sent: int = signal.SIGKILL,
        seconds: float | None = None,
    ) -> ProcessEnd:
        """Runs `main.py` with these words, to its end; or until it is killed: in the moment before its
        `step`-th step (a statement, a commit, a command to Redis, or the deletion of a file), or after so
        many seconds. The first step is the first statement with the words `counted_from`.

        With `sent=SIGSTOP` it is suspended at that step, all its threads at once, as on a computer that goes
        to sleep.
        """
        output = self._folder / f"output-{len(self._outputs)}.txt"
        output.touch()  # it may be killed before it has opened it
        end = self._ask(
            output,
            words=list(words),
            environment=dict(environment),
            output=str(output),
            step=step,
            counted_from=counted_from,
            sent=sent,
            seconds=seconds,
        )
        self._outputs[end.process_id] = output
        return end

    def resume(self, suspended: ProcessEnd) -> ProcessEnd:
        """Lets a suspended console go on, to its end."""
        return self._ask(self._outputs[suspended.process_id], resume=suspended.process_id, seconds=None)

    def _ask(self, output: Path, /, **order: Any) -> ProcessEnd:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        status, seconds, process_id = json.loads(self._process.stdout.readline())
        return ProcessEnd(status, seconds, output.read_text(encoding="utf-8"), process_id)


def _wait_or_kill(process_id: int, seconds: float | None) -> int:
    """The status of a child process that has ended or is suspended; if neither after so many seconds, it
    is killed."""
    give_up_at = time.monotonic() + (_GUARD_SECONDS if seconds is None else seconds)
    changed, status = os.waitpid(process_id, os.WNOHANG | os.WUNTRACED)
    while not changed and time.monotonic() < give_up_at:
        time.sleep(_LOOK_AGAIN_SECONDS)
        changed, status = os.waitpid(process_id, os.WNOHANG | os.WUNTRACED)
    if changed:
        return SUSPENDED if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)
    os.kill(process_id, signal.SIGKILL)
    os.waitpid(process_id, 0)
    return HUNG if seconds is None else KILLED


def _signal_before(step: int, counted_from: str, sent: int) -> None:
    """Sends this process a signal before it does anything the `step`-th time."""
    steps = count(1)
    has_begun = not counted_from

    def take(*_: object) -> None:
        if has_begun and next(steps) == step:
            os.kill(os.getpid(), sent)

    def send(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal has_begun
        has_begun = has_begun or counted_from in statement
        take()

    def hear(happening: str, _: tuple[Any, ...]) -> None:
        if happening == "os.remove":
            take()

    def command(self: AbstractConnection, *words: Any, **more: Any) -> Any:
        take()
        return send_command(self, *words, **more)

    send_command = AbstractConnection.send_packed_command
    AbstractConnection.send_packed_command = command  # type: ignore[method-assign]
    event.listen(Engine, "before_cursor_execute", send)
    event.listen(Engine, "commit", take)
    sys.addaudithook(hear)


def _run_console(order: Mapping[str, Any]) -> None:
    os.environ.update(order["environment"])
    output = os.open(order["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    if order["step"] is not None:
        _signal_before(order["step"], order["counted_from"], order["sent"])
    status = main(order["words"])
    sys.stdout.flush()
    os._exit(status)


def _serve() -> None:
    create_engine("postgresql+psycopg2://").dispose()  # loads the driver
    running._LOOK_SECONDS = 0.01  # a console that has done its job shall not keep the tests waiting
    suspended: set[int] = set()
    for line in sys.stdin:
        order = json.loads(line)
        began = time.monotonic()
        process_id = order.get("resume") or os.fork()
        if process_id == 0:
            try:
                _run_console(order)
            finally:  # a console that fails must never come back as a second pool
                os._exit(70)
        if "resume" in order:
            suspended.remove(process_id)
            os.kill(process_id, signal.SIGCONT)
        status = _wait_or_kill(process_id, order["seconds"])
        if status == SUSPENDED:
            suspended.add(process_id)
        print(json.dumps([status, time.monotonic() - began, process_id]), flush=True)
    for process_id in suspended:
        os.kill(process_id, signal.SIGKILL)


if __name__ == "__main__":
    _serve()
