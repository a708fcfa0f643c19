"""The pages of the window and the status filters of the table, with how much stands behind each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.qt.nets import net, net_with
from app.qt.told import told
from app.qt.translation import Language
from app.ui.businesses.status_filters import StatusFilter
from app.ui.texts.words import number_text
from app.ui.theme.painting import LEADING, TRAILING, kept, side_of
from app.ui.theme.theme import Theme, scaled, ui_font
from app.ui.theme.tokens import FONT_SIZE, GAP_M, GAP_S, ICON, RADIUS_FIELD
from app.ui.widgets.unshown import paint_unshown, unshown_cell

Index = QModelIndex | QPersistentModelIndex
PLACE, COUNT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1

ROW_PADDING = 9
"""Pixels above and below a word."""

ROOM_FOR = 9_999
"""Counts up to this one never make the sidebar wider."""


class Beside(Enum):
    """What the sidebar lists beside the filters. That of all businesses is the page of the businesses."""

    RUNS = QT_TRANSLATE_NOOP("Sidebar", "Runs")
    WORKERS = QT_TRANSLATE_NOOP("Sidebar", "Workers")
    """Only where a queue on a server is named."""
    BY_STATUS = QT_TRANSLATE_NOOP("Sidebar", "Businesses by status")

    @property
    def word(self) -> str:
        return QCoreApplication.translate("Sidebar", str(self.value))


Place = StatusFilter | Beside
_BY_STATUS = tuple(one for one in StatusFilter if one is not StatusFilter.ALL)
PLACES: tuple[Place, ...] = (StatusFilter.ALL, Beside.RUNS, Beside.BY_STATUS, *_BY_STATUS)
_WITH_WORKERS: tuple[Place, ...] = (*PLACES[:2], Beside.WORKERS, *PLACES[2:])
_ICONS = {Beside.RUNS: "layers", Beside.WORKERS: "server"}


class PlacesModel(QAbstractListModel):
    """Pages and filters, and their counts."""

    def __init__(self, language: Language, parent: QObject, *, workers: bool = False) -> None:
        """`workers`: their page is among the places."""
        super().__init__(parent)
        self._language = language
        self.places = _WITH_WORKERS if workers else PLACES
        self._counts: dict[Place, int | None] = dict.fromkeys(self.places, 0)
        if workers:
            self._counts[Beside.WORKERS] = None

    @net(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.places)

    @net_with(unshown_cell)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.places[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return place.word
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(filter(None, (place.word, self.count_text(place))))
            case _ if role == PLACE:
                return place
            case _ if role == COUNT:
                return self.count_text(place)
            case _:
                return None

    @net(Qt.ItemFlag.NoItemFlags)
    def flags(self, index: Index) -> Qt.ItemFlag:
        """The heading cannot be chosen."""
        is_heading = index.isValid() and self.places[index.row()] is Beside.BY_STATUS
        return Qt.ItemFlag.NoItemFlags if is_heading else super().flags(index)

    def count_text(self, place: Place) -> str:
        count = None if place is Beside.BY_STATUS else self._counts[place]
        return "" if count is None else number_text(count, self._language.locale)

    def show_counts(self, counts: Mapping[Place, int | None]) -> bool:
        """Takes the counts over; only what has changed is drawn anew. Returns whether anything has."""
        has_changed = False
        for row, place in enumerate(self.places):
            count = counts.get(place, self._counts[place])
            if count != self._counts[place]:
                self._counts[place] = count
                has_changed = True
                self.dataChanged.emit(self.index(row), self.index(row))
        return has_changed

    @property
    def digits(self) -> int:
        """Of the largest count: by these it grows wider."""
        return len(str(max(count or 0 for count in self._counts.values())))

    def retranslate(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(len(self.places) - 1))


class Sidebar(QListView):
    """One page or filter is chosen at any time, by mouse or arrow keys. Never so narrow that a word is cut
    off."""

    chosen = Signal(object)
    """The StatusFilter that the table shall show; also where it was pressed again."""

    runs_chosen = Signal()
    """The page of the runs is wanted."""

    workers_chosen = Signal()

    def __init__(self, language: Language, theme: Theme, *, workers: bool = False) -> None:
        """`workers`: their page can be chosen."""
        super().__init__()
        self.setObjectName("sidebar")
        self._digits = 1
        self._places = PlacesModel(language, self, workers=workers)
        self._delegate = _PlaceDelegate(theme, language, self)
        self.setModel(self._places)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.choose(StatusFilter.ALL)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.verticalScrollBar().rangeChanged.connect(self._keep_room)
        theme.changed.connect(self._on_theme)
        self.retranslate()

    @property
    def status_filter(self) -> StatusFilter:
        """The filter that is chosen; all businesses on another page."""
        place = self.currentIndex().data(PLACE)
        return place if isinstance(place, StatusFilter) else StatusFilter.ALL

    def choose(self, place: Place) -> None:
        """Chooses a filter or page as a click would."""
        index = self._places.index(self._places.places.index(place))
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def show_counts(self, counts: Mapping[StatusFilter, int]) -> None:
        """How many businesses each filter shows."""
        self._take(dict(counts.items()))

    def show_runs(self, count: int) -> None:
        """How many runs are in progress."""
        self._take({Beside.RUNS: count})

    def show_workers(self, count: int | None) -> None:
        """How many workers listen; None where that is not known."""
        self._take({Beside.WORKERS: count})

    def _take(self, counts: Mapping[Place, int | None]) -> None:
        if self._places.show_counts(counts) and self._places.digits != self._digits:
            self._digits = self._places.digits
            self._keep_room()

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Pages and filters"))
        self._places.retranslate()
        self._keep_room()

    def _on_theme(self) -> None:
        self.scheduleDelayedItemsLayout()
        self._keep_room()
        self.viewport().update()

    @net(QSize())
    def sizeHint(self) -> QSize:
        return QSize(self.minimumWidth(), super().sizeHint().height())

    def _keep_room(self) -> None:
        """A QListView alone would let the splitter squeeze it until nothing can be read."""
        bar = self.verticalScrollBar()
        width = self.sizeHintForColumn(0) + (bar.sizeHint().width() if bar.maximum() else 0)
        if width != self.minimumWidth():
            self.setMinimumWidth(width)
            self.updateGeometry()

    @net(None)
    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.currentIndex()
        super().mousePressEvent(event)
        pressed = self.indexAt(event.position().toPoint())
        if pressed.isValid() and pressed == before:
            self._on_current(pressed)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex | None = None) -> None:
        match current.data(PLACE):
            case StatusFilter() as status_filter:
                self.chosen.emit(status_filter)
            case Beside.RUNS:
                self.runs_chosen.emit()
            case Beside.WORKERS:
                self.workers_chosen.emit()


class _PlaceDelegate(QStyledItemDelegate):
    """Icon and word at the reading side, the count at the other."""

    def __init__(self, theme: Theme, language: Language, parent: QListView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._list = parent
        theme.changed.connect(self._take_fonts)
        self._take_fonts()

    def _take_fonts(self) -> None:
        self._font = ui_font()
        self._bold = ui_font(FONT_SIZE, QFont.Weight.Medium)

    @net(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = QFontMetrics(self._bold)
        counts = (index.data(COUNT), number_text(ROOM_FOR, self._language.locale))
        count = max(metrics.horizontalAdvance(text) for text in counts)
        word = metrics.horizontalAdvance(index.data())
        if index.data(PLACE) is Beside.BY_STATUS:
            heading = QFontMetrics(self._font).horizontalAdvance(index.data())
            return QSize(GAP_M + heading + GAP_M, metrics.height() + 2 * ROW_PADDING)
        width = GAP_M + scaled(ICON) + GAP_S + word + GAP_M + count + GAP_M
        return QSize(width, metrics.height() + 2 * ROW_PADDING)

    @net_with(paint_unshown)
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place: Place = told(index, PLACE)
        direction, whole = option.direction, option.rect
        if place is Beside.BY_STATUS:
            self._draw_heading(painter, whole.adjusted(GAP_M, 0, -GAP_M, 0), direction, place.word)
            return
        name, tone = (_ICONS[place], "idle") if isinstance(place, Beside) else (place.icon, place.tone)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        with kept(painter):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setLayoutDirection(direction)
            self._draw_ground(painter, option, chosen=chosen)
            row = whole.adjusted(GAP_M, 0, -GAP_M, 0)
            size = scaled(ICON)
            icon = QRect(row.left(), row.center().y() - size // 2 + 1, size, size)
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(
                QStyle.visualRect(direction, row, icon).topLeft(),
                self._theme.pixmap(name, tone, ICON, ratio),
            )
            painter.setFont(self._bold if chosen else self._font)
            painter.setPen(self._theme.color("text"))
            words = QStyle.visualRect(direction, row, row.adjusted(size + GAP_S, 0, 0, 0))
            painter.drawText(words, side_of(direction, LEADING), place.word)
            painter.setPen(self._theme.color("text" if chosen else "muted"))
            painter.drawText(words, side_of(direction, TRAILING), told(index, COUNT))

    def _draw_heading(self, painter: QPainter, row: QRect, direction: Qt.LayoutDirection, text: str) -> None:
        with kept(painter):
            painter.setFont(self._font)
            painter.setPen(self._theme.color("muted"))
            painter.drawText(row, side_of(direction, LEADING), text)

    def _draw_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, chosen: bool) -> None:
        ground = option.rect.adjusted(1, 1, -1, -1)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(self._theme.color("accent_soft" if chosen else "pressed"))
            painter.drawRoundedRect(ground, RADIUS_FIELD, RADIUS_FIELD)
        if chosen and self._list.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, RADIUS_FIELD, RADIUS_FIELD)
