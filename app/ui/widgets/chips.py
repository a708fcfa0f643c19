"""A row of chips of which one is chosen: what a table shows, with how much stands behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPaintEvent, QPen, QPolygon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.qt.nets import net
from app.ui.texts.words import number_text
from app.ui.theme.painting import painting
from app.ui.theme.theme import scaled
from app.ui.theme.tokens import GAP_S, GAP_XS
from app.ui.widgets.menu import Menu
from app.ui.widgets.parts import icon_text
from app.ui.widgets.restyling import restyle

ARROW = 4
"""Pixels of the design, from its point to each side."""


class Chips(QWidget):
    """The chips of these names, of which the first is chosen. One that shows nothing leaves, unless it is the
    first or the chosen one. Where there is no room for all words, chips with an icon keep it and their count;
    where there is none for that, one that opens a menu of them stands in their place."""

    chosen = Signal(str)
    """The name of the chip that a person chose."""

    def __init__(self, prefix: str, names: Sequence[str], icons: Mapping[str, QIcon] | None = None) -> None:
        super().__init__()
        self._first = names[0]
        self._icons = icons or {}
        self._chips: dict[str, QToolButton] = {}
        self._words: Mapping[str, str] = {}
        self._counts: Mapping[str, str] = {}
        self._offered = list(names)
        self._row_width = 0
        self._is_fitting = False
        self._laid_out: object = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for name in names:
            chip = _chip(QToolButton(), f"{prefix}.{name}")
            chip.setCheckable(True)
            if name in self._icons:
                chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                chip.setIcon(self._icons[name])
            chip.clicked.connect(lambda _checked, name=name: self._choose(name))
            self._chips[name] = chip
            row.addWidget(chip)
        self._menu = Menu(self)
        self._menu.setObjectName(f"{prefix}.menu")
        self._menu.aboutToShow.connect(self._fill)
        self._all_in_one = _MenuChip()
        _chip(self._all_in_one, f"{prefix}.opens")
        self._all_in_one.setMenu(self._menu)
        row.addWidget(self._all_in_one)
        self._all_in_one.hide()
        self._chips[self._first].setChecked(True)
        row.addStretch()

    @property
    def current(self) -> str:
        """The name of the chosen chip."""
        return next(name for name, chip in self._chips.items() if chip.isChecked())

    @property
    def row_width(self) -> int:
        """Pixels that all words need beside each other."""
        return self._row_width

    def choose(self, name: str) -> None:
        """Chooses the chip of this name, without telling. No group of Qt's: there the keys would reach the
        chosen one alone."""
        for other, chip in self._chips.items():
            chip.setChecked(other == name)
        self._fit()

    def _choose(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def show_counts(self, words: Mapping[str, str], counts: Mapping[str, int], locale: QLocale) -> None:
        """What each chip says, and how much it shows."""
        self._words = words
        self._counts = {name: number_text(counts[name], locale) for name in self._chips}
        for name, chip in self._chips.items():
            chip.setAccessibleName(self._whole(name))
            chip.setToolTip(self._whole(name))
        always = {self._first, self.current}
        self._offered = [name for name in self._chips if counts[name] > 0 or name in always]
        self._fit()

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self._row_width, super().sizeHint().height())

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        least = min(self._all_in_one.sizeHint().width(), self._row_width)
        return QSize(least if len(self._offered) > 1 else self._row_width, super().minimumSizeHint().height())

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @net(False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:  # a chip needs other room than before
            self._fit()
        return super().event(event)

    def _whole(self, name: str) -> str:
        return f"{self._words[name]} {self._counts[name]}"

    def _fit(self) -> None:
        chosen = self._whole(self.current) if self._words else ""
        asked = (self.width(), self._offered, chosen, self._words, self._counts, self._hints())
        if not self._words or self._is_fitting or asked == self._laid_out:
            return
        self._is_fitting = True  # what is shown and hidden may give another width at once
        self._all_in_one.setText(chosen)
        self._all_in_one.setAccessibleName(chosen)
        self._all_in_one.setToolTip(chosen)
        before = self._row_width
        self._row_width = self._say(short=False)
        is_row = self._row_width <= self.width() or len(self._offered) < 2
        if not is_row and self._icons:
            is_row = self._say(short=True) <= self.width()
        for name, chip in self._chips.items():
            chip.setVisible(is_row and name in self._offered)
        self._all_in_one.setVisible(not is_row)
        self._is_fitting = False
        self._laid_out = (*asked[:-1], self._hints())
        if before != self._row_width:
            self.updateGeometry()
        if asked[0] != self.width():
            self._fit()

    def _hints(self) -> list[int]:
        """How wide each wants to be: a change of style or of the size of texts says so in no other way."""
        every = (*self._chips.values(), self._all_in_one)
        for chip in every:
            chip.ensurePolished()  # what is hidden has no style yet, and would be taken for smaller
        return [chip.sizeHint().width() for chip in every]

    def _say(self, *, short: bool) -> int:
        """Says all words, or in a `short` form those alone for which no icon stands; returns how many pixels
        the chips need then beside each other."""
        self._row.setSpacing(GAP_XS if short else GAP_S)
        for name, chip in self._chips.items():
            is_bare = short and name in self._icons
            text = self._counts[name] if is_bare else self._whole(name)
            chip.setText(icon_text(text) if name in self._icons else text)
            chip.setToolTip(self._whole(name))
            restyle(chip, "narrow", is_bare)
        first = self._chips[self._first]
        first.setMinimumWidth(first.sizeHint().width())  # it has no icon that could stand for its word
        widths = [self._chips[name].sizeHint().width() for name in self._offered]
        return sum(widths) + self._row.spacing() * (len(widths) - 1)

    def _fill(self) -> None:
        self._menu.clear()
        for name in self._offered:
            action = self._menu.addAction(self._whole(name))
            action.setCheckable(True)
            action.setChecked(self._chips[name].isChecked())
            action.triggered.connect(lambda _=False, name=name: self._choose(name))


class _MenuChip(QToolButton):
    """With an arrow behind its words."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("opens", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = scaled(ARROW)
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        x = scaled(ARROW * 4) if rtl else self.width() - scaled(ARROW * 4)
        y = self.height() // 2 + size // 2
        with painting(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().buttonText().color(), scaled(20) / 13))
            painter.drawPolyline(
                QPolygon([QPoint(x - size, y - size), QPoint(x, y), QPoint(x + size, y - size)])
            )


def _chip(button: QToolButton, name: str) -> QToolButton:
    button.setObjectName(name)
    button.setProperty("kind", "chip")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
