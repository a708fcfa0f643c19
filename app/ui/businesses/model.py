"""The businesses as a table model: rows found by business id, changed in place, and kept in order here."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt

from app.qt.poller import ShownRow
from app.ui.businesses.cells import SortValue, cell_text, counts_text, percent_text, sort_value, tooltip
from app.ui.businesses.columns import Column
from app.ui.businesses.reasons import counts_time

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Role(IntEnum):
    """What the model gives beside Qt's own roles: the snapshot of a row, the native value of a cell,
    and the two texts above a progress bar."""

    SHOWN = Qt.ItemDataRole.UserRole
    SORT = Qt.ItemDataRole.UserRole + 1
    COUNTS = Qt.ItemDataRole.UserRole + 2
    PERCENT = Qt.ItemDataRole.UserRole + 3


class BusinessModel(QAbstractTableModel):
    """All businesses that the poller has shown, in the order of one column.

    The rows themselves are sorted, not a proxy over them: one sort of Python values takes 10 ms for 10,000
    rows where a proxy would ask back a quarter of a million times. Rows with an empty value come last in
    both directions; equal ones keep the order of their names.
    """

    def __init__(self, locale: QLocale, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self._counting: set[int] = set()
        self._locale = locale
        self._rows: list[ShownRow] = []
        self._position: dict[int, int] = {}
        self._by_name: list[int] | None = []
        self._keys: dict[int, SortValue] = {}
        self._column = Column.BUSINESS
        self._descending = False

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        shown, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(shown, column, self._locale, self._clock())
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(shown, column, self._locale)
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case Role.SHOWN:
                return shown
            case Role.SORT:
                return sort_value(shown, column)
            case Role.COUNTS:
                return counts_text(shown, self._locale)
            case Role.PERCENT:
                return percent_text(shown, self._locale)
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.explanation
            case Qt.ItemDataRole.TextAlignmentRole:
                return column.alignment
            case _:
                return None

    def shown(self, row: int) -> ShownRow:
        """The snapshot in row `row`."""
        return self._rows[row]

    def get(self, business_id: int) -> ShownRow | None:
        """The snapshot of a business, where the table has it."""
        position = self._position.get(business_id)
        return None if position is None else self._rows[position]

    def row_of(self, business_id: int) -> int | None:
        """Where a business stands now."""
        return self._position.get(business_id)

    def apply(self, changed: Iterable[ShownRow]) -> None:
        """Takes snapshots over: known businesses change in place, others are added. Rows move only where
        the value of the sorted column has changed."""
        new, moved, ids = [], False, []
        for shown in changed:
            business_id = shown.row.business.id
            position = self._position.get(business_id)
            if position is None:
                new.append(shown)
                continue
            old = self._rows[position]
            if old == shown:
                continue
            self._rows[position] = shown
            ids.append(business_id)
            self._note_counting(shown)
            if old.row.business.name != shown.row.business.name:
                self._by_name = None
            moved |= self._note_key(shown)
        if new:
            self._add(new)
        if new or moved or self._by_name is None:
            self._arrange()
        self._tell(sorted(self._position[business_id] for business_id in ids))

    def remove(self, business_ids: Iterable[int]) -> None:
        """Takes businesses out that are not there any more."""
        places = [self._position[key] for key in business_ids if key in self._position]
        for position in sorted(places, reverse=True):
            self.beginRemoveRows(QModelIndex(), position, position)
            gone = self._rows.pop(position).row.business.id
            self._counting.discard(gone)
            self._keys.pop(gone, None)
            self._by_name = None
            self._number()
            self.endRemoveRows()

    def tick(self) -> None:
        """Another second has gone by: what counts it is drawn anew."""
        places = sorted(self._position[business_id] for business_id in self._counting)
        self._tell(places, Column.HEARTBEAT, Column.REASON)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Orders the rows by `column`; a negative one keeps the order as it is."""
        if column < 0:
            return
        self._column, self._descending = Column(column), order is Qt.SortOrder.DescendingOrder
        self._keys = {shown.row.business.id: sort_value(shown, self._column) for shown in self._rows}
        self._arrange()

    def retranslate(self, locale: QLocale) -> None:
        """Says everything anew after a change of language."""
        self._locale = locale
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        if self._rows:
            self.sort(self._column, self._order)
            self._tell(range(len(self._rows)))

    @property
    def _order(self) -> Qt.SortOrder:
        return Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder

    def _note_key(self, shown: ShownRow) -> bool:
        """Keeps the row's sort value; True where it is another than before."""
        key, business_id = sort_value(shown, self._column), shown.row.business.id
        changed = self._keys.get(business_id) != key
        self._keys[business_id] = key
        return changed

    def _add(self, new: Sequence[ShownRow]) -> None:
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(new) - 1)
        self._rows.extend(new)
        for shown in new:
            self._note_key(shown)
            self._note_counting(shown)
        self._by_name = None
        self._number()
        self.endInsertRows()

    def _note_counting(self, shown: ShownRow) -> None:
        if counts_time(shown):
            self._counting.add(shown.row.business.id)
        else:
            self._counting.discard(shown.row.business.id)

    def _arrange(self) -> None:
        """Puts the rows in order, and takes selection and current row along."""
        order = self._wanted_order()
        if all(self._rows[place].row.business.id == key for place, key in enumerate(order)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        ids = [self._rows[index.row()].row.business.id for index in before]
        self._rows = [self._rows[self._position[key]] for key in order]
        self._number()
        after = [
            self.index(self._position[key], index.column()) for key, index in zip(ids, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _wanted_order(self) -> list[int]:
        if self._by_name is None:
            named = ((sort_value(shown, Column.BUSINESS), shown.row.business.id) for shown in self._rows)
            self._by_name = [business_id for _, business_id in sorted(named)]
        keys = self._keys
        full = [key for key in self._by_name if keys[key] is not None]
        full.sort(key=keys.__getitem__, reverse=self._descending)  # type: ignore[arg-type]
        return full + [key for key in self._by_name if keys[key] is None]

    def _number(self) -> None:
        self._position = {shown.row.business.id: place for place, shown in enumerate(self._rows)}

    def _tell(
        self, places: Sequence[int], first: Column = Column.BUSINESS, last: Column = Column.REASON
    ) -> None:
        """One dataChanged for each run of neighbouring rows, from the column `first` to `last`."""
        begin = 0
        for end in range(1, len(places) + 1):
            if end == len(places) or places[end] != places[end - 1] + 1:
                self.dataChanged.emit(self.index(places[begin], first), self.index(places[end - 1], last))
                begin = end
