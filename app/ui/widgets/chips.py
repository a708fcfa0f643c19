"""A row of chips of which one is chosen: what a table shows, with how much stands behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.ui.theme.tokens import GAP_S


class Chips(QWidget):
    """The chips of these names, of which the first is chosen. One that shows nothing leaves, unless it is the
    first or the chosen one."""

    chosen = Signal(str)
    """The name of the chip that a person chose."""

    def __init__(self, prefix: str, names: Sequence[str]) -> None:
        super().__init__()
        self._chips: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        for name in names:
            chip = QToolButton()
            chip.setObjectName(f"{prefix}.{name}")
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            chip.clicked.connect(lambda _checked, name=name: self._choose(name))
            self._chips[name] = chip
            row.addWidget(chip)
        self._chips[names[0]].setChecked(True)
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

    def show_texts(self, texts: Mapping[str, str], counts: Mapping[str, int]) -> None:
        """What each chip says, which holds its count."""
        first = next(iter(self._chips))
        for name, chip in self._chips.items():
            chip.setText(texts[name])
            chip.setAccessibleName(texts[name])
            chip.setToolTip(texts[name])
            chip.setVisible(counts[name] > 0 or name == first or chip.isChecked())
