"""What the main window is made of, and how these parts hang together among themselves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QMainWindow

from app.actions.runs import RESTORE, RunJobs
from app.core.job import Job
from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.selection_line import SelectionLine
from app.ui.businesses.status_filters import StatusFilter
from app.ui.details.pane import DetailsPane
from app.ui.details.splitter import DetailsSplitter
from app.ui.dialogs.restore.subject import RestoreSubject
from app.ui.dialogs.select_list.choice import Choice
from app.ui.runs.looks import title_of
from app.ui.runs.page import RunsPage
from app.ui.texts.words import name_text
from app.ui.widgets.dialog import DialogContext
from app.ui.window.actions import WindowActions
from app.ui.window.alarms import Alarms
from app.ui.window.body import Body
from app.ui.window.commands import Commands
from app.ui.window.connection_switcher import ConnectionSwitcher
from app.ui.window.layout_keys import LayoutKeys
from app.ui.window.menus import Menus
from app.ui.window.message_bar import MessageBar, News
from app.ui.window.noticing import Noticing
from app.ui.window.pages import Pages
from app.ui.window.restoring import Restoring
from app.ui.window.sidebar import Beside, Sidebar
from app.ui.window.status_bar import StatusBar
from app.ui.window.toolbar import Toolbar
from app.ui.workers.page import WorkersPage
from app.viewmodel.recent_runs import RecentRuns
from app.viewmodel.services import Services


class WindowParts:
    """The parts of `window`, whose content is `body`. Whoever changes what the actions depend on starts
    `soon`, on whose timeout it is looked at once for several changes of one moment."""

    def __init__(
        self, services: Services, context: DialogContext, settings: QSettings, window: QMainWindow
    ) -> None:
        language, theme = context.language, context.theme
        self.actions = WindowActions(theme, window)
        self.page = BusinessesPage(language, theme)
        self.switcher = ConnectionSwitcher(theme, services.environment, services.where())
        self.sidebar = Sidebar(language, theme, workers=services.workers is not None)
        self.details = DetailsPane(services, language, theme)
        self.selection = SelectionLine(language, theme)
        self.split = DetailsSplitter(self.page, self.details)
        self.menus = Menus(
            self.actions,
            self.page.table,
            theme,
            window,
            demo=services.demo is not None,
            server=services.server is not None,
        )
        self.toolbar = Toolbar(self.actions, self.menus.more, theme)
        self.trouble = MessageBar(theme, "trouble")
        self.message = MessageBar(theme, "message")
        alarm_bar = MessageBar(theme, "alarm")
        self.alarms = Alarms(alarm_bar, services.poller.name_of, window)
        self.status = StatusBar(services.where(), language, theme)
        self.runs = RunsPage(services, language, theme)
        self.workers = (
            None
            if services.workers is None
            else WorkersPage(services.calls, services.workers, language, theme)
        )
        self.pages = Pages(self.toolbar, self.selection, self.split, self.runs, self.workers)
        self.filter_before = StatusFilter.ALL
        self.commands = Commands(services, context, RecentRuns(settings), window)
        self.restoring = Restoring(services, context, window)
        alarm_bar.details_wanted.connect(self.commands.show_details)
        self.soon = QTimer(window, singleShot=True, interval=0)
        messages = [self.trouble, alarm_bar, self.message]
        self.body = Body(self.switcher, self.sidebar, self.toolbar, self.pages, messages, self.status)
        self.noticing = Noticing(services, context, settings, self.runs, self.toolbar, self.body, window)
        window.addActions(self.actions.all)
        LayoutKeys(window)
        self._connect()

    def _connect(self) -> None:
        page, search = self.page, self.toolbar.search
        page.selection_changed.connect(self.soon.start)
        page.all_wanted.connect(self._show_all)
        page.counted.connect(self.sidebar.show_counts)
        page.counted.connect(lambda counts: self.details.all_jobs.show_counts(counts, page.attention))
        page.menu_wanted.connect(self.menus.rows.popup)
        page.header_menu_wanted.connect(self.menus.header.popup)
        self.sidebar.runs_chosen.connect(self.pages.show_runs)
        self.pages.changed.connect(self.soon.start)
        self.pages.changed.connect(self._offer_sorting)
        self.runs.counted.connect(self.sidebar.show_runs)
        self.runs.news.connect(self.commands.tell_run)
        self.runs.clean_up.connect(self.commands.clean_up)
        self.runs.counted.connect(self.details.all_jobs.show_runs)
        self.runs.restore_wanted.connect(self._restore_run)
        self.runs.looked_at.connect(self.restoring.look_for_table)
        self.details.restore_wanted.connect(self._restore_job)
        self.restoring.news.connect(self.message.show_news)
        self.commands.restores_told.connect(self.restoring.forget)
        self.restoring.changed.connect(self._show_restores)
        self._show_restores()
        self.details.run_wanted.connect(self._open_run)
        self.details.filter_wanted.connect(self._turn_to_filter)
        self.details.runs_wanted.connect(self._turn_to_runs)
        self.runs.show_businesses.connect(self._show_run)
        page.unticked.connect(self._tell_unticked)
        self.sidebar.chosen.connect(self._show_filter)
        self.selection.untick_wanted.connect(self.actions.untick.trigger)
        self.selection.shown_wanted.connect(self._show_ticked)
        self.selection.attention_wanted.connect(self._show_troubled)
        search.textChanged.connect(page.search)
        search.moved_on.connect(page.take_keys)
        self.commands.busy_changed.connect(self.soon.start)
        self.commands.busy_changed.connect(self._show_cleaning_up)
        self.runs.commands.changed.connect(self._show_cleaning_up)
        self.noticing.news.connect(self.message.show_news)
        self.noticing.run_wanted.connect(self.turn_to_run)
        self.noticing.report_wanted.connect(self.runs.save_report)
        self.noticing.list.log_wanted.connect(self.actions.audit.trigger)
        self.actions.notifications.triggered.connect(self.noticing.list.toggle)
        self.message.details_wanted.connect(self.commands.show_details)

    def _show_cleaning_up(self) -> None:
        self.runs.opened.buttons.show_cleaning_up(self.commands.is_finishing)
        self.noticing.show_busy(is_cleaning_up=self.commands.is_finishing)

    def _show_restores(self) -> None:
        problem = self.restoring.problem
        self.runs.opened.buttons.show_restores(problem)
        self.details.show_restores(problem)

    def _restore_run(self, run: RunJobs) -> None:
        row = run.row
        subject = RestoreSubject.of_run(row, run.taking(RESTORE), lambda: title_of(row, QLocale()))
        self.restoring.open(subject)

    def _restore_job(self, job: Job, name: str) -> None:
        self.restoring.open(RestoreSubject.of_job(job, partial(name_text, name)))

    def _offer_sorting(self) -> None:
        if self.pages.is_on_runs:
            self.menus.fill_sorting = self.runs.fill_sort_menu
        elif self.workers is not None and self.pages.is_on_workers:
            self.menus.fill_sorting = self.workers.fill_sort_menu
        else:
            self.menus.fill_sorting = self.page.table.fill_sort_menu

    def _tell_unticked(self, before: frozenset[int]) -> None:
        def undo() -> None:
            self.page.ticks.add(before)
            self.message.show_news(News(""))  # it is not cleared any more

        self.commands.tell_unticked(len(before), undo)

    def take_list(self, choice: Choice) -> None:
        """Ticks what was chosen by a list, and shows it, wherever one was."""
        turn = self.page.ticks.replace if choice.replaces else self.page.ticks.add
        self._show_among_all(lambda: turn(choice.ids))

    def _show_run(self, business_ids: Collection[int]) -> None:
        """The businesses of a run, ticked, on the page of the businesses."""
        self._show_among_all(lambda: self.page.ticks.replace(business_ids))

    def _show_among_all(self, tick: Callable[[], None]) -> None:
        """Shows what `tick` ticks, and neither a filter nor a search of before hides any of it."""
        self.sidebar.choose(StatusFilter.ALL)
        self.toolbar.search.clear()
        tick()
        self._show_ticked(True)

    def _open_run(self, run_id: str) -> None:
        self.sidebar.choose(Beside.RUNS)
        self.runs.open_run(run_id)

    def turn_to_run(self, run_id: str) -> None:
        """The page of the runs, with this one open; the keys go there."""
        self._open_run(run_id)
        self.runs.take_keys()

    def turn_to_business(self, business_id: int) -> None:
        """The page of the businesses, with this one as the current row among all."""
        self._turn_to_filter(StatusFilter.ALL)
        self.page.show_row(business_id)

    def _turn_to_filter(self, status_filter: StatusFilter) -> None:
        """All businesses that a figure counts: a search would hide some of them."""
        self.toolbar.search.clear()
        self.sidebar.choose(status_filter)
        self._show_filter(status_filter)  # also where it was chosen, but only some of them were shown

    def _turn_to_runs(self, in_progress: bool) -> None:
        self.sidebar.choose(Beside.RUNS)
        self.runs.show_listed(in_progress=in_progress)

    def _show_all(self) -> None:
        self._turn_to_filter(StatusFilter.ALL)

    def _show_filter(self, status_filter: StatusFilter) -> None:
        if not self.pages.is_on_businesses and status_filter is self.filter_before:
            self.pages.show_businesses()  # all is as it was left
            return
        self.filter_before = status_filter
        self.pages.show_businesses()
        self.page.show_among(None)
        self.page.show_only(status_filter)
        self.selection.show_modes(only_ticked=False, only_troubled=False)

    def _show_ticked(self, wanted: bool) -> None:
        """Those that are ticked at this moment: what is no longer ticked stays in sight until the next."""
        self.page.show_among(self.page.ticks.ids if wanted else None)
        self.selection.show_modes(only_ticked=wanted, only_troubled=False)

    def _show_troubled(self, wanted: bool) -> None:
        self.page.show_among(self.page.ticked_under(StatusFilter.ATTENTION) if wanted else None)
        self.selection.show_modes(only_ticked=False, only_troubled=wanted)
