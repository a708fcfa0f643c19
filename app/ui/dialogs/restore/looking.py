"""The preview of many deletions, some at a time: no transaction is long, and the dialog can be closed. And
what stands in its place meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from app.actions.restore_preview import JobPreview, RestorePreview
from app.actions.restoring import RestoreActions
from app.core.access import Actor
from app.core.errors import SweepError
from app.qt.calls import Calls
from app.ui.texts.errors import error_text
from app.ui.texts.words import businesses_text, number_text
from app.ui.theme.theme import Theme
from app.ui.widgets.placeholder import Placeholder

translate = QCoreApplication.translate

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


class Waiting(Placeholder):
    """How far the looking is, or why it has failed, with a button to try again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "restore.waiting")
        self.setObjectName("restore.waiting")

    def say_counted(self, done: int, jobs: int, locale: QLocale) -> None:
        """`done` of so many `jobs` are looked through."""
        text = translate("Restore", "Counting receipts to restore: {done} of {businesses}…").format(
            done=number_text(done, locale), businesses=businesses_text(jobs, locale)
        )
        self.say("hourglass", "muted", text)

    def say_problem(self, problem: SweepError) -> None:
        self.say("circle-alert", "bad", error_text(problem), translate("Restore", "Try again"))
