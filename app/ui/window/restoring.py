"""Restoring from the window: one dialog at a time, and news when what it has started ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from app.core.access import Actor
from app.core.errors import SweepError
from app.core.restore import Restore, RestoreStatus
from app.core.restore_errors import NoRestoresHere
from app.qt.nets import net
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.texts.errors import error_text
from app.ui.texts.figures import plural_of
from app.ui.texts.words import number_text, receipts_text
from app.ui.widgets.dialog import DialogContext
from app.ui.window.message_bar import News
from app.ui.window.preview_export import PreviewExport
from app.viewmodel.services import Services

WATCH_MS = 2_000


class Restoring(QObject):
    """Follows what runs in this console by what the crew has seen, and so asks nothing of the database."""

    news = Signal(object)
    """News for the message bar."""

    changed = Signal()
    """`problem` is another than before."""

    def __init__(self, services: Services, context: DialogContext, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._context = context
        self._actor: Actor | None = None
        self._is_open = self._is_leaving = False
        self._followed: list[tuple[RestoreSubject, list[int]]] = []
        self._is_there = services.restores is not None
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self.look)

    @property
    def problem(self) -> str:
        """Why nothing can be restored here; "" where something can."""
        return "" if self._is_there else error_text(NoRestoresHere())

    def act_for(self, actor: Actor) -> None:
        """From now on it is `actor` who acts."""
        self._actor = actor
        self.look_for_table()

    def look_for_table(self) -> None:
        """The table may have been made meanwhile."""
        if self._services.restores is not None and not self._is_leaving:
            self._services.calls.spawn(self._look_for_table(), name="look for restores")

    def open(self, subject: RestoreSubject) -> None:
        """Opens the dialog, unless one is open."""
        if self._actor is not None and not self._is_open and subject.job_ids:
            self._is_open = True
            self._services.calls.spawn(self._ask(self._actor, subject), name="restore")

    def forget(self, restore_ids: Collection[int]) -> None:
        """Tells nothing of the end of these."""
        for _, followed in self._followed:
            followed[:] = [one for one in followed if one not in restore_ids]
        self._followed = [(one, followed) for one, followed in self._followed if followed]

    def leave(self) -> None:
        """The window is about to close: nothing is told any more."""
        self._is_leaving = True
        self._watch.stop()

    @net(None)
    def look(self) -> None:
        """Tells of what has ended since."""
        crew = self._services.restore_crew
        if crew is None or self._is_leaving:
            return
        own = set(crew.own)
        for subject, ids in list(self._followed):
            if own.isdisjoint(ids):
                self._followed.remove((subject, ids))
                rows = [row for one in ids if (row := crew.last_seen(one)) is not None]
                self._tell(subject, rows)
        if not self._followed:
            self._watch.stop()

    async def _look_for_table(self) -> None:
        restores = self._services.restores
        if restores is None:
            return
        try:
            is_there = await self._services.calls.run(restores.is_there)
        except SweepError:  # the window says itself that the database is away
            return
        if isValid(self) and is_there != self._is_there and not self._is_leaving:
            self._is_there = is_there
            self.changed.emit()

    async def _ask(self, actor: Actor, subject: RestoreSubject) -> None:
        from app.ui.dialogs.restore.dialog import RestoreDialog

        services = self._services
        assert services.restores is not None  # noqa: S101 - nothing opens this without them
        try:
            dialog = RestoreDialog(
                services.calls,
                services.restores,
                actor,
                subject,
                self._context,
                where=services.where(),
                keep=services.jobs.keep_files,
            )
            export = PreviewExport(services, dialog, self._context)
            dialog.export_wanted.connect(
                lambda lines: services.calls.spawn(export.save(lines), name="export preview")
            )
            dialog.begun.connect(lambda rows: self._follow(subject, rows))
            await dialog.ask()
        finally:
            self._is_open = False
            if not self._is_leaving:
                services.poller.look_now()

    def _follow(self, subject: RestoreSubject, rows: Sequence[Restore]) -> None:
        ids = [row.id for row in rows]
        self.forget(ids)
        self._followed.append((subject, ids))
        self._watch.start()

    def _tell(self, subject: RestoreSubject, rows: Sequence[Restore]) -> None:
        """In one sentence, with a way back to the dialog where something is left to do."""
        if not rows:
            return
        locale = self._context.language.locale
        name, statuses = subject.title(), {row.status for row in rows}
        back = receipts_text(sum(row.restored for row in rows), locale)
        conflicts = sum(row.conflicts for row in rows)
        failed = sum(row.failed for row in rows)
        tone, again = "warn", ""
        if statuses == {RestoreStatus.COMPLETED}:
            tone = "warn" if conflicts or failed else "ok"
            text = self.tr("{name}: {receipts} restored.")
        elif RestoreStatus.FAILED in statuses:
            tone, again = "bad", self.tr("Open…")
            text = self.tr("{name}: the restore has failed after {receipts}.")
        elif RestoreStatus.PAUSED in statuses or any(row.is_active for row in rows):
            again = self.tr("Open…")
            text = self.tr("{name}: the restore is paused after {receipts}.")
        else:
            text = self.tr("{name}: the restore was cancelled after {receipts}.")
        said = [text.format(name=name, receipts=back)]
        if conflicts:
            left_out = self.tr(
                "{count} left out, because the e-mail was imported again.", "", plural_of(conflicts)
            )
            said.append(left_out.format(count=number_text(conflicts, locale)))
        if failed:
            refused = self.tr("{count} refused by the database.", "", plural_of(failed))
            said.append(refused.format(count=number_text(failed, locale)))
        act: Callable[[], object] | None = (lambda: self.open(subject)) if again else None
        self.news.emit(News(" ".join(said), tone, again, act))
