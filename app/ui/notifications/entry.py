"""One notice in the list: what became of a run, its figures, and what can be done about it."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication, QLocale, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.actions.runs import CLEAN_UP
from app.qt.nets import net
from app.ui.notifications.sayings import (
    NextAction,
    action_text,
    figures_text,
    look_of,
    next_action,
    next_text,
    title_text,
)
from app.ui.runs.run_buttons import REPORT
from app.ui.texts.times import recent_text
from app.ui.theme.painting import LINE_SPACING, laid_out, painting
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import FONT_SIZE, GAP_M, GAP_S, GAP_XS, ICON, RADIUS_FIELD
from app.ui.widgets.parts import Picture, button, label
from app.viewmodel.run_ends import Notice

translate = QCoreApplication.translate

DOT = 8
INSET = 4
"""Pixels of a title around its text, where it shows that it has the keys."""

NARROWEST = 120
"""Pixels of the design that a title has at least."""


class Entry(QWidget):
    """Shows the notice that `show_notice` was given last."""

    wanted = Signal()
    """The run is to be opened."""

    pressed = Signal(str)
    """An action of `actions.runs.TAKES`, or REPORT."""

    def __init__(self, theme: Theme, notice: Notice, locale: QLocale, now: datetime) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self.title = _Title(theme)
        self.title.clicked.connect(self.wanted)
        self._icon = QLabel()
        self._time = QLabel()
        self._time.setObjectName("notice.time")
        self._time.setProperty("tone", "small")
        self._dot = _Dot(theme)
        self._figures = label("notice.figures", tone="muted")
        self._next = label("notice.next")
        self._bulb = Picture(theme, "lightbulb", "warn")
        self._act, self._report = button("notice.act"), button("notice.report")
        self._link = button("notice.report_link", kind="link")
        for made in self.buttons:
            made.setAutoDefault(False)
        self._act.clicked.connect(self._press)
        self._report.clicked.connect(lambda: self.pressed.emit(REPORT))
        self._link.clicked.connect(lambda: self.pressed.emit(REPORT))
        self._step: NextAction | None = None
        self._lay_out()
        theme.changed.connect(self._draw)
        self.show_notice(notice, locale, now)

    def _lay_out(self) -> None:
        head, figures, advice = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._row = QHBoxLayout()
        for row in (head, figures, advice, self._row):
            row.setSpacing(GAP_S)
            row.setContentsMargins(INSET, 0, INSET, 0)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self._time, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._dot, 0, Qt.AlignmentFlag.AlignTop)
        figures.addWidget(self._figures, 1)
        figures.addWidget(self._link, 0, Qt.AlignmentFlag.AlignBottom)
        advice.addWidget(self._bulb, 0, Qt.AlignmentFlag.AlignTop)
        advice.addWidget(self._next, 1)
        self._row.addWidget(self._act)
        self._row.addWidget(self._report)
        self._row.addStretch()
        column = QVBoxLayout()
        column.setSpacing(GAP_XS)
        for part in (head, figures, advice, self._row):
            column.addLayout(part)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        whole.setSpacing(GAP_XS)
        whole.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(column, 1)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All but the title, in the order in which they are read."""
        return (self._link, self._act, self._report)

    def show_notice(self, notice: Notice, locale: QLocale, now: datetime) -> None:
        """What is shown already is left alone. `now` is naive UTC."""
        asked = (notice, locale, now.date())
        if asked == self._shown:
            return
        self._shown = asked
        row = notice.end.row
        self._state = look_of(row)
        self._step = next_action(row)
        figures, time = figures_text(row, locale), recent_text(notice.end.at, locale, now)
        advice = next_text(self._step, locale) if self._step is not None else ""
        title = title_text(row, locale)
        self._time.setText(time)
        self._time.setVisible(bool(time))
        self._dot.setVisible(not notice.is_read)
        self._figures.setText(figures)
        self._next.setText(advice)
        self._next.setVisible(bool(advice))
        self._bulb.setVisible(bool(advice))
        report, named = translate("Notifications", "Report…"), translate("Notifications", "{title}: {action}")
        for made in (self._report, self._link):
            made.setText(report)
            made.setAccessibleName(named.format(title=title, action=report))
        has_action = self._step is not None and bool(self._step.action)
        self._act.setVisible(has_action)
        self._report.setVisible(self._step is not None)
        self._link.setVisible(self._step is None)
        if has_action and self._step is not None:
            action = action_text(self._step, locale)
            self._act.setText(action)
            self._act.setAccessibleName(named.format(title=title, action=action))
        unread = "" if notice.is_read else translate("Notifications", "unread")
        said, more = (title, time, unread), (figures, advice)
        self.title.say(title, ", ".join(filter(None, said)), ". ".join(filter(None, more)))
        self._draw()

    def show_busy(self, *, is_acting: bool, is_cleaning_up: bool) -> None:
        """One action is carried out at a time, and files are cleaned up beside it."""
        is_clean_up = self._step is not None and self._step.action == CLEAN_UP
        self._act.setEnabled(not (is_cleaning_up if is_clean_up else is_acting))

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        """A line above, but for the first."""
        if self.y() > 0:
            with painting(self) as painter:
                painter.fillRect(0, 0, self.width(), 1, self._theme.color("line"))

    def _press(self) -> None:
        if self._step is not None:
            self.pressed.emit(self._step.action)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap(self._state.icon, self._state.tone, ICON, ratio))


class _Title(QAbstractButton):
    """A line, or as many as it needs, that is pressed like a link."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice.title")
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._take_font)
        self._take_font()

    def say(self, text: str, name: str, more: str) -> None:
        """Shows `text`; a screen reader says `name`, and `more` after it."""
        self.setText(text)
        self.setAccessibleName(name)
        self.setAccessibleDescription(more)
        self.updateGeometry()

    def _take_font(self) -> None:
        self.setFont(ui_font(FONT_SIZE, QFont.Weight.Medium))
        self.updateGeometry()

    @net(-1)
    def heightForWidth(self, width: int) -> int:
        return self._high(self._lines(width).lineCount())

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2 * INSET + 1, self._high(1))

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(scaled(NARROWEST), self._high(1))

    @net(None)
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        font = self.font()
        font.setUnderline(self.underMouse())
        with painting(self) as painter:
            painter.setPen(self._theme.color("text"))
            self._lines(self.width(), font).draw(painter, QPointF(INSET, INSET / 2))
            if self.hasFocus():
                painter.setRenderHint(painter.RenderHint.Antialiasing)
                painter.setPen(QPen(self._theme.color("accent"), 2))
                around = self.rect().toRectF().adjusted(1, 1, -1, -1)
                painter.drawRoundedRect(around, RADIUS_FIELD, RADIUS_FIELD)

    def _lines(self, width: int, font: QFont | None = None) -> QTextLayout:
        return laid_out(self.text(), font or self.font(), max(1, width - 2 * INSET), self.layoutDirection())

    def _high(self, lines: int) -> int:
        return ceil(lines * LINE_SPACING * self.font().pixelSize()) + INSET


class _Dot(QWidget):
    """What is not read has it; its room stays."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice.unread")
        self._theme = theme
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self.setFixedSize(scaled(DOT), scaled(ICON))

    @net(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        size = scaled(DOT)
        with painting(self) as painter:
            painter.setRenderHint(painter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(0, (self.height() - size) // 2, size, size)
