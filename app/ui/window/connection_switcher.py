"""Where one works, above the filters, and the menu of the other places where one may."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from app.core.environment import Environment
from app.qt.nets import net
from app.qt.translation import isolate, ltr
from app.ui.dialogs.sign_in import Wanted
from app.ui.texts.environments import environment_text
from app.ui.texts.figures import plain
from app.ui.theme.painting import painting
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS, ICON
from app.ui.widgets.environment import EnvironmentBadge
from app.ui.widgets.menu import Menu

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Offer:
    """A place where one may work: `name` is what a person calls it, nothing for the demo."""

    wanted: Wanted
    name: str
    environment: Environment | None = None
    is_here: bool = False


class ConnectionSwitcher(QPushButton):
    """A button with the badge of the environment and the database. Its menu lists what `offers` gives as it
    opens."""

    chosen = Signal(object)
    """The Offer that the person takes."""

    settings_wanted = Signal()

    def __init__(self, theme: Theme, environment: Environment | None, where: str) -> None:
        super().__init__()
        self.setObjectName("switcher")
        self.setProperty("kind", "place")
        self.offers: Callable[[], Sequence[Offer]] = tuple
        self._theme = theme
        self._environment = environment
        self._badge = EnvironmentBadge(theme, environment, "switcher.environment")
        self._where = _Elided("switcher.where")
        self._arrow = QLabel()
        column = QVBoxLayout()
        column.setSpacing(GAP_XS)
        column.addWidget(self._badge, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._where)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        row.addLayout(column, 1)
        row.addWidget(self._arrow)
        for inside in (self._badge, self._where, self._arrow):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._menu = Menu(self)
        self._menu.setObjectName("menu.connections")
        self._menu.aboutToShow.connect(self._fill)
        self.clicked.connect(self._open)
        theme.changed.connect(self._draw)
        self._draw()
        self.show_where(where)

    def show_where(self, where: str) -> None:
        """The database, for people; the first connection may tell more of it."""
        self._text = ltr(plain(where))
        self._where.say(self._text)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        word = environment_text(self._environment) if self._environment is not None else ""
        said = ", ".join(filter(None, (word, self._text)))
        self.setAccessibleName(translate("ConnectionSwitcher", "Connection: {where}").format(where=said))
        self.setToolTip(self.accessibleName())

    @net(QSize())
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout is not None else super().sizeHint()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout is not None else super().minimumSizeHint()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def _open(self) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        corner = self.rect().bottomRight() if rtl else self.rect().bottomLeft()
        left = self._menu.sizeHint().width() if rtl else 0
        place = self.mapToGlobal(corner)
        self._menu.popup(place - QRect(0, 0, left, 0).topRight() if rtl else place)

    def _fill(self) -> None:
        self._menu.clear()
        for offer in self.offers():
            action = self._menu.addAction(offer_text(offer).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(offer.is_here)
            if not offer.is_here:
                action.triggered.connect(lambda _=False, offer=offer: self.chosen.emit(offer))
        self._menu.addSeparator()
        self._menu.addAction(translate("ConnectionSwitcher", "Connections…"), self.settings_wanted.emit)

    def _draw(self) -> None:
        self._arrow.setPixmap(self._theme.pixmap("chevron-down", "muted", ICON, self.devicePixelRatioF()))


def offer_text(offer: Offer) -> str:
    """What a person calls the place, and what it is for."""
    word = environment_text(offer.environment) if offer.environment is not None else ""
    if not offer.name:
        return word
    name = isolate(plain(offer.name))
    sentence = translate("ConnectionSwitcher", "{name} · {environment}")
    return sentence.format(name=name, environment=word) if word else name


class _Elided(QLabel):
    """A line that gives way where there is no room for it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("tone", "small")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""

    def say(self, text: str) -> None:
        self._whole = text
        self.setText(text)

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(0, super().sizeHint().height())

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        text = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width())
        with painting(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(
                self.rect(), side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter, text
            )
