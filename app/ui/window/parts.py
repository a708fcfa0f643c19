"""What the main window is made of, and how these parts hang together among themselves."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow

from app.ui.businesses.page import BusinessesPage
from app.ui.businesses.status_filters import StatusFilter
from app.ui.details.pane import DetailsPane
from app.ui.details.splitter import DetailsSplitter
from app.ui.widgets.dialog import DialogContext
from app.ui.window.actions import WindowActions
from app.ui.window.alarms import Alarms
from app.ui.window.body import Body
from app.ui.window.commands import Commands
from app.ui.window.connection_switcher import ConnectionSwitcher
from app.ui.window.layout_keys import LayoutKeys
from app.ui.window.menus import Menus
from app.ui.window.message_bar import MessageBar
from app.ui.window.sidebar import Sidebar
from app.ui.window.status_bar import StatusBar
from app.ui.window.toolbar import Toolbar
from app.viewmodel.services import Services


class WindowParts:
    """The parts of `window`, whose content is `body`. Whoever changes what the actions depend on starts
    `soon`, on whose timeout it is looked at once for several changes of one moment."""

    def __init__(self, services: Services, context: DialogContext, window: QMainWindow) -> None:
        language, theme = context.language, context.theme
        self.actions = WindowActions(theme, window)
        self.page = BusinessesPage(language, theme)
        self.switcher = ConnectionSwitcher(theme, services.environment, services.where())
        self.sidebar = Sidebar(language, theme)
        self.details = DetailsPane(services, self.actions.retry, language, theme)
        self.split = DetailsSplitter(self.page, self.details)
        is_demo = services.demo is not None
        self.menus = Menus(self.actions, self.page.table, theme, window, demo=is_demo)
        self.toolbar = Toolbar(self.actions, self.menus.more, theme)
        self.trouble = MessageBar(theme, "trouble")
        self.message = MessageBar(theme, "message")
        alarm_bar = MessageBar(theme, "alarm")
        self.alarms = Alarms(alarm_bar, services.poller.name_of, window)
        self.status = StatusBar(services.where(), language, theme)
        self.commands = Commands(services, context, window)
        alarm_bar.details_wanted.connect(self.commands.show_details)
        self.soon = QTimer(window, singleShot=True, interval=0)
        messages = [self.trouble, alarm_bar, self.message]
        self.body = Body(self.switcher, self.sidebar, self.toolbar, self.split, messages, self.status)
        window.addActions(self.actions.all)
        LayoutKeys(window)
        self._connect()

    def _connect(self) -> None:
        page, search = self.page, self.toolbar.search
        page.selection_changed.connect(self.soon.start)
        page.all_wanted.connect(search.clear)
        page.all_wanted.connect(lambda: self.sidebar.choose(StatusFilter.ALL))
        page.counted.connect(self.sidebar.show_counts)
        page.menu_wanted.connect(self.menus.rows.popup)
        page.header_menu_wanted.connect(self.menus.header.popup)
        self.sidebar.chosen.connect(page.show_only)
        search.textChanged.connect(page.search)
        search.moved_on.connect(page.take_keys)
        self.commands.busy_changed.connect(self.soon.start)
        self.message.details_wanted.connect(self.commands.show_details)
