"""What of the audit trail is wanted: text, business, action, and when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from app.actions.audit_reading import AuditFilter
from app.core.text import visible, whole_number
from app.qt.nets import net
from app.qt.translation import Language
from app.ui.texts.audit import ACTIONS, action_text
from app.ui.theme.theme import Theme
from app.ui.theme.tokens import GAP_M, GAP_XS
from app.ui.widgets.controls import ChoiceBox, DayBox
from app.ui.widgets.line_icons import LineIcons

translate = QCoreApplication.translate

ANY, TODAY, WEEK, MONTH, CHOSEN = "any", "today", "week", "month", "chosen"
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
DAYS = {TODAY: 0, WEEK: 6, MONTH: 29}
"""Days before today with which a period begins."""


class AuditFilterBar(QWidget):
    """Says `changed` at each change; days are those of this computer's time."""

    changed = Signal()

    def __init__(self, theme: Theme, language: Language) -> None:
        super().__init__()
        self._language = language
        self._text = QLineEdit()
        self._text.setObjectName("audit.text")
        LineIcons(self._text, theme).trail_clear()
        self._business = QLineEdit()
        self._business.setObjectName("audit.business")
        self._business.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._business.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self._action = ChoiceBox(theme, "audit.action")
        self._when = ChoiceBox(theme, "audit.when")
        self._from, self._to = DayBox("audit.from"), DayBox("audit.to")
        for box in (self._from, self._to):
            box.setDate(QDate.currentDate())
        self._captions = [QLabel() for _ in range(6)]
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GAP_XS)
        self._controls = (self._text, self._business, self._action, self._when, self._from, self._to)
        for place, (caption, control) in enumerate(zip(self._captions, self._controls, strict=True)):
            caption.setBuddy(control)
            grid.addWidget(caption, 0, place)
            grid.addWidget(control, 1, place)
        find = QAction(self)
        find.setShortcut(QKeySequence("Ctrl+F"))
        find.triggered.connect(self.take_keys)
        self.addAction(find)
        self._text.installEventFilter(self)
        self._business.installEventFilter(self)
        self._fill()
        for line in (self._text, self._business):
            line.textChanged.connect(self.changed)
        for choice in (self._action, self._when):
            choice.currentIndexChanged.connect(self._on_chosen)
        for box in (self._from, self._to):
            box.dateChanged.connect(self.changed)
        self._show_days()

    @property
    def wanted(self) -> AuditFilter:
        """What is chosen. A business that is no number fits nothing, rather than all."""
        business = self._business.text().strip()
        number = whole_number(business)
        since, until = self._period()
        return AuditFilter(
            text=self._text.text(),
            business_id=(-1 if number is None else number) if business else None,
            action=self._action.currentData() or "",
            since=since,
            until=until,
        )

    @property
    def is_empty(self) -> bool:
        """Everything is wanted."""
        return self.wanted == AuditFilter()

    def take_keys(self) -> None:
        """The keyboard goes to the text."""
        self._text.setFocus()
        self._text.selectAll()

    def retranslate(self) -> None:
        """Sets every text in the present language."""
        texts = (
            translate("AuditDialog", "Search"),
            translate("AuditDialog", "Business ID"),
            translate("AuditDialog", "Action"),
            translate("AuditDialog", "Time"),
            translate("AuditDialog", "From"),
            translate("AuditDialog", "To"),
        )
        for caption, control, text in zip(self._captions, self._controls, texts, strict=True):
            caption.setText(text)
            control.setAccessibleName(text)
        self._text.setPlaceholderText(translate("AuditDialog", "Email, computer, database or ID"))
        for box in (self._from, self._to):
            box.setLocale(self._language.locale)
            box.setDisplayFormat("d MMM yyyy")
        self._fill()

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a field of the filter does not close the dialog."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in ENTER:
            self.changed.emit()
            return True
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        """The choices in the present language; what is chosen stays."""
        actions = [("", translate("AuditDialog", "All actions"))]
        actions += [(name, visible(action_text(name))) for name in ACTIONS]
        periods = [
            (ANY, translate("AuditDialog", "Any time")),
            (TODAY, translate("AuditDialog", "Today")),
            (WEEK, translate("AuditDialog", "Last 7 days")),
            (MONTH, translate("AuditDialog", "Last 30 days")),
            (CHOSEN, translate("AuditDialog", "Custom range")),
        ]
        for box, choices in ((self._action, actions), (self._when, periods)):
            chosen = box.currentData()
            box.blockSignals(True)
            box.clear()
            for data, text in choices:
                box.addItem(text, data)
            box.choose(chosen)
            box.blockSignals(False)

    def _on_chosen(self) -> None:
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        chosen = self._when.currentData() == CHOSEN
        for part in (self._from, self._to, *self._captions[4:]):
            part.setVisible(chosen)
        for place in range(len(self._controls)):
            self._grid.setColumnStretch(place, 3 if place == 0 else int(place < 4 or chosen))
        self._grid.setHorizontalSpacing(GAP_M)

    def _period(self) -> tuple[datetime | None, datetime | None]:
        """The begin of the first day and the end of the last one, with this computer's time zone."""
        period = self._when.currentData()
        if period == ANY or period is None:
            return None, None
        if period == CHOSEN:
            first, last = self._from.date(), self._to.date()
            return _midnight(min(first, last)), _midnight(max(first, last).addDays(1))
        return _midnight(QDate.currentDate().addDays(-DAYS[period])), None


def _midnight(day: QDate) -> datetime:
    return datetime(day.year(), day.month(), day.day()).astimezone()
