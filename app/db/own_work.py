"""What this console itself does on a server, counted, so that it can be told from what others do there."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

from sqlalchemy import Connection, Engine, event

_WRITES = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM|FOR SHARE|FOR KEY SHARE)\b")
"""What makes the server give a transaction an id. SQL of this program writes its keywords in capitals."""

_OWN, _LEVELS = "own_work", "written_levels"


class OwnWork:
    """Counts what is done over one engine; safe from any thread.

    Of transactions that write, and savepoints within which they write, each takes an id of its own from the
    server. Between the moment when a write is sent and that of its answer nobody knows whether it has taken
    one, so there are two counts: `most` of those sent, and `least` of those answered. `commits` counts
    transactions of any kind, `seconds` what the statements took.
    """

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._sent = threading.local()  # by the thread that waits for the answer
        self.least = self.most = self.commits = 0
        self.seconds = 0.0
        event.listen(engine.pool, "connect", self._note_connect)
        event.listen(engine, "begin", self._note_begin)
        event.listen(engine, "savepoint", self._note_savepoint)
        event.listen(engine, "release_savepoint", self._note_release)
        event.listen(engine, "rollback_savepoint", self._note_rollback_to)
        event.listen(engine, "commit", self._note_commit)
        event.listen(engine, "before_cursor_execute", self._note_sent)
        event.listen(engine, "after_cursor_execute", self._note_answer)
        event.listen(engine, "handle_error", self._note_error)

    @property
    def counts(self) -> tuple[int, int]:
        """Transactions that have written, and that were committed, until now."""
        return self.least, self.commits

    def count_commit(self) -> None:
        """One transaction more; also where a connection was only made, or tried."""
        with self._lock:
            self.commits += 1

    def wrote_nothing(self, connection: Connection) -> None:
        """The statement just answered looked like a write, and changed no row."""
        levels = _levels(connection)
        if levels and levels[-1]:
            levels[-1] = False
            with self._lock:
                self.least -= 1
                self.most -= 1

    def _note_connect(self, _driver: Any, record: Any) -> None:
        record.info[_OWN] = self
        self.count_commit()

    def _note_begin(self, connection: Connection) -> None:
        connection.info[_LEVELS] = [False]

    def _note_savepoint(self, connection: Connection, _name: str) -> None:
        connection.info.setdefault(_LEVELS, [False]).append(False)

    def _note_release(self, connection: Connection, _name: str, _context: Any = None) -> None:
        if len(levels := _levels(connection)) > 1:
            levels.pop()

    def _note_rollback_to(self, connection: Connection, _name: str, _context: Any = None) -> None:
        """The savepoint stays, and what is written after it takes another id."""
        if levels := _levels(connection):
            levels[-1] = False

    def _note_commit(self, _connection: Connection) -> None:
        self.count_commit()

    def _note_sent(self, connection: Connection, _cursor: Any, sql: str, *_rest: Any) -> None:
        levels = _levels(connection)
        self._sent.new = levels.count(False) if False in levels and _WRITES.search(sql) else 0
        self._sent.at = time.perf_counter()
        with self._lock:
            self.most += self._sent.new

    def _note_answer(self, connection: Connection, cursor: Any, *_rest: Any) -> None:
        if self._settle(is_written=cursor.rowcount != 0):
            self._mark(connection)

    def _note_error(self, context: Any) -> None:
        """It has failed at one of its rows, or in waiting for one: by then it has its id."""
        if self._settle(is_written=True) and context.connection is not None:
            self._mark(context.connection)

    def _mark(self, connection: Connection) -> None:
        levels = _levels(connection)
        levels[:] = [True] * len(levels)

    def _settle(self, *, is_written: bool) -> bool:
        """The statement that this thread has sent is answered. Returns whether it has taken ids."""
        new: int = getattr(self._sent, "new", 0)
        if not hasattr(self._sent, "at"):  # what failed was no statement
            return False
        took = time.perf_counter() - self._sent.at
        del self._sent.at
        with self._lock:
            self.seconds += took
            self.least += new if is_written else 0
            self.most -= 0 if is_written else new
        return bool(new) and is_written


def _levels(connection: Connection) -> list[bool]:
    """Whether the transaction and each savepoint that is open has written; nothing is open where the
    connection is lost."""
    is_lost = connection.closed or connection.invalidated
    found: list[bool] = [] if is_lost else connection.info.get(_LEVELS, [])
    return found


def own_work(connection: Connection) -> OwnWork:
    """That of the engine of this connection."""
    found: OwnWork = connection.info[_OWN]
    return found
