"""The choice whether the files of deleted receipts are kept for some days, and until when all can come
back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from app.core.keeping import MAX_DAYS
from app.ui.texts.figures import plural_of
from app.ui.texts.times import moment_text
from app.ui.theme.tokens import GAP_S, GAP_XS
from app.ui.widgets.controls import NumberBox
from app.ui.widgets.parts import label

translate = QCoreApplication.translate


class KeepFilesChoice(QWidget):
    """Two buttons, of which one is pressed, and the number of days of the first."""

    changed = Signal()

    def __init__(self, days: int, usual: int) -> None:
        """`days` is what is chosen at first; with 0, `usual` stands beside the other button."""
        super().__init__()
        self._locale = QLocale()
        self._is_offered = True
        self._caption = QLabel()
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._keep, self._at_once = QRadioButton(), QRadioButton()
        self._keep.setObjectName("keep_files.keep")
        self._at_once.setObjectName("keep_files.at_once")
        self._group = QButtonGroup(self)
        for one in (self._keep, self._at_once):
            self._group.addButton(one)
        self._box = NumberBox(1, MAX_DAYS)
        self._box.setObjectName("keep_files.days")
        self._box.setValue(days or usual)
        self._until = label("keep_files.until", tone="ok")
        (self._keep if days else self._at_once).setChecked(True)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        row.addWidget(self._keep)
        row.addWidget(self._box)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        column.addWidget(self._caption)
        column.addLayout(row)
        column.addWidget(self._until)
        column.addWidget(self._at_once)
        self._box.valueChanged.connect(self._on_days)
        self._group.buttonToggled.connect(self._tell)

    @property
    def days(self) -> int:
        """0 where files go at once."""
        return self._box.value() if self._keep.isChecked() and self._is_offered else 0

    def offer(self, is_offered: bool) -> None:
        """Whether it can be chosen: whoever runs the job may know nothing of it."""
        self._is_offered = is_offered
        self.setVisible(is_offered)
        self._say()

    @property
    def fields(self) -> tuple[QWidget, ...]:
        """In the order of reading."""
        return self._keep, self._box, self._at_once

    def retranslate(self, locale: QLocale) -> None:
        """Sets every text in the present language."""
        self._locale = locale
        self._caption.setText(translate("KeepFiles", "Files"))
        self._keep.setText(translate("KeepFiles", "Keep files for"))
        self._at_once.setText(translate("KeepFiles", "Delete at once; restore without files"))
        self._box.setAccessibleName(translate("KeepFiles", "Days that files are kept"))
        self._box.setLocale(locale)
        self._say()

    def _on_days(self) -> None:
        """Whoever sets the days means to keep them."""
        self._keep.setChecked(True)
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        count = self._box.value()
        self._box.setSuffix(" " + translate("KeepFiles", "day(s)", None, plural_of(count)))
        until = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=count)
        self._until.setText(
            translate("KeepFiles", "Full restore possible until {time}").format(
                time=moment_text(until, self._locale, seconds=False)
            )
        )
        self._until.setVisible(self.days > 0)
        self.updateGeometry()
