"""The preview of many deletions, some at a time: no transaction is long, and the dialog can be closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.restoring import RestoreActions
from app.core.access import Actor
from app.qt.calls import Calls

AT_ONCE = 25
"""Deletions that are looked through in one go."""


async def preview_in_parts(
    calls: Calls,
    restores: RestoreActions,
    actor: Actor,
    job_ids: Sequence[int],
    items: Sequence[int] | None,
    goes_on: Callable[[int], bool],
) -> RestorePreview | None:
    """What would come back of these jobs, of the chosen `items` alone where there are some. None where
    `goes_on`, asked after each go with the number of jobs looked through, said no. Raises as `preview`."""
    jobs: list[JobPreview] = []
    for begin in range(0, len(job_ids), AT_ONCE):
        part = job_ids[begin : begin + AT_ONCE]
        jobs += (await calls.run(restores.preview, actor, part, items)).jobs
        if not goes_on(begin + len(part)):
            return None
    return RestorePreview(tuple(jobs))
