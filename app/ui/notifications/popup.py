"""The list of notices: drops down from the bell over the window, and goes by a click beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.notifications.entry import Entry
from app.ui.runs.run_buttons import REPORT
from app.ui.theme.theme import Theme, scaled
from app.ui.theme.tokens import GAP_M, GAP_S, GAP_XS
from app.ui.widgets.parts import button, label
from app.viewmodel.run_ends import RunEnds

translate = QCoreApplication.translate

WIDTH = 460
"""Pixels of the design."""

MARGIN = GAP_S
AT_ONCE = 4
"""Notices that are made in one turn of the loop; the others follow while the first are read."""

_UP_AND_DOWN = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NoticeList(QFrame):
    """Lies over `parent` while it is open. Opening it marks nothing as read."""

    run_wanted = Signal(str)
    """The run with this id is to be opened."""

    report_wanted = Signal(str)
    """The report of the run with this id is to be saved."""

    action_wanted = Signal(str, str)
    """An action of `actions.runs.TAKES`, and the id of the run."""

    log_wanted = Signal()
    """The audit trail is to be shown."""

    toggled = Signal(bool)
    """It is open, or is not any more."""

    def __init__(
        self, ends: RunEnds, language: Language, theme: Theme, parent: QWidget, place: Callable[[], QWidget]
    ) -> None:
        """`place` gives the button under which it opens, at the moment."""
        super().__init__(parent)
        self.setObjectName("notifications")
        self.setProperty("card", True)
        self._ends, self._language, self._theme = ends, language, theme
        self._find_place = place
        self._entries: dict[str, Entry] = {}
        self._had_keys: QWidget | None = None
        self._busy = (False, False)
        self._title = label("notifications.title", tone="strong")
        self._title.setWordWrap(False)
        self._read = button("notifications.read", kind="link")
        self._none = label("notifications.none", tone="muted")
        self._log = button("notifications.log", kind="link")
        self._scroll, self._content = QScrollArea(), _Content()
        self._list = QVBoxLayout(self._content)
        for made in (self._read, self._log):
            made.setAutoDefault(False)
            made.setProperty("flush", True)
        self._lay_out()
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._fill)
        self._read.clicked.connect(ends.mark_all_read)
        self._log.clicked.connect(self._show_log)
        ends.changed.connect(self._refresh)
        for watched in (parent, self._content):
            watched.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)  # noqa: S101 - for the type checker
        application.focusChanged.connect(self._follow_keys)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        self._content.setProperty("ground", "page")
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._none.setContentsMargins(GAP_M, GAP_M, GAP_M, GAP_M)
        self._list.addWidget(self._none)
        self._list.addStretch()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self._content)
        self._head, self._foot = QWidget(), QWidget()
        head, foot = QHBoxLayout(self._head), QHBoxLayout(self._foot)
        for row in (head, foot):
            row.setContentsMargins(GAP_M, GAP_XS, GAP_M, GAP_XS)
            row.setSpacing(GAP_S)
        head.addWidget(self._title, 1)
        head.addWidget(self._read)
        foot.addWidget(self._log)
        foot.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(_Line())
        column.addWidget(self._scroll, 1)
        column.addWidget(_Line())
        column.addWidget(self._foot)

    @property
    def entries(self) -> list[Entry]:
        """Those that are made so far, as they stand."""
        found = (self._list.itemAt(place) for place in range(self._list.count()))
        widgets = (item.widget() for item in found if item is not None)
        return [widget for widget in widgets if isinstance(widget, Entry)]

    def toggle(self) -> None:
        """Opens it, or closes it and gives the keys back."""
        if self.isVisible():
            self.close_up()
        else:
            self.open_up()

    def open_up(self) -> None:
        """Opens it, with the keys on the newest notice."""
        self._had_keys = self.window().focusWidget()
        self._ends.refresh()
        self.show()
        self._fill()
        self.raise_()
        self._listen(True)
        self._take_keys(0)
        self.toggled.emit(True)

    def close_up(self, *, gives_keys_back: bool = True) -> None:
        """Closes it; the keys go back where they were."""
        if self.isHidden():
            return
        had_keys, self._had_keys = self._had_keys, None
        if gives_keys_back and had_keys is not None and isValid(had_keys) and had_keys.isVisible():
            had_keys.setFocus(Qt.FocusReason.PopupFocusReason)
        self.hide()

    def show_busy(self, *, is_acting: bool, is_cleaning_up: bool) -> None:
        """What can be begun at the moment."""
        self._busy = (is_acting, is_cleaning_up)
        for entry in self._entries.values():
            entry.show_busy(is_acting=is_acting, is_cleaning_up=is_cleaning_up)

    def retranslate(self) -> None:
        """Says everything in the present language."""
        self._title.setText(translate("Notifications", "Notifications"))
        self._read.setText(translate("Notifications", "Mark all as read"))
        self._none.setText(translate("Notifications", "Nothing new"))
        self._log.setText(translate("Notifications", "Show all in the audit trail"))
        self.setAccessibleName(translate("Notifications", "Notifications"))
        self._forget_entries()
        self._refresh()

    def _refresh(self) -> None:
        if self.isVisible():
            self._fill()
            self._take_place()

    def _fill(self) -> None:
        """Takes over what there is now. Widgets that show a notice already stay, and with them the keys."""
        notices, made = self._ends.notices, 0
        locale, now = self._language.locale, datetime.now(UTC).replace(tzinfo=None)
        self._drop({notice.end.row.id for notice in notices})
        self._none.setVisible(not notices)
        self._read.setVisible(any(not notice.is_read for notice in notices))
        for place, notice in enumerate(notices, 1):
            run_id = notice.end.row.id
            entry = self._entries.get(run_id)
            if entry is None and made == AT_ONCE:
                self._more.start()
                break
            if entry is None:
                entry = self._made(run_id, Entry(self._theme, notice, locale, now))
                made += 1
            else:
                entry.show_notice(notice, locale, now)
            if self._list.indexOf(entry) != place:
                self._list.insertWidget(place, entry)
        self._take_place()

    def _made(self, run_id: str, entry: Entry) -> Entry:
        self._entries[run_id] = entry
        entry.wanted.connect(lambda: self._want_run(run_id))
        entry.pressed.connect(lambda action: self._act(action, run_id))
        entry.show_busy(is_acting=self._busy[0], is_cleaning_up=self._busy[1])
        for each in (entry.title, *entry.buttons):
            each.installEventFilter(self)
        return entry

    def _drop(self, kept: set[str]) -> None:
        """Notices that are no more; the keys go to the one that stands in the place of theirs."""
        gone = [run_id for run_id in self._entries if run_id not in kept]
        place = self._place_of_keys() if gone else None
        for run_id in gone:
            entry = self._entries.pop(run_id)
            had_keys = entry.isAncestorOf(focused) if (focused := QApplication.focusWidget()) else False
            self._list.removeWidget(entry)
            if had_keys and place is not None:
                self._take_keys(place)
            entry.hide()
            entry.deleteLater()

    def _forget_entries(self) -> None:
        self._drop(set())

    def _place_of_keys(self) -> int | None:
        focused = QApplication.focusWidget()
        if focused is None:
            return None
        return next((place for place, one in enumerate(self.entries) if one.isAncestorOf(focused)), None)

    def _take_keys(self, place: int) -> None:
        """To the title of the notice at this place, or of the last one; without any, to the way on."""
        entries = self.entries
        if not entries:
            self._log.setFocus(Qt.FocusReason.TabFocusReason)
            return
        entry = entries[max(0, min(place, len(entries) - 1))]
        entry.title.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(entry, 0, 0)

    def _want_run(self, run_id: str) -> None:
        self._ends.mark_read([run_id])
        self.close_up(gives_keys_back=False)
        self.run_wanted.emit(run_id)

    def _act(self, action: str, run_id: str) -> None:
        """What opens a dialog closes the list; an action leaves it open for the next one."""
        self._ends.mark_read([run_id])
        if action == REPORT:
            self.close_up()
            self.report_wanted.emit(run_id)
        else:
            self.action_wanted.emit(action, run_id)

    def _show_log(self) -> None:
        self.close_up()
        self.log_wanted.emit()

    def _take_place(self) -> None:
        """Under the bell, as high as its notices need, within the window."""
        parent = self.parentWidget()
        if parent is None:
            return
        bell = self._find_place()
        below = bell.mapTo(parent, QPoint(bell.width() // 2, bell.height()))
        width = min(scaled(WIDTH), parent.width() - 2 * MARGIN)
        left = max(MARGIN, min(below.x() - width // 2, parent.width() - MARGIN - width))
        top = below.y() + GAP_XS
        self._scroll.setMinimumHeight(0)
        around = 4 + self._head.sizeHint().height() + self._foot.sizeHint().height()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        needed = around + max(self._list.totalHeightForWidth(width - 2), 0)
        room = parent.height() - top - MARGIN
        if needed > room:
            bar = self._scroll.verticalScrollBar().sizeHint().width()
            needed = around + self._list.totalHeightForWidth(width - 2 - bar)
        high = max(around, min(needed, room))
        self.setGeometry(QRect(left, top, width, high))
        if layout is not None:
            layout.activate()
        lacking = self._scroll.verticalScrollBar().maximum()  # by what Qt has found the notices to need
        if lacking and high < room:
            self.setGeometry(QRect(left, top, width, min(high + lacking, room)))

    def _listen(self, wanted: bool) -> None:
        """Clicks beside it are heard where they come into the window: a filter on the application would be
        asked about each of its events."""
        handle = self.window().windowHandle()
        if handle is not None:
            if wanted:
                handle.installEventFilter(self)
            else:
                handle.removeEventFilter(self)

    def _follow_keys(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Keys that lead elsewhere in the window close it."""
        if not isValid(self) or self.isHidden() or now is None or now.window() is not self.window():
            return
        if now is not self and not self.isAncestorOf(now) and now is not self._find_place():
            self.close_up(gives_keys_back=False)

    @net(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.parentWidget():
            if event.type() in {QEvent.Type.Resize, QEvent.Type.LayoutRequest} and self.isVisible():
                self._take_place()
        elif watched is self._content:
            if event.type() is QEvent.Type.LayoutRequest and self.isVisible():
                self._take_place()
        elif isinstance(watched, QAbstractButton):
            return isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._step(event)
        elif isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress:
            self._close_beside(event)
        return False

    def _close_beside(self, event: QMouseEvent) -> None:
        """The bell closes it by itself."""
        at = event.globalPosition().toPoint()
        if not any(one.rect().contains(one.mapFromGlobal(at)) for one in (self, self._find_place())):
            self.close_up()

    def _step(self, event: QKeyEvent) -> bool:
        place = self._place_of_keys()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focused = QApplication.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
        elif (by := _UP_AND_DOWN.get(Qt.Key(event.key()))) is not None and place is not None:
            self._take_keys(place + by)
        else:
            return False
        return True

    @net(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        else:
            super().keyPressEvent(event)

    @net(False)
    def focusNextPrevChild(self, next: bool) -> bool:  # as Qt calls it
        """Round about in the list, in the order in which it is read."""
        parts = [part for entry in self.entries for part in (entry.title, *entry.buttons)]
        stops = [part for part in (self._read, *parts, self._log) if part.isVisible() and part.isEnabled()]
        if not stops:  # it is being hidden
            return super().focusNextPrevChild(next)
        focused = QApplication.focusWidget()
        at = stops.index(focused) if focused in stops else -1
        to = stops[(at + (1 if next else -1)) % len(stops)]
        to.setFocus(Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason)
        if self._content.isAncestorOf(to):
            self._scroll.ensureWidgetVisible(to, 0, GAP_S)
        return True

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    @net(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.raise_()

    @net(None)
    def hideEvent(self, event: QHideEvent) -> None:
        """Also where the window goes to the tray, or is locked: it does not come back with it."""
        super().hideEvent(event)
        self.setVisible(False)
        self._listen(False)
        self._more.stop()
        self._forget_entries()
        self.toggled.emit(False)


class _Content(QWidget):
    """As high as its notices are at its width: Qt's own least height is that of texts which are wrapped as
    narrowly as can be, and would scroll without need."""

    @net(QSize())
    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)


class _Line(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setProperty("line", "true")
        self.setFixedHeight(1)
