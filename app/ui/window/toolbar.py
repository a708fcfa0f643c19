"""The one row of buttons above the table, with the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from app.lists.files import looks_like_list
from app.qt.nets import net
from app.ui.businesses.advice import Step
from app.ui.notifications.bell import BellButton
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, ICON
from app.ui.widgets.filter_field import FilterField
from app.ui.widgets.restyling import restyle
from app.ui.window.actions import WindowActions

BESIDE_ICON = 20
"""Pixels of a button that its icon does not have, where there is little room."""

WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
ICONS = Qt.ToolButtonStyle.ToolButtonIconOnly


class Toolbar(QWidget):
    """Buttons for the actions on the selection, then search, theme, language, and the menu with the rest."""

    def __init__(self, actions: WindowActions, menu: QMenu, theme: Theme) -> None:
        super().__init__()
        self.search = SearchField(theme)
        self._header: QWidget | None = None
        self._headers: list[QWidget] = []
        self._wishes = (0, 0)
        self._texts: dict[QToolButton, str] = {}
        self._more = self._button(QAction(theme.icon("ellipsis-vertical"), "", self), "more", kind="quiet")
        self._more.setMenu(menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions = actions
        self._resume = self._button(actions.resume, "resume", words=True)
        self._shortened = [
            self._button(actions.pause, "pause", words=True),
            self._resume,
            self._button(actions.cancel, "cancel", words=True),
            self._button(actions.select_list, "select_list", words=True),
        ]
        *acting, self._listing = self._shortened
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(GAP_S)
        self._delete = self._button(actions.delete, "delete", kind="danger", words=True)
        tools.addWidget(self._delete)
        for button in acting:
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.search, 1000)
        tools.addWidget(self._listing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(self._tools, 1)
        self._row = row
        self._language = self._button(actions.language, "language", kind="quiet", words=True)
        self.bell = BellButton(actions.notifications, theme)
        self.bell.setObjectName("action.notifications")
        others = [
            self._button(actions.pause_all, "pause_all", kind="quiet"),
            self._button(actions.theme, "theme", kind="quiet"),
            self._language,
        ]
        self._spare: list[QToolButton] = [*others, self.bell]  # the first leaves first
        for button in (self.bell, *others, self._more):
            row.addWidget(button)
        theme.changed.connect(self._fit)
        self.retranslate()

    def add_header(self, header: QWidget) -> None:
        """What stands in place of the tools while `show_header` says so."""
        self._headers.append(header)
        header.installEventFilter(self)
        self._row.insertWidget(0, header, 1)
        self.show_header(None)

    def show_header(self, wanted: QWidget | None) -> None:
        """One of the headers, or (None) the tools."""
        self._header = wanted
        for header in self._headers:
            header.setVisible(header is wanted)
        self._tools.setVisible(wanted is None)
        self._fit()

    def offer(self, step: Step | None) -> None:
        """In the place of Resume stands what helps the rows on which actions work."""
        actions = {Step.TAKE_OVER: self._actions.take_over, Step.RETRY: self._actions.retry}
        action = actions.get(step, self._actions.resume) if step else self._actions.resume
        if self._resume.defaultAction() is not action:
            self._resume.setDefaultAction(action)
            self._resume.setAccessibleName(action.text())
            self._fit()

    def _button(self, action: QAction, name: str, *, kind: str = "", words: bool = False) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"action.{name}")
        button.setDefaultAction(action)
        button.setProperty("kind", kind)
        action.changed.connect(lambda: self._rename(button))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(WORDS if words else ICONS)
        return button

    def _rename(self, button: QToolButton) -> None:
        action = button.defaultAction()
        button.setAccessibleName(action.text())
        if self._texts.get(button) != action.iconText():
            self._texts[button] = action.iconText()
            self._fit()

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest and self._header is not None:
            wishes = (self._header.minimumSizeHint().width(), self._header.sizeHint().width())
            if wishes != self._wishes:
                self._wishes = wishes
                self._fit()
        return False

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # What leaves may make it lower, and what comes back higher: that must not begin it all over again.
        if event.size().width() != event.oldSize().width():
            self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """With nothing but what `_fit` leaves at last."""
        if self._header is not None and not self._header.isHidden():
            width = self._header.minimumSizeHint().width()
        else:
            button = scaled(ICON) + BESIDE_ICON
            width = len(self._shortened) * (button + GAP_S) + self.search.minimumWidth()
        more = GAP_S + self._more.sizeHint().width()
        return QSize(width + more, super().minimumSizeHint().height())

    @property
    def language_place(self) -> QWidget:
        """The button by which the language is switched at the moment."""
        return self.place_of(self._language)

    def place_of(self, button: QToolButton) -> QToolButton:
        """The button itself, or the one whose menu has it where there is no room for it."""
        return self._more if button.isHidden() else button

    def _fit(self) -> None:
        """Where there is no room, buttons keep their icons, and their words in the tooltips; the name of the
        other language and what deletes are the last to go. Then the icons move together, and what the menu
        has too is left to it: for the sake of a header it is so where all of it has room then."""
        for button in (*self._shortened, self._language, self._delete):
            button.setToolButtonStyle(WORDS)
            restyle(button, "narrow", False)
        for button in (*self._spare, self._listing):
            button.show()
        for buttons in (self._shortened, [self._language], [self._delete]):
            if self._lacks_room():
                for button in buttons:
                    button.setToolButtonStyle(ICONS)
        if self._lacks_room():
            for button in (*self._shortened, self._delete):
                restyle(button, "narrow", True)
        for button in (*self._spare, self._listing):
            button.setVisible(not self._lacks_room())

    def _lacks_room(self) -> bool:
        for part in (self._tools, self._header):
            if part is not None:
                part.updateGeometry()  # what changed within it does not say so before the next turn
        return super().minimumSizeHint().width() + self._wish_of_header() > self.width()

    def _wish_of_header(self) -> int:
        """Pixels beyond its least that a header gets, if all else leaves."""
        if self._header is None or self._header.isHidden():
            return 0
        wished = self._header.sizeHint().width()
        fits = wished + GAP_S + self._more.sizeHint().width() <= self.width()
        return wished - self._header.minimumSizeHint().width() if fits else 0

    def retranslate(self) -> None:
        self._fit()
        self._more.setToolTip(self.tr("More"))
        self._more.setAccessibleName(self.tr("More"))
        self.search.retranslate()


class SearchField(FilterField):
    """Finds businesses. A list that is pasted is not searched for, but told."""

    list_pasted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "search")
        self.setMaxLength(200)

    def retranslate(self) -> None:
        self.offer(
            self.tr("Search by name or ID, or paste a list"),
            self.tr("Search by name or ID"),
            self.tr("Search"),
        )
        self.setAccessibleName(self.tr("Search businesses by name or ID"))

    def take_keys(self) -> None:
        """The keys go to the search, and what is typed replaces what was there."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    @net(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        paste = menu.findChild(QAction, "edit-paste")
        if isinstance(paste, QAction):
            paste.triggered.disconnect()
            paste.triggered.connect(self._paste)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if looks_like_list(text):
            self.list_pasted.emit(text)
        else:
            self.paste()

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)
