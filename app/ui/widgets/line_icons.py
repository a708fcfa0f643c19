"""Icons within a line of text, which grow with it. Those of QLineEdit's own actions do not."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.qt.nets import net
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_XS, ICON
from app.ui.widgets.parts import Picture

translate = QCoreApplication.translate

BORDER, BESIDE_ICON = 9, 4
"""Pixels of a line of text before its content, and of a button in it that its icon does not have."""


class LineIcons(QObject):
    """Pictures and buttons within `field`, beside which its text keeps room."""

    def __init__(self, field: QLineEdit, theme: Theme) -> None:
        super().__init__(field)
        self._field, self._theme = field, theme
        self._leading: list[QWidget] = []
        self._trailing: list[QWidget] = []
        self._row = QHBoxLayout(field)
        self._row.setContentsMargins(BORDER, 0, BORDER, 0)
        self._row.setSpacing(GAP_XS)
        self._row.addStretch()
        field.installEventFilter(self)
        theme.changed.connect(self._make_room)

    def lead(self, icon: str, token: str) -> Picture:
        """A picture before the text."""
        picture = self._picture(icon, token)
        self._row.insertWidget(len(self._leading), picture)
        self._leading.append(picture)
        self._make_room()
        return picture

    def trail(self, icon: str, token: str) -> Picture:
        """A picture behind the text, for `show`."""
        picture = self._picture(icon, token)
        self._row.addWidget(picture)
        self._trailing.append(picture)
        self._make_room()
        return picture

    def trail_button(self) -> QToolButton:
        """A button behind the text, which the mouse reaches; keys stay in the text."""
        button = QToolButton()
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        self._row.addWidget(button)
        self._trailing.append(button)
        self._make_room()
        return button

    def trail_clear(self) -> None:
        """A button that empties the field, while there is something in it."""
        button = ClearButton(self._theme)
        self._row.addWidget(button)
        self._trailing.append(button)
        button.clicked.connect(self._field.clear)
        self._field.textChanged.connect(lambda text: self.show(button, bool(text)))
        self.show(button, bool(self._field.text()))

    def show(self, part: QWidget, shown: bool) -> None:
        """Shows or hides one of the parts; the text takes the room of one that is hidden."""
        if part.isHidden() == shown:
            part.setVisible(shown)
            self._make_room()

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutDirectionChange:
            self._make_room()
        return False

    def _picture(self, icon: str, token: str) -> Picture:
        picture = Picture(self._theme, icon, token)
        picture.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return picture

    def _make_room(self) -> None:
        before, behind = self._width(self._leading), self._width(self._trailing)
        rtl = self._field.layoutDirection() is Qt.LayoutDirection.RightToLeft
        self._field.setTextMargins(behind if rtl else before, 0, before if rtl else behind, 0)

    def _width(self, parts: list[QWidget]) -> int:
        shown = [part for part in parts if not part.isHidden()]
        return len(shown) * (scaled(ICON) + BESIDE_ICON + GAP_XS) if shown else 0


class ClearButton(QToolButton):
    """Empties the field in which it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setIcon(theme.icon("x", "muted"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.retranslate()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Sets its text in the present language."""
        self.setToolTip(translate("ClearButton", "Clear search"))
        self.setAccessibleName(self.toolTip())
