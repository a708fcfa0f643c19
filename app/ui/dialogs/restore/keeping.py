"""Files that are kept longer, from the dialog of a restore."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.actions.restore_preview import JobPreview, RestorePreview
from app.core.access import Actor
from app.core.cursor import Cursor
from app.core.errors import CursorDamaged
from app.core.keeping import MAX_DAYS

LONGER_DAYS = 30
"""So many days more files are kept at a click."""

Keep = Callable[[Actor, Sequence[int], int], object]
"""Keeps the files of these jobs for so many days; see `actions.jobs`."""


def keep_all(keep: Keep, actor: Actor, wanted: Mapping[int, int]) -> None:
    """For as many days as each job is to keep them, by its id. Blocks, and raises what `keep` does."""
    for days in sorted(set(wanted.values())):
        keep(actor, [job_id for job_id, found in wanted.items() if found == days], days)


def longer_days(preview: RestorePreview) -> dict[int, int]:
    """For how many days after the deletion files would be kept by LONGER_DAYS more, by job id; of those that
    still are."""
    found = {}
    for one in preview.going:
        days = _keep_days(one)
        if days and one.found.files_there and days < MAX_DAYS:
            found[one.job_id] = min(days + LONGER_DAYS, MAX_DAYS)
    return found


def _keep_days(one: JobPreview) -> int:
    try:
        return Cursor.parse(one.job.cursor_text).keep_days if one.job else 0
    except CursorDamaged:
        return 0
