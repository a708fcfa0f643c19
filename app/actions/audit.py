"""The audit trail: who did what to which business and job, one JSON object a line."""

from __future__ import annotations

import errno
import io
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args, get_type_hints

from app.core.access import Actor
from app.core.errors import AuditUnavailable
from app.core.job import Job
from app.core.private import make_folder, opener
from app.core.run import run_in
from app.core.storage_messages import what_the_system_said

log = logging.getLogger(__name__)

RETRY_SECONDS = 2.0
"""Between two attempts at lines that could not be written."""

LAST_WAIT_SECONDS = 3.0
"""How long quitting, or a reader of the trail, waits for lines that are not written yet."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One action on one business. `at` is UTC in ISO 8601; counts are the job's after the action."""

    at: str
    action: str
    answer: str
    user_id: int
    email: str
    workstation: str
    business_id: int | None
    job_id: int | None
    old_status: str | None
    new_status: str | None
    total: int | None
    succeeded: int | None
    failed: int | None
    place: str = ""
    """host:port/database.schema; "" in a line that an earlier version of the console wrote."""
    run: str = ""
    """The id of the run that the job belongs to; "" where it belongs to none."""
    run_name: str = ""

    @classmethod
    def parse(cls, text: str | bytes) -> AuditLine | None:
        """The line as it stands in the file, or None where it is damaged or not of this format."""
        try:
            line = cls(**json.loads(text))
            known = datetime.fromisoformat(line.at).tzinfo is not None
        except (ValueError, TypeError):
            return None
        typed = all(type(getattr(line, name)) in kinds for name, kinds in _KINDS.items())
        return line if known and typed else None

    @property
    def json(self) -> str:
        """One line of JSON, as it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"

    @property
    def moment(self) -> datetime:
        """`at` with its time zone."""
        return datetime.fromisoformat(self.at)


_KINDS: dict[str, tuple[type, ...]] = {
    name: get_args(kind) or (kind,) for name, kind in get_type_hints(AuditLine).items()
}


class AuditTrail:
    """An append-only file in the console's data folder, shared by all consoles of this user.

    Each action is one write of whole lines to a file opened for appending, and synced, so that lines of
    two processes never mix and none is lost with the power.
    """

    def __init__(self, path: Path, workstation: str, place: Callable[[], str]) -> None:
        """`place` says which database the console works on, without a secret; it is asked for each line, as
        the first connection may change its answer."""
        self.path = path
        self._workstation = workstation
        self._place = place
        self._lock = threading.Lock()
        self._later: list[AuditLine] = []
        self._moved = threading.Condition()
        self._writer: threading.Thread | None = None

    def require_writable(self) -> None:
        """Raises AuditUnavailable; called before an action, so that none happens unrecorded."""
        self._append(b"")

    def line(
        self,
        actor: Actor,
        action: str,
        answer: str,
        *,
        business_id: int | None,
        job: Job | None,
        old_status: str | None,
    ) -> AuditLine:
        """A line for what `actor` did just now; `job` as it is after the action."""
        run = run_in(job.cursor_text) if job else None
        return AuditLine(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            action=action,
            answer=answer,
            user_id=actor.user_id,
            email=actor.email,
            workstation=self._workstation,
            business_id=business_id,
            job_id=job.id if job else None,
            old_status=old_status,
            new_status=job.status.value if job else None,
            total=job.total if job else None,
            succeeded=job.succeeded if job else None,
            failed=job.failed if job else None,
            place=self._place(),
            run=run.id if run else "",
            run_name=run.name if run else "",
        )

    def write(self, lines: Sequence[AuditLine]) -> None:
        """Appends `lines`. Raises AuditUnavailable."""
        # The name of this computer may hold bytes that are no text; the line must not be lost for that.
        self._append("".join(line.json for line in lines).encode(errors="backslashreplace"))

    def write_soon(self, lines: Sequence[AuditLine]) -> None:
        """Appends `lines` as soon as the disk takes them, without waiting: for actions that the disk must not
        delay. Retried until they are written; see `end`."""
        with self._moved:
            self._later += lines
            if self._writer is None:
                # A daemon: a disk that hangs must not keep the program from ending.
                self._writer = threading.Thread(target=self._write_later, name="audit", daemon=True)
                self._writer.start()

    def end(self, seconds: float = LAST_WAIT_SECONDS) -> bool:
        """Waits at most so long for the lines of `write_soon`; what cannot be written goes to the log. False
        where there is such a line."""
        with self._moved:
            self._moved.wait_for(lambda: not self._later, seconds)
            left, self._later = tuple(self._later), []
        for line in left:
            log.error("Not in the audit trail: %s", line.json.strip())
        return not left

    def _write_later(self) -> None:
        told = False
        while True:
            with self._moved:
                later, lines = self._later, tuple(self._later)
                if not lines:
                    self._writer = None
                    return
            try:
                self.write(lines)
            except AuditUnavailable as error:
                if not told:
                    log.warning("Lines wait for the audit trail: %d. %s", len(lines), error.values["reason"])
                told = True
                time.sleep(RETRY_SECONDS)
                continue
            with self._moved:
                del later[: len(lines)]  # of the list they were in: `end` may have begun another
                self._moved.notify_all()

    def read(self) -> Iterator[AuditLine]:
        """All lines, oldest first; a line that a crash cut off is skipped."""
        with self._moved:
            self._moved.wait_for(lambda: not self._later, LAST_WAIT_SECONDS)
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            for text in file:
                if line := AuditLine.parse(text):
                    yield line

    def _append(self, data: bytes) -> None:
        try:
            with self._lock:
                make_folder(self.path.parent)
                with open(self.path, "a+b", buffering=0, opener=opener) as file:
                    if data:
                        _write_whole(file, data)
        except OSError as error:
            raise AuditUnavailable(str(self.path), what_the_system_said(error)) from error


def _write_whole(file: io.FileIO, data: bytes) -> None:
    """All of `data` at the end of the file, on the disk, or an OSError with nothing of it left."""
    end = file.seek(0, os.SEEK_END)
    if end > 0:
        file.seek(end - 1)
        if file.read(1) != b"\n":  # a line that a crash cut off must not swallow the next one
            data = b"\n" + data
    written = file.write(data)
    if written != len(data):
        file.truncate(end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())
