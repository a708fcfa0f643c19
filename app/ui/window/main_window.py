"""The main window: toolbar, table of businesses, messages and status bar, wired together."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from app.core.access import Actor
from app.core.errors import SweepError
from app.qt.nets import attempt, net
from app.qt.translation import Language, isolate, ltr
from app.ui.dialogs.sign_in import Wanted
from app.ui.texts.environments import environment_text
from app.ui.texts.figures import plain
from app.ui.theme.theme import Theme
from app.ui.widgets.dialog import DialogContext
from app.ui.widgets.environment import EnvironmentStrip
from app.ui.widgets.language_switch import LanguageSwitch
from app.ui.window.completion_notices import CompletionNotices
from app.ui.window.connection_switcher import ConnectionSwitcher
from app.ui.window.feed import Feed
from app.ui.window.geometry import Geometry
from app.ui.window.leaving import Leaving
from app.ui.window.lock import Lock
from app.ui.window.message_bar import News
from app.ui.window.parts import WindowParts
from app.ui.window.wiring import connect_actions
from app.viewmodel.run_ends import RunEnd
from app.viewmodel.services import Services


class MainWindow(QMainWindow):
    """Shows the businesses of one connection to the person whom `open_for` names. What the person arranges
    is kept in `settings`."""

    quit_requested = Signal()
    """The person wants to leave; jobs that run are to be paused at their next batch. `finish` comes last."""

    switch_agreed = Signal(object)
    """The person wants to work elsewhere: Wanted. Jobs that run are to be paused, as when quitting."""

    about_requested = Signal()
    """The person wants to know what this is; who opens the window knows version and folders."""

    guide_requested = Signal()
    settings_requested = Signal()
    diagnostics_requested = Signal()
    audit_requested = Signal()
    """Dialogs that need more than the window knows."""

    def __init__(self, services: Services, language: Language, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(900, 480)
        self.resize(1280, 800)
        context = DialogContext(language, theme, self, services.environment)
        self._services = services
        self._actor: Actor | None = None
        self._is_finished = False
        self._languages = LanguageSwitch(language)
        with theme.laid_aside():
            self._parts = WindowParts(services, context, settings, self)
            self._leaving = Leaving(services, context, settings, self)
            parts = self._parts
            self._lock = Lock(services, settings, theme, self, parts.body, parts.actions.all)
        ends = self._parts.noticing.ends
        self._completions = CompletionNotices(services.poller.name_of, self, ends.tells_of)
        self._feed = Feed(services, self._parts, self)
        self._geometry = Geometry(self, self._parts, settings)
        self._strip = EnvironmentStrip(theme, services.environment, self)
        self._connect(theme)
        self._geometry.restore()
        self.retranslate()
        self._feed.update_actions()

    def _connect(self, theme: Theme) -> None:
        actions, commands, leaving = self._parts.actions, self._parts.commands, self._leaving
        connect_actions(self._parts, theme, self._languages)
        actions.about.triggered.connect(self.about_requested)
        actions.guide.triggered.connect(self.guide_requested)
        actions.settings.triggered.connect(self.settings_requested)
        self._parts.switcher.settings_wanted.connect(self.settings_requested)
        actions.diagnostics.triggered.connect(self.diagnostics_requested)
        actions.audit.triggered.connect(self.audit_requested)
        actions.lock.triggered.connect(self._lock.lock)
        actions.quit.triggered.connect(leaving.quit)
        self._lock.page.quit_wanted.connect(leaving.quit)
        leaving.tray.pause_wanted.connect(self._pause_from_tray)
        leaving.begun.connect(commands.leave)
        leaving.begun.connect(self._parts.restoring.leave)
        leaving.begun.connect(self._feed.leave)
        leaving.begun.connect(self._parts.noticing.leave)
        self._lock.locking.connect(self._parts.noticing.list.close_up)
        self._parts.noticing.ends.ended.connect(self._tell_of_runs)
        leaving.quit_requested.connect(self._feed.update_actions)
        leaving.quit_requested.connect(self.quit_requested)
        leaving.switch_agreed.connect(self._feed.update_actions)
        leaving.switch_agreed.connect(self.switch_agreed)
        leaving.news.connect(self._parts.message.show_news)
        commands.news.connect(self._on_news)
        self._feed.place_changed.connect(self._show_title)
        self._completions.noticed.connect(self._tell_who_is_away)
        self._services.pool.slice_ended.connect(self._completions.note)
        self._services.pool.crashed.connect(self._parts.alarms.note)

    def open_for(self, actor: Actor) -> None:
        """Shows the window, and in it what `actor` may see."""
        self._actor = actor
        self._lock.act_for(actor)
        self._parts.commands.act_for(actor)
        self._parts.restoring.act_for(actor)
        self._parts.details.act_for(actor)
        self._parts.runs.act_for(actor)
        if self._parts.workers is not None:
            self._parts.workers.act_for(actor)
        self._parts.noticing.act_for(actor)
        self._leaving.act_for(actor)
        self._services.poller.start(actor)
        self.retranslate()
        self.show()
        self._parts.page.take_keys()

    def come_back(self) -> None:
        """Shows the window in front, wherever it is."""
        self._leaving.come_back()

    @property
    def switcher(self) -> ConnectionSwitcher:
        """Shows where one works, and asks to go elsewhere."""
        return self._parts.switcher

    def ask_to_switch(self, wanted: Wanted, name: str, *, always: bool = False) -> None:
        """The person wants to go to `wanted`, called `name`: asks where jobs would be paused, or `always`."""
        self._leaving.ask_to_switch(wanted, name, always=always)

    def tell_settings_saved(self) -> None:
        self._parts.message.say(self.tr("Settings saved."), "ok")

    def tell_bug(self, problem: SweepError) -> None:
        """Says what the window itself has met; it goes on."""
        self._parts.alarms.note(problem)

    def begin_to_leave(self) -> None:
        """From now on nothing long goes on in this window, and nothing new begins."""
        self._leaving.begin()

    def finish(self) -> None:
        """Closes the window for good: nothing runs any more."""
        self._is_finished = True
        self._leaving.tray.hide()
        self.close()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        self._parts.actions.retranslate()
        self._parts.actions.name_language(self._languages.caption)
        self._leaving.tray.retranslate()
        self._lock.page.retranslate()
        self._parts.message.hide()  # it was said in the other language
        self._parts.alarms.retranslate()
        self._show_title()
        self._feed.retranslate()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._leaving.tray.hide()

    @net(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._is_finished)
        attempt(self._geometry.save, None)
        if not self._is_finished:
            self._leaving.ask()

    def _pause_from_tray(self) -> None:
        """In the name of the person, who has to be there."""
        if self._lock.is_locked:
            self.come_back()
        else:
            self._parts.commands.pause_everything()

    def _show_title(self) -> None:
        title = self.tr("Sweep · {where}").format(where=ltr(plain(self._services.where())))
        if self._actor is not None:
            title = self.tr("{title} · {person}").format(title=title, person=ltr(plain(self._actor.email)))
        if self._services.environment is not None:
            word = isolate(environment_text(self._services.environment))
            title = self.tr("{environment} · {title}").format(environment=word, title=title)
        self.setWindowTitle(title)
        self._parts.switcher.show_where(self._services.where())

    def _on_news(self, news: News) -> None:
        self._parts.message.show_news(news)
        self._feed.take_outdated_away()
        self._leaving.tray.say(news.text)

    def _tell_of_runs(self, ends: Sequence[RunEnd]) -> None:
        is_named = not self._lock.is_locked  # whoever passes by a locked screen reads no names
        self._tell_who_is_away(self._parts.noticing.sentence(ends, named=is_named))

    def _tell_who_is_away(self, text: str) -> None:
        """A deletion or a run has ended; whoever looks at the window sees it there."""
        if not self.isActiveWindow() and not self._leaving.is_begun:
            self._leaving.tray.call(text)
