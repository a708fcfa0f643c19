"""The way of a deletion in the window: preview, typed confirmation, start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.actions.preview import BusinessPreview
from app.actions.results import ActionResult
from app.core.access import Actor
from app.core.run import RunLabel
from app.ui.texts.words import businesses_text, number_text
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.server_offer import ServerOffer
from app.ui.window.long_work import GivenUp, LongWork
from app.ui.window.message_bar import News
from app.ui.window.preview_export import PreviewExport
from app.viewmodel.recent_runs import RecentRuns
from app.viewmodel.rows import ShownRow
from app.viewmodel.services import Services

PREVIEWED_AT_ONCE = 25
"""Businesses that are counted in one go; between two goes the person can stop it."""


class Deleting(QObject):
    """Keeps how the person called the run until one has begun, also where they go back: then the next
    confirmation holds it again."""

    news = Signal(object)
    """News for the message bar."""

    def __init__(
        self, services: Services, context: DialogContext, recent_runs: RecentRuns, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._context = context
        self._language = context.language
        self._recent_runs = recent_runs
        self._named = RunLabel()

    async def delete(
        self, actor: Actor, rows: Sequence[ShownRow]
    ) -> tuple[list[ActionResult], dict[int, str]] | None:
        """What came of it, and the names of the businesses; None where the person goes back."""
        ids = [shown.row.business.id for shown in rows if not shown.flaw]
        previews = await self._previews(actor, ids)
        if previews is None:
            return None
        from app.ui.dialogs.confirm import ConfirmDialog

        estimator = await self._services.calls.run(self._services.estimator)
        services, recent = self._services, self._recent_runs
        dialog = ConfirmDialog(
            previews,
            self._context,
            estimator,
            self._named,
            recent.names,
            where=services.where(),
            name_required=recent.is_name_required,
            server=ServerOffer.of(services),
            keep_days=services.keep_files_days(),
        )
        export = PreviewExport(services, dialog, self._context)
        dialog.export_wanted.connect(
            lambda lines: services.calls.spawn(export.save(lines), name="export preview")
        )
        is_confirmed = await dialog.ask()
        self._named = dialog.run or self._named
        if not is_confirmed:
            return None
        names = {preview.business_id: preview.name or "" for preview in previews}
        left_out = {preview.business_id: preview.refusal for preview in previews if preview.refusal}
        wanted = dialog.wanted
        start = partial(
            services.jobs.start,
            run=self._named,
            left_out=left_out,
            keep_days=dialog.keep_days,
            on=wanted.on,
            anyway=wanted.anyway,
        )
        results = await services.calls.run(start, actor, services.job_type, dialog.business_ids)
        recent.note(self._named)
        self._named = RunLabel()
        return results, names

    async def _previews(self, actor: Actor, ids: Sequence[int]) -> list[BusinessPreview] | None:
        """The previews, some at a time; None where the person does not want to wait for them."""
        work = LongWork(self.news.emit, self)
        counted = self.tr("Counting receipts to delete: {done} of {businesses}…")
        businesses = businesses_text(len(ids), self._language.locale)
        found: list[BusinessPreview] = []
        try:
            for begin in range(0, len(ids), PREVIEWED_AT_ONCE):
                done = number_text(begin, self._language.locale)
                work.say(counted.format(done=done, businesses=businesses))
                part = ids[begin : begin + PREVIEWED_AT_ONCE]
                found += await work.wait_for(self._services.calls.run(self._services.preview, actor, part))
        except GivenUp:
            pass
        else:
            return found
        finally:
            work.end()
        self.news.emit(News(self.tr("Stopped. Nothing was deleted.")))
        return None
