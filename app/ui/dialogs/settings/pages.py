"""The pages of the settings, one shown at a time, read and tested as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from app.core.errors import SweepError
from app.ui.dialogs.settings.connection import ConnectionPage
from app.ui.dialogs.settings.limits import LimitsPage
from app.ui.dialogs.settings.pace import PacePage
from app.ui.dialogs.settings.queue import QueuePage
from app.ui.dialogs.settings.source import SettingsSource
from app.ui.dialogs.settings.storage import StoragePage
from app.ui.dialogs.settings.window import WindowPage
from app.ui.widgets.dialog import DialogContext


class SettingsPages(QStackedWidget):
    """All pages, in the order of SettingsPage."""

    place_changed = Signal()
    """Connection, storage or queue were changed in the form."""

    def __init__(self, source: SettingsSource, context: DialogContext) -> None:
        super().__init__()
        preferences, settings, calls = source.preferences, source.settings, source.calls
        language, theme = context.language, context.theme
        self._connection = ConnectionPage(preferences, source.tests.connection, calls, theme)
        self._storage = StoragePage(preferences, source.tests.storage, calls, theme)
        self._queue = QueuePage(preferences, source.tests.queue, calls, language, theme)
        self._pace = PacePage(preferences, settings, language, theme)
        self._limits = LimitsPage(preferences, settings.policy, language, theme)
        self._window = WindowPage(preferences.store, language, theme)
        self._all = (
            self._connection,
            self._storage,
            self._queue,
            self._pace,
            self._limits,
            self._window,
        )
        for page in self._all:
            self.addWidget(page)
        self.identity = self._connection.identity
        self.identity.chosen.connect(self._connection.show_connection)
        self.identity.chosen.connect(self._storage.show_connection)
        self.identity.chosen.connect(self._queue.show_connection)
        self._connection.database_typed.connect(self._queue.follow)
        self._queue.changed.connect(self.place_changed)
        self._connection.changed.connect(self.place_changed)
        self._storage.changed.connect(self.place_changed)

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        for page in self._all:
            page.retranslate()

    def focus_first(self) -> None:
        """The keyboard goes to where one begins on the page that is shown."""
        self._all[self.currentIndex()].first()

    def put_defaults(self) -> None:
        """Puts back what Sweep begins with, on a page that has defaults."""
        page = self._all[self.currentIndex()]
        if isinstance(page, PacePage | LimitsPage):
            page.defaults()

    def values(self, *, whole: bool) -> dict[str, str]:
        """Of all pages, by the names of the variables; of connection, storage and queue only what was
        touched, or, with `whole` or for another connection than the one in use, in any case: what nobody
        touched stays as it was saved and is in nobody's way. A page that is wrong is shown. Raises SweepError
        kinds."""
        values = self._pace.values() | self._limits.values()
        for page in self._places(whole):
            try:
                values |= page.values()
            except SweepError:
                self.setCurrentWidget(page)
                raise
        return values

    def secrets(self, *, whole: bool) -> list[tuple[str, str, bool]]:
        """Name, secret, and whether to keep it, of those that were typed. Raises SweepError kinds."""
        return [secret for page in self._places(whole) if (secret := page.secret())]

    def apply(self) -> None:
        """Takes into use what counts at once."""
        self._window.apply()

    def close_down(self) -> None:
        """The dialog is over: answers that come now are dropped."""
        for page in self._places(whole=True):
            page.close_down()

    def _places(self, whole: bool) -> list[ConnectionPage | StoragePage | QueuePage]:
        whole = whole or not self.identity.is_used
        places = (self._connection, self._storage, self._queue)
        return [page for page in places if whole or page.is_touched]
