"""A row of chips of which one is chosen: what a table shows, with how much stands behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.qt.nets import net
from app.ui.texts.words import number_text
from app.ui.theme.tokens import GAP_S, GAP_XS
from app.ui.widgets.parts import icon_text
from app.ui.widgets.restyling import restyle


class Chips(QWidget):
    """The chips of these names, of which the first is chosen. One that shows nothing leaves, unless it is the
    first or the chosen one. Where there is no room for all words, chips with an icon keep it and their
    count."""

    chosen = Signal(str)
    """The name of the chip that a person chose."""

    def __init__(self, prefix: str, names: Sequence[str], icons: Mapping[str, QIcon] | None = None) -> None:
        super().__init__()
        self._first = names[0]
        self._icons = icons or {}
        self._chips: dict[str, QToolButton] = {}
        self._words: Mapping[str, str] = {}
        self._counts: Mapping[str, str] = {}
        self._laid_out: object = None
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for name in names:
            chip = QToolButton()
            chip.setObjectName(f"{prefix}.{name}")
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if name in self._icons:
                chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                chip.setIcon(self._icons[name])
            chip.clicked.connect(lambda _checked, name=name: self._choose(name))
            self._chips[name] = chip
            row.addWidget(chip)
        self._chips[self._first].setChecked(True)
        row.addStretch()

    @property
    def current(self) -> str:
        """The name of the chosen chip."""
        return next(name for name, chip in self._chips.items() if chip.isChecked())

    def choose(self, name: str) -> None:
        """Chooses the chip of this name, without telling. No group of Qt's: there the keys would reach the
        chosen one alone."""
        for other, chip in self._chips.items():
            chip.setChecked(other == name)

    def _choose(self, name: str) -> None:
        self.choose(name)
        self.chosen.emit(name)

    def show_counts(self, words: Mapping[str, str], counts: Mapping[str, int], locale: QLocale) -> None:
        """What each chip says, and how much it shows."""
        self._words = words
        self._counts = {name: number_text(counts[name], locale) for name in self._chips}
        for name, chip in self._chips.items():
            chip.setAccessibleName(self._whole(name))
            chip.setVisible(counts[name] > 0 or name == self._first or chip.isChecked())
        self._fit()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        size = super().minimumSizeHint()
        return QSize(0, size.height()) if self._icons else size

    def _whole(self, name: str) -> str:
        return f"{self._words[name]} {self._counts[name]}"

    def _fit(self) -> None:
        """All words, or where they have no room those alone that no icon stands for."""
        seen = [name for name, chip in self._chips.items() if not chip.isHidden()]
        asked = (self.width(), seen, self._words, self._counts, self.font())
        if not self._words or asked == self._laid_out:
            return
        self._laid_out = asked
        for has_words in (True, False):
            self._row.setSpacing(GAP_S if has_words else GAP_XS)
            for name, chip in self._chips.items():
                is_whole = has_words or name not in self._icons
                text = self._whole(name) if is_whole else self._counts[name]
                chip.setText(icon_text(text) if name in self._icons else text)
                chip.setToolTip(self._whole(name))
                restyle(chip, "narrow", not is_whole)
            if sum(self._chips[name].sizeHint().width() + GAP_S for name in seen) <= self.width():
                break
        first = self._chips[self._first]
        first.setMinimumWidth(first.sizeHint().width())  # it has no icon that could stand for its word
