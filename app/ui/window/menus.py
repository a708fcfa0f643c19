"""The overflow menu of the toolbar and the context menus of the table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.businesses.table import BusinessTable
from app.ui.theme.theme import Theme, ThemeMode
from app.ui.widgets.menu import Menu
from app.ui.window.actions import WindowActions


class Menus(QObject):
    """Menus over the window's actions; they are filled as they open, so they show the present state."""

    def __init__(
        self,
        actions: WindowActions,
        table: BusinessTable,
        theme: Theme,
        window: QWidget,
        *,
        demo: bool,
        server: bool = False,
    ) -> None:
        """`server`: a queue on a server is named."""
        super().__init__(window)
        self._server = server
        self._actions = actions
        self._table = table
        self._theme = theme
        self._demo = demo
        self.fill_sorting: Callable[[QMenu], None] = table.fill_sort_menu
        """Offers the order of the table that is seen."""
        self.more = Menu(window)
        self.more.setObjectName("menu.more")
        self.rows = Menu(window)
        self.rows.setObjectName("menu.rows")
        self.header = Menu(window)
        self.header.setObjectName("menu.header")
        for menu in (self.more, self.rows, self.header):
            menu.setToolTipsVisible(True)
        # Made once and filled anew, because clearing a menu does not delete the menus in it.
        self._columns, self._sorting, self._theming = Menu(window), Menu(window), Menu(window)
        self.more.aboutToShow.connect(self._fill_more)
        self.rows.aboutToShow.connect(self._fill_rows)
        self.header.aboutToShow.connect(self._fill_header)

    def _fill_more(self) -> None:
        actions, menu = self._actions, self.more
        self._fill_submenus()
        menu.clear()
        menu.addActions([actions.retry, actions.take_over, actions.mark_failed])
        menu.addActions([*self._for_server(), actions.finish_files, actions.pause_all])
        menu.addSeparator()
        menu.addActions([actions.refresh, actions.select_list, actions.select_all, actions.untick])
        menu.addActions([actions.copy, actions.export, actions.report])
        menu.addSeparator()
        menu.addActions([actions.show_businesses, actions.show_runs])
        if self._server:
            menu.addAction(actions.show_workers)
        for submenu in (self._columns, self._sorting, self._theming):
            menu.addMenu(submenu)
        menu.addActions([actions.language, actions.larger, actions.smaller, actions.usual_size])
        menu.addSeparator()
        menu.addActions([actions.notifications, actions.settings, actions.diagnostics, actions.audit])
        menu.addSeparator()
        if self._demo:
            menu.addAction(actions.reset_demo)
        menu.addActions([actions.guide, actions.shortcuts, actions.about])
        menu.addActions([actions.lock, actions.quit])

    def _fill_rows(self) -> None:
        actions, menu = self._actions, self.rows
        menu.clear()
        menu.addActions([actions.delete_in_menu, actions.pause, actions.resume, actions.cancel])
        menu.addSeparator()
        menu.addActions([actions.retry, actions.take_over, actions.mark_failed])
        menu.addActions([*self._for_server(), actions.finish_files])
        menu.addSeparator()
        menu.addActions([actions.copy, actions.select_all, actions.untick, actions.export, actions.refresh])
        menu.addSeparator()
        menu.addAction(actions.pause_all)

    def _for_server(self) -> list[QAction]:
        """Without a queue here a job can still wait on a server for others, and be run here."""
        run_here, enqueue = self._actions.run_here, self._actions.enqueue_again
        if self._server:
            return [run_here, enqueue]
        return [run_here] if run_here.isEnabled() else []

    def _fill_header(self) -> None:
        self._fill_submenus()
        self.header.clear()
        self.header.addMenu(self._columns)
        self.header.addMenu(self._sorting)
        self.header.addAction(self.tr("Reset to defaults"), self._table.reset_columns)

    def _fill_submenus(self) -> None:
        for menu, title in (
            (self._columns, self.tr("Columns")),
            (self._sorting, self.tr("Sort by")),
            (self._theming, self.tr("Appearance")),
        ):
            menu.clear()
            menu.setTitle(title)
        self._table.fill_columns_menu(self._columns)
        self.fill_sorting(self._sorting)
        self._fill_theme_menu(self._theming)

    def _fill_theme_menu(self, menu: QMenu) -> None:
        for mode, text in (
            (ThemeMode.SYSTEM, self.tr("System")),
            (ThemeMode.LIGHT, self.tr("Light")),
            (ThemeMode.DARK, self.tr("Dark")),
        ):
            action = QAction(text, menu, checkable=True, checked=mode is self._theme.mode)
            action.triggered.connect(lambda _, mode=mode: self._theme.use(mode))
            menu.addAction(action)
