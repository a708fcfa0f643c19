"""The one row of buttons above the table, with the search."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QWidget

from app.lists.files import looks_like_list
from app.qt.nets import net
from app.ui.businesses.advice import Step
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_S, ICON
from app.ui.widgets.filter_field import FilterField
from app.ui.window.actions import WindowActions

SEARCH_WIDTH, NARROWEST_SEARCH = 260, 120
BESIDE_ICON = 28
"""Pixels of a button that its icon does not have."""

BESIDE_WORDS = 56
"""Pixels of the search that its words do not have: borders, and an icon at each side."""
WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class Toolbar(QWidget):
    """Buttons for the actions on the selection, then search, theme, language, and the menu with the rest."""

    def __init__(self, actions: WindowActions, menu: QMenu, theme: Theme) -> None:
        super().__init__()
        self.search = SearchField(theme)
        self._header: QWidget | None = None
        self._more = _button(QAction(theme.icon("ellipsis-vertical"), "", self), "more", kind="quiet")
        self._more.setMenu(menu)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions = actions
        self._resume = _button(actions.resume, "resume", words=True)
        self._shortened = [
            _button(actions.pause, "pause", words=True),
            self._resume,
            _button(actions.cancel, "cancel", words=True),
            _button(actions.select_list, "select_list", words=True),
        ]
        *acting, listing = self._shortened
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.setSpacing(GAP_S)
        self._delete = _button(actions.delete, "delete", kind="danger", words=True)
        tools.addWidget(self._delete)
        for button in acting:
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.search, 1000)
        tools.addWidget(listing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        row.addWidget(self._tools, 1)
        self._row = row
        row.addWidget(_button(actions.pause_all, "pause_all", kind="quiet"))
        row.addWidget(_button(actions.theme, "theme", kind="quiet"))
        self.language_button = _button(actions.language, "language", kind="quiet", words=True)
        row.addWidget(self.language_button)
        row.addWidget(self._more)
        self.retranslate()

    def add_header(self, header: QWidget) -> None:
        """What stands in place of the tools while `show_header` says so."""
        self._header = header
        self._row.insertWidget(0, header, 1)
        self.show_header(False)

    def show_header(self, wanted: bool) -> None:
        if self._header is not None:
            self._header.setVisible(wanted)
        self._tools.setVisible(not wanted)
        self._fit()

    def offer(self, step: Step | None) -> None:
        """In the place of Resume stands what helps the rows on which actions work."""
        actions = {Step.TAKE_OVER: self._actions.take_over, Step.RETRY: self._actions.retry}
        action = actions.get(step, self._actions.resume) if step else self._actions.resume
        if self._resume.defaultAction() is not action:
            self._resume.setDefaultAction(action)
            self._resume.setAccessibleName(action.text())
            self._fit()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        """Without the words that can be left out."""
        hint = super().minimumSizeHint()
        words = sum(button.sizeHint().width() - scaled(ICON) - BESIDE_ICON for button in self._worded)
        return QSize(hint.width() - words, hint.height())

    @property
    def _worded(self) -> list[QToolButton]:
        shortened = (*self._shortened, self.language_button, self._delete)
        return [button for button in shortened if button.toolButtonStyle() is WORDS]

    def _fit(self) -> None:
        """Where there is no room, the buttons keep their icons, and their words in the tooltips; the name of
        the other language and what deletes are the last to go."""
        for button in (*self._shortened, self.language_button, self._delete):
            button.setToolButtonStyle(WORDS)
        for buttons in (self._shortened, [self.language_button], [self._delete]):
            self._tools.updateGeometry()  # what changed within it does not say so before the next turn
            if super().minimumSizeHint().width() > self.width():
                for button in buttons:
                    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

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
        self._offers: list[str] = []
        theme.changed.connect(self._take_width)
        self._take_width()
        self.setMaxLength(200)
        self._clear = self.addAction(theme.icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))

    def retranslate(self) -> None:
        self._offers = [
            self.tr("Search by name or ID, or paste a list"),
            self.tr("Search by name or ID"),
            self.tr("Search"),
        ]
        self._take_width()
        self.setAccessibleName(self.tr("Search businesses by name or ID"))
        self._clear.setToolTip(self.tr("Clear search"))

    def _take_width(self) -> None:
        widths = [self._width_of(text) for text in self._offers]
        self.setMinimumWidth(max(NARROWEST_SEARCH, min(widths, default=0)))
        self.setMaximumWidth(max(scaled(SEARCH_WIDTH), *widths, 0))
        self._offer()

    def _width_of(self, text: str) -> int:
        return self.fontMetrics().horizontalAdvance(text) + scaled(ICON) + BESIDE_WORDS

    def _offer(self) -> None:
        """The longest words for which there is room."""
        fitting = (text for text in self._offers if self._width_of(text) <= self.width())
        self.setPlaceholderText(next(fitting, self._offers[-1] if self._offers else ""))

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._offer()

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


def _button(action: QAction, name: str, *, kind: str = "", words: bool = False) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"action.{name}")
    button.setDefaultAction(action)
    button.setProperty("kind", kind)
    action.changed.connect(lambda: button.setAccessibleName(action.text()))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    return button
