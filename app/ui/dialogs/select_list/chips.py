"""What became of the entries, counted: each chip shows its kind alone, the first shows all."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.actions.business_list import CheckedList, Match
from app.qt.nets import net
from app.ui.dialogs.select_list.words import ICONS, TONES, match_text
from app.ui.texts.words import number_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_XS
from app.ui.widgets.parts import icon_text

translate = QCoreApplication.translate

ORDER = (Match.FOUND, Match.NOT_FOUND, Match.SEVERAL, Match.REFUSED, Match.TWICE)


class MatchChips(QWidget):
    """Kinds that no entry has are not offered; where the shown kind goes, all are shown again."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        self._chips: dict[Match | None, QToolButton] = {}
        self._texts: dict[Match | None, tuple[str, str]] = {}
        for match in (None, *ORDER):
            chip = QToolButton()
            chip.setObjectName(f"list.show.{match.value if match else 'all'}")
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            if match is not None:
                chip.setIcon(theme.icon(ICONS[match], TONES[match]))
            chip.clicked.connect(lambda _checked, match=match: self._choose(match))
            self._chips[match] = chip
            row.addWidget(chip)
        row.addStretch()
        self._chips[None].setChecked(True)

    def _choose(self, match: Match | None) -> None:
        self._check(match)
        self.changed.emit()

    def _check(self, match: Match | None) -> None:
        """No group of Qt's: there the keys would reach the chosen one alone."""
        for other, chip in self._chips.items():
            chip.setChecked(other is match)

    @property
    def shown(self) -> Match | None:
        """The kind that is shown alone, or None for all."""
        return next(match for match, chip in self._chips.items() if chip.isChecked())

    def count(self, checked: CheckedList, locale: QLocale) -> None:
        """Writes the counts, in the language of the moment."""
        for match, chip in self._chips.items():
            count = len(checked.lines) if match is None else checked.counts[match]
            word = translate("SelectList", "All") if match is None else match_text(match)
            self._texts[match] = word, number_text(count, locale)
            chip.setVisible(match is None or count > 0)
            if match is not None and count == 0 and chip.isChecked():
                self._check(None)
        self._take_width()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_width()

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _take_width(self) -> None:
        """Where large texts leave no room for the words, icons and counts stay."""
        for has_words in (True, False):
            for match, (word, count) in self._texts.items():
                chip = self._chips[match]
                is_whole = has_words or match is None
                text = f"{word} {count}" if is_whole else count
                chip.setText(text if match is None else icon_text(text))
                chip.setAccessibleName(f"{word} {count}")
                chip.setToolTip("" if is_whole else word)
            seen = [chip for chip in self._chips.values() if not chip.isHidden()]
            if sum(chip.sizeHint().width() + GAP_XS for chip in seen) <= self.width():
                break
