"""Files that are kept longer, from the dialog of a restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.keeping import MAX_DAYS
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text, outcome_text

translate = QCoreApplication.translate

LONGER_DAYS = 30
"""So many days more files are kept at a click."""

_DAY = timedelta(days=1)

Keep = Callable[[Actor, Sequence[int], int], Sequence[ActionResult]]
"""Keeps the files of these jobs for so many days; see `actions.jobs`."""


def keep_all(keep: Keep, actor: Actor, wanted: Mapping[int, int]) -> list[ActionResult]:
    """For as many days as each job is to keep them, by its id. Blocks, and raises what `keep` does."""
    results: list[ActionResult] = []
    for days in sorted(set(wanted.values())):
        results += keep(actor, [job_id for job_id, found in wanted.items() if found == days], days)
    return results


def longer_days(preview: RestorePreview, now: datetime) -> dict[int, int]:
    """For how many days after the deletion files would be kept by LONGER_DAYS more, by job id; of those that
    still are. `now` is naive UTC."""
    found = {}
    for one in preview.going:
        days = _keep_days(one)
        if days and one.found.files_there and (longer := _longer(one, days, now)) > days:
            found[one.job_id] = longer
    return found


def not_kept_text(results: Sequence[ActionResult], locale: QLocale) -> str:
    """Why files are not kept longer, each reason once; "" where all are."""
    refused = [one for one in results if not one.answer.is_done]
    if not refused:
        return ""
    text = translate(
        "Restore", "Files of {count} business(es) are not kept longer:", None, plural_of(len(refused))
    ).format(count=number_text(len(refused), locale))
    return "\n".join(
        (text, *dict.fromkeys(outcome_text(one.answer, one.job, one.seconds) for one in refused))
    )


def _longer(one: JobPreview, days: int, now: datetime) -> int:
    """From the end of the present days, or from now where that is over; 0 where no days lead so far."""
    if one.asked is None:
        return 0
    first = min(one.asked.stamps)  # what was deleted first goes first
    try:
        until = max(now, first + days * _DAY) + LONGER_DAYS * _DAY
        longer = min(-((first - until) // _DAY), MAX_DAYS)  # whole days, rounded up
        return longer if first + longer * _DAY > now else 0
    except OverflowError:
        return 0


def _keep_days(one: JobPreview) -> int:
    try:
        return Cursor.parse(one.job.cursor_text).keep_days if one.job else 0
    except CursorDamaged:
        return 0
