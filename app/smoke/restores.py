"""What the gallery shows of restores: a run before one, one under way, one left behind, and nothing to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import cast

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.restoring import RestoreActions
from app.actions.results import Answer
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.job import JobStatus
from app.core.restore import Notes, Restore, RestoreStatus, Wanted
from app.core.stamps import Stamp
from app.engine.restoring import Conflict, Restorable
from app.smoke.canned import STALE
from app.ui.dialogs.restore.subject import RestoreSubject

_NOW = datetime.now(UTC).replace(tzinfo=None)
_BEGUN, _ENDED = _NOW - timedelta(minutes=3), _NOW
KEPT_DAYS = 7


class CannedRestores:
    """Answers as `actions.restoring` does, from what it was made with."""

    def __init__(self, jobs: Sequence[JobPreview], rows: Sequence[Restore] = ()) -> None:
        self._jobs, self._rows = jobs, rows

    def as_actions(self) -> RestoreActions:
        return cast(RestoreActions, self)

    def read(self, _actor: Actor, **_which: object) -> list[Restore]:
        return list(self._rows)

    def preview(self, _actor: Actor, job_ids: Sequence[int], _items: object = None) -> RestorePreview:
        return RestorePreview(tuple(one for one in self._jobs if one.job_id in job_ids))


def subject_of(names: Mapping[int, str], *, is_run: bool = True) -> RestoreSubject:
    """The deletions of these businesses; the job of a business has its id."""
    first, second, *_ = names.values()
    return RestoreSubject(
        tuple(names) if is_run else tuple(names)[:1],
        lambda: "4790" if is_run else first,
        is_run,
        second if is_run else "",
        "dana@sweep.example",
        _BEGUN,
        _ENDED,
    )


def before(names: Mapping[int, str], *, days: int = KEPT_DAYS) -> CannedRestores:
    """With conflicts in two of them, and one that is left out."""
    jobs = [_job(key, name, place, days) for place, (key, name) in enumerate(names.items())]
    jobs[-1] = replace(jobs[-1], refusal=Answer.ALREADY_ACTIVE, in_the_way=jobs[-1].job, found=Restorable())
    return CannedRestores(jobs)


def under_way(names: Mapping[int, str], *, stale: bool = False) -> CannedRestores:
    """A restore of each, in every status that a restore of a run meets."""
    statuses = (RestoreStatus.RUNNING, RestoreStatus.COMPLETED, RestoreStatus.PAUSED, RestoreStatus.QUEUED)
    heard = _NOW - timedelta(hours=1) if stale else _NOW + timedelta(days=1)
    rows = [
        _restore(key, name, statuses[place % len(statuses)], heard)
        for place, (key, name) in enumerate(names.items())
    ]
    return CannedRestores((), rows)


def nothing(names: Mapping[int, str]) -> CannedRestores:
    """All of it has come back already."""
    jobs = [_job(key, name, 5, KEPT_DAYS) for key, name in names.items()]
    return CannedRestores(
        [replace(one, found=Restorable(others=3), refusal=Answer.NOTHING_TO_RESTORE) for one in jobs]
    )


def _job(key: int, name: str, place: int, days: int) -> JobPreview:
    count = 98_412 // (place + 1)
    stamps = (Stamp(_BEGUN, count - 6),)
    job = replace(
        STALE,
        id=key,
        business_id=key,
        status=JobStatus.RUNNING,
        cursor_text=Cursor(stamps=stamps, keep_days=days).text(),
    )
    found = (
        Restorable(count - 11, 3, _conflicts(key), 2 * count, 41, 206)
        if place < 2
        else Restorable(count - 6, files_there=count, others=17)
    )
    return JobPreview(
        key,
        key,
        name,
        job,
        deleted=count,
        stamped=count - 6,
        wanted=count - 6,
        found=found,
        files_gone=41 if place < 2 else 0,
        until=_ENDED + timedelta(days=days) if days else None,
        asked=Wanted(key, (_BEGUN,)),
    )


def _conflicts(key: int) -> tuple[Conflict, ...]:
    day = date(2026, 10, 12)
    return (
        Conflict(key, 918_204 + key, 1_204_881 + key, "Cellcom", day, Decimal("184"), "ILS"),
        Conflict(
            key, 902_117 + key, 1_204_902 + key, "Sharon Freight", day - timedelta(9), Decimal("12400"), "ILS"
        ),
        Conflict(key, 902_118 + key, 1_204_903 + key, None, None, None, None),
    )


def _restore(key: int, name: str, status: RestoreStatus, heard: datetime) -> Restore:
    total = 4_000 + 37 * key
    done = total if status is RestoreStatus.COMPLETED else 0 if status is RestoreStatus.QUEUED else total // 3
    return Restore(
        id=key,
        business_id=key,
        business_name=name,
        job_id=key,
        requested_by_user_id=7,
        requested_by="dana@sweep.example",
        status=status,
        run_id="0a1b2c3d4e5f",
        run_name="SUP-4790",
        wanted_text=None,
        total=total,
        restored=max(0, done - 3),
        conflicts=min(3, done),
        failed=0,
        gone=0,
        notes=Notes(tuple((one.item_id, one.live_id) for one in _conflicts(key)) if done else ()),
        last_id=0,
        owner="console",
        last_error=None,
        created_at=_NOW,
        updated_at=_NOW,
        started_at=_NOW,
        finished_at=None,
        heartbeat_at=heard,
        read_at=_NOW,
    )
