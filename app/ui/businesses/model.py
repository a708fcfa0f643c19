"""The businesses as a table model: rows filtered, kept in order, and changed in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from app.core.folding import folded
from app.qt.nets import attempt, net, net_with
from app.ui.businesses.cells import (
    cell_text,
    counts_text,
    percent_text,
    second_line,
    sort_value,
    tooltip,
)
from app.ui.businesses.columns import COLUMNS, MOVING_COLUMNS, Column, only_moves
from app.ui.businesses.filters import RowFilter
from app.ui.businesses.order import Key, Order, spans, within
from app.ui.businesses.reasons import counts_time
from app.ui.businesses.roles import RowRole, fitting
from app.ui.businesses.status_filters import StatusFilter
from app.ui.businesses.ticks import Ticks
from app.ui.widgets.unshown import unshown_cell
from app.viewmodel.rows import ShownRow

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()

_WITH_HINT = ("QList<QPersistentModelIndex>", "QAbstractItemModel::LayoutChangeHint")
_ROWS_MOVE = QAbstractTableModel.LayoutChangeHint.VerticalSortHint
"""Told so, Qt keeps track of a selection by its rows; else by each of their cells."""

PIECES = 32
"""Rows that come, go or move one by one; more of them in one piece."""


class BusinessModel(QAbstractTableModel):
    """The businesses that filter and search let through, of all that the poller has shown, ordered by one
    column.

    Filter and order are here, not in a proxy: that would ask back about every row whenever one of them moves.
    A poll costs what has changed: such rows are found, moved, put in and taken out by their sort keys.
    A row that is hidden is no longer highlighted, but stays ticked.
    """

    def __init__(self, locale: QLocale, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self.ticks = Ticks()
        self.ticks.changed.connect(self._on_ticks)
        self._clock = clock
        self._seen: Callable[[], range] | None = None
        self._counting: set[int] = set()
        self._locale = locale
        self._filter = RowFilter()
        self._order = Order()
        self._all: dict[int, ShownRow] = {}
        self._wanted: dict[int, Key] = {}  # where each of them belongs, shown or hidden
        self._key_of: dict[int, Key] = {}  # of the rows that are shown
        self._keys: list[Key] = []  # the same in order
        self._rows: list[ShownRow] = []  # in the same order

    def tell_only_of(self, seen: Callable[[], range]) -> None:
        """Changes are told of these rows alone: to tell of others, which nobody sees, would have the whole
        screen drawn anew."""
        self._seen = seen

    @net(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    @net(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    @net_with(unshown_cell)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown, column = self._rows[index.row()], COLUMNS[index.column()]
        if column is Column.TICK:
            return self._tick_data(shown, role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(shown, column, self._locale, self._clock())
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(shown, column, self._locale)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case RowRole.SHOWN:
                return shown
            case RowRole.SORT:
                return fitting(sort_value(shown, column))
            case RowRole.COUNTS:
                return counts_text(shown, self._locale)
            case RowRole.PERCENT:
                return percent_text(shown, self._locale)
            case RowRole.SECOND:
                return second_line(shown, column, self._locale, self._clock())
            case _:
                return None

    @net(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        match role:
            case Qt.ItemDataRole.CheckStateRole if column is Column.TICK:
                return self.shown_ticked
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.explanation
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case _:
                return None

    def _tick_data(self, shown: ShownRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.CheckStateRole:
                return _check_state(shown.row.business.id in self.ticks)
            case RowRole.SHOWN:
                return shown
            case Qt.ItemDataRole.AccessibleTextRole:
                return Column.TICK.title if shown.row.business.id in self.ticks else ""
            case _:
                return None

    @property
    def shown_ticked(self) -> Qt.CheckState:
        """Whether all, some or none of the rows that are shown are ticked."""
        ticked = len(self.ticks.ids & self._key_of.keys())
        if 0 < ticked < len(self._rows):
            return Qt.CheckState.PartiallyChecked
        return _check_state(ticked > 0)

    def ticked(self) -> list[ShownRow]:
        """The snapshots of the ticked businesses, those that are hidden too, in any order."""
        return [self._all[key] for key in self.ticked_ids()]

    def ticked_ids(self) -> Set[int]:
        """The ticked businesses that there are."""
        return self.ticks.ids & self._all.keys()

    def ordered(self, rows: Iterable[ShownRow]) -> list[ShownRow]:
        """Snapshots of businesses that the model has, in the order of the table."""
        keys = self._order.sort(self._wanted[shown.row.business.id] for shown in rows)
        return [self._all[key.business_id] for key in keys]

    def ids(self) -> set[int]:
        """The businesses that are shown."""
        return set(self._key_of)

    def shown(self, row: int) -> ShownRow:
        """The snapshot in row `row`."""
        return self._rows[row]

    def rows(self, first: int, last: int) -> list[ShownRow]:
        """The snapshots from row `first` to row `last`."""
        return self._rows[first : last + 1]

    def get(self, business_id: int) -> ShownRow | None:
        """The snapshot of a business, shown or hidden."""
        return self._all.get(business_id)

    def row_of(self, business_id: int) -> int | None:
        """Where a business stands now; None where it is hidden or not there."""
        key = self._key_of.get(business_id)
        return None if key is None else self._order.place(self._keys, key)

    @property
    def has_businesses(self) -> bool:
        """Whether there are any, shown or hidden."""
        return bool(self._all)

    @property
    def status_filter(self) -> StatusFilter:
        return self._filter.status_filter

    @property
    def is_searching(self) -> bool:
        return bool(self._filter.words)

    def search(self, text: str) -> None:
        """Shows the businesses that `text` finds; all of them for an empty one."""
        words = folded(text).split()
        if words != self._filter.words:
            self._filter.words = words
            self._bring_first(self._filter.wanted_id)
            self._rearrange(self._all.values())

    def show(self, status_filter: StatusFilter) -> None:
        """Shows the businesses of this filter alone."""
        if status_filter is not self._filter.status_filter:
            self._filter.status_filter = status_filter
            self._rearrange(self._all.values())

    def show_among(self, business_ids: Collection[int] | None) -> None:
        """Shows these businesses alone, in any status; None: those of the status filter again."""
        among = None if business_ids is None else frozenset(business_ids)
        if among != self._filter.among:
            self._filter.among = among
            self._rearrange(self._all.values())

    @property
    def among(self) -> Set[int] | None:
        """The businesses that alone are shown."""
        return self._filter.among

    def apply(self, changed: Iterable[ShownRow]) -> None:
        """Takes snapshots over: known businesses change in place, others are added. Rows move only where
        the value of the sorted column has changed."""
        new = {
            shown.row.business.id: shown for shown in changed if self._all.get(shown.row.business.id) != shown
        }
        before = self._key_of.keys() & new.keys()
        moving = {key for key in before if only_moves(self._all[key], new[key])}
        self._all.update(new)
        for business_id, shown in new.items():
            self._note_counting(shown)
            self._wanted[business_id] = self._key(shown)
            place = self.row_of(business_id)
            if place is not None:
                self._rows[place] = shown
        self._rearrange(new.values())
        kept = before & self._key_of.keys()
        self._tell(self._places(kept - moving))
        for first, last in MOVING_COLUMNS:
            self._tell(self._places(kept & moving), first, last)

    def remove(self, business_ids: Iterable[int]) -> None:
        """Takes businesses out that are not there any more."""
        gone = {key for key in business_ids if self._all.pop(key, None) is not None}
        self._counting -= gone
        self.ticks.remove(gone)
        for business_id in gone:
            del self._wanted[business_id]
        self._take_out([self._key_of[key] for key in gone & self._key_of.keys()])

    def tick(self) -> None:
        """Another second has gone by: what counts it is drawn anew."""
        self._tell(self._places(self._counting & self._key_of.keys()), Column.STATUS)

    @net(None)
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders the rows by `column`; a negative one keeps the order as it is."""
        if column < 0 or not Column(column).is_data:
            return
        self._order.column, self._order.direction = Column(column), order
        self._wanted = {key: self._key(shown, self._wanted[key]) for key, shown in self._all.items()}
        self._key_of = {key: self._wanted[key] for key in self._key_of}
        self._settle(self._order.sort(self._key_of.values()))

    def retranslate(self, locale: QLocale) -> None:
        """Says everything anew after a change of language."""
        self._locale = locale
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._rows:
            self.sort(self._order.column, self._order.direction)
            self._tell(range(len(self._rows)))

    def _on_ticks(self, turned: frozenset[int]) -> None:
        shown = turned & self._key_of.keys()
        places = range(len(self._rows)) if len(shown) > PIECES else self._places(shown)
        self._tell(places, Column.TICK, Column.TICK)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.TICK, Column.TICK)

    def _bring_first(self, business_id: int | None) -> None:
        """Another business stands before all others, whatever the order; None: none does."""
        moving = [key for name in (self._order.first, business_id) if (key := self._key_of.get(name or 0))]
        keys = self._keys.copy()
        for place in sorted((self._order.place(keys, key) for key in set(moving)), reverse=True):
            del keys[place]
        self._order.first = business_id
        for key in dict.fromkeys(moving):
            keys.insert(self._order.place(keys, key), key)
        self._settle(keys)

    def _key(self, shown: ShownRow, before: Key | None = None) -> Key:
        """A row whose value cannot be had stands behind all others."""
        business_id = shown.row.business.id
        return attempt(self._order.key, Key(None, str(business_id), business_id), shown, before)

    def _note_counting(self, shown: ShownRow) -> None:
        if attempt(counts_time, False, shown):
            self._counting.add(shown.row.business.id)
        else:
            self._counting.discard(shown.row.business.id)

    def _rearrange(self, changed: Iterable[ShownRow]) -> None:
        """Hides and shows these rows as the filter has it, and moves those whose sort value is another."""
        leaving: list[Key] = []
        moving: list[tuple[Key, Key]] = []
        coming: list[Key] = []
        for shown in changed:
            business_id = shown.row.business.id
            before = self._key_of.get(business_id)
            if not attempt(self._filter.accepts, True, shown):
                if before is not None:
                    leaving.append(before)
                continue
            after = self._wanted[business_id]
            if before is None:
                coming.append(after)
            elif before != after:
                moving.append((before, after))
        if leaving:
            self._take_out(leaving)
        if moving:
            self._move(moving)
        if coming:
            self._put_in(coming)

    def _take_out(self, leaving: Sequence[Key]) -> None:
        if len(leaving) > PIECES:  # all to the end, to leave in one piece
            out = {key.business_id for key in leaving}
            stay = [key for key in self._keys if key.business_id not in out]
            self._settle(stay + list(leaving), out)
            self._cut(len(stay), len(self._keys) - 1)
        else:
            for place in sorted((self._order.place(self._keys, key) for key in leaving), reverse=True):
                self._cut(place, place)

    def _cut(self, first: int, last: int) -> None:
        self.beginRemoveRows(_NOWHERE, first, last)
        for key in self._keys[first : last + 1]:
            del self._key_of[key.business_id]
        del self._keys[first : last + 1], self._rows[first : last + 1]
        self.endRemoveRows()

    def _move(self, moving: Sequence[tuple[Key, Key]]) -> None:
        self._key_of.update((after.business_id, after) for _, after in moving)
        if len(moving) > PIECES:
            self._settle(self._order.sort(self._key_of.values()))
            return
        keys = self._keys.copy()
        for place in sorted((self._order.place(keys, before) for before, _ in moving), reverse=True):
            del keys[place]
        for _, after in moving:
            keys.insert(self._order.place(keys, after), after)
        self._settle(keys)

    def _put_in(self, coming: Sequence[Key]) -> None:
        if len(coming) > PIECES or not self._keys:  # in one piece at the end, and then to their places
            self._paste(len(self._keys), coming)
            self._settle(self._order.sort(self._keys))
        else:
            for key in coming:
                self._paste(self._order.place(self._keys, key), [key])

    def _paste(self, place: int, keys: Sequence[Key]) -> None:
        self.beginInsertRows(_NOWHERE, place, place + len(keys) - 1)
        self._keys[place:place] = keys
        self._rows[place:place] = [self._all[key.business_id] for key in keys]
        self._key_of.update((key.business_id, key) for key in keys)
        self.endInsertRows()

    def _settle(self, keys: list[Key], leaving: Set[int] = frozenset()) -> None:
        """Puts the rows in this order, and takes selection and current row along, but for those `leaving`."""
        before, order = [key.business_id for key in self._keys], [key.business_id for key in keys]
        self._keys = keys
        if before == order:
            return
        self.layoutAboutToBeChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # untold by the stubs
        places = {business_id: place for place, business_id in enumerate(order)}
        places.update(dict.fromkeys(leaving, -1))
        shown = dict(zip(before, self._rows, strict=True))
        self._rows = [shown[business_id] for business_id in order]
        old = self.persistentIndexList()
        # `index` would count rows and columns for each of thousands.
        new = [
            self.createIndex(place, index.column())
            if (place := places[before[index.row()]]) >= 0
            else _NOWHERE
            for index in old
        ]
        self.changePersistentIndexList(old, new)
        self.layoutChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # untold by the stubs

    def _places(self, business_ids: Iterable[int]) -> list[int]:
        """The rows of businesses that are shown."""
        return sorted(self._order.place(self._keys, self._key_of[key]) for key in business_ids)

    def _tell(self, places: Sequence[int], first: int = 0, last: int = len(Column) - 1) -> None:
        """What is drawn anew of these rows, from the column `first` to `last`."""
        for top, bottom in spans(places if self._seen is None else within(places, self._seen())):
            self.dataChanged.emit(self.index(top, first), self.index(bottom, last))


def _check_state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
