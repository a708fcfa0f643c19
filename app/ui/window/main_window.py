"""The main window: toolbar, table of businesses, messages and status bar, wired together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSettings, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMainWindow

from app.core.access import Actor
from app.core.text import visible
from app.qt.translation import Language, ltr
from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.status_filters import StatusFilter
from app.ui.businesses.totals import Tally
from app.ui.details.pane import DetailsPane
from app.ui.details.splitter import DetailsSplitter
from app.ui.dialogs.closing import ClosingChoice, ClosingDialog
from app.ui.dialogs.settings.window import stays_in_tray
from app.ui.texts.errors import error_text
from app.ui.theme.theme import Theme, ThemeMode
from app.ui.window.actions import WindowActions
from app.ui.window.body import Body, clamped
from app.ui.window.commands import Commands
from app.ui.window.completion_notices import CompletionNotices
from app.ui.window.menus import Menus
from app.ui.window.message_bar import MessageBar, News
from app.ui.window.sidebar import Sidebar
from app.ui.window.status_bar import StatusBar, Workers
from app.ui.window.toolbar import Toolbar
from app.ui.window.tray import Tray
from app.viewmodel.rows import Connected, ShownRow
from app.viewmodel.services import Services

GEOMETRY_KEY, FILTER_KEY = "window/geometry", "businesses/filter"

OTHER_LANGUAGE = {"he": ("en", "English"), "en": ("he", "עברית")}
"""Each language is offered by its own name, so that who cannot read the present one finds it."""


class MainWindow(QMainWindow):
    """Shows the businesses of one connection to the person whom `open_for` names.

    Geometry, splitters, the status filter, and order, widths and sorting of the columns are kept in
    `settings`.
    """

    quit_requested = Signal()
    """The person wants to leave; jobs that run are to be paused at their next batch. `finish` comes last."""

    about_requested = Signal()
    """The person wants to know what this is; who opens the window knows version and folders."""

    settings_requested = Signal()
    diagnostics_requested = Signal()
    audit_requested = Signal()
    """Dialogs that need more than the window knows."""

    def __init__(self, services: Services, language: Language, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("window")
        self._services = services
        self._language = language
        self._theme = theme
        self._settings = settings
        self._actor: Actor | None = None
        self._connected = Connected(False, services.where())
        self._is_asking = False
        self._is_leaving = False
        self._wants_to_quit = False
        self._is_finished = False
        self._tally = Tally()
        with theme.laid_aside():
            self._build()
        self._connect_parts()
        self._connect_desk()
        self._connect_actions()
        self._restore()
        self.retranslate()
        self._judge()

    def _build(self) -> None:
        self._actions = WindowActions(self._theme, self)
        self._page = BusinessesPage(self._language, self._theme)
        self._sidebar = Sidebar(self._language, self._theme)
        self._details = DetailsPane(self._services, self._actions.retry, self._language, self._theme)
        self._split = DetailsSplitter(self._page, self._details)
        self._menus = Menus(
            self._actions, self._page.table, self._theme, self, demo=self._services.demo is not None
        )
        self._toolbar = Toolbar(self._actions, self._menus.more, self._theme)
        self._trouble = MessageBar(self._theme, "trouble", closable=False)
        self._message = MessageBar(self._theme, "message")
        self._status = StatusBar(self._services.where(), self._language, self._theme)
        self._commands = Commands(self._services, self._language, self._theme, self)
        self._tray = Tray(QApplication.windowIcon(), self)
        self._endings = CompletionNotices(self._services.poller.name_of, self)
        # Several changes of one moment are judged together.
        self._soon = QTimer(self, singleShot=True, interval=0)
        messages = [self._trouble, self._message]
        self._body = Body(self._sidebar, self._toolbar, self._split, messages, self._status)
        self.setCentralWidget(self._body)
        self.setMinimumSize(900, 480)
        self.resize(1280, 800)

    def _connect_parts(self) -> None:
        self._soon.timeout.connect(self._judge)
        self._page.selection_changed.connect(self._soon.start)
        self._page.all_wanted.connect(self._toolbar.search.clear)
        self._page.all_wanted.connect(lambda: self._sidebar.choose(StatusFilter.ALL))
        self._page.counted.connect(self._sidebar.show_counts)
        self._sidebar.chosen.connect(self._page.show_facet)
        self._page.menu_wanted.connect(self._menus.rows.popup)
        self._page.header_menu_wanted.connect(self._menus.header.popup)
        self._toolbar.search.textChanged.connect(self._on_search)
        self._toolbar.search.left.connect(self._page.take_keys)
        self._trouble.acted.connect(self._services.poller.look_now)
        self._commands.busy_changed.connect(self._soon.start)
        self._commands.told.connect(self._on_news)
        self._message.details_wanted.connect(self._commands.show_details)
        self._endings.told.connect(self._tell_who_is_away)
        self._tray.wanted.connect(self._come_back)
        self._tray.pause_wanted.connect(self._commands.pause_everything)
        self._tray.quit_wanted.connect(self._on_quit_in_tray)

    def _connect_desk(self) -> None:
        self._services.poller.rows.connect(self._on_rows)
        self._services.poller.gone.connect(self._on_gone)
        self._services.poller.connection.connect(self._on_connection)
        self._services.pool.moved.connect(self._show_workers)
        self._services.pool.slice_ended.connect(self._show_workers)
        self._services.pool.slice_ended.connect(self._endings.note)

    def _connect_actions(self) -> None:
        actions, commands, page = self._actions, self._commands, self._page
        actions.delete.triggered.connect(lambda: commands.delete(page.selected()))
        actions.pause.triggered.connect(lambda: commands.pause(page.selected()))
        actions.resume.triggered.connect(lambda: commands.resume(page.selected()))
        actions.cancel.triggered.connect(lambda: commands.cancel(page.selected()))
        actions.retry.triggered.connect(lambda: commands.retry(page.selected()))
        actions.take_over.triggered.connect(lambda: commands.take_over(page.selected()))
        actions.mark_failed.triggered.connect(lambda: commands.mark_failed(page.selected()))
        actions.finish_files.triggered.connect(lambda: commands.finish_files(page.selected()))
        actions.pause_all.triggered.connect(commands.pause_everything)
        actions.export.triggered.connect(lambda: commands.export(page.shown(), page.table.visible_columns))
        actions.shortcuts.triggered.connect(lambda: commands.show_shortcuts(actions.all))
        actions.find.triggered.connect(self._toolbar.search.take_keys)
        actions.refresh.triggered.connect(self._services.poller.refresh)
        actions.select_all.triggered.connect(page.select_all)
        actions.copy.triggered.connect(page.copy_selection)
        actions.theme.triggered.connect(self._switch_theme)
        actions.larger.triggered.connect(lambda: self._theme.step_text_size(1))
        actions.smaller.triggered.connect(lambda: self._theme.step_text_size(-1))
        actions.language.triggered.connect(self._switch_language)
        actions.reset_demo.triggered.connect(commands.reset_demo)
        actions.about.triggered.connect(self.about_requested)
        actions.settings.triggered.connect(self.settings_requested)
        actions.diagnostics.triggered.connect(self.diagnostics_requested)
        actions.audit.triggered.connect(self.audit_requested)
        actions.quit.triggered.connect(self._quit)
        self.addActions(actions.all)

    def open_for(self, actor: Actor) -> None:
        """Shows the window, and in it what `actor` may see."""
        self._actor = actor
        self._commands.act_for(actor)
        self._details.act_for(actor)
        self._services.poller.start(actor)
        self.retranslate()
        self.show()
        self._page.take_keys()

    def tell_settings_saved(self, *, another_place: bool) -> None:
        """Says in the message bar from when on the new settings count."""
        if another_place:
            text = self.tr("Settings saved. Restart Sweep to use the new connection.")
            self._message.say(text, "accent")
        else:
            self._message.say(self.tr("Settings saved."), "ok")

    def finish(self) -> None:
        """Closes the window for good: nothing runs any more."""
        self._is_finished = True
        self._tray.hide()
        self.close()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        _, name = OTHER_LANGUAGE[self._language.code]
        self._actions.retranslate()
        self._actions.name_language(name)
        self._tray.retranslate()
        self._message.hide()  # it was said in the other language
        self._show_title()
        self._show_trouble()

    def _show_title(self) -> None:
        title = self.tr("Sweep · {where}").format(where=ltr(visible(self._services.where())))
        if self._actor is not None:
            title = self.tr("{title} · {person}").format(title=title, person=ltr(self._actor.email))
        self.setWindowTitle(title)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._tray.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        if self._is_finished:
            event.accept()
            return
        event.ignore()
        if not self._is_asking and not self._is_leaving:
            self._is_asking = True
            self._services.calls.spawn(self._ask_to_close(), name="close")

    async def _ask_to_close(self) -> None:
        """Leaves at once where nothing runs here; else as the person chooses, or chose in the settings."""
        own = len(self._services.pool.own_jobs)
        quits, self._wants_to_quit = self._wants_to_quit, False
        try:
            choice = ClosingChoice.PAUSE_AND_QUIT
            if own and not quits and stays_in_tray(self._settings):
                choice = ClosingChoice.STAY_IN_TRAY
            elif own:
                choice = await ClosingDialog(own, self._theme, self).ask()
        finally:
            self._is_asking = False
        if choice is ClosingChoice.PAUSE_AND_QUIT:
            self._leave()
        elif choice is ClosingChoice.STAY_IN_TRAY:
            self._go_to_tray()

    def begin_to_leave(self) -> None:
        """From now on nothing long goes on in this window, and nothing new begins."""
        self._is_leaving = True
        self._commands.leave()

    def _leave(self) -> None:
        self.begin_to_leave()
        if self._services.pool.own_jobs:
            self._message.say(self.tr("Finishing the current batches…"), "accent")
        self._judge()
        self.quit_requested.emit()

    def _go_to_tray(self) -> None:
        if not self._tray.is_available:
            self.showMinimized()
            return
        self._tray.show()
        self.hide()
        self._services.poller.stop()

    def _come_back(self) -> None:
        self._tray.hide()
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if self._actor is not None:
            self._services.poller.start(self._actor)

    def _on_quit_in_tray(self) -> None:
        self._come_back()
        self._quit()

    def _quit(self) -> None:
        """Not the window alone is to be closed: that asks in any case."""
        self._wants_to_quit = True
        self.close()

    @Slot(object)
    def _on_rows(self, changed: tuple[ShownRow, ...]) -> None:
        self._page.apply(changed)
        self._status.show_totals(self._tally.see(changed))
        self._show_counts()
        if self._soon.isActive():  # table and details change in one moment: one figure for one thing
            self._soon.stop()
            self._judge()

    @Slot(object)
    def _on_gone(self, business_ids: tuple[int, ...]) -> None:
        self._page.remove(business_ids)
        self._status.show_totals(self._tally.forget(business_ids))
        self._show_counts()

    @Slot(object)
    def _on_connection(self, connected: Connected) -> None:
        turned = connected.ok is not self._connected.ok
        self._connected = connected
        self._status.show_connection(connected)
        self._show_workers()
        self._show_title()  # the connection tells where it is
        self._show_trouble()
        if connected.ok:
            self._page.note_loaded()
        if turned:
            self._soon.start()

    @Slot(object)
    def _show_workers(self, _what: object = None) -> None:
        pool = self._services.pool
        workers = Workers(pool.size, pool.busy, pool.waiting)
        self._status.show_workers(workers)
        if bool(pool.own_jobs) is not self._actions.pause_all.isEnabled():
            self._soon.start()

    def _show_trouble(self) -> None:
        problem = self._connected.problem
        if self._connected.ok or problem is None:
            self._trouble.hide()
            return
        text = self.tr("Not connected. {reason} Reconnecting automatically.")
        self._trouble.say(text.format(reason=error_text(problem)), "bad", self.tr("Retry now"))

    def _judge(self) -> None:
        """Turns the actions on and off by the selection, and shows its details."""
        selected = self._page.selected()
        self._details.show_selection(selected)
        self._actions.judge(
            selected,
            shown=self._page.shown_count,
            connected=self._connected.ok,
            busy=self._commands.is_busy or self._is_leaving,
            finishing=self._commands.is_finishing,
            own=bool(self._services.pool.own_jobs),
        )
        self._show_counts()

    def _show_counts(self) -> None:
        if bool(self._page.shown_count) is not self._actions.export.isEnabled():
            self._soon.start()
        self._status.show_counts(self._page.selected_count, self._page.shown_count)

    @Slot(object)
    def _on_news(self, news: News) -> None:
        self._message.show_news(news)
        self._tray.say(news.text)

    def _tell_who_is_away(self, text: str) -> None:
        """A deletion has ended; whoever looks at the window sees it there."""
        if not self.isActiveWindow() and not self._is_leaving:
            self._tray.call(text)

    def _on_search(self, text: str) -> None:
        self._page.search(text)
        self._show_counts()

    def _switch_theme(self) -> None:
        self._theme.use(ThemeMode.LIGHT if self._theme.is_dark else ThemeMode.DARK)

    def _switch_language(self) -> None:
        code, _ = OTHER_LANGUAGE[self._language.code]
        self._language.use(code)

    def _restore(self) -> None:
        geometry = self._settings.value(GEOMETRY_KEY)
        if geometry is not None:
            self.restoreGeometry(geometry)
            self._stay_on_a_screen()
        self._body.restore(self._settings)
        self._page.restore(self._settings)
        self._sidebar.choose(StatusFilter.named(self._settings.value(FILTER_KEY)))
        self._split.restore(self._settings)

    def _stay_on_a_screen(self) -> None:
        """The screens may be others than those the geometry was kept on."""
        if not self.isMaximized() and not self.isFullScreen():
            screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
            self.setGeometry(clamped(self.geometry(), screens))

    def _save(self) -> None:
        self._settings.setValue(GEOMETRY_KEY, self.saveGeometry())
        self._body.save(self._settings)
        self._page.save(self._settings)
        self._settings.setValue(FILTER_KEY, self._sidebar.facet.name)
        self._split.save(self._settings)
