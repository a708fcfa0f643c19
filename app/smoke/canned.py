"""Settings, findings and audit lines to look at, without a database or a file behind them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QSettings

from app.actions.audit_reading import AuditFilter, AuditPage, AuditReader
from app.actions.diagnostics import Diagnosis, Question
from app.actions.estimate import Estimate, Known, Measured
from app.actions.findings import Finding, Verdict
from app.actions.jobs import Unfrozen
from app.actions.results import Answer
from app.actions.sign_in import SIGN_IN
from app.actions.sweeping import BEGUN, SweepResult
from app.actions.trying import Reached
from app.core.errors import StorageUnusable
from app.core.job import Job, JobStatus
from app.core.messages import LOCKED, STILL_USED
from app.core.record import END, AuditLine
from app.core.run import FileCounts, Run, RunRow, RunState
from app.core.server import QueuePing
from app.core.storage_place import StoragePlace
from app.db.health import Stranger
from app.db.schema import contract
from app.db.transport import Transport
from app.engine.events import Ending
from app.engine.tally import FileTally
from app.receipts.names import DELETE_RECEIPTS
from app.settings import DATABASE_URL, REDIS_URL, RUNS_ON, SCHEMA, STORAGE_ROOT, Overrides
from app.ui.dialogs.settings.source import ConnectionTests
from app.ui.texts.sweep import Swept
from app.viewmodel.preferences import Preferences

HOST, NAME, SCHEMA_NAME = "db.internal", "product", "shop"
WHERE = f"{HOST}:5432/{NAME}.{SCHEMA_NAME}"


class _NoKeyring:
    """A computer without a keyring."""

    is_usable = False

    def get(self, name: str) -> str | None:
        return None

    def keep(self, name: str, secret: str) -> None:
        pass

    def forget(self, name: str) -> None:
        pass


class CannedPreferences(Preferences):
    """A connection and a folder are saved."""

    def __init__(self) -> None:
        super().__init__(QSettings(os.devnull, QSettings.Format.IniFormat), Overrides(), _NoKeyring())

    def saved(self) -> dict[str, str]:
        return {
            DATABASE_URL: f"postgresql://support@{HOST}/{NAME}?sslmode=verify-full&sslrootcert=system",
            SCHEMA: SCHEMA_NAME,
            STORAGE_ROOT: "/srv/product",
            REDIS_URL: "rediss://support@queue.sweep.example:6379/0",
            RUNS_ON: "server",
        }


def _reach(_url: str, _schema: str | None) -> Reached:
    return Reached("16.4", 12.4, Transport.VERIFIED, WHERE)


def _accept(_place: StoragePlace) -> None:
    """Every storage is fine."""


def _ping(_url: str) -> QueuePing:
    return QueuePing(2.6, "7.2.4", ours=2, product=1)


CONNECTION_TESTS = ConnectionTests(_reach, _accept, _ping)


TAKES = Estimate(12.0, 540.0, Known.FULL_NOW)
GUESSED = Estimate(12.0, 540.0, Known.EITHER, Measured.NONE)


class CannedDiagnosis(Diagnosis):
    """One finding of each verdict, and a job to mend."""

    def __init__(self) -> None:
        """Asks nobody."""

    def answer(self, question: Question) -> list[Finding]:
        return _FINDINGS[question]


STALE = Job(
    id=12,
    business_id=3,
    job_type=DELETE_RECEIPTS,
    status=JobStatus.RUNNING,
    total=582,
    processed=150,
    succeeded=147,
    failed=3,
    last_error=None,
    cursor_text=None,
    created_at=None,
    updated_at=None,
    started_at=None,
    finished_at=None,
    heartbeat_at=None,
    requested_by=None,
    idle_seconds=300.0,
    read_at=datetime.now(UTC).replace(tzinfo=None),
)

RUN = RunRow(
    Run("0a1b2c3d4e5f", "SUP-4821"),
    first_job=1,
    business_id=1,
    business="",
    jobs={RunState.RUNNING: 4, RunState.QUEUED: 27, RunState.COMPLETED: 25},
    total=41_312,
    processed=15_790,
    succeeded=15_790,
    failed=0,
    files=FileCounts(),
    requested_by=None,
    created_at=None,
    started_at=None,
    finished_at=None,
    read_at=datetime(2026, 5, 18, 9, 0, 0),
)

UNFROZEN = [
    Unfrozen(replace(STALE, business_id=business_id, total=total, processed=done), now, 48_213)
    for business_id, total, done, now in ((3, 747, 300, 760), (7, 150, 0, 183))
]
"""Jobs that the web started, which would delete more by now than they announced."""

_HEARTBEAT = next(column for column in contract.COLUMNS if column.name == "heartbeat_at")

_MAKER = Stranger("product", "shop", "shop")

_FINDINGS = {
    Question.DATABASE: [
        Finding(
            "database",
            Verdict.OK,
            "database_answers",
            {"where": WHERE, "milliseconds": "12", "version": "16.4"},
        ),
        Finding("tls", Verdict.WARNING, "tls_open"),
    ],
    Question.SCHEMA: [
        Finding(
            "schema",
            Verdict.WARNING,
            "gap_missing",
            {"kind": "column", "name": f"{contract.TABLE}.{_HEARTBEAT.name}", "problem": None},
            f"{_HEARTBEAT.addition(f'public.{contract.TABLE}')};",
        ),
        Finding(
            "schema",
            Verdict.NOTE,
            "gap_missing",
            {"kind": "recommended index", "name": contract.ATTACHMENTS_INDEX.name, "problem": None},
            f"{contract.ATTACHMENTS_INDEX.creation('public.attachments', 'CONCURRENTLY IF NOT EXISTS')};",
        ),
    ],
    Question.RIGHTS: [
        Finding(
            "rights",
            Verdict.WARNING,
            "excess",
            {"role": _MAKER.role, "rights": f"CREATE ON SCHEMA {_MAKER.schema}"},
            f"{_MAKER.sql};",
        ),
        Finding("rights", Verdict.OK, "rights_good"),
    ],
    Question.JOBS: [
        Finding(
            "jobs",
            Verdict.WARNING,
            "job_stale",
            {"job_id": 12, "business_id": 3, "seconds": "300"},
            job=STALE,
        )
    ],
    Question.STORAGE: [
        Finding(
            "storage", Verdict.ERROR, problem=StorageUnusable("/srv/product", "the folder does not exist")
        )
    ],
    Question.QUEUE: [
        Finding(
            "queue",
            Verdict.WARNING,
            "queue_unlistened",
            {"where": "rediss://queue-1:6379/0", "milliseconds": "2", "count": 0},
        )
    ],
}

FINDINGS = sum(map(len, _FINDINGS.values()))


_SWEPT = [
    SweepResult(3, None, FileTally(deleted=1240, missing=3)),
    SweepResult(
        4,
        None,
        FileTally(
            deleted=310,
            needed=7,
            left=2,
            why_needed={STILL_USED: 7},
            why_left={LOCKED: 2},
        ),
    ),
    SweepResult(8, None, FileTally(left=86, held=86)),
    SweepResult(24, Answer.PAGE_DISABLED, FileTally()),
]

SWEPT = Swept(_SWEPT, len(_SWEPT))
"""Files that were finished, with all that can become of them."""

MISSING = {3: 1302, 8: 86}
"""Files by business whose rows are kept."""


class CannedReader(AuditReader):
    """A morning of work, on a database without the table of the record."""

    def __init__(self) -> None:
        """Reads nothing."""

    def newest(
        self, wanted: AuditFilter, *, limit: int, before: int | None, go_on: Callable[[], bool]
    ) -> AuditPage:
        return AuditPage(tuple(line for line in _LINES if wanted.takes(line)), None, 1)


def _line(number: int, action: str, answer: str, *statuses: str | None, failed: int = 0) -> AuditLine:
    at = datetime(2026, 5, 4, 9, 30, tzinfo=UTC) - timedelta(minutes=7 * number)
    old, new = statuses or (None, None)
    done = 579 if new == JobStatus.COMPLETED.value else 150
    total, succeeded, failures = (582, done, failed) if new else (None, None, None)
    return AuditLine(
        at.isoformat(),
        action,
        answer,
        7,
        "dana@sweep.example",
        "services-3",
        3,
        40 - number,
        old,
        new,
        total,
        succeeded,
        failures,
        place=WHERE,
    )


def _of_nothing(number: int, action: str, answer: str) -> AuditLine:
    return replace(_line(number, action, answer), business_id=None, job_id=None)


_LINES = [
    _line(-1, END, Ending.COMPLETED.value, JobStatus.RUNNING.value, JobStatus.COMPLETED.value, failed=3),
    _line(0, "pause", "pausing", JobStatus.RUNNING.value, JobStatus.RUNNING.value, failed=3),
    _line(1, "take_over", "taken_over", JobStatus.RUNNING.value, JobStatus.QUEUED.value),
    _line(2, "delete", "too_soon"),
    _line(3, "sweep", "swept: 12 files deleted, 1 left"),
    _line(3, "sweep_accept_missing", "swept: 0 files deleted, 0 left, 86 missing, 2 kept"),
    _line(3, "sweep_accept_missing", BEGUN),
    _of_nothing(4, SIGN_IN, "signed_in"),
    _line(5, "cancel", "undone", JobStatus.PAUSED.value, JobStatus.PAUSED.value),
    _line(6, "delete", "page_disabled"),
    replace(_of_nothing(7, SIGN_IN, "sign_in_refused"), user_id=0, email=""),
]
