"""The model of a table of read-only records: columns of texts, and lines that are changed in place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon

from app.qt.nets import net, net_with
from app.ui.widgets.unshown import unshown_cell

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex

_FIGURES = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_WORDS = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[T]):
    """A column: its title, the text of a line in it, and whether these are figures, which line up at their
    right in every language. `icon` stands before the text; `checked` makes it a column of ticks."""

    title: str
    text: Callable[[T], str]
    figures: bool = True
    icon: Callable[[T], QIcon] | None = None
    checked: Callable[[T], bool] | None = None


class RecordsModel(QAbstractTableModel, Generic[T]):
    """Lines in columns. `key` tells lines apart, so that a new reading moves neither selection nor scroll
    position where it only changed, prepended or appended some."""

    def __init__(self, key: Callable[[T], Hashable] = id, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._columns: Sequence[TableColumn[T]] = ()
        self.lines: list[T] = []
        self._seen: Callable[[], range] = lambda: range(len(self.lines))

    def tell_only_of(self, seen: Callable[[], range]) -> None:
        """Only these rows are looked through for changes when others are shown in their place: thousands
        that nobody sees would hold up the window."""
        self._seen = seen

    def use_columns(self, columns: Sequence[TableColumn[T]]) -> None:
        """Shows the lines in these columns from now on, such as those of another language."""
        if len(columns) != len(self._columns):
            self.beginResetModel()
            self._columns = columns
            self.endResetModel()
            return
        was, self._columns = self._columns, columns
        if [column.title for column in was] == [column.title for column in columns]:
            return  # of the same language: what they say of a line follows with the lines
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._tell(0, len(self.lines) - 1)

    def show(self, lines: Sequence[T]) -> None:
        """Shows `lines` in place of what was there."""
        old, new = [self._key(line) for line in self.lines], [self._key(line) for line in lines]
        if old != new and len(old) == len(new) and set(old) == set(new):
            self._reorder(lines, old, new)
            return
        above = new.index(old[0]) if old and old[0] in new else 0
        if new[above : above + len(old)] != old:
            self.beginResetModel()
            self.lines = list(lines)
            self.endResetModel()
            return
        if above:
            self.beginInsertRows(_NOWHERE, 0, above - 1)
            self.lines[:0] = lines[:above]
            self.endInsertRows()
        if len(lines) > len(self.lines):
            self.beginInsertRows(_NOWHERE, len(self.lines), len(lines) - 1)
            self.lines.extend(lines[len(self.lines) :])
            self.endInsertRows()
        changed = [place for place in self._seen() if lines[place] != self.lines[place]]
        self.lines = list(lines)
        if changed:
            self._tell(changed[0], changed[-1])

    def _reorder(self, lines: Sequence[T], old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        """The same lines in another order: selection and current line go with them."""
        self.layoutAboutToBeChanged.emit()
        places = {key: place for place, key in enumerate(new)}
        self.lines = list(lines)
        before = self.persistentIndexList()
        after = [self.createIndex(places[old[index.row()]], index.column()) for index in before]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    @net(0)
    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    @net(0)
    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    @net_with(unshown_cell)
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, line = self._columns[index.column()], self.lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(line)
            case Qt.ItemDataRole.ToolTipRole:
                # A tooltip would take a text that looks like markup for markup.
                return f"<p>{escape(column.text(line))}</p>"
            case Qt.ItemDataRole.CheckStateRole if column.checked is not None:
                return Qt.CheckState.Checked if column.checked(line) else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if column.icon is not None:
                return column.icon(line)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if column.figures else _WORDS
            case _:
                return None

    @net(None)
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._columns[section].title
            case Qt.ItemDataRole.CheckStateRole if (checked := self._columns[section].checked) is not None:
                return _check_state_of_all([checked(line) for line in self.lines])
            case Qt.ItemDataRole.TextAlignmentRole:
                return _FIGURES if self._columns[section].figures else _WORDS
            case _:
                return None

    def tell_checks(self) -> None:
        """Other lines are ticked than before."""
        self._tell(0, len(self.lines) - 1)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    @property
    def check_column(self) -> int:
        """Where the ticks are; -1 without any."""
        return next((place for place, column in enumerate(self._columns) if column.checked is not None), -1)

    def _tell(self, first: int, last: int) -> None:
        if first <= last and self._columns:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _check_state_of_all(checked: Sequence[bool]) -> Qt.CheckState:
    if all(checked):
        return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
    return Qt.CheckState.PartiallyChecked if any(checked) else Qt.CheckState.Unchecked
