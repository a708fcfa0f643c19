"""What poller and pool tell, and where the window shows it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.qt.nets import attempt
from app.ui.businesses.advice import HelpfulStep
from app.ui.businesses.states import showable
from app.ui.businesses.status_filters import StatusFilter
from app.ui.businesses.totals import RunningTotals
from app.ui.texts.errors import error_text
from app.ui.window.message_bar import News
from app.ui.window.parts import WindowParts
from app.ui.window.status_bar import Workers
from app.viewmodel.rows import Connected, ShownRow
from app.viewmodel.services import Services

translate = QCoreApplication.translate


class Feed(QObject):
    """Keeps table, details, status bar and actions at what is known now."""

    place_changed = Signal()
    """The connection may have told where the database is."""

    def __init__(self, services: Services, parts: WindowParts, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._parts = parts
        self._connected = Connected(False, services.where())
        self._is_leaving = False
        self._seen_trouble = ""  # what the person has closed; the status bar goes on saying it
        self._totals = RunningTotals()
        self._helpful = HelpfulStep()
        services.poller.rows.connect(self._on_rows)
        services.poller.gone.connect(self._on_gone)
        services.poller.connection.connect(self._on_connection)
        services.pool.moved.connect(self._show_workers)
        services.pool.slice_ended.connect(self._show_workers)
        parts.soon.timeout.connect(self.update_actions)
        parts.trouble.dismissed.connect(self._on_trouble_seen)
        parts.trouble.acted.connect(services.poller.look_now)
        parts.actions.refresh.triggered.connect(services.poller.refresh)
        parts.toolbar.search.textChanged.connect(self._show_counts)

    def leave(self) -> None:
        """The window is about to close: no action begins any more."""
        self._is_leaving = True

    def retranslate(self) -> None:
        """Says in the present language what is wrong with the connection."""
        self._show_trouble()

    def update_actions(self) -> None:
        """Turns the actions on and off by the selection, and shows its details."""
        parts = self._parts
        page = parts.page
        attempt(parts.details.show_selection, None, page.selected())  # the actions matter more
        unseen = not parts.pages.is_on_businesses  # then nothing is done with businesses
        acted_on = () if unseen else page.acted_on_ids()
        parts.actions.select_all.setEnabled(not unseen)
        parts.actions.report.setEnabled(parts.pages.is_on_runs)
        parts.toolbar.offer(self._helpful.of(acted_on))
        busy = parts.commands.is_busy or self._is_leaving
        parts.details.all_jobs.attention.allow(self._connected.is_reachable and not busy)
        if parts.workers is not None:
            parts.workers.allow(self._connected.is_reachable and not busy)
        parts.actions.update_availability(
            acted_on,
            ticked=0 if unseen else page.ticked_counts[StatusFilter.ALL],
            shown=self._exportable,
            connected=self._connected.is_reachable,
            busy=busy,
            finishing=parts.commands.is_finishing,
            own=self._has_own,
        )
        self._show_counts()

    @Slot(object)
    def _on_rows(self, changed: tuple[ShownRow, ...]) -> None:
        changed = tuple(showable(shown) for shown in changed)
        self._helpful.see(changed)
        self._parts.actions.see(changed)
        self._parts.page.apply(changed)
        self._parts.status.show_totals(self._totals.see(changed))
        self._parts.selection.show_pace(self._totals.pace)
        self._show_counts()
        self.take_outdated_away()
        if self._parts.soon.isActive():  # table and details change in one moment: one figure for one thing
            self._parts.soon.stop()
            self.update_actions()

    def take_outdated_away(self) -> None:
        """A message that says what runs goes once all of it is over."""
        jobs = self._parts.message.jobs
        if jobs and all(self._is_over(job_id, business_id) for job_id, business_id in jobs.items()):
            self._parts.message.show_news(News(""))

    def _is_over(self, job_id: int, business_id: int) -> bool:
        shown = self._services.poller.shown(business_id)
        job = shown.row.job if shown else None
        return job is not None and (job.id > job_id or (job.id == job_id and not job.is_active))

    @Slot(object)
    def _on_gone(self, business_ids: tuple[int, ...]) -> None:
        self._parts.page.remove(business_ids)
        self._parts.status.show_totals(self._totals.forget(business_ids))
        self._show_counts()

    @Slot(object)
    def _on_connection(self, connected: Connected) -> None:
        turned = connected.is_reachable is not self._connected.is_reachable
        self._connected = connected
        self._parts.status.show_connection(connected)
        self._show_workers()
        self.place_changed.emit()
        self._show_trouble()
        if connected.ok:
            self._parts.page.note_loaded()
        if turned:
            self._parts.soon.start()

    @Slot(object)
    def _show_workers(self, _what: object = None) -> None:
        pool = self._services.pool
        self._parts.status.show_workers(Workers(pool.size, pool.busy, pool.waiting))
        if self._has_own is not self._parts.actions.pause_all.isEnabled():
            self._parts.soon.start()

    @property
    def _has_own(self) -> bool:
        """Something runs or waits in this console. Of restores nobody tells; each poll looks."""
        return bool(self._services.pool.own_jobs or self._services.own_restores)

    def _show_trouble(self) -> None:
        problem = self._connected.problem
        if self._connected.ok or problem is None:
            self._seen_trouble = ""
            self._parts.trouble.hide()
            return
        if self._connected.is_reachable:
            text = translate(
                "MainWindow", "The table could not be updated. {reason} Trying again automatically."
            )
        else:
            text = translate("MainWindow", "Not connected. {reason} Reconnecting automatically.")
        again = translate("MainWindow", "Retry now")
        text = text.format(reason=error_text(problem))
        if text != self._seen_trouble:
            self._parts.trouble.say(text, "bad", again)

    def _on_trouble_seen(self) -> None:
        self._seen_trouble = self._parts.trouble.text

    @property
    def _exportable(self) -> int:
        """How many rows the table shows; none while it is not looked at."""
        return self._parts.page.shown_count if self._parts.pages.is_on_businesses else 0

    def _show_counts(self) -> None:
        page = self._parts.page
        if bool(self._exportable) is not self._parts.actions.export.isEnabled():
            self._parts.soon.start()
        self._parts.selection.show_counts(
            businesses=page.shown_count,
            ticked=page.ticked_counts[StatusFilter.ALL],
            troubled=page.ticked_counts[StatusFilter.ATTENTION],
        )
