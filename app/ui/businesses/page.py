"""The page of businesses: the table in its card, or a word on why there is none to show."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.qt.nets import net
from app.qt.translation import Language
from app.ui.businesses.attention import Attention
from app.ui.businesses.copying import as_tsv
from app.ui.businesses.empty import EmptyTable
from app.ui.businesses.model import BusinessModel
from app.ui.businesses.states import state_of
from app.ui.businesses.status_filters import StatusCounts, StatusFilter
from app.ui.businesses.table import BusinessTable
from app.ui.theme.theme import Theme
from app.ui.widgets.card import Card
from app.viewmodel.rows import ShownRow


class BusinessesPage(QWidget):
    """The table with its filter and search. Rows come in through `apply` and `remove`."""

    selection_changed = Signal()
    """Other rows are ticked or highlighted, or one of them has changed."""

    unticked = Signal(object)
    """All ticks were taken away at once: the frozenset of ids that had one."""

    list_pasted = Signal(str)
    """A text was pasted that may be a list of businesses."""

    menu_wanted = Signal(QPoint)
    """A context menu for the selection is asked for, at this place of the screen."""

    header_menu_wanted = Signal(QPoint)
    """The same for the header."""

    all_wanted = Signal()
    """The person asked to see all businesses again."""

    counted = Signal(object)
    """How many businesses each filter shows, by StatusFilter."""

    def __init__(self, language: Language, theme: Theme) -> None:
        super().__init__()
        self._language = language
        self._loaded = False
        self._search = ""
        self._counts = StatusCounts()
        self._ticked_counts = StatusCounts()
        self.attention = Attention()
        self._anchor: int | None = None
        self._held: dict[int, ShownRow] = {}
        self.model = BusinessModel(language.locale)
        self.ticks = self.model.ticks
        self.table = BusinessTable(self.model, theme)
        self.table.setLocale(language.locale)
        # Waits count down and silences up, also while nothing else happens; a hidden table need not.
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._on_second)
        self._second.start()
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._empty = EmptyTable(theme)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Card(theme, self._stack))
        self.table.selectionModel().selectionChanged.connect(self.selection_changed)
        self.table.let_go.connect(self._apply_held)
        self.table.pasted.connect(self._on_pasted)
        self.table.tick_pressed.connect(self._on_tick)
        self.table.all_pressed.connect(self._on_all)
        self.table.space_pressed.connect(self._on_space)
        self.ticks.changed.connect(self._on_ticks_changed)
        self.table.customContextMenuRequested.connect(self._on_menu)
        header = self.table.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        self._empty.clear.clicked.connect(self.all_wanted)
        language.changed.connect(self._on_language)
        self.retranslate()

    def apply(self, changed: Iterable[ShownRow]) -> None:
        """Shows new or changed rows; selection, scroll position and order stay. While a row is pressed all of
        it waits, so that no other row comes under the mouse."""
        self._held.update({shown.row.business.id: shown for shown in changed})
        if not self.table.is_pressed:
            self._apply_held()

    def _apply_held(self) -> None:
        changed = tuple(self._held.values())
        self._held.clear()
        self.model.apply(changed)
        self.attention.see(changed, self._counts.see(changed))
        self.counted.emit(self._counts.counts)
        self._show_what_there_is()
        ticked = [shown for shown in changed if shown.row.business.id in self.ticks]
        self._ticked_counts.see(ticked)
        if ticked or self._touches_highlight(changed):
            self.selection_changed.emit()

    def _touches_highlight(self, changed: Iterable[ShownRow]) -> bool:
        return self.table.selectionModel().hasSelection() and any(
            self._is_selected(shown.row.business.id) for shown in changed
        )

    def note_loaded(self) -> None:
        """The first read is through: a table without rows has nothing to show, and does not wait."""
        if not self._loaded:
            self._loaded = True
            self._show_what_there_is()
            # A filter that was kept, and under which nothing is any more, would look like an empty database.
            if not self.model.rowCount() and self.model.has_businesses and not self.model.is_searching:
                self.all_wanted.emit()

    def take_keys(self) -> None:
        """The keys go to the table; while it is empty, as soon as it is not."""
        shown = self.table if self.model.rowCount() else self._empty
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove(self, business_ids: Iterable[int]) -> None:
        """Takes businesses out that are not there any more."""
        business_ids = tuple(business_ids)
        for business_id in business_ids:
            self._held.pop(business_id, None)
        self.model.remove(business_ids)
        self._ticked_counts.forget(business_ids)
        self._counts.forget(business_ids)
        self.attention.forget(business_ids)
        self.counted.emit(self._counts.counts)
        self._show_what_there_is()

    def search(self, text: str) -> None:
        """Shows only what `text` finds, by name or id."""
        self._search = text
        self.model.search(text)
        self._show_what_there_is()
        self.selection_changed.emit()

    def show_only(self, status_filter: StatusFilter) -> None:
        """Shows only the businesses of a status filter."""
        self.model.show(status_filter)
        self._show_what_there_is()
        self.selection_changed.emit()

    def show_among(self, business_ids: Collection[int] | None) -> None:
        """Shows these businesses alone; None: those of the status filter again."""
        self.model.show_among(business_ids)
        self._show_what_there_is()
        self.selection_changed.emit()

    def acted_on(self) -> list[ShownRow]:
        """What actions work on, in the order of the table: the ticked businesses, shown or hidden; without
        any, the highlighted rows."""
        return self.model.ordered(self.model.ticked()) or self.selected()

    def rows_of(self, business_ids: Iterable[int]) -> list[ShownRow]:
        """These businesses, shown or hidden, in the order of the table."""
        return self.model.ordered(shown for key in business_ids if (shown := self.model.get(key)))

    def acted_on_ids(self) -> Collection[int]:
        """Their ids in any order, for who looks at all of them at every poll."""
        return self.model.ticked_ids() or self.selected_ids()

    @property
    def ticked_counts(self) -> Mapping[StatusFilter, int]:
        """How many of the ticked businesses each filter shows."""
        return self._ticked_counts.counts

    def ticked_under(self, status_filter: StatusFilter) -> list[int]:
        """The ticked businesses that a filter shows."""
        found = (self.model.get(key) for key in self.ticks.ids)
        return [shown.row.business.id for shown in found if shown and state_of(shown) in status_filter.states]

    def tick_shown(self) -> None:
        """Ticks every business that filter and search show, beside those that are ticked."""
        self.ticks.add(self.model.ids())

    def untick(self) -> None:
        """Takes all ticks away."""
        before = self.ticks.ids
        self.ticks.clear()
        if before:
            self.unticked.emit(before)

    def selected(self) -> list[ShownRow]:
        """The highlighted rows, from top to bottom."""
        return [shown for first, last in self._selected_runs() for shown in self.model.rows(first, last)]

    def shown(self) -> list[ShownRow]:
        """All rows that filter and search show, from top to bottom."""
        return self.model.rows(0, self.model.rowCount() - 1)

    def selected_ids(self) -> list[int]:
        return [shown.row.business.id for shown in self.selected()]

    def select(self, business_ids: Iterable[int]) -> None:
        """Selects these businesses, as far as they are shown, and nothing else."""
        self.table.clearSelection()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for business_id in business_ids:
            self.table.selectionModel().select(self._index(business_id), flags)

    def show_row(self, business_id: int) -> None:
        """Makes the row of this business the current one, in sight, and gives it the keys."""
        index = self._index(business_id)
        if index.isValid():
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self.take_keys()

    def copy_selection(self) -> None:
        """Puts the rows on which actions work on the clipboard, with the visible columns."""
        rows = self.acted_on()
        if rows:
            text = as_tsv(rows, self.table.chosen_columns, self._language.locale)
            QGuiApplication.clipboard().setText(text)

    @property
    def shown_count(self) -> int:
        """How many businesses filter and search show."""
        return self.model.rowCount()

    def restore(self, settings: QSettings) -> None:
        self.table.restore(settings)

    def save(self, settings: QSettings) -> None:
        self.table.save(settings)

    @net(None)
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Businesses and deletions"))
        self._show_what_there_is()

    def _is_selected(self, business_id: int) -> bool:
        index = self._index(business_id)
        return index.isValid() and self.table.selectionModel().isSelected(index)

    def _index(self, business_id: int) -> QModelIndex:
        """Where a business is shown; nowhere if it is not."""
        position = self.model.row_of(business_id)
        if position is None:
            return QModelIndex()
        return self.model.index(position, 0)

    def _selected_runs(self) -> list[tuple[int, int]]:
        """First and last row of each run of selected rows, from top to bottom."""
        selection = self.table.selectionModel().selection()
        parts = (selection.at(number) for number in range(selection.count()))
        runs: list[tuple[int, int]] = []
        end = -1
        for first, last in sorted((part.top(), part.bottom()) for part in parts if part.isValid()):
            if last > end:  # a row that stands in two parts is selected once
                runs.append((max(first, end + 1), last))
                end = last
        return runs

    def _on_pasted(self, text: str) -> None:
        if text.strip():
            self.list_pasted.emit(text)

    def _on_tick(self, row: int, with_shift: bool) -> None:
        """With Shift all from the last tick to this one, as the last one is."""
        business_id = self.model.shown(row).row.business.id
        last = self.model.row_of(self._anchor) if with_shift and self._anchor is not None else None
        if last is None:
            self.ticks.toggle({business_id})
        else:
            between = self.model.rows(min(row, last), max(row, last))
            turn = self.ticks.add if self._anchor in self.ticks else self.ticks.remove
            turn(shown.row.business.id for shown in between)
        self._anchor = business_id

    def _on_all(self) -> None:
        self.ticks.toggle(self.model.ids())

    def _on_space(self) -> None:
        if highlighted := set(self.selected_ids()):
            self.ticks.toggle(highlighted)

    def _on_ticks_changed(self, turned: frozenset[int]) -> None:
        self._ticked_counts.forget(turned - self.ticks.ids)
        self._ticked_counts.see_all_of(self._counts, turned & self.ticks.ids)
        self.selection_changed.emit()

    def _on_language(self) -> None:
        self.model.retranslate(self._language.locale)
        self.table.setLocale(self._language.locale)

    def _on_second(self) -> None:
        if self.table.isVisible():
            self.model.tick()

    def _on_menu(self, place: QPoint) -> None:
        if self.table.indexAt(place).isValid():
            self.menu_wanted.emit(self.table.viewport().mapToGlobal(place))

    def _on_header_menu(self, place: QPoint) -> None:
        self.header_menu_wanted.emit(self.table.horizontalHeader().mapToGlobal(place))

    def _show_what_there_is(self) -> None:
        if self.model.rowCount():
            self._stack.setCurrentWidget(self.table)
            return
        self._stack.setCurrentWidget(self._empty)
        status_filter = self.model.status_filter
        if not self._loaded:
            self._empty.say_reading()
        elif not self.model.has_businesses:
            self._empty.say_none()
        elif self.model.is_searching:
            self._empty.say_not_found(self._search.strip(), status_filter)
        else:
            self._empty.say_none_under(status_filter)
